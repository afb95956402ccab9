"""What the payer allows of a session, in chips: the authorisation and the limit of visits."""

from __future__ import annotations

from dataclasses import dataclass

from core.model.bill import Bill
from core.model.facts import AuthorisationFacts
from core.model.kinds import AuthorisationState, Severity
from core.model.session import SessionRecord
from core.model.typed_dates import say_date
from core.rules.authorisation import ENDING, OWN_FACT, WRONG
from core.rules.visit_limit import ENTERED
from ui.presenters.session import SessionPresenter


@dataclass(frozen=True, slots=True)
class AllowedChip:
    """One chip: its colour role, its words, and what else there is to know."""

    kind: str
    words: str
    tip: str = ""


NOTHING = AllowedChip("muted", "")


def allowed(presenter: SessionPresenter) -> tuple[AllowedChip, AllowedChip]:
    """Authorisation and visit limit with this session in them; empty where there is none."""
    file, record, bill = presenter.file, presenter.record, presenter.bill
    if file is None or record.profile != file.record.profile:
        return NOTHING, NOTHING
    facts = presenter.facts
    first = NOTHING
    if facts.authorisation is not None:
        first = _authorisation(facts.authorisation, record, bill)
    return first, _limit(presenter)


def _authorisation(facts: AuthorisationFacts, record: SessionRecord, bill: Bill) -> AllowedChip:
    if not facts.on_file:
        return _none_on_file(facts, bill)
    tip = f"Authorisation {facts.number}".rstrip()
    if facts.until:
        tip += f", to {say_date(facts.until)}"
    if facts.since and record.date < facts.since:
        return AllowedChip("error", f"Authorisation begins {say_date(facts.since)}", tip)
    if facts.until and record.date > facts.until:
        return AllowedChip("error", f"Authorisation ended {say_date(facts.until)}", tip)
    if facts.visits_left is not None and facts.visits_left < 1:
        return AllowedChip("error", f"Authorisation used up: {facts.visits} visits", tip)
    parts = [*_visit_words(facts), *_unit_words(facts, bill)]
    until = f"to {say_date(facts.until)}" if facts.until else "on file"
    words = f"Authorisation {' · '.join(parts) or until}"
    last = facts.visits_left == 1
    return AllowedChip("warning" if last else _kind(bill, OWN_FACT), words, tip)


def _none_on_file(facts: AuthorisationFacts, bill: Bill) -> AllowedChip:
    if facts.state is AuthorisationState.DENIED:
        return AllowedChip("error", "Authorisation denied")
    if facts.state is AuthorisationState.REQUESTED:
        return AllowedChip("warning", "Authorisation requested")
    wanted = any(alert.id == WRONG and "no authorisation" in alert.message for alert in bill.alerts)
    return AllowedChip("warning", "No authorisation on file") if wanted else NOTHING


def _visit_words(facts: AuthorisationFacts) -> list[str]:
    if facts.visits is None or facts.visits_left is None:
        return []
    return [f"{facts.visits - facts.visits_left + 1} of {facts.visits}"]


def _unit_words(facts: AuthorisationFacts, bill: Bill) -> list[str]:
    """Units with this bill's among them, those of other codes left out."""
    if facts.units is None or facts.units_left is None:
        return []
    here = sum(line.units for line in bill.lines if facts.codes is None or line.code in facts.codes)
    return [f"{facts.units - facts.units_left + here} of {facts.units} units"]


def _kind(bill: Bill, cite: str) -> str:
    """The colour of the worst that the bill says about it."""
    told = [one for one in bill.alerts if one.id in (WRONG, ENDING) and one.cite == cite]
    if any(one.severity is Severity.ERROR for one in told):
        return "error"
    return "warning" if told else "muted"


def _limit(presenter: SessionPresenter) -> AllowedChip:
    limit, used = presenter.facts.visit_limit, presenter.facts.visits_used
    if limit is None or used is None:
        return NOTHING
    this = used + 1
    looked = limit.looked_up_on
    since = f"elsewhere looked up {say_date(looked)}" if looked else "as counted here"
    tip = f"{' + '.join(limit.disciplines)} since {say_date(limit.since)}, {since}"
    if this > limit.visits:
        return AllowedChip("error", f"Visit {this}: the plan pays {limit.visits} a year", tip)
    kind = "warning" if this == limit.visits else _kind(presenter.bill, ENTERED)
    return AllowedChip(kind, f"Visit {this} of {limit.visits} this year", tip)
