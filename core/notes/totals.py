"""Whether an amount of time is the whole session's, by its words."""

from __future__ import annotations

from collections.abc import Collection

from core.notes.activity import names_unknown_work, place_start
from core.notes.lexicon import Mention
from core.notes.page import Page
from core.notes.quantities import Kind, Quantity
from core.notes.sentences import Sentence
from core.notes.words import bag

_TOTAL = bag("clinic total session visit overall entire arrived duration appointment appt")
_CLOCK_TOTAL = bag("in arrival session visit total tx treatment seen appointment appt arrived")
_OPENING = bag("tx treatment session visit rx")
_JOINS = bag("/ + & and plus")
_PAIR = 2
_VISITS = (["treatment"], ["tx"], ["rx"], ["treatment", "time"])
_OWN_CODE = ("label", "exercise")
_OF_WORK = (["of"], ["for"], ["by"])


class Totals:
    """Asked about amounts of time; made once for a page."""

    def __init__(
        self,
        page: Page,
        services: list[Mention],
        manual: Collection[Mention],
    ) -> None:
        self._page = page
        self._stems = page.words.stems
        self._all = services
        self._manual = manual
        self._quantities = page.quantities

    def shared(self, one: Quantity, sentence: Sentence) -> bool:
        """`Manual & exercise, 40 min total`: two joined services and nothing else."""
        stems = self._stems
        if "total" not in stems[one.last : one.last + 1]:
            return False
        before = {
            m.first: m
            for m in self._all
            if sentence.first <= m.first and m.last <= one.first and stems[m.first - 1] != "("
        }
        if len(before) != _PAIR:
            return False
        first, second = before.values()
        joins = place_start(self._page, second.first) - 1
        joined = stems[joins] in _JOINS and place_start(self._page, joins) == first.last
        close = all(word in (",", ":", "-", "=") for word in stems[second.last : one.first])
        return joined and close and (first in self._manual) != (second in self._manual)

    def names_itself(self, one: Quantity) -> bool:
        """`Treatment time 45 min (MT 20, TE 25)`: the words right before the number."""
        before = [
            w for w in self._stems[max(one.first - 4, 0) : one.first] if w not in (":", "=", "-")
        ]
        if before[-1:] == ["seen"]:
            return True
        if before[-2:] == ["seen", "for"] and self._stems[one.last : one.last + 1] not in _OF_WORK:
            return True
        named = before[-2:-1] and before[-2] in ("treatment", "tx", "total", "session", "visit")
        if not named or before[-1] not in ("time", "minute", "min"):
            return False
        return not any(one.first - 4 < m.last <= one.first for m in self._manual)

    def says_so(self, one: Quantity) -> bool:
        """The word `total` stands beside the number."""
        return "total" in self._stems[max(one.first - 4, 0) : one.last + 2]

    def holds(self, one: Quantity, sentence: Sentence) -> bool:
        """A time of the session or of all services, by the words around it."""
        stems = self._stems
        if self._own_total(one, sentence):
            return False
        opens = stems[sentence.first] in _OPENING and one.first - sentence.first <= 2
        whole = one.first == sentence.first and stems[one.last : sentence.last] in _VISITS
        if whole or (opens and one.last >= sentence.last - 1):
            return True
        behind = stems[one.last : min(one.last + 3, sentence.last)]
        if behind[:1] in (["at"], ["of"], ["before"]) and "total" not in behind:
            behind = []
        around = stems[max(sentence.first, one.first - 5) : one.first] + behind
        opener = stems[max(one.first - 4, sentence.first) : one.first]
        timed = "time" in opener and not {"tx", "treatment", "rx"}.isdisjoint(opener)
        if timed and not any(one.first - 4 < m.last <= one.first for m in self._manual):
            return True
        if one.kind is Kind.CLOCK:
            return self._clock_of_all(one, sentence)
        if stems[one.first - 1] == "total" and self._of_more(one, sentence):
            return True
        session = bool({"session", "visit"} & set(stems[max(one.first - 3, 0) : one.first]))
        named = "total" in stems[one.last : min(one.last + 2, sentence.last)]
        word = one.last + (stems[one.last : one.last + 1] != ["total"])
        follows = stems[word + 1 : min(word + 3, sentence.last)]
        follows = [] if {"with", "w"} & set(follows[:1]) else follows
        if named and (session or not _CLOCK_TOTAL.isdisjoint(follows)):
            return True
        if named and self._of_more(one, sentence):
            return True
        if named:
            return not any(
                m in self._manual for m in [m for m in self._all if m.last <= one.first][-1:]
            )
        return not _TOTAL.isdisjoint(around) and not any(
            one.first - 8 <= m.last <= one.first for m in self._manual if m.first >= sentence.first
        )

    def _clock_of_all(self, one: Quantity, sentence: Sentence) -> bool:
        """`Arrived 9:00, left 9:45`: a clock range beside no work of its own."""
        stems = self._stems
        has_manual = any(sentence.first <= m.first < sentence.last for m in self._manual)
        opening = stems[max(sentence.first, one.first - 6) : one.first]
        named = not _CLOCK_TOTAL.isdisjoint(opening) or "time" in opening
        if not named and names_unknown_work(self._page, sentence.first, one.first):
            return False
        return not has_manual or ("time" in opening and "in" in opening) or "session" in opening

    def _of_more(self, one: Quantity, sentence: Sentence) -> bool:
        """`Carpal mobs R, chops and lifts; total 31 min`: a total of more than manual work."""
        told = [m for m in self._all if m.last <= one.first]
        if any(sentence.first <= q.first < one.first for q in self._quantities) or not told:
            return False
        here = [m for m in told if m.first >= sentence.first]
        if any(m.term.kind in _OWN_CODE and not self._stretch(m) for m in here):
            return True
        first, end = told[-1].last, self._page.sentence_at(told[-1].first).last
        cut = next((at for at in range(first, end) if self._stems[at] in (",", ";", "+")), end)
        known = told[-1] in self._manual
        return known and names_unknown_work(self._page, cut + 1, min(end, one.first - 1))

    def _stretch(self, mention: Mention) -> bool:
        return self._stems[mention.last - 1].startswith("stretch")

    def _own_total(self, one: Quantity, sentence: Sentence) -> bool:
        """`Mobs were performed for a total of 15 minutes`: of the only work the sentence names."""
        if self._stems[max(one.first - 2, 0) : one.first] != ["total", "of"]:
            return False
        named = [m for m in self._all if sentence.first <= m.first < one.first]
        timed = any(sentence.first <= q.first < one.first for q in self._quantities)
        return bool(named) and not timed and all(m in self._manual for m in named)
