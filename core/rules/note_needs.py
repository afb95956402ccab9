"""What a payer asks of a visit's note beyond the services: dated values of its profile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.rules.parameters import DatedValue, NotKnown
from core.rules.profile import Profile, is_value
from core.rules.terms import Need


class TotalsNeed(StrEnum):
    """Which sums of minutes the note has to tell."""

    TIMED_AND_TOTAL = "timed-and-total"
    TOTAL = "total"
    NONE = "none"


Kind = type[StrEnum] | re.Pattern[str]

# Further keys of a payer file; a pattern tells which elements of a note its list may name.
NOTE_KEYS: Mapping[str, Kind] = {
    "note_clock_times": Need,
    "note_totals": TotalsNeed,
    "note_plan": Need,
    "note_lymphedema": re.compile("lymph_(?:limit|prior|able|screen|phase)"),
}


@dataclass(frozen=True, slots=True)
class DayNoteNeeds:
    """A payer's wishes for a note on one day: each wanted element with the source that asks."""

    note_clock_times: DatedValue | NotKnown
    note_totals: DatedValue | NotKnown
    note_plan: DatedValue | NotKnown
    note_lymphedema: DatedValue | NotKnown
    wanted: Mapping[str, str]


def note_needs_on(profile: Profile, day: date) -> DayNoteNeeds:
    """Look every key up once for a day."""
    found = {key: profile.on(key, day) for key in NOTE_KEYS}
    return DayNoteNeeds(**found, wanted=_wanted(found))


def _wanted(found: Mapping[str, DatedValue | NotKnown]) -> Mapping[str, str]:
    """The elements that are wanted, by their names in the note coach; what is not known is not."""
    totals = found["note_totals"]
    both = is_value(totals, TotalsNeed.TIMED_AND_TOTAL)
    lymph = found["note_lymphedema"]
    wishes = (
        ("clock_times", "note_clock_times", is_value(found["note_clock_times"], Need.NEEDED)),
        ("total_timed", "note_totals", both),
        ("total_minutes", "note_totals", both or is_value(totals, TotalsNeed.TOTAL)),
        ("plan_on_file", "note_plan", is_value(found["note_plan"], Need.NEEDED)),
        *(
            (name, "note_lymphedema", True)
            for name in (lymph.words if isinstance(lymph, DatedValue) else ())
        ),
    )
    return {name: _cite(found[key]) for name, key, wanted in wishes if wanted}


def _cite(found: DatedValue | NotKnown) -> str:
    return found.cite if isinstance(found, DatedValue) else ""
