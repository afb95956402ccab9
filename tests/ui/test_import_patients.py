"""Importing patients: see what would happen, see what is wrong, do it."""

import pytest
from PySide6.QtCore import Qt

from core.services import patients
from tests.ui import walk
from tests.ui.desk import Desk

HEADER = "last_name,first_name,birth_date,phone,sex\n"
GOOD = HEADER + "Kimathi,Grace,7/5/1958,207-555-0171,F\nAlvarez,Maria,12/3/1963,207-555-0000,F\n"
BAD = HEADER + "Kimathi,Grace,7/5/1958,207-555-0171,F\nRoe,Richard,7/45/1958,,Q\n=1+1,Eve,x,,F\n"


@pytest.fixture
def desk(tmp_path, theme, qtbot):
    made = Desk(tmp_path, theme, qtbot)
    made.go("import_patients", {})
    return made


def choose(desk, tmp_path, text):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    desk.page.presenter.try_file(path)
    return path


def test_a_good_file_says_what_would_happen_and_writes_nothing(desk, tmp_path):
    choose(desk, tmp_path, GOOD)
    said = walk.texts(desk.page)
    assert "2 rows" in said
    assert "1 new" in said
    assert "1 to update" in said
    assert patients.search(desk.practice, "kimathi") == ()


def test_the_import_is_done_by_its_key(desk, tmp_path):
    choose(desk, tmp_path, GOOD)
    desk.ctrl(Qt.Key.Key_Return)
    assert "1 patient added, 1 updated." in walk.texts(desk.page)
    assert [one.list_name for one in patients.search(desk.practice, "kima")] == ["Kimathi, Grace"]


def test_people_already_here_may_be_left_as_they_are(desk, tmp_path):
    choose(desk, tmp_path, GOOD)
    desk.find("import-known").setFocus()
    desk.type("L")
    assert "0 to update, 1 left as is" in walk.texts(desk.page)


def test_problems_are_told_by_row_and_column_and_block_the_import(desk, tmp_path):
    choose(desk, tmp_path, BAD)
    assert desk.column("import-problems", "Row") == ["3", "3", "4"]
    assert set(desk.column("import-problems", "Column")) == {"Birth date", "Sex"}
    desk.ctrl(Qt.Key.Key_Return)
    assert patients.search(desk.practice, "kimathi") == ()


def test_rows_in_error_are_exported_safe_for_a_spreadsheet(desk, tmp_path):
    source = choose(desk, tmp_path, BAD)
    target = tmp_path / "errors.csv"
    desk.page.presenter.export_errors(target)
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[0].endswith(",problem")
    assert lines[1].startswith("Roe,Richard,7/45/1958")
    assert lines[2].startswith("'=1+1,Eve")
    assert source.read_text(encoding="utf-8") == BAD


def test_the_list_itself_is_never_written_over(desk, tmp_path):
    source = choose(desk, tmp_path, BAD)
    desk.page.presenter.export_errors(source)
    assert source.read_text(encoding="utf-8") == BAD
    assert desk.messages.said[-1][0] == "error"


def test_what_is_no_list_of_patients_is_refused_in_words(desk, tmp_path):
    choose(desk, tmp_path, "a,b\n1,2\n")
    assert "This file was not read" in desk.find("import-notice").text()


def test_nothing_is_cut_nameless_or_outside(desk, tmp_path, qtbot):
    choose(desk, tmp_path, BAD)
    assert walk.nameless(desk.page) == []
    qtbot.waitUntil(lambda: walk.cut(desk.page) + walk.outside(desk.page) == [])
