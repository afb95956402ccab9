"""Sentences, clauses and sections of a note, as ranges of words."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from core.notes.lexicon import Mention
from core.notes.words import NEWLINE, Words, bag

_ENDERS = bag("? !")
_STOPS = bag(". period")
_BOUNDS = _STOPS | _ENDERS | {NEWLINE}
_ABBREVIATIONS = bag(
    "lt rt gr vs approx dr mr mrs ms sup inf ant post lat med e i pt no deg st bilat incl "
    "cm prox dist flex lb ext abd add rot int"
)
# What runs on longer than this is read in pieces, so that the work stays in proportion.
_LONGEST = 200
_UNITS = bag("deg cm lb pt bilat")
_TITLES = bag("dr mr mrs ms lt rt vs gr st approx e i")
_CLAUSE_BREAKS = bag("; |")
_CLAUSE_WORDS = bag("but however although then instead")
_CUTS = _CLAUSE_BREAKS | _CLAUSE_WORDS | {"-"}
_AFTER_HEADER = bag(": | = - )")
# A bare sentence that begins so speaks of what comes next.
_PLAN_OPENERS = bag(
    "plan next nv continue cont rtc rto will recheck return resume reassess remeasure poc follow "
    "add advance taper wean fade discharge teach transition upgrade drop"
)
_RETESTS = bag("recheck reassess remeasure")
_ORDERS = bag("in at next on by after if when for and to . ; :")
_TIMES = (["wk"], ["week"], ["visit"], ["day"], ["session"], ["month"], ["/"], ["x"])
_MID_LINE = ("subjective", "objective", "assessment")
_ENDED_BY_TODAY = ("home", "history")
_BRIEF = ("home", "goals", "diagnosis")
_SEEN = bag(
    "me again in back pt next mon tue tues wed weds thu thurs thur fri weekly you monday tuesday "
    "wednesday thursday friday"
)
_BEFORE_NAMES = bag("by with dr aide tech pta ota cota student therapist and to from")
_SHORT_HEADERS = bag("s o a p t")


class Sentence(NamedTuple):
    """Words `first` up to, not with, `last`; its section; the ends of its clauses."""

    first: int
    last: int
    section: str
    clauses: tuple[tuple[int, int], ...]
    headed: bool


def split_sentences(words: Words, headers: list[Mention]) -> tuple[Sentence, ...]:
    """The note's sentences in order. A section lasts until the next header, or its line's end."""
    starts_of: dict[int, Mention] = {}
    for one in headers:
        starts_of.setdefault(one.first, one)
    sentences: list[Sentence] = []
    soap, section = "", ""
    for first, last, new_line in _ranges(words):
        opener = starts_of.get(first)
        header = opener if opener is not None and _opens(words, opener, last) else None
        headed = header is not None
        section = soap if new_line else _after_goals(words, first, section, soap)
        if header is not None:
            section = header.term.name
            rules = section != "diagnosis" if new_line else section in _MID_LINE
            soap = section if rules and _lasts(words, header, soap) else soap
        if section in _ENDED_BY_TODAY and not headed and words.stems[first] in ("today", "today's"):
            section = soap = ""
        here = section
        if not headed and _opens_plan(words, first):
            here = "plan"
        if headed and (section == "diagnosis" or not new_line) and section in _BRIEF:
            section = "" if soap == "diagnosis" else soap
        sentences.append(Sentence(first, last, here, _clauses(words, first, last), headed))
    return tuple(sentences)


def _after_goals(words: Words, first: int, section: str, soap: str) -> str:
    """Goals end with their sentence, unless a number goes on with the list."""
    if section == "goals" and not words.raw[first][0].isdecimal():
        return soap if soap != "goals" else ""
    return section


def _opens_plan(words: Words, first: int) -> bool:
    """A sentence without a header that begins as plans do."""
    if words.stems[first] == "see":
        after = words.stems[first + 1 : first + 2]
        return bool(after) and (after[0] in _SEEN or after[0].isdecimal())
    if words.stems[first] in _RETESTS and _retested(words, first):
        return False
    if words.raw[first].lower() == "continues" and words.raw[first + 1 : first + 2] not in (
        ["with"], ["w"], ["to"], ["per"], ["as"], ["POC"],
    ):  # fmt: skip
        return False  # `Continues weekly STM`
    return words.stems[first] in _PLAN_OPENERS


def _retested(words: Words, first: int) -> bool:
    """`Recheck DF 9 knee straight.`: a value taken again, no order for the next time."""
    near = words.stems[first + 1 : first + 4]
    if NEWLINE in near or not _ORDERS.isdisjoint(near):
        return False
    at = next((n for n in range(first + 1, first + 4) if words.number(n) is not None), None)
    return at is not None and words.stems[at + 1 : at + 2] not in _TIMES


def _lasts(words: Words, header: Mention, soap: str) -> bool:
    """Whether a header at a line's start rules the lines after it."""
    if words.stems[header.first] in _SHORT_HEADERS and header.last == header.first + 1:
        return True
    names = ("subjective", "objective", "assessment", "plan", "history", "goals", "home")
    return header.term.name in names or soap in names


