"""Units of the claim against what the minutes earn."""

from __future__ import annotations

from collections.abc import Mapping

from core.audit.bills import (
    allowed_cents,
    counts_minutes,
    other_rule_units,
    unit_rule_cite,
)
from core.audit.findings import Check, Direction
from core.audit.look import Look
from core.model.bill import Bill, Choice
from core.model.kinds import Severity
from core.rules.draft import clean_code
from core.rules.profile import UnitRule, unit_rule_words
from core.rules.wording import plural

_RECORD = "Medicare Benefit Policy Manual (100-02) ch.15 §220.3.E: minutes support the units"
_CORRECT = "Send a corrected claim while the payer still takes one."
_REFUND = "Correct the claim, or give back what was paid beyond the minutes."
_ASK_MINUTES = "Look the minutes up in the record; nothing can be said of the units without them."
# Refused by the payer's terms, not by the minutes: the code's own finding says so.
_BY_MINUTES = frozenset({"rounding", "under-eight"})


def check_minutes(look: Look) -> None:
    """Say where a code that is counted by minutes has none."""
    if look.seen.billed is None and not look.seen.services:
        return
    for code in look.lacking:
        why = f"{code} is counted by minutes, and none are told."
        look.find(Check.MINUTES_MISSING, Direction.RISK, code, "no-minutes", why, _ASK_MINUTES,
                  _RECORD, units=look.claim_units(code))  # fmt: skip


def check_known(look: Look) -> None:
    """Say where no rule is known for the day, so that nothing can be compared."""
    for alert in look.performed.alerts if look.performed else ():
        if alert.id == "rule-not-known" and alert.severity is Severity.ERROR:
            look.find_alert(Check.RULE_NOT_KNOWN, alert, "no-rule")


def check_units(look: Look) -> None:
    """Compare code by code; a tie is right whichever candidate was billed."""
    if look.performed is None or look.claim is None:
        return
    differ = _differences(look)
    if not differ:
        return
    for choice in look.performed.choices:
        _settle_tie(differ, choice, look.performed.choices)
    swapped = sum(differ.values()) == 0 and any(differ.values())
    wrong = {code: extra for code, extra in differ.items() if extra}
    money = _money(look.performed, look.claim, wrong)
    for code, extra in wrong.items():
        _say(look, code, extra, money[code], swapped=swapped)


def _differences(look: Look) -> dict[str, int]:
    """Units billed above (or below) what was earned, by code; only what is told and judged."""
    assert look.performed is not None  # noqa: S101 - for the type checker; the caller looked
    refused = {one.code for one in look.performed.not_billed if one.reason not in _BY_MINUTES}
    entries = look.shelf.book.codes
    found: dict[str, int] = {}
    for code in dict.fromkeys((*look.earned, *look.billed)):
        units = look.billed.get(code, 0)
        if units is None or code not in entries:
            continue
        if code in refused or _is_entered(look, code):
            continue
        if units != look.earned.get(code, 0):
            found[code] = units - look.earned.get(code, 0)
    return found


def _is_entered(look: Look, code: str) -> bool:
    """A billed code without time has the units somebody entered: limits judge it, not minutes."""
    return look.billed_now(code) and not counts_minutes(look.shelf.book.codes.get(code))


def _settle_tie(differ: dict[str, int], choice: Choice, choices: tuple[Choice, ...]) -> None:
    """The chosen code's missing unit and another candidate's extra one are no fault."""
    chosen = {one.chosen for one in choices}
    if differ.get(choice.chosen, 0) >= 0:
        return
    for other in choice.candidates:
        if other not in chosen and differ.get(other, 0) > 0:
            differ[choice.chosen] += 1
            differ[other] -= 1
            return


