"""When a sentence speaks of the next time: by its words, its place and its orders."""

from __future__ import annotations

import re

from core.notes.lexicon import Mention
from core.notes.page import Page
from core.notes.sentences import Sentence
from core.notes.words import bag

# What a plan may say without saying anything.
EMPTY = bag(
    "continue cont with w poc plan of care current as tolerated tol per x wk week time for pt "
    "patient and the to progress progressing treatment tx therapy skilled goal able see again in "
    "one two three four follow up f u protocol on a will weekly next visit session appropriate "
    "needed established indicated return rtc rto day month ot slp be address deficit "
    "toward towards "
    "all is same advance monitor schedule scheduled twice times services service ongoing until "
    "met by manual ex exercise te mt intervention program hep strengthening at this point "
    "physical expected good well seen frequency recert recertification due appt appointment made "
    "keep come back like would stay course above below order eval evaluation md it he she they we "
    "i his her our so far strength rom range motion mobility function functional pain overall "
    "status still doing from then that more monday tuesday wednesday thursday friday saturday "
    "sunday mon tue tues wed weds thu thurs thur fri sat nv prn progression activity activities "
    "each other every visits left remaining has have had are was been pending auth schedule'd "
    "unchanged remain daily biweekly monthly hours minutes min approx about within stretch "
    "stretches exs maintain increase improve decrease reduce further tolerance level compliance "
    "compliant improvement gain rehab rx office clinic pt's patient's therapist here or if cpoc "
    "maximize maximise optimize benefit require requires need once tomorrow reinforce work "
    "release prevent modality modalities stretching mobilization stm technique sched cond"
)
DEMANDS = bag(
    "hold send reduce ask call order remeasure measure start begin try trial introduce stop wean "
    "taper discuss refer consider reassess issue request obtain bump upgrade add move switch "
    "transition teach train bring fit cast drop swap replace shift restart finish get give re "
    "test retest recheck check repeat increase decrease hoping aim focus emphasize if once unless "
    "change schedule await keep avoid remain looking arrange remind phase retry anticipate up dc "
    "discharge discharged work go let leave apply fabricate print email fax review "
    "retape rewrap refit recast"
)
WEAK_DEMANDS = bag("go let hold give re check")
_LONE_DEMANDS = bag("if once unless")
_STRONG_DEMANDS = DEMANDS - WEAK_DEMANDS - _LONE_DEMANDS
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
_FREQUENCY = re.compile(
    r"\b\d ?x ?(?:/|per|a) ?(?:wk|week|mo|month)|\bx ?/ ?(?:wk|week)", re.IGNORECASE
)
_SHORT_TEXT = 60
_OPENERS = bag(
    "cont continue resume recheck repeat progres progress reassess drop rtc appt follow return rto"
)
_TASKS = bag(
    "start begin recheck retest order due booked planned review remeasure reassess reeval repeat "
    "exam"
)
_DAYS = bag(
    "monday tuesday wednesday thursday friday mon tue tues wed weds thu thurs thur fri tomorrow"
)
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
_SURE = frozenset({"plan to", "consider", "will begin", "may progress to", "may add"})
_OPENING = frozenset({"consider", "resume", "plan to", "will", "plan", "recommend"})
_EARLY = 6
_JOINTS = bag("; then")
_SHORT_PLAN = 6
_GOES_ON = bag("plan poc protocol continue cont progressing per prn follow frequency same")
_OFTEN = bag("same weekly monthly biweekly follow prn scheduled appt appointment")
WHENS = bag("when if once unless after")
_BOUNDS = bag("< > ≥ ≤")
_SCALES = bag("10 5 6")
_FEW = 3
_NEXT_TIMES = bag(
    "visit session time tx treatment appointment appt week wk month day few couple two three 2 3 "
    "progression recheck order monday tuesday wednesday thursday friday mon tue tues wed thu "
    "thurs fri"
)
_BESIDE = bag("to door bay table room bed set rep patient pt level segment one")


def planned_from(page: Page, sentence: Sentence) -> int:
    """The word from which a sentence speaks of the next time; its end when it does not."""
    if sentence.section == "plan":
        return sentence.first
    clause = plan_clause(page, sentence)
    return sentence.last if clause is None else clause[0]


