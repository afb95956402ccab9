"""What the practice knows of a patient and a day besides the session, gathered for the engine."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.model.day_facts import EngineFacts, YearMeter
from core.model.encounter import OtherEncounter
from core.model.facts import PlanFacts, RateSource, YearToDate
from core.model.kinds import CoverageRank, Discipline
from core.model.money import cents_of, parse_cents
from core.model.own_value import rules_id
from core.model.permissions import Permission
from core.model.session import SessionRecord
from core.model.statements import OutsideUse
from core.rules.parameters import DatedValue
from core.rules.profile import is_value
from core.rules.terms import Policy
from core.rules.thresholds import BUCKETS
from core.services import session_files
from core.services.authorisation_facts import facts_of
from core.services.billing import bill_for, day_id, with_statements
from core.services.changes import change
from core.services.forms import Form
from core.services.localities import LOCALITY, NATIONAL, locality_on
from core.services.permissions import inner, needs
from core.services.plan_standing import session_clocks, state_of
from core.services.second_payer import secondary_rule
from core.store import (
    contract_rates,
    coverages,
    day_rows,
    decisions,
    diagnoses,
    encounters,
    fees,
)

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from core.store.engine import Database

__all__ = ["LOCALITY", "NATIONAL", "facts_for", "keep_outside_use"]

_MOST_CENTS = 10_000_000


@inner
def facts_for(p: OpenPractice, record: SessionRecord) -> EngineFacts:
    """Everything the engine may be told about a session; what is not recorded stays None."""
    db = p.file.db
    beside, own_items = _beside(db, record), frozenset(fees.own_items(db))
    meter = _meter(p, record)
    rates, sources = _rates(db, record)
    authorisation, visits_used, visit_limit = facts_of(p, record)
    return EngineFacts(
        same_day=tuple(_other(one, own_items) for one in beside),
        choose=_shared_choices(record, beside),
        plan=_plan(p, record),
        authorisation=authorisation,
        visits_used=visits_used,
        visit_limit=visit_limit,
        secondary=_secondary(db, record),
        secondary_rule=secondary_rule(db),
        locality=locality_on(p, record.date, record.location_id),
        year_to_date=None if meter is None else _year_to_date(meter),
        meter=meter,
        charges={fee.code: fee.amount_cents for fee in fees.list_on(db, record.date)},
        rates=rates,
        rate_sources=sources,
        own_items=own_items,
        clocks=session_clocks(p, record.patient_id, record.discipline, record.date),
    )


@needs(Permission.ENCOUNTER_WRITE, Permission.BILL_WRITE, Permission.DEMOGRAPHICS_WRITE)
def keep_outside_use(p: OpenPractice, patient_id: int, year: int, bucket: str, amount: str) -> None:
    """Keep what a patient used elsewhere in a year, as looked up today."""
    today = p.clock.today()
    cents = parse_cents(amount)
    form = Form()
    if cents > _MOST_CENTS:
        form.problem("amount", "The amount is higher than any year's therapy. Check it.")
    form.done()
    with change(p, "patient.outside_use", "patient") as work:
        decisions.put_outside_use(work.db, OutsideUse(patient_id, year, bucket, cents, today))
        work.object_id = work.patient_id = patient_id
        work.detail |= {"year": year, "bucket": bucket}


def _beside(db: Database, record: SessionRecord) -> tuple[SessionRecord, ...]:
    numbers = day_rows.beside(db, record.patient_id, record.date, record.coverage_id, record.id)
    found = (encounters.get(db, number) for number in numbers)
    return tuple(one for one in found if one is not None)


def _other(record: SessionRecord, own_items: frozenset[str]) -> OtherEncounter:
    plain = record.to_engine(own_items)
    services = with_statements(plain.services, record.attestations)
    return OtherEncounter(record.discipline, services, day_id(record.id))


def _shared_choices(record: SessionRecord, beside: tuple[SessionRecord, ...]) -> dict[int, str]:
    """Ties of one discipline's day are answered once for all its encounters."""
    found: dict[int, str] = {}
    for one in beside:
        if one.discipline is record.discipline:
            found |= one.choose
    return found


