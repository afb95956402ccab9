"""The shipped code pairs: the verdicts of their quarter, their days, and CMS's own table."""

import csv
from datetime import date, datetime

import pytest

from core.library.rulebook import load_rulebook
from core.model.kinds import Setting
from tests.case_files import SHARED
from tests.rules.bills import IN_QUARTER

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
