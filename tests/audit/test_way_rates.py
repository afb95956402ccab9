"""Over and under apart, by sessions, units and dollars; expected values counted by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.audit.findings import Check, Direction, Finding
from core.audit.totals import Totals
from core.audit.way_rates import way_rates
from core.model.audits import AuditItem, Claimed

DAY = date(2026, 2, 3)
OVER, UNDER = Direction.OVER, Direction.UNDER


def found(number, way, check=Check.UNITS, *, units=1, cents=2500, code="97140", who="Ann"):
    return Finding(
        check, way, str(number), DAY, who, "medicare-part-b", code, "r", "m", "f", "c", units, cents
    )


FOUR_UNITS = Claimed(4, 10000)


def totals(findings, sessions, claimed=FOUR_UNITS):
    """Sessions by clinician, each billed 4 units at 100 dollars unless told otherwise."""
    made = Totals()
    for number, who in enumerate(sessions, start=1):
        item = AuditItem(number, DAY, who, "medicare-part-b", True, True, (), claimed)
        made.add_item(item)
    for number in sorted({one.encounter for one in findings}):
        made.add_findings([one for one in findings if one.encounter == number])
    return made


def the(made, check="any", who="", way=OVER):
    return next(
        one
        for one in way_rates(made)
        if (one.check, one.clinician, one.direction) == (check, who, way)
    )


def test_the_shares_are_of_sessions_of_units_and_of_dollars():
    # one of ten: Clopper-Pearson 0.3 to 44.5 percent (payers-and-edits section 8)
    one = the(totals([found(1, OVER, units=2, cents=5000)], ["Ann"] * 10))
    assert (one.errors, one.charts, one.units, one.billed_units) == (1, 10, 2, 40)
    assert one.interval.lower == pytest.approx(0.003, abs=0.001)
    assert one.interval.upper == pytest.approx(0.445, abs=0.001)
    assert one.unit_share == pytest.approx(0.05)  # 2 of 40 units
    assert one.cents_share == pytest.approx(0.05)  # 50 of 1000 dollars


def test_too_low_is_never_taken_off_what_was_too_high():
    made = totals([found(1, OVER), found(2, UNDER, units=3, cents=7500)], ["Ann"] * 4)
    assert (the(made).units, the(made).cents) == (1, 2500)
    assert (the(made, way=UNDER).units, the(made, way=UNDER).cents) == (3, 7500)


def test_a_session_that_is_wrong_both_ways_counts_in_both():
    made = totals([found(1, OVER), found(1, UNDER, code="97110")], ["Ann"])
    assert (the(made).errors, the(made, way=UNDER).errors) == (1, 1)


def test_a_unit_to_which_two_checks_object_is_one_unit():
    made = totals([found(1, OVER), found(1, OVER, Check.MUE, cents=None)], ["Ann"])
    assert (the(made).units, the(made).cents, the(made).unpriced) == (1, 2500, 0)
    assert (the(made, "mue").units, the(made, "mue").unpriced) == (1, 1)


def test_each_clinician_stands_alone():
    made = totals([found(2, OVER, who="Bo")], ["Ann", "Bo", "Bo"])
    assert (the(made, who="Bo").errors, the(made, who="Bo").billed_units) == (1, 8)
    assert (the(made, who="Ann").errors, the(made, who="Ann").unit_share) == (0, 0)


def test_an_unknown_amount_is_no_zero():
    one = the(totals([found(1, OVER, cents=None)], ["Ann"], Claimed(4, 0)))
    assert (one.cents, one.billed_cents, one.cents_share) == (None, None, None)


def test_an_audit_from_before_claims_were_kept_tells_no_share():
    one = the(totals([found(1, OVER)], ["Ann"], claimed=None))
    assert (one.units, one.billed_units, one.unit_share) == (1, None, None)


def test_gaps_of_the_record_are_billed_neither_way():
    made = totals([found(1, Direction.RISK, Check.REGION)], ["Ann"])
    assert {one.errors for one in way_rates(made)} == {0}


parts = st.lists(
    st.tuples(st.sampled_from([OVER, UNDER]), st.integers(1, 4), st.integers(0, 9000)), max_size=8
)


@given(parts, parts)
def test_two_parts_of_an_audit_come_to_the_same_as_the_whole(first, second):
    def made(some, start):
        every = [found(n, w, units=u, cents=c) for n, (w, u, c) in enumerate(some, start)]
        return every, totals(every, ["Ann"] * len(some))

    (one, left), (two, right) = made(first, 1), made(second, 100)
    left.merge(right)
    assert way_rates(left) == way_rates(totals([*one, *two], ["Ann"] * (len(one) + len(two))))
