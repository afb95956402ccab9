"""Which quarter and setting a file of CMS's is for, as its name tells."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from core.errors import UserProblem
from core.model.kinds import Setting

# A version's major number counts years from 1994, its minor number quarters from 0.
_FIRST_YEAR = 1994
_VERSION = re.compile(r"v(\d{2})(\d)r\d", re.IGNORECASE)
_WRITTEN = re.compile(r"(20\d\d)[-_ ]?q([1-4])", re.IGNORECASE)
_EFFECTIVE = re.compile(r"eff[a-z]*[-_ ](\d{1,2})[-_](\d{1,2})[-_](20\d\d)", re.IGNORECASE)
_SETTINGS = {
    Setting.PRACTITIONER: ("ccipra", "practitioner"),
    Setting.HOSPITAL: ("ccioph", "hospital", "outpatient"),
}


class Quarter(NamedTuple):
    """A quarter of a calendar year."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def first_day(self) -> date:
        """The day its tables come into force."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """The last day its tables are for."""
        return self.next().first_day - timedelta(days=1)

    def next(self) -> Quarter:
        """The quarter after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)


def read_quarter(text: str) -> Quarter:
    """A quarter typed as 2026Q3; raises UserProblem for anything else."""
    found = _WRITTEN.fullmatch(text.strip())
    if not found:
        raise UserProblem(f"“{text[:20]}” is not a quarter. Write it like 2026Q3.")
    return Quarter(int(found[1]), int(found[2]))


def quarters_in(names: str) -> frozenset[Quarter]:
    """Every quarter that the names tell: `v322r0`, `2026q3`, `Eff_07-01-2026`."""
    found = {Quarter(_FIRST_YEAR + int(v[1]), int(v[2]) + 1) for v in _VERSION.finditer(names)}
    found |= {Quarter(int(w[1]), int(w[2])) for w in _WRITTEN.finditer(names)}
    for effective in _EFFECTIVE.finditer(names):
        month = int(effective[1])
        if 1 <= month <= 12:
            found.add(Quarter(int(effective[3]), (month + 2) // 3))
    return frozenset(quarter for quarter in found if quarter.number in range(1, 5))


def settings_in(names: str) -> frozenset[Setting]:
    """Every setting that the names tell."""
    lower = names.lower()
    return frozenset(
        setting for setting, words in _SETTINGS.items() if any(word in lower for word in words)
    )
