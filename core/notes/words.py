"""A note's text as words with places: the same offsets as the text that was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate, pairwise

from core.errors import FieldProblem
from core.notes.spoken import spoken_numbers

LONGEST_NOTE = 20_000
NEWLINE = "\n"
_LONGEST_WORD = 60
_LONGEST_NUMBER = 12
_LONG_LINE = 60
# In one pair of brackets, so that a split gives every gap and every word in turn.
_WORD = re.compile(
    r"([CTLSctls]\d{1,2}(?![^\W_])|[^\W\d_]+(?:'[A-Za-z]+)?|\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?|\n|[^\s\w]|_)"
)
_MARKUP = re.compile(
    r"<(?:style|script)\b[^<]{0,4000}</|</?[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,400})?/?>|&[a-z]{2,6};"
    r"|&#\d{1,5};",
    re.IGNORECASE,
)
_RTF_GROUP = re.compile(
    r"\{\\(?:\*|fonttbl|colortbl|stylesheet|info)[^{}]{0,400}(?:\{[^{}]{0,400}\}){0,40}[^{}]{0,40}\}"
)
_RTF = re.compile(r"\\par[d]?\b ?|\\'[0-9a-f]{2}|\\[a-z]{1,24}-?\d{0,9} ?|[{}]")
# A box of a form that nobody ticked, with its label up to the next box or two blanks.
_UNTICKED = re.compile(
    r"(?:\[[ _]?\]|\u2610)[^\n\[\]|;\u2610\u2611\u2612]{0,60}?(?=$|[\n\[|;\u2610\u2611\u2612]|  )",
    re.MULTILINE,
)
_LEADERS = re.compile(r"\.{4,}")
_BREAKS = re.compile(r"^(?:</?(?:p|br|div|li|tr|h\d)\b|\\par\b)", re.IGNORECASE)
_ENTITIES = {
    "&rarr;": ">",
    "&gt;": ">",
    "&#8594;": ">",
    "&lt;": "<",
    "&deg;": "°",
    "&amp;": "&",
    "&quot;": '"',
}
_PLAIN = str.maketrans(
    {
        "\u2019": "'", "\u2018": "'", "\u2032": "'", "\u201c": '"', "\u201d": '"', "\u2033": '"',
        "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2011": "-", "\u2010": "-",
        "\u00a0": " ", "\t": " ", "\r": " ", "\x00": " ", "\x0b": NEWLINE, "\x0c": NEWLINE,
        "\u2028": NEWLINE, "\u2029": NEWLINE, "\u00d7": "x", "\u2022": "-", "\u2192": ">",
        "\u27a1": ">", "\u21d2": ">", "\u279c": ">", "\u00ba": "\u00b0", "\u02da": "\u00b0",
    }
)  # fmt: skip
_BRITISH = (
    ("mobilis", "mobiliz"), ("manipulis", "manipuliz"), ("ischaem", "ischem"), ("oedema", "edema"),
    ("centralis", "centraliz"), ("fibre", "fiber"), ("stabilis", "stabiliz"), ("centre", "center"),
    ("normalis", "normaliz"), ("tumour", "tumor"), ("programme", "program"), ("localis", "localiz"),
    ("favour", "favor"), ("colour", "color"), ("haem", "hem"), ("peripheralis", "peripheraliz"),
)  # fmt: skip
# Units that a dictated note says behind spelled numbers.
_SPEAKS = frozenset({"degree", "hundred", "ten", "cm", "mm", "pound", "percent", "kilogram"})
_NO_PLURAL = frozenset({"tens"})  # the current through the skin, not ten


_SHORT = {
    "wks": "wk",
    "percent": "%", "centimeter": "cm", "centimeters": "cm", "centimetre": "cm",
    "centimetres": "cm", "millimeter": "mm", "millimeters": "mm",
}  # fmt: skip


def bag(text: str) -> frozenset[str]:
    """Words set apart by blanks, as a set."""
    return frozenset(text.split())


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without case, plural s and British spelling; lexicon and note share this form."""
    low = word.lower()
    for british, american in _BRITISH:
        if british in low:
            low = low.replace(british, american)
    if low in _NO_PLURAL:
        return low
    if low in _SHORT:
        return _SHORT[low]
    if len(low) > 3 and low[-1] == "s" and low[-2] not in "su'" and low[-2:] != "is":
        return low[:-1]
    return low


