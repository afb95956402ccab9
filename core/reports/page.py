"""The sheet every document is drawn on: pen, paragraphs, blocks that flow over pages.

`para()` is the one door for text that may need more than a line. It reads no markup, so nothing
has to be escaped; ReportLab's own paragraph parser is never fed with typed text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import islice
from typing import Any

from core.reports.typeset import LONGEST_TEXT, Line, clean, set_line

_BREAKS = re.compile(r"(?<= )|(?<=[^\W\d]-)")  # after a space, and after a hyphen in a name

WIDTH, HEIGHT = 612.0, 792.0  # US Letter in points
LEFT, RIGHT = 46.0, WIDTH - 46.0
TOP, BOTTOM = HEIGHT - 44.0, 50.0
FOOT = 32.0  # baseline of the page number
INK, SOFT, FAINT = 0.0, 0.32, 0.6  # greys that survive a fax
HAIRLINE, THIN, THICK = 0.3, 0.6, 1.2
_HATCH_GAP = 4.0


class Hatch(Enum):
    """How a box is filled, so that boxes are told apart in black and white."""

    EMPTY = "empty"
    RISING = "rising"
    CROSSED = "crossed"


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks; `leading` is from baseline to baseline."""

    size: float = 8.8
    leading: float = 11.6
    bold: bool = False
    grey: float = INK


