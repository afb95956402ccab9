"""What stands on a superbill, gathered once and then frozen.

The fields are those of the field's common practice for out-of-network statements: whoever of
provider, patient, insurer, referral, visits, diagnoses or money is missing has the claim returned.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from core.model.kinds import PaymentMethod, Relationship, Sex
from core.model.patient import Diagnosis
from core.model.practice import Address

_NOWHERE = Address()
POINTERS = "ABCDEFGHIJKL"  # item 21 has twelve places
METHOD_WORDS = {
    PaymentMethod.CASH: "Cash",
    PaymentMethod.CHECK: "Check",
    PaymentMethod.CARD: "Card",
    PaymentMethod.HSA: "HSA or FSA card",
    PaymentMethod.TRANSFER: "Bank transfer",
    PaymentMethod.OTHER: "Other",
}
SEX_WORDS = {Sex.FEMALE: "Female", Sex.MALE: "Male", Sex.UNKNOWN: "Not recorded"}
RELATIONSHIP_WORDS = {
    Relationship.SELF: "Self",
    Relationship.SPOUSE: "Spouse",
    Relationship.CHILD: "Child",
    Relationship.OTHER: "Other",
}


def us_date(day: date) -> str:
    """A date as US insurers read it: 03/10/2026."""
    return f"{day.month:02}/{day.day:02}/{day.year:04}"


@dataclass(frozen=True, slots=True)
class BillingProvider:
    """The practice as the NPI registry knows it."""

    name: str
    npi: str
    tax_id: str
    tax_id_kind: str = "EIN"
    address: Address = _NOWHERE
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Rendering:
    """Who treated; `licence` is number and state as printed."""

    name: str
    npi: str
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """The patient."""

    first_name: str
    last_name: str
    birth_date: date
    middle_name: str = ""
    sex: Sex = Sex.UNKNOWN
    address: Address = _NOWHERE
    phone: str = ""
    account_number: str = ""

    @property
    def full_name(self) -> str:
        """First, middle and last name."""
        return " ".join(p for p in (self.first_name, self.middle_name, self.last_name) if p)

    @property
    def claim_name(self) -> str:
        """Last, first, middle: the order of item 2."""
        given = " ".join(p for p in (self.first_name, self.middle_name) if p)
        return ", ".join(p for p in (self.last_name, given) if p)


@dataclass(frozen=True, slots=True)
class Insurance:
    """The coverage the statement goes to."""

    payer: str
    member_id: str
    group_number: str = ""
    plan_name: str = ""
    relationship: Relationship = Relationship.SELF
    subscriber_name: str = ""
    subscriber_birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """Who referred or certified, and until when the plan of care is certified."""

    name: str = ""
    npi: str = ""
    plan_starts_on: date | None = None
    certified_on: date | None = None
    certified_to: date | None = None


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One billed line; `points_to` are diagnosis codes, first the one that says why."""

    code: str
    units: int
    modifiers: tuple[str, ...] = ()
    minutes: int = 0
    label: str = ""
    points_to: tuple[str, ...] = ()
    charge_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """An electronic signature as printed: by whom, the day, and the time with it."""

    by: str
    day: date
    time: str
    countersigning: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """One encounter's lines on one date.

    `signed` is empty while nobody signed it; `later` tells what was added or changed since.
    """

    day: date
    place_of_service: str
    rendering: Rendering
    lines: tuple[VisitLine, ...]
    diagnoses: tuple[Diagnosis, ...]
    location_name: str = ""
    location_address: Address = _NOWHERE
    location_npi: str = ""
    signed: tuple[Signed, ...] = ()
    later: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paid:
    """Money from the patient, or back to them when negative.

    `on_account` is the share of a payment made for no visit in particular.
    """

    day: date
    method: PaymentMethod
    amount_cents: int
    reference: str = ""
    on_account: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning in large type on every page."""

    headline: str
    text: str


@dataclass(frozen=True, slots=True)
class SuperbillRecord:
    """Everything a superbill prints; the same record gives the same bytes."""

    number: int
    issued_on: date
    billing: BillingProvider
    patient: Person
    visits: tuple[Visit, ...]
    insurance: Insurance | None = None
    referral: Referral | None = None
    payments: tuple[Paid, ...] = ()
    diagnosis_text: bool = True
    assigned_to_provider: bool = False
    signature_on_file: bool = False
    remarks: tuple[str, ...] = ()
    notice: Notice | None = None
    problems: tuple[str, ...] = field(default=())

    @property
    def charges_cents(self) -> int | None:
        """Sum of all charges; None when one of them is not known."""
        cents = [line.charge_cents for visit in self.visits for line in visit.lines]
        return None if None in cents else sum(c for c in cents if c is not None)

    @property
    def paid_cents(self) -> int:
        """What the patient paid, less what went back."""
        return sum(paid.amount_cents for paid in self.payments)

    @property
    def balance_cents(self) -> int | None:
        """What is left to pay; negative is a credit."""
        charges = self.charges_cents
        return None if charges is None else charges - self.paid_cents

    @property
    def paid_in_full(self) -> bool:
        """Whether there are charges, all known, and nothing of them is left to pay."""
        balance = self.balance_cents
        charged = any(visit.lines for visit in self.visits)
        return charged and balance is not None and balance <= 0

    @property
    def rendering(self) -> tuple[Rendering, ...]:
        """Everybody who treated, in order of their first visit."""
        return tuple(dict.fromkeys(visit.rendering for visit in self.visits))

    @property
    def signed_by(self) -> tuple[str, ...]:
        """Who signed the visits electronically, a sentence each; empty unless all are signed."""
        if not all(visit.signed for visit in self.visits):
            return ()
        found: dict[tuple[str, bool], list[Signed]] = {}
        for visit in self.visits:
            for one in visit.signed:
                found.setdefault((one.by, one.countersigning), []).append(one)
        return tuple(
            _say_signed(by, second, signed, len(self.visits))
            for (by, second), signed in found.items()
        )

    @property
    def later(self) -> tuple[str, ...]:
        """What was added to or changed on the visits after they were signed."""
        return tuple(
            f"Visit of {us_date(visit.day)}: {said}"
            for visit in self.visits
            for said in visit.later
        )


def _say_signed(by: str, second: bool, signed: list[Signed], visits: int) -> str:
    word = "Electronically countersigned" if second else "Electronically signed"
    last = max(signed, key=lambda one: (one.day, one.time))
    when = f"{us_date(last.day)}, {last.time}"
    if visits == 1:
        return f"{word} by {by} on {when}."
    count = f"{len(signed)} of {visits} visits" if len(signed) < visits else f"all {visits} visits"
    return f"{word} by {by}: {count}, the last on {when}."
