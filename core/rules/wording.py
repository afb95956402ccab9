"""Small words for the trace: counts, ordinals, lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
    "ninth", "tenth", "eleventh", "twelfth",
)  # fmt: skip


class HasCode(Protocol):
    """Anything that carries a procedure code."""

    code: str


def plural(number: int, noun: str) -> str:
    """`1 unit`, `3 units`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def ordinal(number: int) -> str:
    """`third`, `13th`."""
    return _ORDINALS[number - 1] if 1 <= number <= len(_ORDINALS) else f"{number}th"


def codes_with(things: Sequence[HasCode], numbers: Sequence[int]) -> str:
    """`97140 7, 97110 1`, without those whose number is zero."""
    return ", ".join(
        [f"{thing.code} {number}" for thing, number in zip(things, numbers, strict=True) if number]
    )
