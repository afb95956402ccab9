"""A large practice for measuring: people, visits, charges and notes, the same for every seed.

Rows go in by the thousand inside one unit of work; a few hundred sessions are evaluated once
and used again and again, because the measure is of reading, not of writing.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from core.model.bill import Bill
from core.model.bill_json import bill_to_json
from core.model.encounter import Encounter, Service
from core.model.kinds import Discipline, Sex
from core.model.npi import npi_problem
from core.model.patient import Patient
from core.model.practice import Address
from core.rules.engine import evaluate
from core.store.patients import search_row
from core.store.search_words import name_key

if TYPE_CHECKING:
    from sqlite_utils import Database

    from core.rules.rulebook import RuleBook
    from core.services.practice import OpenPractice


def _words(text: str) -> list[str]:
    return text.split()


LAST_DAY = date(2026, 3, 10)
SEED = 97140
PROVIDERS = 12
WORKING_DAYS = 1_000
_PATTERNS = 300
_SLICE = 5_000
_CODES = ("97110", "97112", "97140", "97530", "97535", "97116", "97035")
_PROFILES = ("medicare-part-b", "generic-commercial", "aetna", "cigna")
_NOTE = "Patient tolerated treatment well and reports less pain on stairs than last week. " * 5
_STARTS = _words(
    """
    Al Ber Cor Dan El Far Gon Hol Iv Jan Kow Lar Mor Nak Okon Per Quin Ros Sch Tan
"""
)
_ENDS = _words(
    """
    a aczyk berg dez eira el en er ez ford ini is man ng o ova ri sen son ton worth
"""
)
_FIRST = _words(
    """
    Ana Łukasz José Mary John Wei Fatima Olga Omar Priya Chloé Jürgen Siobhán Noor Mateo
    Ines Grace Paul Lucía Henrik Amara Diego Hana Ruth
