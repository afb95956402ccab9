"""What is expected of an allowed amount: the payer's payment and the patient's share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from core.model.bill import BillLine, Step
from core.rules.draft import Draft, make
from core.rules.parameters import DatedValue, NotKnown
from core.rules.profile import is_assumed, is_value
from core.rules.terms import FeeBasis, Policy

ASSISTANT = frozenset({"CQ", "CO"})
# A notice or an excluded service: who pays then is not the schedule's to say.
NOTICES = frozenset({"GA", "GX", "GY", "GZ"})
_TEN_THOUSAND = 10_000
LinePart = tuple[str, int, tuple[str, ...], int]  # a line without money: code to minutes
Amounts = tuple[int, int | None, int | None]  # allowed, expected and patient's cents
_NO_MONEY = (None, None, None)


class Shares(NamedTuple):
    """The share of the patient, what the payer's own share keeps after each cut, and the words.

    Shares are whole ten-thousandths; None where a cut is not known for the day. `charge_caps`:
    nobody pays more than the practice asks. `known` remembers the amounts of a line.
    """

    patient: int
    assistant: int | None
    after: int | None
    whole: tuple[Step, ...]
    helped: Step | None
    known: dict[tuple[int, tuple[str, ...]], Amounts]
    charge_caps: bool = True


def with_money(draft: Draft, parts: Sequence[LinePart]) -> tuple[BillLine, ...]:
    """The lines with allowed, expected and patient amounts, each None where not known.

    A code's units are taken dearest first, in the order its lines stand.
    """
    if not draft.money.units and not draft.encounter.charges:
        return tuple([make(BillLine, part + _NO_MONEY) for part in parts])
    shares = _shares(draft)
    taken: dict[str, int] = {}
    priced = tuple([_priced(draft, part, taken, shares) for part in parts])
    if shares and any(line.patient_cents is not None for line in priced):
        draft.trace.extend(shares.whole)
        if shares.helped and any(not ASSISTANT.isdisjoint(one.modifiers) for one in priced):
            draft.trace.append(shares.helped)
    return priced


def _priced(draft: Draft, part: LinePart, taken: dict[str, int], shares: Shares | None) -> BillLine:
    """The line with its money; `taken` counts the units that a code's earlier line has used."""
    code, units, modifiers, _ = part
    charge = draft.encounter.charges.get(code)
    amounts = draft.money.units.get(code)
    if amounts is None:
        return _by_price(draft, part, charge)
    start = taken.get(code, 0)
    taken[code] = start + units
    allowed = sum(amounts[start : start + units])
    if charge is not None and shares and shares.charge_caps:
        allowed = min(allowed, charge * units)
    if shares is None:
        return BillLine(*part, allowed)
    known = shares.known.get((allowed, modifiers))
    if known is None:
        known = shares.known[allowed, modifiers] = _amounts(allowed, modifiers, shares)
    return make(BillLine, part + known)


def _amounts(allowed: int, modifiers: tuple[str, ...], shares: Shares) -> Amounts:
    if not NOTICES.isdisjoint(modifiers):
        return allowed, None, None
    return allowed, *_split(allowed, modifiers, shares)


def _by_price(draft: Draft, part: LinePart, charge: int | None) -> BillLine:
    """Without an allowed amount only the practice's own price is known, where no payer pays."""
    if charge is None or not is_value(draft.rules.terms.fee_schedule, FeeBasis.PATIENT):
        return BillLine(*part)
    return BillLine(*part, None, 0, charge * part[1])


def _split(allowed: int, modifiers: tuple[str, ...], shares: Shares) -> tuple[int | None, int]:
    """Medicare's payment after both cuts, each rounded to the cent, and the coinsurance."""
    patient = _part(allowed, shares.patient)
    paid = allowed - patient
    if not ASSISTANT.isdisjoint(modifiers):
        if shares.assistant is None:
            return None, patient
        paid = _part(paid, shares.assistant)
    if shares.after is None:
        return None, patient
    return _part(paid, shares.after), patient


