"""Settings, audit trail: who did what, to whom, when; its check and its export."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtWidgets import QFileDialog, QWidget

from core.services import proofs
from core.services.audit_trail import AuditRow
from ui.context import Context
from ui.models.row_table import RowTable
from ui.models.safety_rows import AUDIT_COLUMNS, action_words, detail_words
from ui.presenters.audit_trail import AuditTrailPresenter
from ui.screens.settings_sections import Section
from ui.theme import px
from ui.widgets.basics import Card, Notice, muted, primary_button, quiet_button, row
from ui.widgets.basics_fields import ComboBox, DateField
from ui.widgets.grid_form import FormField, GridForm
from ui.widgets.row_view import RowView
from ui.widgets.secret_sheets import Failed, PasswordSheet

_WORDS = (
    "Every change, print, export, sign-in and refused attempt, sealed one to the next. Entries "
    "are never changed or removed; a file edited outside the program is found out by the check."
)


class AuditSection(Section):
    """Filters over the table; the entry under the cursor is told in full below."""

    widest = 1500

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "Audit trail", _WORDS)
        self.presenter = AuditTrailPresenter(ctx)
        self.presenter.setParent(self)
        self.who = ComboBox((("Everybody", ""),))
        self.what = ComboBox((("Everything", ""),))
        self.form = GridForm(
            (
                FormField("actor", "Who", self.who, 3),
                FormField("action", "What", self.what, 3),
                FormField("first", "From", DateField(ctx.clock.today), 3),
                FormField("last", "To", DateField(ctx.clock.today), 3),
            ),
            "audit-",
        )
        self.count = muted("")
        self.count.setObjectName("audit-count")
        self.view = RowView(RowTable(AUDIT_COLUMNS, ctx.theme), "Entries, newest first")
        self.view.setObjectName("audit-table")
        self.detail = muted("", wrap=True)
        self.detail.setObjectName("audit-detail")
        self.more = quiet_button("Show older entries", icon="down")
        self.more.setObjectName("audit-more")
        self.check = primary_button("Check the file", icon="shield")
        self.check.setObjectName("audit-check")
        self.export = quiet_button("Export", icon="save")
        self.export.setObjectName("audit-export")
        self.notice = Notice("muted", "")
        self.notice.hide()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        card = Card()
        card.body.addWidget(self.form)
        card.body.addLayout(row(self.check, self.export, None, self.count))
        card.body.addWidget(self.notice)
        self.view.setMinimumHeight(px(280))
        card.body.addWidget(self.view, 1)
        card.body.addWidget(self.detail)
        card.body.addLayout(row(self.more, None))
        self.box.addWidget(card, 1)

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.presenter.said.connect(self._say)
        self.form.edited.connect(self._ask)
        self.view.moved.connect(self._tell)
        self.more.clicked.connect(self.presenter.more)
        self.check.clicked.connect(self.presenter.check)
        self.export.clicked.connect(self._ask_password)

    def load(self) -> None:
        self.notice.hide()
        self.presenter.load()

    def _ask(self) -> None:
        asked = {name: self.form.value(name) for name in ("actor", "action", "first", "last")}
        now = self.presenter.filter
        if any(getattr(now, name) != value for name, value in asked.items()):
            self.presenter.ask(**asked)

    def _show(self) -> None:
        shown = self.presenter
        self._offer(self.who, "Everybody", tuple((name, name) for name in shown.choices.actors))
        self._offer(self.what, "Everything", _actions(shown.choices.actions))
        self.view.show_rows(shown.rows)
        entries = "1 entry" if shown.count == 1 else f"{shown.count:,} entries"
        self.count.setText(f"{entries}, {len(shown.rows):,} shown")
        self.more.setVisible(shown.has_more)
        self.check.setEnabled(not shown.busy)
        if shown.busy:
            self._say("muted", "Checking", "Every page, reference and entry is read.")

    def _offer(self, box: ComboBox, every: str, choices: tuple[tuple[str, str], ...]) -> None:
        offered = ((every, ""), *choices)
        if box.count() != len(offered):
            kept = box.value()
            box.blockSignals(True)
            box.set_choices(offered)
            box.set_value(kept)
            box.blockSignals(False)

    def _tell(self, entry: AuditRow | None) -> None:
        self.detail.setText(detail_words(entry) if entry else "")

    def _say(self, kind: str, head: str, body: str) -> None:
        self.notice.show_notice(kind, head, body, "clock" if kind == "muted" else "")
        self.notice.show()

    def _ask_password(self) -> None:
        self._sheet = PasswordSheet(
            self, "Export the audit trail?",
            "The file tells who worked on whose record. Keep it where nobody else reads it.",
            "Go on", self._confirm, self.ctx.messages.problem,
        )  # fmt: skip
        self._sheet.start()

    def _confirm(self, secret: str, failed: Failed) -> None:
        self.ctx.tasks.change(lambda p: proofs.prove(p, secret), self._ask_file, failed)

    def _ask_file(self, proof: proofs.Proof) -> None:
        self._sheet.close_sheet()
        dialog = QFileDialog(self, "Export the audit trail", QDir.homePath())
        dialog.setObjectName("audit-dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["Table (*.csv)", "With seals (*.json)"])
        dialog.setDefaultSuffix("csv")
        day = self.ctx.clock.today().isoformat()
        dialog.selectFile(f"audit-trail-{day}.csv")
        dialog.fileSelected.connect(lambda chosen: self.presenter.export(Path(chosen), proof))
        dialog.open()

    def first(self) -> QWidget:
        return self.who


def _actions(found: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """First the kinds (all of `encounter`), then each action of them."""
    kinds = sorted({action.split(".")[0] for action in found})
    every = [(f"All of {kind.replace('_', ' ')}", kind) for kind in kinds]
    return (*every, *((action_words(action), action) for action in found))
