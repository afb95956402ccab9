"""Allowed amounts of the day's units; money is looked at last and never changes a unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from core.model.bill import Step
from core.model.facts import Locality
from core.model.kinds import Discipline
from core.rules.draft import Draft, make
from core.rules.fees import Basis, FeeSchedule, UnitFee, fee_basis
from core.rules.mppr import NOBODY, DayUnits, PricedUnits, leading, unit_cents
from core.rules.parameters import DatedValue
from core.rules.profile import is_value
from core.rules.rates import take_rates, without_rate
from core.rules.terms import FeeBasis, Policy

_STEP = "Allowed amount"
_NO_PLACE = "no Medicare locality given"
_HUNDRED = Decimal(100)


@dataclass(slots=True, eq=False)
class DayFees:
    """A payer's unit fees of one day and place, looked up once for each code."""

    schedule: FeeSchedule
    basis: Basis
    kept: DatedValue | None
    words: str
    _found: dict[str, UnitFee | None] = field(default_factory=dict)
    _steps: dict[str, Step] = field(default_factory=dict)

    def of(self, day: list[DayUnits]) -> list[PricedUnits]:
        """Those units of a day whose code has a fee, each with it."""
        fed, found = [], self._found
        for entry in day:
            code = entry.code
            if code not in found:
                found[code] = self.schedule.fee(code, self.basis)
            fee = found[code]
            if fee is not None:
                fed.append((entry, fee))
        return fed

    def said(self, cite: str) -> Step:
        """How the bill says what the fees stand on."""
        found = self._steps.get(cite)
        if found is None:
            since = self.basis.factor.since
            found = self._steps[cite] = Step(_STEP, self.words, cite, since)
        return found

    def led_by(self, lead: DayUnits, kept: DatedValue) -> Step:
        """How the bill says whose unit keeps its whole practice expense."""
        whose = lead.code if lead.own else f"{lead.code} ({lead.discipline.value}, same day)"
        found = self._steps.get(whose)
        if found is None:
            result = (
                f"one unit of {whose} keeps its practice expense; "
                f"every other therapy unit of the day keeps {kept.ratio:.0%} of its own"
            )
            found = self._steps[whose] = Step("Multiple procedures", result, kept.cite, kept.since)
        return found


def price_units(draft: Draft) -> None:
    """Find what the payer allows for each unit: a contract rate, else the fee schedule."""
    if draft.encounter.locality is None and not draft.encounter.rates:
        if draft.other_units or any(work.units for work in draft.works):
            why = _without_schedule(draft) or _NO_PLACE
            draft.unchecked.append(f"allowed amounts ({why})")
        return
    day = _units_of_the_day(draft)
    if not day or (draft.encounter.rates and take_rates(draft, day, _STEP)):
        return
    fees = _day_fees(draft)
    if isinstance(fees, str):
        codes = [entry.code for entry in day if entry.own]
        draft.unchecked.append(without_rate(draft, codes, fees))
    else:
        _by_schedule(draft, day, fees)


def day_cents(draft: Draft, more: list[DayUnits]) -> int | None:
    """What this encounter's units and some more are allowed together; None: not all is known.

    Nothing is said of it: it answers what would be.
    """
    day = _units_of_the_day(draft) + more
    rates, own = draft.encounter.rates, [entry for entry in day if entry.own]
    rated = sum(rates[entry.code] * entry.units for entry in own if entry.code in rates)
    others = [entry for entry in own if entry.code not in rates]
    known = _day_fees(draft) if others else ""
    if isinstance(known, str):
        return None if others else rated
    fed = known.of(day)
    lead, _ = leading(fed) if known.kept else NOBODY
    priced = [(entry, fee) for entry, fee in fed if entry.own and entry.code not in rates]
    if len(priced) < len(others):
        return None
    return rated + sum(sum(unit_cents(entry, fee, lead)) for entry, fee in priced)


def _units_of_the_day(draft: Draft) -> list[DayUnits]:
    own = draft.encounter.discipline
    day = [make(DayUnits, (work.code, own, work.units, True)) for work in draft.works if work.units]
    if not draft.other_units:
        return day
    return day + [DayUnits(e.code, e.discipline, e.units, False) for e in draft.other_units]


