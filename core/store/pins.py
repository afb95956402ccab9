"""The PIN for switching between people while the practice is open; kept hashed in the file."""

from __future__ import annotations

from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import FieldProblem

FEWEST, MOST = 6, 12
_FEWEST_DIFFERENT = 3
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)


def check_pin(text: str, field: str = "pin") -> str:
    """The PIN, or FieldProblem when it must not be used."""
    pin = text.strip()
    if not (pin.isascii() and pin.isdigit()) or not FEWEST <= len(pin) <= MOST:
        raise FieldProblem(f"A PIN has {FEWEST} to {MOST} digits and nothing else.", field)
    if len(set(pin)) < _FEWEST_DIFFERENT or _is_a_run(pin) or _repeats(pin):
        raise FieldProblem(
            "This PIN is among the first that anybody would try: no row of digits, no digits "
            "that repeat.",
            field,
        )
    return pin


def hashed(pin: str) -> str:
    """A PIN as the practice file keeps it (Argon2id)."""
    return _HASHER.hash(pin)


def fits(pin: str, kept: str) -> bool:
    """Whether a typed PIN is the one that was hashed."""
    try:
        return bool(kept) and _HASHER.verify(kept, pin.strip())
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def _is_a_run(pin: str) -> bool:
    """Whether the digits go up or down by one step all along, 9 and 0 being neighbours."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return steps in ({1}, {9})


def _repeats(pin: str) -> bool:
    """Whether a piece of up to half the digits is written again and again."""
    return any(pin == (pin[:size] * len(pin))[: len(pin)] for size in range(1, len(pin) // 2 + 1))
