"""A visit's claim as far as reading its note needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.notes.words import bag

MANUAL_THERAPY = "97140"
_ASSISTANT_MODIFIERS = bag("CQ CO")
_CMT_PREFIX = "9894"


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A line of the claim. `modifiers` is None where nobody told them."""

    code: str
    minutes: int | None = None
    modifiers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note with what is known about its visit. Empty fields are not known."""

    text: str
    discipline: str = ""
    billed: tuple[BilledLine, ...] = ()
    day: date | None = None
    sex: str = ""
    side: str = ""

    @property
    def manual_lines(self) -> tuple[BilledLine, ...]:
        """The claim's lines for manual therapy."""
        return tuple(line for line in self.billed if line.code == MANUAL_THERAPY)

    @property
    def manual_minutes(self) -> int | None:
        """Minutes the claim gives to manual therapy, where it gives any."""
        given = [line.minutes for line in self.manual_lines if line.minutes is not None]
        return sum(given) if given else None

    @property
    def chiropractic(self) -> bool:
        """Whether an adjustment has its own code in this visit."""
        return self.discipline == "DC" or any(x.code.startswith(_CMT_PREFIX) for x in self.billed)

    @property
    def lacks_assistant_modifier(self) -> bool:
        """Whether the claim's full list of modifiers names no assistant."""
        told = [line.modifiers for line in self.manual_lines if line.modifiers is not None]
        return bool(told) and not any(_ASSISTANT_MODIFIERS & set(one) for one in told)
