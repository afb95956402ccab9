"""Reading resources/payers: one file per payer, holding only what differs from its parent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from core.library.rule_files import (
    Check,
    Table,
    check_keys,
    read_parameter,
    read_rule_file,
    refuse,
    text_of,
)
from core.rules.claim_terms import CLAIM_KEYS, Kind
from core.rules.note_needs import NOTE_KEYS
from core.rules.parameters import Parameter, Value
from core.rules.profile import PROFILE_KEYS, Profile
from core.rules.terms import TERM_KEYS

VALUE_KEYS: Mapping[str, Kind] = {
    **PROFILE_KEYS,
    **TERM_KEYS,
    **CLAIM_KEYS,
    **NOTE_KEYS,
}


def read_profiles(folder: Path, codes: frozenset[str]) -> dict[str, Profile]:
    """Every payer's profile by id, inherited values filled in; `codes` are those it may name."""
    files = {path.stem: read_rule_file(path) for path in sorted(folder.glob("*.toml"))}
    own = {id: _own_parameters(id, table, codes) for id, table in files.items()}
    return {
        id: Profile(id, text_of(f"{id}.toml", id, table, "name"), _inherited(id, files, own))
        for id, table in files.items()
    }


def _own_parameters(id: str, table: Table, codes: frozenset[str]) -> dict[str, Parameter]:
    file = f"{id}.toml"
    check_keys(file, "the file", table, {"name", "inherits", *VALUE_KEYS})
    return {
        key: read_parameter(file, key, table[key], _check(kind, codes))
        for key, kind in VALUE_KEYS.items()
        if key in table
    }


def read_value(key: str, raw: object, codes: frozenset[str]) -> Value | None:
    """A raw value as the profile's key keeps it, or None for one that may not stand."""
    return _check(VALUE_KEYS[key], codes)(raw)


def _check(kind: Kind, codes: frozenset[str]) -> Check:
    """What a key takes: a word, a number above zero, texts of a form, or the book's codes."""

    def check(value: object) -> Value | None:
        if kind is None:
            return tuple(value) if isinstance(value, list) and set(value) <= codes else None
        if isinstance(kind, re.Pattern):
            return _texts_like(kind, value)
        if issubclass(kind, Decimal):
            number = type(value) is int or isinstance(value, Decimal)
            return Decimal(str(value)) if number and Decimal(str(value)) > 0 else None
        return kind(value) if isinstance(value, str) and value in set(kind) else None

    return check


def _texts_like(form: re.Pattern[str], value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    texts = [one for one in value if isinstance(one, str) and form.fullmatch(one)]
    return tuple(texts) if len(texts) == len(value) else None


def _inherited(
    id: str, files: Mapping[str, Table], own: Mapping[str, dict[str, Parameter]]
) -> dict[str, Parameter]:
    """Own values before the parent's, key by key; a circle of parents is refused."""
    found: dict[str, Parameter] = {}
    seen: list[str] = []
    at = id
    while at:
        if at in seen or at not in files:
            refuse(f"{id}.toml", f"cannot inherit from {at!r}")
        seen.append(at)
        found = {**own[at], **found}
        parent = files[at].get("inherits", "")
        at = parent if isinstance(parent, str) else "?"
    return found
