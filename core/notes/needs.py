"""What each other billed service needs in its note, found with its proof or asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from core.notes.claim import Note
from core.notes.lexicon import Need
from core.notes.measures import Value
from core.notes.page import Page
from core.notes.plans import is_measurable_goal
from core.notes.treatment import Treatment
from core.notes.words import bag

Span = tuple[int, int]
_LATER = bag("plan goals home history")
_LABELS = {
    "97110": "therapeutic exercise", "97112": "neuromuscular re-education",
    "97530": "therapeutic activities", "97116": "gait training",
    "97035": "electricity or sound",
}  # fmt: skip
_LOADS = bag("lb # kg rep reps set sets theraband")
_DISTANCES = bag("ft feet m meter meters metre yd yard mile min")
_FREQUENCY = re.compile(
    r"\b\d ?(?:x|times|visits?) ?(?:/|per|a|each)? ?(?:wk|week|month|mo)\w{0,2}\b|\bweekly\b", re.I
)
_MOST_PROOFS = 3
# These must stand with the service's own name, where the note names it.
_OF_ENTRY = bag(
    "exercise dose skill level task component gait_help gait_dose frequency intensity mode"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A need of one billed code, with the words that meet it; none when it must be asked."""

    code: str
    need: Need
    spans: tuple[Span, ...]


def read_needs(
    note: Note, page: Page, treatment: Treatment, values: list[Value], needs: tuple[Need, ...]
) -> tuple[Answer, ...]:
    """The needs of every billed code that has any, in the claim's order."""
    found: list[Answer] = []
    for code in dict.fromkeys(line.code for line in note.billed):
        entries: list[Span] | None = None
        for need in needs:
            if code in need.codes:
                spans = _proofs(page, treatment, values, need, code)
                if need.name in _OF_ENTRY:
                    entries = _entries(page, code) if entries is None else entries
                    spans = _inside(entries, spans)
                found.append(Answer(code, need, tuple(sorted(set(spans))[:_MOST_PROOFS])))
    return tuple(found)


def _proofs(
    page: Page, treatment: Treatment, values: list[Value], need: Need, code: str
) -> list[Span]:
    planning = need.name in ("goals", "plan_of_care", "history", "factors")
    spans = [
        (m.first, m.last)
        for m in page.of(need.kind)
        if planning or page.sentence_at(m.first).section not in _LATER
    ]
    for name in need.detect:
        if name == "value":
            spans += [(v.first, v.last) for v in values]
        else:
            spans += _DETECTORS[name](page, treatment, code)
    return spans


def _inside(entries: list[Span], spans: list[Span]) -> list[Span]:
    """The proofs that stand in the service's own entries, where the note has any."""
    if not entries:
        return spans
    return [s for s in spans if any(first <= s[0] < last for first, last in entries)]


def _entries(page: Page, code: str) -> list[Span]:
    """The words from each naming of the service to the next service's name."""
    names = sorted(
        page.of("label") + page.of("unnamed") + page.of("modality"), key=lambda m: m.first
    )
    ends = [m.first for m in names[1:]] + [len(page.words)]
    return (
        [
            (m.first, end)
            for m, end in zip(names, ends, strict=True)
            if m.term.name == _LABELS.get(code) and page.sentence_at(m.first).section not in _LATER
        ]
        if names
        else []
    )


def _exercise(page: Page, treatment: Treatment, code: str) -> list[Span]:
    return [
        (m.first, m.last)
        for m in page.of("exercise")
        if page.sentence_at(m.first).section not in _LATER
    ]


def _dose(page: Page, treatment: Treatment, code: str) -> list[Span]:
    """`3x10`, `10 reps`, `3 lb`, `30 s`: outside the sentences of the manual work."""
    words, stems, found = page.words, page.words.stems, []
    hands = {page.sentence_at(m.first).first for m in treatment.hands}
    for at in words.digits:
        if at + 1 >= len(stems) or page.sentence_at(at).section in _LATER:
            continue
        sets = stems[at + 1] == "x" and at + 2 < len(stems) and words.number(at + 2) is not None
        timed = stems[at + 1] in ("s", "sec", "second") and page.sentence_at(at).first not in hands
        first = page.sentence_at(at).first
        exercised = first not in hands or page.has("exercise", first, at)
        if exercised and (stems[at + 1] in _LOADS or timed or sets):
            found.append((at, at + 2 + sets))
    return found


def _minutes(page: Page, treatment: Treatment, code: str) -> list[Span]:
    """An amount of time in a sentence that names the service."""
    name, found = _LABELS.get(code, ""), []
    named = [m for m in page.of("label") + page.of("modality") if m.term.name == name]
    for mention in named:
        sentence = page.sentence_at(mention.first)
        near = [q for q in treatment.quantities if sentence.first <= q.first < sentence.last]
        found += [(q.first, q.last) for q in near[:1]]
        after = mention.last + (page.words.stems[mention.last : mention.last + 1] in ([":"], ["x"]))
        if not near and page.words.number(after) is not None:
            found.append((after, after + 1))
    return found


def _distance(page: Page, treatment: Treatment, code: str) -> list[Span]:
    stems = page.words.stems
    return [
        (at, at + 2)
        for at in page.words.digits
        if at + 1 < len(stems)
        and stems[at + 1] in _DISTANCES - {"min"}
        and page.sentence_at(at).section not in _LATER
    ]


def _modality_site(page: Page, treatment: Treatment, code: str) -> list[Span]:
    found = []
    for mention in page.of("modality"):
        if mention.term.name == _LABELS["97035"]:
            sentence = page.sentence_at(mention.first)
            sites = page.within("site", sentence.first, sentence.last)
            found += [(s.first, s.last) for s in sites[:1]]
    return found


def _measurable(page: Page, treatment: Treatment, code: str) -> list[Span]:
    return [
        (s.first, s.last)
        for s in page.sentences
        if (s.section == "goals" or page.has("goal", s.first, s.last))
        and is_measurable_goal(page, s)
    ]


def _often(page: Page, treatment: Treatment, code: str) -> list[Span]:
    found = []
    for sentence in page.sentences:
        _, _, text = page.place(sentence.first, sentence.last)
        if _FREQUENCY.search(text[:400]):
            found.append((sentence.first, sentence.last))
    return found


_DETECTORS: dict[str, Callable[[Page, Treatment, str], list[Span]]] = {
    "exercise": _exercise,
    "dose": _dose,
    "minutes": _minutes,
    "distance": _distance,
    "modality_site": _modality_site,
    "measurable_goal": _measurable,
    "frequency": _often,
}
DETECTORS = frozenset(_DETECTORS) | {"value"}
