"""Who read whose record: one audit row for a person and record in ten minutes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from core.errors import UnitwiseError
from core.services.changes import change
from core.services.permissions import inner

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

AGAIN_AFTER = 600.0  # seconds; lists that read themselves anew do not flood the trail


@inner
def note_read(
    p: OpenPractice,
    action: str,
    kind: str,
    number: int,
    patient_id: int,
    *,
    always: bool = False,
    **detail: Any,
) -> None:
    """Write down that who is signed in read a record, once the answer is gathered.

    A file that takes no changes, such as one on a full disk, can still be read.
    """
    memory, key = p.memory, (p.person.id, action, number)
    now = memory.monotonic()
    last = memory.seen.get(key)
    if p.file.is_stopped or (not always and last is not None and now - last < AGAIN_AFTER):
        return
    with suppress(UnitwiseError):
        with change(p, action, kind) as work:
            work.object_id, work.patient_id = number, patient_id
            work.detail |= detail
        memory.seen[key] = now
