"""Columns of what changed between two audits."""

from __future__ import annotations

from core.audit.compare import Change, Shows
from core.audit.words import SHOWS_WORDS, change_words, check_words, gap_words, points
from ui.models.row_table import Column

_KINDS = {Shows.BETTER: "good", Shows.WORSE: "error", Shows.NOTHING: "muted"}
_ICONS = {Shows.BETTER: "down", Shows.WORSE: "up", Shows.NOTHING: "minus"}


def change_columns() -> tuple[Column[Change], ...]:
    """Then, now, the difference with its interval, and what it shows."""
    return (
        Column[Change]("Check", lambda r: check_words(r.check), 180, strong=True, grow=2,
                       tip=change_words),
        Column[Change]("Clinician", lambda r: r.clinician or "everybody", 150, grow=1),
        Column[Change]("Before", lambda r: f"{r.before.errors} of {r.before.charts}", 92,
                       number=True),
        Column[Change]("Now", lambda r: f"{r.after.errors} of {r.after.charts}", 92, number=True),
        Column[Change]("Points", lambda r: points(r.difference.point), 62, number=True),
        Column[Change]("95% interval", gap_words, 150),
        Column[Change](
            "Shows", lambda r: SHOWS_WORDS[r.difference.shows], 124,
            kind=lambda r: _KINDS[r.difference.shows], icon=lambda r: _ICONS[r.difference.shows],
        ),
    )  # fmt: skip
