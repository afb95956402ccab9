"""The one place that builds the window's objects and hands them on."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from core.errors import UnitwiseError
from core.model.practice import Practice
from ui.clipboard import guard_clipboard
from ui.context import Context
from ui.doors import Doors, real_doors
from ui.gates import Gates
from ui.looks import kept_look
from ui.main_window import MainWindow
from ui.messages import Messages
from ui.pages import PAGES, PageSpec
from ui.person_tasks import PersonTasks
from ui.preferences import Preferences
from ui.presenters.opening import Opened, Opening
from ui.printing import print_locally
from ui.shells import Shells
from ui.single import SingleInstance, call_first
from ui.tasks import Tasks
from ui.theme import Theme
from ui.watch import Watch

if TYPE_CHECKING:
    from ui.presenters.backup_watch import BackupWatch
    from ui.shell import Shell

_FIRST_LOOK_MS = 1_000
_MINIMISED = Qt.WindowState.WindowMinimized


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for."""

    demo: bool = False
    practice: Path | None = None
    today: date | None = None


class Program(QObject):
    """Leads from the gate into the practice, locks it, and closes it."""

    def __init__(
        self,
        app: QApplication,
        doors: Doors,
        options: Options,
        pages: tuple[PageSpec, ...] = PAGES,
    ) -> None:
        super().__init__()
        self.app = app
        self.doors = doors
        self.options = options
        self._specs = pages
        self.preferences = Preferences(doors.preferences_path)
        self.theme = Theme(app, *kept_look(self.preferences))
        self.messages = Messages()
        self.tasks = Tasks()
        self.opening = Opening(self.tasks, doors, options.today)
        self.window = MainWindow(self.messages)
        self.gates = Gates(self.window, self.opening, doors, self.preferences, self.theme)
        self.watch = Watch(app)
        self.single = SingleInstance()
        print_locally()
        self.clipboard = guard_clipboard()
        self.shells = Shells(self.window)
        self.opened: Opened | None = None
        self.backups: BackupWatch | None = None
        self._locked = False
        self._next: Path | None = None
        self._connect()

    def _connect(self) -> None:
        self.tasks.problem.connect(self.messages.problem)
        self.tasks.bug.connect(self._bug)
        self.opening.opened.connect(self._enter)
        self.opening.created.connect(self.gates.show_code)
        self.opening.code_made.connect(self.gates.show_code)
        self.opening.seated.connect(self.gates.show_seats)
        self.opening.waiting.connect(self.gates.show_wait)
        self.opening.refused.connect(self._refuse)
        self.opening.damaged.connect(self.gates.show_damaged)
        self.opening.restored.connect(self._restored)
        self.opening.progress.connect(self.gates.progress)
        self.opening.closed.connect(self._closed)
        self.gates.chosen.connect(self._choose)
        self.watch.lock_due.connect(self.lock)
        self.watch.end_due.connect(self._end_process)
        self.single.called.connect(self._come_up)
        self.window.close_asked.connect(self.close)

    @property
    def shell(self) -> Shell | None:
        """The pages of who is signed in."""
        return self.shells.shown

    def start(self) -> None:
        """Show the first screen."""
        self.window.restore(self.preferences.bytes("geometry"))
        path = self.first_path()
        if self.options.demo and not path.exists():
            self.gates.show_wizard()
            self.opening.build_demo()
        elif self.options.practice is None and not path.exists():
            self.gates.show_wizard()
        else:
            self.gates.show_unlock(path)
        self.window.show()

    def first_path(self) -> Path:
        """The practice file that this start is about."""
        if self.options.demo:
            return self.doors.demo_path
        if self.options.practice is not None:
            return self.options.practice
        last = Path(self.preferences.shared_text("practice", str(self.doors.default_path)))
        return last if last.exists() else self.doors.default_path

    def _choose(self, path: Path) -> None:
        self.gates.show_unlock(path)

    def _refuse(self, text: str, field: str) -> None:
        if self.gates.show_problem(text, field):
            return
        if self.tasks.is_open:
            self.messages.error(text)
        else:
            self.messages.ask(
                "The practice could not be closed as it should", self._end,
                yes="Close anyway", no="Stay", detail=text,
            )  # fmt: skip

    def _restored(self, result: Any) -> None:
        screen = self.gates.screen
        box = getattr(screen, "box", None)
        if box is not None:
            box.show_result(result)

    def _enter(self, opened: Opened) -> None:
        """Lead in whoever signed in, at the start, after a lock, or in another's place."""
        first, self.opened = self.backups is None, opened
        if first:
            self.preferences.use_practice(opened.path)
            if not opened.practice.is_demo:
                self.preferences.keep_shared("practice", opened.path)
            self._watch_over(opened)
        if opened.is_held:
            self._locked = True
            self.gates.show_held(opened)
            return
        self._locked = False
        self.preferences.keep("who", opened.person.sign_in)
        self.watch.begin_session(opened.session_seconds)
        shell, is_new = self.shells.of(opened.person, lambda: self._new_shell(opened))
        self.messages.context = shell.ctx
        self._show_practice(opened.practice)
        self.window.setWindowTitle("Unitwise")
        self._leave_gate(shell)
        if is_new:
            self.tasks.read(self.doors.kept_texts, shell.ctx.kept.hold)
            shell.navigate(self._first_page() if first else self._specs[0].name, {})
        else:
            shell.focus_page()
        if not is_new:
            shell.ctx.kept.tell()
        if not first:
            shell.ctx.glass.look()  # notes may be open to this person with a reason, or no more
        if self.backups is not None:
            self.backups.tell()

    def _new_shell(self, opened: Opened) -> Shell:
        from ui.shell import Shell

        shell = Shell(self._context(opened), self._specs)
        shell.rail.lock_asked.connect(self.lock)
        shell.rail.switch_asked.connect(self.switch_person)
        shell.rail.help_asked.connect(lambda: shell.navigate("help", {}))
        shell.rail.page_asked.connect(shell.navigate)
        shell.top.find_asked.connect(self.open_command_bar)
        shell.page_shown.connect(self._remember_page)
        return shell

    def _watch_over(self, opened: Opened) -> None:
        """From now on: answer second starts, lock when idle, keep copies coming."""
        self.single.hold(opened.path)
        self.watch.start(opened.idle_minutes)
        from ui.presenters.backup_watch import BackupWatch

        watch = self.backups = BackupWatch(self.tasks, opened.clock)
        watch.late.connect(self._show_late_backup)
        watch.start()
        QTimer.singleShot(_FIRST_LOOK_MS, self, self._fill_reference)

    def _show_late_backup(self, words: str) -> None:
        if self.shell is not None:
            self.shell.rail.show_late_backup(words)

    def _fill_reference(self) -> None:
        """Build the ICD-10-CM table where there is none, after the first page is painted."""
        if not self.tasks.is_open:
            return
        failed = self.messages.problem
        self.tasks.work(self.doors.fill_reference, lambda _: None, failed)

    def _context(self, opened: Opened) -> Context:
        return Context(
            tasks=PersonTasks(self.tasks, opened.person.id),
            messages=self.messages,
            theme=self.theme,
            clock=opened.clock,
            book=opened.book,
            preferences=self.preferences,
            navigate=self._navigate,
            go_back=self._go_back,
            actor_name=opened.actor,
            open_file=self.open_file,
            idle_changed=self.watch.set_minutes,
            practice_changed=self._show_practice,
            person=opened.person,
            person_changed=self._person_changed,
        )

    def _person_changed(self) -> None:
        """The roles of who is signed in changed: what is shown is built anew for them."""
        if self.shell is not None:
            self.shells.rebuild()
            self.opening.enter()

    def _show_practice(self, practice: Practice) -> None:
        if self.shell is None or self.opened is None:
            return
        self.opened = replace(self.opened, practice=practice)
        self.preferences.keep("name", practice.name)
        self.shell.show_practice(practice.name, self.opened.actor, demo=practice.is_demo)

    def _navigate(self, name: str, args: dict[str, Any]) -> None:
        if self.shell is not None:
            self.shell.navigate(name, args)

    def _go_back(self) -> None:
        if self.shell is not None:
            self.shell.go_back()

    def _first_page(self) -> str:
        railed = [spec.name for spec in self._specs if spec.rail]
        last = self.preferences.text(self._page_key(), railed[0])
        return last if last in railed else railed[0]

    def _remember_page(self, name: str) -> None:
        self.preferences.keep(self._page_key(), name)

    def _page_key(self) -> str:
        return f"page-{self.opened.person.id}" if self.opened else "page"

    def _leave_gate(self, shell: Shell) -> None:
        self.window.show_screen(shell)
        self.gates.leave()

    def switch_person(self) -> None:
        """Keep what is typed and let somebody else go on."""
        self.lock(switching=True)

    def lock(self, *, switching: bool = False) -> None:
        """Keep what is typed, cover the window and ask for PIN or password again."""
        if self.shell is None or self.opened is None or self._locked:
            return
        self._locked = True
        self.shell.keep()
        self.shell.ctx.kept.keep_all()
        self.messages.context = None
        self.clipboard.clear()
        self.window.hide_words()
        self.gates.show_locked(self.opened, switching=switching)
        self.window.setWindowTitle("Unitwise (locked)")
        if self.backups is not None:
            self.backups.rehearse_if_due()

    def open_command_bar(self) -> None:
        """Show the command bar over the window."""
        if self.shell is not None:
            from ui.shell_commands import show_command_bar

            show_command_bar(self.window, self.shell, self._specs, self.lock, self.switch_person)

    def open_file(self, path: Path) -> None:
        """Close this practice, with its backup, and ask for another one's password."""
        self._next = path
        self.close()

    def _end_process(self) -> None:
        """Close and start anew at the password: what this process held in memory goes with it."""
        if self.shell is not None and self.opened is not None:
            self.watch.start_anew(self.opened.path, demo=self.opened.practice.is_demo)
            self.close()

    def close(self) -> None:
        """Keep what is typed, write the backup, then end; the window stays alive meanwhile."""
        self.preferences.keep("geometry", self.window.saveGeometry())
        self.preferences.flush()
        if self.gates.is_closing:
            return
        self.watch.stop()
        self.clipboard.clear()
        if self.backups is not None:
            self.backups.stop()
        if not self.tasks.is_open:
            self._end()
        elif self.shell is None:
            self._close_practice()
        else:
            self.shell.keep()
            self.shell.ctx.kept.keep_all(self.opening.close, self._not_kept)
            self.gates.show_closing()

    def _close_practice(self) -> None:
        self.gates.show_closing()
        self.opening.close()

    def _not_kept(self, problem: UnitwiseError) -> None:
        """What is typed could not be written: it is lost only if somebody says so."""
        self.messages.ask(
            "What is typed and not saved could not be kept", self.opening.close,
            yes="Close and lose it", no="Stay", detail=str(problem), on_no=self._stay, danger=True,
        )  # fmt: skip

    def _stay(self) -> None:
        """Go on where closing began, with what is typed still on the screen."""
        if self.opened is None or self.shell is None:
            return
        self._next = None
        self.watch.go_on(self.opened.idle_minutes)
        if self.backups is not None:
            self.backups.start()
        if self._locked:
            self.gates.show_locked(self.opened)
        else:
            self._leave_gate(self.shell)

    def _closed(self) -> None:
        self.single.let_go()
        if self._next is None:
            self._end()
            return
        path, self._next = self._next, None
        self.opened, self.backups, self._locked = None, None, False
        self.gates.show_unlock(path)
        self.shells.drop_all()

    def _end(self) -> None:
        self.window.may_close = True
        self.window.close()
        self.tasks.stop()
        self.app.quit()
        self.watch.run_again_if_asked()

    def _come_up(self) -> None:
        self.window.setWindowState(self.window.windowState() & ~_MINIMISED)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def _bug(self, exc: BaseException) -> None:
        self.gates.progress("")
        self.messages.bug(exc)

    def hook(
        self, kind: type[BaseException], exc: BaseException, trace: TracebackType | None
    ) -> None:
        """Show what nobody expected instead of ending; for sys.excepthook."""
        if issubclass(kind, KeyboardInterrupt):
            self.app.quit()
            return
        self.messages.bug(exc.with_traceback(trace))


def run(options: Options) -> int:
    """Open the window and stay until it is closed; a second start only calls the first one up."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Unitwise")
    app.setQuitOnLastWindowClosed(False)
    program = Program(app, real_doors(), options)
    if call_first(program.first_path()):
        program.tasks.stop()
        return 0
    sys.excepthook = program.hook
    program.start()
    return app.exec()
