"""The demo practice's cast, out of resources/demo."""

from __future__ import annotations

import functools
import tomllib
from typing import Any

from core.library.resources import resources_dir


@functools.cache
def demo_data(name: str) -> dict[str, Any]:
    """Read one of the demo's files: practice, patients or conditions. Nobody changes it."""
    path = resources_dir() / "demo" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
