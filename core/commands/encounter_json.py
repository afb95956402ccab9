"""One line of the contract's JSON -> a frozen Encounter, or a FieldProblem naming the field."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from core.commands.service_json import read_service, refuse_misspelt
from core.commands.shapes import (
    Shape,
    amount,
    day,
    fault,
    filled,
    flag,
    listing,
    mapping,
    record,
    text,
    whole,
    word,
)
from core.model.encounter import Encounter
from core.model.kinds import Discipline
from core.rules.rulebook import RuleBook

_count = whole(0, 9_999)


class Setting(StrEnum):
    """Which of Medicare's two edit files applies."""

    PRACTITIONER = "practitioner"
    HOSPITAL = "hospital"


class Rendering(StrEnum):
    """Who rendered the encounter."""

    THERAPIST = "therapist"
    ASSISTANT = "assistant"
    CHIROPRACTOR = "chiropractor"
    PHYSICIAN = "physician"


class Notice(StrEnum):
    """Which advance beneficiary notice is on file."""

    REQUIRED = "required"
    VOLUNTARY = "voluntary"
    NONE = "none"


def _id(value: object, field: str) -> str:
    if type(value) not in (str, int):
        raise fault("must be a text or a whole number", field)
    return str(value)


def _locality(value: object, field: str) -> object:
    if value == "national":
        return value
    return record({"mac": filled, "locality": filled}, frozenset({"mac", "locality"}))(value, field)


_services = listing(read_service)
REQUIRED = ("date", "payer", "discipline", "services")
_READ = frozenset({"id", "choose", *REQUIRED})
_NOTHING: tuple[object, ...] = (None, [], {}, "")
_FACTS: Mapping[str, Shape] = {
    "as_of": day,
    "setting": word(Setting),
    "rendering": word(Rendering),
    "same_day": listing(
        record(
            {
                "id": _id,
                "date": day,
                "payer": filled,
                "discipline": word(Discipline),
                "services": _services,
            },
            frozenset({"discipline", "services"}),
        )
    ),
    "history": listing(
        record({"date": day, "code": filled, "units": _count}, frozenset({"date", "code", "units"}))
    ),
    "plan": record(
        {
            "first_treatment": day,
            "certified_to": day,
            "order_on_file": flag,
            "sent_on": day,
            "treatment_days_since_report": _count,
        }
    ),
    "authorisation": record({"from": day, "to": day, "visits_left": _count, "units_left": _count}),
    "visits_used": _count,
    "secondary": filled,
    "locality": _locality,
    "qp": flag,
    "year_to_date": record({"pt_slp": amount, "ot": amount}),
    "charges": mapping(amount),
    "rates": mapping(amount),
    "cmt_regions": listing(filled),
    "attest": record({"kx": flag, "at": flag, "abn": word(Notice)}),
    "decline": listing(
        record({"alert": filled, "codes": listing(filled), "reason": text}, frozenset({"alert"}))
    ),
}
ENCOUNTER: Mapping[str, Shape] = {
    "id": _id,
    "date": day,
    "payer": filled,
    "discipline": word(Discipline),
    "services": _services,
    "choose": mapping(filled),
    **_FACTS,
}


def read_encounter(row: object, book: RuleBook) -> Encounter:
    """The encounter of one row.

    Raises FieldProblem for what cannot be read. Optional facts are checked in shape; those the
    engine does not read are named in `unused_facts`, and so are keys the contract does not hold.
    """
    if not isinstance(row, dict):
        raise fault("must be a JSON object", "row")
    for key in REQUIRED:
        if row.get(key) is None:
            raise fault("is missing", key)
    found: dict[str, Any] = {}
    unused: list[str] = []
    for key, value in row.items():
        shape = ENCOUNTER.get(key)
        if shape is None:
            refuse_misspelt(key, ENCOUNTER, "")
        elif value is not None:
            found[key] = shape(value, key)
        if key not in _READ and value not in _NOTHING:
            unused.append(key[:40])
    _check_payer(found["payer"], "payer", book)
    if "secondary" in found:
        _check_payer(found["secondary"], "secondary", book)
    return Encounter(
        date=found["date"],
        payer=found["payer"],
        discipline=found["discipline"],
        services=found["services"],
        id=found.get("id", ""),
        choose=_choices(found.get("choose", {})),
        unused_facts=tuple(unused),
    )


def _check_payer(payer: str, field: str, book: RuleBook) -> None:
    if payer not in book.profiles:
        raise fault(f"must be one of {', '.join(book.profiles)}", field)


def _choices(answers: Mapping[str, str]) -> dict[int, str]:
    """Answers to ties by their number, counted from 1."""
    for number in answers:
        if not (number.isascii() and number.isdigit() and len(number) < 4):
            raise fault('must answer ties by number, like {"1": "97140"}', "choose")
    return {int(number): code for number, code in answers.items()}
