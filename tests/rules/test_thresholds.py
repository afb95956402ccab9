"""KX and the review mark: allowed amounts of the year, by bucket."""

from datetime import date

import pytest

from core.model.encounter import OtherEncounter, Service
from core.model.facts import Attest, YearToDate
from core.model.kinds import Discipline, Severity
from tests.rules.money import bill_of_units, ids, service, unchecked

# CMS's amounts by calendar year, in dollars; PT with SLP and OT alike.
YEARS = {
    2018: 2010, 2019: 2040, 2020: 2080, 2021: 2110, 2022: 2150, 2023: 2230, 2024: 2330,
    2025: 2410, 2026: 2480,
}  # fmt: skip
RATE = {"97110": 2_000, "97140": 2_000, "92507": 2_000, "97535": 2_000}


def day_with(before: int | None, year: int = 2026, **more):
    """One unit at $20.00 after `before` cents of the year, by rate so that any year has a price."""
    facts = {"date": date(year, 3, 10), "rates": RATE, "year_to_date": YearToDate(before, before)}
    return bill_of_units({"97110": 1}, **{**facts, **more})


@pytest.mark.parametrize(("year", "dollars"), YEARS.items())
@pytest.mark.parametrize("discipline", [Discipline.PT, Discipline.OT, Discipline.SLP])
def test_kx_is_suggested_once_the_years_amount_is_passed(year, dollars, discipline):
    exact = dollars * 100 - 2_000
    assert "kx" not in ids(day_with(exact, year, discipline=discipline))
    assert "kx" in ids(day_with(exact + 1, year, discipline=discipline))


@pytest.mark.parametrize("day", [date(2017, 12, 31), date(2027, 1, 1)])
def test_a_year_without_an_amount_is_not_known(day):
    found = day_with(1_000_000, date=day)
    assert "kx" not in ids(found)
    assert f"no amount for {day.year}" in unchecked(found) or day.year < 2018


def test_every_therapy_line_of_the_day_is_named_with_the_confidence():
    bill = bill_of_units(
        {"97110": 1, "97140": 1}, year_to_date=YearToDate(247_000, None), rates=RATE
    )
    (alert,) = [alert for alert in bill.alerts if alert.id == "kx"]
    assert (alert.codes, alert.severity) == (("97110", "97140"), Severity.WARNING)
    assert "confidence high" in alert.message
    assert all("KX" not in line.modifiers for line in bill.lines)


@pytest.mark.parametrize(
    ("discipline", "flagged"),
    [(Discipline.PT, True), (Discipline.SLP, True), (Discipline.OT, False)],
)
def test_pt_and_slp_share_a_bucket_and_ot_has_its_own(discipline, flagged):
    before = YearToDate(pt_slp=247_999, ot=0)
    found = day_with(0, discipline=discipline, year_to_date=before)
    assert ("kx" in ids(found)) is flagged


@pytest.mark.parametrize(("other", "flagged"), [(Discipline.SLP, True), (Discipline.OT, False)])
def test_the_days_other_encounter_counts_in_its_bucket(other, flagged):
    code = "92507" if other is Discipline.SLP else "97535"
    same_day = (OtherEncounter(other, (service(code, 1),)),)
    # 97110 alone ends at 2,479.99 at most; with the other it passes 2,480.
    found = bill_of_units(
        {"97110": 1}, year_to_date=YearToDate(245_000, 245_000), same_day=same_day
    )
    assert ("kx" in ids(found)) is flagged


@pytest.mark.parametrize("before", [None, YearToDate(None, 300_000)])
def test_an_unknown_running_total_leaves_kx_out_and_says_so(before):
    found = day_with(0, year_to_date=before)
    assert "kx" not in ids(found)
    assert "year_to_date.pt_slp not given" in unchecked(found)


def test_an_unknown_amount_leaves_kx_out_unless_it_is_passed_already():
    near, past = (day_with(cents, rates={}, locality=None) for cents in (247_999, 248_001))
    assert "kx" not in ids(near)
    assert "allowed amount of the day" in unchecked(near)
    assert "kx" in ids(past)


def test_an_attested_kx_is_not_suggested_again():
    assert "kx" not in ids(day_with(300_000, attest=Attest(kx=True)))
    by_hand = (Service("97110", 15, modifiers=("KX",)),)
    assert "kx" not in ids(day_with(300_000, services=by_hand))


@pytest.mark.parametrize("payer", ["aetna", "medicare-advantage", "cash"])
def test_other_payers_have_no_threshold(payer):
    assert "kx" not in ids(day_with(900_000, payer=payer))


def test_a_chiropractors_service_counts_in_no_bucket():
    found = bill_of_units(
        {"98940": 1}, discipline=Discipline.DC, year_to_date=YearToDate(900_000, 900_000)
    )
    assert "kx" not in ids(found)


@pytest.mark.parametrize(("before", "flagged"), [(298_000, False), (298_001, True)])
def test_the_review_mark_is_a_note(before, flagged):
    notes = [a for a in day_with(before).alerts if a.id == "review-threshold"]
    assert bool(notes) is flagged
    assert all(alert.severity is Severity.NOTE for alert in notes)
