"""Columns of how specific each clinician's notes are, lately and before."""

from __future__ import annotations

from core.audit.drift import Drift
from core.audit.words import drift_words, percent
from ui.models.row_table import Column


def _state(one: Drift) -> tuple[str, str, str]:
    if not one.is_enough:
        return "Too few notes", "info", "muted"
    if one.got_generic:
        return "More generic", "warning", "warning"
    return "As before", "check-circle", "good"


def drift_columns() -> tuple[Column[Drift], ...]:
    """The state first; shares only where enough notes stand behind them."""

    def share(value: float, one: Drift) -> str:
        return percent(value) if one.is_enough else ""

    return (
        Column[Drift]("Clinician", lambda r: r.clinician, 150, strong=True, grow=2,
                      tip=drift_words),
        Column[Drift]("Shown", lambda r: _state(r)[0], 130,
                      icon=lambda r: _state(r)[1], kind=lambda r: _state(r)[2]),
        Column[Drift]("Notes lately", lambda r: str(r.lately.notes), 92, number=True),
        Column[Drift]("Before", lambda r: str(r.before.notes), 66, number=True),
        Column[Drift]("Specific lately", lambda r: share(r.lately.specific, r), 118, number=True),
        Column[Drift]("Before", lambda r: share(r.before.specific, r), 66, number=True),
        Column[Drift]("Repeated lately", lambda r: share(r.lately.alike, r), 128, number=True),
        Column[Drift]("Before", lambda r: share(r.before.alike, r), 66, number=True),
    )  # fmt: skip
