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
        "nxt visit",
        "nxt session",
        "nxt",
        "next appointment",
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
    "continue cont with w poc plan of care current as tolerated tol per x wk week time for pt "
    "patient and the to progress progressing treatment tx therapy skilled goal able see again in "
    "one two three four follow up f u protocol on a will weekly next visit session appropriate "
    "needed established indicated return rtc day month ot slp be address deficit toward towards "
    "all is same advance monitor schedule scheduled twice times services service ongoing until "
    "met by manual ex exercise te mt intervention program hep strengthening at this point "
    "physical expected good well seen frequency recert recertification due appt appointment made "
    "keep come back like would stay course above below order established eval evaluation md it "
    "he she they we i his her our so far strength rom range motion mobility function functional "
    "pain overall status still doing from then this that more monday tuesday wednesday thursday "
    "friday saturday sunday mon tue tues wed weds thu thurs fri sat nv prn progression activity "
    "activities each other every visits left remaining has have had are was been pending auth "
    "schedule'd unchanged remain daily biweekly monthly hours minutes min approx about within "
    "stretch stretches exs maintain increase improve decrease reduce further tolerance level compliance compliant "
    "improvement gain rehab rx office clinic pt's patient's therapist here or if able cpoc "
    "maximize maximise optimize benefit require requires need once tomorrow reinforce work "
    "towards prevent modality modalities stretching mobilization stm technique sched cond "
)
_DEMANDS = bag(
    "hold send reduce ask call order remeasure measure start begin try trial introduce stop wean "
    "taper discuss refer consider reassess issue request obtain bump upgrade add move switch "
    "transition teach train bring fit cast drop swap replace shift restart finish get give re "
    "test retest recheck check repeat increase decrease hoping aim focus emphasize if once unless "
    "change schedule await keep avoid remain looking arrange remind phase "
    "retry anticipate up dc discharge discharged work go let leave apply fabricate print email fax review"
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

_FREQUENCY = re.compile(
    r"\b\d ?x ?(?:/|per|a) ?(?:wk|week|mo|month)|\bx ?/ ?(?:wk|week)", re.IGNORECASE
)
_SHORT_TEXT = 60
_OPENERS = bag(
    "cont continue resume recheck repeat progres progress reassess drop rtc appt follow return"
)
_CONCRETE_WORDS = 2
_LOADS = bag("lb # kg deg ° cm % rep reps")
_WHENS = bag("when if once unless after")
_TASKS = bag(
    "start begin recheck retest order due booked planned review remeasure reassess reeval repeat exam"
)
_DAYS = bag("monday tuesday wednesday thursday friday mon tue tues wed weds thu thurs fri tomorrow")
_FUTURE = frozenset(
    {
        "sched",
        "to be ordered",
        "to be started",
        "will",
        "shall",
        "going to",
        "like to",
        "i'd like to",
        "intend",
        "want to",
    }
)
_EARLY = 6
_SHORT_PLAN = 6
_GOES_ON = bag("plan poc protocol continue cont progressing per prn follow frequency same")
_OFTEN = bag("same weekly monthly biweekly follow prn scheduled appt appointment")
_WEAK_DEMANDS = bag("go let hold give re check")
_LEAD_INS = bag("p plan next nv visit session tx time will to we i pt patient")
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


def planned_from(page: Page, sentence: Sentence) -> int:
    """The word from which a sentence speaks of the next time; its end when it does not."""
    if sentence.section == "plan":
        return sentence.first
    clause = _plan_clause(page, sentence)
    return sentence.last if clause is None else clause[0]


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
            or (
                text in _FUTURE
                and stems[cue.last : cue.last + 1] != ["not"]
                and cue.first <= page.clause_at(cue.first)[0] + _EARLY
            )
            or text.startswith("to be ")
            or (opens and text in ("consider", "resume", "plan to", "will", "plan", "recommend"))
            or text in ("plan to", "consider", "will begin", "may progress to", "may add")
        ):
            return page.clause_at(cue.first) if not opens else (sentence.first, sentence.last)
    at = sentence.first if _demands(page, sentence) else _where_it_turns(page, sentence)
    return None if at is None else (at, sentence.last)


def _alone(page: Page, sentence: Sentence) -> bool:
    """A last sentence of nothing but a frequency or a day: `Monthly.`, `2x6`."""
    words = _words(page, sentence.first, sentence.last)
    only = [w for w in page.words.stems[sentence.first : sentence.last] if w.isalpha()]
    ends = page.index_of(sentence) >= len(page.sentences) - 2 and sentence.first > 0
    empty = all(w in _EMPTY or w in ("change", "changes", "progression") for w in only)
    same = "same" in only and only[0] != "same"
    if (
        ends
        and words
        and not same
        and len(only) <= _SHORT_PLAN
        and empty
        and not _GOES_ON.isdisjoint(only)
    ):
        return True
    return ends and bool(words) and not same and len(only) <= 3 and not _OFTEN.isdisjoint(only)


