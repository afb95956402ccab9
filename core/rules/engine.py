"""The engine: one encounter and one rule book in, one bill with its reasons out."""

from __future__ import annotations

from collections.abc import Callable

from core.model.bill import Bill
from core.model.encounter import Encounter
from core.rules.assistants import mark_assistants
from core.rules.clocks import check_clocks
from core.rules.closing import bill_of
from core.rules.code_terms import check_code_terms
from core.rules.draft import Draft, choose_pool, start_draft
from core.rules.edit_alerts import judge_edits, judge_manipulation
from core.rules.edits import find_pairs
from core.rules.intervals import check_intervals
from core.rules.limits import say_limits
from core.rules.modifier_checks import judge_modifiers
from core.rules.modifiers import add_modifiers
from core.rules.money import price_units
from core.rules.rulebook import RuleBook
from core.rules.same_day import count_day
from core.rules.secondary import settle_secondary
from core.rules.standing import check_disciplines, judge_codes
from core.rules.thresholds import check_thresholds
from core.rules.unit_limits import check_unit_limits
from core.rules.untimed import count_untimed_units

# The order matters: what is refused earns no units, what has no units needs no modifier.
RULES: tuple[Callable[[Draft], None], ...] = (
    judge_codes,
    check_disciplines,
    check_intervals,
    choose_pool,
    count_day,
    count_untimed_units,
    settle_secondary,
    find_pairs,
    check_unit_limits,
    check_code_terms,
    price_units,
    check_thresholds,
    mark_assistants,
    add_modifiers,
    judge_edits,
    judge_manipulation,
    judge_modifiers,
    check_clocks,
    say_limits,
)


def evaluate(encounter: Encounter, book: RuleBook) -> Bill:
    """Bill one encounter by the rules of its date.

    Pure, total and deterministic: problems a person can type come back as alerts.
    """
    draft = start_draft(encounter, book)
    for rule in RULES:
        rule(draft)
    return bill_of(draft)
