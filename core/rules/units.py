"""Billable units from timed minutes, one function for each counting rule of payers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.model.kinds import Severity
from core.rules.allocation import Share, allocate
from core.rules.claim_terms import ShortUnit
from core.rules.draft import Draft, Work, make
from core.rules.parameters import DatedValue, NotKnown
from core.rules.profile import UnitRule, is_value
from core.rules.rulebook import UnitSize
from core.rules.unit_trace import say_full_units, say_left_over, say_midpoint, say_total
from core.rules.wording import plural

NO_RULE = "not-known"


def count_timed_units(draft: Draft) -> None:
    """Apply the payer's unit rule of the day to the pooled codes."""
    rule, step = draft.rules.unit_rule, draft.rules.unit_rule_step
    draft.timed_minutes = sum([work.minutes for work in draft.pool])
    if rule is None or step is None:
        draft.rule = NO_RULE
        leave_unassigned(draft, draft.pool, f"The unit rule of {draft.rules.profile.name}")
        return
    draft.rule = rule.value
    if not draft.timed_minutes:
        return
    draft.trace.append(step)
    COUNTING[rule](draft)
    draft.timed_units = sum([work.units for work in draft.pool])


def total_time(draft: Draft) -> None:
    """CMS: the day's minutes together earn the units; full quarters first, then remainders."""
    size = draft.rules.total_time
    if isinstance(size, NotKnown):
        leave_unassigned(draft, draft.pool, "The table of total minutes")
        return
    units = units_for(draft.timed_minutes, size.minutes, size.least)
    say_total(draft, size, units)
    hand_out(draft, units, _shares(draft, size.minutes), size)
    draft.pooled_size = size.minutes


def midpoint(draft: Draft) -> None:
    """AMA: each code by itself; a further unit once its midpoint is passed."""
    share = draft.rules.midpoint_share
    if isinstance(share, NotKnown):
        leave_unassigned(draft, draft.pool, "The midpoint rule")
        return
    for work in draft.pool:
        size = work.entry.unit_minutes if work.entry else 0
        work.units = units_for(work.minutes, size, least_past(size, share))
        say_midpoint(draft, work, size, share)
        work.size = size


def full_15(draft: Draft) -> None:
    """Only full units count, each code by itself."""
    source = draft.book.parameter("full_15.minutes_per_unit", draft.encounter.date)
    if isinstance(source, NotKnown):
        leave_unassigned(draft, draft.pool, "The rule of full units")
        return
    size = source.number
    reduced = is_value(draft.rules.claim.short_unit, ShortUnit.REDUCED)
    for work in draft.pool:
        work.units = work.minutes // size
        work.short = reduced and not work.units and work.minutes > 0
        result = f"{work.minutes} minutes hold {plural(work.units, 'full unit')}"
        if work.short:
            work.units, result = 1, f"{result}: one unit, reduced"
        draft.say(f"{work.code} by itself", result, source.cite, source.since)
        work.size = size


def both(draft: Draft) -> None:
    """The smaller of midpoint and total time: past-midpoint codes share what total time allows."""
    size, share = draft.rules.total_time, draft.rules.midpoint_share
    if isinstance(size, NotKnown) or isinstance(share, NotKnown):
        leave_unassigned(draft, draft.pool, "One of the two rules")
        return
    shares = _shares(draft, size.minutes)
    least = least_past(size.minutes, share)
    past = [one for one in shares if one.rest >= least]
    by_code = sum(one.minutes // size.minutes for one in shares) + len(past)
    by_total = units_for(draft.timed_minutes, size.minutes, size.least)
    say_total(draft, size, by_total)
    result = f"{by_code} by code, {by_total} by total time: {min(by_code, by_total)}"
    draft.say("Smaller of the two rules", result, share.cite, share.since)
    hand_out(draft, min(by_code, by_total), past, size)
    for work in draft.pool:
        work.size = size.minutes


def per_visit(draft: Draft) -> None:
    """The visit is paid as one; units are kept for the record, each code past its midpoint."""
    midpoint(draft)
    source = draft.rules.profile.unit_rule
    if isinstance(source, DatedValue):
        draft.say("Paid by the visit", "one payment, whatever the units", source.cite, source.since)


COUNTING: Mapping[UnitRule, Callable[[Draft], None]] = {
    UnitRule.TOTAL_TIME: total_time,
    UnitRule.MIDPOINT: midpoint,
    UnitRule.FULL_15: full_15,
    UnitRule.BOTH: both,
    UnitRule.PER_VISIT: per_visit,
}


def units_for(minutes: int, size: int, least: int) -> int:
    """Whole units, and one more when what is left reaches the least minutes."""
    whole, rest = divmod(minutes, size)
    return whole + (rest >= least)


def least_past(size: int, share: DatedValue) -> int:
    """The first whole minute past the share of a unit that must be exceeded."""
    return int(size * share.ratio) + 1


def leave_unassigned(draft: Draft, works: list[Work], what: str) -> None:
    """Count nothing where the rule is not known, and say so."""
    why = f"{what} is not known for {draft.encounter.date}."
    for work in works:
        work.refuse("unassigned", why, "")
    if works:
        codes = tuple(work.code for work in works)
        message = f"{why} These minutes earn no units here."
        fix = "Ask the payer which rule held on that day and count these services by hand."
        cite = "No entry in the rule book covers that day"
        draft.alert("rule-not-known", Severity.ERROR, codes, message, fix, cite)


def hand_out(draft: Draft, units: int, open_shares: list[Share], size: UnitSize) -> None:
    """Give every code its full units, then the rest one by one to the largest remainders."""
    for work in draft.pool:
        work.units = work.minutes // size.minutes
    if not units:
        return
    say_full_units(draft, size.source)
    full = sum([work.units for work in draft.pool])
    given = allocate(open_shares, units - full, draft.encounter.choose)
    for work in draft.pool:
        if work.code in given.granted:
            work.units += 1
    say_left_over(draft, given, full, size)
    draft.choices.extend(given.choices)


def _shares(draft: Draft, size: int) -> list[Share]:
    return [make(Share, (w.code, w.minutes, w.minutes % size)) for w in draft.pool]
