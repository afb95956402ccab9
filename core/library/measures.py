"""Reading resources/measures: outcome measures with their dated rules and published changes."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from core.library.resources import resources_dir
from core.library.rule_files import (
    STANDING,
    Table,
    check_keys,
    date_of,
    read_rule_file,
    refuse,
    table_of,
    text_of,
    texts_of,
)
from core.model.outcomes import Better
from core.notes.outcomes.measures import (
    Criterion,
    Known,
    Limb,
    Mark,
    MarkKind,
    Measure,
    Measures,
    Motion,
    Rule,
    Scoring,
)
from core.rules.parameters import Confidence

_ORDER = (
    "nprs", "psfs", "ndi", "odi", "rmdq", "quickdash", "uefi", "lefs", "arom", "girth",
)  # fmt: skip
_KNOWN = {"from", "until", "confidence", "cite"}
_MEASURE = {
    "id", "name", "label", "words", "unit", "better", "range", "detail",
    "scoring", "mark", "motion", "limb", "criterion",
}  # fmt: skip
_E = TypeVar("_E", bound=StrEnum)


@lru_cache(maxsize=1)
def shipped_measures() -> Measures:
    """The shipped measures, read once, the most used first."""
    return read_measures(resources_dir() / "measures")


def read_measures(folder: Path) -> Measures:
    """Every measure of a folder; refuses a file that is not whole."""
    found = [_read(path) for path in sorted(folder.glob("*.toml"))]
    ids = [one.id for one in found]
    if len(set(ids)) < len(ids):
        refuse(folder.name, "names a measure twice")
    place = {name: number for number, name in enumerate(_ORDER)}
    return Measures(tuple(sorted(found, key=lambda one: (place.get(one.id, len(place)), one.id))))


def _read(path: Path) -> Measure:
    file, table = path.name, read_rule_file(path)
    check_keys(file, "the measure", table, _MEASURE)
    measure_id, name, label, unit = (
        text_of(file, "the measure", table, key) for key in ("id", "name", "label", "unit")
    )
    scorings = tuple(_scoring(file, one) for one in _rows(file, table, "scoring"))
    if not scorings:
        refuse(file, "has no scoring")
    detail = table.get("detail", "")
    return Measure(
        id=measure_id,
        name=name,
        label=label,
        words=texts_of(file, "the measure", table, "words"),
        unit=unit,
        better=_one_of(file, "the measure", table, "better", Better),
        range=_pair(file, "the measure", table, "range"),
        scorings=scorings,
        marks=tuple(_mark(file, one) for one in _rows(file, table, "mark")),
        motions=tuple(_motion(file, one) for one in _rows(file, table, "motion")),
        limbs=tuple(_limb(file, one) for one in _rows(file, table, "limb")),
        criteria=tuple(_criterion(file, one) for one in _rows(file, table, "criterion")),
        detail=detail if isinstance(detail, str) else "",
    )


def _scoring(file: str, table: Table) -> Scoring:
    check_keys(
        file, "scoring", table, _KNOWN | {"rule", "items", "item_range", "most_missing", "fewest"}
    )
    low, high = _pair(file, "scoring", table, "item_range")
    return Scoring(
        rule=_one_of(file, "scoring", table, "rule", Rule),
        items=int(_number(file, "scoring", table, "items")),
        low=low,
        high=high,
        most_missing=int(_number(file, "scoring", table, "most_missing")),
        known=_known(file, "scoring", table),
        fewest=int(_number(file, "scoring", table, "fewest")) if "fewest" in table else 0,
    )


def _mark(file: str, table: Table) -> Mark:
    check_keys(file, "mark", table, _KNOWN | {"kind", "name", "value", "share", "judged"})
    name = text_of(file, "mark", table, "name")
    return Mark(
        kind=_one_of(file, name, table, "kind", MarkKind),
        name=name,
        value=_number(file, name, table, "value"),
        known=_known(file, name, table),
        share=table.get("share") is True,
        judged=table.get("judged") is True,
    )


def _motion(file: str, table: Table) -> Motion:
    keys = {"id", "joint", "motion", "sided", "normal", "possible"}
    check_keys(file, "motion", table, _KNOWN | keys)
    place = text_of(file, "motion", table, "id")
    return Motion(
        id=place,
        joint=text_of(file, place, table, "joint"),
        motion=text_of(file, place, table, "motion"),
        sided=table.get("sided") is True,
        normal=_pair(file, place, table, "normal"),
        possible=_pair(file, place, table, "possible"),
        known=_known(file, place, table),
    )


def _limb(file: str, table: Table) -> Limb:
    check_keys(file, "limb", table, {"id", "label", "step"})
    place, label = (text_of(file, "limb", table, key) for key in ("id", "label"))
    return Limb(place, label, _number(file, place, table, "step"))


def _criterion(file: str, table: Table) -> Criterion:
    check_keys(file, "criterion", table, _KNOWN | {"name", "value", "share"})
    name = text_of(file, "criterion", table, "name")
    value, share = _number(file, name, table, "value"), table.get("share") is True
    return Criterion(name, value, share, _known(file, name, table))


def _known(file: str, where: str, table: Table) -> Known:
    since, until = date_of(file, where, table, "from"), None
    if table.get("until") != STANDING:
        until = date_of(file, where, table, "until")
        if until is None:
            refuse(file, f"{where} needs an until: a day, or {STANDING!r}")
    if since is None or (until is not None and until < since):
        refuse(file, f"{where} does not say from when it is known")
    confidence = _one_of(file, where, table, "confidence", Confidence)
    return Known(since, until, confidence, text_of(file, where, table, "cite"))


def _rows(file: str, table: Table, key: str) -> tuple[Table, ...]:
    found = table.get(key, [])
    if not isinstance(found, list):
        refuse(file, f"{key} is not a list of tables")
    return tuple(table_of(file, key, one) for one in found)


def _number(file: str, where: str, table: Table, key: str) -> Decimal:
    found = table.get(key)
    if isinstance(found, bool) or not isinstance(found, (int, Decimal)):
        refuse(file, f"{where}.{key} is not a number")
    return Decimal(found)


def _pair(file: str, where: str, table: Table, key: str) -> tuple[Decimal, Decimal]:
    found = table.get(key)
    if not isinstance(found, list) or len(found) != 2:
        refuse(file, f"{where}.{key} is not a pair of numbers")
    low, high = (_number(file, where, {key: one}, key) for one in found)
    if high < low:
        refuse(file, f"{where}.{key} ends before it begins")
    return low, high


def _one_of(file: str, where: str, table: Table, key: str, kind: type[_E]) -> _E:
    found = text_of(file, where, table, key)
    if found not in set(kind):
        refuse(file, f"{where} has an unknown {key} {found!r}")
    return kind(found)
