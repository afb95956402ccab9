"""Why minutes change that were signed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.model.session import SessionRecord
from core.model.signing import MinuteChange
from core.services.permissions import inner
from core.services.signing_checks import minutes_differ, minutes_words, needed_reason
from core.store import signatures

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


@inner
def moved_minutes(
    p: OpenPractice, before: SessionRecord | None, after: SessionRecord, reason: str
) -> MinuteChange | None:
    """Why minutes change that were signed once; raises FieldProblem without a reason."""
    if before is None or not minutes_differ(before.services, after.services):
        return None
    if signatures.last_sealing(p.file.db, before.id or 0) is None:
        return None
    return MinuteChange(
        before=minutes_words(before.services),
        after=minutes_words(after.services),
        reason=needed_reason(reason),
        name=p.person.name,
        at=p.clock.now(),
    )
