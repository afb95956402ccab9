"""The timer of a row: F5 starts, F5 stops, the times are filled in."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from core.model.clock import Clock
from tests.support.practice import DAY
from tests.ui.session_page import DOWN, ENTER, UP, Desk, keys
from ui.presenters.session_sheet import Column

F5 = Qt.Key.Key_F5


class Watch:
    """A clock that moves when told."""

    def __init__(self):
        self.at = datetime(2026, 3, 10, 15, 5, tzinfo=UTC)
        self.clock = Clock(today=lambda: DAY, now=lambda: self.at)

    def wait(self, minutes):
        self.at += timedelta(minutes=minutes)


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    made = Desk(qtbot, theme, tmp_path, lambda case: None)
    yield made
    made.tasks.stop()
    assert made.bugs == []


@pytest.fixture
def page(desk, watch):
    made = desk.session()
    made.presenter.clock = watch.clock
    keys("te", ENTER, DOWN, "mt", ENTER)
    keys(UP)
    return made


def cell(page, row, column):
    return page.view.table.services.index(row, column).data()


def test_starting_says_so_and_stopping_fills_the_minutes(page, watch):
    keys(F5)
    assert page.view.echo.text().startswith("97110 timed since ")
    watch.wait(18)
    keys(F5)
    assert cell(page, 0, Column.THERAPIST) == "18"
    assert page.presenter.read[0].service.intervals[0].minutes == 18
    assert not page.view.echo.text().startswith("97110 timed since ")


def test_one_code_may_be_timed_several_times(page, watch):
    for minutes in (10, 5):
        keys(F5)
        watch.wait(minutes)
        keys(F5)
        watch.wait(3)
    assert cell(page, 0, Column.THERAPIST) == "15"
    assert len(page.presenter.read[0].service.intervals) == 2


def test_starting_another_row_stops_the_first(page, watch):
    keys(F5)
    watch.wait(10)
    keys(DOWN, F5)
    watch.wait(8)
    keys(F5)
    assert [cell(page, row, Column.THERAPIST) for row in (0, 1)] == ["10", "8"]
    first, second = (one.service.intervals[0] for one in page.presenter.read)
    assert first.end == second.start


def test_the_assistants_column_times_the_assistant(page, watch):
    page.view.table.put_cursor(0, Column.ASSISTANT)
    keys(F5)
    watch.wait(12)
    keys(F5)
    assert cell(page, 0, Column.ASSISTANT) == "12"


@pytest.mark.parametrize(("minutes", "said"), [(0, "less than a minute"), (600, "past midnight")])
def test_what_cannot_be_kept_is_said(page, watch, desk, minutes, said, monkeypatch):
    monkeypatch.setattr(
        "ui.presenters.session_timer.SessionTimer._now", lambda _: watch.at, raising=True
    )
    keys(F5)
    watch.wait(minutes)
    keys(F5)
    assert said in desk.said[-1]
    assert cell(page, 0, Column.THERAPIST) == ""


def test_without_a_row_it_says_what_to_do(page, desk):
    page.view.table.put_cursor(2, Column.CODE)
    keys(F5)
    assert "Put the cursor on a service first" in desk.said[-1]
