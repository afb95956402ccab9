"""A second payer that counts units otherwise: said on the bill, the first payer's rule decides."""

from __future__ import annotations

from dataclasses import replace

from core.model.kinds import Severity
from core.rules.codes import Basis
from core.rules.draft import Draft, choose_pool, start_draft
from core.rules.same_day import count_day
from core.rules.standing import judge_codes
from core.rules.wording import codes_with


def compare_secondary(draft: Draft) -> None:
    """Count the same minutes by the secondary payer's rule and name what differs."""
    encounter = draft.encounter
    if not encounter.secondary or encounter.secondary == encounter.payer:
        return
    other = start_draft(replace(encounter, payer=encounter.secondary, secondary=""), draft.book)
    for rule in (judge_codes, choose_pool, count_day):
        rule(other)
    timed = [w for w in draft.works if w.entry and w.entry.basis is Basis.TIMED]
    theirs = {work.code: work.units for work in other.works}
    differing = [work for work in timed if work.units != theirs.get(work.code, 0)]
    names = draft.rules.profile.name, other.rules.profile.name
    source = draft.rules.profile.unit_rule
    cite = getattr(source, "cite", "No entry covers that day")
    if not differing:
        draft.say(f"{names[1]} as secondary payer", "counts the same units", cite)
        return
    ours = codes_with(differing, [work.units for work in differing]) or "none"
    others = codes_with(differing, [theirs.get(work.code, 0) for work in differing]) or "none"
    draft.alert(
        "rule-not-known",
        Severity.NOTE,
        tuple(work.code for work in differing),
        f"{names[0]} and {names[1]} count these units differently: {ours} and {others}. "
        f"This bill follows {names[0]}.",
        "Set for the practice which rule decides where two payers disagree.",
        cite,
    )
