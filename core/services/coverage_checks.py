"""Checks a coverage: its texts, its days, and that it overlaps no other of its rank."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from core.model import checks
from core.model.patient import Coverage, Patient
from core.model.typed_dates import say_date
from core.services.forms import NAME, Form
from core.services.permissions import inner
from core.store import payers

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


@inner
def check_coverage(
    p: OpenPractice, coverage: Coverage, patient: Patient, others: tuple[Coverage, ...]
) -> Coverage:
    """The coverage with texts cleaned; raises InvalidInput naming every bad field."""
    form = Form()
    payer = payers.get(p.file.db, coverage.payer_id)
    if payer is None:
        form.problem("payer_id", "Choose the payer from the list.")
    clean = replace(
        coverage,
        payer_name=payer.name if payer else "",
        member_id=form.checked("member_id", coverage.member_id, checks.member_id_problem),
        group_number=form.line("group_number", "The group number", coverage.group_number, most=40),
        plan_name=form.line("plan_name", "The plan's name", coverage.plan_name, most=NAME),
        subscriber_first_name=form.line(
            "subscriber_first_name",
            "The subscriber's first name",
            coverage.subscriber_first_name,
            most=NAME,
        ),
        subscriber_last_name=form.line(
            "subscriber_last_name",
            "The subscriber's last name",
            coverage.subscriber_last_name,
            most=NAME,
        ),
    )
    if not clean.member_id:
        form.problem("member_id", "The member ID is missing. It stands on the card.")
    if clean.id is not None and all(other.id != clean.id for other in others):
        form.problem("id", "This coverage belongs to another patient.")
    _check_days(p, clean, patient, others, form)
    form.done()
    return clean


def _check_days(
    p: OpenPractice,
    coverage: Coverage,
    patient: Patient,
    others: tuple[Coverage, ...],
    form: Form,
) -> None:
    form.days(starts_on=coverage.starts_on, ends_on=coverage.ends_on)
    form.problem("ends_on", checks.period_problem(coverage.starts_on, coverage.ends_on))
    if coverage.ends_on and coverage.ends_on < patient.birth_date:
        form.problem("ends_on", "The coverage ends before the patient's birth.")
    birth = coverage.subscriber_birth_date
    if birth:
        problem = checks.birth_date_problem(birth, p.clock.today())
        form.problem("subscriber_birth_date", problem)
    for other in others:
        if other.id != coverage.id and other.rank is coverage.rank and _overlap(coverage, other):
            form.problem(
                "starts_on",
                f"{other.payer_name} is {other.rank.value} {_period(other)} and overlaps."
                " End it the day before this one starts.",
            )


def _overlap(one: Coverage, other: Coverage) -> bool:
    starts, ends = date.min, date.max
    return (one.starts_on or starts) <= (other.ends_on or ends) and (other.starts_on or starts) <= (
        one.ends_on or ends
    )


def _period(coverage: Coverage) -> str:
    start = f"from {say_date(coverage.starts_on)}" if coverage.starts_on else "from the start"
    return f"{start} to {say_date(coverage.ends_on)}" if coverage.ends_on else f"{start} on"
