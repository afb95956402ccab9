"""One service of the contract's JSON -> a frozen Service, or a FieldProblem naming the field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from core.commands.shapes import Shape, clock, fault, filled, listing, text, whole, word
from core.model.encounter import Interval, Service
from core.model.kinds import Side, Who

DAY_MINUTES = 1_440
_MODIFIER = re.compile(r"[0-9A-Za-z]{2}", re.ASCII)
_minutes = whole(0, DAY_MINUTES)
_who = word(Who)


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


def read_service(value: object, field: str) -> Service:
    """The service of one row; minutes come from clock times where none are given.

    A key the contract does not hold is refused: its minutes would be lost unseen.
    """
    if not isinstance(value, dict):
        raise fault("must be an object", field)
    if "code" not in value:
        raise fault("is missing", f"{field}.code")
    found = {}
    for key, one in value.items():
        shape = SERVICE.get(key)
        if shape is None:
            refuse_misspelt(key, SERVICE, f"{field}.")
            raise fault("is not a key this program knows", f"{field}.{key[:40]}")
        if one is not None or key not in _SERVICE_NULL:
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


def refuse_misspelt(key: str, known: Mapping[str, Shape], prefix: str) -> None:
    """Refuse a key that looks like a slip of a known one: its value would be lost unseen."""
    close = get_close_matches(key[:40].lower(), known, n=1, cutoff=0.75)
    if close:
        raise fault(f"is not known; {close[0]} is", f"{prefix}{key[:40]}")
