"""What comes next: a concrete step, a stock phrase, or nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from core.notes.nexttime import DEMANDS, EMPTY, WEAK_DEMANDS, plan_clause, words_within
from core.notes.page import Page
from core.notes.sentences import Sentence
from core.notes.words import bag

_CONTENT = (
    "technique",
    "exercise",
    "selfwork",
    "passive",
    "machine",
    "assisted",
    "otherhands",
    "bandage",
    "modality",
    "massage",
)
_MEASURES = ("motion", "length", "score", "strength", "sign")
_TIME = re.compile(
    r"\b(?:\d{1,2} ?(?:wks?|weeks?|mos?|months?|days?|visits?)|wk ?\d{1,2}|week ?\d{1,2}"
    r"|by \d|\d{1,2}/\d{1,2})\b",
    re.IGNORECASE,
)
_STRICT = frozenset(
    {
        "resume",
        "do",
        "use",
        "goal",
        "perform",
        "progress",
        "update",
        "if",
        "when",
        "once",
        "until",
        "review",
        "check",
        "proceed to",
        "focus on",
        "work on",
        "target",
        "next visit",
        "call",
        "send",
        "leave",
        "load",
        "stage",
        "order",
        "go to",
        "fit",
        "contact",
        "serial",
        "begin",
    }
)
_CONCRETE_WORDS = 2
_LOADS = bag('" in lb # kg deg ° cm % rep reps')
_WEIGHTS = bag("# lb kg")
_LEAD_INS = bag("p plan next nv visit session tx time will to we i pt patient")
_NUMERALS = (1.0, 2.0, 3.0, 4.0, 5.0)
_COUNTS_GOALS = bag("stg ltg goal #")
_ORDERS = DEMANDS - WEAK_DEMANDS
_LONE_DEMANDS = bag("if once unless")


@dataclass(frozen=True, slots=True)
class Plan:
    """specific, vague or none, with the sentences that say so."""

    level: str
    spans: tuple[tuple[int, int], ...] = ()


def find_plan(page: Page) -> Plan:
    """The plan the note states for after today."""
    vague: list[tuple[int, int]] = []
    specific: list[tuple[int, int]] = []
    for sentence in page.sentences:
        level = _level(page, sentence)
        if level == "specific":
            specific.append((sentence.first, sentence.last))
        elif level == "vague":
            vague.append((sentence.first, sentence.last))
    if specific:
        return Plan("specific", tuple(specific))
    return Plan("vague", tuple(vague)) if vague else Plan("none")


def _level(page: Page, sentence: Sentence) -> str:
    first, last = sentence.first, sentence.last
    if sentence.section == "goals":
        return "specific" if is_measurable_goal(page, sentence) else "vague"
    planned = sentence.section == "plan"
    if not planned:
        clause = plan_clause(page, sentence)
        if clause is None:
            return _goal_or_stock(page, sentence)
        first, last = clause
    if _concrete(page, first, last):
        return "specific"
    return "vague" if words_within(page, first, last) else ""


def _goal_or_stock(page: Page, sentence: Sentence) -> str:
    if page.has("goal", sentence.first, sentence.last) and is_measurable_goal(page, sentence):
        return "specific"
    if any(
        m.term.name in ("continue", "progressing")
        for m in page.within("stock", sentence.first, sentence.last)
    ):
        return "vague"
    stems = page.words.stems[sentence.first : sentence.last]
    return "vague" if "goal" in stems and "ongoing" in stems else ""


def _concrete(page: Page, first: int, last: int) -> bool:
    """Whether a plan says anything beyond that care goes on and how often."""
    fresh = _fresh(page, first, last)
    named = any(page.has(kind, first, last) for kind in _CONTENT)
    measured = any(page.has(kind, first, last) for kind in _MEASURES)
    if len(fresh) >= _CONCRETE_WORDS or (fresh and (named or measured)):
        return True
    if fresh and not _LONE_DEMANDS.isdisjoint(page.words.stems[first:last]):
        return True
    cues = page.within("plan_concrete", first, last)
    names = {" ".join(page.words.stems[m.first : m.last]) for m in cues}
    if fresh and _numbers(page, first, last) and _next_visit(page, first):
        return True
    if any(page.words.stems[at + 1] in _WEIGHTS for at in fresh if page.words.number(at)):
        return True  # `4# next`
    opener = _opener(page, first)
    if opener is not None and [at for at in fresh if at > opener]:
        return True
    if _ends_care(page, first, last):
        return True
    if opener is not None and page.words.stems[opener] in ("dc", "c", "discharge"):
        return True
    return bool(names - _STRICT and named) or (
        (bool(names) or _criterion(page, first, last)) and measured and _numbers(page, first, last)
    )


def _next_visit(page: Page, first: int) -> bool:
    """`nv: 3 x 1 min run`: the sentence opens with the next visit's name."""
    stems = page.words.stems
    return stems[first] == "nv" or stems[first : first + 2] in (
        ["next", "visit"], ["next", "session"], ["next", ":"], ["next", "tx"], ["next", "time"],
    )  # fmt: skip


def _ends_care(page: Page, first: int, last: int) -> bool:
    """`Discuss d/c next visit`."""
    stems = page.words.stems
    return any(
        stems[at : at + 3] == ["d", "/", "c"] for at in page.words.spots("d") if first <= at < last
    )


def _opener(page: Page, first: int) -> int | None:
    """`Order sleeves`, `D/C to gym`: the word by which the plan opens with something to do."""
    stems = page.words.stems
    while first < len(stems) - 1 and (stems[first] in _LEAD_INS or not stems[first].isalpha()):
        first += 1
    if stems[first : first + 3] == ["d", "/", "c"]:
        return first + 2
    return first if stems[first] in _ORDERS else None


def _fresh(page: Page, first: int, last: int) -> list[int]:
    """Words of a plan that carry content of their own."""
    stems = page.words.stems
    digits = page.words.digits
    low = bisect_left(digits, first)
    inside = digits[low : bisect_left(digits, last - 1, low)] if last - 1 > first else ()
    loads = [at for at in inside if stems[at + 1] in _LOADS]
    return loads + [
        at
        for at in words_within(page, first, last)
        if len(stems[at]) > 1 and stems[at] not in EMPTY and at not in page.side_at
    ]


def _numbers(page: Page, first: int, last: int) -> bool:
    return any(page.words.number(at) is not None for at in range(first, last))


def _criterion(page: Page, first: int, last: int) -> bool:
    return any(w in ("<", ">", "≥", "≤") for w in page.words.stems[first:last])


def is_measurable_goal(page: Page, sentence: Sentence) -> bool:
    """A goal with a number and a time, or a number that a measure carries."""
    words = page.words
    numbers = [
        at
        for at in range(sentence.first, sentence.last)
        if words.number(at) is not None
        and words.stems[at + 1 : at + 2] != [")"]
        and words.stems[max(at - 1, 0)] not in _COUNTS_GOALS
        and not (words.stems[at + 1 : at + 2] == ["."] and words.number(at) in _NUMERALS)
    ]
    _, _, text = page.place(sentence.first, sentence.last)
    timed = bool(_TIME.search(text))
    measured = any(page.has(kind, sentence.first, sentence.last) for kind in (*_MEASURES, "pain"))
    return (
        (len(numbers) >= 2 and timed)
        or (bool(numbers) and measured)
        or (timed and len(numbers) >= 1 and sentence.last - sentence.first > 6)
    )