def _part(amount: int, share: int) -> int:
    """A share of an amount of cents, rounded half up."""
    return (2 * amount * share + _TEN_THOUSAND) // (2 * _TEN_THOUSAND)


def _ten_thousandths(share: Decimal) -> int:
    return int(share * _TEN_THOUSAND)


def _shares(draft: Draft) -> Shares | None:
    """The day's shares by Medicare's own arithmetic or the contract's, None where not known."""
    key = ("shares", draft.encounter.payer, draft.encounter.date)
    if is_value(draft.rules.terms.fee_schedule, FeeBasis.MEDICARE):
        return draft.book.remembered(key, lambda: _make_shares(draft))
    share = draft.rules.terms.patient_share
    if not isinstance(share, DatedValue) or is_assumed(share):
        return None
    return draft.book.remembered(key, lambda: _contract_shares(draft, share))


def _contract_shares(draft: Draft, share: DatedValue) -> Shares:
    """The patient's share as the contract has it; a cut that is not known leaves the rest open."""
    terms, day = draft.rules.terms, draft.encounter.date
    kept = draft.book.parameter("medicare_payment.assistant_kept", day)
    taken = draft.book.parameter("medicare_payment.sequestration", day)
    cut = _kept(terms.assistant_cut, kept.ratio if isinstance(kept, DatedValue) else None)
    left = _kept(terms.sequestration, 1 - taken.ratio if isinstance(taken, DatedValue) else None)
    words = f"{share.ratio:f} percent of the allowed amount"
    patient = Step("Patient's share", words, share.cite, share.since)
    # A contract's rate is what it says, whatever the practice asks others.
    return Shares(
        _ten_thousandths(share.ratio / 100), cut, left, (patient,), None, {}, charge_caps=False
    )


def _kept(policy: DatedValue | NotKnown, share: Decimal | None) -> int | None:
    """What is kept of the payer's part: all of it where the payer makes no cut."""
    if is_value(policy, Policy.NONE):
        return _TEN_THOUSAND
    known = share is not None and is_value(policy, Policy.MEDICARE)
    return _ten_thousandths(share) if known and share is not None else None


def _make_shares(draft: Draft) -> Shares | None:
    terms, day = draft.rules.terms, draft.encounter.date
    coinsurance = draft.book.parameter("medicare_payment.coinsurance", day)
    if isinstance(coinsurance, NotKnown):
        return None
    found = draft.book.parameter("medicare_payment.assistant_kept", day)
    cut = is_value(terms.assistant_cut, Policy.MEDICARE)
    kept = found if cut and isinstance(found, DatedValue) else None
    taken = draft.book.parameter("medicare_payment.sequestration", day)
    own = terms.patient_share
    if isinstance(own, DatedValue) and not is_assumed(own):
        coinsurance = replace(own, value=own.ratio / 100)
    share = coinsurance.ratio
    words = f"{share:.0%} of the allowed amount, the deductible taken as met"
    patient = Step("Patient's share", words, coinsurance.cite, coinsurance.since)
    return Shares(
        _ten_thousandths(share),
        _ten_thousandths(kept.ratio) if kept else None,
        _ten_thousandths(1 - taken.ratio) if isinstance(taken, DatedValue) else None,
        (patient, _sequestered(taken)) if isinstance(taken, DatedValue) else (patient,),
        _helped(coinsurance, kept) if kept else None,
        {},
    )


def _helped(coinsurance: DatedValue, kept: DatedValue) -> Step:
    whole = coinsurance.ratio + (1 - coinsurance.ratio) * kept.ratio
    result = f"{kept.ratio:.0%} of Medicare's part; with the coinsurance {whole:.0%} of allowed"
    return Step("Lines with CQ or CO", result, kept.cite, kept.since)


def _sequestered(taken: DatedValue) -> Step:
    result = f"{taken.ratio:.0%} off Medicare's payment, not off the patient's share"
    return Step("Sequestration", result, taken.cite, taken.since)
