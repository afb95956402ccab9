"""A second payer that counts units otherwise: the practice's setting decides, the bill says so."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from core.model.kinds import SecondaryRule, Severity
from core.rules.codes import Basis
from core.rules.draft import Draft, Work, choose_pool, clean_code, start_draft
from core.rules.same_day import count_day
from core.rules.standing import judge_codes
from core.rules.units import NO_RULE
from core.rules.wording import codes_with

ALERT = "secondary-units"  # where a person decides for this encounter
_NOTE = "rule-not-known"


class _Differing(NamedTuple):
    """Codes counted otherwise, the second payer's units of them, and both payers' names."""

    works: list[Work]
    theirs: dict[str, int]
    first: str
    second: str
    cite: str

    @property
    def words(self) -> str:
        """Both counts in one sentence."""
        ours = codes_with(self.works, [work.units for work in self.works]) or "none"
        others = codes_with(self.works, [self.theirs[work.code] for work in self.works]) or "none"
        return f"{self.first} and {self.second} count these units differently: {ours} and {others}."

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(work.code for work in self.works)


def settle_secondary(draft: Draft) -> None:
    """Count the same minutes by the secondary payer's rule too, and settle what differs."""
    encounter = draft.encounter
    if not encounter.secondary or _are_alike(draft):
        return
    other = start_draft(replace(encounter, payer=encounter.secondary, secondary=""), draft.book)
    for rule in (judge_codes, choose_pool, count_day):
        rule(other)
    found = _differing(draft, other)
    step = f"{found.second} as secondary payer"
    if other.rule == NO_RULE:
        draft.say(step, f"how it counts units is not known; {found.first} decides", found.cite)
    elif not found.works:
        draft.say(step, "counts the same units", found.cite)
    else:
        _settle(draft, found, step)


def _are_alike(draft: Draft) -> bool:
    book, encounter = draft.book, draft.encounter
    return book.profile_of(encounter.secondary) is book.profile_of(encounter.payer)


def _differing(draft: Draft, other: Draft) -> _Differing:
    """Codes that both payers take and count otherwise; what one does not take is no unit rule."""
    theirs = {work.code: work.units for work in other.works if not work.refused}
    works = [
        work
        for work in draft.works
        if work.entry and work.entry.basis is Basis.TIMED and not work.refused
        if work.code in theirs and work.units != theirs[work.code]
    ]
    cite = getattr(draft.rules.profile.unit_rule, "cite", "No entry covers that day")
    return _Differing(works, theirs, draft.rules.profile.name, other.rules.profile.name, cite)


def _settle(draft: Draft, found: _Differing, step: str) -> None:
    rule = draft.encounter.secondary_rule
    if rule is SecondaryRule.ASK and not _decided(draft, found):
        fix = "Decide for this session: the first payer's count, or the smaller one of each code."
        said = f"{found.words} Until somebody decides, this bill follows {found.first}."
        draft.alert(ALERT, Severity.WARNING, found.codes, said, fix, found.cite)
    elif rule is SecondaryRule.PRIMARY:
        fix = "Settings, Billing says which rule decides where two payers disagree."
        said = f"{found.words} This bill follows {found.first}."
        draft.alert(_NOTE, Severity.NOTE, found.codes, said, fix, found.cite)
    else:
        _take_smaller(draft, found, step)


def _decided(draft: Draft, found: _Differing) -> bool:
    """Whether a person decided for the smaller count of these codes."""
    named = {
        clean_code(code)
        for decision in draft.encounter.decline
        if decision.alert == ALERT
        for code in decision.codes
    }
    return set(found.codes) <= named


def _take_smaller(draft: Draft, found: _Differing, step: str) -> None:
    """Give each code the smaller of both counts; its minutes go where a lost unit's go."""
    said = f"{found.words} This bill takes the smaller count of each code."
    for work in found.works:
        least = min(work.units, found.theirs[work.code])
        if least < work.units:
            draft.say(step, f"{work.code}: {work.units} and {least}, so {least}", found.cite)
        work.units = least
        if not least:
            work.message = f"No unit by the stricter of {found.first} and {found.second}."
            work.cite = found.cite
    draft.timed_units = sum(work.units for work in draft.pool)
    fix = "Settings, Billing says which rule decides where two payers disagree."
    draft.alert(_NOTE, Severity.NOTE, found.codes, said, fix, found.cite)
