"""The four parts of a note as the one text that is read, and the way back to a part."""

from __future__ import annotations

from dataclasses import dataclass

HEADS = ("S", "O", "A", "P")
_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Spot:
    """Words in one part: part 0 to 3, first letter, one past the last."""

    part: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SoapText:
    """The joined text; `starts` tells for each part where its own text begins in it."""

    text: str
    parts: tuple[str, ...]
    starts: tuple[int, ...]

    def spot(self, start: int, end: int) -> Spot | None:
        """Where a stretch of the joined text stands; None for what is no part's own."""
        for part, (first, words) in enumerate(zip(self.starts, self.parts, strict=True)):
            last = first + len(words)
            if words and start < last and end > first:
                return Spot(part, max(start, first) - first, min(end, last) - first)
        return None


def join(parts: tuple[str, ...]) -> SoapText:
    """The parts under their letters, empty ones left out."""
    text, starts = "", []
    for head, words in zip(HEADS, parts, strict=True):
        if words.strip():
            text += f"{head}: "
            starts.append(len(text))
            text += words + _BREAK
        else:
            starts.append(len(text))
    return SoapText(text, tuple(w if w.strip() else "" for w in parts), tuple(starts))