def _say(look: Look, code: str, extra: int, cents: int | None, *, swapped: bool) -> None:
    rule = unit_rule_cite(look.seen, look.shelf.book)
    timed = counts_minutes(look.shelf.book.codes.get(code))
    billed, earned = look.claim_units(code), look.earned.get(code, 0)
    minutes = _minutes(look, code)
    by = unit_rule_words(rule) if rule else "the unit rule"
    pooled = f" (of {look.performed.timed_minutes} timed)" if look.performed and timed else ""
    spent = f"{plural(minutes, 'minute')}{pooled}" if timed else "the service"
    why = (
        f"{code}: {plural(billed, 'unit')} billed; {spent} by the {by} "
        f"{'earn' if timed and minutes != 1 else 'earns'} {earned}."
    )
    if swapped:
        why += " The total agrees, but the units stand on the wrong codes."
    over = extra > 0
    reason = "wrong-code" if swapped else _reason(look, code, minutes, over=over)
    look.find(
        Check.UNITS,
        Direction.OVER if over else Direction.UNDER,
        code,
        reason,
        why,
        _REFUND if over else _CORRECT,
        rule.cite if rule else _RECORD,
        units=abs(extra),
        cents=cents,
        since=rule.since if rule else None,
    )


def _minutes(look: Look, code: str) -> int:
    rows = [row for row in look.seen.services if clean_code(row.code) == code]
    return sum(row.total_minutes or 0 for row in rows)


def _reason(look: Look, code: str, minutes: int, *, over: bool) -> str:
    """How the difference most likely came about; a stable word."""
    billed = look.claim_units(code)
    entry = look.shelf.book.codes.get(code)
    size = entry.unit_minutes if entry else 0
    if not over and not look.billed_now(code):
        return "not-billed"
    if over and not minutes:
        return "no-minutes"
    if _agrees(look, UnitRule.MIDPOINT):
        return "counted-per-code"
    if _agrees(look, UnitRule.TOTAL_TIME):
        return "counted-by-total"
    whole, rest = divmod(minutes, size) if size else (0, 0)
    if over and billed == whole + bool(rest):
        return "rounded-up"
    if not over and billed == whole:
        return "rounded-down"
    return "more-than-minutes" if over else "less-than-minutes"


def _agrees(look: Look, rule: UnitRule) -> bool:
    """Whether the whole claim is what another unit rule gives."""
    if look.performed and look.performed.rule == rule:
        return False
    by_rule = other_rule_units(look.seen, look.shelf.book, rule)
    return bool(by_rule) and _timed(look, by_rule) == _timed(look, look.billed)


def _timed(look: Look, units: Mapping[str, int | None]) -> dict[str, int]:
    entries = look.shelf.book.codes
    return {c: n for c, n in units.items() if n and counts_minutes(entries.get(c))}


def _money(performed: Bill, claim: Bill, differ: Mapping[str, int]) -> dict[str, int | None]:
    """What each code's difference comes to; None where an amount is not known.

    Taking a unit off can raise what another code is allowed (one unit of the day keeps its whole
    practice expense). Where all differ one way, the code with the largest amount takes that in,
    so that the sum is what the day was paid too much or too little.
    """
    right, claimed = allowed_cents(performed), allowed_cents(claim)
    gaps = {code: _gap(right, claimed, code) for code in dict.fromkeys((*right, *claimed))}
    found = {code: _gap(right, claimed, code) for code in differ}
    if None not in gaps.values() and len({extra > 0 for extra in differ.values()}) == 1:
        most = max(found, key=lambda code: abs(found[code] or 0))
        shifted = sum(gap or 0 for code, gap in gaps.items() if code not in differ)
        found[most] = (found[most] or 0) + shifted
    return {
        code: None if gap is None else max(gap if differ[code] > 0 else -gap, 0)
        for code, gap in found.items()
    }


def _gap(
    right: Mapping[str, int | None], claimed: Mapping[str, int | None], code: str
) -> int | None:
    """Cents of the claim above those that were right; None where one is not known."""
    due, had = right.get(code, 0), claimed.get(code, 0)
    return None if due is None or had is None else had - due
