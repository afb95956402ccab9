"""Authorisation, plan of care and filing: checked where facts are given, else said to be open."""

from __future__ import annotations

from core.rules.authorisation import check_authorisation
from core.rules.draft import Draft
from core.rules.plan_clocks import check_plan_clocks
from core.rules.timely_filing import check_timely_filing
from core.rules.visit_limit import check_visit_limit


def check_clocks(draft: Draft) -> None:
    """Run every check of dates and counts, then name those left out for want of a fact."""
    check_authorisation(draft)
    check_visit_limit(draft)
    check_plan_clocks(draft)
    check_timely_filing(draft)
    if draft.unchecked:
        draft.say("Not checked", "; ".join(draft.unchecked), "Facts not given or not on hand")
