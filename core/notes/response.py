"""What came of the manual work: a specific response, a stock phrase, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from core.notes.afterwards import outcomes, pleased, tells_afterwards
from core.notes.changes import Change
from core.notes.lexicon import Mention
from core.notes.measures import Value
from core.notes.page import Page
from core.notes.treatment import Treatment

Span = tuple[int, int]
_ELSEWHERE = frozenset({"plan", "goals", "home", "history", "subjective", "diagnosis"})
_CONDITIONS = frozenset({"if", "until", "when", "goal", "unless", "next", "once", "plan"})
_DENIALS = frozenset({"no", "without", "denies", "denied", "not"})
_AIMS = frozenset({"for", "to"})
_MOST_PROOFS = 4
_NOW_IN = frozenset({"objective", "assessment"})
_SYMPTOMS = frozenset(
    {"pinch", "pinching", "catch", "catching", "click", "clicking", "tingling", "numbness", "numb",
     "locking", "popping", "clunk", "crepitu"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Response:
    """specific, boilerplate or none, with the words that prove it."""

    level: str
    spans: tuple[Span, ...] = ()


def find_response(
    page: Page, treatment: Treatment, values: list[Value], changes: list[Change]
) -> Response:
    """What happened during or after the manual work."""
    if not treatment.performed:
        return Response("none")
    start = treatment.hands[0].first
    spans = [
        (c.first, c.last)
        for c in changes
        if c.today and _told_here(page, c.first) and _of_manual(page, c, start)
    ]
    spans += _named_changes(page, start) + _values_after(page, values, start)
    spans += _ceased(page, values, start)
    spans += [s for s in outcomes(page, treatment, start) if _told_here(page, s[0])]
    if spans:
        return Response("specific", tuple(sorted(set(spans))[:_MOST_PROOFS]))
    stock = _stock(page, start) or pleased(page, treatment, start)
    return Response("boilerplate", tuple(stock[:2])) if stock else Response("none")


def _stock(page: Page, start: int) -> list[Span]:
    """Stock phrases told after the manual work, or in a part of the note that speaks of today."""
    found = []
    for mention in page.of("boiler") + page.of("stock"):
        stock = mention.term.kind == "stock"
        if page.words.stems[mention.last - 1] == "tol" and page.words.number(mention.last):
            continue  # `Tol 25 min overhead`
        if stock and mention.term.name not in ("tolerated", "no adverse"):
            continue
        if not stock and not _AIMS.isdisjoint(page.words.stems[mention.first - 2 : mention.first]):
            continue  # `for pain relief`
        section = page.sentence_at(mention.first).section
        if section in ("goals", "history") or (section == "plan" and not stock):
            continue
        if section == "subjective" and not stock:
            continue
        if mention.first > start or stock or section in ("assessment", "response"):
            found.append((mention.first, mention.last))
    return found


def _told_here(page: Page, at: int) -> bool:
    return page.sentence_at(at).section not in _ELSEWHERE


def _of_manual(page: Page, change: Change, start: int) -> bool:
    """Told behind the manual work, or with words such as before and after."""
    if change.first >= start:
        return True
    sentence = page.sentence_at(change.first)
    stems = page.words.stems[change.first : min(change.last + 4, sentence.last)]
    if "in" in stems and "out" in stems:
        return True  # `Pain 6/10 in, 3/10 out`
    return (
        page.has("after", sentence.first, sentence.last)
        or "pre" in page.words.stems[sentence.first : sentence.last]
        or ">" in page.words.stems[change.first : change.last]
    )


def _named_changes(page: Page, start: int) -> list[Span]:
    """Changes the lexicon names, told behind the manual work or with its `after`."""
    spans = []
    for mention in page.of("strong_change"):
        sentence = page.sentence_at(mention.first)
        with_ = sentence.first <= start < sentence.last and page.has(
            "after", sentence.first, sentence.last
        )
        if (mention.first > start or with_) and _said(page, mention):
            spans.append((mention.first, mention.last))
    for mention in page.of("specific_change"):
        sentence = page.sentence_at(mention.first)
        if mention.first <= start or not _told_here(page, mention.first):
            continue
        told = sentence.section == "response" or any(
            m.first >= max(start, sentence.first) and tells_afterwards(page, m)
            for m in page.within("after", sentence.first, sentence.last)
        )
        if told and not _conditional(page, mention.first):
            spans.append((mention.first, mention.last))
    return spans


def _said(page: Page, mention: Mention) -> bool:
    at = mention.first
    denied = not _DENIALS.isdisjoint(page.words.stems[max(at - 3, 0) : at])
    return _told_here(page, at) and not _conditional(page, at) and not denied


def _conditional(page: Page, at: int) -> bool:
    first, _ = page.clause_at(at)
    return not _CONDITIONS.isdisjoint(page.words.stems[first:at])


def _values_after(page: Page, values: list[Value], start: int) -> list[Span]:
    """A value told as taken afterwards: `IR 50 after`, `Retest: SLR 62`."""
    spans = []
    for value in values:
        if value.first > start and _told_here(page, value.first) and _near_after(page, value):
            spans.append((value.first, value.last))
    for pain in page.of("pain"):
        if pain.first > start and _told_here(page, pain.first) and _rated_after(page, pain, start):
            spans.append((pain.first, min(pain.last + 3, len(page.words))))
    return spans


def _near_after(page: Page, value: Value) -> bool:
    sentence = page.sentence_at(value.first)
    if sentence.section == "response":
        return True
    if any(
        value.first - 8 <= m.first <= value.last + 4 and tells_afterwards(page, m)
        for m in page.within("after", sentence.first, sentence.last)
    ):
        return True
    said_now = "now" in page.words.stems[value.first : value.last]
    return said_now and sentence.section not in _NOW_IN


def _ceased(page: Page, values: list[Value], start: int) -> list[Span]:
    """`pinch at 85 flexion`, then `Flex 96 no pinch`: a symptom that a later value lacks."""
    stems, spans = page.words.stems, []
    sentence = page.sentence_at(start)
    known = _SYMPTOMS.intersection(stems[: sentence.last])
    for at in page.words.spots(*known) if known else ():
        free = stems[at - 1] in ("no", "without") and at > sentence.last
        here = page.sentence_at(at)
        if free and _told_here(page, at) and any(here.first <= v.first < here.last for v in values):
            spans.append((at - 1, at + 1))
    return spans


def _rated_after(page: Page, pain: Mention, start: int) -> bool:
    sentence = page.sentence_at(pain.first)
    stems = page.words.stems
    rated = any(
        stems[at : at + 2] == ["/", "10"] for at in range(pain.last, min(pain.last + 5, len(stems)))
    )
    return rated and any(
        m.first > start and tells_afterwards(page, m)
        for m in page.within("after", sentence.first, sentence.last)
    )
