"""What a payer authorised for a patient, and a plan's limit of visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.errors import FieldProblem
from core.model.kinds import AuthorisationState, Discipline


@dataclass(frozen=True, slots=True)
class CodeUnits:
    """A code that an authorisation covers; `units` None: no number of its own."""

    code: str
    units: int | None = None

    @property
    def text(self) -> str:
        """The code as it is typed: `97110`, or `97110/24` with its units."""
        return self.code if self.units is None else f"{self.code}/{self.units}"


def read_code_units(text: str) -> tuple[CodeUnits, ...]:
    """Codes as people list them: `97110/24 97140`; raises FieldProblem for what is none."""
    found = []
    for word in text.upper().replace(",", " ").replace(";", " ").split():
        code, slash, units = word.partition("/")
        if not (len(code) == 5 and code.isascii() and code.isalnum()):
            raise FieldProblem(
                f"“{word[:12]}” is not a code of five characters. Type them like 97110 97140/24.",
                "codes",
            )
        if slash and not (units.isascii() and units.isdecimal() and 1 <= len(units) <= 4):
            raise FieldProblem(f"The units after {code}/ are a whole number, as in {code}/24.",
                               "codes")  # fmt: skip
        found.append(CodeUnits(code, int(units) if slash else None))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Authorisation:
    """An authorisation under one coverage; `discipline` None: for every discipline.

    `codes` empty: not limited to codes. `units` is the number for all codes together.
    """

    patient_id: int
    coverage_id: int
    state: AuthorisationState
    id: int | None = None
    discipline: Discipline | None = None
    number: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    visits: int | None = None
    units: int | None = None
    codes: tuple[CodeUnits, ...] = ()
    requested_on: date | None = None
    approved_on: date | None = None
    contact_name: str = ""
    contact_role: str = ""
    contact_phone: str = ""
    contact_fax: str = ""
    note: str = ""
    payer_name: str = ""

    @property
    def is_granted(self) -> bool:
        """Whether the payer said yes, if only up to a day."""
        return self.state in (AuthorisationState.APPROVED, AuthorisationState.ENDED)

    def covers(self, day: date) -> bool:
        """Whether it was granted for a day."""
        return (
            self.is_granted
            and self.starts_on is not None
            and self.starts_on <= day
            and (self.ends_on is None or day <= self.ends_on)
        )

    def is_for(self, discipline: Discipline) -> bool:
        """Whether it holds for a discipline."""
        return self.discipline is None or self.discipline is discipline


@dataclass(frozen=True, slots=True)
class AuthorisationUse:
    """An authorisation with what is used of it; units are those of complete sessions."""

    authorisation: Authorisation
    visits_used: int
    units_used: int

    @property
    def id(self) -> int | None:
        return self.authorisation.id


@dataclass(frozen=True, slots=True)
class VisitLimit:
    """A plan's visits in a year; `year_month` is the month whose first day begins the year.

    `disciplines` count together. `used_elsewhere` holds for the year in which it was looked up.
    """

    coverage_id: int
    disciplines: tuple[Discipline, ...]
    visits: int
    id: int | None = None
    year_month: int = 1
    starts_on: date | None = None
    ends_on: date | None = None
    used_elsewhere: int | None = None
    looked_up_on: date | None = None
    payer_name: str = ""

    def in_force(self, day: date) -> bool:
        """Whether the limit holds on a day."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )

    def year_of(self, day: date) -> tuple[date, date]:
        """The first day of the benefit year that a day is in, and the first day after it."""
        year = day.year if day.month >= self.year_month else max(day.year - 1, 1)
        return date(year, self.year_month, 1), _first(year + 1, self.year_month)

    def elsewhere_on(self, day: date) -> int | None:
        """The visits used elsewhere in the day's benefit year; None: nobody looked."""
        first, after = self.year_of(day)
        if self.looked_up_on is None or not first <= self.looked_up_on < after:
            return None
        return self.used_elsewhere


@dataclass(frozen=True, slots=True)
class VisitLimitUse:
    """A limit with the visits used of it here this year, and elsewhere where it is known."""

    limit: VisitLimit
    used: int
    elsewhere: int | None

    @property
    def id(self) -> int | None:
        return self.limit.id

    @property
    def total(self) -> int:
        """Visits here and those elsewhere that are known."""
        return self.used + (self.elsewhere or 0)


def _first(year: int, month: int) -> date:
    return date(year, month, 1) if year <= date.max.year else date.max
