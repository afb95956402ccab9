"""The practice whose own values and imported tables a command was told to use."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from core.commands.practice_options import clock_of, secret_of
from core.services import opening
from core.services.own_books import words_of
from core.services.practice import OpenPractice

__all__ = ["opened", "words_of"]


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[OpenPractice | None]:
    """The practice that `--practice` names, closed afterwards; None where none is named."""
    if options.practice is None:
        yield None
        return
    found = opening.unlock(options.practice, secret_of(options), clock_of(options), options.user)
    try:
        yield found
    finally:
        found.file.close()
