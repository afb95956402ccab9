"""A start/stop timer for one row at a time: it fills clock times, several for a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.model.encounter import Interval
from core.model.typed_minutes import write_clock, write_interval
from ui.presenters.session import SessionPresenter
from ui.presenters.session_sheet import MINUTE_COLUMNS, Column


@dataclass(frozen=True, slots=True)
class Running:
    """Which row is timed, whose minutes, and since when (local time)."""

    row: int
    code: str
    column: Column
    since: datetime


class SessionTimer:
    """One clinician does one thing at a time: starting a row stops the one before."""

    def __init__(self, presenter: SessionPresenter) -> None:
        self._presenter = presenter
        self.running: Running | None = None

    def toggle(self, row: int, column: Column) -> str:
        """Start or stop the timer of a row; a sentence when it could not be done."""
        was = self.running
        said = self._stop()
        if was is not None and (was.row, was.code) == (row, self._code(row)):
            return said
        code = self._code(row)
        if not code:
            return said or "Put the cursor on a service first: F5 times that row."
        wanted = column if column in MINUTE_COLUMNS else Column.THERAPIST
        self.running = Running(row, code, wanted, self._now())
        return said

    def words(self) -> str:
        """`97110 timed since 10:05, F5 stops`; empty while nothing is timed."""
        if self.running is None:
            return ""
        since = write_clock(_minute(self.running.since))
        return f"{self.running.code} timed since {since}, F5 stops"

    def forget(self) -> None:
        """Let go of a running timer: another session is shown."""
        self.running = None

    def _stop(self) -> str:
        was, self.running = self.running, None
        if was is None:
            return ""
        row = self._row_of(was)
        if row < 0:
            return f"The row of {was.code} is gone; its time was not kept."
        start, now = was.since, self._now()
        end = _minute(now)
        if now.date() != start.date():
            return f"{was.code} was timed past midnight; type its times by hand."
        if end <= _minute(start):
            return f"{was.code}: less than a minute, nothing was filled in."
        times = Interval(_minute(start), end, MINUTE_COLUMNS[was.column])
        self._presenter.commit(row, was.column, f"+{write_interval(times)}")
        return ""

    def _row_of(self, was: Running) -> int:
        """The row timed, even where others were taken out above it."""
        if self._code(was.row) == was.code:
            return was.row
        rows = self._presenter.sheet.rows
        return next((place for place, one in enumerate(rows) if one.code == was.code), -1)

    def _code(self, row: int) -> str:
        rows = self._presenter.sheet.rows
        return rows[row].code if 0 <= row < len(rows) else ""

    def _now(self) -> datetime:
        return self._presenter.clock.now().astimezone()


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute
