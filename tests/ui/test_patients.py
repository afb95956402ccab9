"""Patients: search as you type, open, add; warned of somebody alike."""

import pytest
from PySide6.QtCore import Qt

from core.services import patients
from tests.ui import walk
from tests.ui.desk import Desk
from ui.presenters.patients import PatientsPresenter

Key = Qt.Key


@pytest.fixture
def desk(tmp_path, theme, qtbot):
    made = Desk(tmp_path, theme, qtbot)
    made.go("patients", {})
    return made


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ngo", ["Ngô, Łukasz"]),
        ("maria alv", ["Alvarez, Maria"]),
        ("alvarez m", ["Alvarez, Maria"]),
        ("12/3/63", ["Alvarez, Maria"]),
        ("5550101", ["Adeyemi, Ruth"]),
        ("4UN8", ["Alvarez, Maria"]),
        ("nobody", []),
        ("O'Brien \" NOT -a (", []),
    ],
)
def test_every_way_to_type_a_patient_finds_them(desk, typed, found):
    desk.type(typed)
    assert desk.column("patients-table", "Name") == found


def test_a_patient_found_is_opened_by_enter(desk):
    desk.type("ngo")
    desk.press(Key.Key_Return)
    assert desk.find("patient-name").text() == "Łukasz Ngô"


def test_down_goes_into_the_list_and_letters_back_into_the_field(desk):
    desk.press(Key.Key_Down)
    assert desk.find("patients-table").hasFocus()
    desk.type("ru")
    assert desk.find("patient-search").text() == "ru"
    assert desk.column("patients-table", "Name") == ["Adeyemi, Ruth"]


def test_dates_are_shown_with_the_month_in_letters(desk):
    desk.type("alv")
    assert desk.column("patients-table", "Date of birth") == ["3 Dec 1963"]


def test_nobody_found_offers_to_add_somebody(desk):
    desk.type("zzz")
    assert "Nobody found" in walk.texts(desk.page)


def test_the_newest_keystroke_replaces_the_older_search(desk):
    asked = []

    class Listening:
        def read(self, op, done, failed=None, replaces=""):
            asked.append(replaces)

    desk.ctx.tasks = Listening()
    presenter = PatientsPresenter(desk.ctx)
    presenter.search("a")
    presenter.search("al")
    assert asked == ["patient-search", "patient-search"]


def test_a_patient_is_added_by_keyboard_alone(desk):
    desk.ctrl(Key.Key_N)
    for text in ("Grace", "", "Kimathi", "7/5/58"):
        desk.type(text)
        desk.press(Key.Key_Tab)
    desk.type("f")
    desk.press(Key.Key_Tab)
    desk.type("207-555-0171")
    desk.ctrl(Key.Key_S)
    assert desk.find("patient-name").text() == "Grace Kimathi"
    assert "F 67 · born 5 Jul 1958" in desk.find("patient-facts").text()
    assert [hit.list_name for hit in patients.search(desk.practice, "kima")] == ["Kimathi, Grace"]


def test_bad_input_is_told_at_its_field_and_nothing_is_lost(desk):
    desk.ctrl(Key.Key_N)
    form = desk.page.details.form
    for text in ("Grace", "", "", "13/45/58"):
        desk.type(text)
        desk.press(Key.Key_Tab)
    form.rows["phone"].editor.setFocus()
    desk.type("12")
    desk.ctrl(Key.Key_S)
    assert form.rows["last_name"].problem() == "Last name is missing."
    assert "is not a date" in form.rows["birth_date"].problem()
    assert "703-555-0142" in form.rows["phone"].problem()
    assert form.rows["birth_date"].editor.text() == "13/45/58"
    assert patients.search(desk.practice, "grace") == ()


def test_somebody_alike_is_named_before_a_second_file_is_made(desk):
    desk.ctrl(Key.Key_N)
    for text in ("Mary", "", "Alvarez", "12/3/1963", ""):
        desk.type(text)
        desk.press(Key.Key_Tab)
    assert "Alvarez, Maria" in desk.find("patient-alike").text()


def test_leaving_with_something_typed_asks_and_may_be_stayed(desk):
    desk.ctrl(Key.Key_N)
    desk.type("Grace")
    desk.go("patients", {})
    assert desk.messages.said[-1] == ("ask", "Leave without saving?")
    assert desk.page.name == "patient"
    assert desk.page.details.form.rows["first_name"].editor.text() == "Grace"


def test_leaving_without_saving_goes_where_was_asked(desk):
    desk.ctrl(Key.Key_N)
    desk.type("Grace")
    desk.messages.answer = ""
    desk.go("patients", {})
    assert desk.page.name == "patients"
    desk.ctrl(Key.Key_N)
    assert desk.page.details.form.rows["first_name"].editor.text() == ""


def test_nothing_is_cut_nameless_or_outside(desk, qtbot):
    assert walk.nameless(desk.page) == []
    qtbot.waitUntil(lambda: walk.cut(desk.page) + walk.outside(desk.page) == [])
