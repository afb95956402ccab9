"""One line of the contract's JSON -> a frozen Encounter, or a FieldProblem naming the field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from core.commands.shapes import (
    Shape,
    amount,
    clock,
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
from core.model.encounter import Encounter, Interval, Service
from core.model.kinds import Discipline, Side, Who
from core.rules.rulebook import RuleBook

DAY_MINUTES = 1_440
_MODIFIER = re.compile(r"[0-9A-Za-z]{2}", re.ASCII)
_minutes = whole(0, DAY_MINUTES)
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


def _modifier(value: object, field: str) -> str:
    if not isinstance(value, str) or not _MODIFIER.fullmatch(value):
        raise fault("must be a modifier of two letters or digits", field)
    return value.upper()


def _interval(value: object, field: str) -> Interval:
    if not isinstance(value, list) or len(value) not in (2, 3):
        raise fault('must be like ["10:05", "10:27"] or name who as a third text', field)
    start, end = clock(value[0], f"{field}[0]"), clock(value[1], f"{field}[1]")
    if end <= start:
        raise fault("must end after it starts", field)
    return Interval(start, end, _who(value[2], f"{field}[2]") if len(value) > 2 else Who.THERAPIST)


def _locality(value: object, field: str) -> object:
    if value == "national":
        return value
    return record({"mac": filled, "locality": filled}, frozenset({"mac", "locality"}))(value, field)


_who = word(Who)
_MINUTES_OF: Mapping[str, Who] = {
    "minutes": Who.THERAPIST,
    "assistant_minutes": Who.ASSISTANT,
    "together_minutes": Who.TOGETHER,
}
SERVICE: Mapping[str, Shape] = {
    "code": filled,
    "minutes": _minutes,
    "assistant_minutes": _minutes,
    "together_minutes": _minutes,
    "region": text,
    "side": word(Side),
    "intervals": listing(_interval),
    "modifiers": listing(_modifier),
    "distinct_from": listing(filled),
    "units": whole(1, 999),
    "session": whole(1, 99),
}
_SERVICE_NULL = SERVICE.keys() - {"code", *_MINUTES_OF}


def _service(value: object, field: str) -> Service:
    if not isinstance(value, dict):
        raise fault("must be an object", field)
    if "code" not in value:
        raise fault("is missing", f"{field}.code")
    found = {}
    for key, one in value.items():
        shape = SERVICE.get(key)
        if shape is None:
            _refuse_misspelt(key, SERVICE, f"{field}.")
        elif one is not None or key not in _SERVICE_NULL:
            found[key] = shape(one, f"{field}.{key}")
    if "intervals" in found and not found.keys() & _MINUTES_OF.keys():
        found.update(_minutes_of(found["intervals"]))
    service = Service(**found)
    if service.total_minutes > DAY_MINUTES:
        raise fault(
            f"and its companions hold more than {DAY_MINUTES:,} minutes", f"{field}.minutes"
        )
    return service


def _minutes_of(intervals: tuple[Interval, ...]) -> dict[str, int]:
    """Minutes from clock times, where none are given."""
    return {
        key: sum(interval.minutes for interval in intervals if interval.who is who)
        for key, who in _MINUTES_OF.items()
    }


def _refuse_misspelt(key: str, known: Mapping[str, Shape], prefix: str) -> None:
    """Refuse a key that looks like a slip of a known one: its value would be lost unseen."""
    close = get_close_matches(key[:40].lower(), known, n=1, cutoff=0.75)
    if close:
        raise fault(f"is not known; {close[0]} is", f"{prefix}{key[:40]}")


_services = listing(_service)
REQUIRED = ("date", "payer", "discipline", "services")
_FACTS: Mapping[str, Shape] = {
    "as_of": day,
    "setting": word(Setting),
    "rendering": word(Rendering),
    "same_day": listing(
        record(
            {"id": text, "discipline": word(Discipline), "services": _services},
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
            _refuse_misspelt(key, ENCOUNTER, "")
        elif value is not None:
            found[key] = shape(value, key)
        if key not in ("id", "choose", *REQUIRED):
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
