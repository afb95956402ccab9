"""Two versions of a text word by word: what stayed, what went, what came."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\s+|[^\s]+")
_MOST_WORDS = 4_000  # a longer text is compared line by line


class Change(StrEnum):
    """What became of a piece."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and what became of it."""

    change: Change
    text: str


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """The new text with what was taken out of the old one in its place."""
    before, after = _tokens(old), _tokens(new)
    if max(len(before), len(after)) > _MOST_WORDS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(Change.SAME, "".join(after[c:d])))
            continue
        if b > a:
            found.append(Piece(Change.REMOVED, "".join(before[a:b])))
        if d > c:
            found.append(Piece(Change.ADDED, "".join(after[c:d])))
    return tuple(found)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)
