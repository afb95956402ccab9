"""What was corrected or taken back of a measure, and the activities a patient named, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.model.outcomes import ActivityProgress, MeasureProgress, OutcomeScore
from core.model.typed_dates import say_date
from core.notes.outcomes.change import plain
from ui.models.outcome_rows import signed, value_words
from ui.models.row_table import Column


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One activity with what its ratings say."""

    activity: ActivityProgress

    @property
    def id(self) -> str:
        return self.activity.name


@dataclass(frozen=True, slots=True)
class Correction:
    """A score that was replaced or taken back, in two lines: what became of it, and by whom."""

    what: str
    who: str


def _first(row: ActivityRow) -> str:
    return plain(row.activity.readings[0].score) if row.activity.readings else ""


def _now(row: ActivityRow) -> str:
    return plain(row.activity.readings[-1].score) if row.activity.readings else ""


def _change(row: ActivityRow) -> str:
    change = row.activity.change
    return "" if change is None else signed(change)


def _kind(row: ActivityRow) -> str:
    if not row.activity.beyond:
        return "muted"
    return "good" if (row.activity.change or Decimal(0)) > 0 else "error"


ACTIVITIES = (
    Column[ActivityRow]("Activity", lambda row: row.activity.name, 150, strong=True, grow=1,
                        tip=lambda row: row.activity.name),
    Column[ActivityRow]("First", _first, 48, number=True),
    Column[ActivityRow]("Now", _now, 48, number=True),
    Column[ActivityRow]("Change", _change, 80, number=True, kind=_kind,
                        tip=lambda row: row.activity.words),
)  # fmt: skip


def _moment(when: datetime | None) -> str:
    if when is None:
        return ""
    local = when.astimezone()
    return f" on {say_date(local.date())} at {local:%H:%M}"


def _value(score: OutcomeScore, unit: str) -> str:
    return "taken back" if score.score is None else value_words(score.score, unit)


def _what(before: OutcomeScore, after: OutcomeScore, unit: str) -> str:
    """`34 % \u2192 38 %, score of 18 Feb 2026`."""
    told = f"{_value(before, unit)} \u2192 {_value(after, unit)}"
    side = f", {before.side}" if before.side else ""
    day = f"score of {say_date(before.measured_on)}"
    if after.measured_on != before.measured_on:
        day += f", now of {say_date(after.measured_on)}"
    return f"{told}{side}, {day}"


def corrections_of(
    history: tuple[OutcomeScore, ...], shown: tuple[MeasureProgress, ...]
) -> tuple[Correction, ...]:
    """Every correction of the series shown, the latest first."""
    by_id = {one.id: one for one in history}
    units = {(one.measure, one.place, one.side): one.unit for one in shown}
    found = []
    for after in history:
        before = by_id.get(after.replaces) if after.replaces is not None else None
        if before is not None and before.series in units:
            what = _what(before, after, units[before.series])
            why = after.reason or "no reason was kept"
            found.append(
                Correction(what, f"{after.recorded_by}{_moment(after.recorded_at)}: {why}")
            )
    return tuple(reversed(found))
