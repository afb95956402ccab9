"""Regions of the body: from what a clinician typed to a region, and to its chiropractic one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.model.encounter import Service
from core.model.kinds import Side

_WORD = re.compile(r"[a-z0-9]+")
# The whole limb holds the places of the same chiropractic region: it is not another place.
Place = tuple[str, str, str]


def plain_words(typed: str) -> str:
    """Lower case, single blanks, no punctuation: as region words are compared."""
    return " ".join(_WORD.findall(typed.lower()))


def by_first_word(
    words: Mapping[str, str],
) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Index plain words by the first of them, those with more words first."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for typed, region in words.items():
        tokens = tuple(typed.split())
        index.setdefault(tokens[0], []).append((tokens, region))
    return {
        first: tuple(sorted(found, key=lambda entry: (-len(entry[0]), entry)))
        for first, found in index.items()
    }


@dataclass(frozen=True, slots=True)
class RegionMap:
    """Words by their first one (longest first), each with its region; region -> chiropractic one.

    `manipulations` are the codes of spinal manipulation, `included` those that belong to it where
    both are done in one chiropractic region. `levels` gives for a code of manipulation how many
    spinal regions it stands for, from and to.
    """

    words: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    cmt: Mapping[str, str]
    whole_limbs: frozenset[str] = frozenset()
    spinal: frozenset[str] = frozenset()
    manipulations: frozenset[str] = frozenset()
    included: frozenset[str] = frozenset()
    cite: str = ""
    levels: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def regions_in(self, typed: str) -> frozenset[str]:
        """Every region named in a text; empty when none is recognised."""
        tokens = tuple(_WORD.findall(typed.lower()))
        found: set[str] = set()
        at = 0
        while at < len(tokens):
            for words, region in self.words.get(tokens[at], ()):
                if tokens[at : at + len(words)] == words:
                    found.add(region)
                    at += len(words) - 1
                    break
            at += 1
        return frozenset(found)

    def cmt_in(self, texts: Iterable[str]) -> frozenset[str]:
        """Every chiropractic region named in the texts."""
        return frozenset(self.cmt[region] for text in texts for region in self.regions_in(text))

    def places(self, rows: Iterable[Service]) -> frozenset[Place] | None:
        """Where the rows were done; None when a row does not say, or not in words known here."""
        found: set[Place] = set()
        for row in rows:
            regions = self.regions_in(row.region)
            if not regions:
                return None
            found.update((self.cmt[one], one, self._side(one, row.side)) for one in regions)
        return frozenset(found)

    def _side(self, region: str, side: Side | None) -> str:
        sided = side in (Side.LEFT, Side.RIGHT) and region not in self.spinal
        return side.value if side and sided else ""

    def apart(self, one: frozenset[Place] | None, other: frozenset[Place] | None) -> bool:
        """Whether two services were surely done in different places."""
        if not one or not other:
            return False
        return not any(self._same(a, b) for a in one for b in other)

    def _same(self, one: Place, other: Place) -> bool:
        limb = one[0] == other[0] and bool(self.whole_limbs & {one[1], other[1]})
        if one[1] != other[1] and not limb:
            return False
        return not one[2] or not other[2] or one[2] == other[2]
