"""What is pasted into a note, made plain text: no markup, nothing unprintable, not too long."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from core.model.clean_text import clean_block
from core.notes.words import LONGEST_NOTE

LONGEST_RAW = 1_000_000
_TOO_LONG = (
    f"This is longer than the {LONGEST_NOTE:,} letters that a part of a note holds, so it was not"
    " pasted. Paste the part you need."
)
# Nothing is repeated inside a repetition, and every repetition is bounded.
_HTML_MARK = re.compile(r"<(?:html|body|p|div|span|br|table|b|i|ul|ol|li)\b", re.IGNORECASE)
_HIDDEN = re.compile(
    r"<(?:style|script|head)\b[^<]{0,100000}</(?:style|script|head)>|<!--[^<]{0,20000}-->",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^<>]{0,400}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z!][^<>]{0,4000}>", re.IGNORECASE)
_RTF_GROUP = re.compile(r"\{\\(?:\*|fonttbl|colortbl|stylesheet|info|pict)[^{}]{0,100000}\}")
_RTF_BREAK = re.compile(r"\\(?:par|line|tab)\b ?")
_RTF_HEX = re.compile(r"\\'([0-9a-fA-F]{2})")
_RTF_UNICODE = re.compile(r"\\u(-?\d{1,6}) ?\??")
_RTF_WORD = re.compile(r"\\[a-zA-Z]{1,32}-?\d{0,10} ?|\\[^a-zA-Z]|[{}]")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Pasted:
    """The text to insert, or the sentence why nothing is."""

    text: str = ""
    problem: str = ""


def clean_paste(raw: str, room: int = LONGEST_NOTE) -> Pasted:
    """Plain text out of what another program put on the clipboard; `room` is how much fits."""
    if len(raw) > LONGEST_RAW:
        return Pasted(problem=_TOO_LONG)
    text = raw
    if text.lstrip()[:5].lower() == "{\\rtf":
        text = _from_rtf(text)
    elif _HTML_MARK.search(text[:100_000]):
        text = _from_html(text)
    kept = _BLANK_LINES.sub("\n\n", clean_block(text))
    if len(kept) > max(room, 0):
        return Pasted(problem=_TOO_LONG)
    return Pasted(kept.rstrip("\n") if text is not raw else kept)


def _from_html(text: str) -> str:
    text = _HIDDEN.sub("", text)
    return unescape(_TAG.sub("", _BREAK.sub("\n", text)))


def _from_rtf(text: str) -> str:
    for _ in range(6):  # groups stand inside groups
        shorter = _RTF_GROUP.sub("", text)
        if shorter == text:
            shorter = _without_inner(text)
        if shorter == text:
            break
        text = shorter
    text = text.replace("\r", "").replace("\n", "")
    text = _RTF_BREAK.sub("\n", text)
    text = _RTF_HEX.sub(lambda m: bytes.fromhex(m[1]).decode("cp1252", "replace"), text)
    text = _RTF_UNICODE.sub(lambda m: chr(int(m[1]) % 65536), text)
    return _RTF_WORD.sub("", text).strip()


def _without_inner(text: str) -> str:
    """Font and colour entries, which are groups inside the tables that are dropped."""
    head = text.find("\\fonttbl")
    if head < 0:
        return text
    return text[:head] + _RTF_ENTRY.sub("", text[head:])


_RTF_ENTRY = re.compile(r"\{\\f\d{1,4}[^{}]{0,400}\}")
