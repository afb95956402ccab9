"""Looking diagnoses up for the session: the patient's own first, then the code table."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.model.patient import Diagnosis
from core.services import patients
from ui.context import Context
from ui.presenters.session import SessionPresenter
from ui.presenters.session_state import matching
from ui.screens.session_layout import SessionLayout


class SessionDiagnoses(QObject):
    """Stands between the row of diagnoses and the presenter."""

    def __init__(
        self, ctx: Context, presenter: SessionPresenter, view: SessionLayout, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._presenter = presenter
        self._row = view.diagnoses
        self._row.searched.connect(self._search)
        self._row.added.connect(self._add)
        self._row.removed.connect(presenter.remove_diagnosis)

    def _search(self, text: str) -> None:
        day = self._presenter.record.date
        self._ctx.tasks.read(
            lambda p: (patients.search_diagnoses(p, text, day), p.library.icd10_note(day)),
            lambda answer: self._offer(text, *answer),
            replaces="session-diagnoses",
        )

    def _offer(self, text: str, found: tuple[Diagnosis, ...], note: str) -> None:
        file = self._presenter.file
        own = matching(file.patient_diagnoses, text) if file else ()
        both = {one.code: one for one in (*own, *found)}
        held = {one.code for one in self._presenter.sheet.diagnoses}
        offered = tuple(one for one in both.values() if one.code not in held)
        self._row.offer(text, offered, note)

    def _add(self, diagnosis: Diagnosis) -> None:
        self._row.say(self._presenter.add_diagnosis(diagnosis))