def _day_fees(draft: Draft) -> DayFees | str:
    """The fees of the payer's schedule, or why there are none."""
    encounter = draft.encounter
    place = encounter.locality
    if place is None:
        return _without_schedule(draft) or _NO_PLACE
    qualifying = encounter.qp is True
    key = ("fees", encounter.payer, encounter.date, place.mac, place.number, qualifying)
    return draft.book.remembered(key, lambda: _make_fees(draft, place, qualifying=qualifying))


def _make_fees(draft: Draft, place: Locality, *, qualifying: bool) -> DayFees | str:
    if reason := _without_schedule(draft):
        return reason
    found = fee_basis(draft.book.fees, draft.encounter.date, place, qualifying=qualifying)
    if isinstance(found, str):
        return f"no table of {found}"
    kept, percent = _expense_kept(draft), draft.rules.terms.percent_of_medicare
    where = "national" if place.is_national else f"locality {place.mac} {place.number}"
    words = f"relative values × indices ({where}) × {found.factor.ratio}"
    if kept is not None:
        found = found._replace(kept=kept.ratio)
    if isinstance(percent, DatedValue):
        found = found._replace(percent=percent.ratio / _HUNDRED)
        words += f" × {percent.ratio:f} percent"
    return DayFees(draft.book.fees, found, kept, words)


def _without_schedule(draft: Draft) -> str:
    """Why Medicare's schedule does not give this payer's amounts; empty when it does."""
    terms = draft.rules.terms
    if is_value(terms.fee_schedule, FeeBasis.MEDICARE):
        return ""
    if isinstance(terms.percent_of_medicare, DatedValue):
        return ""
    if is_value(terms.fee_schedule, FeeBasis.PATIENT):
        return "no payer: the patient pays the price"
    return f"no contract rate of {draft.rules.profile.name} for this day"


def _expense_kept(draft: Draft) -> DatedValue | None:
    """The share of the practice expense that further units keep; None where no cut holds."""
    if not is_value(draft.rules.terms.mppr, Policy.MEDICARE):
        return None
    kept = draft.book.parameter("mppr.practice_expense_kept", draft.encounter.date)
    return kept if isinstance(kept, DatedValue) else None


def _by_schedule(draft: Draft, day: list[DayUnits], known: DayFees) -> None:
    fed = known.of(day)
    lead, cut = leading(fed) if known.kept else NOBODY
    units = draft.money.units
    for entry, fee in fed:
        if entry.own and entry.code not in units:
            units[entry.code] = unit_cents(entry, fee, lead)
    if draft.other_units:
        draft.money.others = _others(day, fed, lead)
    _say(draft, day, fed, known)
    if known.kept and lead and cut:
        draft.trace.append(known.led_by(lead, known.kept))


def _others(
    day: list[DayUnits], fed: list[PricedUnits], lead: DayUnits | None
) -> dict[Discipline, int | None]:
    """The same-day encounters' sums; None where one of their codes has no fee."""
    sums: dict[Discipline, int | None] = {}
    for entry, fee in fed:
        if not entry.own:
            sums[entry.discipline] = (sums.get(entry.discipline) or 0) + sum(
                unit_cents(entry, fee, lead)
            )
    with_fee = {entry.code for entry, _ in fed}
    for entry in day:
        if not entry.own and entry.code not in with_fee:
            sums[entry.discipline] = None
    return sums


def _say(draft: Draft, day: list[DayUnits], fed: list[PricedUnits], known: DayFees) -> None:
    for entry, fee in fed:
        if entry.own:
            draft.trace.append(known.said(fee.value.cite))
            break
    if len(fed) == len(day):
        return
    with_fee = {entry.code for entry, _ in fed}
    for code in dict.fromkeys(entry.code for entry in day if entry.code not in with_fee):
        what = f"allowed amount of {code} (no relative values for {known.basis.day})"
        draft.unchecked.append(what)
