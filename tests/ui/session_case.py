"""A small real practice with one patient, and the session page over it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from core.library.rulebook import load_rulebook
from core.model.clock import Clock
from core.model.encounter import Service
from core.model.kinds import CoverageRank, Discipline, ProviderRole, Sex
from core.model.patient import Coverage, Diagnosis, Patient, PlanOfCare
from core.model.practice import Fee, Location, Payer, PayerProfile, Provider
from core.services import encounters, patients, setup
from core.services.practice import OpenPractice
from tests.support.practice import DAY, clock_on, new_practice
from tests.ui.fakes import EVERYTHING
from ui.context import Context
from ui.messages import Messages
from ui.preferences import Preferences
from ui.tasks import Tasks
from ui.theme import Theme

SINCE = date(2024, 1, 1)
MEDICARE, COMMERCIAL = "Medicare Part B", "Blue Harbor Health"


class Case:
    """The practice as it stands before a test: ids by name."""

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self.clock = clock or clock_on()
        self.p: OpenPractice = new_practice(folder, self.clock)
        self.therapist = _provider(self.p, "Dana", "Okafor", ProviderRole.PT, "DPT", "1234567893")
        self.assistant = _provider(self.p, "Sam", "Reyes", ProviderRole.PTA, "PTA", "")
        self.speech = _provider(self.p, "Ines", "Vogel", ProviderRole.SLP, "SLP", "1245319599")
        self.location = setup.save_location(self.p, Location("Harbor Street")).id
        self.medicare = _payer(self.p, MEDICARE, "medicare-part-b")
        self.commercial = _payer(self.p, COMMERCIAL, "generic-commercial")
        for code, cents in (("97110", 6500), ("97140", 6000), ("97112", 7000), ("97530", 7200)):
            setup.save_fee(self.p, Fee(code, cents, SINCE))
        self.patient = self.add_patient("Maria", "Alvarez", self.medicare)

    def add_patient(self, first: str, last: str, payer: int) -> int:
        born = Patient(first, last, date(1963, 5, 17), Sex.FEMALE,
                       rendering_provider_id=self.therapist)  # fmt: skip
        number = patients.save(self.p, born).id or 0
        rank = CoverageRank.PRIMARY
        patients.save_coverage(self.p, Coverage(number, payer, rank, "1EG4-TE5-MK73"))
        plan = PlanOfCare(number, Discipline.PT, date(2026, 1, 14), certified_on=date(2026, 1, 15),
                          certified_to=date(2026, 4, 14))  # fmt: skip
        patients.save_plan_of_care(self.p, plan)
        return number

    def add_visit(self, codes: dict[str, int], day: date = DAY - timedelta(days=7)) -> int:
        """A complete earlier visit."""
        file = encounters.new_session(self.p, self.patient, day, self.therapist)
        services = tuple(Service(code, minutes) for code, minutes in codes.items())
        record = _with(file.record, services=services)
        return encounters.save(self.p, record, complete=True).encounter_id

    def give_diagnoses(self, *pairs: tuple[str, str]) -> None:
        """Put diagnoses on the patient's list, as an import of another system would."""
        from core.store import diagnoses

        listed = tuple(Diagnosis(code, text) for code, text in pairs)
        with self.p.file.unit_of_work("test.diagnoses", "patient") as work:
            diagnoses.set_patient(work.db, self.patient, listed)


def _with(record: Any, **changes: Any) -> Any:
    from dataclasses import replace

    return replace(record, **changes)


def _provider(p: OpenPractice, first: str, last: str, role: ProviderRole,
              credentials: str, npi: str) -> int:  # fmt: skip
    made = Provider(first, last, role, npi=npi, credentials=credentials)
    return setup.save_provider(p, made).id or 0


def _payer(p: OpenPractice, name: str, profile: str) -> int:
    made = Payer(name, profiles=(PayerProfile(profile, SINCE),))
    return setup.save_payer(p, made).id or 0


def make_context(
    case: Case, tasks: Tasks, theme: Theme, folder: Path, visited: list[tuple[str, dict[str, Any]]]
) -> Context:
    """What the page is handed; `visited` notes where it wanted to go."""

    def navigate(name: str, args: dict[str, Any]) -> None:
        visited.append((name, args))

    return Context(
        tasks=tasks,
        messages=Messages(),
        theme=theme,
        clock=case.clock,
        book=load_rulebook(),
        preferences=Preferences(folder / "window.ini"),
        navigate=navigate,
        go_back=lambda: None,
        actor_name="Dana Okafor, DPT",
        person=EVERYTHING,
    )
