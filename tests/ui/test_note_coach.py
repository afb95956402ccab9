"""The note coach by keyboard: chips, questions, words, pairs, macros, templates and versions."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QLabel, QListWidget, QTextEdit

from core.model.encounter import Service
from core.model.note_help import NoteMacro, NoteTemplate
from core.model.people import Role
from core.model.session import Note
from core.services import encounters, note_help, signing
from tests.support.people import add_person, sign_in
from tests.support.practice import DAY
from tests.ui.session_page import ALT, CTRL, DOWN, ENTER, ESCAPE, Desk, focus, keys
from ui.widgets.note_chips import ChipButton

F4, SPACE, RIGHT = Qt.Key.Key_F4, Qt.Key.Key_Space, Qt.Key.Key_Right
TWO, B, N, V, Z = Qt.Key.Key_2, Qt.Key.Key_B, Qt.Key.Key_N, Qt.Key.Key_V, Qt.Key.Key_Z
MOB = "Joint mobilization grade III left C4-C5, 15 min."


def prepare(case):
    case.give_diagnoses(("M542", "Cervicalgia"))
    case.add_visit({"97140": 20})
    roles = {Role.THERAPIST, Role.OWNER}
    sign_in(case.p, add_person(case.p, "Dana Okafor", roles, case.therapist))
    note_help.save_macro(case.p, NoteMacro(".jm3", "joint mobilization grade III"))
    note_help.save_template(case.p, NoteTemplate("Neck", "Pain:", "ROM:\nManual:"))


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    made = Desk(qtbot, theme, tmp_path, prepare)
    yield made
    made.tasks.stop()
    assert made.bugs == []


@pytest.fixture
def page(desk):
    """The session with 15 minutes of manual therapy typed and the keyboard in O."""
    made = desk.session()
    keys(F4, "15", ENTER)
    desk.qtbot.waitUntil(lambda: made.coaching.coach.chips != ())
    keys((ALT, TWO))
    return made


def chip(page, name):
    return next(one for one in page.view.note.chips.buttons if one.chip.element.name == name)


def stands(page, name):
    return chip(page, name).accessibleName()


def type_note(page, desk, *presses):
    """Type, and wait for the pause after it."""
    keys(*presses)
    desk.qtbot.waitUntil(lambda: not page.coaching.coach._timer.isActive())


def found(page, name, kind=QLabel):
    return page.window().findChild(kind, name)


def test_chips_turn_from_missing_to_found_as_the_sentence_is_typed(page, desk):
    assert stands(page, "technique") == "Technique: missing"
    type_note(page, desk, "Joint mobilization to the neck")
    assert stands(page, "technique") == "Technique: found"
    assert stands(page, "region") == "Place treated: too general"
    assert page.view.note.chips.count.text().startswith("3 of ")


def test_a_missing_chip_asks_the_auditors_question_with_its_source(page, desk):
    type_note(page, desk, "Manual therapy x 15 min")
    keys((ALT, N))
    assert isinstance(focus(), ChipButton)
    assert focus().chip.element.name == "technique"
    keys(SPACE)
    chips = page.view.note.chips
    assert chips.words.text().startswith("Which manual technique did you use?")
    assert "Palmetto" in chips.cite.text()
    assert page.view.note.parts[1].toPlainText() == "Manual therapy x 15 min"
    keys(ESCAPE)
    assert chips.answer.isHidden()


def test_arrows_go_from_chip_to_chip(page):
    keys((ALT, N))
    assert focus().chip.element.name == "performed"
    keys(RIGHT)
    assert focus().chip.element.name == "technique"


def test_a_found_chip_selects_the_words_that_prove_it(page, desk):
    page.view.note.parts[1].insertPlainText("😀 ")
    type_note(page, desk, MOB)
    chip(page, "technique").click()
    part = page.view.note.parts[1]
    assert focus() is part
    assert part.textCursor().selectedText() == "Joint mobilization"
    assert [one.cursor.selectedText() for one in part.extraSelections()] == ["Joint mobilization"]
    type_note(page, desk, "x")
    assert part.extraSelections() == []


def test_the_pair_is_reached_from_the_chip_by_keys(page, desk):
    keys((ALT, N), SPACE)
    page.view.note.chips.pair.setFocus()
    keys(SPACE)
    element = focus().window() and page.view.note.chips._shown.element
    assert found(page, "pair-paid").text() == element.paid
    assert found(page, "pair-denied").text() == element.denied
    keys(ESCAPE)
    assert focus() is page.view.note.chips.pair


def test_minutes_that_disagree_are_a_check_and_asked_when_signing(page, desk):
    type_note(page, desk, "Joint mobilization grade III left C4-C5, 12 min.")
    texts = " ".join(page.view.checks.texts())
    assert "The note gives manual therapy 12 minutes, the services 15." in texts
    keys((CTRL, ENTER))
    keys("the watch was right", ENTER)
    desk.qtbot.waitUntil(lambda: page.presenter.locked)
    number = page.presenter.record.id
    kept = desk.answer(lambda p: signing.state_of(p, number).signature.reasons)
    assert "note-minutes" in [one.alert for one in kept]


def test_the_check_of_the_note_goes_to_its_words(page, desk):
    type_note(page, desk, "Joint mobilization grade III left C4-C5, 12 min.")
    page.view.table.setFocus()
    notice = next(n for n in page.view.checks.notices if "12 minutes" in n.text())
    notice.setFocus()
    keys(ENTER)
    assert focus() is page.view.note.parts[1]


def test_a_macro_becomes_its_text_and_one_undo_takes_it_back(page):
    part = page.view.note.parts[1]
    keys("Did .jm3", SPACE)
    assert part.toPlainText() == "Did joint mobilization grade III "
    keys((CTRL, Z))
    assert part.toPlainText() == "Did .jm3"


@pytest.mark.parametrize("typed", ["a.jm3", ".jm", "jm3", ".JM4"])
def test_what_is_no_short_form_stays(page, typed):
    keys(typed, SPACE)
    assert page.view.note.parts[1].toPlainText() == f"{typed} "


def test_undo_in_the_note_is_the_notes_own(page):
    rows = len(page.presenter.sheet.rows)
    keys("abc", (CTRL, Z))
    assert page.view.note.parts[1].toPlainText() == ""
    assert len(page.presenter.sheet.rows) == rows


def test_a_template_goes_into_empty_parts_alone(page, desk):
    keys("Kept", (ALT, B))
    assert isinstance(focus(), QListWidget)
    keys(ENTER)
    parts = page.view.note.parts
    assert [one.toPlainText() for one in parts] == ["Pain:", "Kept", "", ""]
    assert focus() is parts[0]
    keys((CTRL, Z))
    assert parts[0].toPlainText() == ""


def test_headings_are_kept_as_a_template_and_no_finding(page, desk):
    keys("ROM: rotation 45 deg", (ALT, B))
    page.window().findChild(QListWidget, "templates-list")
    page.coaching._keep_headings()
    desk.questions[-1].on_yes("Mine")
    desk.settle()
    kept = desk.answer(note_help.list_templates)
    assert [(one.name, one.objective) for one in kept] == [  # by name
        ("Mine", "ROM: "),
        ("Neck", "ROM:\nManual:"),
    ]


def pasted(page, text="", html=""):
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    page.view.note.parts[1].insertFromMimeData(data)
    return page.view.note.parts[1].toPlainText()


def test_pasted_markup_and_control_characters_are_cleaned(page):
    assert pasted(page, html="<p>Neck <b>pain</b></p>") == "Neck pain"
    assert pasted(page, text="\x00!\u202e") == "Neck pain!"


def test_a_paste_that_is_too_long_is_refused_with_a_sentence(page, desk):
    assert pasted(page, text="x" * 20_001) == ""
    assert "longer than the 20,000 letters" in desk.said[-1]


def versions_of(case):
    prepare(case)
    file = encounters.new_session(case.p, case.patient, DAY, case.therapist)
    record = file.record
    for note in (Note("Better."), Note("Much better.")):
        changed = replace(record, services=(Service("97140", 15),), note=note)
        receipt = encounters.save(case.p, changed)
        record = replace(record, id=receipt.encounter_id, version=receipt.version)
    case.kept = record.id


def test_versions_are_looked_at_and_compared(qtbot, theme, tmp_path):
    desk = Desk(qtbot, theme, tmp_path, versions_of)
    page = desk.session(encounter_id=desk.case.kept)
    keys((ALT, V))
    qtbot.waitUntil(lambda: isinstance(focus(), QListWidget))
    text = found(page, "versions-text", QTextEdit)
    assert focus().count() == 2
    assert "Better.Much better." in text.toPlainText().replace("S: ", "")
    keys(DOWN)
    assert text.toPlainText() == "S: Better."
    keys(ESCAPE)
    desk.tasks.stop()


def test_who_may_not_read_the_note_gets_no_chips(page):
    page.view.note.show_rights(withheld=True, writable=False, with_reason=True)
    assert not page.view.note.chips.isVisible()
    assert not page.view.note.versions_button.isVisible()
