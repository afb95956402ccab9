"""The note's alerts among the session's checks, each with the part of the note to go to."""

from __future__ import annotations

from core.model.bill import Alert
from core.model.kinds import Severity
from core.notes.advice import Advice
from ui.presenters.session_checks import Check, Place

FIELD = "note-"  # with the number of the part
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_OBJECTIVE = 1
# The element whose words an alert is about.
_ABOUT = {"note-minutes": "minutes_97140", "note-region": "region", "note-cmt-region": "region"}


def with_note(
    checks: tuple[Check, ...], alerts: tuple[Alert, ...], advice: Advice | None
) -> tuple[Check, ...]:
    """Both together, worst first, the bill's before the note's of the same weight."""
    if not alerts:
        return checks
    more = (
        Check(one.severity, one.message, one.fix, one.cite, Place(field=_field(one, advice)))
        for one in alerts
    )
    return tuple(sorted((*checks, *more), key=lambda check: _ORDER[check.severity]))


def part_of(place: Place) -> int | None:
    """The part of the note that a check goes to, or None for another place."""
    if not place.field.startswith(FIELD):
        return None
    return int(place.field.removeprefix(FIELD))


def _field(alert: Alert, advice: Advice | None) -> str:
    part = _OBJECTIVE
    wanted = _ABOUT.get(alert.id)
    for chip in advice.chips if advice and wanted else ():
        if chip.element.name == wanted and chip.spans and advice is not None:
            spot = advice.soap.spot(*chip.spans[0])
            part = spot.part if spot else part
    return f"{FIELD}{part}"
