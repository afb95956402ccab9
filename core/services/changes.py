"""One change of the practice: its rows and its audit row stand or fall together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from core.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


@contextmanager
def change(p: OpenPractice, action: str, object_kind: str) -> Iterator[UnitOfWork]:
    """Run one change, dated by the practice's clock; on disk once the block has ended.

    `object_id`, `patient_id` and `detail` are set inside; the detail names fields, never
    what stands in them.
    """
    with p.file.unit_of_work(action, object_kind) as work:
        work.now = p.clock.now()
        yield work


def changed_fields(old: Any, new: Any) -> list[str]:
    """Names of the fields that two records of one type differ in."""
    names = [entry.name for entry in fields(new)]
    return [name for name in names if getattr(old, name) != getattr(new, name)]
