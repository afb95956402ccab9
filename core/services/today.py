"""The encounters of a day, and what was left undone before it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core.model.permissions import Permission
from core.model.session import EncounterRow
from core.services import access
from core.services.permissions import needs
from core.store import encounter_rows

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

MOST_UNFINISHED = 200


@needs(Permission.SCHEDULE_READ)
def day_list(p: OpenPractice, day: date) -> tuple[EncounterRow, ...]:
    """A day's encounters by the clock, those without a time last."""
    return access.visible(p, encounter_rows.of_day(p.file.db, day))


@needs(Permission.SCHEDULE_READ)
def unfinished(p: OpenPractice, before: date) -> tuple[EncounterRow, ...]:
    """Encounters before a day that were planned or begun and never completed, newest first."""
    return access.visible(p, encounter_rows.unfinished(p.file.db, before, MOST_UNFINISHED))
