"""The window: screens, their presenters, models and widgets, over core's services."""

import ctypes
import sys

if sys.implementation.name == "cpython" and sys.version_info < (3, 12):
    # PySide6 6.12 returns None without counting the reference: right where None is immortal
    # (Python 3.12 on), but before that some ten thousand calls destroy it and end the program
    # with "deallocating None". A count that can never run out makes None immortal here too.
    ctypes.c_ssize_t.from_address(id(None)).value += 1 << 60
