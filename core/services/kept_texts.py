"""Keeps what somebody typed and did not save over a lock, and gives it back to them alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.model.kept_text import LONGEST, KeptText
from core.model.permissions import Permission
from core.services.changes import change
from core.services.permissions import needs
from core.store import kept_texts as table

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_OWN = "each person's own unsaved text"


@needs(Permission.ANYONE, why=_OWN)
def mine(p: OpenPractice) -> tuple[KeptText, ...]:
    """What who is signed in typed and did not save, the oldest first."""
    return table.of_person(p.file.db, p.person.id)


@needs(Permission.ANYONE, why=_OWN)
def keep(p: OpenPractice, texts: Sequence[KeptText]) -> tuple[KeptText, ...]:
    """Keep texts for who is signed in; one with an id takes the place of its older self.

    Returns them as they are kept, in the same order. The audit row names forms, no text.
    """
    if any(one.length > LONGEST for one in texts):
        raise UserProblem("This text is too long to be kept unsaved. Shorten it, then save it.")
    with change(p, "text.keep", "text") as work:
        numbers = [table.put(p.file.db, p.person.id, one, work.now) for one in texts]
        patients = {one.patient_id for one in texts}
        work.patient_id = patients.pop() if len(patients) == 1 else None
        work.object_id = numbers[0] if len(numbers) == 1 else None
        work.detail |= {"forms": sorted({one.form for one in texts})}
    kept = {one.id: one for one in table.of_person(p.file.db, p.person.id)}
    return tuple(kept[number] for number in numbers)


@needs(Permission.ANYONE, why=_OWN)
def let_go(p: OpenPractice, number: int) -> None:
    """Remove a kept text: it was saved, or its writer wants it no more."""
    found = next((one for one in mine(p) if one.id == number), None)
    if found is None:
        return
    with change(p, "text.let_go", "text") as work:
        table.remove(p.file.db, p.person.id, number)
        work.object_id, work.patient_id = number, found.patient_id
        work.detail |= {"form": found.form}
