"""Modifiers of distinctness that proof and the clinician's own statement together put on a line."""

from __future__ import annotations

from dataclasses import replace

from core.rules.claim_terms import DistinctWord
from core.rules.distinctness import DISTINCT, EVALUATION, SEPARATE, Distinct
from core.rules.draft import Draft, FoundPair, Work
from core.rules.modifiers import in_order
from core.rules.parameters import DatedValue
from core.rules.profile import is_value

FIFTY_NINE = "59"
_STEP = "Put on as attested and shown"


def put_on_earned(
    draft: Draft, judged: list[tuple[FoundPair, Distinct]]
) -> dict[str, tuple[str, str]]:
    """Put one modifier on each column 2 line that earned it; its modifiers before and after.

    Of several that fit one line the first in order stands: one opens every pair of the line.
    """
    wanted: dict[str, list[DatedValue]] = {}
    for pair, found in judged:
        if found.earns and not found.opened and (value := distinct_word(draft, found)):
            wanted.setdefault(pair.column_2.code, []).append(value)
    earned: dict[str, tuple[str, str]] = {}
    for work in draft.works:
        if not work.units or work.code not in wanted:
            continue
        value = min(wanted[work.code], key=lambda one: one.text)
        earned[work.code] = with_word(draft, work, value.text)
        if not _is_said(work, value.text):
            work.modifiers = in_order(draft, (*work.modifiers, value.text))
            if work.helped:
                work.helped_modifiers = in_order(draft, (*work.helped_modifiers, value.text))
        before, after = earned[work.code]
        draft.say(_STEP, f"{work.code}: {before} → {after}", value.cite, value.since)
    return earned


def distinct_word(draft: Draft, found: Distinct) -> DatedValue | None:
    """The modifier the payer reads for what was shown; None where none is known for the day."""
    value = draft.book.parameter(f"distinct_modifiers.{found.proof}", draft.encounter.date)
    if not isinstance(value, DatedValue):
        return None
    if found.proof == EVALUATION:
        return value
    # 59 is read everywhere; an X modifier only where the payer is known to read it.
    reads_x = is_value(draft.rules.claim.distinct_modifier, DistinctWord.X)
    return value if reads_x else replace(value, value=FIFTY_NINE)


def with_word(draft: Draft, work: Work, word: str) -> tuple[str, str]:
    """A line's modifiers before and after, as a person reads them."""
    after = work.modifiers
    if not _is_said(work, word):
        after = in_order(draft, (*after, word))
    return " ".join(work.modifiers) or "no modifier", " ".join(after)


def _is_said(work: Work, word: str) -> bool:
    """Whether a modifier that says the same stands there; 59 says nothing of an office visit."""
    same = {SEPARATE} if word == SEPARATE else DISTINCT
    return not same.isdisjoint(work.modifiers)
