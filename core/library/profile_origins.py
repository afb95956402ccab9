"""Which payer file a profile's value stands in: the profile's own, or one it inherits from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from core.library.profile_files import VALUE_KEYS
from core.library.resources import resources_dir
from core.library.rule_files import read_rule_file

Origins = Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=1)
def shipped_origins() -> Origins:
    """The origins of the shipped profiles, read once."""
    return value_origins(resources_dir() / "payers")


def value_origins(folder: Path) -> Origins:
    """By profile and key the id of the profile whose file holds the value.

    The files are those a rule book was read from, so they are in order.
    """
    files = {path.stem: read_rule_file(path) for path in sorted(folder.glob("*.toml"))}
    found: dict[str, dict[str, str]] = {}
    for id in files:
        at = id
        found[id] = {}
        while at:
            for key in VALUE_KEYS:
                if key in files[at]:
                    found[id].setdefault(key, at)
            at = str(files[at].get("inherits", ""))
    return found
