"""Allowed amounts of the day's units; money is looked at last and never changes a unit."""

from __future__ import annotations

from decimal import Decimal

from core.model.facts import Locality
from core.model.kinds import Discipline
from core.rules.draft import Draft
from core.rules.fees import Basis, UnitFee, fee_basis
from core.rules.mppr import DayUnits, leading, unit_cents
from core.rules.parameters import DatedValue
from core.rules.profile import is_value
from core.rules.terms import FeeBasis, Policy

_STEP = "Allowed amount"
_RATES = "Rates given with the encounter"
_HUNDRED = Decimal(100)


def price_units(draft: Draft) -> None:
    """Find what the payer allows for each unit: a contract rate, else the fee schedule."""
    day = _units_of_the_day(draft)
    own = [entry for entry in day if entry.own]
    rates = draft.encounter.rates
    rated = [entry for entry in own if entry.code in rates]
    for entry in rated:
        draft.money.units[entry.code] = (rates[entry.code],) * entry.units
    if rated:
        draft.say(_STEP, f"contract rate for {_codes(rated)}", _RATES)
    if len(rated) == len(own):
        return
    basis = _without_schedule(draft) or _basis(draft)
    if isinstance(basis, str):
        draft.unchecked.append(f"allowed amounts ({basis})")
    else:
        _by_schedule(draft, day, basis)


def _units_of_the_day(draft: Draft) -> list[DayUnits]:
    own = draft.encounter.discipline
    day = [DayUnits(work.code, own, work.units, True) for work in draft.works if work.units]
    return day + [DayUnits(e.code, e.discipline, e.units, False) for e in draft.other_units]


def _without_schedule(draft: Draft) -> str:
    """Why Medicare's schedule does not give this payer's amounts; empty when it does."""
    terms = draft.rules.terms
    if is_value(terms.fee_schedule, FeeBasis.MEDICARE) or _is_percent(draft):
        return ""
    if is_value(terms.fee_schedule, FeeBasis.PATIENT):
        return "no payer: the patient pays the price"
    return f"no contract rates of {draft.rules.profile.name} given"


def _is_percent(draft: Draft) -> bool:
    return isinstance(draft.rules.terms.percent_of_medicare, DatedValue)


def _basis(draft: Draft) -> Basis | str:
    encounter = draft.encounter
    if encounter.locality is None:
        return "locality not given"
    found = fee_basis(
        draft.book.fees, encounter.date, encounter.locality, qualifying=encounter.qp is True
    )
    return f"no table of {found}" if isinstance(found, str) else found


def _by_schedule(draft: Draft, day: list[DayUnits], basis: Basis) -> None:
    kept = _expense_kept(draft)
    fees = _fees(draft, day, basis, kept.ratio if kept else None)
    lead = leading(day, fees) if kept else None
    others: dict[Discipline, int | None] = {}
    for entry in day:
        fee = fees.get(entry.code)
        amounts = unit_cents(entry, fee, lead) if fee else None
        if not entry.own:
            before = others.get(entry.discipline, 0)
            known = amounts is not None and before is not None
            others[entry.discipline] = (before or 0) + sum(amounts or ()) if known else None
        elif amounts is not None:
            draft.money.units.setdefault(entry.code, amounts)
    draft.money.others = others
    _say(draft, day, fees, basis)
    if kept and lead:
        _say_reduction(draft, day, fees, lead, kept)


def _fees(
    draft: Draft, day: list[DayUnits], basis: Basis, kept: Decimal | None
) -> dict[str, UnitFee]:
    """The unit fee of each code that has relative values, at the payer's percentage."""
    schedule = draft.book.fees
    found = {entry.code: schedule.fee(entry.code, basis, kept) for entry in day}
    fees = {code: fee for code, fee in found.items() if fee is not None}
    percent = draft.rules.terms.percent_of_medicare
    if not isinstance(percent, DatedValue):
        return fees
    share = percent.ratio / _HUNDRED
    return {
        code: UnitFee(fee.full * share, fee.further * share, fee.value)
        for code, fee in fees.items()
    }


def _expense_kept(draft: Draft) -> DatedValue | None:
    """The share of the practice expense that further units keep; None where no cut holds."""
    if not is_value(draft.rules.terms.mppr, Policy.MEDICARE):
        return None
    kept = draft.book.parameter("mppr.practice_expense_kept", draft.encounter.date)
    return kept if isinstance(kept, DatedValue) else None


def _say(draft: Draft, day: list[DayUnits], fees: dict[str, UnitFee], basis: Basis) -> None:
    factor, place = basis.factor, draft.encounter.locality or Locality()
    where = "national" if place.is_national else f"locality {place.mac} {place.number}"
    known = [entry for entry in day if entry.own and entry.code in fees]
    if known:
        percent = draft.rules.terms.percent_of_medicare
        part = f" × {percent.ratio:f} percent" if isinstance(percent, DatedValue) else ""
        result = f"relative values × indices ({where}) × {factor.ratio}{part} for {_codes(known)}"
        draft.say(_STEP, result, fees[known[0].code].value.cite, factor.since)
    for entry in day:
        if entry.code not in fees:
            what = f"allowed amount of {entry.code} (no relative values for {basis.day})"
            draft.unchecked.append(what)


def _say_reduction(
    draft: Draft, day: list[DayUnits], fees: dict[str, UnitFee], lead: DayUnits, kept: DatedValue
) -> None:
    cut = [e for e in day if e.code in fees and fees[e.code].value.reduced]
    if sum(entry.units for entry in cut) < 2:  # one unit alone is never cut
        return
    whose = "" if lead.own else f" ({lead.discipline.value}, same day)"
    result = (
        f"one unit of {lead.code}{whose} keeps its practice expense; "
        f"the others of {_codes(cut)} keep {kept.ratio:.0%} of theirs"
    )
    draft.say("Multiple procedures", result, kept.cite, kept.since)


def _codes(entries: list[DayUnits]) -> str:
    return ", ".join(dict.fromkeys(entry.code for entry in entries))
