"""A payer's contract rates: what each unit is paid, said with the days and the place they stand."""

from __future__ import annotations

from core.model.facts import RateSource
from core.model.money import format_cents
from core.rules.draft import Draft
from core.rules.mppr import DayUnits

_GIVEN = "Rates given with the encounter"


def take_rates(draft: Draft, day: list[DayUnits], step: str) -> bool:
    """Price this encounter's units by the contract; says whether that prices the whole bill."""
    rates = draft.encounter.rates
    own = [entry for entry in day if entry.own]
    rated = [entry for entry in own if entry.code in rates]
    by_source: dict[RateSource | None, list[str]] = {}
    for entry in rated:
        draft.money.units[entry.code] = (rates[entry.code],) * entry.units
        source = draft.encounter.rate_sources.get(entry.code)
        words = f"{entry.code} {format_cents(rates[entry.code])}"
        by_source.setdefault(source, []).append(words)
    for source, rated_codes in by_source.items():
        said = f"contract rate for one unit: {', '.join(rated_codes)}"
        if source is None:
            draft.say(step, said, _GIVEN)
        else:
            draft.say(step, f"{said}; {_days(source)}", source.source, source.since)
    return len(rated) == len(own)


def without_rate(draft: Draft, codes: list[str], reason: str) -> str:
    """What is not checked, where some or all codes have neither a rate nor a schedule."""
    if not draft.money.units:
        return f"allowed amounts ({reason})"
    missing = ", ".join(dict.fromkeys(code for code in codes if code not in draft.money.units))
    return f"allowed amount of {missing} ({reason})"


def _days(source: RateSource) -> str:
    end = f" to {source.until}" if source.until else " on"
    return f"from {source.since}{end}"
