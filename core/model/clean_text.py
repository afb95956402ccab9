"""Typed text made fit to keep: no control characters, no lone surrogates, no turned-round text."""

from __future__ import annotations

import unicodedata

# Marks, embeddings, overrides and isolates: they can make a name read as another one.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DROPPED = frozenset(("Cc", "Cs", "Cn", "Zl", "Zp"))
_BREAKS = {"\n": "\n", "\t": "    ", "\u2028": "\n", "\u2029": "\n"}


def clean_line(text: str) -> str:
    """One line: every run of white space one space, nothing unprintable, composed (NFC)."""
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    kept = "".join(letter for letter in spaced if _fit(letter))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def clean_block(text: str) -> str:
    """Several lines: breaks and indents stay, nothing unprintable, composed (NFC)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = [_BREAKS.get(letter, letter if _fit(letter) else "") for letter in lines]
    return unicodedata.normalize("NFC", "".join(kept))


def _fit(letter: str) -> bool:
    return letter not in _BIDI and unicodedata.category(letter) not in _DROPPED
