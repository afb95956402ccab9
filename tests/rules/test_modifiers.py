"""Modifiers: what a person attests, what is missing, needless, contradicting or too many."""

from datetime import date

import pytest

from core.model.encounter import Service
from core.model.facts import Attest, YearToDate
from core.model.kinds import Discipline, Notice, Severity
from core.rules.claim_terms import DistinctWord, ShortUnit
from core.rules.profile import UnitRule
from tests.rules.bills import PART_B, TODAY, alerts, bill, modifiers, severities, with_values

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
ADJUSTED, MANUAL = "98941", "97140"


def chiropractor(*rows: Service, payer: str = PART_B, **more: object):
    return bill(*rows, day=TODAY, payer=payer, discipline=Discipline.DC, **more)


def today(*rows: Service, **more: object):
    return bill(*rows, day=TODAY, **more)


@pytest.mark.parametrize(
    ("attest", "payer", "expected"),
    [
        (Attest(), PART_B, ("GP",)),
        (Attest(kx=True), PART_B, ("GP", "KX")),
        (Attest(kx=False), PART_B, ("GP",)),
        (Attest(abn=Notice.REQUIRED), PART_B, ("GP", "GA")),
        (Attest(abn=Notice.VOLUNTARY), PART_B, ("GP",)),  # nothing excluded on the bill
        (Attest(abn=Notice.NONE), PART_B, ("GP",)),
        (Attest(at=True), PART_B, ("GP",)),
        (Attest(kx=True, abn=Notice.REQUIRED), "cash", ()),
        (Attest(abn=Notice.REQUIRED), "medicare-advantage", ("GP",)),
    ],
)
def test_a_persons_act_puts_the_modifier_on(attest, payer, expected):
    found = today(Service("97110", 15), attest=attest, payer=payer)
    assert modifiers(found) == {"97110": expected}


def test_what_is_put_on_by_an_act_says_so():
    found = today(Service("97110", 15), attest=Attest(kx=True))
    assert any("by a person's act" in step.step for step in found.trace)


def test_active_treatment_is_asked_for_and_never_assumed():
    found = chiropractor(Service(ADJUSTED))
    assert modifiers(found) == {ADJUSTED: ()}
    (alert,) = alerts(found, "modifier-missing")
    assert "no modifier → AT" in alert.fix
    found = chiropractor(Service(ADJUSTED), attest=Attest(at=True))
    assert modifiers(found) == {ADJUSTED: ("AT",)}
    assert not found.alerts


def test_maintenance_is_not_paid_and_the_fix_names_the_notice():
    found = chiropractor(Service(ADJUSTED), attest=Attest(at=False))
    (alert,) = alerts(found, "not-payable")
    assert "GA" in alert.fix
    assert not alerts(found, "modifier-missing")


@pytest.mark.parametrize("payer", ["cash", "generic-commercial", "medicare-advantage"])
def test_active_treatment_is_medicares_word(payer):
    assert not alerts(chiropractor(Service(ADJUSTED), payer=payer), "modifier-missing")
    found = chiropractor(Service(ADJUSTED, modifiers=("AT",)), payer=payer)
    assert severities(found, "modifier-unneeded") == [WARNING]


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2015, 10, 31), []), (date(2015, 11, 1), [ERROR])]
)
def test_at_with_ga_is_rejected_since_november_2015(day, expected):
    row = Service(ADJUSTED, modifiers=("AT", "GA"))
    found = bill(row, day=day, discipline=Discipline.DC)
    assert severities(found, "modifier-unneeded") == expected


def test_what_is_excluded_stands_on_no_line_until_a_denial_is_wanted():
    rows = Service(ADJUSTED, modifiers=("AT",)), Service(MANUAL, 15)
    found = chiropractor(*rows)
    assert [item.code for item in found.not_billed] == [MANUAL]
    assert "GY" in alerts(found, "not-payable")[0].fix
    found = chiropractor(*rows, attest=Attest(abn=Notice.VOLUNTARY))
    assert modifiers(found) == {ADJUSTED: ("AT",), MANUAL: ("GP", "GX", "GY")}
    assert severities(found, "not-payable") == [NOTE]
    found = chiropractor(rows[0], Service(MANUAL, 15, modifiers=("GY",)))
    assert modifiers(found)[MANUAL] == ("GP", "GY")


