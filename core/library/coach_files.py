"""Reading resources/coach: what an auditor looks for in a note, and what red flags mean."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from core.library.resources import resources_dir
from core.library.rule_files import (
    Table,
    check_keys,
    read_rule_file,
    refuse,
    table_of,
    text_of,
    texts_of,
)
from core.model.kinds import Severity
from core.notes.coach import CoachBook, Element, FlagAlert, Pair
from core.notes.soap import HEADS

_ELEMENTS, _ALERTS, _PAIRS = "elements.toml", "alerts.toml", "other_codes.toml"
_ELEMENT_KEYS = {"name", "label", "part", "cite", "ask", "words", "paid", "denied", "why"}
_PAIR_KEYS = {"need", "codes", "paid", "denied", "why"}
_ALERT_KEYS = {"id", "flag", "codes", "severity", "message", "fix", "cite"}


@lru_cache(maxsize=1)
def load_coach() -> CoachBook:
    """The shipped elements, alerts and pairs."""
    return read_coach(resources_dir() / "coach")


def read_coach(folder: Path) -> CoachBook:
    """Elements, alerts and pairs of a folder; raises RuleFileError for one that cannot be used."""
    elements = tuple(_element(one) for one in _entries(folder / _ELEMENTS, "element"))
    alerts = tuple(_alert(one) for one in _entries(folder / _ALERTS, "alert"))
    if len({one.name for one in elements}) < len(elements):
        refuse(_ELEMENTS, "names an element twice")
    return CoachBook(elements, alerts, _pairs(folder / _PAIRS))


def _entries(path: Path, kind: str) -> list[Table]:
    file = read_rule_file(path)
    check_keys(path.name, "the file", file, {kind})
    found = file.get(kind)
    if not isinstance(found, list) or not found:
        refuse(path.name, f"has no {kind}")
    return [table_of(path.name, kind, one) for one in found]


def _element(table: Table) -> Element:
    name = text_of(_ELEMENTS, "an element", table, "name")
    check_keys(_ELEMENTS, name, table, _ELEMENT_KEYS)
    part = text_of(_ELEMENTS, name, table, "part")
    if part not in HEADS:
        refuse(_ELEMENTS, f"{name} stands in no part {part!r}")
    return Element(
        name=name,
        label=text_of(_ELEMENTS, name, table, "label"),
        part=HEADS.index(part),
        cite=text_of(_ELEMENTS, name, table, "cite"),
        paid=text_of(_ELEMENTS, name, table, "paid"),
        denied=text_of(_ELEMENTS, name, table, "denied"),
        why=text_of(_ELEMENTS, name, table, "why"),
        ask=text_of(_ELEMENTS, name, table, "ask") if "ask" in table else "",
        words=texts_of(_ELEMENTS, name, table, "words"),
    )


def _pairs(path: Path) -> dict[tuple[str, str], Pair]:
    """Each pair under every code and need that it stands for."""
    found: dict[tuple[str, str], Pair] = {}
    for table in _entries(path, "pair"):
        need = text_of(_PAIRS, "a pair", table, "need")
        check_keys(_PAIRS, need, table, _PAIR_KEYS)
        pair = Pair(*(text_of(_PAIRS, need, table, key) for key in ("paid", "denied", "why")))
        for code in texts_of(_PAIRS, need, table, "codes"):
            if (code, need) in found:
                refuse(_PAIRS, f"has two pairs for {need} of {code}")
            found[code, need] = pair
    return found


def _alert(table: Table) -> FlagAlert:
    id_ = text_of(_ALERTS, "an alert", table, "id")
    check_keys(_ALERTS, id_, table, _ALERT_KEYS)
    severity = text_of(_ALERTS, id_, table, "severity")
    if severity not in (Severity.WARNING, Severity.NOTE):
        refuse(_ALERTS, f"{id_} has an unusable severity {severity!r}")
    return FlagAlert(
        id=id_,
        flags=frozenset(text_of(_ALERTS, id_, table, "flag").split()),
        codes=frozenset(texts_of(_ALERTS, id_, table, "codes")),
        severity=Severity(severity),
        message=text_of(_ALERTS, id_, table, "message"),
        fix=text_of(_ALERTS, id_, table, "fix"),
        cite=text_of(_ALERTS, id_, table, "cite"),
    )
