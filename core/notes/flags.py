"""Red flags that come from the note's own words."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from core.notes.lexicon import Mention, Term
from core.notes.page import Page
from core.notes.plans import is_measurable_goal
from core.notes.scope import Scope, scope_of
from core.notes.sentences import Sentence
from core.notes.treatment import Treatment
from core.notes.words import bag

_STOCK_NEEDED = 2
_COUNTS = bag("2 3 4 two three four several multiple other")
_CLIENTS = bag("pt pts patient client")
_CLASSES = bag("class group")
_ACTORS = bag("pt i therapist ot me we clinician")
_LONGEST_NAME = 5
_GOALS_AT_LARGE = bag("reviewed discussed updated remain remains addressed established unchanged")
_COPIED_OTHER = bag("hep home pain sx symptom rom measurement goal")
_ABSENT = bag("cancelled canceled cancel missed no-show absent left")
_OTHERS = Term("cues", "double_booked", "several patients")
_DATE = Term("cues", "date", "date of service")
_SEX = {"F": "woman", "M": "man", "female": "woman", "male": "man", "f": "woman", "m": "man"}


def double_booked(page: Page) -> tuple[Mention, ...]:
    """Another patient in the same time."""
    found = []
    denied = page.of("not_double")
    for mention in [*page.of("double_booked"), *_several(page)]:
        if not _ABSENT.isdisjoint(page.words.stems[mention.last : mention.last + 3]):
            continue
        inside = any(d.first <= mention.first < d.last for d in denied)
        before = page.words.stems[max(mention.first - 3, 0) : mention.first]
        if inside or any(w in ("no", "not", "without", "w/o") for w in before):
            continue
        if page.sentence_at(mention.first).section in ("plan", "history"):
            continue
        word = page.words.stems[mention.first]
        if (
            word.startswith("overlap")
            and mention.last - mention.first == 1
            and not _people(page, mention)
        ):
            continue
        if (
            word.startswith("concurrent")
            and mention.last - mention.first == 1
            and not _people(page, mention)
        ):
            continue
        found.append(mention)
    return tuple(found)


def _several(page: Page) -> list[Mention]:
    """`w/ 2 other pts`, `3 patients in the gym`: more than one patient, by count."""
    stems, found = page.words.stems, []
    for at in page.words.spots(*_COUNTS):
        if at + 1 >= len(stems):
            continue
        next_at = at + 1 + (stems[at + 1] in ("other", "more", "different", "additional"))
        if next_at >= len(stems) or stems[next_at] not in _CLIENTS:
            continue
        absent = not _ABSENT.isdisjoint(stems[next_at : next_at + 4])
        if not absent and _CLASSES.isdisjoint(stems[next_at + 1 : next_at + 5]):
            found.append(Mention(_OTHERS, at, next_at + 1))
    return found


def _people(page: Page, mention: Mention) -> bool:
    sentence = page.sentence_at(mention.first)
    return bool(
        {"patient", "pt", "pts", "client", "schedule", "therapist", "table"}
        & set(page.words.stems[sentence.first : sentence.last])
    )


def group_session(page: Page, treatment: Treatment) -> tuple[Mention, ...]:
    """Manual work in a group; a class told beside it is another service."""
    found = []
    for mention in page.of("group"):
        if page.sentence_at(mention.first).section in (
            "plan",
            "subjective",
            "goals",
            "history",
            "home",
        ):
            continue
        sentence = page.sentence_at(mention.first)
        near = any(
            sentence.first <= m.first < sentence.last for m in treatment.hands + treatment.labels
        )
        if page.words.stems[mention.last - 1] == "class" and _counted(page, sentence):
            index = page.index_of(sentence) + 1
            after = page.sentences[index : index + 1]
            near = near or any(treatment.within(s.first, s.last) for s in after)
        phrase = page.words.stems[mention.first : mention.last]
        other = "class" in phrase and not near
        before = page.words.stems[max(mention.first - 2, 0) : mention.first]
        if not other and not {"no", "not"} & set(before) and "muscle" not in before:
            found.append(mention)
    return tuple(found)


def _counted(page: Page, sentence: Sentence) -> bool:
    """`Three pts in hand class`: the class is this patient's own."""
    stems = page.words.stems[sentence.first : sentence.last]
    return any(a in _COUNTS and b in _CLIENTS for a, b in pairwise(stems))