# Put on by hand; how bad; the code; the payer.
NEEDLESS = [
    ("25", ERROR, "97161", PART_B),
    ("25", ERROR, "97110", "cash"),
    ("76", WARNING, "97110", PART_B),
    ("77", WARNING, "97110", PART_B),
    ("KX", WARNING, "97110", "cash"),
    ("GA", WARNING, "97110", "medicare-advantage"),
    ("GY", WARNING, "97110", "aetna"),
    ("AT", WARNING, "97110", PART_B),
    ("52", WARNING, "97110", PART_B),
    ("CQ", WARNING, "97110", PART_B),  # without minutes of an assistant
    ("CO", ERROR, "97110", PART_B),
]


@pytest.mark.parametrize(("word", "severity", "code", "payer"), NEEDLESS)
def test_what_should_not_stand_there_is_kept_and_flagged(word, severity, code, payer):
    found = today(Service(code, 15, modifiers=(word,)), payer=payer)
    assert severities(found, "modifier-unneeded") == [severity]
    assert word in modifiers(found)[code]


@pytest.mark.parametrize("payer", [PART_B, "cash"])
def test_a_modifier_nobody_knows_is_kept_and_named(payer):
    found = today(Service("97110", 15, modifiers=("ZZ",)), payer=payer)
    (alert,) = alerts(found, "modifier-unneeded")
    assert (alert.severity, alert.codes) == (WARNING, ("97110",))
    assert "ZZ" in alert.message
    assert "ZZ" in modifiers(found)["97110"]


def test_59_beside_an_x_modifier_is_named():
    rows = Service("97150", 15), Service(MANUAL, 15, modifiers=("59", "XS"))
    assert any("one of them" in a.message for a in alerts(today(*rows), "modifier-unneeded"))


@pytest.mark.parametrize(
    "words", [("U5",), ("95",), ("RT",), ("96",), ("97",), ("KX",), ("GA",), ("GP",)]
)
def test_what_may_stand_there_is_not_flagged(words):
    assert not alerts(today(Service("97110", 15, modifiers=words)), "modifier-unneeded")


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        (("GA", "GZ"), ERROR),
        (("GY", "GZ"), ERROR),
        (("GA", "KX"), WARNING),
        (("GX", "GY"), None),
    ],
)
def test_contradictions(words, severity):
    found = today(Service("97110", 15, modifiers=words))
    assert severities(found, "modifier-unneeded") == ([severity] if severity else [])


def test_kx_before_the_threshold_is_needless():
    known = YearToDate(pt_slp=0, ot=0)
    row = Service("97110", 15, modifiers=("KX",))
    more = {"charges": {"97110": 3_000}, "rates": {"97110": 3_000}, "year_to_date": known}
    assert severities(today(row, **more), "modifier-unneeded") == [WARNING]


@pytest.mark.parametrize(
    ("by_hand", "expected"),
    [
        (("RT", "KX", "59"), ("59", "GP", "KX", "RT")),
        (("96", "GA", "XS"), ("XS", "GP", "GA", "96")),
        (("97", "LT"), ("GP", "LT", "97")),
    ],
)
def test_the_order_of_the_house(by_hand, expected):
    found = today(Service("97110", 15, modifiers=by_hand))
    assert modifiers(found)["97110"] == expected


def test_the_assistants_modifier_stands_after_the_plan_of_care():
    row = Service("97110", assistant_minutes=15, modifiers=("KX", "59"))
    assert modifiers(today(row))["97110"] == ("59", "GP", "CQ", "KX")


def test_a_payers_own_order_is_kept():
    book = with_values(PART_B, modifier_order=("plan_of_care", "assistant", "distinct"))
    found = today(Service("97110", 15, modifiers=("KX", "59")), book=book)
    assert modifiers(found)["97110"] == ("GP", "59", "KX")


def test_a_line_holds_four():
    four = today(Service("97110", 15, modifiers=("59", "KX", "RT")))
    five = today(Service("97110", 15, modifiers=("59", "KX", "RT", "97")))
    assert ERROR not in severities(four, "modifier-unneeded")
    assert severities(five, "modifier-unneeded").count(ERROR) == 1
    assert len(modifiers(five)["97110"]) == 5


def test_a_payer_may_want_another_code():
    book = with_values("aetna", replacements=("97014/G0283",))
    found = today(Service("97014", 15), payer="aetna", book=book)
    assert [item.code for item in found.not_billed] == ["97014"]
    assert alerts(found, "replaced-code")[0].codes == ("97014", "G0283")


