"""Scripts whose letters change beside each other: HarfBuzz chooses and places the glyphs."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from reportlab.pdfbase.ttfonts import ShapeData, ShapedStr

from core.reports.report_font import ReportFont, harfbuzz

_NOTHING = "\u200b"  # what a glyph without a character of its own is read back as


def shaped(loaded: ReportFont, text: str, leftward: bool) -> tuple[ShapedStr, float]:
    """The text's glyphs in drawing order, and their width for a size of one point."""
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
    return ShapedStr("".join(codes), shapes), width


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
