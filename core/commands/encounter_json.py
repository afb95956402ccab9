"""One line of the contract's JSON -> a frozen Encounter, or a FieldProblem naming the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
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
from core.errors import FieldProblem
from core.model.clock_changes import clock_change_problem
from core.model.encounter import Encounter, OtherEncounter, Service
from core.model.facts import (
    Attest,
    AuthorisationFacts,
    Decline,
    Locality,
    PastUnits,
    PlanFacts,
    YearToDate,
)
from core.model.kinds import Discipline, Notice, Rendering, SecondaryRule, Setting
from core.rules.rulebook import RuleBook

_count = whole(0, 9_999)
_NOTHING: tuple[object, ...] = (None, [], {}, "")


def _id(value: object, field: str) -> str:
    if type(value) not in (str, int):
        raise fault("must be a text or a whole number", field)
    return str(value)


def _into(kind: Callable[..., Any], shape: Shape, names: Mapping[str, str] | None = None) -> Shape:
    """A record's values handed on to a type; `names` where a key is called otherwise there."""
    renamed = names or {}

    def read(value: object, field: str) -> object:
        found = shape(value, field)
        return kind(**{renamed.get(key, key): one for key, one in found.items()})

    return read


_place = _into(
    Locality,
    record({"mac": filled, "locality": filled}, frozenset({"mac", "locality"})),
    {"locality": "number"},
)


def _locality(value: object, field: str) -> object:
    return Locality() if value == "national" else _place(value, field)


def _other(value: object, field: str) -> OtherEncounter:
    found = _other_shape(value, field)
    return OtherEncounter(found["discipline"], found["services"], found.get("id", ""))


_services = listing(read_service)
_other_shape = record(
    {
        "id": _id,
        "date": day,
        "payer": filled,
        "discipline": word(Discipline),
        "services": _services,
    },
    frozenset({"discipline", "services"}),
)
_PAST = {"date": day, "code": filled, "units": _count}
_PLAN = {
    "first_treatment": day,
    "certified_to": day,
    "order_on_file": flag,
    "sent_on": day,
    "treatment_days_since_report": _count,
}
_AUTHORISATION = {
    "from": day,
    "to": day,
    "visits_left": _count,
    "units_left": _count,
    "codes": listing(filled),
    "code_units_left": mapping(_count),
    "on_file": flag,
}
_DECLINE = {"alert": filled, "codes": listing(filled), "reason": text}
REQUIRED = ("date", "payer", "discipline", "services")
ENCOUNTER: Mapping[str, Shape] = {
    "id": _id,
    "date": day,
    "payer": filled,
    "discipline": word(Discipline),
    "services": _services,
    "choose": mapping(filled),
    "as_of": day,
    "setting": word(Setting),
    "rendering": word(Rendering),
    "same_day": listing(_other),
    "history": listing(_into(PastUnits, record(_PAST, frozenset(_PAST)))),
    "plan": _into(PlanFacts, record(_PLAN)),
    "authorisation": _into(
        AuthorisationFacts, record(_AUTHORISATION), {"from": "since", "to": "until"}
    ),
    "visits_used": _count,
    "secondary": filled,
    "secondary_rule": word(SecondaryRule),
    "locality": _locality,
    "qp": flag,
    "year_to_date": _into(YearToDate, record({"pt_slp": amount, "ot": amount})),
    "charges": mapping(amount),
    "rates": mapping(amount),
    "cmt_regions": listing(filled),
    "attest": _into(Attest, record({"kx": flag, "at": flag, "abn": word(Notice)})),
    "decline": listing(_into(Decline, record(_DECLINE, frozenset({"alert", "codes"})))),
}


def read_encounter(row: object, book: RuleBook) -> Encounter:
    """The encounter of one row.

    Raises FieldProblem for what cannot be read. Keys the contract does not hold are named in
    `unused_facts`.
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
        if shape is not None:
            if value is not None:
                found[key] = shape(value, key)
            continue
        refuse_misspelt(key, ENCOUNTER, "")
        if value not in _NOTHING:
            unused.append(key[:40])
    _check_nights(found)
    _check_payer(found["payer"], "payer", book)
    if "secondary" in found:
        _check_payer(found["secondary"], "secondary", book)
    if "choose" in found:
        found["choose"] = _choices(found["choose"])
    return Encounter(**found, unused_facts=tuple(unused))


def _check_nights(found: Mapping[str, Any]) -> None:
    _check_night(found["date"], found["services"], "services")
    for place, other in enumerate(found.get("same_day", ())):
        _check_night(found["date"], other.services, f"same_day[{place}].services")


def _check_night(on: date, services: Sequence[Service], field: str) -> None:
    """Refuse clock times of an hour that the day did not have, or had twice."""
    for place, service in enumerate(services):
        for number, interval in enumerate(service.intervals):
            problem = clock_change_problem(interval, on)
            if problem:
                raise FieldProblem(problem, f"{field}[{place}].intervals[{number}]")


def _check_payer(payer: str, field: str, book: RuleBook) -> None:
    if payer not in book.profiles and payer not in book.own_profiles:
        raise fault(f"must be one of {', '.join(book.profiles)}", field)


def _choices(answers: Mapping[str, str]) -> dict[int, str]:
    """Answers to ties by their number, counted from 1."""
    for number in answers:
        if not (number.isascii() and number.isdigit() and len(number) < 4):
            raise fault('must answer ties by number, like {"1": "97140"}', "choose")
    return {int(number): code for number, code in answers.items()}