def plan_clause(page: Page, sentence: Sentence) -> tuple[int, int] | None:
    """The part of a sentence outside the plan section that speaks of the next time."""
    if sentence.first not in page.planned:
        page.planned[sentence.first] = _find_clause(page, sentence)
    return page.planned[sentence.first]


def _find_clause(page: Page, sentence: Sentence) -> tuple[int, int] | None:
    if sentence.section in ("subjective", "history", "home", "diagnosis"):
        return None
    for cue in page.within("plan_word", sentence.first, sentence.last):
        opens = cue.first <= sentence.first + 1
        if _announces(page, cue, opens=opens):
            return (sentence.first, sentence.last) if opens else page.clause_at(cue.first)
    at = sentence.first if _demands(page, sentence) else _where_it_turns(page, sentence)
    return None if at is None else (at, sentence.last)


def is_ordinal(page: Page, cue: Mention) -> bool:
    """`while I set up the next exercise`: the next thing of today."""
    stems = page.words.stems
    if stems[cue.first : cue.last] != ["next"] or cue.first == 0:
        return False
    after = stems[cue.last : cue.last + 1]
    if stems[cue.first - 1] not in ("the", "to", "their", "her", "his", "my", "a"):
        return after != [] and after[0] in _BESIDE
    return after != [] and after[0].isalpha() and after[0] not in _NEXT_TIMES


def _announces(page: Page, cue: Mention, *, opens: bool) -> bool:
    """Whether a word of planning speaks of what will be done, not of a plan at large."""
    stems = page.words.stems
    text = " ".join(stems[cue.first : cue.last])
    if cue.first and stems[cue.first - 1] in ("was", "were"):  # "was going to be done"
        return False
    if is_ordinal(page, cue):
        return False
    if text in _CUES or text in _SURE or text.startswith("to be "):
        return True
    if opens and text in _OPENING:
        return True
    early = cue.first <= page.clause_at(cue.first)[0] + _EARLY
    return text in _FUTURE and early and stems[cue.last : cue.last + 1] != ["not"]


def _alone(page: Page, sentence: Sentence) -> bool:
    """A last sentence of nothing but a frequency or a day: `Monthly`, `No changes to plan`."""
    only = [w for w in page.words.stems[sentence.first : sentence.last] if w.isalpha()]
    ends = page.index_of(sentence) >= len(page.sentences) - 2 and sentence.first > 0
    if not ends or not only or ("same" in only and only[0] != "same"):
        return False
    empty = all(w in EMPTY or w in ("change", "progression", "no") for w in only)
    if empty and len(only) <= _SHORT_PLAN and not _GOES_ON.isdisjoint(only):
        return True
    return len(only) <= _FEW and not _OFTEN.isdisjoint(only)


def _often(page: Page, sentence: Sentence) -> bool:
    """`Shoulder 1x/wk x 3`: how often, in one of the note's last two sentences."""
    if page.index_of(sentence) < len(page.sentences) - 2 or page.index_of(sentence) == 0:
        return False
    _, _, text = page.place(sentence.first, sentence.last)
    return len(text) < _SHORT_TEXT and bool(_FREQUENCY.search(text))


def _appointed(page: Page, sentence: Sentence) -> bool:
    """`Hop test due 6/14`, `Volume recheck Fri`, `order if <3% change`: a thing with its day."""
    if sentence.first == 0 or _timed(page, sentence):
        return False
    words = page.words.stems[sentence.first : sentence.last]
    bounded = not WHENS.isdisjoint(words) and not _BOUNDS.isdisjoint(words)
    if bounded and not DEMANDS.isdisjoint(words):
        return True
    if _TASKS.isdisjoint(words):
        return _dated(words) and not _STRONG_DEMANDS.isdisjoint(words)
    return _dated(words) or bounded or not _DAYS.isdisjoint(words)


