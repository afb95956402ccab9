"""The versions of a session's note, as each save kept them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.model.note_help import NoteVersion
from core.model.permissions import Permission
from core.services import access
from core.services.permissions import needs
from core.services.read_trail import note_read
from core.store import encounters as table
from core.store import note_versions

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


@needs(Permission.NOTE_READ)
def list_for(p: OpenPractice, encounter_id: int) -> tuple[NoteVersion, ...]:
    """Every version of a session's note, the newest first; none is ever lost."""
    standing = table.standing(p.file.db, encounter_id)
    if standing is None:
        raise UserProblem("This session is not in the practice file. Go back to Today.")
    patient = standing.patient_id
    access.require_reach(p, Permission.NOTE_READ, patient, "note_versions.list_for")
    found = note_versions.of_encounter(p.file.db, encounter_id)
    note_read(p, "note_versions.read", "encounter", encounter_id, patient)
    return found
