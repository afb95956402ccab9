"""The clock of overpayments; days counted on a calendar by hand."""

from datetime import date

import pytest

from core.audit.overpayment import return_clock
from core.library.audit_files import load_audit_rules

FOUND = date(2026, 3, 2)


def clock(found=FOUND, began=None, ended=None):
    return return_clock(found, load_audit_rules(), began, ended)


def test_sixty_days_without_an_investigation():
    assert clock().due == date(2026, 5, 1)
    assert clock().look_back_to == date(2020, 3, 2)
    assert "42 CFR 401.305(b)(1)" in clock().cites[0]


@pytest.mark.parametrize(
    ("began", "ended", "due"),
    [
        (date(2026, 3, 12), date(2026, 4, 11), date(2026, 5, 31)),  # 50 of 60 days were left
        (date(2026, 3, 2), date(2026, 3, 2), date(2026, 5, 1)),
        (date(2026, 3, 12), None, date(2026, 10, 18)),  # held until 29 August, then 50 days
        (date(2026, 3, 12), date(2027, 3, 1), date(2026, 10, 18)),  # no longer than 180 days
        (date(2026, 6, 1), date(2026, 6, 9), date(2026, 5, 1)),  # begun when it was due already
    ],
)
def test_an_investigation_holds_the_clock(began, ended, due):
    assert clock(began=began, ended=ended).due == due
    assert clock().investigate_until == date(2026, 8, 29)


@pytest.mark.parametrize(
    ("found", "until"), [(date(2024, 12, 31), None), (date(2025, 1, 1), date(2025, 6, 30))]
)
def test_investigations_hold_it_since_2025(found, until):
    assert clock(found).investigate_until == until


def test_before_the_rules_nothing_is_known():
    assert clock(date(2010, 3, 22)).due is None
    assert clock(date(2016, 3, 13)).look_back_to is None
