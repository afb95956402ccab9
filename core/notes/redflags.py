"""The closed list of red flags, each with the words that raise it."""

from __future__ import annotations

from dataclasses import dataclass

from core.notes.claim import Note
from core.notes.flags import copied_forward, kinds_today, maintenance, stock_phrases, vague_goals
from core.notes.lexicon import Mention
from core.notes.minutes import ManualMinutes
from core.notes.page import Page
from core.notes.people import delivered_by, double_booked, group_session
from core.notes.sides import lacks_side, sides_conflict
from core.notes.sites import Region
from core.notes.treatment import Treatment

Span = tuple[int, int]
Flag = tuple[str, tuple[Span, ...]]
_LEAST_MINUTES = 8
_LETTERS = {"C": "cervical", "T": "thoracic", "L": "lumbar", "S": "sacral"}
_BEFORE_LETTER = frozenset({"to", ",", "and", "&", "/", ":", "of"})
_LETTER_REACH = 9


@dataclass(frozen=True, slots=True)
class Findings:
    """What the readers found, for the flags and the verdict on skill."""

    note: Note
    page: Page
    treatment: Treatment
    minutes: ManualMinutes
    region: Region
    objective: bool
    rationale: bool
    response: str


def red_flags(findings: Findings) -> list[Flag]:
    """Every flag the note raises, in the order of the guide."""
    found: list[Flag] = []
    for part in (
        _of_content,
        _of_time,
        _of_people,
        _of_substitutes,
        _of_claim,
        _of_place,
        _of_care,
    ):
        found += part(findings)
    return found


def _spans(mentions: tuple[Mention, ...] | list[Mention]) -> tuple[Span, ...]:
    return tuple((m.first, m.last) for m in mentions)


def _of_content(f: Findings) -> list[Flag]:
    found: list[Flag] = []
    if f.treatment.massages and not f.treatment.techniques:
        found.append(("massage_only", _spans(f.treatment.massages)))
    copied = copied_forward(f.page, f.note.sex, f.note.day)
    stock = stock_phrases(f.page)
    empty = not (f.objective or f.rationale or f.response == "specific")
    if copied or (stock and empty):
        found.append(("cloned_phrase", _spans(copied or stock)))
    return found


def _of_time(f: Findings) -> list[Flag]:
    found: list[Flag] = []
    minutes, claimed = f.minutes.minutes, f.note.manual_minutes
    proof = tuple((q.first, q.last) for q in f.minutes.proof)
    if f.treatment.performed and minutes is None:
        found.append((f.minutes.absent, ()))
    exceeds = f.minutes.exceeds or (
        f.minutes.total is not None and f.minutes.sum_of_services > f.minutes.total
    )
    differs = minutes is not None and claimed is not None and minutes != claimed
    if differs or f.minutes.contradicts or exceeds:
        found.append(("minutes_mismatch", proof))
    if exceeds:
        found.append(("sum_exceeds_total", proof))
    if minutes is not None and minutes < _LEAST_MINUTES and f.treatment.performed:
        found.append(("under_8_min", proof))
    return found


def _of_people(f: Findings) -> list[Flag]:
    found: list[Flag] = []
    assistants = delivered_by(f.page, f.treatment, "assistant")
    if assistants and f.treatment.performed and f.note.lacks_assistant_modifier:
        found.append(("assistant_unmodified", _spans(assistants)))
    aides = delivered_by(f.page, f.treatment, "aide")
    if aides and f.treatment.performed:
        found.append(("aide_delivered", _spans(aides)))
    groups = group_session(f.page, f.treatment)
    booked = double_booked(f.page)
    shared = {f.page.sentence_at(g.first).first for g in groups}
    booked = tuple(m for m in booked if f.page.sentence_at(m.first).first not in shared)
    if booked:
        found.append(("double_booked", _spans(booked)))
    elif groups:
        found.append(("group_session", _spans(groups)))
    return found


def _of_substitutes(f: Findings) -> list[Flag]:
    """What stands where manual therapy was billed."""
    if f.treatment.performed:
        return _traction_inside(f)
    if not (f.note.manual_lines or f.treatment.labels):
        return []
    machines = kinds_today(f.page, f.treatment, "machine")
    traction = [m for m in machines if m.term.name == "traction"]
    devices = [m for m in machines if m.term.name != "traction"]
    found: list[Flag] = []
    if traction:
        found.append(("mechanical_traction", _spans(traction)))
    hands = kinds_today(f.page, f.treatment, "otherhands") + tuple(
        m
        for m in kinds_today(f.page, f.treatment, "bandage")
        if f.page.words.stems[m.last - 1].endswith(("ing", "ed")) or _timed(f.page, m)
    )
    own = kinds_today(f.page, f.treatment, "selfwork")
    assisted = kinds_today(f.page, f.treatment, "assisted")
    rest = [("self_treatment_only", own), ("assisted_exercise_only", assisted)]
    if own and assisted and assisted[0].first < own[0].first:
        rest.reverse()
    for name, mentions in (
        ("passive_rom_only", kinds_today(f.page, f.treatment, "passive")),
        ("device_only", tuple(devices)),
        *rest,
    ):
        if mentions and not found and not (hands and name != "passive_rom_only"):
            found.append((name, _spans(mentions)))
    cmt = kinds_today(f.page, f.treatment, "cmt") if f.note.chiropractic else ()
    comfort = tuple(f.treatment.comforts)
    if (hands or cmt or comfort) and not found and f.note.manual_lines:
        found.append(("wrong_code", _spans(hands or cmt or comfort)))
    return found


