"""The practice's own line for error rates, dated, kept among the settings with who and why."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from core.audit.lines import Line, OwnLine, line_on
from core.errors import FieldProblem, UserProblem
from core.library.audit_files import load_audit_rules
from core.model.clean_text import clean_line
from core.model.permissions import Permission
from core.services.changes import change
from core.services.forms import Form
from core.services.permissions import inner, needs
from core.store.practices import get_setting, set_setting

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

__all__ = ["OwnLine", "line_at", "line_for", "own_lines", "save_line", "share_typed"]
SETTING = "audit.error_rate"
LEAST, MOST = Decimal("0.01"), Decimal("0.50")
_LONGEST = 200


@needs(Permission.SETTINGS_READ)
def own_lines(p: OpenPractice) -> tuple[OwnLine, ...]:
    """Every line of the practice's own, the newest first; empty: the shipped one holds."""
    kept = json.loads(get_setting(p.file.db, SETTING) or "[]")
    found = [
        OwnLine(date.fromisoformat(one["from"]), Decimal(one["share"]), one["reason"], one["id"])
        for one in kept
    ]
    return tuple(sorted(found, key=lambda one: one.starts_on, reverse=True))


@needs(Permission.SETTINGS_WRITE)
def save_line(p: OpenPractice, line: OwnLine) -> OwnLine:
    """Keep a line, new when it has no id; raises InvalidInput naming every bad field.

    Two lines never begin on the same day.
    """
    others = [one for one in own_lines(p) if one.id != line.id]
    form = Form()
    form.days(starts_on=line.starts_on)
    if any(one.starts_on == line.starts_on for one in others):
        form.problem("starts_on", "Another line begins on this day. Change that one.")
    form.problem("percent", share_problem(line.share))
    reason = form.line("reason", "The reason", line.reason, most=_LONGEST, needed=True)
    form.done()
    number = line.id or max((one.id or 0 for one in others), default=0) + 1
    clean = replace(line, reason=reason, id=number)
    with change(p, "audit_line.save", "setting") as work:
        rows = [
            {"id": one.id, "from": one.starts_on.isoformat(), "share": str(one.share),
             "reason": one.reason}
            for one in (*others, clean)
        ]  # fmt: skip
        set_setting(work.db, SETTING, json.dumps(rows, ensure_ascii=False))
        work.detail |= {"from": clean.starts_on.isoformat(), "share": str(clean.share)}
    return clean


def share_problem(share: Decimal) -> str:
    """What is wrong with a line, or nothing."""
    if not LEAST <= share <= MOST:
        return f"Type a share from {LEAST:.0%} to {MOST:.0%}."
    return ""


def share_typed(text: str) -> Decimal:
    """A share of one from per cent as typed; raises FieldProblem for what is no number."""
    clean = clean_line(text).removesuffix("%").strip().replace(",", ".")
    try:
        share = Decimal(clean) / 100
    except ArithmeticError:
        share = Decimal("NaN")
    if not share.is_finite():
        raise FieldProblem("Type per cent as a number, such as 15.", "percent")
    return share


def line_at(own: Iterable[OwnLine], day: date) -> Line:
    """The line that holds on a day; raises UserProblem where none is known."""
    found = line_on(own, load_audit_rules(), day)
    if found is None:
        raise UserProblem("No error rate is known for that day. Choose a later period.", "last")
    return found


@inner
def line_for(p: OpenPractice, day: date) -> Line:
    """The line of this practice on a day."""
    return line_at(own_lines(p), day)
