"""The demo practice: the same fictional people every time, around a day that is given.

Making it is in `build`, which few starts of the program need.
"""

from datetime import date

DEMO_DAY = date(2026, 3, 10)
DEMO_PASSWORD = "harbor light"  # noqa: S105 - stands on the demo's unlock screen
