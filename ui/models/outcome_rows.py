"""Outcome measures as rows: how each stands, its scores by day, girths place by place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.model.kinds import Side
from core.model.outcomes import Meaning, MeasureProgress, OutcomeScore
from core.model.typed_dates import say_date
from core.notes.outcomes.change import plain
from ui.models.row_table import Column

SHORT = {
    Meaning.BETTER: ("Better", "good", "check-circle"),
    Meaning.WORSE: ("Worse", "error", "error"),
    Meaning.SOME_BETTER: ("Somewhat better", "muted", "up"),
    Meaning.SOME_WORSE: ("Somewhat worse", "warning", "down"),
    Meaning.WITHIN_ERROR: ("Within error", "muted", "minus"),
    Meaning.NORMAL: ("Normal", "good", "check"),
    Meaning.FIRST: ("First score", "muted", "circle"),
    Meaning.NOT_KNOWN: ("Not judged", "muted", "info"),
}


def short_of(one: MeasureProgress) -> tuple[str, str, str]:
    """Words, colour and icon of what a change means."""
    some = one.meaning in (Meaning.SOME_BETTER, Meaning.SOME_WORSE)
    if some and not any(mark.judged and mark.kind == "matters" for mark in one.marks):
        # Nobody published what matters, so it is not called less than that.
        words, kind, icon = SHORT[one.meaning]
        return f"{words.split()[-1].capitalize()} beyond error", kind, icon
    return SHORT[one.meaning]


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A measure's progress with an id, so that the cursor stays on it."""

    progress: MeasureProgress

    @property
    def id(self) -> str:
        one = self.progress
        return f"{one.measure} {one.place} {one.side or ''}"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One score of a series with what it differs by."""

    score: OutcomeScore
    unit: str
    since_first: Decimal
    since_last: Decimal | None

    @property
    def id(self) -> int | None:
        return self.score.id


@dataclass(frozen=True, slots=True)
class GirthRow:
    """One place of a limb in cm; `since` are changes from the first measurement of that side."""

    id: str
    place: Decimal
    left: Decimal | None
    right: Decimal | None
    left_since: Decimal | None
    right_since: Decimal | None


def value_words(number: Decimal, unit: str) -> str:
    """A score with its unit: `34 %`, `62°`, `2,310 mL`, `7 points`."""
    shown = f"{number:,.0f}" if abs(number) >= 1000 else plain(number).replace("-", "−")
    if unit == "points":
        return shown
    return f"{shown}{unit}" if unit == "°" else f"{shown} {unit}"


def unit_words(number: Decimal, unit: str) -> str:
    """A number with its unit in full: `2 points`, `14 %`, `5°`."""
    return f"{plain(number)} points" if unit == "points" else value_words(number, unit)


def signed(number: Decimal) -> str:
    """A change: `+8`, `-16`, `0`; with a true minus sign."""
    if number == 0:
        return "0"
    shown = f"{abs(number):,.0f}" if abs(number) >= 1000 else plain(abs(number))
    return f"{'+' if number > 0 else '−'}{shown}"


def change_words(one: MeasureProgress) -> str:
    """The change from the first score, or nothing where there is one alone."""
    return "" if one.meaning is Meaning.FIRST else signed(one.change)


def place_words(one: MeasureProgress) -> str:
    """Measure, place and side, as short as it is clear."""
    side = f" {one.side}" if one.side else ""
    if not one.place:
        return one.name
    label = one.place_label.replace("external rotation", "ER").replace("internal rotation", "IR")
    return f"{label[:1].upper()}{label[1:]}{side}"


PROGRESS = (
    Column[ProgressRow](
        "Measure", lambda row: place_words(row.progress), 138, strong=True, grow=1,
        tip=lambda row: f"{row.progress.title}: {row.progress.label}",
    ),
    Column[ProgressRow](
        "Now", lambda row: value_words(row.progress.now.score, row.progress.unit), 58, number=True,
        tip=lambda row: f"On {say_date(row.progress.now.day)}",
    ),
    Column[ProgressRow](
        "Since first", lambda row: change_words(row.progress), 82, number=True,
        tip=lambda row: f"First {value_words(row.progress.baseline.score, row.progress.unit)}"
        f" on {say_date(row.progress.baseline.day)}",
    ),
    Column[ProgressRow](
        "What it means",
        lambda row: short_of(row.progress)[0],
        178,
        kind=lambda row: short_of(row.progress)[1],
        icon=lambda row: short_of(row.progress)[2],
        tip=lambda row: f"{row.progress.words}. {row.progress.source}".strip(),
    ),
)  # fmt: skip

SCORES = (
    Column[ScoreRow]("Day", lambda row: say_date(row.score.measured_on), 118, strong=True),
    Column[ScoreRow]("Side", lambda row: row.score.side or "", 56),
    Column[ScoreRow](
        "Score", lambda row: value_words(row.score.score or Decimal(0), row.unit), 82, number=True
    ),
    Column[ScoreRow]("Since first", lambda row: signed(row.since_first), 80, number=True),
    Column[ScoreRow](
        "Since last", lambda row: "" if row.since_last is None else signed(row.since_last), 80,
        number=True,
    ),
    Column[ScoreRow]("Typed by", lambda row: row.score.recorded_by, 110, grow=1,
                     tip=lambda row: row.score.detail),
)  # fmt: skip


def _cm(number: Decimal | None) -> str:
    return "" if number is None else f"{number:.1f}"


def _moved(number: Decimal | None) -> str:
    return "" if number is None else (signed(number) if number else "0")


GIRTHS = (
    Column[GirthRow]("Place, cm", lambda row: plain(row.place), 88, strong=True),
    Column[GirthRow]("Left", lambda row: _cm(row.left), 60, number=True, grow=1),
    Column[GirthRow]("Since first", lambda row: _moved(row.left_since), 84, number=True, grow=1),
    Column[GirthRow]("Right", lambda row: _cm(row.right), 60, number=True, grow=1),
    Column[GirthRow]("Since first", lambda row: _moved(row.right_since), 84, number=True, grow=1),
)


def score_rows(
    scores: tuple[OutcomeScore, ...], shown: tuple[MeasureProgress, ...]
) -> tuple[ScoreRow, ...]:
    """The scores of the series shown, the latest first."""
    held = {one.id: one for one in scores}
    found: list[ScoreRow] = []
    for series in shown:
        before: Decimal | None = None
        for reading in series.readings:
            score = held.get(reading.score_id)
            if score is not None:
                since_last = None if before is None else reading.score - before
                first = reading.score - series.baseline.score
                found.append(ScoreRow(score, series.unit, first, since_last))
            before = reading.score
    return tuple(sorted(found, key=lambda row: (row.score.measured_on, row.id or 0), reverse=True))


def girth_rows(scores: tuple[OutcomeScore, ...], limb: str) -> tuple[GirthRow, ...]:
    """The latest girths of both limbs, place by place, with their change from the first ones."""
    sides: dict[Side, tuple[dict[Decimal, Decimal], dict[Decimal, Decimal]]] = {}
    for side in (Side.LEFT, Side.RIGHT):
        held = [one for one in scores if one.series == ("girth", limb, side)]
        if held:
            sides[side] = _around(held[0]), _around(held[-1])
    places = sorted({place for _, last in sides.values() for place in last})
    rows = []
    for place in places:
        values: list[Decimal | None] = []
        for side in (Side.LEFT, Side.RIGHT):
            first, last = sides.get(side, ({}, {}))
            now, then = last.get(place), first.get(place)
            values += [now, None if now is None or then is None else now - then]
        left, left_since, right, right_since = values
        rows.append(GirthRow(str(place), place, left, right, left_since, right_since))
    return tuple(rows)


def _around(score: OutcomeScore) -> dict[Decimal, Decimal]:
    pairs = zip(score.landmarks, score.items, strict=True)
    return {place: girth for place, girth in pairs if girth is not None}


def last_words(shown: tuple[MeasureProgress, ...], today: date) -> str:
    """When it was measured last and with what, for the form."""
    if not shown:
        return "Not measured yet"
    latest = max(shown, key=lambda one: one.now.day)
    when = "today" if latest.now.day == today else f"on {say_date(latest.now.day)}"
    if len(shown) > 1:
        return f"Last measured {when}"
    return f"Last {value_words(latest.now.score, latest.unit)} {when}"
