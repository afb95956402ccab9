"""Advance beneficiary notices: which lines they stand on, what contradicts them, when offered."""

import tomllib
from collections import Counter
from datetime import date

import pytest

from core.model.bill import Offer
from core.model.encounter import Service
from core.model.facts import Attest, YearToDate
from core.model.kinds import Discipline, Notice, Severity
from core.model.statements import OfferKind
from tests.case_files import CASES as FOLDER
from tests.rules.bills import TODAY, alerts, bill, modifiers, severities

TABLE = tomllib.loads((FOLDER / "notices" / "statements.toml").read_text("utf-8"))
CASES = [{**TABLE["defaults"], **case} for case in TABLE["case"]]
ADJUSTED, MANUAL = "98941", "97140"


def bill_of(case):
    rows = [Service(code, minutes, modifiers=tuple(m)) for code, minutes, m in case["rows"]]
    discipline = Discipline(case["discipline"])
    return bill(*rows, day=case["date"], payer=case["payer"], discipline=discipline)


def words(found, id):
    """What the alerts of an id offer as a notice, by code."""
    return {
        offer.codes: [one.modifier for one in alert.offers if one.kind is OfferKind.NOTICE]
        for alert in alerts(found, id)
        for offer in alert.offers
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["source"][:60])
def test_lines_carry_what_the_source_says(case):
    found = {code: list(words) for code, words in modifiers(bill_of(case)).items()}
    assert found == case["lines"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["source"][:60])
def test_what_speaks_against_a_notice_is_said(case):
    judged = severities(bill_of(case), "modifier-unneeded")
    assert Counter(one.value for one in judged) == Counter(case["judged"])


@pytest.mark.parametrize(("code", "row"), [("97140", 15), ("98943", 5)])
def test_an_excluded_service_offers_the_statements_that_send_it(code, row):
    found = bill(Service(ADJUSTED, 10), Service(code, row), day=TODAY, discipline=Discipline.DC)
    assert words(found, "not-payable") == {(code,): ["GY", "GX GY"]}
    assert code not in modifiers(found)


def test_maintenance_offers_active_treatment_or_a_notice():
    (alert,) = alerts(
        bill(Service(ADJUSTED, 10), day=TODAY, discipline=Discipline.DC), "modifier-missing"
    )
    assert alert.offers == (
        Offer(OfferKind.ACTIVE, (ADJUSTED,), "AT"),
        Offer(OfferKind.NOTICE, (ADJUSTED,), "GA"),
        Offer(OfferKind.NOTICE, (ADJUSTED,), "GZ"),
    )


@pytest.mark.parametrize(
    ("notice", "expected"),
    [(None, ["GA", "GZ"]), (Notice.NONE, ["GZ"]), (Notice.VOLUNTARY, ["GA", "GZ"])],
)
def test_care_that_is_said_to_be_maintenance_offers_notices_alone(notice, expected):
    attest = Attest(at=False, abn=notice)
    found = bill(Service(ADJUSTED, 10), day=TODAY, discipline=Discipline.DC, attest=attest)
    assert words(found, "not-payable") == {(ADJUSTED,): expected}


MONEY = {"charges": {"97110": 3_000}, "rates": {"97110": 3_000}}
# The year's amount for 2026 is 2,480 dollars; this visit is 30.
OVER, UNDER = YearToDate(pt_slp=245_001), YearToDate(pt_slp=245_000)


def test_above_the_threshold_kx_or_a_notice_is_offered():
    (alert,) = alerts(bill(Service("97110", 15), day=TODAY, year_to_date=OVER, **MONEY), "kx")
    assert [(one.kind, one.modifier) for one in alert.offers] == [
        (OfferKind.KX, "KX"),
        (OfferKind.NOTICE, "GA"),
        (OfferKind.NOTICE, "GZ"),
    ]
    assert not alerts(bill(Service("97110", 15), day=TODAY, year_to_date=UNDER, **MONEY), "kx")


@pytest.mark.parametrize("word", ["GA", "GZ", "GY"])
def test_a_line_on_notice_is_not_asked_for_kx(word):
    row = Service("97110", 15, modifiers=(word,))
    assert not alerts(bill(row, day=TODAY, year_to_date=OVER, **MONEY), "kx")


@pytest.mark.parametrize("payer", ["medicare-advantage", "aetna", "cash"])
def test_nobody_but_traditional_medicare_is_offered_a_notice(payer):
    rows = Service(ADJUSTED, 10), Service(MANUAL, 15), Service("98943", 5)
    found = bill(*rows, day=TODAY, payer=payer, discipline=Discipline.DC)
    kinds = {offer.kind for alert in found.alerts for offer in alert.offers}
    assert OfferKind.NOTICE not in kinds


@pytest.mark.parametrize("notice", [None, *Notice])
def test_a_notice_is_on_no_line_before_somebody_states_it(notice):
    found = bill(Service("97110", 15), day=TODAY, attest=Attest(abn=notice))
    expected = {Notice.REQUIRED: ("GP", "GA")}.get(notice, ("GP",))
    assert modifiers(found) == {"97110": expected}


def test_what_a_notice_leaves_to_whom_is_not_the_schedules_to_say():
    row = Service("97110", 15, modifiers=("GZ",))
    (line,) = bill(row, day=TODAY, **MONEY).lines
    assert (line.expected_cents, line.patient_cents) == (None, None)


def test_another_code_is_offered_in_place_of_one_that_is_not_taken():
    (alert,) = alerts(bill(Service("97014", 15), day=TODAY), "replaced-code")
    assert alert.offers == (Offer(OfferKind.REPLACE, ("97014",), instead="G0283"),)


@pytest.mark.parametrize(
    ("day", "offered"), [(date(2016, 12, 31), False), (date(2017, 1, 1), True)]
)
def test_an_ended_code_offers_those_in_force_that_day(day, offered):
    found = alerts(bill(Service("97001", 30), day=day), "code-not-in-force")
    instead = {offer.instead for alert in found for offer in alert.offers}
    assert bool(instead) is offered
    assert instead <= {"97161", "97162", "97163"}


def test_a_pair_shown_apart_offers_the_statement_and_its_modifier():
    rows = Service("97150", 20, region="knee"), Service(MANUAL, 20, region="neck")
    found = bill(*rows, day=TODAY)
    offered = (Offer(OfferKind.DISTINCT, ("97150", MANUAL), "XS"),)
    assert [alert.offers for alert in alerts(found, "edit-pair")] == [offered]
    assert [alert.offers for alert in alerts(found, "modifier-missing")] == [offered]


def test_a_pair_that_nothing_shows_apart_offers_nothing():
    rows = Service("97150", 20), Service(MANUAL, 20, distinct_from=("97150",))
    found = bill(*rows, day=TODAY)
    assert [alert.severity for alert in alerts(found, "edit-pair")] == [Severity.ERROR]
    assert not any(alert.offers for alert in found.alerts)


def test_the_payers_own_word_is_offered():
    rows = Service("97150", 20, region="knee"), Service(MANUAL, 20, region="neck")
    (alert,) = alerts(bill(*rows, day=TODAY, payer="generic-commercial"), "edit-pair")
    assert [one.modifier for one in alert.offers] == ["59"]
