"""A font as ReportLab embeds it, with glyphs that a shaper chose."""

from __future__ import annotations

import threading
from contextlib import suppress
from importlib import import_module
from typing import Any

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

harfbuzz: Any = None
with suppress(ImportError):  # Windows on ARM has none: docs/adr/0005
    harfbuzz = import_module("uharfbuzz")

_PRIVATE = 0xF0000  # plane 15: codes of ours for glyphs that no single character stands for
_CMAP_BLOCK = 100  # a bfchar block holds at most 100 entries (PDF 32000-1, 9.7.5.3)


class ReportFont(TTFont):
    """A TrueType font that also embeds shaped glyphs, each readable again as its characters."""

    def __init__(self, name: str, source: Any, index: int) -> None:
        super().__init__(name, source, subfontIndex=index, asciiReadable=0)
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


def register(made: ReportFont) -> ReportFont:
    """Make the font known to ReportLab by its name."""
    pdfmetrics.registerFont(made)
    return made
