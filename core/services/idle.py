"""The minutes until the window locks by itself; a setting of the practice, never off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import FieldProblem
from core.model.idle import LONGEST, SHORTEST, idle_minutes
from core.model.permissions import Permission
from core.services.changes import change
from core.services.permissions import needs
from core.store.practices import get_setting, set_setting

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

SETTING = "lock.idle_minutes"


@needs(Permission.SETTINGS_READ)
def minutes(p: OpenPractice) -> int:
    """How long nobody may be there before the window locks."""
    return idle_minutes(get_setting(p.file.db, SETTING))


@needs(Permission.SETTINGS_WRITE)
def set_minutes(p: OpenPractice, wanted: int) -> int:
    """Keep other minutes; raises FieldProblem outside one to fifteen."""
    if not SHORTEST <= wanted <= LONGEST:
        raise FieldProblem(
            f"The lock falls after {SHORTEST} to {LONGEST} minutes; it cannot be switched off.",
            "idle_minutes",
        )
    with change(p, "lock.idle_minutes", "setting") as work:
        set_setting(work.db, SETTING, str(wanted))
        work.detail["minutes"] = wanted
    return wanted