def _timed(page: Page, mention: Mention) -> bool:
    """`string wrap and bandage, 15 min`: minutes told behind it in its clause."""
    _, last = page.clause_at(mention.first)
    return any(mention.last <= q.first < last for q in page.quantities)


def _traction_inside(f: Findings) -> list[Flag]:
    """A machine's minutes booked under the manual entry."""
    for label in f.treatment.labels:
        sentence = f.page.sentence_at(label.first)
        inside = [
            m
            for m in f.page.within("machine", sentence.first, sentence.last)
            if m.term.name == "traction" and m.first > label.first
        ]
        rivals = f.page.within("label", sentence.first, sentence.last)
        gap = f.page.words.stems[label.last : inside[0].first] if inside else []
        if "," in gap and ":" not in gap[: gap.index(",")]:
            continue
        if inside and not any(label.first < r.first < inside[0].first for r in rivals):
            return [("mechanical_traction", _spans(inside))]
    return []


def _of_claim(f: Findings) -> list[Flag]:
    if not f.treatment.performed and f.note.manual_lines:
        return [("billed_not_performed", ())]
    if f.treatment.performed and f.note.billed and not f.note.manual_lines:
        return [("not_billed", _spans(f.treatment.hands[:1]))]
    return []


def _of_place(f: Findings) -> list[Flag]:
    if not f.treatment.performed:
        return []
    found: list[Flag] = []
    if lacks_side(f.page, f.region, f.note.side):
        found.append(("laterality_missing", _spans(f.region.sites)))
    conflict = sides_conflict(f.page, f.treatment, f.region, f.note.side)
    if conflict:
        found.append(("laterality_conflict", _spans(conflict)))
    return found + _of_adjustment(f)


def _of_adjustment(f: Findings) -> list[Flag]:
    if not f.note.chiropractic:
        return []
    adjustments = kinds_today(f.page, f.treatment, "cmt")
    billed = any(line.code.startswith("9894") for line in f.note.billed)
    if not adjustments and not billed:
        return []
    manual = {s.term.region for s in f.region.sites}
    adjusted: set[str] = set()
    for mention in adjustments:
        adjusted |= {s.term.region for s in _sites_beside(f, mention)}
    adjusted |= {s.term.region for s in _thrust_sites(f)} | _lettered(f)
    if not adjusted or not manual:
        return [("cmt_region_unclear", _spans(adjustments[:1]))]
    if manual & adjusted:
        return [
            ("cmt_same_region", _spans([s for s in f.region.sites if s.term.region in adjusted]))
        ]
    return []


def _sites_beside(f: Findings, mention: Mention) -> list[Mention]:
    """Sites of the adjustment's clause that the manual entry does not claim."""
    sentence = f.page.sentence_at(mention.first)
    claimed = set(f.region.sites)
    manual_here = [
        m
        for m in f.treatment.hands + f.treatment.labels
        if sentence.first <= m.first < sentence.last
    ]
    sites = f.page.within("site", sentence.first, sentence.last)
    before = f.page.words.stems[max(mention.first - 6, 0) : mention.first]
    if {"not", "unrelated", "from", "separate", "distinct"} & set(before):
        return []
    if not manual_here:
        return sites
    return [s for s in sites if s not in claimed]


def _lettered(f: Findings) -> set[str]:
    """`CMT to C, T, L`: regions told by their letters."""
    stems, raw = f.page.words.stems, f.page.words.raw
    found: set[str] = set()
    for mention in f.page.of("cmt"):
        last = f.page.sentence_at(mention.first).last
        for at in range(mention.last, min(mention.last + _LETTER_REACH, last)):
            first = at == mention.last or stems[at - 1] in _BEFORE_LETTER
            if raw[at] in _LETTERS and first:
                found.add(_LETTERS[raw[at]])
    return found


def _thrust_sites(f: Findings) -> list[Mention]:
    found: list[Mention] = []
    for mention in f.page.of("technique"):
        if mention.term.name == "manipulation" and f.treatment.scopes.get(mention) == "today":
            found += _sites_beside(f, mention)
    return found


def _of_care(f: Findings) -> list[Flag]:
    found: list[Flag] = []
    goals = vague_goals(f.page)
    if goals:
        found.append(("vague_goals", goals))
    care = maintenance(f.page, f.treatment)
    if care:
        found.append(("maintenance", _spans(care)))
    return found
