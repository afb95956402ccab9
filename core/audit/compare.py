"""Two audits beside each other: what got better, what got worse, what the numbers cannot show.

The interval of the difference of two shares is Newcombe's hybrid score interval (R. G. Newcombe,
Statistics in Medicine 1998;17:873, method 10). The two audits have no session in common.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from core.audit.intervals import wilson
from core.audit.rates import Rate, checks_in, rates
from core.audit.totals import Totals


class Shows(StrEnum):
    """What a difference shows, at 95%."""

    BETTER = "better"
    WORSE = "worse"
    NOTHING = "nothing"


class Difference(NamedTuple):
    """The later share less the earlier one, with its limits; below 0 fewer are in error."""

    point: float
    lower: float
    upper: float

    @property
    def shows(self) -> Shows:
        """Nothing where 0 is among what the interval holds."""
        if self.upper < 0:
            return Shows.BETTER
        return Shows.WORSE if self.lower > 0 else Shows.NOTHING


@dataclass(frozen=True, slots=True)
class Change:
    """One check of one clinician (empty: of all) in the earlier audit and in the later one."""

    before: Rate
    after: Rate
    difference: Difference

    @property
    def check(self) -> str:
        """The check's word, or `any`."""
        return self.after.check

    @property
    def clinician(self) -> str:
        """Whose sessions; empty for all of them together."""
        return self.after.clinician

    @property
    def id(self) -> str:
        """What names the row."""
        return f"{self.check}|{self.clinician}"


def difference(old_errors: int, old_charts: int, errors: int, charts: int) -> Difference:
    """The change of a share from one sample to another; raises ValueError for an empty one."""
    old, new = wilson(old_errors, old_charts), wilson(errors, charts)
    point = new.point - old.point
    down = math.hypot(new.point - new.lower, old.upper - old.point)
    up = math.hypot(new.upper - new.point, old.point - old.lower)
    return Difference(point, max(-1.0, point - down), min(1.0, point + up))


def compare(
    before: Totals, after: Totals, threshold: float, *, for_counsel: bool = False
) -> tuple[Change, ...]:
    """Each check with an error in either audit, for all and for each clinician who is in both."""
    also = checks_in(before) | checks_in(after)
    old = {
        (one.check, one.clinician): one
        for one in rates(before, threshold, for_counsel=for_counsel, also=also)
    }
    found = []
    for one in rates(after, threshold, for_counsel=for_counsel, also=also):
        was = old.get((one.check, one.clinician))
        if was is not None and (one.errors or was.errors):
            gap = difference(was.errors, was.charts, one.errors, one.charts)
            found.append(Change(was, one, gap))
    return tuple(found)
