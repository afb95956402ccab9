"""Settings, backups: how old the last verified copy is, where copies go, bringing one back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtWidgets import QFileDialog, QWidget

from core.services.backups import BackupState
from core.services.restoring import CopyRow
from ui.context import Context
from ui.models.row_table import RowTable
from ui.models.safety_rows import COPY_COLUMNS
from ui.presenters.backups import BackupsPresenter, ago
from ui.screens.settings_sections import Section
from ui.theme import px
from ui.widgets.basics import (
    Card,
    Chip,
    Notice,
    label,
    muted,
    primary_button,
    quiet_button,
    row,
)
from ui.widgets.restore_box import RestoreBox
from ui.widgets.row_view import RowView

_WORDS = (
    "A copy is written every hour in which something changed and when the practice is closed. "
    "Each is opened again and checked before it counts. The newest twelve always stay."
)


class BackupsSection(Section):
    """The state on top, the second place, the copies, and restoring the one under the cursor."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "Backups", _WORDS)
        self.presenter = BackupsPresenter(ctx)
        self.presenter.setParent(self)
        self.chip = Chip("muted", "")
        self.chip.setObjectName("backup-state")
        self.since = muted("", wrap=True)
        self.since.setObjectName("backup-since")
        self.now = primary_button("Back up now", icon="save")
        self.now.setObjectName("backup-now")
        self.rehearse = quiet_button("Try a restore", icon="check")
        self.rehearse.setObjectName("backup-rehearse")
        self.rehearsed = muted("", wrap=True)
        self.notice = Notice("muted", "")
        self.notice.hide()
        self.place = label("", wrap=True)
        self.place.setObjectName("backup-place")
        self.choose = quiet_button("Choose a folder", icon="folder")
        self.choose.setObjectName("backup-choose")
        self.leave = quiet_button("Stop using it", icon="close")
        self.leave.setObjectName("backup-leave")
        self.view = RowView(RowTable(COPY_COLUMNS, ctx.theme), "Backup copies, newest first")
        self.view.setObjectName("backup-copies")
        self.none = muted("No copy yet. The first is written when something has changed.")
        self.restore = RestoreBox(ctx.theme)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        state = Card("State")
        state.body.addLayout(row(self.chip, None))
        state.body.addWidget(self.since)
        state.body.addWidget(self.rehearsed)
        state.body.addWidget(self.notice)
        state.body.addLayout(row(self.now, self.rehearse, None))
        second = Card("Second place")
        second.body.addWidget(
            muted(
                "A folder on another disk, such as a USB drive kept elsewhere.",
                wrap=True,
            )
        )
        second.body.addWidget(self.place)
        second.body.addLayout(row(self.choose, self.leave, None))
        copies = Card("Copies")
        copies.body.addWidget(self.none)
        copies.body.addWidget(self.view)
        self._bring = Card("Restore")
        self._bring.body.addWidget(self.restore)
        self._bring.hide()
        for card in (state, second, copies, self._bring):
            self.box.addWidget(card)
        self.box.addStretch(1)

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.presenter.said.connect(self._say)
        self.presenter.restored.connect(self.restore.show_result)
        self.now.clicked.connect(self.presenter.back_up)
        self.rehearse.clicked.connect(self.presenter.rehearse)
        self.choose.clicked.connect(self._ask_folder)
        self.leave.clicked.connect(lambda: self.presenter.set_place(None))
        self.view.moved.connect(self._choose_copy)
        self.restore.asked.connect(self._restore)
        self.restore.open_asked.connect(self.ctx.open_file)

    def load(self) -> None:
        self.presenter.load()

    def _show(self) -> None:
        shown = self.presenter
        for button in (self.now, self.rehearse, self.restore.button):
            button.setEnabled(not shown.busy)
        if shown.busy:
            self.notice.show_notice("muted", "Working", shown.busy, "clock")
            self.notice.show()
        elif self.notice.text().startswith("Working"):
            self.notice.hide()
        if shown.state is not None:
            self._show_state(shown.state)
        if tuple(self.view.table.rows) != shown.copies:
            self.view.show_rows(shown.copies)
        self.view.setFixedHeight(px(48 + 32 * min(max(len(shown.copies), 1), 6)))
        self.view.setVisible(bool(shown.copies))
        self.none.setVisible(not shown.copies)
        self._bring.setVisible(bool(shown.copies))
        self._choose_copy(self.view.current())

    def _show_state(self, state: BackupState) -> None:
        self.chip.show_state(*state_words(state, self.ctx))
        changes = f"{state.changes_since:,} change{'s' if state.changes_since != 1 else ''}"
        self.since.setText(
            f"{changes} {'is' if state.changes_since == 1 else 'are'} in no copy yet."
            if state.changes_since
            else "Every change is in a copy."
        )
        tried = ago(state.rehearsed_at, self.ctx.clock.now())
        due = " It is due: once a month a copy is restored on trial." * state.is_rehearsal_due
        self.rehearsed.setText(f"Last restore on trial: {tried}.{due}")
        self.place.setText(str(state.second_place) if state.second_place else "None chosen.")
        self.leave.setVisible(state.second_place is not None)

    def _say(self, kind: str, words: str) -> None:
        self.notice.show_notice(kind, words)
        self.notice.show()

    def _choose_copy(self, copy: CopyRow | None) -> None:
        if self.presenter.path is not None:
            self.restore.show_copy(copy, self.presenter.path)

    def _restore(self, copy: Path, secret: str, target: Path) -> None:
        self.presenter.restore(copy, secret, target, self.restore.show_problem)

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, "Second place for backup copies", QDir.homePath())
        dialog.setObjectName("backup-dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: self.presenter.set_place(Path(chosen)))
        dialog.open()

    def first(self) -> QWidget:
        return self.now


def state_words(state: BackupState, ctx: Context) -> tuple[str, str]:
    """The kind and the words of how old the last verified copy is."""
    if state.verified_at is None:
        return "error", "No verified copy yet"
    return "error" if state.is_late else "good", (
        f"Last verified copy {ago(state.verified_at, ctx.clock.now())}"
    )
