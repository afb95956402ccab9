"""Units of codes outside the pool: once a day, or by a time size of their own."""

from __future__ import annotations

from core.rules.codes import Basis, CodeEntry
from core.rules.draft import Draft, Work
from core.rules.parameters import DatedValue
from core.rules.units import least_past, leave_unassigned, units_for
from core.rules.wording import plural


def count_untimed_units(draft: Draft) -> None:
    """Count what was not refused and is not pooled."""
    for work in draft.works:
        entry = work.entry
        if entry is None or work.refused or entry.basis is Basis.TIMED:
            continue
        given = [row.units for row in work.rows if row.units is not None]
        if given:
            _as_entered(draft, work, entry, sum(given))
        elif entry.basis is Basis.OTHER and entry.unit_minutes:
            _by_own_size(draft, work, entry)
        else:
            work.units = 1
            result = "1 unit, whatever its minutes"
            draft.say(f"{work.code} is untimed", result, entry.cite, entry.since)


def _as_entered(draft: Draft, work: Work, entry: CodeEntry, units: int) -> None:
    work.units = max(units, 0)
    result = f"{plural(work.units, 'unit')} as entered"
    draft.say(f"{work.code} is not pooled", result, entry.cite, entry.since)
    if not work.units:
        work.refuse("unassigned", "No units are entered.", "")


def _by_own_size(draft: Draft, work: Work, entry: CodeEntry) -> None:
    """Past the midpoint of its own size earns the unit; a first-part code earns one at most."""
    share, size = draft.rules.midpoint_share, entry.unit_minutes
    if not isinstance(share, DatedValue):
        leave_unassigned(draft, [work], f"The midpoint rule for {work.code}")
        return
    units = units_for(work.minutes, size, least_past(size, share))
    work.units = min(units, 1) if entry.first_only else units
    result = f"{work.minutes} minutes by units of {size}: {plural(work.units, 'unit')}"
    draft.say(f"{work.code} has a time of its own", result, share.cite, share.since)
