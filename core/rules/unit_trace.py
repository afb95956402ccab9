"""The trace of counting units: the sums a therapist would do on paper."""

from __future__ import annotations

from functools import lru_cache

from core.model.bill import Choice
from core.rules.allocation import Allocation
from core.rules.draft import Draft, Work
from core.rules.parameters import DatedValue
from core.rules.rulebook import UnitSize
from core.rules.wording import codes_with, ordinal, plural


def say_total(draft: Draft, size: UnitSize, units: int) -> None:
    """Say the sum and the row of the table it stands in."""
    source, total = size.source, draft.timed_minutes
    minutes = [str(work.minutes) for work in draft.pool]
    equation = f"{' + '.join(minutes)} = {total}" if len(minutes) > 1 else str(total)
    draft.say("Timed minutes of the day", f"{equation} timed minutes", source.cite, source.since)
    row = _row(size.minutes, size.least, units)
    draft.say("Units for the total", row, source.cite, source.since)


@lru_cache(maxsize=1_024)
def _row(minutes: int, least: int, units: int) -> str:
    """The table's row for a number of units: `38 to 52 minutes = 3 units`."""
    first = minutes * (units - 1) + least
    band = f"{first} to {first + minutes - 1} minutes" if units else f"under {least} minutes"
    return f"{band} = {plural(units, 'unit')}"


def say_full_units(draft: Draft, source: DatedValue) -> None:
    """Say which codes hold full quarters."""
    codes = [f"{work.code} ×{work.units}" for work in draft.pool if work.units]
    draft.say("Full quarter hours", ", ".join(codes) or "none", source.cite, source.since)


def say_left_over(draft: Draft, given: Allocation, full: int, size: UnitSize) -> None:
    """Say what each code has left over and which of them take a unit."""
    rests = codes_with(draft.pool, [work.minutes % size.minutes for work in draft.pool])
    units = [f"{ordinal(full + n)} unit to {code}" for n, code in enumerate(given.granted, 1)]
    result = f"left over {rests}: {', '.join(units) or 'no unit more'}" if rests else "none left"
    draft.say("Left-over minutes", result, size.source.cite, size.source.since)
    for choice in given.choices:
        _say_tie(draft, choice, size.source)


def _say_tie(draft: Draft, choice: Choice, source: DatedValue) -> None:
    who = "chosen by the clinician" if choice.answered else "more minutes, then lower number"
    tie = f"Tie between {' and '.join(choice.candidates)}"
    result = f"{choice.chosen} ({who}); the clinician may choose another"
    draft.say(tie, result, source.cite, source.since)


def say_midpoint(draft: Draft, work: Work, size: int, share: DatedValue) -> None:
    """Say one code's full units and whether its rest is past the middle."""
    whole, rest = divmod(work.minutes, size)
    past = "past" if work.units > whole else "not past"
    left = f" + {rest}; {rest} is {past} the midpoint" if rest else ""
    result = f"{work.minutes} = {whole} × {size}{left}: {plural(work.units, 'unit')}"
    draft.say(f"{work.code} by itself", result, share.cite, share.since)
