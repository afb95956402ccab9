"""The names of Medicare's payment localities, shipped and imported."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from core.library.resources import resources_dir
from core.library.table_reading import names_on_hand
from core.rules.fees import Place


def locality_names(path: Path) -> Mapping[Place, str]:
    """Names by contractor and number; an imported table names what the program does not."""
    return {**names_on_hand(path), **_shipped()}


@cache
def _shipped() -> Mapping[Place, str]:
    text = (resources_dir() / "codes" / "localities.toml").read_text(encoding="utf-8")
    found: dict[str, str] = tomllib.loads(text)
    return {(key.partition("-")[0], key.partition("-")[2]): name for key, name in found.items()}
