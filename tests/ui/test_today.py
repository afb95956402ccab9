"""Today: the day's list, what is open, planning and beginning, by keyboard."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from core.services import encounters
from tests.support.practice import clock_on
from tests.ui import walk
from tests.ui.desk import TODAY, Desk

Key = Qt.Key
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(tmp_path, theme, qtbot):
    return Desk(tmp_path, theme, qtbot)


def plan(desk, name, day=TODAY, minute=None):
    clinic = desk.clinic
    return encounters.schedule(clinic.practice, clinic.people[name], day, minute, clinic.provider)


def test_the_day_says_who_comes_when_and_in_which_state(desk):
    plan(desk, "Alvarez", minute=14 * 60)
    desk.clinic.session("Adeyemi", TODAY, complete=True, start=9 * 60)
    desk.go("today", {})
    assert desk.find("day-title").text() == "Tue 10 Mar 2026"
    assert desk.column("day-table", "Time") == ["9:00", "14:00"]
    assert desk.column("day-table", "Patient") == ["Adeyemi, Ruth", "Alvarez, Maria"]
    assert desk.column("day-table", "State") == ["Complete", "Scheduled"]
    assert desk.column("day-table", "Codes") == ["97110 97140", ""]
    assert desk.column("day-table", "Min") == ["45", ""]
    assert desk.column("day-table", "Superbill") == ["Not made", ""]
    assert desk.find("day-summary").text() == "1 complete · 1 scheduled"


def test_enter_opens_the_session_under_the_cursor(desk):
    plan(desk, "Alvarez", minute=9 * 60)
    second = plan(desk, "Adeyemi", minute=10 * 60)
    desk.go("today", {})
    desk.press(Key.Key_Down, Key.Key_Return)
    assert desk.went[-1] == ("session", {"encounter_id": second})


def test_letters_typed_on_the_list_filter_it_and_escape_shows_all(desk):
    plan(desk, "Alvarez")
    plan(desk, "Ngô")
    desk.go("today", {})
    desk.type("ngô")
    assert desk.column("day-table", "Patient") == ["Ngô, Łukasz"]
    desk.press(Key.Key_Escape)
    assert len(desk.column("day-table", "Patient")) == 2


def test_a_filter_that_fits_nobody_says_so(desk):
    plan(desk, "Alvarez")
    desk.go("today", {})
    desk.type("zz")
    assert "No visit fits the filter" in walk.texts(desk.page)


def test_days_are_turned_by_keys_and_by_a_typed_day(desk):
    desk.go("today", {})
    desk.ctrl(Key.Key_BracketLeft)
    assert desk.find("day-title").text() == "Mon 9 Mar 2026"
    desk.ctrl(Key.Key_BracketRight)
    desk.ctrl(Key.Key_BracketRight)
    assert desk.find("day-title").text() == "Wed 11 Mar 2026"
    desk.ctrl(Key.Key_T)
    assert desk.find("day-title").text() == "Tue 10 Mar 2026"
    desk.find("go-date").setFocus()
    desk.type("+1w")
    desk.press(Key.Key_Return)
    assert desk.find("day-title").text() == "Tue 17 Mar 2026"


def test_a_day_that_cannot_be_read_stays_typed_and_is_explained(desk):
    desk.go("today", {})
    desk.find("go-date").setFocus()
    desk.type("13/45")
    desk.press(Key.Key_Return)
    assert desk.find("go-date").text() == "13/45"
    assert desk.messages.said[-1][0] == "warning"


def test_open_work_is_one_list_earlier_days_first(desk):
    clinic = desk.clinic
    clinic.session("Alvarez", TODAY - timedelta(days=4), complete=False)
    clinic.session("Adeyemi", TODAY, complete=True)
    desk.go("today", {})
    missing = desk.column("work-table", "What is missing")
    assert missing == ["Draft to finish", "Not signed", "No superbill", "No payment"]
    assert desk.column("work-table", "Day") == ["Fri 6 Mar", "Today", "Today", "Today"]


def test_open_work_of_another_year_tells_the_year(desk):
    desk.clinic.session("Alvarez", TODAY.replace(year=TODAY.year - 1), complete=False)
    desk.go("today", {})
    assert desk.column("work-table", "Day")[0] == "Mon 10 Mar 2025"


def test_open_work_leads_to_the_place_where_it_is_done(desk):
    done = desk.clinic.session("Adeyemi", TODAY, complete=True)
    desk.go("today", {})
    desk.find("work-table").setFocus()
    desk.press(Key.Key_Return)
    assert desk.went[-1] == ("session", {"encounter_id": done})
    desk.go("today", {})
    desk.find("work-table").setFocus()
    desk.press(Key.Key_Down, Key.Key_Return)
    person = desk.clinic.people["Adeyemi"]
    wanted = {"patient_id": person, "encounter_ids": (done,)}
    assert desk.went[-1] == ("superbill", wanted)
    desk.press(Key.Key_Down, Key.Key_Return)
    assert desk.went[-1][1]["tab"] == "payments"
    assert desk.find("payment-amount_cents").hasFocus()


def test_nothing_open_is_said(desk):
    desk.go("today", {})
    assert "Nothing is open" in walk.texts(desk.page)


def test_an_empty_day_says_what_the_screen_is_for(desk):
    desk.go("today", {})
    assert "No visits on this day" in walk.texts(desk.page)


def test_a_new_session_begins_with_a_few_letters(desk):
    desk.go("today", {})
    desk.ctrl(Key.Key_N)
    desk.type("alv")
    desk.press(Key.Key_Return)
    wanted = {"patient_id": desk.clinic.people["Alvarez"], "day": TODAY}
    assert desk.went[-1] == ("session", wanted)


def test_a_new_session_takes_up_the_visit_that_was_planned(desk):
    planned = plan(desk, "Alvarez", minute=600)
    desk.go("today", {})
    desk.ctrl(Key.Key_N)
    desk.type("alvarez")
    desk.press(Key.Key_Return)
    assert desk.went[-1] == ("session", {"encounter_id": planned})


def test_a_new_session_never_gets_a_future_day(desk):
    desk.go("today", {"day": TODAY + timedelta(days=3)})
    desk.ctrl(Key.Key_N)
    desk.type("alv")
    desk.press(Key.Key_Return)
    assert desk.went[-1][1]["day"] == TODAY


def test_escape_leaves_the_picker_and_the_keyboard_goes_back(desk):
    plan(desk, "Alvarez")
    desk.go("today", {})
    desk.ctrl(Key.Key_N)
    desk.press(Key.Key_Escape)
    assert desk.find("day-table").hasFocus()


def test_a_visit_is_planned_by_typing(desk):
    desk.go("today", {})
    desk.press((Key.Key_N, CTRL_SHIFT))
    desk.type("ngo")
    desk.press(Key.Key_Return)
    desk.type("+1d")
    desk.press(Key.Key_Tab)
    desk.type("2pm")
    desk.press(Key.Key_Return)
    assert desk.find("day-title").text() == "Wed 11 Mar 2026"
    assert desk.column("day-table", "Patient") == ["Ngô, Łukasz"]
    assert desk.column("day-table", "Time") == ["14:00"]
    assert desk.messages.said[-1] == ("good", "Visit planned for Wed 11 Mar 2026")


def test_a_visit_without_patient_or_with_a_bad_time_is_refused_at_the_field(desk):
    desk.go("today", {})
    desk.press((Key.Key_N, CTRL_SHIFT))
    form = desk.find("schedule-form")
    form.time.setFocus()
    desk.type("25:00")
    desk.press(Key.Key_Return)
    assert "Choose a patient" in form.rows["patient"].problem()
    assert "25:00" in form.rows["time"].problem()
    assert desk.column("day-table", "Patient") == []


@pytest.mark.parametrize("beside", [False, True])
def test_nothing_is_cut_nameless_or_outside(desk, qtbot, beside):
    plan(desk, "Alvarez", minute=600)
    desk.clinic.session("Adeyemi", TODAY, complete=True)
    desk.window.resize(1920 if beside else 1280, 1080 if beside else 720)
    desk.go("today", {})
    assert walk.nameless(desk.page) == []
    qtbot.waitUntil(lambda: walk.cut(desk.page) + walk.outside(desk.page) == [])


def test_from_december_on_next_years_missing_values_are_work(desk):
    desk.ctx.clock = desk.practice.clock = clock_on(date(2026, 12, 1))
    desk.go("today", {})
    missing = desk.column("work-table", "What is missing")
    assert "KX, PT and SLP" in missing
    assert "Conversion factor" in missing
    assert set(desk.column("work-table", "Day")) == {"from 1 Jan 2027"}
    desk.find("work-table").setFocus()
    desk.press(Key.Key_Return)
    assert desk.went[-1] == ("settings", {"section": "tables"})
