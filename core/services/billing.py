"""A kept session and what is known around it -> the bill: one pure function for screen and file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from core.model.bill import Bill, Step
from core.model.day_facts import EngineFacts
from core.model.encounter import Encounter, Service
from core.model.facts import Decline
from core.model.session import SessionRecord
from core.model.statements import Attestation, RefusalKind, StatementKind
from core.rules.edits import EDIT_ALERTS
from core.rules.engine import evaluate
from core.rules.rulebook import RuleBook
from core.rules.secondary import ALERT as SECONDARY_ALERT

# A decision on these takes a line, or units of it, off the bill.
LINE_ALERTS = EDIT_ALERTS | {"mue", "day-cap", SECONDARY_ALERT}
_CITE = "Stated by a person for this encounter"


def dressed(record: SessionRecord, facts: EngineFacts) -> Encounter:
    """The encounter as the engine gets it: with the day's facts and the persons' statements.

    Its id sorts as text in the order encounters were first kept; a new one has none and so
    comes last.
    """
    plain = record.to_engine(facts.own_items)
    return replace(
        plain,
        id=day_id(record.id),
        services=with_statements(plain.services, record.attestations),
        choose={**facts.choose, **record.choose},
        decline=_declined(record),
        same_day=facts.same_day,
        plan=facts.plan,
        authorisation=facts.authorisation,
        visits_used=facts.visits_used,
        visit_limit=facts.visit_limit,
        secondary=facts.secondary,
        secondary_rule=facts.secondary_rule,
        locality=facts.locality,
        year_to_date=facts.year_to_date,
        charges=facts.charges,
        rates=facts.rates,
        rate_sources=facts.rate_sources,
    )


def bill_for(record: SessionRecord, facts: EngineFacts, book: RuleBook) -> Bill:
    """The bill of a session; who stated what, and when, stands in its reasons."""
    bill = evaluate(dressed(record, facts), book)
    if not record.attestations:
        return bill
    return replace(bill, trace=(*bill.trace, *map(_step, record.attestations)))


def day_id(number: int | None) -> str:
    """An encounter's id as text that sorts like the number."""
    return "" if number is None else f"{number:012d}"


def with_statements(
    services: tuple[Service, ...], stated: tuple[Attestation, ...]
) -> tuple[Service, ...]:
    """The services with the modifiers that were attested, and what they were distinct from."""
    if not stated:
        return services
    return tuple(_with(service, stated) for service in services)


def _with(service: Service, stated: tuple[Attestation, ...]) -> Service:
    words, distinct = list(service.modifiers), list(service.distinct_from)
    for one in stated:
        if service.code not in one.codes:
            continue
        if one.modifier:
            words += one.modifier.split()
        elif one.kind is StatementKind.DISTINCT:
            distinct += [code for code in one.codes if code != service.code]
    return replace(
        service,
        modifiers=tuple(dict.fromkeys(words)),
        distinct_from=tuple(dict.fromkeys(distinct)),
    )


def _declined(record: SessionRecord) -> tuple[Decline, ...]:
    """Refusals as decisions: only a declined line may take one off the bill."""
    return tuple(
        Decline(one.alert, one.codes, f"{one.reason} ({one.actor}, {_moment(one.at)})")
        for one in record.refusals
        if one.kind is RefusalKind.LINE or one.alert not in LINE_ALERTS
    )


def _step(one: Attestation) -> Step:
    what = f"{one.modifier} on" if one.modifier else "distinct:"
    result = f"{what} {', '.join(one.codes)}: {one.words}"
    return Step(f"Attested by {one.actor}, {_moment(one.at)}", result, _CITE)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
