"""The words of manual therapy as a tree of terms; built once, asked for every note."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from core.notes.words import Words, bag, stem


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


# The same without the call of a Python function: a note holds hundreds of mentions.
_mention: Callable[[tuple[Term, int, int]], Mention] = partial(tuple.__new__, Mention)


@dataclass(frozen=True, slots=True)
class Need:
    """An element that a service's note should hold, its question and where that is asked."""

    name: str
    codes: tuple[str, ...]
    ask: str
    source: str
    detect: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The lexicon's kind for this need's own words."""
        return f"need {self.name} {self.codes[0]}"


_Hit = tuple[Term, tuple[str, ...]]


class _Node:
    """A word of a phrase: the words after it, and the terms that end here by their group."""

    __slots__ = ("exact", "groups", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.groups: dict[str, list[_Hit]] = {}
        self.exact = False


# In these layers a longer phrase hides the shorter ones inside it, whatever they mean.
_SPELT_LAYERS = bag("hands sites measures")
_LEAST_SPELT = 5
# English words that only look like a slip.
_REAL_WORDS = bag(
    "simulation little relies relie fictional ganglion planar weight wight causal trial trail "
    "friction fraction section station rotate retract contact contract compassion passive message "
    "stretcher mobile manuals finding pulse sever several"
)
_WHOLE_LAYERS = bag("hands sites")


class Lexicon:
    """Terms by phrase. A practice's own entries are given after the shipped ones."""

    def __init__(
        self,
        entries: Iterable[tuple[str, Term]],
        asks: Mapping[str, str] | None = None,
        needs: Iterable[Need] = (),
    ) -> None:
        self.asks = dict(asks or {})
        self.needs = tuple(needs)
        self._root = _Node()
        self._vocabulary: set[str] = set()
        self._spelt: set[str] = set()
        self._tests: set[str] = set()
        self._near: dict[str, str] = {}
        for phrase, term in entries:
            self._add(phrase, term)
        # What a word means by itself, as most do.
        self._alone = {
            word: tuple((group, tuple(t for t, _ in hits)) for group, hits in node.groups.items())
            for word, node in self._root.next.items()
            if node.groups
        }
        self._index_spellings()

    def _add(self, phrase: str, term: Term) -> None:
        words = Words(phrase.replace("-", " "))
        if not len(words):
            return
        node = self._root
        for word in words.stems:
            node = node.next.setdefault(word, _Node())
            self._vocabulary.add(word)
            if term.kind == "sign":
                self._tests.add(word)
            if term.layer in _SPELT_LAYERS and len(word) > _LEAST_SPELT and word.isalpha():
                self._spelt.add(word)
        group = term.layer if term.layer in _WHOLE_LAYERS else term.kind
        node.groups.setdefault(group, []).append((term, tuple(words.raw)))
        node.exact = node.exact or term.exact

    def _index_spellings(self) -> None:
        """Words with one letter left out or two swapped, by what they were meant to be."""
        for word in sorted(self._spelt):
            slips = {word[:at] + word[at + 1 :] for at in range(1, len(word))}
            slips |= {
                word[:at] + word[at + 1] + word[at] + word[at + 2 :]
                for at in range(1, len(word) - 1)
            }
            for slip in slips - self._vocabulary - _REAL_WORDS:
                self._near.setdefault(slip, word)

    def spell(self, words: Words) -> None:
        """Mend slips of the pen in the compared form of words the lexicon does not know."""
        for at, word in enumerate(words.stems):
            if len(words.raw[at]) >= _LEAST_SPELT and word not in self._vocabulary:
                if word[-2:] == "'s" and word[:-2] in self._tests:  # Ober's, Homan's
                    words.stems[at] = word[:-2]
                    continue
                meant = self._near.get(word)
                if meant is None and len(word) > _LEAST_SPELT:
                    meant = self._one_too_many(word)
                if meant is not None:
                    words.stems[at] = meant

    def _one_too_many(self, word: str) -> str | None:
        if word in _REAL_WORDS or not word.isalpha():
            return None
        for at in range(1, len(word)):
            shorter = word[:at] + word[at + 1 :]
            if shorter in self._spelt and word[at] in (word[at - 1], word[(at + 1) % len(word)]):
                return shorter
        return None

    def find(self, words: Words) -> list[Mention]:
        """Every mention, in order of its first word; the longest phrase of a kind wins."""
        found: list[Mention] = []
        taken: dict[str, int] = {}
        root, stems, alone = self._root.next, words.stems, self._alone.get
        for first, (word, after) in enumerate(zip(stems, [*stems[1:], ""], strict=False)):
            node = root.get(word)
            if node is None:
                continue
            if not (node.exact or after in node.next or (after == "-" and node.next)):
                end = first + 1
                for group, terms in alone(word, ()):
                    if taken.get(group, 0) <= first:
                        for term in terms:
                            found.append(_mention((term, first, end)))
                        taken[group] = end
                continue
            for group, (many, hits) in _walk(words, first, node).items():
                if taken.get(group, 0) <= first:
                    end = first + many
                    for term, _ in hits:
                        found.append(_mention((term, first, end)))
                    taken[group] = end
        return found


def _walk(words: Words, first: int, node: _Node) -> dict[str, tuple[int, list[_Hit]]]:
    """The longest phrase of each group that begins at a word: how many words, and its terms."""
    longest: dict[str, tuple[int, list[_Hit]]] = {}
    at, stems = first + 1, words.stems
    many = len(stems)
    while True:
        if node.exact:
            raw = tuple(words.raw[first:at])
            for group, terms in node.groups.items():
                hits = [one for one in terms if not one[0].exact or one[1] == raw]
                if hits:
                    longest[group] = (at - first, hits)
        else:
            for group, terms in node.groups.items():
                longest[group] = (at - first, terms)
        if at >= many or not node.next:
            return longest
        after = node.next.get(stems[at])
        if after is None and stems[at] == "-" and at + 1 < many and words.joined(at):
            at += 1
            after = node.next.get(stems[at])
        if after is None:
            return longest
        node, at = after, at + 1


def same_form(phrase: str) -> str:
    """A phrase in the form the lexicon compares by; two phrases that look alike are one."""
    return " ".join(stem(word) for word in Words(phrase).raw)
