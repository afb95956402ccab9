"""Disclosures, legal hold and removal on the patient's page; the accounting as paper."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from core.errors import UserProblem
from core.services import disclosures, patients, retention
from core.store import audit
from tests.support.practice import PASSWORD, clock_on
from tests.ui import walk
from tests.ui.desk import TODAY, Desk

Key = Qt.Key
WHY = "The term is over and nobody asked"


@pytest.fixture
def desk(tmp_path, theme, qtbot):
    made = Desk(tmp_path, theme, qtbot)
    made.messages.answer = None
    return made


def show(desk, **more):
    desk.go("patient", {"patient_id": desk.clinic.people["Alvarez"], "tab": "privacy"} | more)


def kept(desk):
    return disclosures.list_for(desk.practice, desk.clinic.people["Alvarez"])


def type_in(desk, **texts):
    for name, text in texts.items():
        field = desk.find(f"disclosure-{name}")
        field.setFocus()
        field.selectAll()
        desk.type(text)


def test_a_disclosure_is_recorded_by_keys_and_listed(desk):
    show(desk)
    type_in(desk, recipient="County Court", what="Notes of 2025", purpose="Subpoena")
    assert "Not recorded yet" in walk.texts(desk.page)
    desk.ctrl(Key.Key_S)
    (one,) = kept(desk)
    assert (one.recipient, one.what, one.purpose) == ("County Court", "Notes of 2025", "Subpoena")
    assert one.disclosed_on == TODAY
    assert desk.column("disclosures-table", "To") == ["County Court"]
    assert "Not recorded yet" not in walk.texts(desk.page)


def test_the_day_and_the_way_of_a_disclosure_are_never_cut(desk):
    """1280x720: an accounting that has to be handed out cannot show half a date."""
    show(desk)
    type_in(desk, recipient="County Court", what="Notes of 2025", purpose="Subpoena")
    desk.ctrl(Key.Key_S)
    view = desk.find("disclosures-table")
    for place in (0, 4):
        room = view.columnWidth(place)
        assert view.sizeHintForIndex(view.model().index(0, place)).width() <= room
    assert view.horizontalScrollBar().maximum() == 0


def test_what_is_missing_is_said_at_its_field_and_the_rest_stays(desk):
    show(desk)
    type_in(desk, recipient="County Court")
    desk.ctrl(Key.Key_S)
    assert desk.page.privacy.form.rows["purpose"].problem() == "The purpose is missing."
    assert desk.find("disclosure-recipient").text() == "County Court"
    assert kept(desk) == ()


def test_one_entered_in_error_is_taken_back_with_a_reason(desk):
    show(desk)
    type_in(desk, recipient="County Court", what="Notes", purpose="Subpoena")
    desk.ctrl(Key.Key_S)
    desk.messages.answer = "Wrong patient"
    desk.find("disclosure-take-back").click()
    assert [one.taken_back for one in kept(desk)] == ["Wrong patient"]
    assert desk.column("disclosures-table", "To") == ["County Court (taken back)"]


def test_the_accounting_shows_six_years_as_paper(desk):
    show(desk)
    type_in(desk, recipient="County Court", what="Notes", purpose="Subpoena")
    desk.ctrl(Key.Key_S)
    assert desk.find("accounting-first").value() == TODAY.replace(year=TODAY.year - 6)
    desk.find("accounting-show").click()
    assert desk.page.name == "accounting"
    assert desk.page.presenter.draft.pages == 1
    assert [one.recipient for one in desk.page.presenter.job.record.rows] == ["County Court"]


def test_a_saved_document_offers_the_entry_about_it(desk, tmp_path):
    show(desk)
    desk.find("accounting-show").click()
    page = desk.page
    assert not page.disclose_action.isEnabled()
    page.save_to(tmp_path / "paper.pdf")
    assert page.disclose_action.isEnabled()
    page.disclose_action.trigger()
    assert desk.find("disclosure-what").text().startswith("Accounting of disclosures 1")
    type_in(desk, recipient="Maria Alvarez", purpose="Asked for it")
    desk.ctrl(Key.Key_S)
    assert kept(desk)[0].document_id is not None


def test_an_owner_sees_until_when_the_record_is_kept_and_cannot_remove_it_before(desk):
    show(desk)
    term = retention.of_patient(desk.practice, desk.clinic.people["Alvarez"])
    said = desk.find("retention-words").text()
    assert said.startswith("Kept until ")
    assert str(term.kept.until.year) in said
    assert not desk.find("retention-remove").isEnabled()
    assert "kept until" in desk.find("retention-remove").toolTip()


def test_a_legal_hold_is_set_and_lifted_with_reasons(desk):
    show(desk)
    desk.messages.answer = "Subpoena of 2 March"
    desk.find("retention-hold-button").click()
    assert "Subpoena of 2 March" in desk.find("retention-hold").text()
    desk.messages.answer = "The case is settled"
    desk.find("retention-hold-button").click()
    assert not desk.find("retention-hold").isVisible()


def old_enough(desk):
    person = desk.clinic.people["Alvarez"]
    until = retention.of_patient(desk.practice, person).kept.until
    desk.practice.clock = desk.practice.file.clock = clock_on(until + timedelta(days=1))
    return person


def test_a_record_is_removed_with_reason_and_password_after_its_term(desk):
    person = old_enough(desk)
    show(desk)
    desk.find("retention-remove").click()
    desk.find("remove-yes").click()
    assert desk.page.name == "patient"
    desk.find("remove-reason").setText(WHY)
    desk.find("remove-password").setText("not the password")
    desk.find("remove-yes").click()
    assert patients.get(desk.practice, person)
    desk.find("remove-password").setText(PASSWORD)
    desk.practice.clock = desk.practice.file.clock = clock_on(
        retention.of_patient(desk.practice, person).kept.until + timedelta(days=2)
    )
    desk.find("remove-yes").click()
    with pytest.raises(UserProblem):
        patients.get(desk.practice, person)
    assert desk.page.name == "patients"
    rows = audit.events(desk.practice.file.db, limit=10**6)
    assert [row.detail["reason"] for row in rows if row.action == "patient.remove"] == [WHY]