BODY = Style()
STRONG = Style(bold=True)
LABEL = Style(7.4, 11.6, grey=SOFT)
HEADING = Style(7.6, 11.6, bold=True)
SMALL = Style(7.4, 9.8, grey=SOFT)


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished file; `missing` are characters no face could draw, printed as a mark."""

    body: bytes
    pages: int
    missing: tuple[str, ...] = ()


class Pen:
    """Draws set lines and rules on a canvas and remembers what could not be drawn."""

    def __init__(self, title: str, author: str, day: date) -> None:
        from core.reports.canvas import Canvas  # most days begin without paper

        self._out = io.BytesIO()
        self._canvas: Any = Canvas(self._out, (WIDTH, HEIGHT), invariant=1, lang="en-US")
        # The day on the paper is the file's own date too, so equal records give equal bytes.
        self._canvas._doc._timeStamp.YMDhms = (day.year, day.month, day.day, 0, 0, 0)
        self._canvas.setTitle(clean(title))
        self._canvas.setAuthor(clean(author))
        self._canvas.setCreator("Unitwise")
        self.missing: set[str] = set()
        self._marks = 0
        self._begin()

    def _begin(self) -> None:
        # One text object a page: a thousand small ones cost half of the drawing time.
        self._text: Any = self._canvas.beginText(0, 0)
        self._font = ("", 0.0)
        self._grey = INK
        self._pencil = (-1.0, -1.0)

    def line(self, x: float, y: float, line: Line, style: Style = BODY) -> None:
        """Draw a set line with its left end at x, its baseline at y."""
        self.missing |= line.missing
        if not line.runs:
            return
        text = self._text
        if style.grey != self._grey:
            text.setFillGray(style.grey)
            self._grey = style.grey
        text._code.append(f"1 0 0 1 {x:.3f} {y:.3f} Tm")
        for run in line.runs:
            if self._font != (run.font_name, style.size):
                text.setFont(run.font_name, style.size)
                self._font = (run.font_name, style.size)
            text._code.append(text._formatText(run.text))

    def left(self, x: float, y: float, text: str, style: Style = BODY) -> float:
        """Draw one line from x on; gives its width."""
        line = set_line(text, style.bold)
        self.line(x, y, line, style)
        return line.width * style.size

    def right(self, x: float, y: float, text: str, style: Style = BODY) -> float:
        """Draw one line that ends at x; gives its width."""
        line = set_line(text, style.bold)
        self.line(x - line.width * style.size, y, line, style)
        return line.width * style.size

    def centre(self, x: float, y: float, text: str, style: Style = BODY) -> None:
        """Draw one line around x."""
        line = set_line(text, style.bold)
        self.line(x - line.width * style.size / 2, y, line, style)

    def rule(
        self, x0: float, x1: float, y: float, weight: float = HAIRLINE, grey: float = INK
    ) -> None:
        """Draw a level rule."""
        self._stroke(weight, grey)
        self._canvas.line(x0, y, x1, y)

    def post(
        self, x: float, y0: float, y1: float, weight: float = HAIRLINE, grey: float = INK
    ) -> None:
        """Draw an upright rule."""
        self._stroke(weight, grey)
        self._canvas.line(x, y0, x, y1)

    def slope(self, x0: float, y0: float, x1: float, y1: float, weight: float = THIN) -> None:
        """Draw a straight rule from one point to another."""
        self._stroke(weight, INK)
        self._canvas.line(x0, y0, x1, y1)

    def frame(self, x: float, y: float, width: float, height: float, weight: float) -> None:
        """Draw an empty box from its lower left corner."""
        self._stroke(weight, INK)
        self._canvas.rect(x, y, width, height)

    def blank(self, x: float, y: float, width: float, height: float) -> None:
        """Clear a box, so that what is written there can be read."""
        self._canvas.saveState()  # the page's text is written later, in its own ink
        self._canvas.setFillGray(1)
        self._canvas.rect(x, y, width, height, stroke=0, fill=1)
        self._canvas.restoreState()

    def hatched(self, x: float, y: float, width: float, height: float, hatch: Hatch) -> None:
        """Draw a framed box from its lower left corner, filled with lines, in black on white."""
        canvas = self._canvas
        self.blank(x, y, width, height)
        self._stroke(HAIRLINE, INK)
        canvas.saveState()
        outline = canvas.beginPath()
        outline.rect(x, y, width, height)
        canvas.clipPath(outline, stroke=0, fill=0)
        count = int((width + height) / _HATCH_GAP) + 1
        for step in range(count if hatch is not Hatch.EMPTY else 0):
            at = x - height + step * _HATCH_GAP
            canvas.line(at, y, at + height, y + height)
            if hatch is Hatch.CROSSED:
                canvas.line(at, y + height, at + height, y)
        canvas.restoreState()
        self.frame(x, y, width, height, THIN)

    def dot(self, x: float, y: float, radius: float, *, filled: bool) -> None:
        """Draw a small circle around a point, in black or empty."""
        self._stroke(THIN, INK)
        self._canvas.saveState()
        self._canvas.setFillGray(INK if filled else 1)
        self._canvas.circle(x, y, radius, stroke=1, fill=1)
        self._canvas.restoreState()

    def bookmark(self, text: str, y: float, level: int = 0) -> None:
        """Put an entry into the file's outline that leads to this height of this page."""
        self._marks += 1
        key = f"mark{self._marks}"
        self._canvas.bookmarkHorizontalAbsolute(key, y)
        self._canvas.addOutlineEntry(clean(text), key, level, closed=level > 0)
        self._canvas.showOutline()

    def next_page(self) -> None:
        """End this page."""
        self._canvas.drawText(self._text)
        self._canvas.showPage()
        self._begin()

    def finish(self, pages: int) -> Pdf:
        """Close the file."""
        self._canvas.save()
        return Pdf(self._out.getvalue(), pages, tuple(sorted(self.missing)))

    def _stroke(self, weight: float, grey: float) -> None:
        if self._pencil != (weight, grey):
            self._canvas.setStrokeGray(grey)
            self._canvas.setLineWidth(weight)
            self._pencil = (weight, grey)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text broken into lines for one width."""

    lines: tuple[Line, ...]
    style: Style

    @property
    def height(self) -> float:
        """Room it takes, from the top of its first line to the foot of its last."""
        return len(self.lines) * self.style.leading

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw with the upper left corner at x, top."""
        baseline = top - first_baseline(self.style)
        for line in self.lines:
            pen.line(x, baseline, line, self.style)
            baseline -= self.style.leading

    def draw_right(self, pen: Pen, x: float, top: float) -> None:
        """Draw with every line ending at x."""
        baseline = top - first_baseline(self.style)
        for line in self.lines:
            pen.line(x - line.width * self.style.size, baseline, line, self.style)
            baseline -= self.style.leading


