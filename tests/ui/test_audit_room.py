"""The audit room by keys: run, read, filter, open, review, print; another system's export."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.model.audits import ReviewVerdict
from core.services import audit_follow_up, audit_work, auditing, export_maps
from tests.support.audit_actions import overbill
from tests.ui.session_page import ALT, CTRL, Desk, keys
from ui.screens.audit import AuditPage
from ui.screens.audit_paper import AuditPaperPage, PaperAsk
from ui.screens.refund import RefundPage

ENTER = Qt.Key.Key_Return
EXPORT = (
    "Date,Patient,Payer,Therapist,CPT,Minutes,Units\n"
    "2026-03-02,P1,Aetna,A. Lee,97140,23,3\n"
    "2026-03-03,P1,Aetna,A. Lee,97140,30,1\n"
    "no day,P2,Aetna,A. Lee,97140,30,2\n"
)


def two_visits(case):
    case.give_diagnoses(("M542", "Cervicalgia"))
    case.add_visit({"97140": 23}, date(2026, 2, 2))
    overbill(case.p, case.add_visit({"97140": 23}, date(2026, 3, 2)))


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    made = Desk(qtbot, theme, tmp_path, two_visits)
    yield made
    made.settle()
    made.tasks.stop()
    assert made.bugs == []


@pytest.fixture
def page(desk):
    made = desk.show(AuditPage(desk.ctx), {})
    desk.settle()
    made.quarter.period.setCurrentIndex(0)
    made.first_focus().setFocus()
    return made


@pytest.fixture
def audited(page, desk):
    keys((CTRL, ENTER))
    desk.qtbot.waitUntil(lambda: page.presenter.view is not None)
    return page


def widget(page, name):
    found = page.stack.currentWidget().findChild(QWidget, name)
    assert found is not None, name
    return found


def column(view, place):
    model = view.model()
    return [model.index(n, place).data() for n in range(model.rowCount())]


def until(holds):
    """Let the window go on until something holds."""
    for _ in range(250):
        if holds():
            return
        QTest.qWait(20)
    raise AssertionError("it never came to hold")


def to_findings(page):
    keys((ALT, Qt.Key.Key_F))
    view = widget(page, "audit-findings")
    until(view.isVisible)  # Qt presses a button for a moment before it acts
    view.setFocus()
    return view


def test_before_the_draw_the_page_says_what_the_sample_can_show(page):
    size = widget(page, "audit-size")
    size.setFocus()
    size.selectAll()
    keys("10")
    assert "A sample of 10 proves little" in widget(page, "audit-sample-words").text()
    assert "14 in all" in widget(page, "audit-sample-words").text()


def test_one_key_audits_the_quarter(audited, desk):
    assert widget(audited, "audit-chip-over").text().startswith("1 unit too high")
    assert "Units against minutes" in column(audited.quarter.result.checks, 0)
    (kept,) = desk.answer(auditing.audits)
    assert (kept.size, kept.frame_size, kept.code) == (2, 2, "97140")


def test_a_period_without_sessions_says_so(page, desk):
    page.quarter.period.setCurrentIndex(4)
    keys((CTRL, ENTER))
    desk.qtbot.waitUntil(lambda: widget(page, "audit-notice").isVisible())
    assert "No completed session" in widget(page, "audit-notice").text()


def test_stopping_keeps_nothing(page, desk):
    page.quarter.start()
    page.presenter.stop()
    desk.settle()
    assert desk.answer(auditing.audits) == ()
    assert any("Nothing of it was kept" in one for one in desk.said)


def test_findings_are_filtered_by_check(audited):
    view = to_findings(audited)
    every = len(column(view, 0))
    box = widget(audited, "audit-by-check")
    box.set_value("units")
    assert column(view, 0) == ["Too high"]
    assert every > 1


def test_enter_opens_the_session(audited, desk):
    view = to_findings(audited)
    keys(ENTER)
    assert desk.visited == [("session", {"encounter_id": view.current().encounter_id})]


def test_a_finding_is_confirmed_with_a_reason_and_becomes_work(audited, desk):
    view = to_findings(audited)
    assert column(view, 0)[0] == "Too high"
    widget(audited, "audit-reason").setFocus()
    keys("read again", (ALT, Qt.Key.Key_I))
    desk.qtbot.waitUntil(lambda: column(view, 7)[:1] == ["Confirmed"])
    assert [one.encounter_id for one in desk.answer(audit_work.tasks)] == [2]
    assert len(desk.answer(audit_work.overpayments)) == 1


def test_without_a_reason_nothing_is_decided(audited, desk):
    view = to_findings(audited)
    widget(audited, "audit-overrule").click()
    desk.settle()
    assert column(view, 7)[0] == "open"
    assert "Give a reason" in audited.quarter.result.findings._why.problem()


def test_an_overpayment_is_closed_only_with_its_proof(audited, desk):
    one = to_findings(audited).current()
    audited.presenter.review(one.number, ReviewVerdict.CONFIRMED, "read again")
    desk.settle()
    audited.show_part("follow")
    widget(audited, "follow-returned").click()
    assert "what proves it" in audited.follow._proof.problem()
    widget(audited, "follow-proof").setText("Refund letter of March 10")
    widget(audited, "follow-returned").click()
    desk.settle()
    (kept,) = desk.answer(audit_work.overpayments)
    assert (kept.owed.state, kept.owed.proof) == ("returned", "Refund letter of March 10")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("report", "Audit report"), ("feedback", "Clinician feedback"),
        ("plan", "Corrective-action plan"), ("training", "Training pack"),
    ],
)  # fmt: skip
def test_each_paper_is_asked_for_and_shown(audited, desk, name, title):
    widget(audited, f"paper-{name}").click()
    ((where, args),) = desk.visited
    assert where == "audit_paper"
    paper = desk.show(AuditPaperPage(desk.ctx), args)
    desk.qtbot.waitUntil(lambda: paper.presenter.draft is not None)
    assert title in paper.document.getAllText(0).text()
    paper.document.close()


def test_a_saved_paper_is_written_whole_and_told_of_in_the_trail(audited, desk, tmp_path):
    widget(audited, "paper-report").click()
    paper = desk.show(AuditPaperPage(desk.ctx), desk.visited[0][1])
    desk.qtbot.waitUntil(lambda: paper.presenter.draft is not None)
    paper.save_to(tmp_path / "report.pdf")
    desk.qtbot.waitUntil(lambda: any("report.pdf" in one for one in desk.status))
    assert (tmp_path / "report.pdf").read_bytes() == paper.presenter.draft.body
    paper.document.close()


def test_nothing_of_a_patient_stands_in_what_a_page_is_asked_for(audited, desk):
    widget(audited, "paper-report").click()
    ask = desk.visited[0][1]["ask"]
    assert isinstance(ask, PaperAsk)
    assert "Finding(" not in repr(ask)


@pytest.fixture
def export(page, desk, tmp_path):
    path = tmp_path / "old.csv"
    path.write_text(EXPORT, "utf-8")
    keys((ALT, Qt.Key.Key_X))
    desk.qtbot.waitUntil(lambda: page.parts.current() == "file")
    page.file.presenter.open(path)
    desk.settle()
    return page


def test_columns_are_guessed_and_shown_with_first_rows(export):
    table = widget(export, "export-columns")
    held = [table.cellWidget(n, 1).currentText() for n in range(table.rowCount())]
    assert held == [
        "Date of service", "Patient", "Payer", "Clinician", "Code", "Minutes", "Units billed",
    ]  # fmt: skip
    assert table.item(5, 3).text() == "23 · 30 · 30"


def test_a_needed_column_that_is_not_mapped_stands_in_the_way(export):
    widget(export, "export-use-0").set_value("")
    assert "No column is known for: date" in widget(export, "export-notice").text()
    assert not export.file.run.isEnabled()


def test_a_mapping_is_kept_and_is_all_that_is_written(export, desk):
    before = desk.answer(lambda p: p.file.db.execute("SELECT count(*) FROM audits").fetchone())
    widget(export, "export-use-3").set_value("")
    widget(export, "export-map-name").setText("Old system")
    widget(export, "export-keep-map").click()
    desk.settle()
    export.file.run.trigger()
    desk.qtbot.waitUntil(lambda: export.file.presenter.found is not None)
    assert list(desk.answer(export_maps.saved_maps)) == ["Old system"]
    after = desk.answer(lambda p: p.file.db.execute("SELECT count(*) FROM audits").fetchone())
    assert after == before


def test_an_export_is_audited_and_its_rows_in_error_exported(export, desk, tmp_path):
    export.file.run.trigger()
    desk.qtbot.waitUntil(lambda: export.file.presenter.found is not None)
    result = export.file.result
    assert result.chips["over"].text() == "1 unit too high"
    assert result.chips["under"].text() == "1 unit too low"
    assert widget(export, "export-errors").isVisible()
    export.file.presenter.export_errors(tmp_path / "bad.csv")
    desk.settle()
    assert "4,date," in (tmp_path / "bad.csv").read_text("utf-8-sig")


def test_the_part_of_changes_tells_then_and_now(audited, desk):
    audited.quarter.first.set_value(date(2026, 2, 1))
    audited.quarter.last.set_value(date(2026, 2, 28))
    audited.quarter.start()
    until(lambda: len(audited.presenter.audits) == 2)
    audited.quarter.first.set_value(date(2026, 3, 1))
    audited.quarter.last.set_value(date(2026, 3, 31))
    audited.quarter.start()
    until(lambda: audited.presenter.view is not None and audited.presenter.view.changes)
    keys((ALT, Qt.Key.Key_H))
    view = widget(audited, "audit-changes")
    until(view.isVisible)
    assert "Units against minutes" in column(view, 0)
    assert set(column(view, 6)) == {"Nothing"}


def test_over_and_under_stand_apart_by_sessions_units_and_dollars(audited):
    keys((ALT, Qt.Key.Key_V))
    view = widget(audited, "audit-over-and-under-by-sessions,-units-and-dollars")
    until(view.isVisible)
    # two visits of 23 minutes, which earn two units each; one was billed as three
    told = list(zip(column(view, 0), column(view, 3), column(view, 5), strict=True))
    assert ("Too high", "1 of 2 (50%)", "1 of 5 (20%)") in told
    assert ("Too low", "0 of 2 (0%)", "0 of 5 (0%)") in told


def test_the_refund_letter_is_reached_from_the_overpayment_and_drawn(audited, desk):
    to_findings(audited)
    number = audited.presenter.view.findings[0].id
    desk.answer(lambda p: audit_follow_up.review(p, number, ReviewVerdict.CONFIRMED, "Read again"))
    audited.show_part("follow")
    audited.presenter.load()
    until(lambda: audited.presenter.follow.owed)
    went = []
    audited.follow._ctx = replace(desk.ctx, navigate=lambda *to: went.append(to))
    widget(audited, "follow-letter").click()
    assert went == [("refund", {"overpayment_id": 1})]
    page = desk.show(RefundPage(desk.ctx), {"overpayment_id": 1})
    desk.qtbot.waitUntil(lambda: page.presenter.draft is not None)
    assert page.presenter.job.record.lines[0].units == 1
    page.document.close()
