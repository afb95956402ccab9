"""The words of manual therapy as a tree of terms; built once, asked for every note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from core.notes.words import Words, stem


class Term(NamedTuple):
    """What a phrase means. `layer` is the file it stands in; `near` what must stand near it."""

    layer: str
    kind: str
    name: str
    near: str = ""
    region: str = ""
    part: str = ""
    level: str = ""
    paired: bool = False
    exact: bool = False


class Mention(NamedTuple):
    """A term found in a note, from word `first` up to, not with, word `last`."""

    term: Term
    first: int
    last: int


class _Node:
    __slots__ = ("next", "terms")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.terms: list[tuple[Term, tuple[str, ...]]] = []


# In these layers a longer phrase hides the shorter ones inside it, whatever they mean.
_WHOLE_LAYERS = frozenset({"hands", "sites"})


class Lexicon:
    """Terms by phrase. A practice's own entries are given after the shipped ones."""

    def __init__(
        self, entries: Iterable[tuple[str, Term]], asks: Mapping[str, str] | None = None
    ) -> None:
        self.asks = dict(asks or {})
        self._root = _Node()
        for phrase, term in entries:
            self._add(phrase, term)

    def _add(self, phrase: str, term: Term) -> None:
        words = Words(phrase.replace("-", " "))
        if not len(words):
            return
        node = self._root
        for word in words.stems:
            node = node.next.setdefault(word, _Node())
        node.terms.append((term, tuple(words.raw)))

    def find(self, words: Words) -> list[Mention]:
        """Every mention, in order of its first word; the longest phrase of a kind wins."""
        found: list[Mention] = []
        taken: dict[str, int] = {}
        root, stems = self._root.next, words.stems
        for first, word in enumerate(stems):
            node = root.get(word)
            if node is None:
                continue
            longest: dict[str, list[Mention]] = {}
            self._walk(words, first, node, longest)
            for group, hits in longest.items():
                if taken.get(group, 0) <= first:
                    found.extend(hits)
                    taken[group] = hits[0].last
        return found

    def _walk(
        self, words: Words, first: int, node: _Node, longest: dict[str, list[Mention]]
    ) -> None:
        at, stems, many = first + 1, words.stems, len(words.stems)
        while True:
            fresh: set[str] = set()
            for term, raw in node.terms:
                if term.exact and tuple(words.raw[first:at]) != raw:
                    continue
                group = term.layer if term.layer in _WHOLE_LAYERS else term.kind
                if group not in fresh:
                    longest[group] = []
                    fresh.add(group)
                longest[group].append(Mention(term, first, at))
            if at >= many or not node.next:
                return
            after = node.next.get(stems[at])
            if after is None and stems[at] == "-" and at + 1 < many and words.joined(at):
                at += 1
                after = node.next.get(stems[at])
            if after is None:
                return
            node, at = after, at + 1


def same_form(phrase: str) -> str:
    """A phrase in the form the lexicon compares by; two phrases that look alike are one."""
    return " ".join(stem(word) for word in Words(phrase).raw)