@pytest.mark.parametrize(
    ("minutes", "units", "marked"), [(0, 0, False), (1, 1, True), (14, 1, True), (15, 1, False)]
)
def test_a_reduced_service_carries_52_where_the_payer_wants_it(minutes, units, marked):
    values = {"unit_rule": UnitRule.FULL_15, "short_unit": ShortUnit.REDUCED}
    found = today(
        Service(MANUAL, minutes), payer="generic-commercial",
        book=with_values("generic-commercial", **values),
    )  # fmt: skip
    assert [(line.units, "52" in line.modifiers) for line in found.lines] == [
        (units, marked)
    ] * bool(units)
    assert sum(n for _, n in found.ledger) == minutes


def test_a_visit_rate_keeps_the_units_for_the_record():
    book = with_values("generic-commercial", unit_rule=UnitRule.PER_VISIT)
    found = today(Service(MANUAL, 38), payer="generic-commercial", book=book)
    assert (found.rule, found.timed_units) == ("per-visit", 3)
    assert any("by the visit" in step.step for step in found.trace)


def test_a_payers_own_pair_is_off_until_a_practice_sets_it():
    rows = Service("97110", 15), Service(MANUAL, 15, distinct_from=("97110",), session=2)
    assert not alerts(today(*rows, payer="anthem"), "edit-pair")
    book = with_values("anthem", own_pairs=("97140/97110/1",))
    found = today(*rows, payer="anthem", book=book)
    assert severities(found, "edit-pair") == [NOTE]
    assert alerts(found, "edit-pair")[0].cite == "the contract"
    hand = today(
        Service("97110", 15, modifiers=("59",)), Service(MANUAL, 15), payer="anthem", book=book
    )
    assert not alerts(hand, "modifier-unneeded")


@pytest.mark.parametrize(
    ("payer", "values", "after"),
    [
        (PART_B, {}, "XS"),
        ("generic-commercial", {}, "59"),  # whether it reads XS is not known
        ("generic-commercial", {"distinct_modifier": DistinctWord.X}, "XS"),
    ],
)
def test_an_x_modifier_is_put_on_where_the_payer_reads_it(payer, values, after):
    rows = (
        Service("97150", 15, region="knee"),
        Service(MANUAL, 15, region="neck", distinct_from=("97150",)),
    )
    found = today(*rows, payer=payer, book=with_values(payer, **values))
    assert after in modifiers(found)[MANUAL]


@pytest.mark.parametrize(
    ("adjusted", "manual", "same"),
    [
        (("cervical",), "neck", True),
        (("cervical", "thoracic"), "low back", False),
        (("lumbar",), "SI joint", False),
        (("pelvic",), "sacroiliac", True),
        (("cervical",), "left shoulder", False),
        (("cervical",), "", False),
        (("cervical",), "neck and knee", True),
    ],
)
def test_hands_on_work_in_an_adjusted_region_is_part_of_it(adjusted, manual, same):
    rows = Service(ADJUSTED), Service(MANUAL, 15, region=manual, distinct_from=(ADJUSTED,))
    found = chiropractor(*rows, payer="generic-commercial", cmt_regions=adjusted)
    assert severities(found, "cmt-same-region") == [ERROR] * same
    assert bool(alerts(found, "distinctness-missing")) is (same or not manual)


def test_for_manipulation_clock_times_are_not_enough():
    rows = Service(ADJUSTED, 5, session=1), Service(MANUAL, 15, session=2, modifiers=("59",))
    found = chiropractor(*rows, payer="generic-commercial")
    assert len(alerts(found, "distinctness-missing")) == 1


def test_the_adjusted_region_may_stand_on_its_own_row():
    rows = Service(ADJUSTED, region="C5, T4"), Service(MANUAL, 15, region="mid back")
    assert alerts(chiropractor(*rows, payer="generic-commercial"), "cmt-same-region")


def test_a_second_payer_that_counts_otherwise_is_named():
    rows = Service("97110", 20), Service("97140", 20)
    found = today(*rows, secondary="generic-commercial")
    (alert,) = alerts(found, "rule-not-known")
    assert (alert.severity, alert.codes) == (NOTE, ("97110",))
    assert "Medicare Part B" in alert.message
    assert "Commercial payer" in alert.message
    assert [line.units for line in found.lines] == [2, 1]


@pytest.mark.parametrize("secondary", ["", PART_B, "unitedhealthcare"])
def test_a_second_payer_that_counts_alike_is_no_alert(secondary):
    rows = Service("97110", 20), Service("97140", 20)
    assert not alerts(today(*rows, secondary=secondary), "rule-not-known")
