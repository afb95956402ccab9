"""What the window remembers per practice: sizes, last page, look. Never patient data."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings


class Preferences:
    """An INI file of the window's own habits, one group per practice file."""

    def __init__(self, path: Path) -> None:
        self._store = QSettings(str(path), QSettings.Format.IniFormat)
        self._group = "window"

    def use_practice(self, path: Path) -> None:
        """Remember from now on for this practice file; its path is kept as a digest only."""
        self._group = "practice-" + hashlib.sha256(str(path).encode()).hexdigest()[:12]

    def text(self, key: str, default: str = "") -> str:
        value = self._store.value(f"{self._group}/{key}", default)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: int) -> int:
        text = self.text(key, str(default))
        return int(text) if text.isdecimal() else default

    def bytes(self, key: str) -> QByteArray:
        value = self._store.value(f"{self._group}/{key}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep(self, key: str, value: Any) -> None:
        stored = value if isinstance(value, QByteArray) else str(value)
        self._store.setValue(f"{self._group}/{key}", stored)

    def shared_text(self, key: str, default: str = "") -> str:
        """A habit of the machine, not of one practice: look and text size."""
        value = self._store.value(f"shared/{key}", default)
        return value if isinstance(value, str) else default

    def keep_shared(self, key: str, value: Any) -> None:
        self._store.setValue(f"shared/{key}", str(value))

    def keep_look(self, mode: str, scale: int) -> None:
        """Remember look and text size on this computer."""
        self.keep_shared("look", mode)
        self.keep_shared("scale", scale)

    def flush(self) -> None:
        self._store.sync()
