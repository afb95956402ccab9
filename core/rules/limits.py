"""What this bill does not know or does not decide, said on the bill itself."""

from __future__ import annotations

from core.model.kinds import Severity
from core.rules.codes import TherapyClass
from core.rules.draft import Draft
from core.rules.parameters import DatedValue, NotKnown
from core.rules.profile import UNIT_RULE_NAMES, UnitRule, is_assumed

_OWN_FACT = "A fact about this bill"
RULE_NOT_KNOWN = "rule-not-known"


def say_limits(draft: Draft) -> None:
    """Name every assumption that shaped the bill and every fact that did not."""
    _assumed_unit_rule(draft)
    _assumed_modifiers(draft)
    _assistants(draft)
    if draft.encounter.unused_facts:
        names = ", ".join(draft.encounter.unused_facts)
        draft.say("Facts given that this bill does not use", names, _OWN_FACT)


def _assumed_unit_rule(draft: Draft) -> None:
    rule, name = draft.rules.profile.unit_rule, draft.rules.profile.name
    if draft.timed_minutes and isinstance(rule, DatedValue) and is_assumed(rule):
        draft.alert(
            RULE_NOT_KNOWN,
            Severity.WARNING,
            tuple(work.code for work in draft.pool if work.minutes),
            f"How {name} counts units is not known. "
            f"The {UNIT_RULE_NAMES[UnitRule(rule.text)]} was assumed.",
            "Check the payer's own policy before billing.",
            rule.cite,
        )


def _assumed_modifiers(draft: Draft) -> None:
    need = draft.rules.profile.discipline_modifiers
    if isinstance(need, DatedValue) and not is_assumed(need):
        return
    therapy = tuple(
        work.code
        for work in draft.works
        if work.units and work.entry and work.entry.therapy is not TherapyClass.NEVER
    )
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
            "Check the payer's own policy before billing.",
            need.cite if not isinstance(need, NotKnown) else "No entry covers that day",
        )


def _assistants(draft: Draft) -> None:
    """An assistant's share may need CQ or CO; this bill counts the minutes and decides no more."""
    codes = tuple(
        work.code
        for work in draft.works
        if work.units and any(row.assistant_minutes > 0 for row in work.rows)
    )
    if codes:
        draft.alert(
            RULE_NOT_KNOWN,
            Severity.WARNING,
            codes,
            "An assistant's minutes are counted toward the units. Whether a line needs CQ or CO "
            "is not decided on this bill.",
            "Decide CQ or CO by hand and put it on the line before billing.",
            _OWN_FACT,
        )
