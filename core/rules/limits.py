"""What this bill does not know or does not decide, said on the bill itself."""

from __future__ import annotations

from collections.abc import Callable

from core.model.facts import Decline
from core.model.kinds import Discipline, Severity
from core.rules.codes import CodeEntry, MedicareStatus, TherapyClass
from core.rules.coverage import is_beyond_manipulation
from core.rules.draft import Draft
from core.rules.parameters import Confidence, DatedValue, NotKnown
from core.rules.profile import UNIT_RULE_NAMES, UnitRule, is_assumed

_DECIDED = "Recorded by a person for this encounter"
_OWN_FACT = "A fact about this bill"
RULE_NOT_KNOWN = "rule-not-known"
_OTHER = MedicareStatus.OTHER
_ASK = "Check the payer's own policy before billing."
_REFUSED_BY_MEDICARE = frozenset(
    {MedicareStatus.BUNDLED, MedicareStatus.INVALID, MedicareStatus.NONCOVERED}
)
_IN_DOUBT = (Confidence.ASSUMED, Confidence.LOW)


def say_limits(draft: Draft) -> None:
    """Name every assumption that shaped the bill and every fact that did not."""
    key = ("limits", draft.encounter.payer, draft.encounter.date)
    for ask in draft.book.remembered(key, lambda: _open_questions(draft)):
        ask(draft)
    for decision in draft.encounter.decline:
        _say_decision(draft, decision)
    if draft.encounter.unused_facts:
        names = ", ".join(draft.encounter.unused_facts)
        draft.say("Facts given that this bill does not use", names, _OWN_FACT)


def _say_decision(draft: Draft, decision: Decline) -> None:
    """A refused suggestion or a declined line, with the reason that is kept."""
    codes = f" on {', '.join(decision.codes)}" if decision.codes else ""
    reason = decision.reason.strip() or "no reason given"
    draft.say(f"Decision on {decision.alert[:40]}{codes[:80]}", reason, _DECIDED)


def _open_questions(draft: Draft) -> tuple[Callable[[Draft], None], ...]:
    """What has to be asked of each bill of this payer and day; most payers leave little open."""
    profile, asks = draft.rules.profile, list[Callable[[Draft], None]]()
    rule, need = profile.unit_rule, profile.discipline_modifiers
    if not profile.settled:
        if isinstance(rule, DatedValue) and rule.confidence in _IN_DOUBT:
            asks.append(_assumed_unit_rule)
        if isinstance(need, NotKnown) or is_assumed(need):
            asks.append(_assumed_modifiers)
        if isinstance(profile.not_accepted, NotKnown) and _lists_of_other_times(draft):
            asks.append(_unknown_list)
    if is_assumed(profile.status_policy):
        asks.append(_assumed_status)
    elif profile.medicare_status:
        asks.append(_unlisted_codes)
    if is_assumed(profile.chiropractic_benefit):
        asks.append(_assumed_benefit)
    return tuple(asks)


def _assumed_unit_rule(draft: Draft) -> None:
    rule, name = draft.rules.profile.unit_rule, draft.rules.profile.name
    if not draft.timed_minutes or not isinstance(rule, DatedValue):
        return
    used = f"The {UNIT_RULE_NAMES[UnitRule(rule.text)]} was assumed."
    codes = tuple([work.code for work in draft.pool])
    if is_assumed(rule):
        why = f"How {name} counts units is not known. {used}"
        draft.alert(RULE_NOT_KNOWN, Severity.WARNING, codes, why, _ASK, rule.cite)
    else:
        why = f"How {name} counts units rests on one account that could not be checked. {used}"
        draft.alert(RULE_NOT_KNOWN, Severity.NOTE, codes, why, _ASK, rule.cite)


def _assumed_modifiers(draft: Draft) -> None:
    need = draft.rules.profile.discipline_modifiers
    therapy = _billed(draft, lambda entry: entry.therapy is not TherapyClass.NEVER)
    if therapy:
        own = draft.rules.discipline_modifiers.get(draft.encounter.discipline.value)
        what = own.value if isinstance(own, DatedValue) else "a discipline modifier"
        done = any(what in work.modifiers for work in draft.works)
        draft.alert(
            RULE_NOT_KNOWN,
            Severity.NOTE,
            therapy,
            f"Whether {draft.rules.profile.name} wants {what} is not known; "
            f"{'it was put on' if done else 'none was put on'}.",
            _ASK,
            need.cite if not isinstance(need, NotKnown) else "No entry covers that day",
        )


def _assumed_status(draft: Draft) -> None:
    """Name billed codes that Medicare refuses, where this payer's own answer is not known."""
    refused = _billed(draft, lambda entry: entry.status in _REFUSED_BY_MEDICARE)
    _note_coverage(draft, draft.rules.profile.status_policy, refused)


def _assumed_benefit(draft: Draft) -> None:
    """Name a chiropractor's other services, where what the payer covers of them is not known."""
    discipline = draft.encounter.discipline
    if discipline is Discipline.DC:
        beyond = _billed(draft, lambda entry: is_beyond_manipulation(discipline, entry))
        _note_coverage(draft, draft.rules.profile.chiropractic_benefit, beyond)


def _unlisted_codes(draft: Draft) -> None:
    """Name billed codes on which Medicare's schedule gives no answer of its own."""
    others = [w.code for w in draft.works if w.units and w.entry and w.entry.status is _OTHER]
    _note_coverage(draft, draft.rules.profile.status_policy, tuple(others))


def _unknown_list(draft: Draft) -> None:
    """Name billed codes of a payer's own list of another time, where the day has none."""
    for value in _lists_of_other_times(draft):
        listed = [work.code for work in draft.works if work.units and work.code in value.words]
        _note_coverage(draft, value, tuple(listed))


def _lists_of_other_times(draft: Draft) -> tuple[DatedValue, ...]:
    profile = draft.book.profile_of(draft.encounter.payer)
    history = profile.parameters.get("not_accepted") if profile else None
    return history.history if history else ()


def _billed(draft: Draft, test: Callable[[CodeEntry], bool]) -> tuple[str, ...]:
    return tuple(
        [work.code for work in draft.works if work.units and work.entry and test(work.entry)]
    )


def _note_coverage(draft: Draft, found: DatedValue | NotKnown, codes: tuple[str, ...]) -> None:
    if codes and isinstance(found, DatedValue):
        name = draft.rules.profile.name
        why = f"Whether {name} pays {', '.join(codes)} is not known. It is billed as performed."
        draft.alert(RULE_NOT_KNOWN, Severity.NOTE, codes, why, _ASK, found.cite)