class Words:
    """Words of a text as parallel lists: as typed, as compared, and where each stands."""

    __slots__ = ("_spots", "digits", "ends", "number", "raw", "starts", "stems", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        parts = _WORD.split(text)
        cuts = list(accumulate(map(len, parts)))
        self.starts: list[int] = cuts[:-1:2]
        self.ends: list[int] = cuts[1::2]
        self.raw: list[str] = parts[1::2]
        if len(max(self.raw, key=len, default="")) > _LONGEST_WORD:
            self.raw = [word[:_LONGEST_WORD] for word in self.raw]
        self.stems: list[str] = list(map(stem, self.raw))
        values = {
            at: float(word.replace(",", ""))
            for at, word in enumerate(self.raw)
            if word[0].isdecimal() and len(word) < _LONGEST_NUMBER
        }
        if not _SPEAKS.isdisjoint(self.stems):
            for at, value in spoken_numbers(self.stems).items():
                self.stems[at], values[at] = str(value), float(value)
            values = dict(sorted(values.items()))
        # The number that stands at a place in digits, None where none does.
        self.number: Callable[[int], float | None] = values.get
        self.digits = tuple(values)
        self._spots: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self.raw)

    def spots(self, *stems: str) -> list[int]:
        """Where any of these compared words stand, in order; asked after spelling is mended."""
        if not self._spots:
            for at, word in enumerate(self.stems):
                self._spots.setdefault(word, []).append(at)
        if len(stems) == 1:
            return self._spots.get(stems[0], [])
        found: list[int] = []
        for word in self._spots.keys() & set(stems):
            found += self._spots[word]
        found.sort()
        return found

    def like(self, test: Callable[[str], bool]) -> list[int]:
        """Where the compared words that pass a test stand, in order; each word is asked once."""
        self.spots("")
        return sorted(at for word, ats in self._spots.items() if test(word) for at in ats)

    def joined(self, at: int) -> bool:
        """Whether the word stands between its neighbours without blanks, as a hyphen does."""
        return (
            0 < at < len(self.raw) - 1
            and self.starts[at] == self.ends[at - 1]
            and self.starts[at + 1] == self.ends[at]
        )


def check_length(text: str) -> None:
    """Refuse a text longer than any note; raises FieldProblem."""
    if len(text) > LONGEST_NOTE:
        raise FieldProblem(
            f"text is longer than {LONGEST_NOTE:,} characters: give one visit's note alone.", "text"
        )


def plain(text: str) -> str:
    """The text with markup and odd characters blanked, each character in its place."""
    text = text.translate(_PLAIN)
    if "<" in text or "&" in text:
        text = _MARKUP.sub(_blank, text)
    if "...." in text:
        text = _LEADERS.sub(_to_colon, text)
    if "[" in text or "\u2610" in text:
        text = _UNTICKED.sub(_blank, text)
    if text.lstrip().startswith("{\\rtf"):
        text = _RTF.sub(_blank, _RTF_GROUP.sub(_blank, text))
    return _soften(text)


def _to_colon(found: re.Match[str]) -> str:
    """Dots that lead the eye over to a table's number."""
    return ":" + " " * (len(found[0]) - 1)


def _blank(found: re.Match[str]) -> str:
    filler = " " * len(found[0])
    mark = _ENTITIES.get(found[0].lower())
    if mark:
        return mark + filler[1:]
    return NEWLINE + filler[1:] if _BREAKS.match(found[0]) else filler


def _soften(text: str) -> str:
    """Line ends inside a sentence become blanks: a long line and a small letter after it."""
    if NEWLINE not in text:
        return text
    lines = text.split(NEWLINE)
    out = [lines[0]]
    for before, line in pairwise(lines):
        soft = len(before) > _LONG_LINE and line[:1].islower() and before[-1:] not in ".:;|"
        out.append((" " if soft else NEWLINE) + line)
    return "".join(out)
