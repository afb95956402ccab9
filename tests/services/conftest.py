"""A practice with a therapist, an assistant, payers, fees and one patient."""

from dataclasses import dataclass
from datetime import date

import pytest

from core.model.kinds import CoverageRank, ProviderRole
from core.model.patient import Coverage, Patient
from core.model.practice import Fee, Payer, PayerProfile, Provider
from core.services import patients, setup
from core.services.practice import OpenPractice
from core.store import audit
from tests.support.practice import new_practice


@dataclass
class Clinic:
    p: OpenPractice
    therapist: int
    assistant: int
    medicare: int
    commercial: int
    patient: int

    def audit(self, after=0):
        """Audit rows with a number above `after`."""
        return audit.events(self.p.file.db, after)

    def audit_since(self, change):
        """What a change wrote into the audit trail."""
        before = audit.last_seq(self.p.file.db)
        change()
        return self.audit(before)


@pytest.fixture
def practice(tmp_path):
    opened = new_practice(tmp_path)
    yield opened
    opened.file.close()


@pytest.fixture
def clinic(practice):
    therapist = setup.save_provider(
        practice, Provider("Ann", "Lee", ProviderRole.PT, npi="1234567893", credentials="PT, DPT")
    )
    assistant = setup.save_provider(practice, Provider("Bo", "Kim", ProviderRole.PTA))
    since = date(2020, 1, 1)
    medicare, commercial = (
        setup.save_payer(practice, Payer(name, profiles=(PayerProfile(profile, date(2015, 1, 1)),)))
        for name, profile in (
            ("Medicare Part B", "medicare-part-b"),
            ("Harbor Mutual", "generic-commercial"),
        )
    )
    for code, cents in (("97110", 6000), ("97140", 5500)):
        setup.save_fee(practice, Fee(code, cents, date(2026, 1, 1)))
    patient = patients.save(
        practice, Patient("Łukasz", "O'Brien-Ngô", date(1963, 3, 2), phone="(703) 555-0142")
    )
    patients.save_coverage(
        practice,
        Coverage(patient.id, medicare.id, CoverageRank.PRIMARY, "1EG4-TE5-MK73", starts_on=since),
    )
    return Clinic(practice, therapist.id, assistant.id, medicare.id, commercial.id, patient.id)