def _opens(words: Words, header: Mention, last: int) -> bool:
    at = header.last
    if at >= last:
        return at >= len(words) or words.stems[at] == NEWLINE
    mark = words.stems[at]
    if mark == "-":  # "P - cont", not "post-op"
        return not words.joined(at)
    if mark == "/" and len(words.raw[header.first]) == 1 and at + 1 < len(words):
        return words.starts[at + 1] > words.ends[at]
    if mark == ")" and len(words.raw[header.first]) == 1:
        return True
    return mark in _AFTER_HEADER and mark != ")"


def _ranges(words: Words) -> list[tuple[int, int, bool]]:
    """First word, last word and whether a new line began there, for each sentence."""
    found: list[tuple[int, int, bool]] = []
    first, new_line = 0, True
    for at, word in enumerate(words.stems):
        if word not in _BOUNDS and first < at < first + _LONGEST:
            continue
        stop = word in _STOPS and _ends(words, at)
        if stop or word == NEWLINE or word in _ENDERS or at - first >= _LONGEST:
            if at > first:
                found.append((first, at, new_line))
                new_line = False
            first = at + 1
            new_line = new_line or word == NEWLINE
        elif at == first and word in ("-", "*", ".", ",", '"'):  # a bullet
            first = at + 1
    if first < len(words):
        found.append((first, len(words), new_line))
    return found


def _ends(words: Words, at: int) -> bool:
    after = words.raw[at + 1] if at + 1 < len(words) else NEWLINE
    if words.stems[at] == "period":  # dictated
        return after[0].isupper() or after == NEWLINE
    gap = at + 1 >= len(words) or words.starts[at + 1] > words.ends[at]
    before = words.stems[at - 1] if at else ""
    if _numeral(words, at) or _initial(words, at):
        return False
    if after == '"' and at + 2 < len(words) and words.starts[at + 2] > words.ends[at + 1]:
        return True
    if after == NEWLINE:
        return True
    if gap and words.stems[at + 1 : at + 2] and words.stems[at + 1] in _PLAN_OPENERS:
        return True
    if gap and words.stems[at + 2 : at + 3] == [":"]:
        return True
    irradiated = words.raw[at - 1] == "RT" and words.stems[at - 2] in ("p", "post", "pelvic")
    if before in _ABBREVIATIONS and not irradiated and (len(before) > 1 or gap):
        return (
            gap
            and before not in _TITLES
            and after[0].isupper()
            and (after[1:].islower() or (before in _UNITS and len(after) > 1))
        )
    if not gap:
        return after[0].isupper() and len(before) > 2
    return True


def _initial(words: Words, at: int) -> bool:
    """The stop of `by M. Diaz, PTA`."""
    if at + 1 >= len(words) or len(words.raw[at - 1]) != 1:
        return False
    named = words.raw[at - 1].isupper() and words.raw[at + 1][0].isupper()
    if at < 2 or words.stems[at - 2] in (
        NEWLINE,
        ".",
        ":",
    ):  # `K. Ito, PTA`, no header such as `S.`
        return named and at + 2 < len(words) and words.stems[at + 2] == ","
    return named and words.stems[at - 2] in _BEFORE_NAMES


def _numeral(words: Words, at: int) -> bool:
    """The stop of a list's number: `1. Sit 30 min`, at a line's start or behind a stop."""
    if at < 1 or not words.raw[at - 1].isdecimal() or len(words.raw[at - 1]) > 2:
        return False
    apart = at < 2 or words.starts[at - 1] > words.ends[at - 2]
    return at < 2 or (words.stems[at - 2] in (":", NEWLINE, ".", ";") and apart)


def _clauses(words: Words, first: int, last: int) -> tuple[tuple[int, int], ...]:
    cuts = [first]
    if _CUTS.isdisjoint(words.stems[first:last]):
        return ((first, last),)
    for at in range(first, last):
        word = words.stems[at]
        if word in _CLAUSE_BREAKS or (word == "-" and at > first and _spaced(words, at)):
            cuts.append(at + 1)
        elif word in _CLAUSE_WORDS and at > first:
            cuts.append(at)
    cuts.append(last)
    return tuple((a, b) for a, b in pairwise(cuts) if b > a)


def _spaced(words: Words, at: int) -> bool:
    """A dash with blanks around it that is no range and no sign."""
    if at + 1 >= len(words) or words.joined(at):
        return False
    return words.starts[at + 1] > words.ends[at] and words.starts[at] > words.ends[at - 1]
