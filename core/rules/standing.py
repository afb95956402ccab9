"""Whether a code can stand on a bill to this payer on this day."""

from __future__ import annotations

from datetime import date

from core.model.kinds import Discipline, Severity
from core.rules.codes import CodeEntry, MedicareStatus, TherapyClass
from core.rules.draft import Draft, Work
from core.rules.parameters import DatedValue
from core.rules.profile import ChiropracticBenefit, StatusPolicy, is_value

NOT_BILLABLE = "not-billable"


def judge_codes(draft: Draft) -> None:
    """Refuse what cannot be billed, by the first reason that holds, and say why."""
    for work in draft.works:
        entry = work.entry
        if entry is None:
            _refuse_unknown(draft, work)
        elif not entry.in_force(draft.encounter.date):
            _refuse_out_of_force(draft, work, entry)
        else:
            _judge_payment(draft, work, entry)
        if work.refused:
            draft.say(
                f"{work.code[:20] or 'No code'} is not billed", work.message, work.cite, work.since
            )


def _refuse_unknown(draft: Draft, work: Work) -> None:
    if not work.code:
        message = "Minutes without a code."
        work.refuse("unassigned", message, "")
    else:
        message = f"{work.code[:20]} is not a code this program knows."
        work.refuse(NOT_BILLABLE, message, "")
    draft.alert(
        "unknown-code",
        Severity.ERROR,
        (work.code,),
        f"{message} It is not billed and its minutes count toward nothing.",
        "Check the number, or pick the code from the list.",
        "Not among the codes of the rule book",
    )


def _refuse_out_of_force(draft: Draft, work: Work, entry: CodeEntry) -> None:
    day = draft.encounter.date
    if entry.since and day < entry.since:
        why = f"{entry.code} begins on {entry.since}; the session was on {day}."
    else:
        why = f"{entry.code} ended on {entry.until}; the session was on {day}."
    work.refuse(NOT_BILLABLE, why, entry.cite, entry.since)
    instead = f" ({' or '.join(entry.replaced_by)})" if entry.replaced_by else ""
    draft.alert(
        "code-not-in-force",
        Severity.ERROR,
        (entry.code,),
        f"{why} It is not billed.",
        f"Use the code that was in force on that day{instead}, or check the date.",
        entry.cite,
    )


def _judge_payment(draft: Draft, work: Work, entry: CodeEntry) -> None:
    profile = draft.rules.profile
    refused = profile.not_accepted
    if isinstance(refused, DatedValue) and entry.code in refused.words:
        why = f"{profile.name} does not pay {entry.code}."
        _refuse_not_payable(draft, work, why, refused.cite, refused.since)
    elif _outside_chiropractic_benefit(draft, entry):
        why = f"{profile.name} pays a chiropractor for manual spinal manipulation only."
        limit = profile.chiropractic_benefit
        if isinstance(limit, DatedValue):
            _refuse_not_payable(draft, work, why, limit.cite, limit.since)
    elif is_value(profile.status_policy, StatusPolicy.MEDICARE):
        _judge_status(draft, work, entry)


def _outside_chiropractic_benefit(draft: Draft, entry: CodeEntry) -> bool:
    if draft.encounter.discipline is not Discipline.DC:
        return False
    limit = draft.rules.profile.chiropractic_benefit
    covered = entry.only == (Discipline.DC,) and entry.status is MedicareStatus.ACTIVE
    return is_value(limit, ChiropracticBenefit.MANIPULATION_ONLY) and not covered


def _judge_status(draft: Draft, work: Work, entry: CodeEntry) -> None:
    name = draft.rules.profile.name
    if entry.status is MedicareStatus.BUNDLED:
        why = f"{name} pays {entry.code} as part of other services, never by itself."
        work.refuse("bundled", why, entry.cite)
        fix = "Keep it in the note. It is billed neither to the payer nor to the patient."
        draft.alert("bundled", Severity.NOTE, (entry.code,), why, fix, entry.cite)
    elif entry.status is MedicareStatus.INVALID and entry.replaced_by:
        instead = " or ".join(entry.replaced_by)
        why = f"{name} does not take {entry.code}; the service goes out as {instead}."
        work.refuse(NOT_BILLABLE, why, entry.cite)
        fix = f"If the service was {instead}, put {instead} in place of {entry.code}."
        draft.alert(
            "replaced-code",
            Severity.WARNING,
            (entry.code, *entry.replaced_by),
            why,
            fix,
            entry.cite,
        )
    elif entry.status in (MedicareStatus.INVALID, MedicareStatus.NONCOVERED):
        _refuse_not_payable(draft, work, f"{name} does not cover {entry.code}.", entry.cite)


def _refuse_not_payable(
    draft: Draft, work: Work, why: str, cite: str, since: date | None = None
) -> None:
    work.refuse(NOT_BILLABLE, why, cite, since)
    fix = "Keep it in the note; tell the patient beforehand what is not covered."
    draft.alert("not-payable", Severity.WARNING, (work.code,), why, fix, cite)


def check_disciplines(draft: Draft) -> None:
    """Flag a discipline-specific code under another discipline; the line stays."""
    discipline = draft.encounter.discipline
    for work in draft.works:
        entry = work.entry
        if entry and not work.refused and entry.only and discipline not in entry.only:
            if entry.therapy is TherapyClass.NEVER:
                continue
            owners = " or ".join(entry.only)
            draft.alert(
                "discipline",
                Severity.ERROR,
                (entry.code,),
                f"{entry.code} belongs to a plan of care of {owners}; this session is "
                f"{discipline.value}.",
                f"Use the {discipline.value} code for the service, or correct the discipline.",
                entry.cite,
            )
