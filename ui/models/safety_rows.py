"""Columns of the backup copies, of what a restored one differs in, and of the audit trail."""

from __future__ import annotations

import json

from core.model.typed_dates import say_date
from core.services.audit_trail import AuditRow
from core.services.restoring import CopyRow, Difference
from ui.models.row_table import Column


def _counted(copy: CopyRow, what: str) -> str:
    return f"{copy.counts[what]:,}" if copy.counts and what in copy.counts else ""


def _copy_state(copy: CopyRow) -> str:
    if copy.verified_at is None:
        return "not verified"
    verified = copy.verified_at.astimezone()
    return f"{say_date(verified.date())} {verified:%H:%M}"


def copy_name(copy: CopyRow) -> str:
    """A copy as a person tells it apart: when it was made."""
    return f"{say_date(copy.moment.date())} {copy.moment:%H:%M}"


def _after(copy: CopyRow) -> str:
    return "" if copy.changes_after is None else f"{copy.changes_after:,}"


COPY_COLUMNS = (
    Column[CopyRow]("Made", copy_name, 136, strong=True, grow=1),
    Column[CopyRow](
        "Verified", _copy_state, 150, grow=1,
        kind=lambda copy: "warning" if copy.verified_at is None else "good",
        icon=lambda copy: "warning" if copy.verified_at is None else "check-circle",
    ),
    Column[CopyRow]("Patients", lambda copy: _counted(copy, "patients"), 84, number=True),
    Column[CopyRow]("Sessions", lambda copy: _counted(copy, "sessions"), 84, number=True),
    Column[CopyRow](
        "Changes since", _after, 112, number=True,
        tip=lambda _: "Changes made in the practice after this copy: it does not hold them.",
    ),
)  # fmt: skip


def _present(one: Difference) -> str:
    return "not known" if one.at_present is None else f"{one.at_present:,}"


def _missing(one: Difference) -> str:
    if one.at_present is None:
        return ""
    less = one.at_present - one.in_copy
    if not less:
        return "the same"
    return f"{abs(less):,} {'fewer' if less > 0 else 'more'} in the copy"


DIFFERENCE_COLUMNS = (
    Column[Difference]("What", lambda one: one.what.capitalize(), 130, strong=True, grow=1),
    Column[Difference]("In the copy", lambda one: f"{one.in_copy:,}", 100, number=True),
    Column[Difference]("In the file of today", _present, 140, number=True),
    Column[Difference](
        "Difference", _missing, 170, grow=2,
        kind=lambda one: "" if one.at_present in (None, one.in_copy) else "warning",
    ),
)  # fmt: skip


def action_words(action: str) -> str:
    """An action of the trail in words: `encounter.save` is told as `Encounter save`."""
    return action.replace(".", " ").replace("_", " ").capitalize()


def _when(row: AuditRow) -> str:
    at = row.event.at.astimezone()
    return f"{say_date(at.date())} {at:%H:%M:%S}"


def _what(row: AuditRow) -> str:
    words = row.event.object_kind.replace("_", " ")
    return f"{words} {row.event.object_id}" if row.event.object_id else words


def detail_words(row: AuditRow) -> str:
    """What an entry tells besides, in one line."""
    told = []
    for name, value in row.event.detail.items():
        if isinstance(value, list):
            said = ", ".join(str(one) for one in value)
        elif isinstance(value, dict):
            said = json.dumps(value, sort_keys=True)
        else:
            said = str(value)
        told.append(f"{name.replace('_', ' ')}: {said}")
    return "; ".join(told)


AUDIT_COLUMNS = (
    Column[AuditRow]("No.", lambda row: f"{row.event.seq:,}", 60, number=True),
    Column[AuditRow]("When", _when, 160),
    Column[AuditRow]("Who", lambda row: row.event.actor, 112, strong=True, grow=1),
    Column[AuditRow]("What", lambda row: action_words(row.event.action), 160, grow=1),
    Column[AuditRow]("Where", _what, 104),
    Column[AuditRow]("Patient", lambda row: row.patient, 104, grow=1),
    Column[AuditRow]("Told", detail_words, 130, grow=3),
)
