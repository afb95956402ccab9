"""Checks an authorisation and a visit limit before they are kept, in sentences by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from core.model import checks
from core.model.authorisation import Authorisation, CodeUnits, VisitLimit
from core.model.kinds import AuthorisationState, Discipline
from core.model.patient import Coverage, Patient
from core.model.typed_dates import say_date
from core.services.forms import NAME, Form
from core.services.permissions import inner
from core.store import authorisations, coverages, visit_limits

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

MOST_VISITS, MOST_UNITS, MOST_CODES = 999, 9999, 40
_CODE = 5  # characters of a procedure code


@inner
def check_authorisation(p: OpenPractice, one: Authorisation, patient: Patient) -> Authorisation:
    """The authorisation with texts cleaned; raises InvalidInput naming every bad field."""
    form = Form()
    cover = coverages.get(p.file.db, one.coverage_id)
    if cover is None or cover.patient_id != patient.id:
        form.problem("coverage_id", "Choose one of the patient's coverages.")
    clean = replace(
        one,
        payer_name=cover.payer_name if cover else "",
        number=form.line("number", "The number", one.number, most=50),
        codes=_clean_codes(one.codes, form),
        contact_name=form.line("contact_name", "The name", one.contact_name, most=NAME),
        contact_role=form.line("contact_role", "The role", one.contact_role, most=40),
        contact_phone=form.phone("contact_phone", one.contact_phone),
        contact_fax=form.phone("contact_fax", one.contact_fax),
        note=form.line("note", "The note", one.note, most=500),
    )
    _check_counts(clean, form)
    _check_days(p, clean, patient, cover, form)
    _check_state(clean, form)
    _check_overlap(p, clean, form)
    form.done()
    return clean


@inner
def check_limit(p: OpenPractice, limit: VisitLimit, old: VisitLimit | None) -> VisitLimit:
    """The limit with its disciplines in order; raises InvalidInput naming every bad field.

    `old` is the limit as it was kept, None for a new one; it stays with its patient.
    """
    form = Form()
    cover = coverages.get(p.file.db, limit.coverage_id)
    before = None if old is None else coverages.get(p.file.db, old.coverage_id)
    if cover is None or (before is not None and before.patient_id != cover.patient_id):
        form.problem("coverage_id", "Choose one of the patient's coverages.")
    if not limit.disciplines:
        form.problem("disciplines", "Choose which disciplines the limit is for.")
    if not 1 <= limit.visits <= MOST_VISITS:
        form.problem("visits", f"A year's visits lie between 1 and {MOST_VISITS}.")
    if not 1 <= limit.year_month <= 12:
        form.problem("year_month", "Choose the month in which the year begins.")
    form.days(starts_on=limit.starts_on, ends_on=limit.ends_on, looked_up_on=limit.looked_up_on)
    form.problem("ends_on", checks.period_problem(limit.starts_on, limit.ends_on))
    _check_elsewhere(limit, p.clock.today(), form)
    for other in visit_limits.of_coverage(p.file.db, limit.coverage_id):
        shared = set(limit.disciplines) & set(other.disciplines)
        if other.id != limit.id and shared and _overlap(limit, other):
            form.problem(
                "disciplines",
                f"{' and '.join(sorted(shared))} already has a limit of {other.visits} visits"
                " in these days. Change that one, or end it first.",
            )
            break
    form.done()
    return replace(
        limit,
        disciplines=tuple(one for one in Discipline if one in limit.disciplines),
        payer_name=cover.payer_name if cover else "",
    )


def _clean_codes(listed: tuple[CodeUnits, ...], form: Form) -> tuple[CodeUnits, ...]:
    clean: dict[str, CodeUnits] = {}
    for each in listed:
        code = each.code.strip().upper()
        problem = checks.code_problem(code)
        if not problem and len(code) != _CODE:
            problem = f"{code[:12]} is not a procedure code of five characters."
        form.problem("codes", problem)
        if each.units is not None and not 1 <= each.units <= MOST_UNITS:
            form.problem("codes", f"The units of {code[:12]} lie between 1 and {MOST_UNITS:,}.")
        if code in clean:
            form.problem("codes", f"{code[:12]} stands twice.")
        clean[code] = CodeUnits(code, each.units)
    if len(clean) > MOST_CODES:
        form.problem("codes", f"At most {MOST_CODES} codes can be listed.")
    return tuple(clean.values())


def _check_counts(one: Authorisation, form: Form) -> None:
    if one.visits is not None and not 1 <= one.visits <= MOST_VISITS:
        form.problem("visits", f"Visits lie between 1 and {MOST_VISITS}.")
    if one.units is not None and not 1 <= one.units <= MOST_UNITS:
        form.problem("units", f"Units lie between 1 and {MOST_UNITS:,}.")
        return
    highest = max((each.units or 0 for each in one.codes), default=0)
    if one.units is not None and highest > one.units:
        form.problem("codes", f"One code has {highest} units, more than the {one.units} in all.")


def _check_days(
    p: OpenPractice, one: Authorisation, patient: Patient, cover: Coverage | None, form: Form
) -> None:
    form.days(starts_on=one.starts_on, ends_on=one.ends_on)
    form.days(requested_on=one.requested_on, approved_on=one.approved_on)
    form.problem("ends_on", checks.period_problem(one.starts_on, one.ends_on))
    if one.starts_on and one.starts_on < patient.birth_date:
        form.problem("starts_on", "The authorisation begins before the patient's birth.")
    today = p.clock.today()
    for field, day in (("requested_on", one.requested_on), ("approved_on", one.approved_on)):
        if day and day > today:
            form.problem(field, "This day lies in the future. Check it.")
    if one.requested_on and one.approved_on and one.approved_on < one.requested_on:
        form.problem("approved_on", "The approval lies before the request. Check both days.")
    if cover and cover.ends_on and one.starts_on and one.starts_on > cover.ends_on:
        form.problem(
            "starts_on",
            f"{cover.payer_name} ended on {say_date(cover.ends_on)}. Choose the coverage that"
            " holds then.",
        )


def _check_state(one: Authorisation, form: Form) -> None:
    """What was granted says from when on, and what runs out."""
    if not one.is_granted:
        return
    if one.starts_on is None:
        form.problem("starts_on", "Enter the first day: before it nothing is authorised.")
    if one.state is AuthorisationState.ENDED and one.ends_on is None:
        form.problem("ends_on", "Enter the last day on which it held.")
    counted = one.visits or one.units or any(each.units for each in one.codes)
    if not counted and one.ends_on is None:
        form.problem("visits", "Enter the visits or units approved, or the last day.")


def _check_overlap(p: OpenPractice, one: Authorisation, form: Form) -> None:
    """One authorisation holds per discipline and day, so that each visit counts once."""
    if not one.is_granted or one.starts_on is None:
        return
    for other in authorisations.of_coverage(p.file.db, one.coverage_id):
        same = one.discipline is None or other.is_for(one.discipline)
        if other.id != one.id and other.is_granted and same and _overlap(one, other):
            name = f"Authorisation {other.number}".rstrip()
            until = f" to {say_date(other.ends_on)}" if other.ends_on else " on"
            start = say_date(other.starts_on) if other.starts_on else "the start"
            form.problem(
                "starts_on",
                f"{name} holds from {start}{until}. End it the day before this one begins, so that"
                " each visit counts once.",
            )
            return


def _check_elsewhere(limit: VisitLimit, today: date, form: Form) -> None:
    if limit.used_elsewhere is not None and not 0 <= limit.used_elsewhere <= MOST_VISITS:
        form.problem("used_elsewhere", f"Visits lie between 0 and {MOST_VISITS}.")
    if limit.used_elsewhere is not None and limit.looked_up_on is None:
        form.problem("looked_up_on", "Enter the day on which it was looked up.")
    if limit.used_elsewhere is None and limit.looked_up_on is not None:
        form.problem("used_elsewhere", "Enter the visits used elsewhere: 0 if there are none.")
    if limit.looked_up_on and limit.looked_up_on > today:
        form.problem("looked_up_on", "This day lies in the future. Check it.")


def _overlap(one: Authorisation | VisitLimit, other: Authorisation | VisitLimit) -> bool:
    return (one.starts_on or date.min) <= (other.ends_on or date.max) and (
        other.starts_on or date.min
    ) <= (one.ends_on or date.max)
