"""How good a new password looks: a hint while typing; the service decides."""

from __future__ import annotations

from typing import NamedTuple

SHORTEST = 8  # the services refuse a shorter one
STRONG = 16


class Hint(NamedTuple):
    """A kind as of a Chip, and a sentence."""

    kind: str
    text: str


def password_hint(password: str, names: tuple[str, ...] = ()) -> Hint:
    """Judge length and sameness; words of `names` inside the password weaken it."""
    length = len(password)
    if not password:
        return Hint(
            "muted", f"At least {SHORTEST} characters; four or five words are easy to keep."
        )
    if length < SHORTEST:
        return Hint("warning", f"Too short: {length} of at least {SHORTEST} characters.")
    if len(set(password.lower())) < 6:
        return Hint("warning", "Too much of the same: use more different characters.")
    words = {word for name in names for word in name.lower().split() if len(word) > 3}
    if any(word in password.lower() for word in words):
        return Hint("warning", "It holds a name from this form; leave names out.")
    if length < STRONG:
        return Hint("good", "Fair. Longer is stronger.")
    return Hint("good", "Strong.")
