"""What a person should look at before the session is complete, each with the place to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from core.model.bill import Alert, Bill
from core.model.kinds import Severity
from core.model.patient import Patient
from core.model.session import SessionRecord
from core.model.statements import Attestation, Refusal, RefusalKind
from ui.presenters.session_acts import Act, refused_by, say_standing, take_back
from ui.presenters.session_sheet import Column, Problem, ReadRow, minute_header

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_OVERLAP = "interval-overlap"
_MISMATCH = "minutes-mismatch"
_COLUMN_OF_ALERT = {
    _OVERLAP: Column.CLOCK,
    _MISMATCH: Column.CLOCK,
    "unknown-code": Column.CODE,
    "code-not-in-force": Column.CODE,
    "replaced-code": Column.CODE,
    "discipline": Column.CODE,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor goes: a cell of the grid, or a field by its object name."""

    row: int = -1
    column: Column = Column.THERAPIST
    field: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at: what is wrong, what to do, who says so, and where."""

    severity: Severity
    message: str
    fix: str
    cite: str
    place: Place
    acts: tuple[Act, ...] = ()


def checks_of(
    bill: Bill,
    problems: tuple[Problem, ...],
    read: tuple[ReadRow, ...],
    own: tuple[Check, ...],
    record: SessionRecord,
    acts: Mapping[Alert, tuple[Act, ...]],
) -> tuple[Check, ...]:
    """Cells that cannot be read, the screen's own checks and the engine's alerts, worst first.

    `acts` are what a person may do about each alert; what was done already stands as a note.
    """
    told = {alert.id for alert in bill.alerts}
    cells = [
        _cell_check(problem, read)
        for problem in problems
        if not (_OVERLAP in told and "overlaps" in problem.message)
    ]
    unread = {read[one.row].service.code for one in problems}
    alerts = [
        _answered(alert, read, record, acts.get(alert, ()))
        for alert in bill.alerts
        if not (alert.id == _MISMATCH and unread.intersection(alert.codes))
    ]
    declined = [_standing(no, read) for no in record.refusals if _is_line(no, read)]
    stands = [*(_standing(one, read) for one in record.attestations), *declined]
    return tuple(sorted((*cells, *own, *alerts, *stands), key=lambda check: _ORDER[check.severity]))


def _cell_check(problem: Problem, read: tuple[ReadRow, ...]) -> Check:
    code = read[problem.row].service.code or f"row {problem.row + 1}"
    names = {
        Column.REGION: "region",
        Column.SIDE: "side",
        Column.CLOCK: "clock times",
        Column.POINTERS: "diagnosis pointers",
        Column.UNITS: "units",
    }
    what = names.get(problem.column, "minutes")
    message = f"{code}: the {what} cannot be read and are left out of the bill."
    if "overlaps" in problem.message:
        message = f"{code}: clock times overlap."
    place = Place(problem.row, problem.column)
    return Check(Severity.ERROR, message, problem.message, "", place)


def _answered(
    alert: Alert, read: tuple[ReadRow, ...], record: SessionRecord, acts: tuple[Act, ...]
) -> Check:
    """An alert with its acts; a refused suggestion is a note that says who refused it and why."""
    check = replace(_alert_check(alert, read), acts=acts)
    refusal = refused_by(alert, record)
    if refusal is None:
        return check
    acts = (take_back(refusal),)
    message = say_standing(refusal)
    return replace(check, severity=Severity.NOTE, message=message, fix=alert.message, acts=acts)


def _is_line(one: Refusal, read: tuple[ReadRow, ...]) -> bool:
    here = {row.service.code for row in read}
    return one.kind is RefusalKind.LINE and not here.isdisjoint(one.codes)


def _standing(one: Attestation | Refusal, read: tuple[ReadRow, ...]) -> Check:
    rows = [place for place, row in enumerate(read) if row.service.code in one.codes]
    place = Place(rows[-1] if rows else -1)
    return Check(Severity.NOTE, say_standing(one), "", "", place, (take_back(one),))


def _alert_check(alert: Alert, read: tuple[ReadRow, ...]) -> Check:
    column = _COLUMN_OF_ALERT.get(alert.id, Column.THERAPIST)
    rows = [place for place, one in enumerate(read) if one.service.code in alert.codes]
    place = Place(rows[-1] if rows else -1, column)
    return Check(alert.severity, alert.message, alert.fix, alert.cite, place)


def own_checks(
    record: SessionRecord,
    patient: Patient,
    read: tuple[ReadRow, ...],
    today: date,
    date_problem: str,
) -> tuple[Check, ...]:
    """What the screen itself knows: the day, the people and the diagnoses."""
    found = [_day_check(record.date, patient, today, date_problem)]
    assisted = any(row.service.assistant_minutes or row.service.together_minutes for row in read)
    if assisted and record.assistant_provider_id is None:
        header = minute_header(record.discipline, Column.ASSISTANT).removesuffix(" min")
        message = f"{header} minutes are typed, but no assistant is named."
        found.append(_field(Severity.WARNING, message, "Choose who treated.", "assistant"))
    if not record.rendering_provider_id:
        message = "The session names no rendering provider."
        found.append(_field(Severity.ERROR, message, "Choose who treated.", "provider"))
    if read and not record.diagnoses:
        message = "The session has no diagnosis."
        fix = "Add the treated diagnosis: a superbill line must point to one."
        found.append(_field(Severity.WARNING, message, fix, "diagnosis"))
    return tuple(check for check in found if check is not None)


def _day_check(day: date, patient: Patient, today: date, date_problem: str) -> Check | None:
    if date_problem:
        fix = "The last readable date is used until then."
        return _field(Severity.ERROR, date_problem, fix, "date")
    if day > today:
        message = "The date of service lies in the future."
        return _field(Severity.ERROR, message, "Correct the date of the session.", "date")
    if day < patient.birth_date:
        message = "The date of service lies before the patient's birth."
        return _field(Severity.ERROR, message, "Correct the date, or the date of birth.", "date")
    return None


def _field(severity: Severity, message: str, fix: str, field: str) -> Check:
    return Check(severity, message, fix, "", Place(field=field))
