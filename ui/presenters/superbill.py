"""Which sessions go on a superbill, how it looks, and the one PDF that is shown, printed, kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QObject, Signal

from core.errors import UnitwiseError
from core.model.kinds import EncounterState
from core.model.patient_file import PatientFile
from core.model.session import EncounterRow
from core.services import patients, printing
from core.services.practice import OpenPractice
from core.services.printing import (
    Layout,
    MedicareQuestion,
    PdfDraft,
    SuperbillJob,
)
from core.services.superbill_data import Options
from ui.person_tasks import PersonTasks
from ui.presenters.document import DocumentPresenter
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: sessions, layout, options and the answer to Medicare's question."""

    encounter_ids: tuple[int, ...] = ()
    layout: Layout = Layout.SUPERBILL
    options: Options = Options()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The answer to a wish: a question that stands open, or a job that can be drawn."""

    wish: Wish
    question: MedicareQuestion | None
    job: SuperbillJob | None


class SuperbillPresenter(DocumentPresenter):
    """`loaded` with the patient, `asked` for the question."""

    loaded = Signal()
    asked = Signal()

    def __init__(self, tasks: Tasks | PersonTasks, parent: QObject | None = None) -> None:
        super().__init__(tasks, parent)
        self.file: PatientFile | None = None
        self.wish = Wish()
        self.question: MedicareQuestion | None = None

    def load(self, patient_id: int, encounter_ids: tuple[int, ...]) -> None:
        """Show a patient's sessions, those given chosen."""
        self.wish = Wish(encounter_ids)
        self.draft, self.question, self.problem = None, None, ""
        self._tasks.read(lambda p: patients.get(p, patient_id), self._loaded)

    def _loaded(self, file: PatientFile) -> None:
        self.file = file
        ready = {row.id for row in self.sessions}
        chosen = tuple(one for one in self.wish.encounter_ids if one in ready)
        self.wish = replace(self.wish, encounter_ids=chosen)
        self.loaded.emit()
        self.refresh()

    @property
    def sessions(self) -> tuple[EncounterRow, ...]:
        """The complete sessions, newest first."""
        rows = self.file.encounters if self.file else ()
        return tuple(row for row in rows if row.state is EncounterState.COMPLETE)

    def choose(self, encounter_ids: tuple[int, ...]) -> None:
        """Put these sessions on the superbill."""
        if encounter_ids != self.wish.encounter_ids:
            self.wish = replace(self.wish, encounter_ids=encounter_ids)
            self.refresh()

    def choose_range(self, first: date | None, last: date | None) -> None:
        """Put every complete session from a day to a day on it; an open end takes all."""
        self.choose(
            tuple(
                row.id
                for row in self.sessions
                if (first is None or first <= row.date) and (last is None or row.date <= last)
            )
        )

    def set_look(self, layout: Layout, options: Options) -> None:
        """Another layout or other options."""
        self.wish = replace(self.wish, layout=layout, options=options)
        self.refresh()

    def answer(self, reason: str) -> None:
        """The answer to Medicare's question."""
        self.wish = replace(self.wish, reason=reason)
        self.refresh()

    def refresh(self) -> None:
        """Draw the superbill anew."""
        self.draft, self.problem = None, ""
        wish, file = self.wish, self.file
        if file is None or not wish.encounter_ids:
            self.question = None
            self.asked.emit()
            self.drawn.emit()
            return
        number = file.patient.id or 0
        self._tasks.read(
            lambda p: _gather(p, number, wish), self._gathered, self._refused,
            replaces="superbill",
        )  # fmt: skip

    def _gathered(self, found: Gathered) -> None:
        if found.wish != self.wish:
            return
        self.question = found.question
        self.asked.emit()
        job = found.job
        if job is None:
            self.drawn.emit()
            return
        self._tasks.work(lambda: (found.wish, printing.draw(job)), self._drawn, self._refused)

    def _drawn(self, answer: tuple[Wish, PdfDraft]) -> None:
        wish, draft = answer
        if wish == self.wish:
            self.draft = draft
            self.drawn.emit()

    def _refused(self, problem: UnitwiseError) -> None:
        self.draft, self.problem = None, str(problem)
        self.drawn.emit()


def _gather(p: OpenPractice, patient_id: int, wish: Wish) -> Gathered:
    question = printing.medicare_question(p, patient_id, wish.encounter_ids)
    if question is not None and wish.reason not in question.reasons:
        return Gathered(wish, question, None)
    job = printing.prepare(
        p,
        patient_id,
        wish.encounter_ids,
        wish.layout,
        reason=wish.reason if question else "",
        options=wish.options,
    )
    return Gathered(wish, question, job)
