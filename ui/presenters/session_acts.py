"""What a person may do about an alert: state it, refuse it, take it back; pure, without Qt.

Each act is tried out on the bill first, so that what it changes is shown before it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum

from core.model.bill import Alert, Bill, Offer
from core.model.day_facts import EngineFacts
from core.model.kinds import Severity
from core.model.session import SessionRecord
from core.model.statements import (
    Attestation,
    OfferKind,
    Refusal,
    RefusalKind,
    StatementKind,
)
from core.rules.edits import EDIT_ALERTS
from core.rules.rulebook import RuleBook
from core.rules.secondary import ALERT as SECONDARY_ALERT
from core.rules.wording import plural
from core.services.billing import LINE_ALERTS, bill_for

NOBODY = datetime(1970, 1, 1, tzinfo=UTC)
_STATES = {
    OfferKind.KX: "I attest medical necessity",
    OfferKind.ACTIVE: "I attest active treatment",
    OfferKind.DISTINCT: "I attest they were distinct",
    OfferKind.MODIFIER: "I attest it was distinct",
}
NOTICE_WORDS = "Notice (ABN) …"
_DECIDED = {
    RefusalKind.LINE: "The smaller units are billed",
    RefusalKind.SUGGESTION: "The first payer's units are billed",
}


class ActKind(Enum):
    """What pressing the button does; a notice asks first which one, and for which lines."""

    STATE = "state"
    NOTICE = "notice"
    REPLACE = "replace"
    REFUSE = "refuse"
    TAKE_BACK = "take back"


@dataclass(frozen=True, slots=True)
class Replacement:
    """Another code in a code's place; the minutes stay."""

    code: str
    instead: str


Said = Attestation | Refusal | Replacement


@dataclass(frozen=True, slots=True)
class Act:
    """One button: its words, what it changes on the bill, and what is then kept.

    Name and time of `said` are empty until a person acts; a refusal's reason is asked then.
    """

    kind: ActKind
    words: str
    change: str
    said: Said


def acts_of(
    alert: Alert, record: SessionRecord, facts: EngineFacts, book: RuleBook, bill: Bill
) -> tuple[Act, ...]:
    """The acts that an alert leaves open to a person: what it suggests, then a refusal."""
    if alert.severity is Severity.NOTE:
        return ()

    def tried(said: Said) -> Bill:
        return bill_for(with_said(record, said), facts, book)

    found: list[Act] = []
    for offer in alert.offers:
        if offer.kind is OfferKind.NOTICE:
            continue
        act = _offered(offer)
        after = tried(act.said)
        if _helps(alert, after):
            found.append(replace(act, change=say_change(bill, after)))
    if alert.id == SECONDARY_ALERT:
        return _second_payer(alert, bill, tried)
    if any(offer.kind is OfferKind.NOTICE for offer in alert.offers):
        asked = Attestation(StatementKind.NOTICE, alert.codes, "", "", NOBODY)
        found.append(Act(ActKind.NOTICE, NOTICE_WORDS, "", asked))
    refused = _refusal(alert, bill, suggested=bool(found))
    if refused is not None:
        change = say_change(bill, tried(refused.said))
        if change or alert.id not in LINE_ALERTS:
            found.append(replace(refused, change=change))
    return tuple(found)


def _second_payer(alert: Alert, bill: Bill, tried: Callable[[Said], Bill]) -> tuple[Act, ...]:
    """Take the smaller count, or stay with the first payer's; either with a reason that is kept."""
    smaller = Refusal(RefusalKind.LINE, alert.id, alert.codes, "", "", NOBODY)
    stay = Refusal(RefusalKind.SUGGESTION, alert.id, alert.codes, "", "", NOBODY)
    change = say_change(bill, tried(smaller))
    found = [Act(ActKind.REFUSE, "Bill the smaller units …", change, smaller)] if change else []
    return (*found, Act(ActKind.REFUSE, "Stay with the first payer …", "", stay))


