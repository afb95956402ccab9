"""Calls of the services about the practice itself: prices, payers, backups, exports."""

from collections.abc import Callable
from datetime import timedelta

from core.model.practice import ContractRate, Fee, Payer
from core.services import (
    audit_trail,
    backups,
    own_values,
    payer_rates,
    proofs,
    setup,
    yearly_own,
)  # fmt: skip
from core.services.audit_trail import AuditFilter, ExportFormat
from core.services.own_values import TypedValue
from tests.support.people import signed_in
from tests.support.practice import DAY, PASSWORD
from tests.support.stage import LATER, Call, Stage


def fee(s: Stage, own: bool) -> Call:
    day = LATER + timedelta(days=next(s.number))
    return lambda: setup.save_fee(s.p, Fee("97140", 5000, day))


def typed(s: Stage) -> TypedValue:
    day = LATER + timedelta(days=next(s.number))
    return TypedValue("aetna", "unit_rule", "cms-total-time", day, day, "Contract")


def contract(s: Stage) -> ContractRate:
    with signed_in(s.p, s.people["O"]):
        payer = setup.save_payer(s.p, Payer(f"Mutual {next(s.number)}"))
    return ContractRate(payer.id, "97110", 5000, DAY, "Contract of 2026")


def save_rate(s: Stage, own: bool) -> Call:
    rate = contract(s)
    return lambda: payer_rates.save_rate(s.p, rate)


def remove_rate(s: Stage, own: bool) -> Call:
    with signed_in(s.p, s.people["O"]):
        kept = payer_rates.save_rate(s.p, contract(s))
    return lambda: payer_rates.remove_rate(s.p, kept.id)


def import_rates(s: Stage, own: bool) -> Call:
    payer, path = contract(s).payer_id, s.folder / "rates.csv"
    path.write_text("code,amount,from\n97140,45.00,2026-01-01\n")
    return lambda: payer_rates.import_rates(s.p, payer, path, "Contract of 2026")


def save_own(s: Stage, own: bool) -> Call:
    value = typed(s)
    return lambda: own_values.save_own(s.p, value)


def remove_own(s: Stage, own: bool) -> Call:
    with signed_in(s.p, s.people["O"]):
        kept = own_values.save_own(s.p, typed(s))
    return lambda: own_values.remove_own(s.p, kept.id)


def threshold(s: Stage, own: bool) -> Call:
    year = LATER.year + next(s.number)
    key = "therapy_threshold.ot"
    return lambda: yearly_own.save_threshold(s.p, key, year, 250_000, "Federal Register")


def named(s: Stage, own: bool, save: Callable, make: Callable) -> Call:
    number = next(s.number)
    return lambda: save(s.p, make(f"Place {number}"))


def export(s: Stage, own: bool) -> Call:
    target = s.folder / "trail.csv"
    form = ExportFormat.CSV
    return lambda: audit_trail.export(s.p, AuditFilter(), target, form, proofs.prove(s.p, PASSWORD))


def second_place(s: Stage, own: bool) -> Call:
    place = s.folder / "elsewhere"
    place.mkdir(exist_ok=True)
    return lambda: backups.set_place(s.p, place)


def rehearse(s: Stage, own: bool) -> Call:
    with signed_in(s.p, s.people["O"]):
        backups.back_up(s.p)
    return lambda: backups.rehearse(s.p)
