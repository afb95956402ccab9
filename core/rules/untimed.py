"""Units of codes outside the pool: once a day, or by a time size of their own."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from core.model.kinds import Severity
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
    """Units stand as entered; minutes that do not earn them are named."""
    work.units = max(units, 0)
    result = f"{plural(work.units, 'unit')} as entered"
    draft.say(f"{work.code} is not pooled", result, entry.cite, entry.since)
    if not work.units:
        work.refuse("unassigned", "No units are entered.", "")
    elif work.minutes and entry.basis is Basis.OTHER and (size := _size_of(draft, entry)):
        earned = units_for(work.minutes, entry.unit_minutes, size.least)
        if earned < work.units:
            why = f"{plural(work.minutes, 'minute')} of {work.code} earn {plural(earned, 'unit')}"
            why += f"; {work.units} as entered were kept."
            fix = "Correct whichever of the two is wrong."
            codes = (work.code,)
            draft.alert("minutes-mismatch", Severity.WARNING, codes, why, fix, size.cite)


class _Size(NamedTuple):
    """The least minutes that earn a unit, and who says so."""

    least: int
    cite: str
    since: date | None


def _size_of(draft: Draft, entry: CodeEntry) -> _Size | None:
    """Its own least minutes, else past the midpoint of its size; None: not known for the day."""
    if entry.least_minutes:
        return _Size(entry.least_minutes, entry.cite, entry.since)
    share = draft.rules.midpoint_share
    if not isinstance(share, DatedValue) or not entry.unit_minutes:
        return None
    return _Size(least_past(entry.unit_minutes, share), share.cite, share.since)


def _by_own_size(draft: Draft, work: Work, entry: CodeEntry) -> None:
    """Units by the code's own size; a first-part code earns one at most."""
    found, size = _size_of(draft, entry), entry.unit_minutes
    if found is None:
        leave_unassigned(draft, [work], f"The midpoint rule for {work.code}")
        return
    units = units_for(work.minutes, size, found.least)
    sizes = f"units of {size} from {plural(found.least, 'minute')} on"
    if entry.first_only:
        units = min(units, 1)
        sizes = f"its one unit is the first {size} minutes, from {found.least} on"
    work.units = units
    result = f"{plural(work.minutes, 'minute')}; {sizes}: {plural(units, 'unit')}"
    draft.say(f"{work.code} has a time of its own", result, found.cite, found.since)
