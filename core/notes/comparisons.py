"""Comparisons that no single word announces: a score, a sign or a strength told twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from core.notes.afterwards import tells_afterwards
from core.notes.measures import Value
from core.notes.page import Page
from core.notes.words import bag

_AFTER = bag("p after post now then afterward afterwards today following posttx retest")
_FILL = bag("lacks is , ; / ( ) and & to - = : # lb kg cm mm deg ° degree % in at is it was pt got")
_ELSEWHERE = bag("plan goals home history diagnosis")
_OF_PAIN = bag("pain nprs nrs vas out of / 10 at to a the with w in on level rated score r l")
_NONE = bag("none gone nil absent zero")
_BARE_UNITS = bag("degree deg °")
_WHOLE = bag("full wnl normal")
_NEGATIVE = bag("neg negative -")
_BEHIND = bag("reach hbb behind apley ir internal rotation")
_HELP = bag("cga sba sup supervision independent indep mina moda maxa")
_REACH = 14
_NEAR = 6
_TEN = 10


class Pair(NamedTuple):
    """Two values that compare, on words `first` up to, not with, `last`; the second is today's."""

    first: int
    last: int


class Rating(NamedTuple):
    """Pain of ten at a word."""

    value: float
    at: int
    last: int


def find_pairs(page: Page, values: list[Value], hands: int) -> list[Pair]:
    """Every such pair; `hands` is where the manual work begins, 0 without any."""
    found = [
        *_told_after(page, values),
        *_told_later(page, values),
        *_to_none(page),
        *_to_whole(page),
        *_from_some(page),
        *_segments(page),
        *_signs(page, values),
    ]
    found += [*_levels(page), *_pains(page, hands)]
    return found


def _told_after(page: Page, values: list[Value]) -> Iterator[Pair]:
    """`AKE -35, after -22`, `9#, 11# after`, `3 cm short before, 1.8 after`."""
    words, stems = page.words, page.words.stems
    for value in values:
        sentence = page.sentence_at(value.first)
        for at in range(value.last, min(value.last + _REACH, sentence.last)):
            if words.number(at) is None:
                continue
            if any(page.has(kind, value.last, at) for kind in ("motion", "score", "strength")):
                break
            if _marked(page, value.last, at) and not _dose(stems, at):
                yield Pair(value.first, at + 1)
            break


def _told_later(page: Page, values: list[Value]) -> Iterator[Pair]:
    """A lag that is `none after`, and a grip or girth taken again in another sentence."""
    stems = page.words.stems
    for value in values:
        sentence = page.sentence_at(value.first)
        rest = stems[value.last : min(value.last + _NEAR, sentence.last)]
        if not _NONE.isdisjoint(rest) and not _AFTER.isdisjoint(rest):
            yield Pair(value.first, min(value.last + _NEAR, sentence.last))
    degrees = [v for v in values if v.kind == "motion"]
    for earlier, later in pairwise(degrees):
        sentence = page.sentence_at(later.first)
        near = page.within("after", later.first, sentence.last)
        unnamed = later.name in _BARE_UNITS and earlier.last <= sentence.first
        if unnamed and any(tells_afterwards(page, m) for m in near):
            yield Pair(later.first, later.last)
    for kind in ("strength", "length"):
        of_kind = [v for v in values if v.kind == kind]
        for earlier, later in pairwise(of_kind):
            sentence = page.sentence_at(later.first)
            near = page.within("after", max(sentence.first, earlier.last), later.last + 3)
            if earlier.last <= later.first and any(tells_afterwards(page, m) for m in near):
                yield Pair(later.first, later.last)


def _marked(page: Page, first: int, at: int) -> bool:
    """Whether the number at `at` is told as the later one."""
    stems = page.words.stems
    gap = stems[first:at]
    after = [w for w in stems[at + 1 : at + 5] if w not in _FILL]
    sides = {page.side_at[n] for n in range(first, at) if n in page.side_at}
    if sides or "min" in stems[at + 1 : at + 3]:
        return False
    before_told = bool({"before", "pre", "start", "arrival"} & set(gap))
    if not _AFTER.isdisjoint(gap[-3:]) and not [w for w in gap[-3:] if w not in _FILL | _AFTER]:
        return True
    return bool(after[:1] and after[0] in _AFTER) and (
        before_told or not [w for w in gap if w not in _FILL]
    )


def _dose(stems: list[str], at: int) -> bool:
    return "x" in stems[at - 1 : at + 2] or stems[at + 1 : at + 2] in (["rep"], ["set"], ["wk"])


def _to_none(page: Page) -> Iterator[Pair]:
    """`HA none by the end, was 4`."""
    stems = page.words.stems
    for at in page.words.spots("was"):
        if page.words.number(at + 1) is None:
            continue
        sentence = page.sentence_at(at)
        first = max(sentence.first, at - _REACH)
        if sentence.section in _ELSEWHERE or _NONE.isdisjoint(stems[first:at]):
            continue
        if page.has("pain", first, at):
            yield Pair(first, at + 2)


