"""The audit-defence packet of a session or a patient: see it, print it or save it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.errors import UnitwiseError
from core.services import defence
from core.services.defence import PacketJob
from core.services.printing import PdfDraft
from ui.context import Context
from ui.page import Crumb
from ui.presenters.document import DocumentPresenter
from ui.screens.document import DocumentPage
from ui.theme import px

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_DRAWING = "Drawing …"
_WIDEST = 900


class PacketPresenter(DocumentPresenter):
    """Holds what is asked for, and the draft drawn of it."""

    job: PacketJob | None = None
    asked: object = None

    def load(
        self, encounter_ids: tuple[int, ...], patient_id: int | None, *, counsel: bool
    ) -> None:
        """Draw the packet of these sessions, or of all of a patient's where none is named."""
        asked = self.asked = object()
        self.draft, self.job, self.problem = None, None, ""

        def prepare(p: OpenPractice) -> PacketJob:
            if patient_id is not None and not encounter_ids:
                return defence.packet_of_patient(p, patient_id, for_counsel=counsel)
            return defence.prepare_packet(p, encounter_ids, for_counsel=counsel)

        self._tasks.read(
            prepare, lambda job: self._prepared(asked, job), self._refused, replaces="packet"
        )

    def _prepared(self, asked: object, job: PacketJob) -> None:
        if asked is self.asked:
            self.job = job
            self._tasks.work(
                lambda: defence.draw_packet(job), lambda d: self._shown(asked, d), self._refused
            )

    def _shown(self, asked: object, draft: PdfDraft) -> None:
        if asked is self.asked:
            self.draft = draft
            self.drawn.emit()

    def _refused(self, problem: UnitwiseError) -> None:
        self.draft, self.problem = None, str(problem)
        self.drawn.emit()


class PacketPage(DocumentPage):
    """The whole page is the document."""

    name = "packet"
    title = "Defence packet"
    presenter: PacketPresenter

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.presenter = PacketPresenter(ctx.tasks, self)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addStretch(1)
        box.addWidget(self.stack, 100)
        box.addStretch(1)
        self._dress()
        ctx.theme.changed.connect(self._dress)
        self.presenter.drawn.connect(self._drawn)
        self.connect_document()

    def _dress(self) -> None:
        self.stack.setMaximumWidth(px(_WIDEST))
        self.dress_preview()

    def activate(self, args: dict[str, Any]) -> None:
        self.show_draft(None, _DRAWING)
        numbers = tuple(args.get("encounter_ids", ()))
        counsel = bool(args.get("counsel", False))
        self.presenter.load(numbers, args.get("patient_id"), counsel=counsel)

    def crumbs(self) -> tuple[str | Crumb, ...]:
        job = self.presenter.job
        if job is None:
            return (self.title,)
        return (
            Crumb("Patients", "patients", {}),
            Crumb(job.record.patient.full_name, "patient", {"patient_id": job.patient_id}),
            self.title,
        )

    def first_focus(self) -> QWidget:
        return self.preview

    def _drawn(self) -> None:
        self.show_draft(self.presenter.draft, self.presenter.problem)
        self.chrome_changed.emit()
