"""Whether a code can stand on a bill of this day and discipline."""

from __future__ import annotations

from core.model.kinds import Severity
from core.rules.codes import Basis, CodeEntry, TherapyClass
from core.rules.coverage import NOT_BILLABLE, in_place, judge_payment
from core.rules.draft import Draft, Work
from core.rules.parameters import DatedValue, NotKnown
from core.rules.units import leave_unassigned


def judge_codes(draft: Draft) -> None:
    """Refuse what cannot be billed, by the first reason that holds, and say why."""
    profile = draft.rules.profile
    asked = isinstance(profile.status_policy, DatedValue)
    unasked: list[Work] = []
    for work in draft.works:
        entry = work.entry
        if entry is None:
            _refuse_unknown(draft, work)
        elif not entry.in_force(draft.encounter.date):
            _refuse_out_of_force(draft, work, entry)
        elif asked or (entry.basis is Basis.TIMED and isinstance(profile.unit_rule, NotKnown)):
            judge_payment(draft, work, entry)
        else:
            unasked.append(work)
        if work.refused:
            draft.say(
                f"{work.code[:20] or 'No code'} is not billed", work.message, work.cite, work.since
            )
    if unasked:
        leave_unassigned(draft, unasked, f"What {profile.name} pays")


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
        in_place(entry, _in_force(draft, entry.replaced_by)),
    )


def _in_force(draft: Draft, codes: tuple[str, ...]) -> tuple[str, ...]:
    known = [(code, draft.book.codes.get(code)) for code in codes]
    return tuple(code for code, entry in known if entry and entry.in_force(draft.encounter.date))


def check_disciplines(draft: Draft) -> None:
    """Flag a discipline-specific code under another discipline; the line stays."""
    discipline = draft.encounter.discipline
    for work in draft.works:
        entry = work.entry
        if not entry or work.refused or not entry.only or discipline in entry.only:
            continue
        evaluation = entry.therapy is not TherapyClass.NEVER
        severity = Severity.ERROR if evaluation else Severity.WARNING
        why = f"{entry.code} is a code of {' or '.join(entry.only)}; this session is {discipline}."
        fix = f"Use the {discipline} code for the service, or correct the discipline."
        draft.alert("discipline", severity, (entry.code,), why, fix, entry.cite)
