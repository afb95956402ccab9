"""Visual order of mixed left-to-right and right-to-left text.

The Unicode Bidirectional Algorithm (UAX #9) for one line without explicit embeddings: those
controls are taken out of every text before it is drawn, so rules P2-P3, W1-W7, N1-N2, I1-I2
and L1-L2 are all that is left.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_STRONG_RIGHT = frozenset(("R", "AL"))
_ARABIC = frozenset(("AL", "AN"))
_NUMBERS = frozenset(("EN", "AN"))
_NEUTRAL = frozenset(("B", "S", "WS", "ON"))
_JOINED = frozenset(("NSM", "BN"))  # marks and joiners go with the character before them


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start` to `end` run in one direction; an odd level runs right to left."""

    start: int
    end: int
    level: int


def visual_stretches(text: str) -> tuple[Stretch, ...]:
    """Cut a line into stretches of one direction, in the order they stand from left to right."""
    if not text:
        return ()
    base = _base_level(text)
    levels = _levels(text, base)
    stretches: list[Stretch] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or levels[place] != levels[start]:
            stretches.append(Stretch(start, place, levels[start]))
            start = place
    return tuple(_reordered(stretches))


def _base_level(text: str) -> int:
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind == "L":
            return 0
        if kind in _STRONG_RIGHT:
            return 1
    return 0


def _levels(text: str, base: int) -> list[int]:
    kinds = _neutrals(_weak_kinds(text, base), base)
    levels = [_level(kind, base) for kind in kinds]
    for place in range(len(text) - 1, -1, -1):  # L1: what trails at the end of the line
        if unicodedata.bidirectional(text[place]) not in ("WS", "S", "B", "BN"):
            break
        levels[place] = base
    return levels


def _level(kind: str, base: int) -> int:
    if base:
        return base if kind == "R" else base + 1
    return {"L": 0, "R": 1}.get(kind, 2)


def _weak_kinds(text: str, base: int) -> list[str]:
    outside = "R" if base else "L"
    kinds = [unicodedata.bidirectional(char) or "L" for char in text]
    strong = outside
    for place, kind in enumerate(kinds):
        if kind in _JOINED:  # W1
            kinds[place] = kinds[place - 1] if place else outside
        if kinds[place] in ("L", "R", "AL"):
            strong = kinds[place]
        elif kinds[place] == "EN" and strong == "AL":  # W2
            kinds[place] = "AN"
    kinds = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    _separators(kinds)
    _terminators(kinds)
    kinds = ["ON" if kind in ("ES", "ET", "CS") else kind for kind in kinds]  # W6
    strong = outside
    for place, kind in enumerate(kinds):  # W7
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[place] = "L"
    return kinds


def _separators(kinds: list[str]) -> None:
    for place in range(1, len(kinds) - 1):  # W4
        before, here, after = kinds[place - 1 : place + 2]
        if before != after or before not in _NUMBERS:
            continue
        if here == "CS" or (here == "ES" and before == "EN"):
            kinds[place] = before


def _terminators(kinds: list[str]) -> None:
    for order in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):  # W5, from both sides
        step = -1 if order.step > 0 else 1
        for place in order:
            if kinds[place] == "ET" and kinds[place + step] == "EN":
                kinds[place] = "EN"


def _neutrals(kinds: list[str], base: int) -> list[str]:
    outside = "R" if base else "L"
    place = 0
    while place < len(kinds):
        if kinds[place] not in _NEUTRAL:
            place += 1
            continue
        end = place
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        before = _side(kinds[place - 1]) if place else outside
        after = _side(kinds[end]) if end < len(kinds) else outside
        kinds[place:end] = [before if before == after else outside] * (end - place)  # N1, N2
        place = end
    return kinds


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def _reordered(stretches: list[Stretch]) -> list[Stretch]:
    for level in range(max(s.level for s in stretches), 0, -1):  # L2
        place = 0
        while place < len(stretches):
            end = place
            while end < len(stretches) and stretches[end].level >= level:
                end += 1
            stretches[place:end] = reversed(stretches[place:end])
            place = max(end, place + 1)
    return stretches
