"""The audit-defence packet of a session or a patient: see it, print it or save it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from core.services import defence
from core.services.defence import PacketJob
from ui.context import Context
from ui.page import Crumb
from ui.presenters.document import PreparedPresenter
from ui.screens.document import SheetPage
from ui.widgets.basics import row
from ui.widgets.basics_fields import CheckBox
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_PARTS = (("chosen", "C&hosen sessions"), ("all", "&All of the patient"))


class PacketPresenter(PreparedPresenter):
    """Holds what is asked for, and the draft drawn of it."""

    job: PacketJob | None = None

    def load(
        self, encounter_ids: tuple[int, ...], patient_id: int | None, *, counsel: bool
    ) -> None:
        """Draw the packet of these sessions, or of all of a patient's where none is named."""

        def prepare(p: OpenPractice) -> PacketJob:
            if patient_id is not None and not encounter_ids:
                return defence.packet_of_patient(p, patient_id, for_counsel=counsel)
            return defence.prepare_packet(p, encounter_ids, for_counsel=counsel)

        self.ask(prepare, defence.draw_packet, "packet")


class PacketPage(SheetPage):
    """The document; above it whether it is of the sessions chosen or of all the patient's."""

    name = "packet"
    title = "Defence packet"
    presenter: PacketPresenter

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.parts = Segments(_PARTS, "Sessions in the packet")
        self._chosen: tuple[int, ...] = ()
        self._patient: int | None = None
        self.counsel = CheckBox("At direction of counsel")
        self.counsel.setObjectName("packet-counsel")
        top = QWidget()
        line = row(self.parts, self.counsel)
        line.setStretch(0, 1)
        top.setLayout(line)
        self.frame_sheet(PacketPresenter(ctx.tasks, self), top)
        self.parts.chosen.connect(self._choose)
        self.counsel.clicked.connect(lambda: self._choose(self.parts.current()))

    def activate(self, args: dict[str, Any]) -> None:
        self._chosen = tuple(args.get("encounter_ids", ()))
        self._patient = args.get("patient_id")
        self.counsel.setChecked(bool(args.get("counsel", False)))
        self.parts.buttons["all"].setEnabled(self._patient is not None)
        self.parts.buttons["chosen"].setVisible(bool(self._chosen))
        self._choose("chosen" if self._chosen else "all")

    def _choose(self, part: str) -> None:
        self.parts.choose(part)
        self.begin()
        numbers = self._chosen if part == "chosen" else ()
        self.presenter.load(numbers, self._patient, counsel=self.counsel.isChecked())

    def show_drawn(self) -> None:
        job = self.presenter.job
        if job is not None:
            self._patient = job.patient_id
        self.parts.buttons["all"].setEnabled(self._patient is not None)
        super().show_drawn()

    def crumbs(self) -> tuple[str | Crumb, ...]:
        job = self.presenter.job
        if job is None:
            return (self.title,)
        return (
            Crumb("Patients", "patients", {}),
            Crumb(job.record.patient.full_name, "patient", {"patient_id": job.patient_id}),
            self.title,
        )
