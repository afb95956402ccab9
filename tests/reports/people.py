"""Records of fictional people for the documents' tests, typed out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core.model.kinds import PaymentMethod, Relationship, Sex
from core.model.patient import Diagnosis
from core.model.practice import Address
from core.reports.superbill_record import (
    BillingProvider,
    Insurance,
    Paid,
    Person,
    Referral,
    Rendering,
    SuperbillRecord,
    Visit,
    VisitLine,
)

ISSUED = date(2026, 3, 10)
REYES = Rendering("Jordan Reyes, PT, DPT", "1003000126", "PT-014392 (OH)")
KIM = Rendering("Alex Kim, PT", "1992999825", "PT-020771 (OH)")
BILLING = BillingProvider(
    name="Riverbend Physical Therapy LLC",
    npi="1234567893",
    tax_id="12-3456789",
    address=Address("480 Larkspur Ave, Suite 210", "Columbus", "OH", "43215-1102"),
    phone="(614) 555-0142",
    email="desk@riverbend.example",
)
PATIENT = Person(
    first_name="Maria",
    middle_name="Elena",
    last_name="Okafor",
    birth_date=date(1974, 8, 2),
    sex=Sex.FEMALE,
    address=Address("77 Juniper Ct", "Dublin", "OH", "43017"),
    phone="(614) 555-0177",
    account_number="10042",
)
INSURANCE = Insurance(
    payer="Great Lakes Mutual",
    member_id="GLM-00481516",
    group_number="7700-A",
    plan_name="Choice PPO",
    relationship=Relationship.SPOUSE,
    subscriber_name="Daniel Okafor",
    subscriber_birth_date=date(1972, 1, 19),
)
REFERRAL = Referral(
    "Priya Raman, MD", "1609981234", date(2026, 2, 2), date(2026, 2, 4), date(2026, 5, 3)
)
BACK = Diagnosis("M5450", "Low back pain, unspecified")
SHOULDER = Diagnosis("M25511", "Pain in right shoulder")
WEAK = Diagnosis("M6281", "Muscle weakness (generalized)")


def line(code: str, cents: int | None, units: int = 1, **more: Any) -> VisitLine:
    """A line with the modifier GP, pointing to the back."""
    fields = {"modifiers": ("GP",), "minutes": 15 * units, "points_to": ("M5450",), **more}
    return VisitLine(code=code, units=units, charge_cents=cents, **fields)


def visit(day: date, *lines: VisitLine, **more: Any) -> Visit:
    """An office visit with Jordan Reyes."""
    fields = {"place_of_service": "11", "rendering": REYES, "diagnoses": (BACK, SHOULDER), **more}
    return Visit(day=day, lines=lines, **fields)


EXERCISE = line("97110", 9000, 2, label="Therapeutic exercise", points_to=("M5450", "M25511"))
MANUAL = line(
    "97140", 5500, modifiers=("59", "GP"), minutes=22, label="Manual therapy", points_to=("M25511",)
)


def record(**changes: Any) -> SuperbillRecord:
    """One paid visit of two lines; any field can be changed."""
    fields: dict[str, Any] = {
        "number": 1042,
        "issued_on": ISSUED,
        "billing": BILLING,
        "patient": PATIENT,
        "insurance": INSURANCE,
        "referral": REFERRAL,
        "visits": (visit(ISSUED, EXERCISE, MANUAL),),
        "payments": (Paid(ISSUED, PaymentMethod.CARD, 14500, "ending 4242"),),
        "signature_on_file": True,
    }
    return SuperbillRecord(**{**fields, **changes})


def many_visits(count: int, lines: int = 3) -> tuple[Visit, ...]:
    """Visits every third day from 5 January, each of so many lines of $45.00."""
    start = date(2026, 1, 5)
    rows = tuple(
        line(code, 4500, label=label)
        for code, label in (
            ("97110", "Therapeutic exercise"),
            ("97112", "Neuromuscular re-education"),
            ("97530", "Therapeutic activities"),
            ("97140", "Manual therapy"),
        )[:lines]
    )
    return tuple(visit(start + timedelta(days=3 * i), *rows) for i in range(count))
