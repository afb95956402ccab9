"""Settings: the practice and its lists, the look, the password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from core.model.permissions import Permission
from ui.context import Context
from ui.page import Page
from ui.presenters import note_settings
from ui.presenters import settings as lists
from ui.presenters.audit_line import error_lines
from ui.screens.settings_account import SecuritySection
from ui.screens.settings_audit import AuditSection
from ui.screens.settings_backups import BackupsSection
from ui.screens.settings_billing import BillingSection
from ui.screens.settings_own import AppearanceSection
from ui.screens.settings_payer_rates import PayerRatesSection
from ui.screens.settings_payer_rules import PayerRulesSection
from ui.screens.settings_people import PeopleSection
from ui.screens.settings_sections import PracticeSection, RecordsSection, Section
from ui.screens.settings_tables import TablesSection
from ui.theme import px
from ui.widgets.basics import ScrollColumn
from ui.widgets.basics_tables import NavList

TITLES = {
    "practice": "Practice",
    "locations": "Locations",
    "providers": "Providers",
    "payers": "Payers",
    "payer_rules": "Payer rules",
    "payer_rates": "Contract rates",
    "fees": "Fees",
    "billing": "Billing",
    "referring": "Referring providers",
    "tables": "Reference tables",
    "macros": "My macros",
    "templates": "My templates",
    "words": "Words in notes",
    "audit_line": "Audit line",
    "people": "People",
    "appearance": "Appearance",
    "security": "My account",
    "backups": "Backups",
    "audit": "Audit trail",
}
# Parts that only show what a person may not change are not offered.
_NEEDS = {
    "practice": (Permission.SETTINGS_WRITE,),
    "locations": (Permission.SETTINGS_WRITE,),
    "providers": (Permission.SETTINGS_WRITE,),
    "payers": (Permission.PAYERS_WRITE,),
    "payer_rules": (Permission.PAYERS_WRITE,),
    "payer_rates": (Permission.PAYERS_WRITE,),
    "fees": (Permission.PAYERS_WRITE,),
    "billing": (Permission.PAYERS_WRITE,),
    "referring": (Permission.DEMOGRAPHICS_WRITE, Permission.SETTINGS_WRITE),
    "tables": (Permission.REFERENCE_IMPORT,),
    "macros": (Permission.NOTE_WRITE,),
    "templates": (Permission.NOTE_WRITE,),
    "words": (Permission.SETTINGS_WRITE,),
    "audit_line": (Permission.AUDIT_SESSIONS,),
    "backups": (Permission.BACKUP_RESTORE,),
    "audit": (Permission.AUDIT_READ,),
    "people": (Permission.PEOPLE_MANAGE,),
}


class SettingsPage(Page):
    """Parts on the left, the chosen one on the right; `section` in the arguments chooses."""

    name = "settings"
    title = "Settings"
    rail = True

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        every: dict[str, Callable[[], Section]] = {
            "practice": lambda: PracticeSection(ctx),
            "locations": lambda: RecordsSection(ctx, lists.locations()),
            "providers": lambda: RecordsSection(ctx, lists.providers()),
            "payers": lambda: RecordsSection(ctx, lists.payers(ctx.book)),
            "payer_rules": lambda: PayerRulesSection(ctx),
            "payer_rates": lambda: PayerRatesSection(ctx),
            "fees": lambda: RecordsSection(ctx, lists.fees(ctx.book)),
            "billing": lambda: BillingSection(ctx),
            "referring": lambda: RecordsSection(ctx, lists.referring()),
            "tables": lambda: TablesSection(ctx),
            "macros": lambda: RecordsSection(ctx, note_settings.macros()),
            "templates": lambda: RecordsSection(ctx, note_settings.templates()),
            "words": lambda: RecordsSection(ctx, note_settings.words(ctx.book)),
            "audit_line": lambda: RecordsSection(ctx, error_lines()),
            "people": lambda: PeopleSection(ctx),
            "appearance": lambda: AppearanceSection(ctx),
            "security": lambda: SecuritySection(ctx),
            "backups": lambda: BackupsSection(ctx),
            "audit": lambda: AuditSection(ctx),
        }
        # Built when first shown: all of them at once would let a person wait.
        self._makers = {
            name: make
            for name, make in every.items()
            if ctx.may(*_NEEDS.get(name, (Permission.ANYONE,)))
        }
        self.sections: dict[str, Section] = {}
        self._columns: dict[str, ScrollColumn] = {}
        self.nav = NavList("Parts of the settings")
        self.nav.setObjectName("settings-nav")
        self.stack = QStackedWidget()
        self._part = ""
        self._save = self.make_action("Save", "Ctrl+S", "check")
        self._new = self.make_action("New", "Ctrl+N", "plus")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for name in self._makers:
            self.nav.addItem(TITLES[name])
        self.nav.fit()
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(16))
        box.addWidget(self.nav, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.nav.currentRowChanged.connect(self._show)
        self._save.triggered.connect(self._save_section)
        self._new.triggered.connect(self._new_entry)

    @property
    def offered(self) -> tuple[str, ...]:
        """The parts that this person may open, as they stand on the left."""
        return tuple(self._makers)

    @property
    def section(self) -> Section:
        """The part that is shown."""
        name = self.offered[max(self.nav.currentRow(), 0)]
        return self.sections.get(name) or self._build(name)

    def _build(self, name: str) -> Section:
        section = self.sections[name] = self._makers[name]()
        section.setMaximumWidth(px(section.widest))
        section.changed.connect(self._changed)
        section.saved.connect(self._saved)
        self._columns[name] = ScrollColumn(section)
        self.stack.addWidget(self._columns[name])
        return section

    def activate(self, args: dict[str, Any]) -> None:
        names = self.offered
        wanted = args.get("section")
        row = names.index(wanted) if wanted in names else max(self.nav.currentRow(), 0)
        self.nav.setCurrentRow(row)
        self._show(row)
        self._part = str(args.get("part", ""))
        self.section.aim(args)

    def _save_section(self) -> None:
        self.section.save()

    def _new_entry(self) -> None:
        self.section.new()

    def _show(self, row: int) -> None:
        section = self.section
        self.stack.setCurrentWidget(self._columns[self.offered[max(row, 0)]])
        section.load()
        self.status.emit("", "")
        self._changed()
        self.chrome_changed.emit()

    def _changed(self) -> None:
        self._save.setEnabled(self.section.saves and self.section.dirty)
        self._new.setText(self.section.adds or "New")
        self._new.setEnabled(bool(self.section.adds))

    def _saved(self, words: str) -> None:
        moment = self.ctx.clock.now().astimezone().strftime("%H:%M:%S")
        self.status.emit("good", f"{words} {moment}")

    def holds_text(self) -> bool:
        return any(section.holds_text() for section in self.sections.values())

    def primary_action(self) -> QAction | None:
        return self._save if self.section.saves else None

    def secondary_actions(self) -> tuple[QAction, ...]:
        return (self._new,) if self.section.adds else ()

    def crumbs(self) -> tuple[str, ...]:
        return (self.title, self.section.title)

    def first_focus(self) -> QWidget:
        return (self.section.first_of(self._part) if self._part else None) or self.nav
