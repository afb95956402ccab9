"""Code pairs: the verdicts of the table's own quarter, proof, decisions and dates."""

import csv
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.library.rulebook import load_rulebook
from core.model.encounter import OtherEncounter, Service
from core.model.facts import Decline
from core.model.kinds import Discipline, Setting, Severity, Side
from tests.case_files import SHARED
from tests.rules.bills import IN_QUARTER, PART_B, TODAY, alerts, at, bill, modifiers, severities

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
BOOK = load_rulebook()
TABLE = BOOK.edits[Setting.PRACTITIONER][0]

# Column 1, column 2, indicator on 2024-07-01; None: no pair in force, whichever stands first.
VERDICTS = [
    ("97110", "97140", None),
    ("97112", "97140", None),
    ("97113", "97140", None),
    ("97116", "97140", None),
    ("97140", "97530", None),
    ("97530", "97116", None),
    *((code, "97140", None) for code in ("97161", "97162", "97163", "97165", "97166", "97167")),
    ("97140", "97164", None),
    ("97140", "97168", None),
    ("97530", "97161", None),
    ("97150", "97161", None),
    *(
        ("97150", code, 1)
        for code in (
            "97110", "97112", "97113", "97116", "97124", "97140", "97530", "97533", "97535",
            "97537", "97542", "97760", "97761", "97763",
        )
    ),
    ("97140", "97124", 0),
    *(("97140", code, 1) for code in ("95851", "95852", "97018", "97750")),
    ("97012", "97140", 1),
    *(("98940", code, 1) for code in ("97140", "97112", "97124")),
    *(("98941", code, 1) for code in ("97140", "97112", "97124")),
    *(("98942", code, 1) for code in ("97140", "97112", "97124")),
    ("98943", "97140", None),
    *(("95992", code, 1) for code in ("97110", "97112", "97140", "97530")),
    *((code, "97140", 1) for code in ("97755", "97760", "97761", "97763")),
    ("97545", "97140", 0),
    *((code, "97140", 1) for code in ("97169", "97170", "97171", "97172")),
    *((code, "97140", 1) for code in ("29581", "29584")),
    ("20560", "97140", None),
    ("20561", "97140", None),
    *(
        (code, "97140", None)
        for code in (
            "97010", "97014", "97016", "97022", "97024", "97026", "97028", "97032", "97033",
            "97034", "97035", "97036", "G0283", "97597", "97598", "97550", "97551", "97552",
            "97542", "97533", "97535", "97537", "92507", "92526", "97129", "97130",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize("setting", Setting)
@pytest.mark.parametrize(("one", "other", "indicator"), VERDICTS)
def test_verdicts_of_the_quarter(one, other, indicator, setting):
    pair = BOOK.edits[setting][0].between(other, one, IN_QUARTER)
    found = pair and (pair.column_1, pair.column_2, pair.indicator)
    assert found == (None if indicator is None else (one, other, indicator))


@pytest.mark.parametrize(
    ("one", "other", "practitioner", "hospital"),
    [
        ("97161", "97750", 0, 1),
        ("97165", "97763", 0, 1),
        ("92526", "97032", 0, 1),
        ("92526", "G0283", 0, 1),
        ("97610", "97602", 0, 1),
    ],
)
def test_practitioner_and_hospital_are_kept_apart(one, other, practitioner, hospital):
    found = {
        setting: BOOK.edits[setting][0].between(one, other, IN_QUARTER).indicator
        for setting in Setting
    }
    assert found == {Setting.PRACTITIONER: practitioner, Setting.HOSPITAL: hospital}


@pytest.mark.parametrize(
    ("one", "other", "day", "in_force"),
    [
        ("97140", "97530", date(2019, 12, 31), True),
        ("97140", "97530", date(2020, 1, 1), False),
        ("97530", "97116", date(2019, 12, 31), True),
        ("97530", "97116", date(2020, 10, 1), False),  # withdrawn to its first day
        ("97161", "97750", date(2019, 12, 31), True),
        ("97161", "97750", date(2020, 1, 1), False),
        ("97161", "97750", date(2020, 9, 30), False),
        ("97161", "97750", date(2020, 10, 1), True),
    ],
)
def test_pairs_begin_and_end_on_their_days(one, other, day, in_force):
    assert (TABLE.between(one, other, day) is not None) is in_force


NCCI_CSV = SHARED / "data" / "ncci" / "ncci-ptp-therapy.csv"


@pytest.mark.skipif(not NCCI_CSV.exists(), reason="the shared reference data is not beside us")
def test_shipped_pairs_are_the_tables():
    """Every pair of the shipped codes in CMS's table, by setting, indicator and last day."""
    with NCCI_CSV.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    settings = {"practitioner": Setting.PRACTITIONER, "outpatient_hospital": Setting.HOSPITAL}
    expected = {
        (settings[row["bill_type"]], row["column_1"], row["column_2"],
         int(row["modifier_indicator"]), row["deletion_date"])
        for row in rows
        if {row["column_1"], row["column_2"]} <= BOOK.codes.keys()
        and row["modifier_indicator"] != "9"
    }  # fmt: skip
    shipped = {
        (setting, pair.column_1, pair.column_2, pair.indicator,
         pair.until.strftime("%Y%m%d") if pair.until else "")
        for setting in Setting
        for pairs in BOOK.edits[setting][0].pairs.values()
        for pair in pairs
    }  # fmt: skip
    assert shipped == expected
    begun = [row for row in rows if row["effective_date"] and row["status_20240701"] == "active"]
    for row in begun:
        first = datetime.strptime(row["effective_date"], "%Y%m%d").date()  # noqa: DTZ007 - a day
        pair = TABLE.between(row["column_1"], row["column_2"], first)
        assert pair is None or pair.since in (None, first)


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
def test_the_fitting_modifier_is_suggested_and_not_put_on(manual, day, after):
    found = bill(at(GROUP, 600, region="shoulder"), manual, day=day)
    (alert,) = alerts(found, "modifier-missing")
    assert f"GP → {after}" in alert.fix
    assert modifiers(found)[MANUAL] == ("GP",)


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
    assert "XE" in alerts(found, "modifier-missing")[0].fix


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
