"""The superbill screen: what it asks, shows, prints and keeps."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel

from core.services import patients, printing
from core.services.printing import Layout
from tests.ui import walk
from tests.ui.session_page import CTRL, DOWN, Desk, focus, keys
from ui.screens.superbill import SuperbillPage
from ui.widgets.pdf_print import NO_PRINTER

SPACE, P = Qt.Key.Key_Space, Qt.Key.Key_P


class FakePrinting:
    """A printer that writes a PDF, or none at all."""

    def __init__(self, target=None):
        self.target = target

    def available(self):
        return self.target is not None

    def ask(self, parent, title, chosen):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.target))
        chosen(printer)


def two_visits(case):
    from datetime import date

    case.give_diagnoses(("M542", "Cervicalgia"))
    case.add_visit({"97110": 30}, date(2026, 3, 2))
    case.add_visit({"97140": 15}, date(2026, 3, 4))


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    made = Desk(qtbot, theme, tmp_path, two_visits)
    yield made
    made.tasks.stop()
    assert made.bugs == []


@pytest.fixture
def page(desk):
    made = desk.show(
        SuperbillPage(desk.ctx), {"patient_id": desk.case.patient, "encounter_ids": (1,)}
    )
    desk.qtbot.waitUntil(lambda: made.presenter.question is not None)
    yield made
    made.document.close()


def drawn(page, desk):
    desk.qtbot.waitUntil(lambda: page.presenter.draft is not None)
    return page.presenter.draft


def answered(page, desk):
    keys(DOWN, DOWN, SPACE)
    return drawn(page, desk)


def documents(desk):
    return desk.answer(lambda p: patients.get(p, desk.case.patient)).documents


def test_medicares_question_comes_before_the_paper(page, desk):
    assert page.question.isVisible()
    assert focus() is page.question.first_reason()
    assert page.stack.currentWidget() is page.message
    assert not page.print_action.isEnabled()
    draft = answered(page, desk)
    assert draft.reason == "For the patient’s own records, not for filing."
    assert page.stack.currentWidget() is page.preview


def test_the_preview_shows_the_very_bytes(page, desk):
    draft = answered(page, desk)
    assert page.document.pageCount() == draft.pages
    assert "Not for submission to Medicare" in page.document.getAllText(0).text()


def test_ticking_another_session_draws_anew(page, desk):
    answered(page, desk)
    page.sessions.list.setFocus()
    page.sessions.list.setCurrentRow(0)
    keys(SPACE)
    draft = drawn(page, desk)
    assert set(draft.encounter_ids) == {1, 2}
    assert page.sessions.count.text() == "2 of 2"


def test_a_range_of_dates_ticks_its_sessions(page, desk):
    answered(page, desk)
    page.sessions.first.setFocus()
    keys("3/3/2026", Qt.Key.Key_Return)
    assert drawn(page, desk).encounter_ids == (2,)


def test_no_session_leaves_nothing_to_print(page, desk):
    answered(page, desk)
    page.presenter.choose(())
    assert not page.print_action.isEnabled()
    assert "Tick the sessions" in page.message.text()


def test_layout_and_options_change_the_paper(page, desk):
    answered(page, desk)
    page.look.hide_text.setFocus()
    keys(SPACE)
    assert "Cervicalgia" not in _text(page, desk)
    page.look.layouts[Layout.CMS1500].click()
    assert drawn(page, desk).layout == "cms1500"


def _text(page, desk):
    drawn(page, desk)
    return page.document.getAllText(0).text()


def test_what_is_missing_is_listed_with_what_to_do(page, desk):
    answered(page, desk)
    said = page.lacks.findChildren(QLabel)[-1].text()
    assert "address" in said


def test_saving_keeps_the_same_bytes_first(page, desk, tmp_path):
    draft = answered(page, desk)
    page.save_to(tmp_path / "copy.pdf")
    desk.qtbot.waitUntil(lambda: (tmp_path / "copy.pdf").exists())
    desk.qtbot.waitUntil(lambda: any("saved as copy.pdf" in one for one in desk.status))
    row = documents(desk)[0]
    assert (tmp_path / "copy.pdf").read_bytes() == draft.body
    assert desk.answer(lambda p: printing.archived(p, row.id)) == draft.body
    assert desk.status[-1] == f"Kept as document {row.number} and saved as copy.pdf"


def test_a_place_that_cannot_be_written_is_told(page, desk, tmp_path):
    answered(page, desk)
    page.save_to(tmp_path / "no such folder" / "copy.pdf")
    desk.qtbot.waitUntil(lambda: bool(desk.said))
    assert "could not be written" in desk.said[-1]
    assert len(documents(desk)) == 1


def test_printing_keeps_the_document_and_paints_every_page(page, desk, tmp_path):
    draft = answered(page, desk)
    page.printing = FakePrinting(tmp_path / "printed.pdf")
    keys((CTRL, P))
    desk.qtbot.waitUntil(lambda: any("sent to the printer" in one for one in desk.status))
    assert (tmp_path / "printed.pdf").stat().st_size > 1000
    assert documents(desk)[0].sha256 == draft.sha256


def test_without_a_printer_it_says_so_and_keeps_nothing(page, desk):
    answered(page, desk)
    page.printing = FakePrinting()
    page.print_it()
    assert desk.said == [NO_PRINTER]
    assert documents(desk) == ()


def test_everything_has_a_name_and_fits(page, desk):
    answered(page, desk)
    assert walk.nameless(page) == []
    desk.qtbot.waitUntil(lambda: walk.cut(page) == [])  # once the question has its height
