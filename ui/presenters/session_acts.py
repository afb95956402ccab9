"""What a person may do about an alert: state it, refuse it, take it back; pure, without Qt.

Each act is tried out on the bill first, so that what it changes is shown before it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum

from core.model.bill import Alert, Bill
from core.model.day_facts import EngineFacts
from core.model.kinds import Severity
from core.model.session import SessionRecord
from core.model.statements import Attestation, Refusal, RefusalKind, StatementKind
from core.rules.rulebook import RuleBook
from core.rules.secondary import ALERT as SECONDARY_ALERT
from core.rules.wording import plural
from core.services.billing import bill_for

_NOBODY = datetime(1970, 1, 1, tzinfo=UTC)
_STATED = {
    "KX": (StatementKind.KX, "I attest medical necessity"),
    "AT": (StatementKind.ACTIVE, "I attest active treatment"),
    **{
        word: (StatementKind.MODIFIER, f"I attest it was distinct: {word}")
        for word in ("59", "XE", "XP", "XS", "XU")
    },
}
_DECIDED = {
    RefusalKind.LINE: "The smaller units are billed",
    RefusalKind.SUGGESTION: "The first payer's units are billed",
}
_PAIRS = ("edit-pair", "distinctness-missing", "cmt-same-region")
_SUGGESTIONS = ("kx", "modifier-missing")
_LIMITS = ("mue", "day-cap")


class ActKind(Enum):
    """What pressing the button does."""

    STATE = "state"
    REFUSE = "refuse"
    TAKE_BACK = "take back"


@dataclass(frozen=True, slots=True)
class Act:
    """One button: its words, what it changes on the bill, and what is then kept.

    Name and time of `said` are empty until a person acts; a refusal's reason is asked then.
    """

    kind: ActKind
    words: str
    change: str
    said: Attestation | Refusal


def acts_of(
    alert: Alert, record: SessionRecord, facts: EngineFacts, book: RuleBook, bill: Bill
) -> tuple[Act, ...]:
    """The acts that an alert leaves open to a person, at most two."""
    if alert.severity is Severity.NOTE:
        return ()

    def tried(said: Attestation | Refusal) -> Bill:
        return bill_for(with_said(record, said), facts, book)

    found: list[Act] = []
    stated = _statement(alert)
    if stated is not None:
        words, said = stated
        after = tried(said)
        if _helps(alert, after):
            found.append(Act(ActKind.STATE, words, say_change(bill, after), said))
    if alert.id == SECONDARY_ALERT:
        return _second_payer(alert, bill, tried)
    if alert.id in _SUGGESTIONS and found:
        no = Refusal(RefusalKind.SUGGESTION, alert.id, alert.codes, "", "", _NOBODY)
        found.append(Act(ActKind.REFUSE, "Refuse …", "", no))
    elif alert.id in _PAIRS or (alert.id in _LIMITS and len(alert.codes) == 1):
        code = _declinable(alert, bill)
        if code:
            no = Refusal(RefusalKind.LINE, alert.id, (code,), "", "", _NOBODY)
            change = say_change(bill, tried(no))
            if change:
                found.append(Act(ActKind.REFUSE, f"Do not bill {code} …", change, no))
    return tuple(found)


def _second_payer(
    alert: Alert, bill: Bill, tried: Callable[[Attestation | Refusal], Bill]
) -> tuple[Act, ...]:
    """Take the smaller count, or stay with the first payer's; either with a reason that is kept."""
    smaller = Refusal(RefusalKind.LINE, alert.id, alert.codes, "", "", _NOBODY)
    stay = Refusal(RefusalKind.SUGGESTION, alert.id, alert.codes, "", "", _NOBODY)
    change = say_change(bill, tried(smaller))
    found = [Act(ActKind.REFUSE, "Bill the smaller units …", change, smaller)] if change else []
    return (*found, Act(ActKind.REFUSE, "Stay with the first payer …", "", stay))


