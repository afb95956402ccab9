"""What a note shows of all that an auditor asks for this claim: an element each, found or asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from core.model.encounter import Service
from core.model.kinds import Severity
from core.notes.claim import MANUAL_THERAPY, BilledLine, Note
from core.notes.reading import Reading
from core.notes.sums import clock_ranges, sums_of
from core.rules.regions import RegionMap

Span = tuple[int, int]
_OBJECTIVE = 1  # the part where treatments stand
_SIDE = re.compile(r"\b(?:left|right|bilateral(?:ly)?|lt|rt)\b|\b[LR]\b", re.IGNORECASE)


class State(StrEnum):
    """How an element stands: proved, told too generally, or not told."""

    FOUND = "found"
    VAGUE = "too general"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Element:
    """One thing an auditor looks for, with a note that gets paid and one that gets denied.

    Without a pair, as for a need that only this practice asks about, the two are empty.
    """

    name: str
    label: str
    part: int
    cite: str
    paid: str
    denied: str
    why: str
    ask: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A note that gets paid, one that gets denied, and why; for a need of another code."""

    paid: str = ""
    denied: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class FlagAlert:
    """What the reader's red flags mean for a bill that holds one of `codes`."""

    id: str
    flags: frozenset[str]
    codes: frozenset[str]
    severity: Severity
    message: str
    fix: str
    cite: str