def _from_some(page: Page) -> Iterator[Pair]:
    """`Pitting 1+ before, none after`."""
    stems = page.words.stems
    for at in page.words.spots(*_NONE):
        sentence = page.sentence_at(at)
        first = max(sentence.first, at - _NEAR)
        earlier = not {"before", "pre", "start"}.isdisjoint(stems[first:at])
        later = not _AFTER.isdisjoint(stems[at : min(at + 3, sentence.last)])
        numbered = [n for n in range(first, at) if page.words.number(n) is not None]
        if earlier and later and numbered and sentence.section not in _ELSEWHERE:
            yield Pair(numbered[0], at + 2)


def _to_whole(page: Page) -> Iterator[Pair]:
    """`Ext full, was 50% on arrival`."""
    stems = page.words.stems
    for at in page.words.spots("was"):
        near = stems[max(at - 3, 0) : at]
        if page.words.number(at + 1) is None or _WHOLE.isdisjoint(near):
            continue
        sentence = page.sentence_at(at)
        first = max(sentence.first, at - _NEAR)
        if sentence.section not in _ELSEWHERE and page.has("motion", first, at):
            yield Pair(first, at + 2)


def _segments(page: Page) -> Iterator[Pair]:
    """`Reach to L4, now T12`."""
    stems = page.words.stems
    spots = [at for at in page.levels if stems[at][0] in "tl"]
    for one, two in pairwise(spots):
        sentence = page.sentence_at(one)
        told = not ({"now", "after", "was", "from", ">", "to"}).isdisjoint(stems[one + 1 : two])
        reaches = not _BEHIND.isdisjoint(stems[sentence.first : two])
        if two < sentence.last and two - one <= _NEAR and told and reaches:
            yield Pair(one, two + 1)


def _levels(page: Page) -> Iterator[Pair]:
    """`min A x 1 -> CGA`: how much help was needed."""
    stems = page.words.stems
    for at in page.words.spots(">", "to"):
        if at < 1:
            continue
        left, right = stems[max(at - 6, 0) : at], stems[at + 1 : at + 3]
        if _helped(left) and _helped(right):
            yield Pair(max(at - 3, 0), min(at + 3, len(stems)))


def _helped(words: list[str]) -> bool:
    """A level of help: `CGA`, or `min` with its `A`, which sets it apart from minutes."""
    if not _HELP.isdisjoint(words):
        return True
    return any(a in ("min", "mod", "max") and b in ("a", "assist", "x") for a, b in pairwise(words))


def _signs(page: Page, values: list[Value]) -> Iterator[Pair]:
    """A named test that was positive and is negative afterwards."""
    stems = page.words.stems
    positive: dict[str, Value] = {}
    for value in values:
        if value.kind != "sign":
            continue
        earlier = positive.get(value.name)
        if value.number:
            positive.setdefault(value.name, value)
            sentence = page.sentence_at(value.first)
            for at in range(value.last, min(value.last + _REACH, sentence.last)):
                minus = stems[at] == "-" and stems[at + 1 : at + 2] in (
                    ["after"],
                    ["post"],
                    ["now"],
                )
                if (minus or stems[at] in ("neg", "negative")) and not page.has(
                    "sign", value.last, at
                ):
                    yield Pair(value.first, at + 1)
                    break
        elif earlier is not None and earlier.last <= value.first:
            yield Pair(value.first, value.last)


def ratings(page: Page) -> list[Rating]:
    """Pain told as a number of ten."""
    stems, found = page.words.stems, []
    for at in page.words.digits:
        number = page.words.number(at)
        if number is None or number > _TEN:
            continue
        last = 0
        if stems[at + 1 : at + 3] == ["/", "10"]:
            last = at + 3
        elif stems[at + 1 : at + 4] == ["out", "of", "10"]:
            last = at + 4
        if last and not _sentence_count(stems, last):
            found.append(Rating(number, at, last))
    return found


def _sentence_count(stems: list[str], last: int) -> bool:
    return stems[last : last + 1] in (["trial"], ["time"], ["rep"], ["sentence"], ["word"])


def _pains(page: Page, hands: int) -> Iterator[Pair]:
    """Pain before the manual work and pain told as afterwards."""
    if not hands:
        return
    told = [r for r in ratings(page) if page.sentence_at(r.at).section not in _ELSEWHERE]
    earlier = [r for r in told if r.at < hands]
    inside = [r for r in told if r.at >= hands]
    for rating in inside:
        if page.sentence_at(rating.at).section == "subjective":
            continue
        before = [r for r in earlier if _company(page, r) & _company(page, rating)]
        if before or ((earlier or rating is not inside[0]) and _afterwards(page, rating)):
            yield Pair(rating.at, rating.last)


def _afterwards(page: Page, rating: Rating) -> bool:
    sentence = page.sentence_at(rating.at)
    if sentence.section == "response" or page.words.stems[rating.last : rating.last + 1] == ["p"]:
        return True
    first, last = max(sentence.first, rating.at - _REACH), min(rating.last + 4, sentence.last)
    return any(tells_afterwards(page, m) for m in page.within("after", first, last))


def _company(page: Page, rating: Rating) -> set[str]:
    """The words a rating stands with: what hurts, or what was done when it hurt."""
    sentence = page.sentence_at(rating.at)
    first = max(sentence.first, rating.at - 4)
    near = (
        page.words.stems[first : rating.at]
        + page.words.stems[rating.last : min(rating.last + 4, sentence.last)]
    )
    return {w for w in near if w.isalpha() and len(w) > 2 and w not in _OF_PAIN}
