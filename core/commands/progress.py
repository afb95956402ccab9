"""Shows per cent done where a person watches."""

from __future__ import annotations

import sys

_WHOLE = 100


class Meter:
    """Told `done` of `total`; writes to standard error of a terminal only."""

    def __init__(self) -> None:
        self._last = -1

    def __call__(self, done: int, total: int) -> None:
        """Show the per cent where it has changed."""
        percent = _WHOLE * done // max(total, 1)
        if percent != self._last and sys.stderr.isatty():
            end = "\n" if percent == _WHOLE else ""
            print(f"\r{percent} %", end=end, file=sys.stderr, flush=True)
        self._last = percent
