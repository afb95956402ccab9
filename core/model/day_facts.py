"""What the practice knows besides the session itself, ready for the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from core.model.encounter import OtherEncounter
from core.model.facts import (
    AuthorisationFacts,
    Locality,
    PlanFacts,
    RateSource,
    VisitLimitFacts,
    YearToDate,
)
from core.model.kinds import SecondaryRule
from core.model.plan_clock import Clock


@dataclass(frozen=True, slots=True)
class YearMeter:
    """The year's allowed amounts of one threshold bucket before this day, in cents.

    `own` is what this practice billed (None: not all of it is known), `outside` what was used
    elsewhere, `looked_up_on` when somebody looked; `limit` is the year's amount (None: not known).
    """

    bucket: str
    own: int | None
    outside: int = 0
    looked_up_on: date | None = None
    limit: int | None = None

    @property
    def total(self) -> int | None:
        """Own and outside amounts together."""
        return None if self.own is None else self.own + self.outside


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """Facts of one patient and day; what is None is not known.

    `same_day` are the patient's other encounters under the same coverage, `choose` the answers
    to ties kept with them, `meter` the threshold's running total, `own_items` the codes of the
    practice's own cash items, which no payer's rule knows. `visits_used` are the visits before this
    one that count against `visit_limit`, or against the payer's own. `rates` are the payer's
    contract rates of the day in cents, `secondary_rule` the practice's word on two payers that
    disagree. `clocks` are those of the plan of care, for the header.
    """

    same_day: tuple[OtherEncounter, ...] = ()
    choose: Mapping[int, str] = field(default_factory=dict)
    plan: PlanFacts | None = None
    authorisation: AuthorisationFacts | None = None
    visits_used: int | None = None
    visit_limit: VisitLimitFacts | None = None
    secondary: str = ""
    secondary_rule: SecondaryRule = SecondaryRule.PRIMARY
    locality: Locality | None = None
    year_to_date: YearToDate | None = None
    meter: YearMeter | None = None
    charges: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, int] = field(default_factory=dict)
    rate_sources: Mapping[str, RateSource] = field(default_factory=dict)
    own_items: frozenset[str] = frozenset()
    clocks: tuple[Clock, ...] = ()
