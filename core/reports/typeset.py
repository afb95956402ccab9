"""From text to glyphs: cleaning, choice of face, shaping, width, lines.

No markup is ever read: what was typed is what is drawn, so `<b>` prints as `<b>`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from core.reports.bidi import visual_stretches
from core.reports.fonts import Face, chain, font

LONGEST_TEXT = 20_000  # characters; a longer text is refused a line, not the machine its time
_MISSING = "\ufffd"
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
    unshaped = font(faces[0]).shaper is None
    pieces: list[tuple[Face, str]] = []
    for typed in text:
        char, face = typed, next((f for f in faces if font(f).covers(typed)), None)
        if unshaped and _needs_shaping(typed):
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
    if loaded.shaper is None and leftward:
        text, leftward = text[::-1], False
    if not leftward and not any(_needs_shaping(c) for c in text):
        widths = loaded.face.charWidths
        return Run(face.name, text, sum(widths[ord(c)] for c in text) / 1000)
    from core.reports.shaping import shaped  # only some scripts need it

    return Run(loaded.fontName, *shaped(loaded, text, leftward))


def _needs_shaping(char: str) -> bool:
    return not _is_simple(char) or unicodedata.name(char, "").startswith(_COMPLEX)
