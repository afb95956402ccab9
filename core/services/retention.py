"""How long patients' records are kept: the practice's years, legal holds, and the removal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import FieldProblem, UserProblem
from core.library import retention_file
from core.model.permissions import Permission
from core.model.retention import LEAST_REASON, MOST_REASON, MOST_YEARS, Removed, Retention
from core.model.typed_dates import say_date
from core.rules.retention import kept_until
from core.services.changes import change
from core.services.credentials import confirm
from core.services.forms import Form
from core.services.permissions import needs
from core.store import removal
from core.store import retention as table
from core.store.practices import get_setting, set_setting

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

SETTING = "retention.years_after_service"
COPIES = (
    "Backup copies from before still hold the record until they are rotated away, and so does"
    " whatever was printed or saved. Destroy those in your hands."
)
_GONE = "This patient is not in the practice file. Search again."


@needs(Permission.SETTINGS_READ)
def years(p: OpenPractice) -> int:
    """How many years after the last service this practice keeps a record."""
    terms = retention_file.terms_on(p.clock.today())
    kept = get_setting(p.file.db, SETTING)
    return max(int(kept), terms.least_years_after_service) if kept else terms.years_after_service


@needs(Permission.SETTINGS_READ)
def least_years(p: OpenPractice) -> tuple[int, str]:
    """The fewest years that can be set, and the source that says so."""
    terms = retention_file.terms_on(p.clock.today())
    return terms.least_years_after_service, terms.cites["least_years_after_service"]


@needs(Permission.SETTINGS_WRITE)
def set_years(p: OpenPractice, wanted: int) -> int:
    """Keep other years; raises FieldProblem outside what the sources allow."""
    least, cite = least_years(p)
    if not least <= wanted <= MOST_YEARS:
        raise FieldProblem(
            f"A record is kept {least} to {MOST_YEARS} years after the last service ({cite}).",
            "retention_years",
        )
    with change(p, "retention.years", "setting") as work:
        set_setting(work.db, SETTING, str(wanted))
        work.detail["years"] = wanted
    return wanted


@needs(Permission.RECORDS_REMOVE)
def of_patient(p: OpenPractice, patient_id: int) -> Retention:
    """Until when a patient's record is kept, why, and whether a legal hold stands on it."""
    dates = table.dates_of(p.file.db, patient_id)
    if dates is None:
        raise UserProblem(_GONE)
    today, in_use = p.clock.today(), years(p)
    kept = kept_until(dates, retention_file.terms_on(today), in_use)
    return Retention(patient_id, kept, table.hold_of(p.file.db, patient_id), in_use, today)


@needs(Permission.RECORDS_REMOVE)
def set_hold(p: OpenPractice, patient_id: int, reason: str) -> Retention:
    """Put a record under a legal hold: it is not removed, whatever its age."""
    if of_patient(p, patient_id).hold is not None:
        raise UserProblem("A legal hold stands on this record already.")
    why = _reason(reason)
    with change(p, "retention.hold", "patient") as work:
        table.hold(work.db, patient_id, why, p.file.actor, work.now)
        work.object_id = work.patient_id = patient_id
        work.detail["reason"] = why
    return of_patient(p, patient_id)


@needs(Permission.RECORDS_REMOVE)
def lift_hold(p: OpenPractice, patient_id: int, reason: str) -> Retention:
    """End the legal hold, for a reason; its row stays."""
    if of_patient(p, patient_id).hold is None:
        raise UserProblem("No legal hold stands on this record.")
    why = _reason(reason)
    with change(p, "retention.lift", "patient") as work:
        table.lift(work.db, patient_id, why, p.file.actor, work.now)
        work.object_id = work.patient_id = patient_id
        work.detail["reason"] = why
    return of_patient(p, patient_id)


@needs(Permission.RECORDS_REMOVE)
def remove_patient(p: OpenPractice, patient_id: int, reason: str, secret: str) -> Removed:
    """Remove a patient's whole record for good, once its term is over; the audit trail stays.

    `secret` is the owner's own password. Raises UserProblem with the day before which it is
    refused, or the hold that stands on it.
    """
    state = of_patient(p, patient_id)
    if state.hold is not None:
        raise UserProblem(
            f"{state.hold.set_by} put this record under a legal hold: {state.hold.reason}. It is"
            " not removed until the hold is lifted."
        )
    if not state.may_be_removed:
        raise UserProblem(
            f"This record is kept until {say_date(state.kept.until)}: {state.kept.because}."
            " It can be removed on a later day."
        )
    why = _reason(reason)
    confirm(p, secret)
    with change(p, "patient.remove", "patient") as work:
        removal.keep_numbers(work.db, patient_id, why, state.kept.until, p.file.actor, work.now)
        rows = removal.remove(p.file, work.db, patient_id)
        work.object_id = work.patient_id = patient_id
        work.detail |= {"reason": why, "kept_until": state.kept.until.isoformat(), "rows": rows}
    _forget(p, patient_id)
    return Removed(rows, COPIES)


def _reason(text: str) -> str:
    form = Form()
    why = form.line("reason", "The reason", text, most=MOST_REASON, needed=True)
    if why and len(why) < LEAST_REASON:
        form.problem("reason", f"Say the reason in at least {LEAST_REASON} characters.")
    form.done()
    return why


def _forget(p: OpenPractice, patient_id: int) -> None:
    """Nothing in memory tells of the patient any more."""
    for key in [key for key in p.memory.glass if key[1] == patient_id]:
        del p.memory.glass[key]
