"""What comes next: a concrete step, a stock phrase, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.notes.page import Page
from core.notes.sentences import Sentence
from core.notes.words import bag

_CUES = frozenset(
    {
        "to return",
        "pt to return",
        "next visit",
        "next session",
        "next time",
        "next tx",
        "tomorrow",
        "next",
        "nv",
        "next treatment",
        "starting next",
        "next appt",
        "next wk",
        "next week",
    }
)
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
_EMPTY = bag(
    "continue cont with w / poc plan of care current as tolerated tol per p : - . , x wk "
    "week time for pt patient and the to progress progressing treatment tx therapy "
    "skilled goal able see again in one two follow up f u protocol on a will weekly next "
    "visit session appropriate needed established indicated return rtc day month ot slp "
    "be address deficit toward all is same = | advance monitor schedule twice times "
    "services service ongoing until met by manual ex exercise te mt intervention program "
    "hep strengthening at this point physical expected good well seen"
)
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

_OPENERS = bag("cont continue resume recheck repeat progres progress reassess drop rtc")


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
        clause = _plan_clause(page, sentence)
        if clause is None:
            return _goal_or_stock(page, sentence)
        first, last = clause
    if _concrete(page, first, last):
        return "specific"
    return "vague" if _words(page, first, last) else ""


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


def _plan_clause(page: Page, sentence: Sentence) -> tuple[int, int] | None:
    """The part of a sentence outside the plan section that speaks of the next time."""
    stems = page.words.stems
    if sentence.section in ("subjective", "history", "home", "diagnosis"):
        return None
    for cue in page.within("plan_word", sentence.first, sentence.last):
        text = " ".join(stems[cue.first : cue.last])
        opens = cue.first <= sentence.first + 1
        if (
            text in _CUES
            or (opens and text in ("consider", "resume", "plan to", "will", "plan", "recommend"))
            or text in ("plan to", "consider", "will begin", "may progress to", "may add", "plan")
        ):
            return page.clause_at(cue.first) if not opens else (sentence.first, sentence.last)
    at = _where_it_turns(page, sentence)
    return None if at is None else (at, sentence.last)


def _where_it_turns(page: Page, sentence: Sentence) -> int | None:
    """The word from which a sentence without a header speaks as plans do."""
    stems = page.words.stems
    words = stems[sentence.first : sentence.last]
    if "until" in words and "further" in words:
        return sentence.first
    for first, _ in sentence.clauses:
        if stems[first] in _OPENERS or stems[first : first + 3] == ["d", "/", "c"]:
            return first
    for at in range(sentence.first, sentence.last - 1):
        if stems[at] == "," and stems[at + 1] in ("cont", "continue", "recheck"):
            return at + 1
        if stems[at] == "taper" or stems[at : at + 2] in (["drop", "manual"], ["hold", "manual"]):
            return sentence.first
    return None


def _concrete(page: Page, first: int, last: int) -> bool:
    if any(page.has(kind, first, last) for kind in _CONTENT):
        return True
    cues = page.within("plan_concrete", first, last)
    words = _words(page, first, last)
    fresh = [
        at for at in words if page.words.stems[at] not in _EMPTY and len(page.words.stems[at]) > 1
    ]
    if any(page.has(kind, first, last) for kind in _MEASURES) and (
        cues or _criterion(page, first, last)
    ):
        return True
    names = {" ".join(page.words.stems[m.first : m.last]) for m in cues}
    if "if" in names and len(fresh) >= 2:
        return True
    strong = names - _STRICT
    rest = [at for at in fresh if not any(m.first <= at < m.last for m in cues)]
    if strong and (rest or len(names) > 1):
        return True
    return bool(names) and len(rest) >= 2


def _criterion(page: Page, first: int, last: int) -> bool:
    return any(w in ("<", ">", "≥", "≤") for w in page.words.stems[first:last])


def _words(page: Page, first: int, last: int) -> list[int]:
    return [at for at in range(first, last) if page.words.stems[at].isalpha()]


def is_measurable_goal(page: Page, sentence: Sentence) -> bool:
    """A goal with a number and a time, or a number that a measure carries."""
    words = page.words
    numbers = [
        at
        for at in range(sentence.first, sentence.last)
        if words.number(at) is not None and words.stems[at + 1 : at + 2] != [")"]
    ]
    _, _, text = page.place(sentence.first, sentence.last)
    timed = bool(_TIME.search(text))
    measured = any(page.has(kind, sentence.first, sentence.last) for kind in (*_MEASURES, "pain"))
    return (
        (len(numbers) >= 2 and timed)
        or (bool(numbers) and measured)
        or (timed and len(numbers) >= 1 and sentence.last - sentence.first > 6)
    )
