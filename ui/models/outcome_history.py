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
class CorrectionRow:
    """A score that was replaced, or taken back, with what stands in its place."""

    before: OutcomeScore
    after: OutcomeScore
    unit: str

    @property
    def id(self) -> int | None:
        return self.after.id


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
    Column[ActivityRow]("Change", _change, 64, number=True, kind=_kind,
                        tip=lambda row: row.activity.words),
)  # fmt: skip


def _moment(when: datetime | None) -> str:
    if when is None:
        return ""
    local = when.astimezone()
    return f"{say_date(local.date())}, {local:%H:%M}"


def _value(score: OutcomeScore, unit: str) -> str:
    return "taken back" if score.score is None else value_words(score.score, unit)


def _change_of(row: CorrectionRow) -> str:
    told = f"{_value(row.before, row.unit)} \u2192 {_value(row.after, row.unit)}"
    moved = row.after.measured_on != row.before.measured_on
    return f"{told}, of {say_date(row.after.measured_on)}" if moved else told


CORRECTIONS = (
    Column[CorrectionRow]("Score of", lambda row: say_date(row.before.measured_on), 104,
                          strong=True),
    Column[CorrectionRow]("Before and after", _change_of, 150, tip=_change_of),
    Column[CorrectionRow]("Why", lambda row: row.after.reason or "no reason kept", 120, grow=1,
                          tip=lambda row: row.after.reason),
    Column[CorrectionRow]("Who", lambda row: row.after.recorded_by, 110,
                          tip=lambda row: row.after.recorded_by),
    Column[CorrectionRow]("When", lambda row: _moment(row.after.recorded_at), 140),
)  # fmt: skip


def correction_rows(
    history: tuple[OutcomeScore, ...], shown: tuple[MeasureProgress, ...]
) -> tuple[CorrectionRow, ...]:
    """Every correction of the series shown, the latest first."""
    by_id = {one.id: one for one in history}
    units = {(one.measure, one.place, one.side): one.unit for one in shown}
    found = []
    for after in history:
        before = by_id.get(after.replaces) if after.replaces is not None else None
        if before is not None and before.series in units:
            found.append(CorrectionRow(before, after, units[before.series]))
    return tuple(reversed(found))
