"""The printed recovery code: 160 random bits that a person can copy by hand.

32 characters of Crockford's base 32 and one check character, in nine groups. The check is a
weighted sum over GF(32), so any one wrong character and any two swapped neighbours are noticed.
"""

from __future__ import annotations

import re
import secrets
from itertools import islice

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DATA_LENGTH = 32
_GROUPS = (4, 4, 3) * 3  # 33 characters, and no group too short to type back
_MISREAD = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—_.]+")
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)


def new_code() -> str:
    """The 32 random characters of a fresh recovery code; `grouped` gives its printed form."""
    return "".join(secrets.choice(ALPHABET) for _ in range(DATA_LENGTH))


def grouped(data: str) -> str:
    """The 32 characters with their check character, in nine groups."""
    rest = iter(data + _check(data))
    return "-".join("".join(islice(rest, length)) for length in _GROUPS)


def read_code(text: str) -> str | None:
    """The 32 characters of a typed code, or None when it is not one or is mistyped.

    Case, spaces and dashes do not matter; O reads as 0, I and L as 1.
    """
    plain = _plain(text)
    if len(plain) != DATA_LENGTH + 1 or not set(plain) <= set(ALPHABET):
        return None
    data, check = plain[:DATA_LENGTH], plain[DATA_LENGTH]
    return data if _check(data) == check else None


def looks_like_code(text: str) -> bool:
    """Whether somebody meant to type a recovery code, right or wrong."""
    plain = _plain(text)
    close = DATA_LENGTH - 1 <= len(plain) <= DATA_LENGTH + 3
    return close and plain.isascii() and plain.isalnum() and any(c.isdigit() for c in plain)


def _plain(text: str) -> str:
    return _SEPARATORS.sub("", text).upper().translate(_MISREAD)


def _check(data: str) -> str:
    total = 0
    for character in data:
        total = _double(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def _double(value: int) -> int:
    value <<= 1
    return value ^ _POLYNOMIAL if value & 32 else value
