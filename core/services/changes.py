"""One change of the practice: its rows and its audit row stand or fall together."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from core.store.unit_of_work import UnitOfWork


def change(p: OpenPractice, action: str, object_kind: str) -> AbstractContextManager[UnitOfWork]:
    """Run one change; it is on disk once the block has ended.

    `object_id`, `patient_id` and `detail` are set inside; the detail names fields, never
    what stands in them. Raises UserProblem while a new password or recovery code comes first.
    """
    p.refuse_while_held()
    return p.file.unit_of_work(action, object_kind)


def changed_fields(old: Any, new: Any) -> list[str]:
    """Names of the fields that two records of one type differ in."""
    names = [entry.name for entry in fields(new)]
    return [name for name in names if getattr(old, name) != getattr(new, name)]
