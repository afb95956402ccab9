"""Settings, reference tables: what is loaded, importing files, what an import changes."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from core.errors import UnitwiseError
from core.library.reference import Edition, write_icd10
from core.model.patient import Icd10Code
from core.services.places import HOME_VARIABLE, reference_path
from tests.services.cms_files import ROWS, mue_text, pairs_text, put
from tests.support.practice import clock_on
from tests.ui import walk
from tests.ui.desk import TODAY, Desk
from tests.ui.fakes import InlineTasks

Key = Qt.Key
PAIRS = "ccipra-v320r0.txt"
MUE = "MCR_MUE_PractitionerServices_Eff_01-01-2026.csv"


@pytest.fixture
def desk(tmp_path, theme, qtbot, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    made = Desk(tmp_path, theme, qtbot)
    yield made
    made.practice.file.close()


def show(desk):
    desk.go("settings", {"section": "tables"})
    return desk.page.sections["tables"]


def take(desk, *files):
    section = show(desk)
    section.import_files([str(file) for file in files])
    return walk.texts(section)


def test_the_shipped_tables_say_until_when_they_are_known(desk):
    show(desk)
    tables = desk.column("tables-table", "Table")
    place = tables.index("Code pairs (NCCI)")
    assert desk.column("tables-table", "Known until")[place] == "30 Sep 2024"
    assert desk.column("tables-table", "Source")[place].startswith("with the program")


def test_the_year_of_the_diagnoses_fits_its_column(desk):
    write_icd10(reference_path(), Edition(2026, "ours"), [Icd10Code("M542", "Neck pain")])
    show(desk)
    place = desk.column("tables-table", "Table").index("Diagnoses (ICD-10-CM)")
    period = desk.column("tables-table", "Period")[place]
    assert period == "FY 2026"
    view = desk.find("tables-table")
    assert view.fontMetrics().horizontalAdvance(period) < view.columnWidth(2) - 16


def test_files_are_chosen_by_key_several_at_once(desk):
    show(desk)
    desk.ctrl(Key.Key_O)
    dialog = desk.find("tables-dialog")
    assert dialog.fileMode() == QFileDialog.FileMode.ExistingFiles
    dialog.reject()


def test_an_import_is_in_use_at_once_and_says_what_it_changed(desk, tmp_path):
    before = desk.ctx.book.identity
    said = take(desk, put(tmp_path, PAIRS, pairs_text(ROWS[:1])), put(tmp_path, MUE, mue_text()))
    assert "Imported: unit limits practitioner 2026Q1 (2 rows)" in said
    assert "code pairs practitioner 2026Q1 (1 rows)" in said
    assert "No open session would bill differently." in said
    assert "97140 with 97750" in said
    assert desk.ctx.book is desk.practice.book
    assert desk.ctx.book.identity != before
    assert "2026Q1" in desk.column("tables-table", "Period")


def test_open_sessions_that_would_bill_differently_are_listed_and_opened(desk, tmp_path):
    draft = desk.clinic.session("Alvarez", TODAY, complete=False)
    limits = mue_text().replace(b"97140,5,3 Date of Service Edit: Clinical", b"97140,1,2 Date")
    limits = limits.replace(b"97161,1,2", b"97110,1,2")
    said = take(desk, put(tmp_path, MUE, limits))
    assert "1 open session would now bill differently" in said
    assert desk.column("tables-sessions", "Patient") == ["Alvarez, Maria"]
    assert "mue" in desk.column("tables-sessions", "Would bill now")[0]
    desk.find("tables-sessions").setFocus()
    desk.press(Key.Key_Return)
    assert desk.went[-1] == ("session", {"encounter_id": draft})


def test_a_refused_file_is_a_sentence_and_the_tables_stay(desk, tmp_path):
    before = desk.ctx.book.identity
    said = take(desk, put(tmp_path, PAIRS, b"<!DOCTYPE html><html>"))
    assert "Not imported" in said
    assert "web page" in said
    assert desk.ctx.book.identity == before


class Telling(InlineTasks):
    """Tells a screen of a failing file too, as the real tasks do."""

    def _run(self, op, done, failed):
        try:
            result = op()
        except UnitwiseError as problem:
            failed(problem)
        else:
            done(result)


def test_a_damaged_library_is_told_and_built_anew_by_an_import(desk, tmp_path):
    reference_path().parent.mkdir(parents=True)
    reference_path().write_bytes(b"not a database" * 400)
    desk.ctx.tasks = Telling(desk.practice)
    assert "cannot be read" in walk.texts(show(desk))
    said = take(desk, put(tmp_path, PAIRS, pairs_text(ROWS[:1])))
    assert "Imported: code pairs" in said
    assert "cannot be read" not in said
    assert "2026Q1" in desk.column("tables-table", "Period")


class Held(InlineTasks):
    """Work waits until it is let go."""

    def __init__(self, practice):
        super().__init__(practice)
        self.waiting = []

    def work(self, op, done, failed=None):
        self.waiting.append((op, done, failed))

    def let_go(self):
        while self.waiting:
            super().work(*self.waiting.pop(0))


def test_an_import_shows_progress_and_is_stopped_by_key(desk, tmp_path):
    desk.ctx.tasks = tasks = Held(desk.practice)
    section = show(desk)
    tasks.let_go()
    section.import_files([str(put(tmp_path, PAIRS, pairs_text(ROWS[:1])))])
    section.presenter.progressed.emit(40)
    assert "40 %" in desk.find("tables-progress").text()
    assert not desk.find("tables-choose").isEnabled()
    desk.find("tables-stop").setFocus()
    desk.press(Key.Key_Space)
    assert desk.find("tables-progress").text() == "Stopping …"
    tasks.let_go()
    assert "The import was stopped" in walk.texts(section)
    assert "2026Q1" not in desk.column("tables-table", "Period")
    assert desk.find("tables-choose").isEnabled()


def test_everything_can_be_read_and_reached(desk, tmp_path, qtbot):
    desk.clinic.session("Alvarez", TODAY, complete=False)
    take(desk, put(tmp_path, PAIRS, pairs_text(ROWS[:1])), put(tmp_path, MUE, mue_text()))
    assert walk.nameless(desk.page) == []
    qtbot.waitUntil(lambda: walk.cut(desk.page) + walk.outside(desk.page) == [])


def test_next_years_threshold_is_typed_and_asked_no_more(desk):
    desk.ctx.clock = desk.practice.clock = clock_on(date(2026, 12, 1))
    section = show(desk)
    assert "Not known yet for 2027" in walk.texts(section)
    assert "KX, PT and SLP" in walk.texts(section)
    desk.find("yearly-amount").setFocus()
    desk.type("2560")
    desk.press(Key.Key_Tab)
    desk.type("CMS change request")
    desk.find("yearly-save").setFocus()
    desk.press(Key.Key_Space)
    assert desk.ctx.book.parameter("therapy_threshold.pt_slp", date(2027, 1, 1)).value == 2560
    assert "KX, PT and SLP" not in walk.texts(section)
    desk.go("today", {})
    assert "KX, PT and SLP" not in desk.column("work-table", "What is missing")


def test_before_december_nothing_is_asked(desk):
    assert not show(desk).yearly.isVisible()
