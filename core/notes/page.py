"""A note laid out for the readers: words, mentions by kind, sentences, sides, grades."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import NamedTuple

from core.notes.lexicon import Lexicon, Mention, Term
from core.notes.quantities import Quantity, find_quantities
from core.notes.sentences import Sentence, split_sentences
from core.notes.words import Words, bag, check_length, plain

_ROMAN = bag("i ii iii iv v 1 2 3 4 5")
_GRADE = bag("grade gr g grd")
_TWO_DIGITS = 2
_NO_SENTENCE = Sentence(0, 0, "", (), headed=False)
_OPENING = 2
_TISSUES = bag("fold scar axillary taut tight fascial fibrous palpable tissue cord ropy thick")
_WEIGHT_REACH = 12
_WEIGHTS = bag("lb # kg pound lbs")
_MACHINES = bag("static intermittent mechanical mech machine device table unit")
_TRACTION = Term("hands", "machine", "traction")
_BY_REACH = 9
_STRETCHERS = bag("therapist clinician dpt otr")
_STRETCH_REACH = 6
_IN_STRETCH = bag(", ; . : ( ) - + | mob stm mfr min with then therapy tx technique release \n")
_STRETCHED = Term("hands", "passive", "passive motion")
_LONGEST_PHRASE = 12
_LAST_SEGMENT = {"c": 8, "t": 12, "l": 5, "s": 5}
_SPINE = {"c": ("cervical", "neck"), "t": ("thoracic", "upper back"), "l": ("lumbar", "low back"),
          "s": ("sacral", "sacrum")}  # fmt: skip
_SIDE_WORDS = {
    "left": "left", "lt": "left", "right": "right", "rt": "right", "bilat": "bilateral",
    "bilateral": "bilateral", "bilaterally": "bilateral", "both": "bilateral", "bil": "bilateral",
    "bilat.": "bilateral", "lue": "left", "rue": "right", "lle": "left", "rle": "right",
    "ble": "bilateral", "bue": "bilateral", "bl": "bilateral",
}  # fmt: skip
_SIDE_LETTERS = {"L": "left", "R": "right", "B": "bilateral"}
# Inside one of these a single word means nothing of its own.
_HIDERS = ("stock", "boiler", "carried", "not_double", "nothing")
_HIDDEN = ("negation", "history_word", "plan_word", "double_booked", "group", "plan_vague")


def _hidden(mention: Mention, reach: dict[int, int], *, equal: bool = False) -> bool:
    """Whether a longer phrase (its first word -> its end) holds the mention."""
    long = mention.last - mention.first + (0 if equal else 1)
    for first in range(max(mention.first - _LONGEST_PHRASE, 0), mention.first + 1):
        last = reach.get(first)
        if last is not None and last >= mention.last and last - first >= long:
            return True
    return False


def _is_level(word: str) -> bool:
    """`c5`, `t12`: a spinal segment."""
    return 1 < len(word) <= 1 + _TWO_DIGITS and word[0] in _LAST_SEGMENT and word[1:].isdecimal()


class Side(NamedTuple):
    """Left, right or bilateral, and the word that says so."""

    name: str
    at: int


class Page:
    """Everything the readers ask of a note's text; made once for each reading."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        check_length(text)
        self.text = text
        self.words = Words(plain(text))
        lexicon.spell(self.words)
        self._kinds: dict[str, list[Mention]] = defaultdict(list)
        self._starts: dict[str, list[int]] = {}
        self.planned: dict[int, tuple[int, int] | None] = {}
        for mention in lexicon.find(self.words):
            self._kinds[mention.term.kind].append(mention)
        self._hide()
        self._hide_in_sites()
        self.stretched = self._manual_stretches()
        self.quantities: list[Quantity] = find_quantities(self.words)
        self.sentences: tuple[Sentence, ...] = split_sentences(self.words, self.of("header"))
        self._firsts = [one.first for one in self.sentences]
        self._end_subjective()
        self.levels = self.words.like(_is_level)
        self._weighed_traction()
        self.grades = self._find_grades()
        self.sides = self._find_sides()
        self.side_at = {side.at: side.name for side in self.sides}
        self._add_segments()
        self._starts.clear()

    def of(self, kind: str) -> list[Mention]:
        """Mentions of a kind in order."""
        return self._kinds.get(kind, [])

    def within(self, kind: str, first: int, last: int) -> list[Mention]:
        """Mentions of a kind that stand inside these words."""
        starts = self._starts.get(kind)
        if starts is None:
            starts = self._starts_of(kind)
        low = bisect_left(starts, first)
        if low == len(starts) or starts[low] >= last:
            return []
        high = bisect_left(starts, last, low)
        return [m for m in self._kinds[kind][low:high] if m.last <= last]

    def has(self, kind: str, first: int, last: int) -> bool:
        """Whether a mention of the kind stands inside these words."""
        starts = self._starts.get(kind)
        if starts is None:
            starts = self._starts_of(kind)
        for at in range(bisect_left(starts, first), len(starts)):
            if starts[at] >= last:
                return False
            if self._kinds[kind][at].last <= last:
                return True
        return False

    def _starts_of(self, kind: str) -> list[int]:
        """The first words of a kind's mentions, kept until mentions are added."""
        starts = self._starts[kind] = [m.first for m in self.of(kind)]
        return starts

    def sentence_at(self, at: int) -> Sentence:
        """The sentence that holds a word, or the one before it; an empty one in an empty note."""
        return self._held[bisect_right(self._firsts, at)]

    def clause_at(self, at: int) -> tuple[int, int]:
        """The clause that holds a word."""
        sentence = self.sentence_at(at)
        for first, last in sentence.clauses:
            if first <= at < last:
                return first, last
        return sentence.first, sentence.last

    def index_of(self, sentence: Sentence) -> int:
        """The sentence's number in the note."""
        return bisect_right(self._firsts, sentence.first) - 1

    def place(self, first: int, last: int) -> tuple[int, int, str]:
        """Start, end and text of a range of words, as typed."""
        start, end = self.words.starts[first], self.words.ends[last - 1]
        return start, end, self.text[start:end]

    def _end_subjective(self) -> None:
        """What the patient says ends, without a header, where the treatment's own entry begins."""
        ended = False
        kept: list[Sentence] = []
        for one in self.sentences:
            if one.headed or one.section != "subjective":
                ended = False
            elif not ended and self._treats(one):
                ended = True
            kept.append(one._replace(section="") if ended else one)
        self.sentences = tuple(kept)
        self._held = (*self.sentences[:1], *self.sentences) or (_NO_SENTENCE,)

    def _treats(self, one: Sentence) -> bool:
        """A service with its minutes, or a technique that opens the sentence; not of the past."""
        past = [m for m in self.within("history_word", one.first, one.last) if m.last - m.first > 1]
        own = [
            m
            for m in self.within("self_word", one.first, one.last)
            if "PT" not in self.words.raw[m.first : m.last]
        ]
        if past or own:
            return False
        hands = [m for k in ("technique", "unnamed") for m in self.within(k, one.first, one.last)]
        timed = any(one.first <= q.first < one.last for q in self.quantities)
        named = hands + self.within("label", one.first, one.last)
        marked = {m.last + (self.words.stems[m.last : m.last + 1] in (["-"], [":"])) for m in named}
        if any(self.words.number(at) is not None for at in marked):
            return True
        if timed and (hands or self.has("label", one.first, one.last)):
            return True
        return any(m.first <= one.first + _OPENING for m in hands)

    def _hide(self) -> None:
        self._part_pt()
        reach: dict[int, int] = {}
        for hider in (m for kind in _HIDERS for m in self.of(kind)):
            reach[hider.first] = max(reach.get(hider.first, 0), hider.last)
        for kind in _HIDDEN if reach else ():
            if kind in self._kinds:
                self._kinds[kind] = [m for m in self.of(kind) if not _hidden(m, reach)]

    def _part_pt(self) -> None:
        """`another PT` treated earlier, `another pt` was treated at the same time."""
        for kind, word in (("history_word", "pt"), ("double_booked", "PT")):
            if kind in self._kinds:
                raw = self.words.raw
                self._kinds[kind] = [m for m in self._kinds[kind] if raw[m.last - 1] != word]

    def _hide_in_sites(self) -> None:
        """The band of `IT band` is no exercise, the self of `self care` no patient's own work."""
        if "label" in self._kinds:
            stems = self.words.stems
            self._kinds["label"] = [
                m
                for m in self.of("label")
                if stems[m.first] != "group" or stems[m.first - 1] not in ("in", "the", "during")
            ]
        codes = {m.first: m.last for m in self.of("label") if m.last - m.first > 1}
        if codes and "self_word" in self._kinds:
            kept = [m for m in self.of("self_word") if not _hidden(m, codes)]
            self._kinds["self_word"] = kept
        reach = {m.first: m.last for m in self.of("site") if m.last - m.first > 1}
        bands = self.words.spots("band")
        tissue = {m for m in self.of("exercise") if self._tissue(m)} if bands else set()
        if reach or tissue:
            exercise = [m for m in self.of("exercise") if m not in tissue]
            self._kinds["exercise"] = [m for m in exercise if not _hidden(m, reach, equal=True)]

    def _tissue(self, mention: Mention) -> bool:
        """The band of `axillary fold band` and of `because band limits` is a finding."""
        stems = self.words.stems
        if stems[mention.first : mention.last] != ["band"]:
            return False
        return stems[mention.first - 1] in _TISSUES or stems[mention.last : mention.last + 1] in (
            ["limit"], ["tether"], ["pull"], ["hold"], ["block"],
        )  # fmt: skip

    def _weighed_traction(self) -> None:
        """`Lumbar traction 70 lb`, `static traction`: a pull that is weighed is a machine's."""
        stems, found = self.words.stems, []
        for mention in self.of("technique"):
            if mention.term.near != "hands":
                continue
            sentence = self.sentence_at(mention.first)
            behind = stems[mention.last : min(mention.last + _WEIGHT_REACH, sentence.last)]
            lead = stems[max(mention.first - 3, sentence.first) : mention.first]
            if not (_WEIGHTS.isdisjoint(behind) and _MACHINES.isdisjoint(behind + lead)):
                found.append(mention)
        if found:
            self._kinds["technique"] = [m for m in self.of("technique") if m not in found]
            moved = [m._replace(term=_TRACTION) for m in found]
            self._kinds["machine"] = sorted(self.of("machine") + moved, key=lambda m: m.first)

    def _manual_stretches(self) -> list[Mention]:
        """The `manual` of `Manual HS and calf stretching`, which is told as passive motion."""
        stems, found = self.words.stems, []
        manual = {m.first: m for m in self.of("unnamed") if stems[m.first : m.last] == ["manual"]}
        spans = []
        for first in self.words.spots("manual", "passive"):
            near = stems[first + 1 : first + 1 + _STRETCH_REACH]
            at = next((n for n, word in enumerate(near) if word.startswith("stretch")), None)
            listed = _IN_STRETCH - {","} if stems[first] == "passive" else _IN_STRETCH
            if at is not None and listed.isdisjoint(near[:at]):
                spans.append(Mention(_STRETCHED, first, first + at + 2))
                if first in manual:
                    found.append(manual[first])
        for at in self.words.spots("stretch", "stretched", "stretching", "stretche"):
            after = stems[at + 1 : at + 1 + _BY_REACH]
            by = after.index("by") + 1 if "by" in after else len(after)
            hands = self.words.raw[at + 1 + by : at + 3 + by] + self.words.raw[max(at - 1, 0) : at]
            if any(one == "PT" or one.lower() in _STRETCHERS for one in hands):
                spans.append(Mention(_STRETCHED, at, at + 1))
        if spans:
            known = {m.first for m in self.of("passive")}
            fresh = [m for m in spans if m.first not in known]
            self._kinds["passive"] = sorted(self.of("passive") + fresh, key=lambda m: m.first)
        return found

    def _find_grades(self) -> list[tuple[int, int]]:
        """Ranges of words such as `Gr III-IV` or `grade four`."""
        stems, found = self.words.stems, []
        spoken = {"one", "two", "three", "four", "five"}
        for at in self.words.spots(*_GRADE):
            if at + 1 >= len(stems):
                continue
            next_at = at + 2 if stems[at + 1] == "." and at + 2 < len(stems) else at + 1
            if stems[next_at] in _ROMAN or stems[next_at] in spoken:
                found.append((at, next_at + 1))
        return found

    def _find_sides(self) -> list[Side]:
        words, found = self.words, []
        for at in words.spots(*_SIDE_WORDS, "l", "r", "b"):
            word = words.stems[at]
            name = _SIDE_WORDS.get(word)
            if name is None and words.raw[at] in _SIDE_LETTERS and self._stands_alone(at):
                name = _SIDE_LETTERS[words.raw[at]]
            if name is None and words.raw[at] in ("r", "l") and self._before_site(at):
                name = _SIDE_LETTERS[words.raw[at].upper()]
            if name is None and word == "b" and words.stems[at + 1 : at + 3] == ["/", "l"]:
                name = "bilateral"
            if name is not None:
                found.append(Side(name, at))
        return found

    def _before_site(self, at: int) -> bool:
        joined = at > 0 and self.words.stems[at - 1] in ("/", "'")
        return not joined and any(m.first == at + 1 for m in self.of("site"))

    def _stands_alone(self, at: int) -> bool:
        """A letter that is a side: not part of L/S, S/L, an initial or a list letter."""
        words = self.words
        after = words.stems[at + 1] if at + 1 < len(words) else ""
        before = words.stems[at - 1] if at else ""
        if after == "/" and words.raw[at] != "B":
            return words.raw[at + 2 : at + 3] in (["R"], ["L"]) and False
        if after == ")" or (before == "/" and words.joined(at - 1)):
            return False
        return not (
            after == "'"
            or (
                after == "."
                and at + 2 < len(words)
                and len(words.raw[at + 2]) == 1
                and words.raw[at + 2].isalpha()
            )
        )

    def _add_segments(self) -> None:
        """Spinal segments such as C5-6 are sites of their own."""
        fresh = []
        for at in self.levels:
            letter, digits = self.words.stems[at][0], self.words.stems[at][1:]
            if int(digits) <= _LAST_SEGMENT[letter]:
                region, part = _SPINE[letter]
                term = Term("sites", "site", "site", region=region, part=part, level="specific")
                fresh.append(Mention(term, at, at + 1))
        if fresh:
            self._kinds["site"] = sorted(self.of("site") + fresh, key=lambda m: m.first)
