"""The services whose names stand right beside a number, joined to a chain by `and` or `/`."""

from __future__ import annotations

from collections.abc import Collection

from core.notes.activity import place_start
from core.notes.lexicon import Mention
from core.notes.page import Page
from core.notes.quantities import Quantity
from core.notes.words import bag

_FILL_BEFORE = bag(
    ": x ( ) - = | for of @ ~ about approx total time therapy was were at code cpt ' \" "
    "approximately lasting is performed provided today tx minute min treatment > * "
    "/ service technique start begin started from in all combined together took"
)
_FILL_AFTER = bag(
    "of x - : | ( for total on ) the direct one 1 individual was spent in skilled to / = "
    "hands with time each a devoted performing doing providing"
)
_LOOSE_NOUNS = bag("stuff work tx therapy treatment technique activity")
_TOGETHER = bag("all total together both combined")
_JOINS = bag("/ + & and plus")


class Chains:
    """Asked for one number at a time; made once for a page."""

    def __init__(self, page: Page, services: list[Mention], manual: Collection[Mention]) -> None:
        self._page = page
        self._stems = page.words.stems
        self._manual = manual
        self._ends = {m.last: m for m in services}
        self._starts = {m.first: m for m in services}

    def before(self, one: Quantity) -> list[Mention]:
        at, steps = one.first, 0
        while at > 0 and at not in self._ends and steps < 6:
            together = self._stems[at - 1] == "," and self._stems[at] in _TOGETHER
            if self._stems[at - 1] not in _FILL_BEFORE and not together:
                return []
            at, steps = at - 1, steps + 1
        mention = self._ends.get(at)
        chain: list[Mention] = []
        while mention is not None:
            if not (mention.term.name == "manual therapy" and chain and chain[-1] in self._manual):
                chain.append(mention)
            at = mention.first
            at = place_start(self._page, at)
            if at > 0 and self._stems[at - 1] in _JOINS:
                mention = self._ends.get(at - 1) or self._ends.get(place_start(self._page, at - 1))
                if mention is None and at > 1 and self._stems[at - 2] in _LOOSE_NOUNS:
                    mention = self._ends.get(at - 2)
            elif (
                at > 1
                and self._stems[at - 2] in ("+", "&", "and")
                and self._stems[at - 1].isalpha()
            ):
                mention = self._ends.get(place_start(self._page, at - 2))  # `+ postural exs`
            elif at > 0 and self._stems[at - 1] in ("(", ":", "-"):
                mention = self._ends.get(at - 1)
                if mention is not None and (mention in self._manual) != (chain[-1] in self._manual):
                    break
            else:
                break
        return chain

    def after(self, one: Quantity, later: list[Quantity]) -> list[Mention]:
        at, steps = one.last, 0
        of = self._stems[one.last : one.last + 1] == ["of"]
        limit = later[0].first if later else len(self._stems)
        while at < limit and at not in self._starts and steps < 5:
            placed = of and self._page.within("site", at, at + 3)[:1]
            if placed and placed[0].first == at:
                at, steps = placed[0].last, steps + 1
                continue
            if self._stems[at] not in _FILL_AFTER:
                return []
            at, steps = at + 1, steps + 1
        mention = self._starts.get(at) if at < limit else None
        if mention is not None and self._stems[at - 1 : at + 1] == ["in", "group"]:
            return []
        chain: list[Mention] = []
        while mention is not None and mention.first < limit:
            if any(0 <= q.first - mention.last <= 3 for q in later[:1]) and chain:
                break
            chain.append(mention)
            at = mention.last
            mention = (
                self._starts.get(at + 1)
                if at < limit and self._stems[at : at + 1] and self._stems[at] in _JOINS
                else None
            )
        return chain
