"""Who worked with the patient, and who else was there."""

from __future__ import annotations

from itertools import pairwise

from core.notes.lexicon import Mention, Term
from core.notes.page import Page
from core.notes.sentences import Sentence
from core.notes.treatment import Treatment
from core.notes.words import bag

_COUNTS = bag("2 3 4 two three four several multiple other")
_CLIENTS = bag("pt pts patient client")
_CLASSES = bag("class group")
_ACTORS = bag("pt i therapist ot me we clinician")
_LONGEST_NAME = 5
_COLLEAGUES = bag("pta ota cota colleague therapist clinician")
_ABSENT = bag("cancelled canceled cancel missed no-show absent left")
_OTHERS = Term("cues", "double_booked", "several patients")


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
        if _elsewhere(page.words.stems[mention.last : mention.last + 8]):
            continue
        word = page.words.stems[mention.first]
        alone = word.startswith(("overlap", "concurrent")) and mention.last - mention.first == 1
        if alone and not _people(page, mention):
            continue
        found.append(mention)
    return tuple(found)


def _elsewhere(after: list[str]) -> bool:
    """`two other patients were with the PTA`: somebody else treated them."""
    at = after.index("with") if "with" in after else len(after)
    return not _COLLEAGUES.isdisjoint(after[at + 1 : at + 4])


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
        if page.has("history_word", mention.last, sentence.last):
            continue
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
            or page.has("history_word", sentence.first, mention.first)
            or (kind == "assistant" and _by_another(page, mention, work))
            or {"no", "not", "without"} & set(before)
            or sentence.section in ("plan", "history", "subjective")
        ):
            continue
        if kind == "aide" and _only_helps(page, mention, work):
            continue
        found.append(mention)
    return tuple(found)


def _by_another(page: Page, mention: Mention, work: list[Mention]) -> bool:
    """`PTA supervised exercises; PT performed STM`: each clause has its own hands."""
    here = page.clause_at(mention.first)
    for one in work:
        first, _ = page.clause_at(one.first)
        if (first, _) == here or _ACTORS.isdisjoint(page.words.stems[first : one.first]):
            return False
    return True


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
        "treating",
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
    return bool(treats)


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