"""
)


@dataclass(frozen=True, slots=True)
class _Pattern:
    services: tuple[Service, ...]
    bill: Bill
    body: str


def build(
    practice: OpenPractice, *, patients: int = 20_000, encounters: int = 200_000, seed: int = SEED
) -> None:
    """Fill a new, empty practice; the last encounters fall on `LAST_DAY`."""
    rng = random.Random(seed)
    with practice.file.unit_of_work("benchmark.build", "practice") as work:
        fill(work.db, practice.book, patients, encounters, rng)


def fill(db: Database, book: RuleBook, patients: int, encounters: int, rng: random.Random) -> None:
    """Fill an empty database with the practice's tables; the transaction is the caller's."""
    _set_up(db)
    people = [_person(number, rng) for number in range(1, patients + 1)]
    days = _days(encounters)
    seen = {n % patients + 1: day for n, day in enumerate(days)}
    _many(db, "patients", (_patient_row(one, seen.get(one.id or 0, LAST_DAY)) for one in people))
    _many(db, "coverages", (_coverage_row(number) for number in range(1, patients + 1)))
    _many(db, "patient_search", (_words_row(one) for one in people))
    patterns = [_pattern(book, rng) for _ in range(_PATTERNS)]
    picks = [rng.randrange(_PATTERNS) for _ in range(encounters)]
    for table in ("encounters", "bills", "service_lines", "charges", "notes"):
        _many(db, table, _visit_rows(table, days, picks, patterns, patients))
    db.execute("DELETE FROM unsigned")  # as if all of them were completed before signing came


def _set_up(db: Database) -> None:
    place = {"street": "", "city": "", "state": "", "zip": "", "phone": ""}
    _many(
        db,
        "providers",
        (
            {
                "id": n,
                "first_name": "Robin",
                "last_name": f"Hale{n}",
                "credentials": "PT",
                "role": "PT",
                "npi": _npi(n),
                "taxonomy": "",
                "licence_number": "",
                "licence_state": "",
                "active": 1,
            }
            for n in range(1, PROVIDERS + 1)
        ),
    )
    _many(
        db,
        "payers",
        (
            {"id": n, "name": profile, "payer_number": "", **place, "active": 1}
            for n, profile in enumerate(_PROFILES, start=1)
        ),
    )
    _many(
        db,
        "payer_profiles",
        (
            {"payer_id": n, "profile": profile, "starts_on": "2000-01-01"}
            for n, profile in enumerate(_PROFILES, start=1)
        ),
    )
    _many(
        db,
        "fees",
        (
            {
                "code": code,
                "label": "",
                "amount_cents": 6_000 + 100 * n,
                "starts_on": "2000-01-01",
                "is_cash_item": 0,
            }
            for n, code in enumerate(_CODES)
        ),
    )


def _npi(number: int) -> str:
    stem = f"1{number:08d}"
    return next(stem + digit for digit in "0123456789" if not npi_problem(stem + digit))


def _person(number: int, rng: random.Random) -> Patient:
    last = rng.choice(_STARTS) + rng.choice(("", "a", "i", "or", "en")) + rng.choice(_ENDS)
    return Patient(
        first_name=rng.choice(_FIRST),
        last_name=last,
        birth_date=date(1930, 1, 1) + timedelta(days=rng.randrange(80 * 365)),
        sex=rng.choice((Sex.FEMALE, Sex.MALE)),
        id=number,
        middle_name=rng.choice(("", "J", "Maria")),
        account_number=str(1_000 + number),
        address=Address(f"{number} Harbor Street", "Arlington", "VA", "22201"),
        phone=f"(703) 555-{rng.randrange(10_000):04d}",
        email=f"patient{number}@example.com",
    )


def _patient_row(one: Patient, recent: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "account_number": one.account_number,
        "first_name": one.first_name,
        "middle_name": one.middle_name,
        "last_name": one.last_name,
        "birth_date": one.birth_date.isoformat(),
        "sex": one.sex.value,
        "street": one.address.street,
        "city": one.address.city,
        "state": one.address.state,
        "zip": one.address.zip,
        "phone": one.phone,
        "email": one.email,
        "rendering_provider_id": (one.id or 0) % PROVIDERS + 1,
        "active": 1,
        "name_key": name_key(one.last_name),
        "recent_on": recent.isoformat(),
        "created_at": _moment(recent),
        "updated_at": _moment(recent),
    }


def _member_id(number: int) -> str:
    return f"{'WXYZ'[number % 4]}{number * 7919:09d}"


def _coverage_row(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "patient_id": number,
        "payer_id": number % len(_PROFILES) + 1,
        "rank": "primary",
        "member_id": _member_id(number),
        "group_number": "",
        "plan_name": "",
        "relationship": "self",
        "subscriber_first_name": "",
        "subscriber_last_name": "",
        "starts_on": "2015-01-01",
    }


def _words_row(one: Patient) -> dict[str, Any]:
    columns = ("rowid", "names", "born", "phone", "ids")
    return dict(zip(columns, search_row(one, [_member_id(one.id or 0)]), strict=True))


def _days(encounters: int) -> list[date]:
    """A day for each encounter in the order of time, the same number on every day."""
    per_day = max(encounters // WORKING_DAYS, 1)
    first = LAST_DAY - timedelta(days=(encounters - 1) // per_day)
    return [first + timedelta(days=n // per_day) for n in range(encounters)]


def _pattern(book: RuleBook, rng: random.Random) -> _Pattern:
    codes = rng.sample(_CODES, rng.randint(2, 4))
    services = tuple(Service(code, rng.randint(8, 38)) for code in codes)
    profile = rng.choice(_PROFILES)
    bill = evaluate(Encounter(LAST_DAY, profile, Discipline.PT, services), book)
    return _Pattern(services, bill, json.dumps(bill_to_json(bill), separators=(",", ":")))


def _visit_rows(
    table: str, days: list[date], picks: list[int], patterns: list[_Pattern], patients: int
) -> Iterator[dict[str, Any]]:
    make = {
        "encounters": _encounter_row,
        "bills": _bill_row,
        "service_lines": _line_rows,
        "charges": _charge_rows,
        "notes": _note_row,
    }[table]
    for at, (day, pick) in enumerate(zip(days, picks, strict=True)):
        yield from make(at + 1, at % patients + 1, day, patterns[pick])


def _encounter_row(
    number: int, patient: int, day: date, pattern: _Pattern
) -> Iterator[dict[str, Any]]:
    yield {
        "id": number,
        "version": 1,
        "patient_id": patient,
        "date": day.isoformat(),
        "start_minute": 480 + number * 15 % 600,
        "discipline": "PT",
        "state": "complete",
        "rendering_provider_id": patient % PROVIDERS + 1,
        "place_of_service": "11",
        "coverage_id": patient,
        "profile": _PROFILES[patient % len(_PROFILES)],
        "rulebook": pattern.bill.rulebook,
        "codes": " ".join(service.code for service in pattern.services),
        "minutes": sum(service.minutes for service in pattern.services),
        "units": pattern.bill.total_units,
        "alerts": len(pattern.bill.alerts),
        "created_at": _moment(day),
        "updated_at": _moment(day),
        "completed_at": _moment(day),
    }


def _bill_row(number: int, _: int, __: date, pattern: _Pattern) -> Iterator[dict[str, Any]]:
    yield {"encounter_id": number, "body": pattern.body}


def _line_rows(number: int, _: int, __: date, pattern: _Pattern) -> Iterator[dict[str, Any]]:
    for at, service in enumerate(pattern.services, start=1):
        yield {
            "encounter_id": number,
            "position": at,
            "code": service.code,
            "minutes": service.minutes,
            "assistant_minutes": 0,
            "together_minutes": 0,
            "region": "",
            "session": 1,
            "modifiers": "",
            "distinct_from": "",
            "pointers": "A",
        }


def _charge_rows(number: int, _: int, day: date, pattern: _Pattern) -> Iterator[dict[str, Any]]:
    for at, line in enumerate(pattern.bill.lines, start=1):
        fee = 6_000 + 100 * _CODES.index(line.code)
        yield {
            "encounter_id": number,
            "position": at,
            "code": line.code,
            "modifiers": " ".join(line.modifiers),
            "units": line.units,
            "minutes": line.minutes,
            "pointers": "A",
            "fee_cents": fee,
            "amount_cents": fee * line.units,
            "posted_at": _moment(day),
        }


def _note_row(number: int, _: int, day: date, __: _Pattern) -> Iterator[dict[str, Any]]:
    yield {
        "encounter_id": number,
        "subjective": _NOTE,
        "objective": "",
        "assessment": "",
        "plan": "",
        "updated_at": _moment(day),
    }


def _moment(day: date) -> str:
    return datetime(day.year, day.month, day.day, 18, tzinfo=UTC).isoformat()


def _many(db: Database, table: str, rows: Iterator[dict[str, Any]]) -> None:
    """Insert rows that all have the first one's columns, a slice at a time."""
    while batch := list(islice(rows, _SLICE)):
        columns = list(batch[0])
        marks = ", ".join("?" * len(columns))
        db.conn.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - our own names
            [tuple(row.values()) for row in batch],
        )
