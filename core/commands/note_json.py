"""One line of the contract's JSON -> a Note, and a Reading -> the labels of the note guide."""

from __future__ import annotations

from typing import Any

from core.commands.shapes import Shape, day, fault, filled, listing, record, text, whole
from core.notes.claim import BilledLine, Note
from core.notes.reading import Reading
from core.notes.words import check_length

_DISCIPLINES = ("PT", "OT", "SLP", "DC")
_MOST_MINUTES = 1_440


def note_text(value: object, field: str) -> str:
    """A note of at most the length that is read."""
    if not isinstance(value, str):
        raise fault("must be a text", field)
    check_length(value)
    return value


def _discipline(value: object, field: str) -> str:
    if value not in _DISCIPLINES:
        raise fault(f"must be one of {', '.join(_DISCIPLINES)}", field)
    return str(value)


_SHAPES: dict[str, Shape] = {
    "discipline": _discipline,
    "text": note_text,
    "billed": listing(
        record(
            {"code": filled, "minutes": whole(0, _MOST_MINUTES), "modifiers": listing(text)},
            frozenset({"code"}),
        )
    ),
    "date": day,
    "payer": text,
    "sex": text,
    "birth_date": day,
    "side": text,
}


def note_of(row: object) -> Note:
    """The note of one row; raises FieldProblem naming the field that cannot be read."""
    if not isinstance(row, dict):
        raise fault("must be a JSON object", "row")
    if row.get("text") is None:
        raise fault("is missing", "text")
    found: dict[str, Any] = {
        key: shape(row[key], key) for key, shape in _SHAPES.items() if row.get(key) is not None
    }
    return Note(
        text=found["text"],
        discipline=found.get("discipline", ""),
        billed=tuple(_line(one) for one in found.get("billed", ())),
        day=found.get("date"),
        sex=found.get("sex", ""),
        side=found.get("side", "").lower(),
    )


def _line(found: dict[str, Any]) -> BilledLine:
    modifiers = found.get("modifiers")
    return BilledLine(found["code"], found.get("minutes"), modifiers)


def reading_to_json(reading: Reading, id_: object) -> dict[str, Any]:
    """The labels by the guide's keys, their evidence, and what is missing."""
    lymph = reading.lymph
    return {
        "id": id_,
        "performed": reading.performed,
        "technique": reading.technique,
        "techniques": list(reading.techniques),
        "region": reading.region,
        "minutes_97140": reading.minutes,
        "one_on_one": reading.one_on_one,
        "rationale": reading.rationale,
        "objective": reading.objective,
        "response": reading.response,
        "progress": reading.progress,
        "plan": reading.plan,
        "skilled": reading.skilled,
        "red_flags": list(reading.red_flags),
        "mld": {
            "is_mld": lymph.given,
            "girth_or_volume": bool(lymph.size),
            "stage_or_dx": bool(lymph.cause),
            "home_program": bool(lymph.home),
        },
        "evidence": [
            {"element": e.element, "start": e.start, "end": e.end, "text": e.text}
            for e in reading.evidence
        ],
        "missing": [{"element": m.element, "ask": m.ask} for m in reading.missing],
        "codes": _codes_to_json(reading),
    }


def _codes_to_json(reading: Reading) -> list[dict[str, Any]]:
    """What each other billed code needs: found with its words, or missing with the question."""
    answers = []
    for code in dict.fromkeys(need.code for need in reading.needs):
        needs = [need for need in reading.needs if need.code == code]
        answers.append(
            {
                "code": code,
                "found": [
                    {"element": e.element, "start": e.start, "end": e.end, "text": e.text}
                    for need in needs
                    for e in need.evidence
                ],
                "missing": [
                    {"element": need.element, "ask": need.ask, "source": need.source}
                    for need in needs
                    if not need.evidence
                ],
            }
        )
    return answers
