"""The edit tables of one day and setting, with what is said where they find nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from core.model.bill import Bill, Step
from core.rules.claim_terms import DayClaim
from core.rules.edit_tables import EditTable, MueTable, vouches
from core.rules.parameters import DatedValue

PAIRS_STEP = "Pairs among the day's codes"
LIMITS_STEP = "Units against the day's limits"
_STALE = "not checked for this date"
_NAMED_STALE = re.compile(rf"table \w+, {_STALE}")


@dataclass(frozen=True, slots=True)
class DayTables:
    """The tables a payer uses on a day; None where it uses none or none is on hand."""

    edits: EditTable | None
    mue: MueTable | None
    no_pairs: Step
    within: Step | None


def day_tables(
    edits: EditTable | None, mue: MueTable | None, claim: DayClaim, day: date
) -> DayTables:
    """The tables of a day as far as the payer's terms want them."""
    pairs = edits if claim.medicare_pairs else None
    limits = mue if claim.medicare_limits else None
    within = None
    if limits:
        within = Step(LIMITS_STEP, f"within {named(limits, day)}", limits.cite, limits.known_from)
    return DayTables(pairs, limits, pairs_step(pairs, claim, day, "none in force"), within)


def named(table: EditTable | MueTable, day: date) -> str:
    """The table's name, and whether it was made for another day."""
    return f"table {table.name}{'' if vouches(table, day) else f', {_STALE}'}"


def stale_table(bill: Bill) -> str:
    """`Edits by table 2024Q3, not checked for this date`, where a bill says so; else empty."""
    said = (*(step.result for step in bill.trace), *(one.message for one in bill.alerts))
    found = _NAMED_STALE.search(" ".join(said))
    return f"Edits by {found.group(0)}" if found else ""


def pairs_step(table: EditTable | None, claim: DayClaim, day: date, found: str) -> Step:
    """The step of the reasoning that tells what was looked up."""
    if table is None:
        source = claim.edits
        if isinstance(source, DatedValue):
            why = "no table of this payer's programme is used"
            return Step(PAIRS_STEP, why, source.cite, source.since)
        return Step(PAIRS_STEP, "not looked up", "No entry covers that day")
    unsure = "; whether the payer uses it is not known" if claim.pairs_assumed else ""
    result = f"{found} ({named(table, day)}){unsure}"
    return Step(PAIRS_STEP, result, table.cite, table.known_from)
