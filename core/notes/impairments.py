"""What a sentence finds wrong: named impairments, motion that is lost, what will not move."""

from __future__ import annotations

from core.notes.lexicon import Mention, Term
from core.notes.page import Page
from core.notes.sentences import Sentence
from core.notes.words import bag

_PLAY = Term("cues", "impairment", "joint play graded")
_LOST = Term("cues", "impairment", "motion lost")
_STUCK = Term("cues", "impairment", "does not move")
_STATE = Term("cues", "impairment", "state of a place")
_CONDITIONS = bag(
    "hard closed tense thick short dense stuck stiff tight taut ropey ropy boggy full"
)
_LESS = bag(
    "decreased decr dec reduced limited restricted poor loss lack lacks lacking lost diminished "
    "impaired absent deficient incomplete short missing minimal blocked insufficient"
)
_PROVES = bag(
    "+ positive pos reproduces reproduced provokes provoked recreates lacks limited blocked short"
)
_BETWEEN = bag(
    "of in the r l left right bilat active passive full terminal end his her segmental joint"
)
_NOT = bag("not doesn't won't can't cannot couldn't barely hardly never")
_ENDS_AT = bag("stop end quit block blocked limited stuck stopped")
_TESTED = 8
_MOVES = bag(
    "roll rolls glide glides slide slides move moves rise open opens close closes rotate "
    "rotates lift lifts translate spring give ride upwardly extend flex bend straighten clear "
    "reach drop relax lengthen descend elevate track seat release let allow unload fire"
)


def findings(page: Page, sentence: Sentence) -> list[Mention]:
    """The sentence's impairments in order; those inside a stock phrase are none."""
    found = [
        m
        for m in page.within("impairment", sentence.first, sentence.last)
        if not _inside(page, m, "stock") and not _inside(page, m, "technique")
    ]
    found += _states_of_sites(page, sentence)
    found += _graded_play(page, sentence) + _lost_motion(page, sentence) + _unmoving(page, sentence)
    whole = [
        m
        for m in found
        if not any(o.first <= m.first and m.last <= o.last and o != m
                   and o.last - o.first > m.last - m.first for o in found)
    ]  # fmt: skip
    return sorted(whole, key=lambda m: m.first)


def measured(page: Page, sentence: Sentence) -> list[Mention]:
    """A measure with its number, or a named test, as a finding that something is kept from."""
    found = [
        Mention(_PLAY, m.first, m.last + 1)
        for kind in ("motion", "length")
        for m in page.within(kind, sentence.first, sentence.last - 1)
        if page.words.number(m.last) is not None
    ]
    found += [
        Mention(_PLAY, at, at + 1)
        for at in page.words.spots("irritable", "irritability")
        if sentence.first <= at < sentence.last
    ]
    for sign in page.within("sign", sentence.first, sentence.last - 1):
        after = page.words.stems[sign.last : sign.last + 3]
        if not _PROVES.isdisjoint(after):
            found.append(Mention(_PLAY, sign.first, sign.last + 1))
    return found + _resisted(page, sentence)


def _resisted(page: Page, sentence: Sentence) -> list[Mention]:
    """`resisted wrist ext reproduced the pain`: a test by its movement."""
    stems = page.words.stems
    return [
        Mention(_PLAY, at, at + 1)
        for at in page.words.spots("resisted")
        if sentence.first <= at < sentence.last
        and not _PROVES.isdisjoint(stems[at + 1 : min(at + _TESTED, sentence.last)])
    ]


def _inside(page: Page, mention: Mention, kind: str) -> bool:
    """Whether the words belong to a longer phrase, as `trigger point` does to its release."""
    near = page.within(kind, mention.first - 6, mention.last + 6)
    return any(s.first <= mention.first and mention.last <= s.last for s in near)


def _states_of_sites(page: Page, sentence: Sentence) -> list[Mention]:
    """`tongue base hard`, `joint space closed`: a place and what it is like."""
    stems = page.words.stems
    return [
        Mention(_STATE, site.first, at + 1)
        for site in page.within("site", sentence.first, sentence.last)
        for at in range(site.last, min(site.last + 2, sentence.last))
        if stems[at] in _CONDITIONS
    ]


def _graded_play(page: Page, sentence: Sentence) -> list[Mention]:
    stems = page.words.stems
    if not page.has("mobility", sentence.first, sentence.last):
        return []
    return [
        Mention(_PLAY, at - 1, at + 2)
        for at in range(sentence.first + 1, sentence.last - 1)
        if stems[at : at + 2] == ["/", "6"]
    ]


def _lost_motion(page: Page, sentence: Sentence) -> list[Mention]:
    """`decreased thoracic extension`, `loss of radial head glide`, `restricted R opening`."""
    stems, found = page.words.stems, []
    for at in range(sentence.first, sentence.last - 1):
        if stems[at] not in _LESS:
            continue
        for kind in ("motion", "mobility", "technique"):
            for m in page.within(kind, at + 1, min(at + 6, sentence.last)):
                if kind == "technique" and m.term.name != "joint mobilization":
                    continue
                inside = stems[at + 1 : m.first]
                placed = {n for s in page.within("site", at + 1, m.first)
                          for n in range(s.first, s.last)}  # fmt: skip
                if all(
                    w in _BETWEEN or at + 1 + n in placed or at + 1 + n in page.side_at
                    for n, w in enumerate(inside)
                ):
                    found.append(Mention(_LOST, at, m.last))
    return found


def _unmoving(page: Page, sentence: Sentence) -> list[Mention]:
    """`does not roll back`, `won't come`, `she cannot extend`."""
    stems = page.words.stems
    return [
        Mention(_STUCK, at, at + 2)
        for at in range(sentence.first, sentence.last - 1)
        if (stems[at] in _ENDS_AT and stems[at + 1] == "at")
        or (stems[at] in _NOT and not _MOVES.isdisjoint(stems[at + 1 : at + 3]))
    ]
