"""One encounter of fictional people as a claim's facts, and the changes that a case asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from core.claims.facts import (
    ClaimFacts,
    ClaimLine,
    Referrer,
    ReferrerRole,
    Resubmission,
    ResubmissionKind,
)
from core.model.kinds import CoverageRank, Discipline, ProviderRole, Relationship, Sex
from core.model.patient import Coverage, Diagnosis, Patient
from core.model.practice import Address, Location, Payer, Practice, Provider, ReferringProvider

DAY = date(2026, 3, 10)
LINES = (
    ClaimLine("97110", 2, ("GP",), 18000, ("M5450", "M25511"), "PA-2026 1107"),
    ClaimLine("97140", 1, ("59", "GP"), 5500, ("M25511",), "PA-2026 1107"),
)
COVER = Coverage(
    patient_id=1, payer_id=1, rank=CoverageRank.PRIMARY, member_id="GLM-00481516",
    payer_name="Great Lakes Mutual", group_number="7700-A", plan_name="Choice PPO",
    relationship=Relationship.SPOUSE, subscriber_first_name="Daniel",
    subscriber_last_name="Okafor", subscriber_birth_date=date(1972, 1, 19),
)  # fmt: skip
FACTS = ClaimFacts(
    made_on=DAY,
    day=DAY,
    discipline=Discipline.PT,
    profile="generic-commercial",
    patient=Patient(
        "Maria", "Okafor", date(1974, 8, 2), Sex.FEMALE, id=1, middle_name="Elena",
        account_number="10042", address=Address("77 Juniper Ct.", "Dublin", "OH", "43017"),
        phone="(614) 555-0177",
    ),
    practice=Practice(
        "Riverbend Therapy, LLC", "1234567893", "12-3456789",
        Address("480 Larkspur Ave, Suite 210", "Columbus", "OH", "43215-1102"), "(614) 555-0142",
    ),
    rendering=Provider(
        "Jordan", "Reyes", ProviderRole.PT, npi="1003000126", credentials="PT, DPT"
    ),
    lines=LINES,
    diagnoses=(Diagnosis("M5450", "Low back pain"), Diagnosis("M25511", "Pain in right shoulder")),
    coverage=COVER,
    payer=Payer("Great Lakes Mutual", address=Address("PO Box 900", "Lima", "OH", "45801")),
    referrer=Referrer(ReferringProvider("Priya", "Raman", "1609981232", credentials="MD")),
    plan_starts_on=date(2026, 2, 2),
    certified_to=date(2026, 5, 3),
    first_treatment=date(2026, 2, 2),
    location=Location(
        "Riverbend East", address=Address("12 Quay Rd", "Columbus", "OH", "43215"),
        npi="1992999825",
    ),
    account="10042V17",
    paid_cents=2000,
)  # fmt: skip
_KINDS = {
    "discipline": Discipline, "relationship": Relationship, "sex": Sex, "role": ReferrerRole,
}  # fmt: skip


def facts_of(case: dict[str, Any]) -> ClaimFacts:
    """The encounter with what a case changes."""
    found = replace(FACTS, **_typed(case.get("facts", {})))
    found = replace(found, **dict.fromkeys(case.get("unknown", ())))
    address = replace(found.patient.address, **case.get("address", {}))
    patient = replace(found.patient, address=address, **_typed(case.get("patient", {})))
    own = replace(found.practice.address, **case.get("practice_address", {}))
    practice = replace(found.practice, address=own, **case.get("practice", {}))
    cover = replace(COVER, **_typed(case.get("coverage", {})))
    cover = replace(cover, **dict.fromkeys(case.get("unknown_coverage", ())))
    found = replace(found, patient=patient, practice=practice, coverage=cover)
    return _rest(found, case)


def _rest(found: ClaimFacts, case: dict[str, Any]) -> ClaimFacts:
    if "rendering" in case:
        found = replace(found, rendering=replace(found.rendering, **case["rendering"]))
    if "referrer" in case and found.referrer:
        found = replace(found, referrer=_referrer(found.referrer, case["referrer"]))
    if "other" in case:
        second = Coverage(1, 2, CoverageRank.SECONDARY, **_typed(case["other"]))
        found = replace(found, other_coverage=second)
    if "diagnoses" in case:
        found = replace(found, diagnoses=tuple(map(Diagnosis, case["diagnoses"])))
    if "lines" in case:
        found = replace(found, lines=tuple(line_of(*one) for one in case["lines"]))
    if "again" in case:
        kind, reference = case["again"]
        again = Resubmission(ResubmissionKind(kind), reference)
        found = replace(found, resubmission=again)
    return found


def _referrer(by: Referrer, changes: dict[str, str]) -> Referrer:
    plain = {key: value for key, value in changes.items() if key != "role"}
    role = ReferrerRole(changes.get("role", by.role))
    return Referrer(replace(by.provider, **plain), role)


def line_of(
    code: str, units: int, modifiers: list[str], cents: int, points: list[str], number: str = ""
) -> ClaimLine:
    """A line of a case; cents below zero are not known."""
    charge = None if cents < 0 else cents
    return ClaimLine(code, units, tuple(modifiers), charge, tuple(points), number)


def _typed(changes: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _KINDS[key](value) if key in _KINDS else tuple(value) if isinstance(value, list)
        else value
        for key, value in changes.items()
    }  # fmt: skip
