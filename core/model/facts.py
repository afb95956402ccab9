"""What may be told about an encounter besides its services; what is None is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from core.model.kinds import AuthorisationState, Discipline, Notice


@dataclass(frozen=True, slots=True)
class PastUnits:
    """Units of one code on an earlier day."""

    date: date
    code: str
    units: int


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Where the plan of care stands; `treatment_days_since_report` counts days, not visits.

    `plan_ends` is the last day of the plan's own duration.
    """

    first_treatment: date | None = None
    certified_to: date | None = None
    order_on_file: bool | None = None
    sent_on: date | None = None
    treatment_days_since_report: int | None = None
    plan_ends: date | None = None


@dataclass(frozen=True, slots=True)
class AuthorisationFacts:
    """What the payer has authorised and what of it is left before this encounter.

    `on_file` False: somebody looked, and no approved one is there; `state` then tells whether one
    is requested or denied. `codes` are those it covers (None: not limited to codes) and
    `code_units_left` the units left of those that have a number of their own. `visits` and `units`
    are what was approved in all.
    """

    since: date | None = None
    until: date | None = None
    visits_left: int | None = None
    units_left: int | None = None
    number: str = ""
    visits: int | None = None
    units: int | None = None
    codes: tuple[str, ...] | None = None
    code_units_left: Mapping[str, int] = field(default_factory=dict)
    on_file: bool = True
    state: AuthorisationState | None = None


@dataclass(frozen=True, slots=True)
class VisitLimitFacts:
    """A plan's limit of visits in the year that the encounter's day is in.

    `disciplines` count together, from `since` on; `looked_up_on` is the day on which somebody asked
    what was used elsewhere, None: nobody did.
    """

    visits: int
    disciplines: tuple[Discipline, ...]
    since: date
    looked_up_on: date | None = None


@dataclass(frozen=True, slots=True)
class YearToDate:
    """Allowed amounts of the calendar year's earlier days, in cents, by threshold bucket."""

    pt_slp: int | None = None
    ot: int | None = None


@dataclass(frozen=True, slots=True)
class RateSource:
    """From when until when a contract rate holds (None: no end), and where it stands."""

    since: date
    until: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Locality:
    """A payment locality; both texts empty: the national amounts, without geography."""

    mac: str = ""
    number: str = ""

    @property
    def is_national(self) -> bool:
        """Whether no place is named."""
        return not self.number


@dataclass(frozen=True, slots=True)
class Attest:
    """Statements of a person for this one encounter; None: nobody said."""

    kx: bool | None = None
    at: bool | None = None
    abn: Notice | None = None


NOBODY_SAID = Attest()


@dataclass(frozen=True, slots=True)
class Decline:
    """A person's recorded answer to an alert: these codes' lines are not to be billed."""

    alert: str
    codes: tuple[str, ...]
    reason: str = ""