@dataclass(frozen=True, slots=True)
class CoachBook:
    """The elements in the order of the chips, the alerts, and pairs by code and need."""

    elements: tuple[Element, ...]
    alerts: tuple[FlagAlert, ...]
    pairs: Mapping[tuple[str, str], Pair] = field(default_factory=dict)

    def element(self, name: str) -> Element:
        """One element by name; KeyError for another."""
        found = next((one for one in self.elements if one.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of a visit besides its note.

    `timed` are the codes counted by minutes, `modifiers` those of each code's line, `distinct` the
    codes stated as distinct. `wanted` gives each element that the payer asks for with its source.
    `plan_on_file` is None where nobody can say.
    """

    day: date
    discipline: str = ""
    sex: str = ""
    services: tuple[Service, ...] = ()
    timed: frozenset[str] = frozenset()
    modifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    distinct: tuple[str, ...] = ()
    wanted: Mapping[str, str] = field(default_factory=dict)
    plan_on_file: bool | None = None
    regions: RegionMap = RegionMap({}, {})

    @property
    def has_manual(self) -> bool:
        """Whether manual therapy is on the bill."""
        return any(one.code == MANUAL_THERAPY for one in self.services)

    def minutes_of(self, code: str) -> int:
        """All minutes of a code's rows."""
        return sum(one.total_minutes for one in self.services if one.code == code)

    @property
    def timed_minutes(self) -> int:
        """Minutes of the timed codes together."""
        return sum(one.total_minutes for one in self.services if one.code in self.timed)

    @property
    def all_minutes(self) -> int:
        """Minutes of every row."""
        return sum(one.total_minutes for one in self.services)

    def note(self, text: str) -> Note:
        """The note as the reader takes it."""
        codes = dict.fromkeys(one.code for one in self.services)
        billed = tuple(
            BilledLine(code, self.minutes_of(code) or None, self.modifiers.get(code))
            for code in codes
        )
        return Note(text, self.discipline, billed, self.day, self.sex)


@dataclass(frozen=True, slots=True)
class Chip:
    """One element of a note: its state, the places that prove it, or the question and its source.

    `said` tells of a found one where it stands when no words of the note prove it.
    """

    element: Element
    state: State
    spans: tuple[Span, ...] = ()
    ask: str = ""
    cite: str = ""
    said: str = ""


def chips_of(
    visit: Visit, text: str, reading: Reading, book: CoachBook, asks: Mapping[str, str]
) -> tuple[Chip, ...]:
    """Every element that this claim and this payer ask for, in the book's order; none without."""
    if not visit.services:
        return ()
    states = _states(visit, text, reading, book)
    proofs = _proofs(reading)
    found = []
    for element in book.elements:
        state = states.get(element.name)
        if state is None:
            continue
        spans = state.spans or proofs.get(element.name, ())
        question = element.ask or asks.get(state.ask or element.name, "")
        cite = visit.wanted.get(element.name, element.cite)
        found.append(Chip(element, state.state, spans, question, cite, state.said))
    return (*found, *_of_other_codes(reading, book))


@dataclass(frozen=True, slots=True)
class _Stand:
    state: State
    ask: str = ""
    spans: tuple[Span, ...] = ()
    said: str = ""


def _states(visit: Visit, text: str, reading: Reading, book: CoachBook) -> dict[str, _Stand]:
    stands: dict[str, _Stand] = {}
    levels = {
        "objective": _yes(reading.objective),
        "progress": _yes(reading.progress),
        "plan": _level(reading.plan),
    }
    if visit.has_manual:
        levels |= {
            "performed": _yes(reading.performed),
            "technique": _yes(reading.technique),
            "region": _level(reading.region),
            "minutes_97140": _yes(reading.minutes is not None),
            "one_on_one": _yes(reading.one_on_one),
            "rationale": _yes(reading.rationale),
            "response": _level(reading.response),
            "skilled": _yes(reading.skilled),
        }
        stands |= _side(text, reading)
        stands |= _lymph(visit, text, reading, book)
    for name, state in levels.items():
        exact = name == "region" and state is State.VAGUE
        stands[name] = _Stand(state, "region_specific" if exact else "")
    return stands | _of_payer(visit, text)


def _of_other_codes(reading: Reading, book: CoachBook) -> list[Chip]:
    """What the other codes of the claim need, each under its code's number with its pair."""
    found = []
    for need in reading.needs:
        label = f"{need.code} {need.element.replace('_', ' ')}"
        pair = book.pairs.get((need.code, need.element), Pair())
        name, why = f"{need.code} {need.element}", pair.why
        element = Element(name, label, _OBJECTIVE, need.source, pair.paid, pair.denied, why)
        spans = tuple((one.start, one.end) for one in need.evidence)
        found.append(Chip(element, _yes(bool(spans)), spans, need.ask, need.source))
    return found


def _yes(found: bool) -> State:
    return State.FOUND if found else State.MISSING


def _level(level: str) -> State:
    return {"specific": State.FOUND, "none": State.MISSING}.get(level, State.VAGUE)


def _side(text: str, reading: Reading) -> dict[str, _Stand]:
    """The side is asked for where a paired structure lacks it, and shown where one is told."""
    if "laterality_missing" in reading.red_flags:
        return {"laterality": _Stand(State.MISSING)}
    spans = tuple((m.start(), m.end()) for m in _SIDE.finditer(text))
    told = reading.performed and spans
    return {"laterality": _Stand(State.FOUND, spans=spans[:6])} if told else {}


def _lymph(visit: Visit, text: str, reading: Reading, book: CoachBook) -> dict[str, _Stand]:
    lymph = reading.lymph
    if not lymph.given:
        return {}
    stands = {
        "girth_or_volume": _Stand(_yes(bool(lymph.size))),
        "stage_or_dx": _Stand(_yes(bool(lymph.cause))),
        "home_program": _Stand(_yes(bool(lymph.home))),
    }
    for element in book.elements:
        if element.name in visit.wanted and element.words:
            spans = _words(text, element.words)
            stands[element.name] = _Stand(_yes(bool(spans)), spans=spans)
    return stands


def _words(text: str, words: Iterable[str]) -> tuple[Span, ...]:
    one_of = "|".join(re.escape(word) for word in words)
    found = re.finditer(rf"(?<!\w)(?:{one_of})(?!\w)", text, re.IGNORECASE)
    return tuple((m.start(), m.end()) for m in found)[:6]


def _of_payer(visit: Visit, text: str) -> dict[str, _Stand]:
    """What the payer asks for beyond the service itself."""
    stands = {}
    if "clock_times" in visit.wanted:
        stands["clock_times"] = _clock_times(visit, text)
    sums = sums_of(text)
    for name, found in (("total_timed", sums.timed), ("total_minutes", sums.whole)):
        if name in visit.wanted:
            spans = ((found.start, found.end),) if found else ()
            stands[name] = _Stand(_yes(found is not None), spans=spans)
    if "plan_on_file" in visit.wanted and visit.plan_on_file is not None:
        said = "A plan of care on file covers the day." if visit.plan_on_file else ""
        stands["plan_on_file"] = _Stand(_yes(visit.plan_on_file), said=said)
    return stands


def _clock_times(visit: Visit, text: str) -> _Stand:
    spans = clock_ranges(text)
    timed = [one for one in visit.services if one.code in visit.timed and one.total_minutes]
    if not spans and timed and all(one.intervals for one in timed):
        return _Stand(State.FOUND, said="The clock times stand with the services.")
    return _Stand(_yes(bool(spans)), spans=spans)


def _proofs(reading: Reading) -> dict[str, tuple[Span, ...]]:
    found: dict[str, list[Span]] = {}
    for one in reading.evidence:
        found.setdefault(one.element, []).append((one.start, one.end))
    return {name: tuple(spans) for name, spans in found.items()}
