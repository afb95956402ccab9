"""Code pairs on a bill: proof, decisions, other encounters, payers and dates."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.library.rulebook import load_rulebook
from core.model.encounter import OtherEncounter, Service
from core.model.facts import Decline
from core.model.kinds import Discipline, Setting, Severity, Side
from tests.rules.bills import (
    IN_QUARTER,
    PART_B,
    TODAY,
    alerts,
    at,
    bill,
    modifiers,
    severities,
    with_values,
)

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
BOOK = load_rulebook()


@pytest.mark.parametrize(("one", "other"), [("97140", "97124"), ("97161", "97164")])
def test_indicator_zero_is_an_error_without_a_way_round(one, other):
    found = bill(at(one, 600, region="neck", distinct_from=(other,)), at(other, 660, region="knee"))
    (alert,) = alerts(found, "edit-pair")
    assert (alert.severity, alert.codes) == (ERROR, (one, other))
    assert "59" not in alert.fix
    assert [line.units for line in found.lines] == [1, 1]
    assert not alerts(found, "modifier-missing")


def test_59_on_a_pair_with_indicator_zero_opens_nothing():
    found = bill(Service("97140", 15, modifiers=("59",)), Service("97124", 15))
    assert severities(found, "edit-pair") == [ERROR]
    assert severities(found, "modifier-unneeded") == [WARNING]
    assert modifiers(found)["97140"] == ("59", "GP")


GROUP, MANUAL = "97150", "97140"


def pair_of(found):
    return severities(found, "edit-pair"), severities(found, "distinctness-missing")


@pytest.mark.parametrize(
    ("group", "manual", "edit", "missing"),
    [
        # nobody says anything
        (Service(GROUP, 15), Service(MANUAL, 15), ERROR, False),
        # said, and nothing shows it
        (Service(GROUP, 15), Service(MANUAL, 15, distinct_from=(GROUP,)), ERROR, True),
        (Service(GROUP, 15), Service(MANUAL, 15, modifiers=("59",)), ERROR, True),
        # shown, and nobody says it
        (at(GROUP, 600), at(MANUAL, 615), ERROR, False),
        # shown and said
        (at(GROUP, 600), at(MANUAL, 615, distinct_from=(GROUP,)), NOTE, False),
        (at(GROUP, 600, distinct_from=(MANUAL,)), at(MANUAL, 615), NOTE, False),
        (at(GROUP, 600), at(MANUAL, 615, modifiers=("59",)), NOTE, False),
        # clock times that overlap by a minute, or do not hold all minutes
        (at(GROUP, 600), at(MANUAL, 614, distinct_from=(GROUP,)), ERROR, True),
        (at(GROUP, 600), Service(MANUAL, 15, distinct_from=(GROUP,)), ERROR, True),
        # regions
        (
            Service(GROUP, 15, region="low back"),
            Service(MANUAL, 15, region="Cervical", distinct_from=(GROUP,)),
            NOTE,
            False,
        ),
        (
            Service(GROUP, 15, region="lower back"),
            Service(MANUAL, 15, region="lumbar spine", distinct_from=(GROUP,)),
            ERROR,
            True,
        ),
        (
            Service(GROUP, 15, region="nowhere known"),
            Service(MANUAL, 15, region="knee", distinct_from=(GROUP,)),
            ERROR,
            True,
        ),
        # a side opens the pair where the places differ, and says nothing where they do not
        (
            Service(GROUP, 15, region="knee", side=Side.LEFT),
            Service(MANUAL, 15, region="knee", side=Side.RIGHT, modifiers=("RT",)),
            NOTE,
            False,
        ),
        (Service(GROUP, 15), Service(MANUAL, 15, modifiers=("RT",)), ERROR, False),
        # sessions
        (
            Service(GROUP, 15, session=1),
            Service(MANUAL, 15, session=2, distinct_from=(GROUP,)),
            NOTE,
            False,
        ),
    ],
)
def test_proof_and_attestation_are_both_needed(group, manual, edit, missing):
    for rows in ((group, manual), (manual, group)):
        found = bill(*rows)
        assert pair_of(found) == ([edit], [ERROR] * missing)
        assert alerts(found, "edit-pair")[0].codes == (GROUP, MANUAL)
        assert {line.code: line.units for line in found.lines} == {GROUP: 1, MANUAL: 1}


@pytest.mark.parametrize(
    ("manual", "day", "after"),
    [
        (at(MANUAL, 615, distinct_from=(GROUP,)), IN_QUARTER, "59 GP"),
        (at(MANUAL, 600, session=2, distinct_from=(GROUP,)), IN_QUARTER, "XE GP"),
        (at(MANUAL, 600, region="knee", distinct_from=(GROUP,)), IN_QUARTER, "XS GP"),
        (at(MANUAL, 600, region="knee", distinct_from=(GROUP,)), date(2014, 12, 31), "59 GP"),
    ],
)
def test_proof_and_attestation_earn_the_fitting_modifier(manual, day, after):
    group = at(GROUP, 600, region="shoulder")
    found = bill(group, manual, day=day)
    (alert,) = alerts(found, "edit-pair")
    assert f"GP → {after}" in alert.message
    assert modifiers(found) == {GROUP: ("GP",), MANUAL: tuple(after.split())}
    assert not alerts(found, "modifier-missing")
    assert not alerts(found, "modifier-unneeded")
    (alert,) = alerts(bill(group, replace(manual, distinct_from=()), day=day), "modifier-missing")
    assert f"GP → {after}" in alert.fix


@pytest.mark.parametrize(
    ("group", "manual"),
    [
        # proof without a statement, a statement without proof, minutes used twice
        (at(GROUP, 600), at(MANUAL, 615)),
        (Service(GROUP, 15), Service(MANUAL, 15, distinct_from=(GROUP,))),
        (at(GROUP, 600), at(MANUAL, 614, distinct_from=(GROUP,))),
    ],
)
def test_half_of_it_earns_nothing(group, manual):
    assert modifiers(bill(group, manual)) == {GROUP: ("GP",), MANUAL: ("GP",)}


def test_a_statement_without_an_edit_earns_nothing():
    found = bill(at("97110", 600), at(MANUAL, 615, distinct_from=("97110",)))
    assert modifiers(found) == {"97110": ("GP",), MANUAL: ("GP",)}


def test_indicator_zero_earns_nothing_whatever_is_attested():
    found = bill(at(MANUAL, 600, distinct_from=("97124",)), at("97124", 660, session=2))
    assert modifiers(found) == {MANUAL: ("GP",), "97124": ("GP",)}


def test_a_payers_own_pair_earns_it_too():
    book = with_values("aetna", own_pairs=("97140/97110/1",), edits="none")
    found = bill(
        at(MANUAL, 600), at("97110", 615, distinct_from=(MANUAL,)), payer="aetna", book=book
    )
    assert severities(found, "edit-pair") == [NOTE]
    assert [word for word in modifiers(found)["97110"] if word == "59"] == ["59"]


def test_manipulation_is_opened_by_regions_alone():
    clock = (at("98940", 600), at(MANUAL, 615, distinct_from=("98940",)))
    place = (clock[0], replace(clock[1], region="knee"))
    facts = {"discipline": Discipline.DC, "payer": "generic-commercial", "cmt_regions": ("neck",)}
    found = [modifiers(bill(*rows, **facts))[MANUAL] for rows in (clock, place)]
    assert ["59" in words for words in found] == [False, True]


def test_both_lines_of_a_split_service_carry_it():
    manual = Service(MANUAL, 15, assistant_minutes=15, region="knee", distinct_from=(GROUP,))
    found = bill(Service(GROUP, 15, region="neck"), manual)
    assert [line.modifiers for line in found.lines if line.code == MANUAL] == [
        ("XS", "GP"), ("XS", "GP", "CQ"),
    ]  # fmt: skip


def test_one_modifier_serves_two_pairs_of_a_line():
    rows = (
        Service("97150", 15, region="neck", session=1),
        Service("97763", 15, region="neck", session=2),
        Service(MANUAL, 15, region="knee", session=3, distinct_from=("97150", "97763")),
    )
    assert modifiers(bill(*rows))[MANUAL] == ("XS", "GP")


def test_a_modifier_of_the_other_session_is_not_put_on_here():
    others = (OtherEncounter(Discipline.PT, (Service(MANUAL, 15, distinct_from=(GROUP,)),)),)
    found = bill(Service(GROUP, 20), same_day=others)
    assert severities(found, "edit-pair") == [NOTE]
    assert modifiers(found) == {GROUP: ("GP",)}


def test_once_the_modifier_stands_nothing_more_is_asked():
    found = bill(at(GROUP, 600), at(MANUAL, 615, modifiers=("59",)))
    assert not alerts(found, "modifier-missing")
    assert not alerts(found, "modifier-unneeded")


@pytest.mark.parametrize(("day", "edit"), [(date(2019, 6, 30), ERROR), (date(2019, 7, 1), NOTE)])
def test_since_july_2019_the_modifier_may_stand_on_either_line(day, edit):
    found = bill(at(GROUP, 600, modifiers=("59",)), at(MANUAL, 615), day=day)
    assert severities(found, "edit-pair") == [edit]


@pytest.mark.parametrize(
    ("payer", "day", "severity"),
    [
        (PART_B, IN_QUARTER, WARNING),
        (PART_B, TODAY, NOTE),  # the table does not vouch for that day
        ("cash", TODAY, WARNING),
        ("aetna", IN_QUARTER, NOTE),  # whether it uses these pairs is not known
    ],
)
def test_59_where_no_pair_is_in_force(payer, day, severity):
    found = bill(Service("97110", 15), Service(MANUAL, 15, modifiers=("59",)), day=day, payer=payer)
    (alert,) = alerts(found, "modifier-unneeded")
    assert (alert.severity, alert.codes) == (severity, (MANUAL,))
    assert "59" in modifiers(found)[MANUAL]


@pytest.mark.parametrize(
    ("day", "checked"),
    [
        (date(2024, 6, 30), False),
        (date(2024, 7, 1), True),
        (date(2024, 9, 30), True),
        (date(2024, 10, 1), False),
    ],
)
def test_outside_its_quarter_the_table_says_that_it_was_not_checked(day, checked):
    found = bill(Service(GROUP, 15), Service(MANUAL, 105), day=day)
    told = [*alerts(found, "edit-pair"), *alerts(found, "mue")]
    assert [alert.id for alert in told] == ["edit-pair", "mue"]
    words = "table 2024Q3, not checked for this date"
    assert all((words in alert.message) is not checked for alert in told)
    steps = [step.result for step in found.trace if step.step == "Pairs among the day's codes"]
    assert len(steps) == 1
    assert (words in steps[0]) is not checked


def test_a_recorded_decision_alone_takes_the_line_off():
    decision = Decline("edit-pair", (GROUP, MANUAL), "same minutes")
    found = bill(Service(GROUP, 20), Service(MANUAL, 22), Service("97112", 16), decline=(decision,))
    assert [line.code for line in found.lines] == [GROUP, "97112"]
    (dropped,) = [item for item in found.not_billed if item.code == MANUAL]
    assert (dropped.reason, "same minutes" in dropped.message) == ("edit", True)
    assert [alert.codes for alert in alerts(found, "edit-pair")] == [(GROUP, "97112")]
    assert {b: n for b, n in found.ledger if n} == {
        "untimed": 20, "edit": 22, "billed": 15, "rounding": 1,
    }  # fmt: skip


def test_a_decision_may_name_the_one_code():
    decision = Decline("edit-pair", ("97150",))
    found = bill(Service(GROUP, 20), Service(MANUAL, 22), decline=(decision,))
    assert [line.code for line in found.lines] == [MANUAL]


@pytest.mark.parametrize(
    "decision",
    [Decline("edit-pair", ("97110",)), Decline("mue", (MANUAL,)), Decline("edit-pair", ())],
)
def test_a_decision_on_something_else_takes_nothing_off(decision):
    found = bill(Service(GROUP, 20), Service(MANUAL, 22), decline=(decision,))
    assert [line.code for line in found.lines] == [GROUP, MANUAL]


def test_pairs_reach_across_the_days_encounters():
    others = (OtherEncounter(Discipline.OT, (Service(GROUP, 20),)),)
    found = bill(Service(MANUAL, 15), same_day=others)
    (alert,) = alerts(found, "edit-pair")
    assert (alert.severity, alert.codes) == (ERROR, (GROUP, MANUAL))


def test_another_session_of_the_discipline_is_a_separate_encounter():
    others = (OtherEncounter(Discipline.PT, (Service(GROUP, 20),)),)
    found = bill(Service(MANUAL, 15, distinct_from=(GROUP,)), same_day=others)
    assert severities(found, "edit-pair") == [NOTE]
    assert modifiers(found)[MANUAL] == ("XE", "GP")


@pytest.mark.parametrize("payer", ["cash", "medi-cal", "new-york-medicaid", "texas-medicaid"])
def test_medicares_pairs_are_not_lent_to_a_programme_of_its_own(payer):
    found = bill(Service(MANUAL, 15), Service("97124", 15), payer=payer)
    assert not alerts(found, "edit-pair")
    steps = [step.result for step in found.trace if step.step == "Pairs among the day's codes"]
    assert steps == ["no table of this payer's programme is used"]


def test_a_payer_whose_pairs_are_not_known_gets_a_warning_that_says_so():
    (alert,) = alerts(bill(Service(MANUAL, 15), Service("97124", 15), payer="aetna"), "edit-pair")
    assert alert.severity is WARNING
    assert "not known" in alert.message


CODES = st.sampled_from(sorted(code for code in BOOK.codes if code.startswith("97")))
ROWS = st.lists(
    st.builds(
        Service,
        code=CODES,
        minutes=st.integers(0, 60),
        region=st.sampled_from(["", "neck", "left knee", "lumbar"]),
        session=st.integers(1, 2),
        modifiers=st.lists(st.sampled_from(["59", "XS", "KX", "GP"]), max_size=2).map(tuple),
        distinct_from=st.lists(CODES, max_size=2).map(tuple),
    ),
    max_size=5,
)


@given(ROWS, st.sampled_from(Setting))
def test_indicator_zero_never_offers_a_way_round(rows, setting):
    found = bill(*rows, setting=setting)
    table = BOOK.edits[setting][0]
    for alert in alerts(found, "edit-pair"):
        indicator = table.between(*alert.codes, IN_QUARTER).indicator
        if indicator == 0:
            assert alert.severity is ERROR
            assert "59" not in alert.fix
            assert "X" not in alert.fix


@given(ROWS, st.permutations(range(5)), st.sampled_from(Setting))
def test_alerts_and_modifiers_do_not_depend_on_the_order_of_rows(rows, order, setting):
    mixed = [rows[n] for n in order if n < len(rows)]
    one, other = bill(*rows, setting=setting), bill(*mixed, setting=setting)
    assert modifiers(one) == modifiers(other)
    for id in ("edit-pair", "distinctness-missing", "mue", "modifier-missing"):
        told = [{(a.codes, a.severity, a.message) for a in alerts(b, id)} for b in (one, other)]
        assert told[0] == told[1]


@given(ROWS)
def test_edits_never_change_units_or_drop_a_line(rows):
    with_edits, without = bill(*rows), bill(*rows, payer="cash")
    assert all(item.reason not in ("edit", "cap") for item in with_edits.not_billed)
    counted = {line.code for line in without.lines}
    assert {line.code for line in with_edits.lines} <= counted | {
        item.code for item in without.not_billed
    }


@given(ROWS, st.dates(date(2024, 7, 1), date(2024, 9, 30)))
def test_within_a_quarter_a_date_changes_nothing(rows, day):
    one, other = bill(*rows, day=day), bill(*rows)
    assert one.lines == other.lines
    assert [(a.id, a.severity, a.codes) for a in one.alerts] == [
        (a.id, a.severity, a.codes) for a in other.alerts
    ]


@given(ROWS, st.lists(st.builds(Decline, st.sampled_from(["edit-pair", "mue"]), st.tuples(CODES))))
def test_the_ledger_balances_whatever_is_decided(rows, decisions):
    found = bill(*rows, decline=tuple(decisions))
    assert sum(n for _, n in found.ledger) == sum(row.minutes for row in rows)
    named = {code for decision in decisions for code in decision.codes}
    for item in found.not_billed:
        assert item.reason not in ("edit", "cap") or item.code in named