def acts_of_bill(
    bill: Bill, record: SessionRecord, facts: EngineFacts, book: RuleBook
) -> dict[Alert, tuple[Act, ...]]:
    """The acts of every alert; what one pair's statement does is offered at the pair alone."""
    found = {alert: acts_of(alert, record, facts, book, bill) for alert in bill.alerts}
    paired = {
        code
        for acts in found.values()
        for act in acts
        if isinstance(act.said, Attestation) and act.said.kind is StatementKind.DISTINCT
        for code in act.said.codes
    }
    return {
        alert: tuple(act for act in acts if not _is_repeated(act, paired))
        for alert, acts in found.items()
    }


def _is_repeated(act: Act, paired: set[str]) -> bool:
    said = act.said
    modifier = isinstance(said, Attestation) and said.kind is StatementKind.MODIFIER
    return modifier and not paired.isdisjoint(said.codes)


def _statement(alert: Alert) -> tuple[str, Attestation] | None:
    """The statement an alert asks for; the modifier is the one its own sentence names."""
    if alert.id in _PAIRS:
        said = Attestation(StatementKind.DISTINCT, alert.codes, "", "", _NOBODY)
        return "I attest they were distinct", said
    if alert.id not in _SUGGESTIONS:
        return None
    named = alert.fix.replace(",", " ").replace(":", " ").split()
    word = "KX" if alert.id == "kx" else next((one for one in named if one in _STATED), "")
    if not word:
        return None
    kind, words = _STATED[word]
    return words, Attestation(kind, alert.codes, word, "", _NOBODY)


def _helps(alert: Alert, after: Bill) -> bool:
    """Whether the alert is gone, or only a note, once the statement stands."""
    left = [one for one in after.alerts if one.id == alert.id and one.codes == alert.codes]
    return all(one.severity is Severity.NOTE for one in left)


def _declinable(alert: Alert, bill: Bill) -> str:
    """The code to leave out: the second of a pair, which is the unpaid one, if it is here."""
    here = {line.code for line in bill.lines}
    return next((code for code in reversed(alert.codes) if code in here), "")


def say_change(before: Bill, after: Bill) -> str:
    """`97110: GP → GP KX`, for every line that differs."""
    was, now = _lines(before), _lines(after)
    parts = [
        f"{code}: {was.get(code, 'not billed')} → {now.get(code, 'not billed')}"
        for code in dict.fromkeys((*was, *now))
        if was.get(code) != now.get(code)
    ]
    return " · ".join(parts)


def _lines(bill: Bill) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for line in bill.lines:
        words = " ".join(line.modifiers) or "no modifier"
        found.setdefault(line.code, []).append(f"{plural(line.units, 'unit')} {words}")
    return {code: " + ".join(parts) for code, parts in found.items()}


def with_said(record: SessionRecord, said: Attestation | Refusal) -> SessionRecord:
    """The record with one more statement or refusal."""
    if isinstance(said, Attestation):
        return replace(record, attestations=(*record.attestations, said))
    return replace(record, refusals=(*record.refusals, said))


def refused_by(alert: Alert, record: SessionRecord) -> Refusal | None:
    """The refusal that answers an alert, if a person refused all of it."""
    for one in record.refusals:
        same = one.kind is RefusalKind.SUGGESTION and one.alert == alert.id
        if same and set(alert.codes) <= set(one.codes):
            return one
    return None


def say_standing(said: Attestation | Refusal) -> str:
    """Who stated or refused what, in a sentence."""
    when = said.at.astimezone().strftime("%d %b %Y, %H:%M")
    codes = ", ".join(said.codes)
    if isinstance(said, Refusal):
        if said.alert == SECONDARY_ALERT:
            return f"{_DECIDED[said.kind]}: {said.reason} ({said.actor}, {when})."
        what = f"{codes} is not billed" if said.kind is RefusalKind.LINE else "Suggestion refused"
        return f"{what}: {said.reason} ({said.actor}, {when})."
    if said.kind is StatementKind.DISTINCT:
        return f"Attested by {said.actor}, {when}: {' and '.join(said.codes)} were distinct."
    return f"Attested by {said.actor}, {when}: {said.modifier} on {codes}."


def take_back(said: Attestation | Refusal) -> Act:
    """The act that lets go of a statement or a refusal."""
    return Act(ActKind.TAKE_BACK, "Take back", "", said)
