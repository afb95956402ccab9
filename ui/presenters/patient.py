"""One patient's file: what is shown of it, and every change that is asked of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from core.errors import UnitwiseError
from core.model.authorisation import Authorisation, VisitLimit
from core.model.care_file import CareFile
from core.model.outcomes import OutcomeEntry, OutcomeScore
from core.model.patient import (
    Coverage,
    Diagnosis,
    Patient,
    PatientPayment,
    PatientRow,
    PlanOfCare,
)
from core.model.patient_file import PatientFile
from core.model.practice import Payer, Provider, ReferringProvider
from core.services import authorisations, care_files, outcomes, patients, payments, setup
from ui.context import Context

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

Failed = Callable[[UnitwiseError], None]
_Lists = tuple[tuple[Payer, ...], tuple[Provider, ...], tuple[ReferringProvider, ...]]
_Answer = tuple[PatientFile | None, CareFile | None, _Lists]


class PatientPresenter(QObject):
    """Holds the file that is open; `changed` when it was read, `saved` after each commit.

    `file` is None while a new patient is being typed; `care` holds the plans of care with it.
    """

    changed = Signal()
    saved = Signal(str)
    failed = Signal(object)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.patient_id: int | None = None
        self.file: PatientFile | None = None
        self.care: CareFile | None = None
        self.referring: tuple[ReferringProvider, ...] = ()
        self.payers: tuple[Payer, ...] = ()
        self.providers: tuple[Provider, ...] = ()

    def open(self, patient_id: int | None) -> None:
        """Read a patient's file, or begin a new patient."""
        if patient_id != self.patient_id:
            self.file = self.care = None
        self.patient_id = patient_id
        self.reload()

    def reload(self) -> None:
        """Read everything again."""
        number = self.patient_id

        def ask(p: OpenPractice) -> _Answer:
            lists = setup.list_payers(p), setup.list_providers(p), setup.list_referring(p, "")
            if number is None:
                return None, None, lists
            return patients.get(p, number), care_files.get(p, number), lists

        self._ctx.tasks.read(ask, self._got, self.failed.emit, replaces="patient-file")

    def save_patient(self, patient: Patient, done: Callable[[], None], failed: Failed) -> None:
        """Keep the patient's details; a new patient's file is open afterwards."""

        def kept(result: Patient) -> None:
            self.patient_id = result.id
            done()

        self._change(lambda p: patients.save(p, patient), kept, failed)

    def look_for_duplicates(
        self, patient: Patient, done: Callable[[tuple[PatientRow, ...]], None]
    ) -> None:
        """Whether somebody of this name and birth date is known already."""
        self._ctx.tasks.read(lambda p: patients.duplicates(p, patient), done, replaces="duplicates")

    def save_coverage(
        self, coverage: Coverage, done: Callable[[Coverage], None], failed: Failed
    ) -> None:
        """Keep a coverage."""
        self._change(lambda p: patients.save_coverage(p, coverage), done, failed)

    def save_authorisation(
        self, one: Authorisation, done: Callable[[Authorisation], None], failed: Failed
    ) -> None:
        """Keep an authorisation."""
        self._change(lambda p: authorisations.save(p, one), done, failed)

    def end_authorisation(
        self, number: int, done: Callable[[Authorisation], None], failed: Failed
    ) -> None:
        """End an authorisation with today as its last day."""
        today = self._ctx.clock.today()
        self._change(lambda p: authorisations.end(p, number, today), done, failed)

    def save_limit(
        self, limit: VisitLimit, done: Callable[[VisitLimit], None], failed: Failed
    ) -> None:
        """Keep a coverage's limit of visits."""
        self._change(lambda p: authorisations.save_limit(p, limit), done, failed)

    def save_outcomes(
        self,
        entries: tuple[OutcomeEntry, ...],
        done: Callable[[tuple[OutcomeScore, ...]], None],
        failed: Failed,
    ) -> None:
        """Score and keep measurements."""
        self._change(lambda p: outcomes.save(p, entries), done, failed)

    def take_back_outcome(self, score_id: int, reason: str, failed: Failed) -> None:
        """Let a score hold no more; it stays in the file."""
        self._change(lambda p: outcomes.take_back(p, score_id, reason), _nothing, failed)

    def save_diagnoses(self, listed: tuple[Diagnosis, ...], failed: Failed) -> None:
        """Keep the diagnoses in this order."""
        number = self.patient_id or 0
        self._change(lambda p: patients.save_diagnoses(p, number, listed), _nothing, failed)

    def save_plan(self, plan: PlanOfCare, done: Callable[[Any], None], failed: Failed) -> None:
        """Keep the plan of care's dates."""
        self._change(lambda p: patients.save_plan_of_care(p, plan), done, failed)

    def refer(
        self,
        person: ReferringProvider | None,
        failed: Failed,
        done: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep who refers the patient; somebody not known yet is added to the list."""
        if self.file is None:
            return
        patient = self.file.patient

        def op(p: OpenPractice) -> Patient:
            known = person
            if person is not None and person.id is None:
                known = setup.save_referring(p, person)
            by = None if known is None else known.id
            return patients.save(p, replace(patient, referring_provider_id=by))

        self._change(op, lambda _: done(), failed)

    def take_payment(
        self, payment: PatientPayment, done: Callable[[PatientPayment], None], failed: Failed
    ) -> None:
        """Record money the patient paid."""
        self._change(lambda p: payments.take(p, payment), done, failed)

    def reverse_payment(self, payment_id: int, reason: str, failed: Failed) -> None:
        """Take a payment back by a second entry."""
        self._change(lambda p: payments.reverse(p, payment_id, reason), _nothing, failed)

    def find_diagnoses(self, text: str, done: Callable[[tuple[Diagnosis, ...]], None]) -> None:
        """ICD-10-CM codes by code or words, as of today."""
        day = self._ctx.clock.today()
        self._ctx.tasks.read(
            lambda p: patients.search_diagnoses(p, text, day), done, replaces="diagnosis-search"
        )

    def find_referring(
        self, text: str, done: Callable[[tuple[ReferringProvider, ...]], None]
    ) -> None:
        """Known referring providers by name or NPI."""
        self._ctx.tasks.read(
            lambda p: setup.list_referring(p, text), done, replaces="referring-search"
        )

    def change(
        self, op: Callable[[OpenPractice], Any], done: Callable[[Any], None], failed: Failed
    ) -> None:
        """Ask a service for any change; the file is read again after it."""
        self._change(op, done, failed)

    def _change(
        self, op: Callable[[OpenPractice], Any], done: Callable[[Any], None], failed: Failed
    ) -> None:
        def kept(result: Any) -> None:
            now = self._ctx.clock.now().astimezone()
            done(result)
            self.saved.emit(f"Saved {now:%H:%M:%S}")
            self.reload()

        self._ctx.tasks.change(op, kept, failed)

    def _got(self, answer: _Answer) -> None:
        self.file, self.care, lists = answer
        self.payers, self.providers, self.referring = lists
        self.changed.emit()


def _nothing(result: Any) -> None:
    """The file is read again anyway."""
