"""Reading resources/claims: the form's items, sizes and marks, and payers' own directions."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from core.claims.claim_rules import ClaimRules, ItemRule, ItemTable
from core.library.resources import resources_dir
from core.library.rule_files import (
    STANDING,
    check_keys,
    date_of,
    read_parameter,
    read_rule_file,
    refuse,
    table_of,
    text_of,
)
from core.rules.parameters import Parameter, Value

_ITEMS = "items.toml"
_TOPICS = ("form.toml", "payers.toml")
_HEAD = {"from", "until", "unit", "confidence", "cite", "items"}


@lru_cache(maxsize=1)
def load_claim_rules() -> ClaimRules:
    """The shipped rules of claims."""
    return read_claim_rules(resources_dir() / "claims")


def read_claim_rules(folder: Path) -> ClaimRules:
    """Each topic's values by dotted name, and the items in the file's order."""
    found: dict[str, Parameter] = {}
    for file in _TOPICS:
        topic = file.partition(".")[0]
        for key, table in read_rule_file(folder / file).items():
            name = f"{topic}.{key}"
            found[name] = read_parameter(file, name, table, _value)
    return ClaimRules(found, (_items(folder / _ITEMS),))


def _value(value: object) -> Value | None:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    if isinstance(value, list) and value and all(isinstance(one, str) and one for one in value):
        return tuple(value)
    return value if isinstance(value, str) and value else None


def _items(path: Path) -> ItemTable:
    table = read_rule_file(path)
    check_keys(path.name, "the file", table, _HEAD)
    since = date_of(path.name, "the file", table, "from")
    if since is None:
        refuse(path.name, "the file has no from")
    standing = table.get("until") == STANDING
    until = None if standing else date_of(path.name, "the file", table, "until")
    if not standing and (until is None or until < since):
        refuse(path.name, f"the file needs an until: a later day, or {STANDING!r}")
    items = {
        number: _item(path.name, number, table_of(path.name, number, one))
        for number, one in table_of(path.name, "items", table.get("items")).items()
    }
    return ItemTable(since, until, text_of(path.name, "the file", table, "cite"), items)


def _item(file: str, number: str, table: dict[str, object]) -> ItemRule:
    check_keys(file, number, table, {"name", "most"})
    most = table.get("most")
    if most is not None and (not isinstance(most, int) or isinstance(most, bool) or most < 1):
        refuse(file, f"{number}.most is no number of characters")
    return ItemRule(number, text_of(file, number, table, "name"), most)
