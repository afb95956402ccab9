"""Where files stand when nobody chose a place."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

HOME_VARIABLE = "UNITWISE_HOME"


def data_dir() -> Path:
    """The folder of the program's own files; UNITWISE_HOME moves it. Nothing is created."""
    home = os.environ.get(HOME_VARIABLE, "").strip()
    if home:
        return Path(home).expanduser().absolute()
    return Path(platformdirs.user_data_dir("Unitwise", appauthor=False))


def default_practice_path() -> Path:
    """Where the wizard offers to keep the practice."""
    return data_dir() / "practice.unitwise"


def demo_practice_path() -> Path:
    """Where the demo practice is built."""
    return data_dir() / "demo" / "demo.unitwise"


def reference_path() -> Path:
    """The reference library: public tables, built again when lost."""
    return data_dir() / "reference.sqlite"
