"""Reading a note: `read_note(note, lexicon)` gives its labels with their proof."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from core.notes.changes import find_changes
from core.notes.claim import Note
from core.notes.lexicon import Lexicon, Mention
from core.notes.lymph import LymphDrainage, read_lymph
from core.notes.measures import find_values
from core.notes.minutes import read_minutes
from core.notes.needs import Answer, read_needs
from core.notes.page import Page
from core.notes.people import double_booked, group_session
from core.notes.plans import Plan, find_plan
from core.notes.rationale import find_rationale
from core.notes.redflags import Findings, Flag, red_flags
from core.notes.response import find_response
from core.notes.sites import read_region
from core.notes.skill import find_skill
from core.notes.treatment import read_treatment

Span = tuple[int, int]
_MOST_PROOFS = 6


class Evidence(NamedTuple):
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
class CodeNeed:
    """What another billed code needs: its proof, or the question and where it is asked."""

    code: str
    element: str
    evidence: tuple[Evidence, ...]
    ask: str
    source: str


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
    needs: tuple[CodeNeed, ...] = ()


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
    values = find_values(page)
    hands = treatment.hands[0].first if treatment.performed else 0
    changes = find_changes(page, values, hands)
    region = read_region(page, treatment)
    rationale = find_rationale(page, treatment)
    response = find_response(page, treatment, values, changes)
    findings = Findings(
        note=note,
        page=page,
        treatment=treatment,
        minutes=read_minutes(page, treatment),
        region=region,
        objective=bool(values),
        rationale=rationale is not None,
        response=response.level,
    )
    flags = red_flags(findings)
    overlap = double_booked(page) + group_session(page, treatment)
    proofs = {
        "one_on_one": [] if overlap else _spans(_one_on_one(page)),
        "rationale": [(rationale.first, rationale.last)] if rationale else [],
        "objective": [(v.first, v.last) for v in values],
        "response": list(response.spans),
        "progress": [(c.first, c.last) for c in changes],
        "skilled": find_skill(findings, {name for name, _ in flags}),
    }
    lymph = read_lymph(page, treatment, values)
    reading = _reading(findings, find_plan(page), lymph, flags, proofs)
    needs = tuple(
        CodeNeed(a.code, a.need.name, _quoted(page, a), a.need.ask, a.need.source)
        for a in read_needs(note, page, treatment, values, lexicon.needs)
    )
    return replace(_with_missing(reading, lexicon), needs=needs)


def _quoted(page: Page, answer: Answer) -> tuple[Evidence, ...]:
    proof = _Proof(page)
    proof.add(answer.need.name, *answer.spans)
    return tuple(proof.found)


def _reading(
    findings: Findings,
    plan: Plan,
    lymph: LymphDrainage,
    flags: list[Flag],
    proofs: dict[str, list[Span]],
) -> Reading:
    treatment = findings.treatment
    return Reading(
        performed=treatment.performed,
        technique=bool(treatment.techniques),
        techniques=tuple(treatment.names),
        region=findings.region.level,
        minutes=findings.minutes.minutes,
        one_on_one=bool(proofs["one_on_one"]),
        rationale=findings.rationale,
        objective=findings.objective,
        response=findings.response,
        progress=bool(proofs["progress"]),
        plan=plan.level,
        skilled=bool(proofs["skilled"]),
        red_flags=tuple(name for name, _ in flags),
        lymph=lymph,
        evidence=_evidence(findings, plan, lymph, flags, proofs),
        missing=(),
    )


def _evidence(
    findings: Findings,
    plan: Plan,
    lymph: LymphDrainage,
    flags: list[Flag],
    proofs: dict[str, list[Span]],
) -> tuple[Evidence, ...]:
    """The proof of every element and flag, in the order of the guide."""
    proof = _Proof(findings.page)
    region = findings.region
    proof.add("performed", *_spans(findings.treatment.hands))
    proof.add("technique", *_spans(findings.treatment.techniques))
    proof.add("region", *_spans(region.sites + region.named_by))
    proof.add("minutes_97140", *[(q.first, q.last) for q in findings.minutes.proof])
    for element, spans in proofs.items():
        proof.add(element, *spans)
    proof.add("plan", *plan.spans)
    proof.add("girth_or_volume", *[(v.first, v.last) for v in lymph.size])
    proof.add("stage_or_dx", *_spans(lymph.cause))
    proof.add("home_program", *_spans(lymph.home))
    for name, more in flags:
        proof.add(name, *more)
    return tuple(proof.found)


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
