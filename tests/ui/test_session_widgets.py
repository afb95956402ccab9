"""The pieces of the session screen by themselves."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from core.model.kinds import Discipline, Severity
from core.model.patient import Diagnosis
from ui.models.services import PROMPT, GridRow, ServicesModel
from ui.presenters.session_checks import Check, Place
from ui.presenters.session_sheet import Column
from ui.presenters.session_state import matching
from ui.theme import px
from ui.widgets.checks_panel import ChecksPanel, say_count
from ui.widgets.flow import FlowRow
from ui.widgets.interval_strip import Bar, axis_of, lanes_of
from ui.widgets.services_table import ServicesTable
from ui.widgets.text_rows import TextRows


def row(code="97110", problem="", column=-1):
    texts = (code, "Therapeutic exercise", "15", "", "", "", "", "", "A", "1")
    return GridRow(texts, texts, problem=problem, problem_column=column)


def test_the_model_keeps_qts_rules(qtmodeltester):
    model = ServicesModel()
    model.set_rows((row(), row("97140")), Discipline.PT)
    qtmodeltester.check(model)
    model.set_rows((row(),), Discipline.PT)
    assert model.rowCount() == 2
    assert model.index(1, 0).data() == PROMPT


def test_only_rows_that_changed_are_painted_again(qtbot):
    model = ServicesModel()
    model.set_rows((row(), row("97140")), Discipline.PT)
    seen = []
    model.dataChanged.connect(lambda first, last: seen.append((first.row(), last.row())))
    model.set_rows((row(), row("97112")), Discipline.PT)
    assert seen == [(1, 1)]


def test_a_cell_says_its_row_its_column_and_its_problem():
    model = ServicesModel()
    model.set_rows((row(problem="“abc” is not minutes.", column=Column.THERAPIST),), Discipline.OT)
    said = model.index(0, Column.THERAPIST).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "97110 OT min: 15. “abc” is not minutes."


@pytest.mark.parametrize("width", [1240, 900, 720])
def test_clock_times_take_the_room_that_label_and_region_leave(qtbot, theme, width):
    table = ServicesTable(theme)
    qtbot.addWidget(table)
    table.resize(width, 300)
    table.show()
    widths = [table.columnWidth(column) for column in Column]
    assert sum(widths) <= table.viewport().width()
    text = table.fontMetrics().horizontalAdvance("10:00–10:12, 10:12–10:26 a")
    assert (table.columnWidth(Column.CLOCK) > text + 16) is (width == 1240)
    assert table.columnWidth(Column.SERVICE) >= min(px(208), width / 6)


@pytest.mark.parametrize(
    ("discipline", "header", "hidden"),
    [
        (Discipline.PT, "PT min", False),
        (Discipline.OT, "OT min", False),
        (Discipline.SLP, "SLP min", True),
        (Discipline.DC, "DC min", True),
    ],
)
def test_columns_follow_the_discipline(qtbot, theme, discipline, header, hidden):
    table = ServicesTable(theme)
    qtbot.addWidget(table)
    table.show_rows((row(),), discipline)
    assert table.services.headerData(Column.THERAPIST, Qt.Orientation.Horizontal) == header
    assert table.isColumnHidden(Column.ASSISTANT) is hidden


def test_a_row_with_a_problem_grows_for_its_sentence(qtbot, theme):
    table = ServicesTable(theme)
    qtbot.addWidget(table)
    table.show_rows((row(),), Discipline.PT)
    plain = table.rowHeight(0)
    table.show_rows((row(problem="This is wrong.", column=2),), Discipline.PT)
    assert table.rowHeight(0) > plain


@pytest.mark.parametrize(
    ("bars", "axis"),
    [
        (((605, 627), (627, 655)), (600, 660, 10)),
        (((600, 615),), (600, 615, 5)),
        (((540, 1020),), (480, 1080, 120)),
    ],
)
def test_the_axis_is_whole_steps_around_all_stretches(bars, axis):
    assert axis_of(tuple(Bar("97110", *one) for one in bars)) == axis


def test_stretches_that_meet_stand_on_two_lines():
    bars = (Bar("97140", 600, 620), Bar("97110", 610, 630), Bar("97112", 620, 640))
    assert lanes_of(bars) == [0, 1, 0]


def test_texts_are_changed_in_place(qtbot):
    rows = TextRows((("", ""), ("", "")), 1)
    qtbot.addWidget(rows)
    rows.show_texts([("a", "1"), ("b", "2")])
    labels = rows.findChildren(QLabel)
    rows.show_texts([("a", "3")])
    assert rows.findChildren(QLabel) == labels
    assert rows.texts() == [("a", "3")]


def test_checks_are_counted_in_words():
    made = [Check(one, "m", "f", "", Place()) for one in (Severity.ERROR, *[Severity.NOTE] * 2)]
    assert say_count(tuple(made)) == "1 error · 2 notes"
    assert say_count(()) == ""


def test_a_check_is_activated_by_enter(qtbot):
    panel = ChecksPanel()
    qtbot.addWidget(panel)
    check = Check(Severity.WARNING, "Look here.", "Mend it.", "", Place(2))
    panel.show_checks((check,))
    with qtbot.waitSignal(panel.activated) as heard:
        qtbot.keyClick(panel.notices[0], Qt.Key.Key_Return)
    assert heard.args == [check]


def test_a_row_breaks_when_it_is_too_narrow(qtbot):
    flow = FlowRow(spacing=10)
    qtbot.addWidget(flow)
    for _ in range(3):
        part = QWidget()
        part.setFixedSize(100, 20)
        flow.add(part)
    assert flow.layout().heightForWidth(320) == 20
    assert flow.layout().heightForWidth(220) == 50


@pytest.mark.parametrize(("text", "found"), [("m54", 1), ("M54.2", 1), ("cerv", 1), ("knee", 0)])
def test_own_diagnoses_match_by_code_or_word(text, found):
    assert len(matching((Diagnosis("M542", "Cervicalgia"),), text)) == found
