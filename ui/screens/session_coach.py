"""The note coach on the session screen: chips and questions, pairs, versions, templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from core.errors import UnitwiseError
from core.model.note_help import NoteTemplate, NoteVersion
from core.model.permissions import Permission
from core.notes.coach import Chip
from core.notes.structure import structure_of
from core.services import note_coach, note_help, note_versions
from core.services.note_coach import CoachFile
from core.services.note_visits import parts_of
from ui.presenters.note_checks import part_of
from ui.presenters.session_checks import Check
from ui.presenters.session_coach import SessionCoach
from ui.widgets.pair_sheet import PairSheet
from ui.widgets.templates_sheet import TemplatesSheet
from ui.widgets.versions_sheet import VersionsSheet

if TYPE_CHECKING:
    from ui.context import Context
    from ui.presenters.session import SessionPresenter
    from ui.presenters.session_keeper import SessionKeeper
    from ui.screens.session_layout import SessionLayout
    from ui.screens.session_signing import SessionSigning


class SessionCoaching(QObject):
    """Stands between the chips and what the coach read; asks the practice for what it needs."""

    def __init__(
        self,
        ctx: Context,
        presenter: SessionPresenter,
        keeper: SessionKeeper,
        view: SessionLayout,
        signing: SessionSigning,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._ctx, self._presenter, self._view = ctx, presenter, view
        self.coach = SessionCoach(presenter, self)
        self._then: Callable[[], None] | None = None
        signing.note_alerts, signing.when_read = self.coach.alerts_now, self.when_read
        self.coach.changed.connect(self.show)
        presenter.loaded.connect(self._begin)
        presenter.changed.connect(self._show_checks)
        keeper.failed.connect(self._ask)  # a colleague's note may have come meanwhile
        keeper.saved.connect(self._dress)
        note = view.note
        note.chips.asked.connect(self.answer)
        note.chips.pair_asked.connect(self.show_pair)
        note.refused.connect(ctx.messages.warn)
        note.templates_button.clicked.connect(self.show_templates)
        note.versions_button.clicked.connect(self.show_versions)
        view.checks.activated.connect(self._go_to)

    def actions(self) -> tuple[tuple[str, str, object], ...]:
        """The keys of the coach: their words, keys and what they do."""
        return (
            ("Go to what the note lacks", "Alt+N", self._view.note.chips.focus_first),
            ("Templates for the note", "Alt+B", self.show_templates),
            ("Versions of the note", "Alt+V", self.show_versions),
        )

    def show(self) -> None:
        """Show what was read."""
        self._view.note.chips.show_chips(self.coach.chips)
        self._show_checks()

    def answer(self, chip: Chip) -> None:
        """Show the words of a found element, ask the question of a missing one."""
        note = self._view.note
        note.chips.open_answer(chip, self.coach.answer_to(chip))
        spots = self.coach.spots_of(chip)
        note.mark(spots)
        if not spots:
            # The answer has its height only after the layout's turn.
            QTimer.singleShot(0, self, self._show_answer)

    def _show_answer(self) -> None:
        self._view.left.ensureWidgetVisible(self._view.note.chips.answer)

    def when_read(self, then: Callable[[], None]) -> None:
        """Go on at once, or as soon as what the coach needs has come."""
        if self.coach.file is None and not self._presenter.record.note_withheld:
            self._then = then
        else:
            then()

    def show_pair(self, chip: Chip) -> None:
        """Two notes side by side."""
        PairSheet(self._view.window(), chip.element, chip.ask, chip.cite).start()

    def show_versions(self) -> None:
        """The versions of the note, read from the practice."""
        number = self._presenter.record.id
        if number is None or self._presenter.record.note_withheld:
            return

        def shown(versions: tuple[NoteVersion, ...]) -> None:
            VersionsSheet(self._view.window(), versions, self._presenter.record.note).start()

        self._ctx.tasks.read(lambda p: note_versions.list_for(p, number), shown)

    def show_templates(self) -> None:
        """The templates of who is signed in."""
        file = self.coach.file
        if file is None or self._view.note.templates_button.isHidden():
            return
        TemplatesSheet(
            self._view.window(),
            file.templates,
            lambda one: self._view.note.fill_empty(one.parts),
            self._keep_headings,
        ).start()

    def _keep_headings(self) -> None:
        note = self._presenter.record.note
        s, o, a, p = (structure_of(part) for part in parts_of(note))
        if not any((s, o, a, p)):
            self._ctx.messages.warn(
                "This note has no headings: a heading is a word with a colon at the start of a"
                " line, such as “ROM:”. Write them, then keep them as a template."
            )
            return
        self._ctx.messages.ask_text(
            "Keep this note’s headings as a template?",
            "Name of the template",
            lambda name: self._keep(NoteTemplate(name, s, o, a, p)),
            yes="Keep template",
            detail="Only what stands before the colons is kept: nothing that was found or done.",
        )

    def _keep(self, template: NoteTemplate) -> None:
        self._ctx.tasks.change(
            lambda p: note_help.save_template(p, template), self._kept, self._refused
        )

    def _kept(self, template: NoteTemplate) -> None:
        self._ctx.messages.toast(f"Template “{template.name}” kept")
        self._ask()

    def _refused(self, problem: UnitwiseError) -> None:
        self._ctx.messages.warn(str(problem))

    def _begin(self) -> None:
        """Another session: what was read of the one before goes."""
        self._then = None
        self._view.note.chips.show_chips(())
        self._ask()

    def _ask(self, _: object = None) -> None:
        record = self._presenter.whole_record()
        self._dress()
        if record.note_withheld or not self._ctx.may(Permission.NOTE_READ):
            return
        self._ctx.tasks.read(
            lambda p: note_coach.for_session(p, record), self._take, replaces="note-coach"
        )

    def _take(self, file: CoachFile) -> None:
        self._view.note.set_macros({one.short: one.text for one in file.macros})
        self.coach.take(file)
        then, self._then = self._then, None
        if then is not None:
            then()

    def _dress(self, _: object = None) -> None:
        self._view.note.versions_button.setEnabled(self._presenter.record.id is not None)

    def _show_checks(self) -> None:
        self._view.checks.show_checks(self.coach.checks)

    def _go_to(self, check: Check) -> None:
        part = part_of(check.place)
        if part is not None:
            self._view.note.focus_part(part)
