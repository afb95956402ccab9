"""Reading a note: `read_note(note, lexicon)` gives its labels with their proof."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.notes.changes import find_changes
from core.notes.claim import Note
from core.notes.flags import double_booked, group_session
from core.notes.lexicon import Lexicon, Mention
from core.notes.lymph import LymphDrainage, read_lymph
from core.notes.measures import find_values
from core.notes.minutes import ManualMinutes, read_minutes
from core.notes.page import Page
from core.notes.plans import find_plan
from core.notes.reasoning import find_rationale, find_response
from core.notes.redflags import Findings, red_flags
from core.notes.sites import read_region
from core.notes.skill import find_skill
from core.notes.treatment import Treatment, read_treatment

Span = tuple[int, int]
_MOST_PROOFS = 6


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that prove an element, by character offsets into the text."""

    element: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Missing:
    """An element the note lacks, with the question an auditor would ask."""

    element: str
    ask: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a note says about today's manual therapy; the labels of the note guide."""

    performed: bool
    technique: bool
    techniques: tuple[str, ...]
    region: str
    minutes: int | None
    one_on_one: bool
    rationale: bool
    objective: bool
    response: str
    progress: bool
    plan: str
    skilled: bool
    red_flags: tuple[str, ...]
    lymph: LymphDrainage
    evidence: tuple[Evidence, ...]
    missing: tuple[Missing, ...]


@dataclass(slots=True)
class _Proof:
    page: Page
    found: list[Evidence] = field(default_factory=list)

    def add(self, element: str, *spans: Span) -> None:
        for first, last in sorted(set(spans))[:_MOST_PROOFS]:
            if last > first:
                self.found.append(Evidence(element, *self.page.place(first, last)))


def read_note(note: Note, lexicon: Lexicon) -> Reading:
    """The note's labels. Pure and total; raises FieldProblem only for a text that is too long."""
    page = Page(note.text, lexicon)
    treatment = read_treatment(page, chiropractic=note.chiropractic)
    minutes = read_minutes(page, treatment)
    region = read_region(page, treatment)
    values = find_values(page)
    hands = treatment.hands[0].first if treatment.performed else 0
    changes = find_changes(page, values, hands)
    rationale = find_rationale(page, treatment)
    response = find_response(page, treatment, values, changes)
    plan = find_plan(page)
    overlap = double_booked(page) + group_session(page, treatment)
    alone = () if overlap else _one_on_one(page)
    lymph = read_lymph(page, treatment, values)
    findings = Findings(
        note, page, treatment, minutes, region, bool(values), rationale is not None, response.level
    )
    flags = red_flags(findings)
    skill = find_skill(findings, {name for name, _ in flags})
    proof = _Proof(page)
    proof.add("performed", *_spans(treatment.hands))
    proof.add("technique", *_spans(treatment.techniques))
    proof.add("region", *_spans(region.sites + region.named_by))
    proof.add("minutes_97140", *[(q.first, q.last) for q in minutes.proof])
    proof.add("one_on_one", *_spans(alone))
    if rationale:
        proof.add("rationale", (rationale.first, rationale.last))
    proof.add("objective", *[(v.first, v.last) for v in values])
    proof.add("response", *response.spans)
    proof.add("progress", *[(c.first, c.last) for c in changes])
    proof.add("plan", *plan.spans)
    proof.add("skilled", *skill)
    proof.add("girth_or_volume", *[(v.first, v.last) for v in lymph.size])
    proof.add("stage_or_dx", *_spans(lymph.cause))
    proof.add("home_program", *_spans(lymph.home))
    for name, spans in flags:
        proof.add(name, *spans)
    reading = Reading(
        performed=treatment.performed,
        technique=bool(treatment.techniques),
        techniques=tuple(treatment.names),
        region=region.level,
        minutes=minutes.minutes,
        one_on_one=bool(alone),
        rationale=rationale is not None,
        objective=bool(values),
        response=response.level,
        progress=bool(changes),
        plan=plan.level,
        skilled=bool(skill),
        red_flags=tuple(name for name, _ in flags),
        lymph=lymph,
        evidence=tuple(proof.found),
        missing=(),
    )
    return _with_missing(reading, lexicon)


def _spans(mentions: list[Mention] | tuple[Mention, ...]) -> list[Span]:
    return [(m.first, m.last) for m in mentions]


def _one_on_one(page: Page) -> tuple[Mention, ...]:
    found = []
    for mention in page.of("one_on_one"):
        before = page.words.stems[max(mention.first - 3, 0) : mention.first]
        section = page.sentence_at(mention.first).section
        if not {"no", "not", "without", "of", "ratio"} & set(before) and section not in (
            "plan",
            "goals",
        ):
            found.append(mention)
    return tuple(found)


def _with_missing(reading: Reading, lexicon: Lexicon) -> Reading:
    """The same reading with a question for each element that is not proved."""
    from dataclasses import replace

    wanted = ["performed"] if not reading.performed else _lacking(reading)
    missing = [Missing(name, lexicon.asks[name]) for name in wanted if name in lexicon.asks]
    return replace(reading, missing=tuple(missing))


def _lacking(reading: Reading) -> list[str]:
    checks = {
        "technique": reading.technique,
        "region": reading.region != "none",
        "region_specific": reading.region != "general",
        "laterality": "laterality_missing" not in reading.red_flags,
        "minutes_97140": reading.minutes is not None,
        "one_on_one": reading.one_on_one,
        "rationale": reading.rationale,
        "objective": reading.objective,
        "response": reading.response == "specific",
        "progress": reading.progress,
        "plan": reading.plan == "specific",
        "skilled": reading.skilled,
    }
    if reading.lymph.given:
        checks |= {
            "girth_or_volume": bool(reading.lymph.size),
            "stage_or_dx": bool(reading.lymph.cause),
            "home_program": bool(reading.lymph.home),
        }
    return [name for name, found in checks.items() if not found]


__all__ = ["Evidence", "ManualMinutes", "Missing", "Note", "Reading", "Treatment", "read_note"]
