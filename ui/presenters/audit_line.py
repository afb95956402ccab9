"""The settings' list of the practice's own lines for error rates."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.errors import FieldProblem
from core.model.typed_dates import say_date
from core.services import audit_lines
from core.services.audit_lines import OwnLine, share_typed
from ui.models.records import Column
from ui.presenters.fields import Field, Kind, required
from ui.presenters.settings import ListSpec, Values


def error_lines() -> ListSpec:
    """From when which share of sessions in error is too many; green, amber and red follow it."""
    return ListSpec(
        "audit-line", "Audit line", "gauge", "line",
        "Audits call a rate green, amber or red against 20 %. Set a line of your own from a day "
        "on; no regulation asks for one.",
        (
            Column("From", lambda r: say_date(r.starts_on)),
            Column("In error, at most", lambda r: f"{_typed(r)}%", number=True),
            Column("Why", lambda r: r.reason),
        ),
        (
            Field("starts_on", "From the day on which an audit ends", width=4, kind=Kind.DATE,
                  needed=True),
            Field("percent", "Per cent in error, at most", required("The line", _problem), 3,
                  placeholder="20"),
            Field("reason", "Why", required("The reason"), 5,
                  placeholder="Compliance plan of 2026"),
        ),
        audit_lines.own_lines, audit_lines.save_line, _values, _line,
    )  # fmt: skip


def _problem(text: str) -> str:
    try:
        return audit_lines.share_problem(share_typed(text))
    except FieldProblem as problem:
        return problem.message


def _values(line: OwnLine) -> dict[str, Any]:
    return {"starts_on": line.starts_on, "percent": _typed(line), "reason": line.reason}


def _typed(line: OwnLine) -> str:
    return f"{(line.share * 100).normalize():f}"


def _line(values: Values, old: OwnLine | None) -> OwnLine:
    made = old or OwnLine(values["starts_on"], Decimal(0))
    share = share_typed(values["percent"])
    return replace(made, starts_on=values["starts_on"], share=share, reason=values["reason"])
