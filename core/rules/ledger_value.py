"""What the ledger's minutes stand for in money: for reviewers, never on the session screen."""

from __future__ import annotations

from collections.abc import Sequence

from core.model.bill import LEDGER_BUCKETS, BillLine
from core.rules.codes import Basis
from core.rules.draft import Draft, Work
from core.rules.money import day_cents
from core.rules.mppr import DayUnits

LedgerValue = tuple[tuple[str, int | None], ...]
_DECIDED = ("cap", "edit")
_NOTHING: LedgerValue = tuple((bucket, None) for bucket in LEDGER_BUCKETS)


def ledger_value(draft: Draft, lines: Sequence[BillLine]) -> LedgerValue:
    """Allowed cents by bucket; None where the minutes earn nothing, or not all of it is known.

    Billed and untimed are what the lines are allowed. A line that a decision took off is worth
    what the day would be allowed more with it. Minutes lost to rounding, too few for a unit or
    never payable stand for no money.
    """
    taken = [work for work in draft.works if work.taken]
    if not taken and not draft.money.units:
        return _NOTHING
    untimed = [w.code for w in draft.works if w.entry is None or w.entry.basis is not Basis.TIMED]
    if not untimed and not taken:
        return (("billed", _sum([line.allowed_cents for line in lines])), *_NOTHING[1:])
    found: dict[str, int | None] = dict.fromkeys(LEDGER_BUCKETS)
    if untimed:
        found["untimed"] = _sum([line.allowed_cents for line in lines if line.code in untimed])
        lines = [line for line in lines if line.code not in untimed]
    found["billed"] = _sum([line.allowed_cents for line in lines])
    for bucket in _DECIDED if taken else ():
        off = [work for work in taken if work.refused == bucket]
        found[bucket] = _worth(draft, off) if off else None
    return tuple(found.items())


def _worth(draft: Draft, taken: list[Work]) -> int | None:
    own = draft.encounter.discipline
    more = [DayUnits(work.code, own, work.taken, own=True) for work in taken]
    without, together = day_cents(draft, []), day_cents(draft, more)
    return None if without is None or together is None else together - without


def _sum(amounts: list[int | None]) -> int | None:
    """The sum, or None where there is nothing or one of them is not known."""
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total if amounts else None
