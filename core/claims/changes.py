"""What a corrected claim changes: each line as it was billed beside what it becomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from core.claims.facts import ClaimLine


class ChangeKind(StrEnum):
    """What becomes of a line; the words stand on the paper."""

    SAME = "as billed"
    CHANGED = "changed"
    TAKEN_OFF = "taken off"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line as it was billed and as it is now; None where it was not there, or is no more."""

    before: ClaimLine | None
    after: ClaimLine | None

    @property
    def code(self) -> str:
        """The procedure code."""
        line = self.after or self.before
        return line.code if line else ""

    @property
    def kind(self) -> ChangeKind:
        """What becomes of the line."""
        if self.before is None:
            return ChangeKind.ADDED
        if self.after is None:
            return ChangeKind.TAKEN_OFF
        return ChangeKind.SAME if _told(self.before) == _told(self.after) else ChangeKind.CHANGED


def _told(line: ClaimLine) -> tuple[str, int, tuple[str, ...], int | None]:
    return line.code, line.units, line.modifiers, line.charge_cents


def line_changes(before: Iterable[ClaimLine], after: Iterable[ClaimLine]) -> tuple[LineChange, ...]:
    """Every line of both sides once: lines of one code and its modifiers meet, then of one code.

    In the order of what was billed; lines that are new come last.
    """
    billed, left = list(before), list(after)
    met: dict[int, ClaimLine] = {}
    for strict in (True, False):
        for place, line in enumerate(billed):
            if place in met:
                continue
            found = next((one for one in left if _meet(line, one, strict)), None)
            if found is not None:
                left.remove(found)
                met[place] = found
    kept = [LineChange(line, met.get(place)) for place, line in enumerate(billed)]
    return (*kept, *(LineChange(None, one) for one in left))


def _meet(one: ClaimLine, other: ClaimLine, strict: bool) -> bool:
    return one.code == other.code and (not strict or one.modifiers == other.modifiers)


def with_units(
    lines: Iterable[ClaimLine], code: str, units: int, fee_cents: int | None
) -> tuple[ClaimLine, ...]:
    """The lines with so many more units on the first line of a code, or on a line of its own."""
    kept = list(lines)
    for place, line in enumerate(kept):
        if line.code == code:
            kept[place] = _priced(replace(line, units=line.units + units), fee_cents)
            return tuple(kept)
    return (*kept, _priced(ClaimLine(code, units), fee_cents))


def _priced(line: ClaimLine, fee_cents: int | None) -> ClaimLine:
    return replace(line, charge_cents=None if fee_cents is None else fee_cents * line.units)