def _refusal(alert: Alert, bill: Bill, *, suggested: bool) -> Act | None:
    """To refuse what is suggested; or, where two lines or units collide, to leave one out."""
    if alert.id not in LINE_ALERTS:
        if not suggested or alert.severity is not Severity.WARNING:
            return None
        no = Refusal(RefusalKind.SUGGESTION, alert.id, alert.codes, "", "", NOBODY)
        return Act(ActKind.REFUSE, "Refuse …", "", no)
    code = _declinable(alert, bill) if _is_of_one_line(alert) else ""
    no = Refusal(RefusalKind.LINE, alert.id, (code,), "", "", NOBODY)
    return Act(ActKind.REFUSE, f"Do not bill {code} …", "", no) if code else None


def acts_of_bill(
    bill: Bill, record: SessionRecord, facts: EngineFacts, book: RuleBook
) -> dict[Alert, tuple[Act, ...]]:
    """The acts of every alert; a statement that answers two of them is offered once."""
    found: dict[Alert, tuple[Act, ...]] = {}
    offered: set[Said] = set()
    for alert in bill.alerts:
        acts = acts_of(alert, record, facts, book, bill)
        found[alert] = tuple(
            act for act in acts if act.kind is not ActKind.STATE or act.said not in offered
        )
        offered.update(act.said for act in acts)
    return found


def _offered(offer: Offer) -> Act:
    """The act that takes an offer, its change not yet told."""
    if offer.kind is OfferKind.REPLACE:
        said = Replacement(offer.codes[0], offer.instead)
        words = f"Put {offer.instead} in place of {said.code}"
        return Act(ActKind.REPLACE, words, "", said)
    # That two were distinct is stated of the pair; the rules then put the modifier on.
    modifier = "" if offer.kind is OfferKind.DISTINCT else offer.modifier
    stated = Attestation(StatementKind(offer.kind.value), offer.codes, modifier, "", NOBODY)
    words = _STATES[offer.kind]
    if offer.kind is OfferKind.MODIFIER:
        words = f"{words}: {modifier}"
    return Act(ActKind.STATE, words, "", stated)


def _helps(alert: Alert, after: Bill) -> bool:
    """Whether the alert is gone, or only a note, once the act stands."""
    left = [one for one in after.alerts if one.id == alert.id and one.codes == alert.codes]
    return all(one.severity is Severity.NOTE for one in left)


def _is_of_one_line(alert: Alert) -> bool:
    """A pair leaves its second out; a limit of several codes does not say which."""
    return alert.id in EDIT_ALERTS or len(alert.codes) == 1


def _declinable(alert: Alert, bill: Bill) -> str:
    """The code to leave out: the second of a pair, which is the unpaid one, if it is here."""
    here = {line.code for line in bill.lines}
    return next((code for code in reversed(alert.codes) if code in here), "")


def say_change(before: Bill, after: Bill) -> str:
    """`97110: GP → GP KX`, for every line that differs."""
    was, now = line_words(before), line_words(after)
    parts = [
        f"{code}: {was.get(code, 'not billed')} → {now.get(code, 'not billed')}"
        for code in dict.fromkeys((*was, *now))
        if was.get(code) != now.get(code)
    ]
    return " · ".join(parts)


def line_words(bill: Bill) -> dict[str, str]:
    """What a bill holds of each code: `2 units GP KX`."""
    found: dict[str, list[str]] = {}
    for line in bill.lines:
        words = " ".join(line.modifiers) or "no modifier"
        found.setdefault(line.code, []).append(f"{plural(line.units, 'unit')} {words}")
    return {code: " + ".join(parts) for code, parts in found.items()}


def with_said(record: SessionRecord, said: Said) -> SessionRecord:
    """The record with one more statement or refusal, or with another code."""
    if isinstance(said, Attestation):
        return replace(record, attestations=(*record.attestations, said))
    if isinstance(said, Refusal):
        return replace(record, refusals=(*record.refusals, said))
    services = tuple(
        replace(one, code=said.instead) if one.code == said.code else one for one in record.services
    )
    return replace(record, services=services)


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
    why = f", because {said.words}" if said.kind is StatementKind.NOTICE else ""
    return f"Attested by {said.actor}, {when}: {said.modifier} on {codes}{why}."


def take_back(said: Attestation | Refusal) -> Act:
    """The act that lets go of a statement or a refusal."""
    return Act(ActKind.TAKE_BACK, "Take back", "", said)
