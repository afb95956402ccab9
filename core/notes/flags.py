"""Red flags that come from the note's own words."""

from __future__ import annotations

from datetime import date

from core.notes.lexicon import Mention, Term
from core.notes.page import Page
from core.notes.plans import is_measurable_goal
from core.notes.scope import Scope, scope_of
from core.notes.treatment import Treatment
from core.notes.words import bag

_OWN_REACH = 2
_STOCK_NEEDED = 2
_OF_TODAY = bag("treatment tx session manual today today's visit mt intervention")
_GOALS_AT_LARGE = bag(
    "reviewed discussed updated remain remains addressed established unchanged per"
)
_COPIED_OTHER = bag("hep home pain sx symptom rom measurement goal")
_DATE = Term("cues", "date", "date of service")
_SEX = {"F": "woman", "M": "man", "female": "woman", "male": "man", "f": "woman", "m": "man"}


def stock_phrases(page: Page) -> tuple[Mention, ...]:
    """Two or more of the stock phrases, by family; the phrases found."""
    families: dict[str, Mention] = {}
    for mention in page.of("stock"):
        if mention.term.name == "tolerated" and not _well(page, mention):
            continue
        families.setdefault(mention.term.name, mention)
    return tuple(families.values()) if len(families) >= _STOCK_NEEDED else ()


def _well(page: Page, mention: Mention) -> bool:
    """`tolerated` alone is no stock phrase where words of its own follow."""
    stems = page.words.stems
    phrase = stems[mention.first : mention.last]
    if {"well", "good", "gd"} & set(phrase) or "complaint" in phrase or "incident" in phrase:
        return True
    after = stems[mention.last : mention.last + 4]
    if "well" in after:
        return True
    return not {"with", "w", "mild", "except", "despite"} & set(after)


def copied_forward(page: Page, sex: str, day: date | None = None) -> tuple[Mention, ...]:
    """`same as last visit`, another visit's date, or a sex that is not the patient's."""
    carried = tuple(
        m
        for m in page.of("carried")
        if page.sentence_at(m.first).section not in ("plan", "subjective", "home")
        and _COPIED_OTHER.isdisjoint(page.words.stems[max(m.first - 4, 0) : m.first])
    )
    dated = carried or _same_as_date(page) or _other_date(page, day)
    if dated:
        return dated
    women, men = _of_patient(page, "woman"), _of_patient(page, "man")
    wanted = _SEX.get(sex, "")
    if wanted == "woman" and men:
        return tuple(men[:1])
    if wanted == "man" and women:
        return tuple(women[:1])
    return (women[0], men[0]) if women and men and not sex else ()


def _same_as_date(page: Page) -> tuple[Mention, ...]:
    """`Rx same as 8/2`: another visit's note, by its date."""
    stems = page.words.stems
    for at in page.words.spots("same"):
        dated = page.words.number(at + 2) is not None and stems[at + 3 : at + 4] == ["/"]
        here = stems[at + 1] == "as" and page.sentence_at(at).section in ("", "treatment")
        if dated and here and _COPIED_OTHER.isdisjoint(stems[max(at - 4, 0) : at]):
            return (Mention(_DATE, at, at + 5),)
    return ()


def _other_date(page: Page, day: date | None) -> tuple[Mention, ...]:
    """A date of service in the note that is not the visit's."""
    words, stems = page.words, page.words.stems
    for at in words.spots("date", "dos", "service"):
        if day is None or at + 4 >= len(stems):
            continue
        first = at + 1 + (stems[at + 1] in (":", "-"))
        month, dayed = words.number(first), words.number(first + 2)
        if month is None or dayed is None or stems[first + 1] != "/":
            continue
        if (month, dayed) != (day.month, day.day):
            return (Mention(_DATE, first, first + 3),)
    return ()


def _of_patient(page: Page, kind: str) -> list[Mention]:
    """Words of one sex that can only mean the patient: nobody else is named nearby."""
    if page.of("other_person"):
        return []
    return list(page.of(kind))


def vague_goals(page: Page) -> tuple[tuple[int, int], ...]:
    """Goals that are stated, none of them measurable."""
    found = []
    for sentence in page.sentences:
        goals = [
            m
            for m in page.within("goal", sentence.first, sentence.last)
            if "goal" in page.words.stems[m.first]
            or (page.words.stems[m.first] in ("ltg", "stg") and not _a_stage(page, m))
        ]
        stated = sentence.section == "goals" or any(_states(page, m, sentence.last) for m in goals)
        if not stated:
            continue
        if is_measurable_goal(page, sentence):
            return ()
        found.append((sentence.first, sentence.last))
    return tuple(found)


def _a_stage(page: Page, mention: Mention) -> bool:
    """`Stg 2 lymphedema`: a stage, no goal."""
    stems = page.words.stems
    after = stems[mention.last : mention.last + 3]
    near = stems[max(mention.first - 2, 0) : mention.first] + after
    return any("edema" in word for word in near) and ":" not in after


def _states(page: Page, mention: Mention, last: int) -> bool:
    """A goal with words of its own behind it, not `progressing toward goals`."""
    stems = page.words.stems
    before = stems[max(mention.first - 2, 0) : mention.first]
    after = [w for w in stems[mention.last : last] if w.isalpha()]
    if after[:1] and after[0] in _GOALS_AT_LARGE:
        return False
    if after[:1] == ["of"] and not _OF_TODAY.isdisjoint(after[1:3]):
        return False
    if {"toward", "towards", "with", "per", "all", "met", "for", "of"} & set(before) or after[
        :1
    ] in (["met"], ["ongoing"], ["partially"], ["not"]):
        return False
    return len(after) >= 2


def maintenance(page: Page, treatment: Treatment) -> tuple[Mention, ...]:
    """Care that the note itself calls maintenance, wellness or comfort."""
    found = []
    for mention in page.of("maintenance"):
        stems = page.words.stems
        sentence = page.sentence_at(mention.first)
        before = stems[max(mention.first - 4, 0) : mention.first]
        after = stems[mention.last : mention.last + 2]
        if page.has("self_word", max(sentence.first, mention.first - _OWN_REACH), mention.first):
            continue
        comfort = stems[mention.first : mention.last] == ["for", "comfort"]
        if comfort and not treatment.within(mention.first - 4, mention.first):
            continue
        if {"no", "not", "avoid"} & set(before) or after[:1] in (
            ["phase"],
            ["check"],
            ["exercise"],
            ["plan"],
            ["schedule"],
        ):
            continue
        if sentence.section in ("goals", "home") or (
            sentence.section == "plan" and not _cares(stems[mention.first : mention.last])
        ):
            continue
        found.append(mention)
    return tuple(found)


def _cares(words: list[str]) -> bool:
    return bool({"care", "visit", "comfort", "maint", "maintenance"} & set(words))


def kinds_today(page: Page, treatment: Treatment, kind: str) -> tuple[Mention, ...]:
    """Mentions of work that is no manual therapy, done in today's session."""
    found = []
    for mention in page.of(kind):
        section = page.sentence_at(mention.first).section
        if (
            section in ("plan", "goals", "history", "subjective", "home", "diagnosis")
            and kind != "selfwork"
        ):
            continue
        if kind == "selfwork" and section in ("plan", "history", "goals"):
            continue
        if scope_of(page, mention, treatment.quantities) in (Scope.TODAY, Scope.PATIENT):
            found.append(mention)
    return tuple(found)