def _dated(words: list[str]) -> bool:
    """`6/14`, `wk 8`: a date or a week by its number, no score such as 4/10."""
    for n, word in enumerate(words):
        if not word.isdecimal() and word not in ("wk", "week"):
            continue
        after = words[n + 1 : n + 3]
        if word in ("wk", "week") and after and after[0].isdecimal():
            return True
        parts = word.isdecimal() and after[:1] == ["/"] and len(after) > 1 and after[1].isdecimal()
        if parts and (after[1] not in _SCALES or words[n - 1] in ("due", "on", "by", "for")):
            return True
    return False


def _demands(page: Page, sentence: Sentence) -> bool:
    """A sentence late in the note that tells somebody to do something: `Send the report`."""
    stems, first = page.words.stems, sentence.first
    if sentence.headed or sentence.first == 0:
        return False
    if _orders_later(page, sentence):
        return True
    if stems[first] not in DEMANDS:
        return False
    if page.words.raw[first].lower() == stems[first] + "s":  # "requests", no order
        return False
    if stems[first] in ("dc", "discharge"):
        return True
    after = stems[first + 1] if first + 1 < len(stems) else "."
    told = after in ("show", "shows") or after.endswith("ed")
    if told or (after in (":", "=", "-", "x", ">") and stems[first] != "re"):
        return False
    if stems[first] in _LONE_DEMANDS:
        return True
    return page.words.number(first + 1) is None and not _timed(page, sentence)


def _orders_later(page: Page, sentence: Sentence) -> bool:
    """`Same dose Thurs; add pressure if no flare`, `night guard, then add resisted opening`."""
    stems = page.words.stems
    if _JOINTS.isdisjoint(stems[sentence.first : sentence.last]):
        return False
    for at in range(sentence.first + 1, sentence.last - 1):
        opens = stems[at - 1] == ";" or (stems[at - 1] == "then" and at - sentence.first > 1)
        if opens and stems[at] in _STRONG_DEMANDS and page.words.raw[at] == stems[at]:
            return not _timed(page, sentence) and page.words.number(at + 1) is None
    return False


def _timed(page: Page, sentence: Sentence) -> bool:
    """Whether the sentence ends in minutes, as today's work does."""
    return "min" in page.words.stems[max(sentence.last - 3, sentence.first) : sentence.last]


def _where_it_turns(page: Page, sentence: Sentence) -> int | None:
    """The word from which a sentence without a header speaks as plans do."""
    stems = page.words.stems
    words = stems[sentence.first : sentence.last]
    if _opens_late(words):
        return sentence.first
    for first, _ in sentence.clauses:
        marks = stems[first : first + 3] in (["d", "/", "c"], ["f", "/", "u"])
        if stems[first] in _OPENERS or marks:
            return first
    if _alone(page, sentence) or _often(page, sentence) or _appointed(page, sentence):
        return sentence.first
    commas = [n for n, word in enumerate(words[:-1]) if word == ","] if "," in words else []
    for n in commas:
        if words[n + 1] in DEMANDS and words[0] in WHENS:
            return sentence.first
        if words[n + 1] in ("cont", "continue", "recheck"):
            return sentence.first + n + 1
    return None


def _opens_late(words: list[str]) -> bool:
    """`In two visits ...`, `Needs AFO: ...`, `Pt to ...`, `taper`, `hold manual`."""
    if words[1:3] in (["more", "visit"], ["more", "session"], ["more", "tx"]):
        return words[0].isdecimal() or words[0] in ("one", "two", "three", "four")
    if words[:2] == ["back", "in"]:
        words = words[1:]
    if words[0] == "in" and not {"visit", "week", "wk", "session", "month", "mo"}.isdisjoint(
        words[1:4]
    ):
        return True
    if words[0] in ("need", "needs") and ":" in words[1:4]:
        return True
    if words[:2] in (["to", "see"], ["pt", "to"], ["patient", "to"]) or "taper" in words:
        return True
    if "until" in words and "further" in words:
        return True
    return any(
        v in words and words[words.index(v) + 1 :][:1] == ["manual"] for v in ("drop", "hold")
    )


def words_within(page: Page, first: int, last: int) -> list[int]:
    """Where the words of letters stand in a range."""
    return [at for at in range(first, last) if page.words.stems[at].isalpha()]
