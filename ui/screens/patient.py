"""One patient: who it is on top, the parts of the record below."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from core.errors import UnitwiseError
from core.model.kinds import EncounterState
from core.model.permissions import Permission
from core.model.session import EncounterRow
from ui.context import Context
from ui.page import Crumb, Page
from ui.presenters.patient import PatientPresenter
from ui.screens.coverage_form import CoveragePanel
from ui.screens.patient_authorisations import AuthorisationPanel
from ui.screens.patient_care import CarePlanPanel
from ui.screens.patient_documents import DocumentsPanel
from ui.screens.patient_form import PatientForm
from ui.screens.patient_header import PatientHeader
from ui.screens.patient_measures import MeasuresPanel
from ui.screens.patient_panel import PatientPanel
from ui.screens.patient_plan import CarePanel
from ui.screens.patient_privacy import PrivacyPanel
from ui.screens.patient_visits import VisitsPanel, for_superbill
from ui.screens.payment_form import PaymentPanel
from ui.theme import px
from ui.widgets.basics import column
from ui.widgets.pair import scrolled
from ui.widgets.segments import Segments

PARTS = (
    ("visits", "&Visits"),
    ("details", "&Details"),
    ("coverage", "C&overage"),
    ("authorisations", "&Authorisations"),
    ("care", "Dia&gnoses"),
    ("plan", "P&lan of care"),
    ("measures", "Measu&res"),
    ("payments", "Pa&yments"),
    ("documents", "Docu&ments"),
    ("privacy", "Pr&ivacy"),
)


def _is_complete(row: EncounterRow) -> bool:
    return row.state is EncounterState.COMPLETE


class PatientPage(Page):
    """Shows the patient of `patient_id`, or begins a new one without it."""

    name = "patient"
    title = "Patient"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.presenter = PatientPresenter(ctx)
        self.presenter.setParent(self)
        self._session = self.make_action("&New session", "Ctrl+N", "plus")
        self._superbill = self.make_action("Super&bill", "Ctrl+P", "print")
        self._packet = self.make_action("Defence pac&ket", "Ctrl+Shift+K", "shield")
        self._payment = self.make_action("&Take payment", "Ctrl+M", "money")
        self._save_new = self.make_action("&Save patient", "Ctrl+S", "save")
        self._leaving = False
        self._disclose: int | None = None  # a document just saved outside
        self.header = PatientHeader()
        self.parts = Segments(PARTS, "Parts of the record")
        self.visits = VisitsPanel(ctx, self.presenter)
        self.details = PatientForm(ctx, self.presenter)
        self.coverage = CoveragePanel(ctx, self.presenter)
        self.authorisations = AuthorisationPanel(ctx, self.presenter)
        self.care = CarePanel(ctx, self.presenter)
        self.measures = MeasuresPanel(ctx, self.presenter)
        self.plan = CarePlanPanel(ctx, self.presenter)
        self.payments = PaymentPanel(ctx, self.presenter)
        self.documents = DocumentsPanel(ctx, self.presenter)
        self.privacy = PrivacyPanel(ctx, self.presenter)
        self.panels: dict[str, PatientPanel] = {
            "visits": self.visits,
            "details": self.details,
            "coverage": self.coverage,
            "authorisations": self.authorisations,
            "care": self.care,
            "measures": self.measures,
            "plan": self.plan,
            "payments": self.payments,
            "documents": self.documents,
            "privacy": self.privacy,
        }
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        for panel in self.panels.values():
            self.stack.addWidget(panel)
        self.stack.setMinimumHeight(px(240))
        # A part scrolls by itself; the height it would like must not make the page scroll as well.
        self.stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        lines = column(self.header, self.parts, spacing=12)
        lines.addWidget(self.stack, 1)
        self.setLayout(column(scrolled(lines)))

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.presenter.saved.connect(self._saved)
        self.presenter.failed.connect(self._not_found)
        self.parts.chosen.connect(self._choose)
        self._session.triggered.connect(self._begin_session)
        self._superbill.triggered.connect(self._make_superbill)
        self._packet.triggered.connect(self._make_packet)
        self._payment.triggered.connect(self._take_payment)
        self._save_new.triggered.connect(self.details.save)

    @property
    def is_new(self) -> bool:
        """Whether a patient is being added."""
        return self.presenter.patient_id is None

    def _show(self) -> None:
        file = self.presenter.file
        self.details.show_providers(self.presenter.providers)
        if file is not None:
            self.header.show_file(file, self.ctx.clock.today(), self.presenter.care)
            for panel in self.panels.values():
                panel.show_file(file)
            for part in ("payments", "documents", "privacy"):
                self.parts.buttons[part].setVisible(not file.money_withheld)
            self.parts.buttons["measures"].setVisible(not file.outcomes_withheld)
            if self._disclose is not None:
                self.privacy.begin_for(self._disclose)
                self._disclose = None
        self._dress()

    def _dress(self) -> None:
        known = self.presenter.file is not None
        self.header.setVisible(known)
        self.parts.setVisible(not self.is_new)
        self.details.save_button.setVisible(not self.is_new)
        self._save_new.setEnabled(self.is_new)
        self.details.look_for_kept()
        self.offer(self._session, Permission.ENCOUNTER_WRITE, when=known)
        self.offer(self._superbill, Permission.DOCUMENTS_PRINT, when=known)
        self._packet.setVisible(self.ctx.may(Permission.AUDIT_SESSIONS))
        self.offer(self._packet, Permission.AUDIT_SESSIONS, when=known)
        self.offer(self._payment, Permission.PAYMENTS_WRITE, when=known)
        why = self.ctx.why_not(Permission.DEMOGRAPHICS_WRITE)
        for part in ("details", "coverage", "care"):
            self.panels[part].setEnabled(not why)
            self.panels[part].setToolTip(why)
        self.chrome_changed.emit()

    def _choose(self, part: str) -> None:
        self.parts.choose(part)
        self.stack.setCurrentWidget(self.panels[part])

    def _saved(self, words: str) -> None:
        self.status.emit("good", words)

    def _not_found(self, problem: UnitwiseError) -> None:
        self.ctx.messages.problem(problem)
        self.ctx.navigate("patients", {})

    def _begin_session(self) -> None:
        args = {"patient_id": self.presenter.patient_id, "day": self.ctx.clock.today()}
        self.ctx.navigate("session", args)

    def _make_superbill(self) -> None:
        file = self.presenter.file
        chosen = for_superbill(self.visits.marked(), file.encounters) if file else ()
        if not chosen:
            self.ctx.messages.warn(
                "There is no complete visit to put on a superbill. Complete a session first."
            )
            return
        args = {"patient_id": self.presenter.patient_id, "encounter_ids": chosen}
        self.ctx.navigate("superbill", args)

    def _make_packet(self) -> None:
        """Of the visits that are marked; all others are one choice away on its page."""
        file = self.presenter.file
        if file is None or not any(map(_is_complete, file.encounters)):
            self.ctx.messages.warn(
                "There is no complete visit to defend. A packet holds complete sessions only."
            )
            return
        marked = tuple(row.id for row in self.visits.marked() if _is_complete(row))
        args = {"patient_id": self.presenter.patient_id, "encounter_ids": marked}
        self.ctx.navigate("packet", args)

    def _take_payment(self) -> None:
        self._choose("payments")
        self.payments.first_focus().setFocus()

    def _dirty(self) -> list[PatientPanel]:
        return [panel for panel in self.panels.values() if panel.is_dirty()]

    def activate(self, args: dict[str, Any]) -> None:
        number = args.get("patient_id")
        if number is None or number != self.presenter.patient_id:
            for panel in self.panels.values():
                panel.start()
            self._choose("details" if number is None else "visits")
        self._leaving = False
        self._disclose = args.get("disclose")
        self.presenter.open(number)
        if number is not None and args.get("tab") in self.panels:
            self._choose(args["tab"])
            self.plan.show_part(args.get("part", ""))
        if "encounter_id" in args:
            self.payments.begin_for(args["encounter_id"])
        self._dress()

    def can_leave(self) -> bool:
        dirty = self._dirty()
        if not dirty or self._leaving:
            return True
        self.ctx.messages.ask(
            "Leave without saving?",
            self._leave,
            yes="Leave without saving",
            no="Stay",
            detail="What was typed for this patient is not saved yet.",
            on_no=lambda: dirty[0].first_focus().setFocus(),
            danger=True,
        )
        return False

    def keep(self) -> None:
        for panel in self._dirty():
            panel.keep()

    def _leave(self) -> None:
        self._leaving = True
        for panel in self._dirty():
            panel.start()
        self.presenter.file = None
        self.left_free.emit()

    def holds_text(self) -> bool:
        return bool(self._dirty())

    def primary_action(self) -> QAction:
        return self._save_new if self.is_new else self._session

    def secondary_actions(self) -> tuple[QAction, ...]:
        return () if self.is_new else (self._packet, self._payment, self._superbill)

    def crumbs(self) -> tuple[str | Crumb, ...]:
        file = self.presenter.file
        here = file.patient.full_name if file else ("New patient" if self.is_new else "…")
        return Crumb("Patients", "patients", {}), here

    def first_focus(self) -> QWidget:
        part = "details" if self.is_new else self.parts.current()
        panel = self.panels[part]
        return panel.first_focus() if panel.isEnabled() else self.parts.buttons[part]
