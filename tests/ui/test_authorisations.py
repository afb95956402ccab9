"""Authorisations and visit limits on the patient's page, in the session and on Today, by keys."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from core.model.authorisation import Authorisation, VisitLimit
from core.model.kinds import AuthorisationState, Discipline
from core.services import authorisations, encounters, patients
from tests.ui import walk
from tests.ui.desk import TODAY, Desk

Key = Qt.Key
APPROVED = AuthorisationState.APPROVED


@pytest.fixture
def desk(tmp_path, theme, qtbot):
    return Desk(tmp_path, theme, qtbot)


def show(desk, name="Alvarez"):
    desk.go("patient", {"patient_id": desk.clinic.people[name], "tab": "authorisations"})


def stored(desk):
    return patients.get(desk.practice, desk.clinic.people["Alvarez"])


def allow(desk, **changes):
    person = desk.clinic.people["Alvarez"]
    cover = stored(desk).coverages[0].id
    values = {"discipline": Discipline.PT, "number": "A-17", "visits": 3,
              "starts_on": TODAY - timedelta(20), "ends_on": TODAY + timedelta(60)}  # fmt: skip
    made = Authorisation(person, cover, APPROVED, **(values | changes))
    return authorisations.save(desk.practice, made)


def type_fields(desk, *texts):
    """Type into one field after the other; None leaves one as it is."""
    for text in texts:
        if text is not None:
            desk.type(text)
        desk.press(Key.Key_Tab)


def test_alt_a_opens_the_part_and_an_authorisation_is_added_by_keys(desk, qtbot):
    desk.go("patient", {"patient_id": desk.clinic.people["Alvarez"]})
    desk.alt(Key.Key_A)
    qtbot.waitUntil(lambda: desk.page.stack.currentWidget() is desk.page.authorisations)
    desk.find("authorisation-add").setFocus()
    desk.press(Key.Key_Space)
    type_fields(desk, None, "Ph", None, "WF-88", "2/5", "4/6", "12", "48", "97110/24 97140")
    type_fields(desk, "2/1", "2/4", "Adj", "Ilse Brandt", "614-555-0153")
    desk.ctrl(Key.Key_S)
    kept = stored(desk).authorisations[0].authorisation
    assert (kept.number, kept.visits, kept.units, kept.contact_role) == (
        "WF-88",
        12,
        48,
        "adjuster",
    )
    assert [one.text for one in kept.codes] == ["97110/24", "97140"]
    assert desk.column("authorisation-table", "State") == ["In force"]
    assert desk.column("authorisation-table", "Visits") == ["0 of 12"]
    assert desk.find("status").text().startswith("Saved ")


def test_a_refused_authorisation_says_why_at_the_field_and_keeps_what_was_typed(desk):
    show(desk)
    desk.find("authorisation-add").click()
    desk.find("authorisation-number").setFocus()
    desk.type("WF-88")
    desk.ctrl(Key.Key_S)
    problem = desk.page.authorisations.form.rows["starts_on"].problem()
    assert problem == "Enter the first day: before it nothing is authorised."
    assert desk.find("authorisation-number").text() == "WF-88"
    assert stored(desk).authorisations == ()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("visits", "twelve", "Type a whole number from 1 to 999."),
        ("units", "0", "Type a whole number from 1 to 9,999."),
        ("codes", "9711", "“9711” is not a code of five characters"),
        ("starts_on", "13/45", "13/45"),
    ],
)
def test_what_cannot_be_read_is_said_when_saved(desk, field, typed, said):
    show(desk)
    desk.find("authorisation-add").click()
    desk.find(f"authorisation-{field}").setFocus()
    desk.type(typed)
    desk.ctrl(Key.Key_S)
    assert said in desk.page.authorisations.form.rows[field].problem()
    assert stored(desk).authorisations == ()


def test_what_is_used_stands_in_the_list(desk):
    allow(desk, visits=1, units=10)
    desk.clinic.session("Alvarez", TODAY - timedelta(2), complete=True)
    show(desk)
    assert desk.column("authorisation-table", "Visits") == ["1 of 1"]
    assert desk.column("authorisation-table", "Units") == ["3 of 10"]
    assert desk.column("authorisation-table", "State") == ["Used up"]


def test_one_is_ended_today_and_stays_in_the_list(desk):
    allow(desk)
    show(desk)
    desk.find("authorisation-end").setFocus()
    desk.press(Key.Key_Space)
    assert stored(desk).authorisations[0].authorisation.ends_on == TODAY
    assert desk.column("authorisation-table", "Last day") == ["10 Mar 2026"]
    assert desk.find("authorisation-state").currentText() == "Ended"
    assert not desk.find("authorisation-end").isVisible()


def test_a_limit_is_added_by_keys_and_counts_what_was_used_elsewhere(desk):
    desk.clinic.session("Alvarez", TODAY - timedelta(2), complete=True)
    show(desk)
    desk.find("limit-add").setFocus()
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Tab, *[Key.Key_Down] * 4, Key.Key_Tab)
    type_fields(desk, "20", None, "4", "today")
    desk.ctrl(Key.Key_S)
    assert desk.column("limit-table", "For") == ["PT + OT"]
    assert desk.column("limit-table", "This year") == ["5 of 20"]
    assert desk.column("limit-table", "Elsewhere") == ["4, 10 Mar 2026"]


def test_the_form_stays_with_the_one_that_was_saved(desk):
    allow(desk, starts_on=TODAY - timedelta(20), ends_on=TODAY + timedelta(9))
    show(desk)
    desk.find("authorisation-add").click()
    desk.find("authorisation-number").setFocus()
    desk.type("OLD")
    desk.press(Key.Key_Tab)
    type_fields(desk, "1/2/26", "1/30/26", "6")
    desk.ctrl(Key.Key_S)
    assert desk.column("authorisation-table", "Number") == ["A-17", "OLD"]
    assert desk.find("authorisation-number").text() == "OLD"
    assert desk.find("authorisation-table").currentIndex().row() == 1


def test_ctrl_s_saves_the_upper_form_first_and_then_the_lower_one(desk):
    show(desk)
    desk.find("limit-visits").setFocus()
    desk.type("20")
    desk.find("authorisation-number").setFocus()
    desk.type("R-1")
    desk.find("authorisation-state").setFocus()
    desk.type("Req")
    desk.ctrl(Key.Key_S)
    assert [one.authorisation.number for one in stored(desk).authorisations] == ["R-1"]
    assert desk.find("limit-visits").text() == "20"
    desk.ctrl(Key.Key_S)
    assert [one.limit.visits for one in stored(desk).visit_limits] == [20]


def test_a_patient_without_coverage_needs_none(desk):
    show(desk, "Ngô")
    assert "nobody has to authorise" in desk.find("authorisation-none").text()
    assert not desk.find("authorisation-add").isEnabled()
    assert not desk.find("limit-add").isVisible()


def test_what_is_typed_is_kept_when_the_window_closes(desk):
    allow(desk)
    show(desk)
    desk.find("authorisation-note").setFocus()
    desk.type("call back")
    desk.shell.keep()
    assert stored(desk).authorisations[0].authorisation.note == "call back"


def test_today_lists_the_last_visit_and_leads_to_the_authorisation(desk):
    allow(desk, visits=1)
    clinic = desk.clinic
    encounters.schedule(clinic.practice, clinic.people["Alvarez"], TODAY, None, clinic.provider)
    desk.go("today", {})
    assert desk.column("work-table", "What is missing") == ["Last authorised visit"]
    assert desk.column("work-table", "Patient") == ["Alvarez, Maria"]
    assert desk.column("work-table", "Day") == ["Today"]
    assert desk.column("work-table", "Payer") == ["Medicare Part B"]
    desk.find("work-table").setFocus()
    desk.press(Key.Key_Return)
    wanted = {"patient_id": clinic.people["Alvarez"], "tab": "authorisations"}
    assert desk.went[-1] == ("patient", wanted)


def test_a_visit_that_is_not_authorised_stands_before_the_days_paper(desk):
    allow(desk, ends_on=TODAY - timedelta(1))
    clinic = desk.clinic
    clinic.session("Adeyemi", TODAY, complete=True)
    encounters.schedule(clinic.practice, clinic.people["Alvarez"], TODAY, None, clinic.provider)
    desk.go("today", {})
    missing = desk.column("work-table", "What is missing")
    assert missing == ["Not signed", "Authorisation ended", "No superbill", "No payment"]


@pytest.mark.parametrize("name", ["Alvarez", "Ngô"])
def test_nothing_is_cut_nameless_or_outside(desk, qtbot, name):
    allow(desk)
    cover = stored(desk).coverages[0].id
    authorisations.save_limit(desk.practice, VisitLimit(cover, (Discipline.PT,), 20))
    show(desk, name)
    assert walk.nameless(desk.page) == []
    qtbot.waitUntil(lambda: walk.cut(desk.page) + walk.outside(desk.page) == [])