def delivered_by(page: Page, treatment: Treatment, kind: str) -> tuple[Mention, ...]:
    """Staff of a kind (aide, assistant) named with today's manual work."""
    found = []
    for mention in page.of(kind):
        sentence = page.sentence_at(mention.first)
        first, last = _same_hands(page, mention, sentence)
        if kind == "assistant":
            first, last = sentence.first, sentence.last
        work = treatment.within(first, last)
        if kind == "assistant" and not work:
            work = [m for m in treatment.hands if _treats_all(page, mention)]
        stems = page.words.stems
        before = stems[max(mention.first - 3, 0) : mention.first]
        if stems[mention.last : mention.last + 1] == [":"] and mention.first == sentence.first:
            continue
        if (
            not work
            or {"no", "not", "without"} & set(before)
            or sentence.section in ("plan", "history", "subjective")
        ):
            continue
        if kind == "aide" and _only_helps(page, mention, work):
            continue
        found.append(mention)
    return tuple(found)


def _same_hands(page: Page, mention: Mention, sentence: Sentence) -> tuple[int, int]:
    """The clause that names somebody, and those that go on with `then` and no one else."""
    first, last = page.clause_at(mention.first)
    for begin, end in sentence.clauses:
        goes_on = page.words.stems[begin : begin + 1] == ["then"]
        if begin == last and goes_on and _ACTORS.isdisjoint(page.words.stems[begin:end]):
            last = end
    return first, last


def _treats_all(page: Page, mention: Mention) -> bool:
    """`Treated by J, PTA`, or a signature: the whole visit is the assistant's."""
    sentence = page.sentence_at(mention.first)
    first = sentence.first
    if _signed_by(page, mention, sentence):
        return True
    if sentence.last - first <= 4 and page.index_of(sentence):  # `Tx by L. Ortiz PTA`
        first = page.sentences[page.index_of(sentence) - 1].first
    stems = page.words.stems[first : sentence.last]
    treats = {
        "treated",
        "provided",
        "treatment",
        "tx",
        "seen",
        "by",
        "delivered",
        "rendered",
        "session",
    } & set(stems)
    if "co" in stems and "treated" in stems:
        return False  # `co-treated w/ PTA`: each did a part
    supervises = {
        "supervision",
        "supervised",
        "conference",
        "discussed",
        "conferred",
        "cosign",
    } & set(stems)
    return bool(treats) and not (supervises and not treats)


def _signed_by(page: Page, mention: Mention, sentence: Sentence) -> bool:
    """`K. Ito, PTA.`: a sentence, the note's first or last, that is a name and the letters."""
    if mention.last != sentence.last or not 0 < mention.first - sentence.first <= _LONGEST_NAME:
        return False
    if sentence not in (page.sentences[0], page.sentences[-1]):
        return False
    names = [w for w in page.words.raw[sentence.first : mention.first] if w.isalpha()]
    return bool(names) and all(w[0].isupper() and w != "PT" for w in names)


def _only_helps(page: Page, mention: Mention, work: list[Mention]) -> bool:
    """An aide who sets up or watches something else in the clause."""
    stems = page.words.stems
    after = set(stems[mention.last : mention.last + 4])
    before = set(stems[max(mention.first - 2, 0) : mention.first])
    if after & {
        "set",
        "setup",
        "cleaned",
        "supervised",
        "assisted",
        "monitored",
        "present",
        "helped",
        "positioned",
        "transported",
        "counted",
        "supervising",
        "completed",
        "guided",
    } and not any(0 <= m.first - mention.last <= 6 for m in work):
        return True
    exercise = [
        m
        for k in ("exercise", "label", "modality")
        for m in page.of(k)
        if 0 <= mention.first - m.last <= 4
    ]
    after_work = [m for m in work if m.last <= mention.first]
    return (
        bool(exercise)
        and bool(after_work)
        and exercise[-1].first > after_work[-1].first
        and not before & {"technique"}
    )


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
        and _COPIED_OTHER.isdisjoint(page.words.stems[max(m.first - 2, 0) : m.first])
    )
    if carried or _other_date(page, day):
        return carried or _other_date(page, day)
    women, men = _of_patient(page, "woman"), _of_patient(page, "man")
    wanted = _SEX.get(sex, "")
    if wanted == "woman" and men:
        return tuple(men[:1])
    if wanted == "man" and women:
        return tuple(women[:1])
    return (women[0], men[0]) if women and men and not sex else ()


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
        if page.has("self_word", sentence.first, mention.first):
            continue
        comfort = stems[mention.first : mention.last] == ["for", "comfort"]
        if comfort and not treatment.within(mention.first - 4, mention.first):
            continue
        if {"no", "not", "avoid"} & set(before) or after[:1] in (
            ["phase"],
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
