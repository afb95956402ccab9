"""From a finished draft to the frozen bill: lines, what was not billed, the ledger."""

from __future__ import annotations

from core.model.bill import Bill, NotBilled
from core.rules.codes import Basis
from core.rules.draft import Draft, Work
from core.rules.ledger_value import ledger_value
from core.rules.payment import LinePart, with_money

_NO_UNIT = "Its minutes count in the day's total, but no unit falls to it."
_TOO_FEW = "Too few minutes for a unit."
_NONE_ENTERED = "No minutes are entered."


def bill_of(draft: Draft) -> Bill:
    """Freeze the draft; the ledger's buckets sum to the minutes entered."""
    lines: list[LinePart] = []
    not_billed: list[NotBilled] = []
    untimed = 0
    for work in draft.works:
        if not work.units:
            not_billed.append(_not_billed(draft, work))
        elif work.helped:
            lines.extend(_two_lines(work))
        else:
            lines.append((work.code, work.units, work.modifiers, work.minutes))
        if work.entry and work.entry.basis is not Basis.TIMED:
            untimed += work.minutes
    _sort_minutes(draft)
    priced = with_money(draft, lines)
    return Bill(
        rule=draft.rule,
        rulebook=draft.book.identity,
        timed_minutes=draft.timed_minutes,
        untimed_minutes=untimed,
        timed_units=draft.timed_units,
        lines=priced,
        not_billed=tuple(not_billed),
        choices=tuple(draft.choices),
        alerts=tuple(draft.alerts),
        ledger=tuple(draft.ledger.items()),
        trace=tuple(draft.trace),
        ledger_value=ledger_value(draft, priced),
    )


def _two_lines(work: Work) -> list[LinePart]:
    """A line without and one with the assistant's modifier; only the latter if all units are so."""
    if work.helped == work.units:
        return [(work.code, work.units, work.helped_modifiers, work.minutes)]
    rest = work.minutes - work.helped_minutes
    return [
        (work.code, work.units - work.helped, work.modifiers, rest),
        (work.code, work.helped, work.helped_modifiers, work.helped_minutes),
    ]


def _sort_minutes(draft: Draft) -> None:
    """Put every minute into its bucket of the ledger."""
    pooled = units = 0
    for work in draft.works:
        if work.refused:
            draft.put(work.refused, work.minutes)
        elif work.entry and work.entry.basis is not Basis.TIMED:
            draft.put("untimed" if work.units else "under-eight", work.minutes)
        elif draft.pooled_size:
            pooled += work.minutes
            units += work.units
        else:
            billed = min(work.minutes, work.size * work.units)
            draft.put("billed", billed)
            draft.put("rounding" if work.units else "under-eight", work.minutes - billed)
    if pooled:
        billed = min(pooled, draft.pooled_size * units)
        draft.put("billed", billed)
        draft.put("rounding" if draft.timed_units else "under-eight", pooled - billed)


def _not_billed(draft: Draft, work: Work) -> NotBilled:
    if work.refused:
        return NotBilled(work.code, work.minutes, work.refused, work.cite, work.message)
    timed = work.entry is not None and work.entry.basis is Basis.TIMED
    own = work.entry.cite if work.entry else ""
    if work.message:
        reason = "rounding" if draft.pooled_size and draft.timed_units else "under-eight"
        return NotBilled(work.code, work.minutes, reason, work.cite, work.message)
    cite = (getattr(draft.rules.profile.unit_rule, "cite", "") if timed else "") or own
    pooled = draft.timed_units > 0 and draft.rule == "cms-total-time" and work.minutes > 0
    if pooled and timed:
        return NotBilled(work.code, work.minutes, "rounding", cite, _NO_UNIT)
    why = _TOO_FEW if work.minutes else _NONE_ENTERED
    return NotBilled(work.code, work.minutes, "under-eight", cite, why)
