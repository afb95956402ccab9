"""A real practice of five people in one role each, for calling every service by every role."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from core.model.encounter import Service
from core.model.kinds import (
    PaymentMethod,
    ProviderRole,
)
from core.model.patient import Diagnosis, Patient, PatientPayment
from core.model.people import Person, Role
from core.model.practice import Fee, Provider
from core.model.session import Note
from core.services import (
    credentials,
    encounters,
    patients,
    people,
    printing,
    setup,
)  # fmt: skip
from core.services.practice import OpenPractice
from tests.support.people import join, signed_in
from tests.support.practice import DAY, PASSWORD, new_practice

SECRET = "cried when asked about the divorce"
REASON = "Patient called in an emergency"
ROLES = {
    "O": Role.OWNER, "T": Role.THERAPIST, "A": Role.ASSISTANT, "B": Role.BILLER,
    "F": Role.FRONT_DESK,
}  # fmt: skip
LATER = date(2030, 1, 1)
Call = Callable[[], object]


@dataclass
class Stage:
    """A practice of five people in one role each, and a colleague with a patient of her own."""

    p: OpenPractice
    folder: Path
    people: dict[str, Person] = field(default_factory=dict)
    clinician: dict[bool, Person] = field(default_factory=dict)
    therapist: dict[bool, int] = field(default_factory=dict)
    assistant: int = 0
    patient: dict[bool, int] = field(default_factory=dict)
    number: count = field(default_factory=lambda: count(1))
    after: list[Call] = field(default_factory=list)  # what puts things back, as the same person

    def session(
        self, own: bool, complete: bool = True, note: str = SECRET, day: date | None = None
    ) -> int:
        """Another session with a note, written by its own clinician.

        Without a day it has one of its own: what is signed forbids others of its day, and a day
        of hundreds of sessions would be billed anew with each.
        """
        day = day or DAY - timedelta(days=next(self.number))
        with signed_in(self.p, self.clinician[own]):
            file = encounters.new_session(self.p, self.patient[own], day, self.therapist[own])
            record = replace(
                file.record,
                assistant_provider_id=self.assistant if own else None,
                services=(Service("97110", 23),),
                pointers=("A",),
                diagnoses=(Diagnosis("M5450", "Low back pain, unspecified"),),
                note=Note(subjective=note),
            )
            return encounters.save(self.p, record, complete).encounter_id

    def opened(self, own: bool, **changes):
        """A stored session's record as its clinician has it on screen."""
        number = self.session(own, **changes)
        with signed_in(self.p, self.clinician[own]):
            return encounters.open_session(self.p, number).record

    def payment(self, own: bool) -> PatientPayment:
        return PatientPayment(self.patient[own], DAY, 2000, PaymentMethod.CASH)

    def superbill(self, own: bool) -> printing.PdfDraft:
        with signed_in(self.p, self.people["O"]):
            return printing.superbill(self.p, self.patient[own], [self.session(own)])


def stage(folder: Path) -> Stage:
    """The practice with its people and patients."""
    p = new_practice(folder)
    made = Stage(p, folder)
    for own, name in ((True, "Ann"), (False, "Cy")):
        provider = setup.save_provider(p, Provider(name, "Lee", ProviderRole.PT))
        made.therapist[own] = provider.id
        patient = Patient("Ida" if own else "Moe", "Ngô", date(1963, 3, 2))
        patient = replace(patient, rendering_provider_id=provider.id)
        made.patient[own] = patients.save(p, patient).id
    made.assistant = setup.save_provider(p, Provider("Bo", "Kim", ProviderRole.PTA)).id
    setup.save_fee(p, Fee("97110", 6000, date(2026, 1, 1)))
    providers = {"T": made.therapist[True], "A": made.assistant}
    for letter, role in ROLES.items():
        made.people[letter] = with_password(p, f"{role.title()} Doe", {role}, providers.get(letter))
    colleague = join(p, "Cy Lee", Role.THERAPIST, provider_id=made.therapist[False])
    made.clinician = {True: made.people["T"], False: colleague}
    for own in (True, False):
        made.session(own, day=DAY)
    return made


def with_password(
    p: OpenPractice, name: str, roles: set[Role], provider_id: int | None = None
) -> Person:
    """An account with its own slot of the key file; its password is the tests' one."""
    person = Person(0, name, name.split()[0].lower(), frozenset(roles), provider_id)
    kept, once = people.add_person(p, person, PASSWORD)
    with signed_in(p, kept):
        credentials.change_password(p, once, PASSWORD)
    return kept
