"""The faces every document is set in, and which of them draws which character.

The faces come out of packages (docs/adr/0005) and are embedded in the file, so a page looks the
same on every machine. A face is read when the first character needs it.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module, resources
from typing import Any

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

harfbuzz: Any = None
with suppress(ImportError):  # Windows on ARM has none: docs/adr/0005
    harfbuzz = import_module("uharfbuzz")

_PRIVATE = 0xF0000  # plane 15: codes of ours for glyphs that no single character stands for
_CMAP_BLOCK = 100  # a bfchar block holds at most 100 entries (PDF 32000-1, 9.7.5.3)


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


class ReportFont(TTFont):
    """A TrueType font that also embeds shaped glyphs, each readable again as its characters."""

    def __init__(self, face: Face) -> None:
        source, index = face.load()
        super().__init__(face.name, source, subfontIndex=index, asciiReadable=0)
        self._meanings: dict[int, str] = {}
        self._codes: dict[tuple[int, str], int] = {}
        self._lock = threading.Lock()
        self.shaper: Any = None
        if harfbuzz is not None:
            blob = harfbuzz.Blob(self.face._ttf_data)
            self.shaper = harfbuzz.Font(harfbuzz.Face(blob, index))

    def covers(self, char: str) -> bool:
        """Whether the face has a glyph for the character."""
        return ord(char) < _PRIVATE and ord(char) in self.face.charToGlyph

    def code_of(self, glyph: int, meaning: str) -> int:
        """A code that draws `glyph` and is read back as `meaning`."""
        if len(meaning) == 1 and self.face.charToGlyph.get(ord(meaning)) == glyph:
            return ord(meaning)
        with self._lock:
            code = self._codes.get((glyph, meaning))
            if code is None:
                code = _PRIVATE + len(self._codes)
                self._codes[glyph, meaning] = code
                self._meanings[code] = meaning
                self.face.charWidths[code] = self.face.hmetrics[glyph][0] * self.face_scale
                self.face.charToGlyph[code] = glyph
        return code

    @property
    def face_scale(self) -> float:
        """Thousandths of an em for one unit of the font."""
        return float(1000 / self.face.unitsPerEm)

    def _entry(self, place: int, code: int) -> str:
        meaning = self._meanings.get(code) or chr(code)
        return f"<{place:02X}> <{meaning.encode('utf-16-be').hex().upper()}>"

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - ReportLab's name
        """Write the used part of the font, with a map from its glyphs back to text."""
        state = self.state[doc]
        state.frozen = 1
        fonts = doc.idToObject["BasicFonts"].dict
        for number, subset in enumerate(state.subsets):
            name = self.getSubsetInternalName(number, doc)[1:]
            base = (SUBSETN(number) + b"+" + self.face.name).decode("ascii")
            font = pdfdoc.PDFTrueTypeFont()
            font.Name, font.BaseFont = name, base
            font.FirstChar, font.LastChar = 0, len(subset) - 1
            font.Widths = pdfdoc.PDFArray([self.face.getCharWidth(code) for code in subset])
            stream = pdfdoc.PDFStream()
            stream.content = self._to_unicode(subset)
            if doc.compression:
                stream.filters = [pdfdoc.PDFZCompress]
            font.ToUnicode = doc.Reference(stream, f"toUnicodeCMap:{self.fontName}{base}")
            font.FontDescriptor = self.face.addSubsetObjects(doc, base, subset)
            doc.Reference(font, name)
            fonts[name] = font
        del self.state[doc]

    def _to_unicode(self, subset: list[int]) -> str:
        entries = [self._entry(place, code) for place, code in enumerate(subset)]
        blocks = [entries[i : i + _CMAP_BLOCK] for i in range(0, len(entries), _CMAP_BLOCK)]
        body = "".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks
        )
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{body}"
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
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
                found = ReportFont(face)
                pdfmetrics.registerFont(found)
                _loaded[face] = found
    return found


def chain(bold: bool) -> tuple[Face, ...]:
    """The faces to ask, in order, for a glyph."""
    return _BOLD if bold else _REGULAR
