"""Unlocks that failed, kept beside the locked file until somebody can write them into its trail.

Nothing outside the file can be kept from whoever may delete files there: this tells of the
curious, not of the thief.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import DataProblem
from core.store.file_names import attempts_path
from core.store.platform_files import write_durably
from core.store.rows import one_row

if TYPE_CHECKING:
    from core.store.platform_files import PlatformFiles
    from core.store.practice_file import PracticeFile

MOST = 50  # moments kept; the count goes on
LONGEST_WAIT = 300  # seconds
ACTION = "unlock.failed"
NOBODY = "(not known)"  # who typed a wrong password is exactly what is not known


@dataclass(frozen=True, slots=True)
class Attempt:
    """One failed unlock: when, and what was tried (`password` or `recovery`)."""

    at: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class Attempts:
    """How many failed since the last unlock that succeeded, and the latest of them."""

    count: int = 0
    latest: tuple[Attempt, ...] = ()


def pending(path: Path) -> Attempts:
    """The failures not yet in the trail; none when their file is missing or unreadable."""
    try:
        body = json.loads(attempts_path(path).read_bytes())
        latest = tuple(
            Attempt(datetime.fromisoformat(entry["at"]).astimezone(UTC), str(entry["with"]))
            for entry in body["latest"]
        )
        return Attempts(max(int(body["count"]), len(latest)), latest[-MOST:])
    except (OSError, ValueError, KeyError, TypeError):
        return Attempts()


def seconds_to_wait(path: Path, now: datetime) -> int:
    """How long to wait after the latest failure: 1, 2, 4 and so on up to 300 seconds.

    A clock that was set back keeps nobody out.
    """
    known = pending(path)
    if not known.count or not known.latest:
        return 0
    wait = min(LONGEST_WAIT, 2 ** min(known.count - 1, 9))
    waited = (now - known.latest[-1].at).total_seconds()
    return math.ceil(wait - waited) if 0 <= waited < wait else 0


def note(path: Path, attempt: Attempt, platform: PlatformFiles) -> None:
    """Keep one more failure; a folder that cannot be written keeps none."""
    known = pending(path)
    more = Attempts(known.count + 1, (*known.latest, attempt)[-MOST:])
    body = json.dumps(_body(more), sort_keys=True).encode() + b"\n"
    try:
        write_durably(attempts_path(path), body, platform)
    except OSError:
        return


def write_into(file: PracticeFile) -> None:
    """Move the failures into the trail of the file that was opened now, as one entry.

    They stay beside it when the file cannot be written; a crash in between doubles nothing.
    """
    known = pending(file.path)
    if not known.count:
        return
    try:
        if _newest(file) != (detail := _body(known)):
            work = file.unit_of_work(ACTION, "practice", object_id=1, detail=detail)
            with work as change:
                change.actor = NOBODY
        attempts_path(file.path).unlink(missing_ok=True)
    except OSError:
        return
    except DataProblem:
        if file.is_stopped:
            raise


def _newest(file: PracticeFile) -> dict[str, Any]:
    sql = "SELECT detail FROM audit_events WHERE action = ? ORDER BY seq DESC LIMIT 1"
    row = one_row(file.db, sql, (ACTION,))
    found: dict[str, Any] = json.loads(row["detail"]) if row else {}
    return found


def _body(attempts: Attempts) -> dict[str, Any]:
    latest = [{"at": one.at.isoformat(), "with": one.kind} for one in attempts.latest]
    return {"count": attempts.count, "latest": latest}
