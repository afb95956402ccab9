"""From text to glyphs: cleaning, choice of face, shaping, width, lines.

No markup is ever read: what was typed is what is drawn, so `<b>` prints as `<b>`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from reportlab.pdfbase.ttfonts import ShapeData, ShapedStr

from core.reports.bidi import visual_stretches
from core.reports.fonts import Face, ReportFont, chain, font, harfbuzz

LONGEST_TEXT = 20_000  # characters; a longer text is refused a line, not the machine its time
_MISSING = "\ufffd"
_NOTHING = "\u200b"  # what a glyph without a character of its own is read back as
_KEPT_CONTROLS = "\u200c\u200d"  # joiners shape Arabic and Indic letters
_COMPLEX = ("ARABIC", "HEBREW", "DEVANAGARI", "THAI")


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one face in drawing order; `width` is for a size of one point."""

    font_name: str
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line ready to draw; `missing` holds characters that no face can draw."""

    runs: tuple[Run, ...] = ()
    width: float = 0.0
    missing: frozenset[str] = field(default_factory=frozenset)


def clean(text: str) -> str:
    """One line of text as it can be printed: composed, without controls and bidi commands."""
    if text.isascii() and text.isprintable():
        return text[:LONGEST_TEXT]
    text = unicodedata.normalize("NFC", text[:LONGEST_TEXT])
    kept = []
    for char in text:
        kind = unicodedata.category(char)
        if char in _KEPT_CONTROLS:
            kept.append(char)
        elif kind in ("Cc", "Zl", "Zp", "Zs"):
            kept.append(" ")
        elif kind not in ("Cf", "Cs") and not "\ufe00" <= char <= "\ufe0f":
            kept.append(char)
    return "".join(kept)


def set_line(text: str, bold: bool = False) -> Line:
    """Set one line of any script; an empty text gives an empty line."""
    return _set_clean(clean(text), bold)


def _plain_width(text: str, bold: bool) -> float | None:
    """Width for one point when the first face alone draws the text unshaped, else None."""
    face = font(chain(bold)[0]).face
    glyphs, widths = face.charToGlyph, face.charWidths
    total = 0
    for char in text:
        code = ord(char)
        if code not in glyphs or (code > 0x2FF and not _is_simple(char)):
            return None
        total += widths[code]
    return total / 1000


def _is_simple(char: str) -> bool:
    return unicodedata.category(char)[0] not in "MC"


def _set_clean(text: str, bold: bool) -> Line:
    width = _plain_width(text, bold)
    if width is not None:
        return Line((Run(chain(bold)[0].name, text, width),) if text else (), width)
    missing: set[str] = set()
    runs: list[Run] = []
    for stretch in visual_stretches(text):
        part = text[stretch.start : stretch.end]
        leftward = stretch.level % 2 == 1
        pieces = _by_face(part, bold, missing)
        if leftward:
            pieces.reverse()
        runs += [_run(face, piece, leftward) for face, piece in pieces]
    return Line(tuple(runs), sum(run.width for run in runs), frozenset(missing))


def _by_face(text: str, bold: bool, missing: set[str]) -> list[tuple[Face, str]]:
    faces = chain(bold)
    pieces: list[tuple[Face, str]] = []
    for typed in text:
        char, face = typed, next((f for f in faces if font(f).covers(typed)), None)
        if harfbuzz is None and _needs_shaping(typed):
            face = None
        if face is None:
            if typed in _KEPT_CONTROLS:
                continue
            missing.add(typed)
            char, face = _MISSING, faces[0]
        if pieces and (pieces[-1][0] is face or _stays(char, pieces[-1][0])):
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + char)
        else:
            pieces.append((face, char))
    return pieces


def _stays(char: str, face: Face) -> bool:
    """Whether a mark, joiner, space or stop is drawn by the face of its neighbour."""
    return unicodedata.category(char)[0] in "MZPC" and font(face).covers(char)


def _run(face: Face, text: str, leftward: bool) -> Run:
    loaded = font(face)
    if harfbuzz is None and leftward:
        text, leftward = text[::-1], False
    if not leftward and not any(_needs_shaping(c) for c in text):
        widths = loaded.face.charWidths
        return Run(face.name, text, sum(widths[ord(c)] for c in text) / 1000)
    return _shaped(loaded, text, leftward)


def _needs_shaping(char: str) -> bool:
    return not _is_simple(char) or unicodedata.name(char, "").startswith(_COMPLEX)


def _shaped(loaded: ReportFont, text: str, leftward: bool) -> Run:
    buffer = harfbuzz.Buffer()
    buffer.cluster_level = harfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if leftward else "ltr"
    harfbuzz.shape(loaded.shaper, buffer)
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    meanings = _meanings(text, [info.cluster for info in infos], leftward)
    scale = loaded.face_scale
    codes: list[str] = []
    shapes: list[ShapeData] = []
    for info, place, meaning in zip(infos, places, meanings, strict=True):
        for char in meaning[:0:-1] if leftward else "":
            _unseen(loaded, char, info.cluster, codes, shapes)
        code = loaded.code_of(info.codepoint, meaning[:1] if leftward else meaning)
        codes.append(chr(code))
        shapes.append(
            ShapeData(
                info.cluster,
                place.x_advance * scale,
                place.y_advance * scale,
                place.x_offset * scale,
                place.y_offset * scale,
                loaded.face.charWidths[code],
            )
        )
    width = sum(shape.x_advance for shape in shapes) / 1000
    return Run(loaded.fontName, ShapedStr("".join(codes), shapes), width)


def _unseen(
    loaded: ReportFont, char: str, cluster: int, codes: list[str], shapes: list[ShapeData]
) -> None:
    """Put a blank without width that is read back as `char`.

    Readers turn right-to-left text round letter by letter, so a ligature there may stand for
    its first letter only; the others stand on its left.
    """
    code = loaded.code_of(loaded.face.charToGlyph[ord(" ")], char)
    codes.append(chr(code))
    shapes.append(ShapeData(cluster, 0.0, 0.0, 0.0, 0.0, loaded.face.charWidths[code]))


def _meanings(text: str, clusters: list[int], leftward: bool) -> list[str]:
    """The characters each glyph is read back as: a cluster's characters, dealt out in order."""
    order = clusters[::-1] if leftward else clusters
    starts = [*sorted(set(clusters)), len(text)]
    left = {a: text[a:b] for a, b in pairwise(starts)}
    glyphs_left = Counter(order)
    meanings = []
    for cluster in order:
        glyphs_left[cluster] -= 1
        whole = left[cluster]
        part = whole[:1] if glyphs_left[cluster] else whole
        left[cluster] = whole[len(part) :]
        meanings.append(part or _NOTHING)
    return meanings[::-1] if leftward else meanings
