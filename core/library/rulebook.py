"""The shipped rule book: read once, checked, frozen, named by its contents."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from core.library.code_files import read_codes
from core.library.edit_files import read_edits, read_mue, read_offers, read_regions
from core.library.fee_files import read_fees
from core.library.profile_files import read_profiles
from core.library.resources import resources_dir
from core.library.rule_files import date_of, read_parameter, read_rule_file, refuse, texts_of
from core.rules.parameters import Parameter, Value
from core.rules.rulebook import RuleBook

# Files of resources/rules that are not lists of dated values.
_EDITION, _ORDER = "edition.toml", "modifier_order.toml"
_FOLDERS = ("codes/procedure", "edits", "fees", "payers", "rules")


@lru_cache(maxsize=1)
def load_rulebook() -> RuleBook:
    """The shipped rule book, read from resources/ on the first call.

    Raises RuleFileError, whose sentence begins with the name of the file at fault.
    """
    return read_rulebook(resources_dir())


def read_rulebook(root: Path) -> RuleBook:
    """A rule book from a folder that holds codes/, edits/, payers/ and rules/."""
    codes = read_codes(root / "codes" / "procedure")
    groups = _modifier_groups(root / "rules" / _ORDER)
    others = texts_of(_ORDER, "order", read_rule_file(root / "rules" / _ORDER), "others")
    profiles = read_profiles(root / "payers", frozenset(codes))
    return RuleBook(
        identity=_identity(root),
        codes=codes,
        profiles=profiles,
        parameters=_parameters(root / "rules"),
        modifier_order=_places(groups),
        modifier_groups=groups,
        known_modifiers=frozenset({*groups, *others}),
        edits=read_edits(root / "edits"),
        mue=read_mue(root / "edits"),
        offered_pairs=read_offers(root / "edits" / "payer_pairs.toml", frozenset(profiles)),
        regions=read_regions(root / "edits" / "regions.toml", frozenset(codes)),
        fees=read_fees(root / "fees"),
    )


def _identity(root: Path) -> str:
    """Edition day and a hash over every file; line ends do not matter."""
    digest = hashlib.sha256()
    for folder in _FOLDERS:
        for path in sorted((root / folder).glob("*.toml")):
            digest.update(f"{folder}/{path.name}\n".encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    edition = root / "rules" / _EDITION
    day = date_of(_EDITION, "edition", read_rule_file(edition), "edition")
    if day is None:
        refuse(_EDITION, "the edition has no day")
    return f"{day.isoformat()}+{digest.hexdigest()[:8]}"


def _parameters(folder: Path) -> dict[str, Parameter]:
    """Each file is a topic; a value is named `topic.key`."""
    found: dict[str, Parameter] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name in (_EDITION, _ORDER):
            continue
        for key, table in read_rule_file(path).items():
            name = f"{path.stem}.{key}"
            found[name] = read_parameter(path.name, name, table, _plain_value)
    return found


def _plain_value(value: object) -> Value | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, Decimal)) or (isinstance(value, str) and value.strip()):
        return value
    return None


def _modifier_groups(path: Path) -> dict[str, str]:
    """The group of each modifier, first group first; a modifier stands in one group only."""
    table = read_rule_file(path)
    groups: dict[str, str] = {}
    for group in texts_of(path.name, "order", table, "groups"):
        for modifier in texts_of(path.name, "order", table, group):
            if modifier in groups:
                refuse(path.name, f"{modifier} stands in two groups")
            groups[modifier] = group
    return groups


def _places(groups: Mapping[str, str]) -> dict[str, int]:
    """The place of each modifier on a line: its group's."""
    place = {group: number for number, group in enumerate(dict.fromkeys(groups.values()))}
    return {modifier: place[group] for modifier, group in groups.items()}
