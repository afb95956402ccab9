"""The window: screens, their presenters, models and widgets, over core's services."""

import ctypes
import sys

if sys.implementation.name == "cpython" and sys.version_info < (3, 12):
    # PySide6 6.12 hands out None, True and False without counting the reference: right where
    # they are immortal (Python 3.12 on), but before that some ten thousand calls destroy None
    # and end the program with "deallocating None". A count that never runs out mends it.
    for _constant in (None, True, False, NotImplemented):
        ctypes.c_ssize_t.from_address(id(_constant)).value += 1 << 60
