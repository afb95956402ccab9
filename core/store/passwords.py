"""Which passwords the practice file takes, and how one is brought to a single form."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from core.errors import FieldProblem

MIN_LENGTH, MAX_LENGTH = 8, 256
_FEWEST_DIFFERENT = 4
_ROWS = (
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "1qaz2wsx3edc4rfv5tgb",
)
# Guessed first, with or without digits behind; in our own selection, folded as `_bare` folds.
# fmt: off
_OBVIOUS = frozenset((
    "admin", "administrator", "baseball", "changeme", "chiro", "chiropractic", "clinic",
    "default", "dragon", "football", "freedom", "frontdesk", "guest", "hello", "iloveyou",
    "letmein", "login", "manager", "master", "monkey", "office", "owner", "passphrase",
    "passw0rd", "password", "physicaltherapy", "practice", "princess", "rehab", "reception",
    "secret", "speechtherapy", "starwars", "summer", "sunshine", "superman", "test", "therapist",
    "therapy", "trustno", "unitwise", "user", "welcome", "winter",
))
# fmt: on
_LEET = str.maketrans("01345$@!", "oieasaai")


def normalised(text: str) -> str:
    """One form for one password, however the keyboard composes its accents (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def check_password(text: str, field: str = "password") -> str:
    """The password in the form that is used, or FieldProblem when it must not be used."""
    password = normalised(text)
    if not _encodes(password):
        raise FieldProblem("The password holds a broken character. Type it again.", field)
    if len(password) < MIN_LENGTH:
        raise FieldProblem(
            f"The password needs at least {MIN_LENGTH} characters. Three or four unrelated "
            "words are easy to remember and hard to guess.",
            field,
        )
    if len(password) > MAX_LENGTH:
        raise FieldProblem(f"The password may have at most {MAX_LENGTH} characters.", field)
    if _is_obvious(password):
        raise FieldProblem(
            "This password is among the first that anybody would try. Three or four unrelated "
            "words are easy to remember and hard to guess.",
            field,
        )
    return password


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_obvious(password: str) -> bool:
    folded = password.casefold()
    if len(set(folded)) < _FEWEST_DIFFERENT:
        return True
    bare = re.sub(r"[\W\d_]+$|^[\W\d_]+", "", folded)
    plain = re.sub(r"[\W_]+", "", folded)
    words = {bare, plain, bare.translate(_LEET), plain.translate(_LEET), plain.rstrip("0123456789")}
    halves = {w[: len(w) // 2] for w in words if w[: len(w) // 2] * 2 == w}
    return bool((words | halves) & _OBVIOUS) or _is_a_run(plain)


def _is_a_run(text: str) -> bool:
    """Whether the whole text walks along keyboard rows or the alphabet, in either direction."""
    steps = {a + b for row in _ROWS for a, b in pairwise(row)}
    steps |= {step[::-1] for step in steps} | {a * 2 for row in _ROWS for a in row} | {"90", "09"}
    pairs = [a + b for a, b in pairwise(text)]
    broken = sum(pair not in steps for pair in pairs)
    return len(pairs) > 0 and broken <= len(pairs) // 6