def _often(page: Page, sentence: Sentence) -> bool:
    """`Shoulder 1x/wk x 3`: how often, in one of the note's last two sentences."""
    if page.index_of(sentence) < len(page.sentences) - 2 or page.index_of(sentence) == 0:
        return False
    _, _, text = page.place(sentence.first, sentence.last)
    return len(text) < _SHORT_TEXT and bool(_FREQUENCY.search(text))


def _appointed(page: Page, sentence: Sentence) -> bool:
    """`Hop test due 6/14`, `Volume recheck Fri`, `knit order if <3% change`: a thing with its day."""
    if sentence.first == 0 or _timed(page, sentence):
        return False
    words = page.words.stems[sentence.first : sentence.last]
    bounded = not _WHENS.isdisjoint(words) and not {"<", ">", "≥", "≤"}.isdisjoint(words)
    if bounded and not _DEMANDS.isdisjoint(words) and sentence.section != "subjective":
        return True
    if _TASKS.isdisjoint(words):
        return False
    dated = any(
        words[n + 1 : n + 2] == ["/"]
        and words[n + 2 : n + 3]
        and (words[n + 2] not in ("10", "5", "6") or words[n - 1] in ("due", "on", "by", "for"))
        and words[n + 2].isdecimal()
        for n, w in enumerate(words)
        if w.isdecimal()
    )
    dated = dated or any(
        w in ("wk", "week") and words[n + 1 : n + 2] and words[n + 1].isdecimal()
        for n, w in enumerate(words)
    )
    limit = not _WHENS.isdisjoint(words) and not {"<", ">", "≥", "≤"}.isdisjoint(words)
    return dated or limit or not _DAYS.isdisjoint(words)


def _demands(page: Page, sentence: Sentence) -> bool:
    """A sentence late in the note that tells somebody to do something: `Send the report.`"""
    stems, first = page.words.stems, sentence.first
    if stems[first] not in _DEMANDS or sentence.headed or sentence.first == 0:
        return False
    if page.words.raw[first].lower() == stems[first] + "s":  # "requests", no order
        return False
    after = stems[first + 1 : first + 2]
    if stems[first] in ("dc", "discharge"):
        return True
    if after[:1] and (after[0] in ("show", "shows") or after[0].endswith("ed")):
        return False
    if after in ([":"], ["="], ["-"], ["x"], [">"]) and stems[first] != "re":
        return False
    if stems[first] in _LONE_DEMANDS:
        return True
    return page.words.number(first + 1) is None and not _timed(page, sentence)


def _timed(page: Page, sentence: Sentence) -> bool:
    """Whether the sentence ends in minutes, as today's work does."""
    return "min" in page.words.stems[max(sentence.last - 3, sentence.first) : sentence.last]


def _where_it_turns(page: Page, sentence: Sentence) -> int | None:
    """The word from which a sentence without a header speaks as plans do."""
    stems = page.words.stems
    words = stems[sentence.first : sentence.last]
    if words[:1] == ["in"] and not {"visit", "week", "wk", "session"}.isdisjoint(words[1:4]):
        return sentence.first
    if words[0] in ("need", "needs") and ":" in words[1:4]:
        return sentence.first
    if "until" in words and "further" in words:
        return sentence.first
    for first, _ in sentence.clauses:
        if stems[first] in _OPENERS or stems[first : first + 3] in (
            ["d", "/", "c"],
            ["f", "/", "u"],
        ):
            return first
    if _alone(page, sentence) or _often(page, sentence) or _appointed(page, sentence):
        return sentence.first
    if words[:2] in (["pt", "to"], ["patient", "to"]) or "taper" in words:
        return sentence.first
    commas = [sentence.first + n for n, word in enumerate(words[:-1]) if word == ","]
    for at in commas:
        if stems[at + 1] in _DEMANDS and stems[sentence.first] in _WHENS:
            return sentence.first
        if stems[at + 1] in ("cont", "continue", "recheck"):
            return at + 1
    for verb in ("drop", "hold"):
        if verb in words and words[words.index(verb) + 1 :][:1] == ["manual"]:
            return sentence.first
    return None


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
    return first if stems[first] in _DEMANDS - _WEAK_DEMANDS else None


def _fresh(page: Page, first: int, last: int) -> list[int]:
    """Words of a plan that carry content of their own."""
    stems = page.words.stems
    loads = [at for at in page.words.digits if first <= at < last - 1 and stems[at + 1] in _LOADS]
    return loads + [
        at
        for at in _words(page, first, last)
        if len(stems[at]) > 1 and stems[at] not in _EMPTY and at not in page.side_at
    ]


def _numbers(page: Page, first: int, last: int) -> bool:
    return any(page.words.number(at) is not None for at in range(first, last))


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