def _plan(p: OpenPractice, record: SessionRecord) -> PlanFacts | None:
    db, patient, discipline, day = p.file.db, record.patient_id, record.discipline, record.date
    plan = diagnoses.latest_plan(db, patient, discipline, day)
    if plan is None:
        return None
    state = state_of(db, plan, day - timedelta(days=1))
    return PlanFacts(
        first_treatment=state.first_treatment or day,
        certified_to=plan.certified_to,
        order_on_file=state.order_signed_on is not None and not state.direct_access,
        sent_on=state.sent_on,
        treatment_days_since_report=state.treatment_days + 1,
        plan_ends=state.plan_ends,
    )


def _secondary(db: Database, record: SessionRecord) -> str:
    if record.coverage_id is None:
        return ""
    for one in coverages.list_for(db, record.patient_id):
        if one.rank is CoverageRank.SECONDARY and one.in_force(record.date):
            return rules_id(session_files.profile_of(db, one, record.date), one.payer_id)
    return ""


def _rates(db: Database, record: SessionRecord) -> tuple[dict[str, int], dict[str, RateSource]]:
    """The contract rates of the payer on the day in cents, and where each stands."""
    if record.payer_id is None:
        return {}, {}
    found = contract_rates.list_on(db, record.payer_id, record.date)
    return (
        {rate.code: rate.amount_cents for rate in found},
        {rate.code: RateSource(rate.starts_on, rate.ends_on, rate.source) for rate in found},
    )


def _meter(p: OpenPractice, record: SessionRecord) -> YearMeter | None:
    """The year's running total before the day, where the payer knows the threshold."""
    bucket = BUCKETS.get(record.discipline, "")
    terms = p.book.day_rules(record.rules, record.date).terms
    if not bucket or not is_value(terms.thresholds, Policy.MEDICARE):
        return None
    use = decisions.outside_use(p.file.db, record.patient_id, record.date.year, bucket)
    return YearMeter(
        bucket,
        own=_own_total(p, record, bucket),
        outside=use.amount_cents if use else 0,
        looked_up_on=use.looked_up_on if use else None,
        limit=_limit(p, bucket, record.date),
    )


def _limit(p: OpenPractice, bucket: str, day: date) -> int | None:
    found = p.book.parameter(f"therapy_threshold.{bucket}", day)
    return cents_of(found.ratio) if isinstance(found, DatedValue) else None


def _own_total(p: OpenPractice, record: SessionRecord, bucket: str) -> int | None:
    disciplines: list[Discipline] = [one for one, name in BUCKETS.items() if name == bucket]
    past = day_rows.year_before(
        p.file.db, record.patient_id, record.date, record.profile, disciplines, record.id
    )
    total = 0
    for one in past:
        amount = _kept_total(one) if _is_priced(one) else _counted_total(p, one.encounter_id)
        if amount is None:
            return None
        total += amount
    return total


def _is_priced(past: day_rows.PastBill) -> bool:
    return all(line.get("allowed") is not None for line in past.body["lines"])


def _kept_total(past: day_rows.PastBill) -> int:
    return sum(parse_cents(line["allowed"]) for line in past.body["lines"])


def _counted_total(p: OpenPractice, encounter_id: int) -> int | None:
    """The allowed amounts of a bill kept before its fees were known, counted now."""
    db = p.file.db
    record = encounters.get(db, encounter_id)
    if record is None:
        return None
    own_items = frozenset(fees.own_items(db))
    rates, sources = _rates(db, record)
    facts = EngineFacts(
        same_day=tuple(_other(one, own_items) for one in _beside(db, record)),
        locality=locality_on(p, record.date, record.location_id),
        charges={fee.code: fee.amount_cents for fee in fees.list_on(db, record.date)},
        rates=rates,
        rate_sources=sources,
        own_items=own_items,
    )
    amounts = [line.allowed_cents for line in bill_for(record, facts, p.book).lines]
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def _year_to_date(meter: YearMeter) -> YearToDate:
    return YearToDate(**{meter.bucket: meter.total})
