"""The demo's practice, people, payers and prices as records; nothing is stored here."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.library.demo_files import demo_data
from core.model.kinds import CoverageRank, Discipline, ProviderRole, Sex
from core.model.npi import with_check_digit
from core.model.patient import Coverage, Diagnosis, Patient
from core.model.people import Role
from core.model.practice import (
    Address,
    Fee,
    Location,
    Payer,
    PayerProfile,
    Practice,
    Provider,
    ReferringProvider,
)

_STATE = "OH"
_PROFILES_SINCE = date(2018, 1, 1)


@dataclass(frozen=True, slots=True)
class CastMember:
    """One patient of the demo with what they come for; keys point into the cast."""

    patient: Patient
    payer: str
    member_id: str
    condition: str
    clinician: str
    weeks: int


def practice(day: date) -> Practice:
    """The demo's billing provider; it knows the day that counts as today."""
    entry = demo_data("practice")["practice"]
    return Practice(
        name=entry["name"],
        npi=with_check_digit(entry["npi_stem"]),
        tax_id=entry["tax_id"],
        address=_address(entry),
        phone=entry["phone"],
        email=entry["email"],
        is_demo=True,
        demo_day=day,
    )


def locations() -> tuple[Location, ...]:
    """The clinic and the patient's home."""
    return tuple(
        Location(
            name=entry["name"],
            address=_address(entry),
            phone=entry["phone"],
            place_of_service=entry["place_of_service"],
        )
        for entry in demo_data("practice")["location"]
    )


def providers() -> dict[str, Provider]:
    """Three therapists and an assistant by key."""
    return {
        entry["key"]: Provider(
            first_name=entry["first_name"],
            last_name=entry["last_name"],
            role=ProviderRole(entry["role"]),
            npi=with_check_digit(entry["npi_stem"]),
            credentials=entry["credentials"],
            taxonomy=entry["taxonomy"],
            licence_number=entry["licence_number"],
            licence_state=_STATE,
        )
        for entry in demo_data("practice")["provider"]
    }


def referring() -> tuple[ReferringProvider, ...]:
    """Who refers and certifies."""
    return tuple(
        ReferringProvider(
            first_name=entry["first_name"],
            last_name=entry["last_name"],
            npi=with_check_digit(entry["npi_stem"]),
            credentials=entry["credentials"],
            phone=entry["phone"],
            fax=entry["fax"],
        )
        for entry in demo_data("practice")["referring"]
    )


def office() -> tuple[tuple[str, Role], ...]:
    """Who works in the office, by name and role."""
    return tuple((entry["name"], Role(entry["role"])) for entry in demo_data("practice")["office"])


def payers() -> dict[str, Payer]:
    """Eight payers by key, each with its rule profile."""
    return {
        entry["key"]: Payer(
            name=entry["name"],
            payer_number=entry["payer_number"],
            profiles=(PayerProfile(entry["profile"], _PROFILES_SINCE),),
        )
        for entry in demo_data("practice")["payer"]
    }


def copays() -> dict[str, int]:
    """Copay in cents by payer key."""
    return {entry["key"]: entry["copay_cents"] for entry in demo_data("practice")["payer"]}


def fees() -> tuple[Fee, ...]:
    """The fee list: first prices, the raise, and the cash items."""
    data = demo_data("practice")
    start, raised = data["fees"]["starts_on"], data["fees"]["raised_on"]
    out: list[Fee] = []
    for code, (first, later) in data["fees"]["cents"].items():
        out.append(Fee(code, first, start, ends_on=raised - timedelta(days=1)))
        out.append(Fee(code, later, raised))
    for item in data["cash_item"]:
        out.append(
            Fee(item["code"], item["amount_cents"], start, label=item["label"], is_cash_item=True)
        )
    return tuple(out)


def patients(rng: random.Random) -> tuple[CastMember, ...]:
    """The forty patients; addresses, phones and member ids follow the seed."""
    data = demo_data("patients")
    shapes = {entry["key"]: entry["member"] for entry in demo_data("practice")["payer"]}
    return tuple(_member(row, data, shapes, rng) for row in data["patients"])


def _member(
    row: list[Any], data: dict[str, Any], shapes: dict[str, str], rng: random.Random
) -> CastMember:
    first, last, sex, year, payer, condition, clinician, weeks = row
    city, zip_code = rng.choice(data["cities"])
    patient = Patient(
        first_name=first,
        last_name=last,
        birth_date=date(year, rng.randint(1, 12), rng.randint(1, 28)),
        sex=Sex(sex),
        address=Address(
            f"{rng.randint(2, 480)} {rng.choice(data['streets'])}", city, _STATE, zip_code
        ),
        phone=f"614-555-{rng.randint(100, 199):04d}",
    )
    member_id = _fill(shapes[payer], rng) if payer else ""
    return CastMember(patient, payer, member_id, condition, clinician, weeks)


def coverage(member: CastMember, patient_id: int, payer_id: int, since: date) -> Coverage:
    """The member's primary coverage."""
    return Coverage(
        patient_id=patient_id,
        payer_id=payer_id,
        rank=CoverageRank.PRIMARY,
        member_id=member.member_id,
        starts_on=since,
    )


def condition(name: str) -> dict[str, Any]:
    """What the patient comes for: codes with minutes, diagnoses and words."""
    return dict(demo_data("conditions")[name])


def diagnoses(name: str) -> tuple[Diagnosis, ...]:
    """The condition's ICD-10-CM codes."""
    return tuple(Diagnosis(code, text) for code, text in condition(name)["diagnoses"])


def discipline(name: str) -> Discipline:
    """Whose plan of care the condition belongs to."""
    return Discipline(condition(name)["discipline"])


def _address(entry: dict[str, Any]) -> Address:
    return Address(entry["street"], entry["city"], entry["state"], entry["zip"])


def _fill(shape: str, rng: random.Random) -> str:
    digits = {"#": "0123456789", "A": "ACDEFGHJKMNPQRTUVWXY"}
    return "".join(rng.choice(digits[mark]) if mark in digits else mark for mark in shape)
