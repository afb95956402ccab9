"""What stands between a session and its signature: errors to mend, warnings to answer; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.errors import FieldProblem, InvalidInput
from core.model.bill import Alert, Bill
from core.model.encounter import Service
from core.model.kinds import Severity
from core.model.session import SessionRecord
from core.model.signing import KeptReason
from core.model.statements import RefusalKind
from core.services.forms import Form

LONGEST_REASON = 500
NOTE_EMPTY = Alert(
    "note-empty",
    Severity.WARNING,
    (),
    "The note is empty.",
    "Write what was found and done: a payer reads the bill by the note.",
    "MBPM ch.15 §220.3.E",
)
NO_DIAGNOSIS = Alert(
    "diagnosis-missing",
    Severity.WARNING,
    (),
    "The session has no diagnosis.",
    "Add the treated diagnosis: a superbill line must point to one.",
    "",
)
NO_ASSISTANT = Alert(
    "assistant-missing",
    Severity.WARNING,
    (),
    "Assistant minutes are typed, but no assistant is named.",
    "Choose who treated.",
    "",
)


@dataclass(frozen=True, slots=True)
class Reasons:
    """What a person answers when signing: by the key of each warning, and for changed minutes.

    `for_all` answers every warning that has no answer of its own.
    """

    warnings: Mapping[str, str] = field(default_factory=dict)
    minutes: str = ""
    for_all: str = ""


NONE = Reasons()


def key_of(alert: Alert) -> str:
    """What an answer to an alert is found by."""
    return " ".join((alert.id, *alert.codes))


def open_alerts(
    bill: Bill, record: SessionRecord, of_note: Sequence[Alert] = ()
) -> tuple[Alert, ...]:
    """Errors and warnings nobody has answered yet; a refusal for a reason is an answer.

    `of_note` are the alerts of the note coach.
    """
    answered = [no for no in record.refusals if no.kind is RefusalKind.SUGGESTION]
    billed = (
        alert
        for alert in (*bill.alerts, *of_note)
        if alert.severity is not Severity.NOTE
        and not any(no.alert == alert.id and set(alert.codes) <= set(no.codes) for no in answered)
    )
    by_key = {key_of(alert): alert for alert in (*billed, *_own_alerts(record))}
    return tuple(by_key.values())


def warnings_of(
    bill: Bill, record: SessionRecord, of_note: Sequence[Alert] = ()
) -> tuple[Alert, ...]:
    """The warnings that have to be answered with a reason."""
    return tuple(
        one for one in open_alerts(bill, record, of_note) if one.severity is Severity.WARNING
    )


def answered(
    bill: Bill, record: SessionRecord, reasons: Reasons, of_note: Sequence[Alert] = ()
) -> tuple[KeptReason, ...]:
    """The reasons as they are kept; raises InvalidInput for an error or a warning unanswered."""
    form, kept = Form(), []
    for alert in open_alerts(bill, record, of_note):
        if alert.severity is Severity.ERROR:
            form.problem("services", f"This error has to be mended before signing. {alert.message}")
            continue
        text = form.line(
            "reasons",
            "The reason",
            reasons.warnings.get(key_of(alert), reasons.for_all),
            most=LONGEST_REASON,
        )
        if not text:
            form.problem("reasons", f"Say why it is signed all the same: {alert.message}")
        kept.append(KeptReason(alert.id, alert.codes, alert.message, text))
    if form.problems:
        raise InvalidInput(tuple(form.problems))
    return tuple(kept)


def minutes_differ(before: Sequence[Service], after: Sequence[Service]) -> bool:
    """Whether any code's minutes, or who gave them, differ; an untimed row counts as well."""
    return minutes_words(before) != minutes_words(after)


def minutes_words(services: Sequence[Service]) -> str:
    """Minutes by code as they are kept beside a reason: `97110 15 + 8 assistant, 97140 15`."""
    sums: dict[str, tuple[int, int, int]] = {}
    for one in services:
        alone, helped, both = sums.get(one.code, (0, 0, 0))
        sums[one.code] = (
            alone + one.minutes,
            helped + one.assistant_minutes,
            both + one.together_minutes,
        )
    return ", ".join(_words(code, *parts) for code, parts in sorted(sums.items())) or "no service"


def needed_reason(text: str) -> str:
    """The reason for changed minutes, cleaned; raises FieldProblem where there is none."""
    form = Form()
    kept = form.line("minutes_reason", "The reason", text, most=LONGEST_REASON)
    if not kept:
        raise FieldProblem(
            "This session was signed before, and its minutes are now others. Say why they change:"
            " the reason is kept with the session and printed.",
            "minutes_reason",
        )
    form.done()
    return kept


def _words(code: str, alone: int, helped: int, both: int) -> str:
    parts = [str(alone)]
    if helped:
        parts.append(f"{helped} assistant")
    if both:
        parts.append(f"{both} together")
    return f"{code} {' + '.join(parts)}"


def _own_alerts(record: SessionRecord) -> tuple[Alert, ...]:
    helped = any(one.assistant_minutes or one.together_minutes for one in record.services)
    note = record.note
    empty = not any(
        part.strip() for part in (note.subjective, note.objective, note.assessment, note.plan)
    )
    found = (
        (NOTE_EMPTY, empty),
        (NO_DIAGNOSIS, bool(record.services) and not record.diagnoses),
        (NO_ASSISTANT, helped and record.assistant_provider_id is None),
    )
    return tuple(alert for alert, stands in found if stands)
