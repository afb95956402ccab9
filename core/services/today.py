"""The encounters of a day, what was left undone before it, and what is still to be signed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core.model.people import Role
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


@needs(Permission.SCHEDULE_READ)
def unsigned(p: OpenPractice) -> tuple[EncounterRow, ...]:
    """Complete sessions that still have to be signed, newest first.

    Who only treats is shown their own; whoever closes the day is shown all.
    """
    return encounter_rows.unsigned(p.file.db, _own_only(p), MOST_UNFINISHED)


@needs(Permission.SCHEDULE_READ)
def awaiting_therapist(p: OpenPractice) -> tuple[EncounterRow, ...]:
    """Sessions an assistant signed and the payer wants countersigned, newest first."""
    return encounter_rows.awaiting_therapist(p.file.db, _own_only(p), MOST_UNFINISHED)


def _own_only(p: OpenPractice) -> int | None:
    closes = (Role.OWNER, Role.BILLER, Role.FRONT_DESK)
    return None if any(p.person.has(role) for role in closes) else p.person.provider_id
