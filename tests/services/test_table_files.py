"""Files chosen at once come in as what they are; open sessions that bill differently are told."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from core.library.rulebook import load_rulebook
from core.library.table_reading import tables_on_hand
from core.model.encounter import Service
from core.services import encounters
from core.services.open_sessions import bills_that_differ, to_be_billed
from core.services.places import HOME_VARIABLE, reference_path
from core.services.reference import import_icd10
from core.services.rules_in_use import renew_rules
from core.services.table_files import import_chosen
from core.services.table_overview import tables_in_use
from tests.services.cms_files import ROWS, mue_text, pairs_text, put, put_zip

PAIRS, MUE = "ccipra-v322r0.txt", "MCR_MUE_PractitionerServices_Eff_07-01-2026.csv"
BOOK = load_rulebook()


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))


def take(*sources: Path, stopped=lambda: False):
    return import_chosen(sources, lambda done, total: None, stopped)


def kinds():
    return sorted(table.kind.value for table in tables_on_hand(reference_path()))


def test_each_file_is_read_as_what_it_is(tmp_path, monkeypatch):
    short = partial(import_icd10, fewest=1)
    monkeypatch.setattr("core.services.table_files.import_icd10", short)
    done = take(
        put(tmp_path, MUE, mue_text()),
        put(tmp_path, "icd10cm-codes-2027.txt", b"M5450   Low back pain, unspecified\n"),
        put_zip(tmp_path, "a download.zip", (PAIRS, pairs_text())),
    )
    assert done.problem == ""
    assert {change.kind for change in done.changes} == {"ncci", "mue"}
    assert [edition.fiscal_year for edition in done.editions] == [2027]
    assert kinds() == ["mue", "ncci"]


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("holiday.txt", b"sun", "is not named as any table"),
        (PAIRS, b"<!DOCTYPE html><html>", "web page"),
        ("ccipra.txt", pairs_text(), "Give the file the name it has at CMS"),
        ("icd10cm.txt", b"M5450   Low back pain\n", "Give the file the name it has at CMS"),
        ("ccipra-v322r0.zip", b"PK\x03\x04" + b"\0" * 99, "cut off"),
    ],
)
def test_what_is_refused_is_told_and_nothing_is_in_use(tmp_path, name, body, said):
    done = take(put(tmp_path, name, body))
    assert said in done.problem
    assert "--" not in done.problem
    assert (done.changes, kinds()) == ((), [])


def test_tables_read_before_the_bad_file_stay_and_are_told(tmp_path):
    done = take(put(tmp_path, PAIRS, b"<html>"), put(tmp_path, MUE, mue_text()))
    assert [change.kind for change in done.changes] == ["mue"]
    assert "web page" in done.problem
    assert "Nothing was changed" not in done.problem
    assert "stay as they were" in done.problem
    assert kinds() == ["mue"]


def test_a_stopped_import_changes_nothing(tmp_path):
    done = take(put(tmp_path, PAIRS, pairs_text()), stopped=lambda: True)
    assert "stopped" in done.problem
    assert kinds() == []


@pytest.mark.parametrize("before", [(), (PAIRS, pairs_text())])
def test_stopped_between_two_kinds_every_table_is_as_it_was(tmp_path, before):
    if before:
        take(put(tmp_path, *before))
    held, asked = kinds(), iter((False, False, True))
    later = put(tmp_path, "ccipra-v323r0.txt", pairs_text())
    done = take(put(tmp_path, MUE, mue_text()), later, stopped=lambda: next(asked, True))
    assert done.problem == "The import was stopped. Nothing was changed."
    assert (done.changes, done.editions, kinds()) == ((), (), held)
    assert {one.name for one in reference_path().parent.iterdir()} <= {reference_path().name}


def test_an_imported_table_stands_beside_the_shipped_ones_and_the_newest_is_marked(tmp_path):
    take(put(tmp_path, PAIRS, pairs_text()))
    pairs = [t for t in tables_in_use() if "NCCI" in t.title and t.variant == "practitioner"]
    assert [(t.period, t.shipped, t.is_newest) for t in pairs] == [
        ("2026Q3", False, True),
        ("2024Q3", True, False),
    ]
    assert not pairs[0].is_over(date(2026, 9, 30))
    assert pairs[0].is_over(date(2026, 10, 1))
    assert not pairs[1].is_over(date(2026, 10, 1))


def test_every_shipped_table_says_until_when_it_is_known():
    titles = {line.title for line in tables_in_use()}
    assert {"Code pairs (NCCI)", "Unit limits (MUE)", "Conversion factor"} <= titles
    assert all(line.known_to for line in tables_in_use() if line.variant != "national")


def keep(practice, clinic, *codes, complete=False, days_ago=0):
    day = practice.clock.today() - timedelta(days_ago)
    file = encounters.new_session(practice, clinic.patient, day, clinic.therapist)
    services = tuple(Service(code, 23) for code in codes)
    record = replace(file.record, services=services, pointers=("",) * len(codes))
    return encounters.save(practice, record, complete).encounter_id


def test_open_sessions_that_would_bill_differently_are_named(practice, clinic, tmp_path):
    touched, alike = (
        keep(practice, clinic, "97140", "97150"),
        keep(practice, clinic, "97110", days_ago=7),
    )
    before = practice.book
    # The shipped pair of 97150 with 97140 is not in the imported quarter.
    take(put(tmp_path, "ccipra-v320r0.txt", pairs_text(ROWS[:1])))
    after = renew_rules(practice)
    found = bills_that_differ(practice, before, after, to_be_billed(practice))
    assert [one.id for one in found] == [touched]
    assert alike not in {one.id for one in found}
    assert "edit-pair" in found[0].before
    assert "edit-pair" not in found[0].after


def test_with_the_same_rules_no_session_differs(practice, clinic):
    keep(practice, clinic, "97140", "97150")
    assert bills_that_differ(practice, BOOK, BOOK, to_be_billed(practice)) == ()
