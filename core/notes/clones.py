"""Notes worded alike from visit to visit: five-word shingles, as the cloning tests ask."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import combinations, pairwise

from core.notes.words import check_length, plain, stem

SHINGLE = 5
CLONED_AT = 0.60
_LOOK_BACK = 5
_MOST_PASSAGES = 8
_WORD = re.compile(r"[^\W\d_]+|\d+")
_PASSAGE = re.compile(r"[^.;!?\n]+")
_LEAST_PASSAGE = 4
_NUMBER = "#"
_FRESH_VALUES = 3
_VALUE = re.compile(
    r"(?<![\w.:/#])(?<!visit )(?<!x )(?<!wk )(\d{1,3}(?:\.\d)?)"
    r"(?![\d:]| ?x| ?min| ?'| ?(?:wk|week|lb|set|rep|visit)|\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two visits by number, how alike they are (0 to 1), and the passages they share."""

    first: int
    second: int
    similarity: float
    same: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Whether a series of visits is cloned, with every pair compared."""

    cloned: bool
    pairs: tuple[Pair, ...]


def compare_visits(texts: list[str]) -> Series:
    """Compare each visit with the five before it; numbers count as alike.

    A series is cloned when two neighbouring visits are worded alike and most of what they measured
    stayed the same too: one template with new findings each time is none. Raises FieldProblem for a
    text that is too long.
    """
    for text in texts:
        check_length(text)
    shingles = [shingles_of(text) for text in texts]
    near = [(a, b) for a, b in combinations(range(len(texts)), 2) if b - a <= _LOOK_BACK]
    alike = {(a, b): likeness(shingles[a], shingles[b]) for a, b in near}
    pairs = tuple(
        Pair(a, b, round(alike[a, b], 3), shared_passages(texts[a], texts[b])) for a, b in near
    )
    cloned = any(
        alike[a, b] >= CLONED_AT and not new_findings(texts[a], texts[b])
        for a, b in pairwise(range(len(texts)))
    )
    return Series(cloned, pairs)


def new_findings(one: str, two: str) -> bool:
    """Whether the second note measured anew: several values, and most of them, differ."""
    first, second = Counter(_values_of(one)), Counter(_values_of(two))
    same = (first & second).total()
    changed = max(first.total(), second.total()) - same
    return changed >= _FRESH_VALUES and changed > same


def _values_of(text: str) -> list[str]:
    """Numbers that may be findings: no minutes, sets, codes, visit numbers or frequencies."""
    return [found[1] for found in _VALUE.finditer(plain(text))]


def words_of(text: str) -> list[str]:
    """Words in their compared form; each number is one and the same word."""
    return [_NUMBER if w[0].isdecimal() else stem(w) for w in _WORD.findall(plain(text))]


def shingles_of(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of five words; a shorter text is one run."""
    words = words_of(text)
    if len(words) <= SHINGLE:
        return frozenset({tuple(words)} if words else ())
    return frozenset(zip(*(words[n:] for n in range(SHINGLE)), strict=False))


def likeness(one: frozenset[tuple[str, ...]], two: frozenset[tuple[str, ...]]) -> float:
    """Shared runs by all runs; 0 when there are none."""
    whole = len(one | two)
    return len(one & two) / whole if whole else 0.0


def shared_passages(one: str, two: str) -> tuple[str, ...]:
    """Sentences of the first note that the second repeats, as the first has them."""
    theirs = {tuple(words_of(p)) for p in _PASSAGE.findall(two)}
    found = []
    for passage in _PASSAGE.findall(one):
        words = tuple(words_of(passage))
        if len(words) >= _LEAST_PASSAGE and words in theirs:
            found.append(passage.strip())
    return tuple(dict.fromkeys(found))[:_MOST_PASSAGES]
