"""The faces every document is set in, and which of them draws which character.

The faces come out of packages (docs/adr/0005) and are embedded in the file, so a page looks the
same on every machine. A face is read when the first character needs it.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.reports.report_font import ReportFont


def _package_font(name: str) -> Callable[[], tuple[Any, int]]:
    def load() -> tuple[Any, int]:
        return io.BytesIO(import_module(f"pymupdf_fonts.{name}").fontbuffer), 0

    return load


def _micro_hei() -> tuple[Any, int]:
    package = resources.files("paperang_p2_fonts_cjk")
    return io.BytesIO((package / "fonts" / "wqy-microhei.ttc").read_bytes()), 0


@dataclass(frozen=True, slots=True)
class Face:
    """One face: its name in the file and where it comes from."""

    name: str
    load: Callable[[], tuple[Any, int]]


_HAN = Face("UnitwiseHan", _micro_hei)
# Noto Sans first: Latin, Greek and Cyrillic, with figures of one width for columns of money.
# FiraGO: Arabic, Hebrew, Devanagari, Thai, Georgian. Micro Hei: Chinese, Japanese, Korean.
_REGULAR = (
    Face("Unitwise", _package_font("NotoSans_Regular")),
    Face("UnitwiseScripts", _package_font("FiraGO_Regular")),
    _HAN,
)
_BOLD = (
    Face("UnitwiseBold", _package_font("NotoSans_Bold")),
    Face("UnitwiseScriptsBold", _package_font("FiraGO_Bold")),
    _HAN,
)


_loading = threading.Lock()
_loaded: dict[Face, ReportFont] = {}


def font(face: Face) -> ReportFont:
    """The loaded font of a face, registered once; any thread may ask first."""
    found = _loaded.get(face)
    if found is None:
        with _loading:
            found = _loaded.get(face)
            if found is None:
                found = _loaded[face] = _load(face)
    return found


def chain(bold: bool) -> tuple[Face, ...]:
    """The faces to ask, in order, for a glyph."""
    return _BOLD if bold else _REGULAR


def _load(face: Face) -> ReportFont:
    # Most days begin without paper: ReportLab is read when the first document is.
    from core.reports.report_font import ReportFont, register

    source, index = face.load()
    return register(ReportFont(face.name, source, index))
