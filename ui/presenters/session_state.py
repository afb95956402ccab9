"""What the session screen holds, frozen, and its draft: the raw texts as JSON-able values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date

from core.model.patient import Diagnosis
from core.model.practice import Location, Provider
from core.model.session import Note, SessionFile, SessionRecord
from core.model.statements import Attestation, Refusal
from ui.presenters.session_said import read_statements, statements_body
from ui.presenters.session_sheet import LETTERS, RowTexts, row_of

FORM = 1
NOTE_PARTS = ("subjective", "objective", "assessment", "plan")
_TEXTS = tuple(one.name for one in fields(RowTexts) if one.name != "kept")


@dataclass(frozen=True, slots=True)
class SessionData:
    """All the screen reads before it can be shown."""

    file: SessionFile
    providers: tuple[Provider, ...]
    locations: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What undo brings back: rows, diagnoses, answers to ties, statements and refusals."""

    rows: tuple[RowTexts, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    choose: Mapping[int, str] = field(default_factory=dict)
    attestations: tuple[Attestation, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def sheet_of(record: SessionRecord) -> Sheet:
    """The kept encounter as texts."""
    count = len(record.diagnoses)
    pointers = (*record.pointers, *[""] * len(record.services))
    rows = tuple(
        row_of(service, letters, count)
        for service, letters in zip(record.services, pointers, strict=False)
    )
    return Sheet(
        rows,
        record.diagnoses[: len(LETTERS)],
        dict(record.choose),
        record.attestations,
        record.refusals,
    )


def matching(known: tuple[Diagnosis, ...], text: str) -> tuple[Diagnosis, ...]:
    """The patient's own diagnoses whose code or words begin with what is typed."""
    wanted = text.lower().split()
    code = "".join(wanted).replace(".", "")
    return tuple(
        one
        for one in known
        if one.code.lower().startswith(code)
        or all(
            any(word.startswith(part) for word in one.description.lower().split())
            for part in wanted
        )
    )


def draft_body(record: SessionRecord, sheet: Sheet, date_text: str) -> dict[str, object]:
    """What is on screen, as values that JSON can hold."""
    return {
        "form": FORM,
        "date": record.date.isoformat(),
        "date_text": date_text,
        "provider": record.rendering_provider_id,
        "assistant": record.assistant_provider_id,
        "location": record.location_id,
        "place_of_service": record.place_of_service,
        "profile": record.profile,
        "coverage": record.coverage_id,
        "payer": record.payer_id,
        "rows": [{name: getattr(row, name) for name in _TEXTS} for row in sheet.rows],
        "diagnoses": [[one.code, one.description] for one in sheet.diagnoses],
        "choose": {str(number): code for number, code in sheet.choose.items()},
        **statements_body(sheet.attestations, sheet.refusals),
        "note": [getattr(record.note, part) for part in NOTE_PARTS],
    }


def restore(
    record: SessionRecord, body: Mapping[str, object]
) -> tuple[SessionRecord, Sheet, str] | None:
    """The screen as a draft kept it, or None when the draft is of another form."""
    if body.get("form") != FORM:
        return None
    kept = {service.code: service for service in record.services}
    rows = tuple(
        RowTexts(
            **{name: str(row.get(name, "")) for name in _TEXTS}, kept=kept.get(str(row.get("code")))
        )
        for row in _dicts(body.get("rows"))
    )
    pairs = [one for one in _lists(body.get("diagnoses")) if len(one) == 2]
    diagnoses = tuple(Diagnosis(str(code), str(words)) for code, words in pairs)
    choose = body.get("choose")
    answers = (
        {int(n): str(code) for n, code in choose.items() if str(n).isdecimal()}
        if isinstance(choose, Mapping)
        else {}
    )
    changed = _header(record, body)
    stated = read_statements(body, record)
    return changed, Sheet(rows, diagnoses, answers, *stated), str(body.get("date_text", ""))


def _header(record: SessionRecord, body: Mapping[str, object]) -> SessionRecord:
    texts = [str(one) for one in _list(body.get("note"))]
    provider = body.get("provider")
    day = _day(body.get("date"), record.date)
    if day != record.date:
        # Another day's coverage was looked up when it was typed; the record has its own day's.
        record = replace(
            record,
            profile=str(body.get("profile", record.profile)),
            coverage_id=_number(body.get("coverage")),
            payer_id=_number(body.get("payer")),
        )
    return replace(
        record,
        date=day,
        rendering_provider_id=provider if isinstance(provider, int) else 0,
        assistant_provider_id=_number(body.get("assistant")),
        location_id=_number(body.get("location")),
        place_of_service=str(body.get("place_of_service", record.place_of_service)),
        note=Note(*texts) if len(texts) == len(NOTE_PARTS) else record.note,
    )


def _day(value: object, otherwise: date) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return otherwise


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _lists(value: object) -> list[list[object]]:
    return [list(one) for one in _list(value) if isinstance(one, (list, tuple))]


def _dicts(value: object) -> list[dict[str, str]]:
    return [one for one in _list(value) if isinstance(one, dict)]


def with_code(sheet: Sheet, code: str, instead: str) -> Sheet:
    """The sheet with another code in the rows of one; minutes and the rest stay."""
    rows = tuple(replace(row, code=instead) if row.code == code else row for row in sheet.rows)
    return replace(sheet, rows=rows)