def set_width(text: str, style: Style) -> float:
    """How wide one line of text stands."""
    return set_line(text, style.bold).width * style.size


def first_baseline(style: Style) -> float:
    """How far the first baseline lies under a paragraph's top."""
    return style.leading - (style.leading - style.size) / 2 - style.size * 0.22


def para(text: str, width: float, style: Style = BODY) -> Paragraph:
    """Break typed text into lines no wider than `width`; a word too wide is broken, never cut."""
    if not isinstance(text, str):
        raise TypeError(f"para() draws text, not {type(text).__name__}")
    lines: list[Line] = []
    for typed in text[:LONGEST_TEXT].splitlines() or [""]:
        lines += _broken(clean(typed), width / style.size, style.bold)
    return Paragraph(tuple(lines), style)


def _broken(text: str, width: float, bold: bool) -> list[Line]:
    whole = set_line(text, bold)
    if whole.width <= width:
        return [whole]
    lines: list[Line] = []
    words = [word for word in _BREAKS.split(text) if word]
    start = 0
    while start < len(words):
        count = _most(words, start, width, bold)
        if count:
            lines.append(set_line("".join(words[start : start + count]).strip(), bold))
            start += count
            continue
        cut = _most_letters(words[start], width, bold)
        lines.append(set_line(words[start][:cut], bold))
        words[start] = words[start][cut:]
    return lines


def _most(words: Sequence[str], start: int, width: float, bold: bool) -> int:
    """How many words from `start` fit; a space at the end needs no room."""
    count, used = 0, 0.0
    for word in islice(words, start, None):
        if used + set_line(word.rstrip(), bold).width > width:
            break
        used += set_line(word, bold).width
        count += 1
    return count


def _most_letters(word: str, width: float, bold: bool) -> int:
    low, high = 1, min(len(word), 400)
    while low < high:
        middle = (low + high + 1) // 2
        if set_line(word[:middle], bold).width <= width:
            low = middle
        else:
            high = middle - 1
    return low


Draw = Callable[[Pen, float], None]


@dataclass(frozen=True, slots=True)
class Block:
    """Something of a height that is drawn from its top; `glued` keeps it with the next one.

    `head` is drawn again when a page begins with this block.
    """

    height: float
    draw: Draw
    glued: bool = False
    head: Block | None = field(default=None, repr=False)


def space(height: float) -> Block:
    """Empty room."""
    return Block(height, lambda pen, top: None)


def paginate(blocks: Iterable[Block], first: float, later: float) -> list[list[Block]]:
    """Deal blocks out to pages with `first` and then `later` points of room.

    Glued blocks stay together unless they are taller than a page.
    """
    pages: list[list[Block]] = [[]]
    room = first
    for unit in _units(blocks):
        need = sum(block.height for block in unit)
        head = unit[0].head
        whole = need + (head.height if head else 0) <= later
        for block in unit:
            if pages[-1] and room < (need if whole else block.height):
                pages.append([])
                room = later
                if block.head is not None:
                    pages[-1].append(block.head)
                    room -= block.head.height
            need -= block.height
            pages[-1].append(block)
            room -= block.height
    return pages


def _units(blocks: Iterable[Block]) -> Iterable[list[Block]]:
    unit: list[Block] = []
    for block in blocks:
        unit.append(block)
        if not block.glued:
            yield unit
            unit = []
    if unit:
        yield unit


def warm() -> None:
    """Read the faces that every document uses, so that the first one is as quick as the rest."""
    for bold in (False, True):
        set_line("0", bold)
