"""What came of the manual work: a specific response, a stock phrase, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from core.notes.changes import Change
from core.notes.lexicon import Mention
from core.notes.measures import Value
from core.notes.page import Page
from core.notes.treatment import Treatment
from core.notes.words import bag

_ELSEWHERE = frozenset({"plan", "goals", "home", "history", "subjective"})

# These tell of the time after the manual work only where its name follows.
_LOOSE = frozenset({"now", "in", "during", "following"})
_WORK = bag("mob mobilization manual tx treatment mt stm mfr session therapy glide release")


def _after_work(stems: list[str], at: int) -> bool:
    return not _WORK.isdisjoint(stems[at : at + 3])


@dataclass(frozen=True, slots=True)
class Response:
    """specific, boilerplate or none, with the words that prove it."""

    level: str
    spans: tuple[tuple[int, int], ...] = ()


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
    spans += _named_changes(page, treatment, start) + _values_after(page, values, start)
    if spans:
        return Response("specific", tuple(sorted(set(spans))[:4]))
    stock = [
        m
        for m in page.of("boiler")
        if page.sentence_at(m.first).section not in ("goals", "history", "plan")
    ]
    stock += [m for m in page.of("stock") if m.term.name in ("tolerated", "no adverse")]
    stock = [
        m
        for m in stock
        if page.sentence_at(m.first).section != "subjective" or m.term.kind == "stock"
    ]
    late = [m for m in stock if m.first > start or m.term.kind == "stock" or _after_visit(page, m)]
    if late:
        return Response("boilerplate", tuple((m.first, m.last) for m in late[:2]))
    return Response("none")


def _after_visit(page: Page, mention: Mention) -> bool:
    return page.sentence_at(mention.first).section in ("assessment", "response")


def _told_here(page: Page, at: int) -> bool:
    return page.sentence_at(at).section not in _ELSEWHERE


def _of_manual(page: Page, change: Change, start: int) -> bool:
    """Told behind the manual work, or with words such as before and after."""
    if change.first >= start:
        return True
    sentence = page.sentence_at(change.first)
    return (
        page.has("after", sentence.first, sentence.last)
        or "pre" in page.words.stems[sentence.first : sentence.last]
        or ">" in page.words.stems[change.first : change.last]
    )


def _named_changes(page: Page, treatment: Treatment, start: int) -> list[tuple[int, int]]:
    spans = []
    for mention in page.of("strong_change"):
        sentence = page.sentence_at(mention.first)
        told_with = page.has("after", sentence.first, mention.last) or page.has(
            "after", mention.first, sentence.last
        )
        behind = mention.first > start or (sentence.first <= start < sentence.last and told_with)
        if (
            behind
            and _told_here(page, mention.first)
            and not _conditional(page, mention.first)
            and not _denied(page, mention.first)
        ):
            spans.append((mention.first, mention.last))
    for mention in page.of("specific_change"):
        sentence = page.sentence_at(mention.first)
        if (
            mention.first <= start
            or not _told_here(page, mention.first)
            or _conditional(page, mention.first)
        ):
            continue
        told = sentence.section == "response" or any(
            m.first > start - 1
            and m.first >= sentence.first
            and m.last <= sentence.last
            and not _other_after(page, m)
            for m in page.of("after")
        )
        if told:
            spans.append((mention.first, mention.last))
    return spans


def _denied(page: Page, at: int) -> bool:
    return any(
        w in ("no", "without", "denies", "denied", "not")
        for w in page.words.stems[max(at - 3, 0) : at]
    )


def _other_after(page: Page, mention: Mention) -> bool:
    """`after exercise`, `post-op`, `post glide`: no word about the time after the manual work."""
    stems = page.words.stems
    following = stems[mention.last : mention.last + 3]
    if stems[mention.first] in ("post", "following") and (
        following[:1]
        in (
            ["glide"],
            ["op"],
            ["surgery"],
            ["talar"],
            ["gh"],
            ["cuff"],
            ["capsule"],
            ["tib"],
        )
        or following[:2] == ["-", "op"]
    ):
        return True
    return bool(
        set(following)
        & {
            "exercise",
            "te",
            "therex",
            "gardening",
            "work",
            "bike",
            "surgery",
            "sleeping",
            "sitting",
            "op",
        }
    )


def _conditional(page: Page, at: int) -> bool:
    first, _ = page.clause_at(at)
    return any(
        w in ("if", "until", "when", "goal", "unless", "next", "once", "plan")
        for w in page.words.stems[first:at]
    )


def _values_after(page: Page, values: list[Value], start: int) -> list[tuple[int, int]]:
    """A value told as taken afterwards: `IR 50 after`, `Retest: SLR 62`."""
    spans = []
    stems = page.words.stems
    for value in values:
        sentence = page.sentence_at(value.first)
        if value.first <= start or not _told_here(page, value.first):
            continue
        near = [
            m
            for m in page.within("after", sentence.first, sentence.last)
            if (value.first - 8 <= m.first <= value.last + 4)
            and not _other_after(page, m)
            and (stems[m.first] not in _LOOSE or _after_work(stems, m.last))
            and m.first > start
        ]
        if sentence.section == "response" or near:
            spans.append((value.first, value.last))
    pains = [m for m in page.of("pain") if m.first > start and _told_here(page, m.first)]
    for pain in pains:
        sentence = page.sentence_at(pain.first)
        rated = any(
            stems[at : at + 2] == ["/", "10"]
            for at in range(pain.last, min(pain.last + 5, len(stems)))
        )
        if rated and any(
            not _other_after(page, m) and m.first > start and stems[m.first] != "now"
            for m in page.within("after", sentence.first, sentence.last)
        ):
            spans.append((pain.first, min(pain.last + 3, len(stems))))
    return spans
