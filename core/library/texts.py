"""The words and pictures of the window, out of resources/."""

from __future__ import annotations

import re
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2] / "resources"
_NAME = re.compile(r"^[a-z0-9-]+$")


def icon_svg(name: str) -> str:
    """Return the SVG text of one of our icons, drawn in `currentColor` on 20 by 20."""
    return _read("icons", name, ".svg")


def icon_names() -> tuple[str, ...]:
    """Names of all icons, sorted."""
    return tuple(sorted(path.stem for path in (_ROOT / "icons").glob("*.svg")))


def help_text(name: str) -> str:
    """Return one help page as Markdown."""
    return _read("help", name, ".md")


def _read(folder: str, name: str, suffix: str) -> str:
    if not _NAME.match(name):
        raise ValueError(f"no such resource name: {name!r}")
    return (_ROOT / folder / f"{name}{suffix}").read_text(encoding="utf-8")
