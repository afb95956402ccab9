"""Small pages that stand in for the real ones."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout

from ui.page import Crumb, Page
from ui.pages import PAGES, PageSpec


class NotePage(Page):
    """A page with a text; remembers what it was asked to do."""

    name = "note"
    title = "Note"

    def __init__(self, ctx) -> None:
        super().__init__(ctx)
        self.kept: list[str] = []
        self.args: list[dict] = []
        self.saved = 0
        self.may_leave = True
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("Note")
        QVBoxLayout(self).addWidget(self.text)
        self._save = self.make_action("Save the note", "Ctrl+S", "check")
        self._save.triggered.connect(self._count)

    def _count(self) -> None:
        self.saved += 1
        self.status.emit("good", "Saved 14:02:11")

    def activate(self, args) -> None:
        self.args.append(args)

    def keep(self) -> None:
        self.kept.append(self.text.toPlainText())

    def can_leave(self) -> bool:
        return self.may_leave

    def primary_action(self):
        return self._save

    def first_focus(self):
        return self.text

    def crumbs(self):
        return (Crumb("Patients", "patients", {}), "Note")


class TodayStandIn(NotePage):
    name = "today"


class PatientsStandIn(NotePage):
    name = "patients"


def test_pages() -> tuple[PageSpec, ...]:
    """Today, Patients and a note, then the real help."""
    real = {spec.name: spec for spec in PAGES}
    return (
        PageSpec("today", "Today", "today", True, TodayStandIn),
        PageSpec("patients", "Patients", "patients", True, PatientsStandIn),
        PageSpec("note", "Note", "note", False, NotePage, parent="patients"),
        real["help"],
    )


test_pages.__test__ = False
