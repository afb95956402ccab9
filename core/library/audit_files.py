"""Reading resources/audit: an audit's own lines and sentences, and how payers are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from core.audit.audit_rules import AuditRules
from core.library.resources import resources_dir
from core.library.rule_files import (
    check_keys,
    read_parameter,
    read_rule_file,
    refuse,
    table_of,
    texts_of,
)
from core.rules.parameters import Parameter, Value
from core.rules.regions import plain_words

_PAYERS = "payer_classes.toml"
FALLBACK = "generic-commercial"


@dataclass(frozen=True, slots=True)
class PayerWords:
    """The words by which other systems call the payers of our profiles, the longest first."""

    entries: tuple[tuple[frozenset[str], str], ...]

    def profile_of(self, name: str) -> str | None:
        """The profile whose words all stand in the name; None where none fits."""
        words = frozenset(plain_words(name).split())
        return next((profile for known, profile in self.entries if known <= words), None)


@lru_cache(maxsize=1)
def load_audit_rules() -> AuditRules:
    """The shipped lines of an audit."""
    return read_audit_rules(resources_dir() / "audit")


@lru_cache(maxsize=1)
def load_payer_words() -> PayerWords:
    """The shipped words of payers' names."""
    return read_payer_words(resources_dir() / "audit" / _PAYERS)


def read_audit_rules(folder: Path) -> AuditRules:
    """Each file is a topic; a value is named `topic.key`."""
    found: dict[str, Parameter] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == _PAYERS:
            continue
        for key, table in read_rule_file(path).items():
            name = f"{path.stem}.{key}"
            found[name] = read_parameter(path.name, name, table, _value)
    return AuditRules(found, _classes(folder / _PAYERS))


def _value(value: object) -> Value | None:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return value
    return value if isinstance(value, str) and value.strip() else None


def _classes(path: Path) -> Mapping[str, str]:
    tables = read_rule_file(path)
    check_keys(path.name, "the file", tables, {"classes", "words"})
    table = table_of(path.name, "classes", tables.get("classes", {}))
    found: dict[str, str] = {}
    for profile, name in table.items():
        if not isinstance(name, str) or not name:
            refuse(path.name, f"classes.{profile} is no text")
        found[profile] = name
    return found


def read_payer_words(path: Path) -> PayerWords:
    """Every entry's words; of two that fit a name the one with more words is taken."""
    table = table_of(path.name, "words", read_rule_file(path).get("words", {}))
    entries = [
        (frozenset(plain_words(name).split()), profile)
        for profile in table
        for name in texts_of(path.name, "words", table, profile)
    ]
    return PayerWords(tuple(sorted(entries, key=lambda e: (-len(e[0]), sorted(e[0])))))
