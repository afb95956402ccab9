"""The one place that builds the window's objects and hands them on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from core.errors import DataProblem, UserProblem
from core.model.practice import Practice
from ui.context import Context
from ui.doors import Doors, real_doors
from ui.main_window import MainWindow
from ui.messages import Messages
from ui.pages import PAGES, PageSpec
from ui.preferences import Preferences
from ui.presenters.command_bar import (
    Command,
    CommandBarPresenter,
    action_command,
    page_commands,
)
from ui.presenters.opening import Opened, Opening
from ui.printing import print_lines
from ui.screens.command_bar import CommandBar
from ui.screens.gate import ClosingScreen
from ui.screens.unlock import UnlockScreen
from ui.screens.wizard import WizardScreen
from ui.shell import Shell
from ui.tasks import Tasks
from ui.theme import SCALES, Mode, Theme

_FIRST_LOOK_MS = 1_000


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
        self.theme = Theme(app, *_look(self.preferences))
        self.messages = Messages()
        self.tasks = Tasks()
        self.opening = Opening(self.tasks, doors, options.today)
        self.window = MainWindow(self.messages)
        self.shell: Shell | None = None
        self.opened: Opened | None = None
        self._gate: UnlockScreen | WizardScreen | ClosingScreen | None = None
        self._locked = False
        self._connect()

    def _connect(self) -> None:
        self.tasks.problem.connect(self.messages.problem)
        self.tasks.bug.connect(self._bug)
        self.opening.opened.connect(self._enter)
        self.opening.created.connect(self._show_code)
        self.opening.confirmed.connect(self._uncover)
        self.opening.refused.connect(self._refuse)
        self.opening.progress.connect(self._progress)
        self.opening.closed.connect(self._end)
        self.window.close_asked.connect(self.close)

    def start(self) -> None:
        """Show the first screen."""
        self.window.restore(self.preferences.bytes("geometry"))
        path = self._first_path()
        if self.options.demo and not path.exists():
            self._show_wizard()
            self.opening.build_demo()
        elif self.options.practice is None and not path.exists():
            self._show_wizard()
        else:
            self.show_unlock(path)
        self.window.show()

    def _first_path(self) -> Path:
        if self.options.demo:
            return self.doors.demo_path
        if self.options.practice is not None:
            return self.options.practice
        last = Path(self.preferences.shared_text("practice", str(self.doors.default_path)))
        return last if last.exists() else self.doors.default_path

    def show_unlock(self, path: Path) -> None:
        """Ask for the password of a practice file; its refusal is shown at once."""
        demo = self.opening.is_demo(path)
        # The name stands sealed in the file; what it was the last time tells files apart.
        self.preferences.use_practice(path)
        name = "Demo practice" if demo else self.preferences.text("name", path.stem)
        screen = UnlockScreen(name, path, demo_password=self.doors.demo_password if demo else "")
        screen.entered.connect(lambda secret: self.opening.unlock(path, secret))
        screen.other_file_asked.connect(self._choose_file)
        screen.demo_asked.connect(self._open_demo)
        screen.new_asked.connect(self._show_wizard)
        self._show_gate(screen)
        try:
            self.doors.look_at(path)
        except (UserProblem, DataProblem) as problem:
            screen.show_problem(str(problem))

    def _show_wizard(self) -> None:
        screen = WizardScreen(_free(self.doors.default_path), print_lines)
        screen.create_asked.connect(self.opening.create)
        screen.finished.connect(self.opening.enter)
        screen.demo_asked.connect(self._open_demo)
        screen.other_file_asked.connect(self._choose_file)
        self._show_gate(screen)

    def _show_gate(self, screen: UnlockScreen | WizardScreen | ClosingScreen) -> None:
        old, self._gate = self._gate, screen
        self.window.show_screen(screen)
        if old is not None:
            self.window.drop_screen(old)
        if not isinstance(screen, ClosingScreen):
            screen.first_focus().setFocus()

    def _open_demo(self) -> None:
        path = self.doors.demo_path
        if path.exists():
            self.show_unlock(path)
        else:
            self.opening.build_demo()

    def _choose_file(self) -> None:
        dialog = QFileDialog(
            self.window, "Open a practice file", str(self.doors.default_path.parent)
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Practice files (*.unitwise)", "All files (*)"])
        dialog.fileSelected.connect(lambda chosen: self.show_unlock(Path(chosen)))
        dialog.open()

    def _show_code(self, code: str) -> None:
        if isinstance(self._gate, WizardScreen):
            self._gate.show_code(code)

    def _refuse(self, text: str, field: str) -> None:
        if isinstance(self._gate, UnlockScreen):
            self._gate.show_problem(text)
        elif isinstance(self._gate, WizardScreen):
            self._gate.show_problem(text, field)
        elif self.tasks.is_open:
            self.messages.error(text)
        else:
            self.messages.ask(
                "The practice could not be closed as it should", self._end,
                yes="Close anyway", no="Stay", detail=text,
            )  # fmt: skip

    def _progress(self, text: str) -> None:
        if isinstance(self._gate, ClosingScreen):
            self._gate.working.show_progress(text)
        elif self._gate is not None:
            self._gate.show_progress(text)

    def _enter(self, opened: Opened) -> None:
        self.opened = opened
        self.preferences.use_practice(opened.path)
        if not opened.practice.is_demo:
            self.preferences.keep_shared("practice", opened.path)
        shell = self.shell = Shell(self._context(opened), self._specs)
        self._show_practice(opened.practice)
        shell.rail.lock_asked.connect(self.lock)
        shell.rail.help_asked.connect(lambda: shell.navigate("help", {}))
        shell.top.find_asked.connect(self.open_command_bar)
        shell.page_shown.connect(self._remember_page)
        self._leave_gate(shell)
        shell.navigate(self._first_page(), {})
        QTimer.singleShot(_FIRST_LOOK_MS, self, self._fill_reference)

    def _fill_reference(self) -> None:
        """Build the ICD-10-CM table where there is none, after the first page is painted."""
        if not self.tasks.is_open:
            return
        failed = self.messages.problem
        self.tasks.work(self.doors.fill_reference, lambda _: None, failed)

    def _context(self, opened: Opened) -> Context:
        return Context(
            tasks=self.tasks,
            messages=self.messages,
            theme=self.theme,
            clock=opened.clock,
            book=opened.book,
            preferences=self.preferences,
            navigate=self._navigate,
            go_back=self._go_back,
            actor_name=opened.actor,
            practice_changed=self._show_practice,
            person=opened.person,
        )

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
        last = self.preferences.text("page", railed[0])
        return last if last in railed else railed[0]

    def _remember_page(self, name: str) -> None:
        self.preferences.keep("page", name)

    def _leave_gate(self, shell: Shell) -> None:
        self.window.show_screen(shell)
        if self._gate is not None:
            self.window.drop_screen(self._gate)
            self._gate = None

    def lock(self) -> None:
        """Keep what is typed, cover the window and ask for the password again."""
        if self.shell is None or self.opened is None or self._locked:
            return
        self._locked = True
        self.shell.keep()
        screen = UnlockScreen(
            self.opened.practice.name, self.opened.path, locked=True,
            demo_password=self.doors.demo_password if self.opened.practice.is_demo else "",
        )  # fmt: skip
        screen.entered.connect(self.opening.confirm)
        self._show_gate(screen)
        self.window.setWindowTitle("Unitwise (locked)")

    def _uncover(self) -> None:
        self._locked = False
        self.window.setWindowTitle("Unitwise")
        if self.shell is not None:
            self._leave_gate(self.shell)
            self.shell.focus_page()

    def open_command_bar(self) -> None:
        """Show the command bar over the window."""
        if self.shell is not None:
            presenter = CommandBarPresenter(self.shell.ctx, self._commands(self.shell))
            CommandBar(self.window, presenter).start()

    def _commands(self, shell: Shell) -> list[Command]:
        here = shell.page.all_actions() if shell.page else ()
        actions = [action_command(action) for action in here if action.isEnabled()]
        return [*actions, *page_commands(shell.ctx, self._specs), *self._own_commands()]

    def _own_commands(self) -> list[Command]:
        def look(mode: Mode) -> Callable[[], None]:
            return lambda: self.set_look(mode, self.theme.scale)

        def size(step: int) -> Callable[[], None]:
            return lambda: self.set_look(self.theme.mode, _next_scale(self.theme.scale, step))

        return [
            Command("Action", "Lock", "Ctrl+L", "lock", self.lock, "cover leave"),
            Command("Action", "Light look", "", "sun", look(Mode.LIGHT), "theme bright"),
            Command("Action", "Dark look", "", "moon", look(Mode.DARK), "theme night"),
            Command("Action", "Look of the system", "", "appearance", look(Mode.SYSTEM), "theme"),
            Command("Action", "Larger text", "", "plus", size(1), "bigger zoom"),
            Command("Action", "Smaller text", "", "minus", size(-1), "zoom"),
        ]

    def set_look(self, mode: Mode, scale: int) -> None:
        """Change look and text size now and for the next start."""
        self.theme.set_look(mode, scale)
        self.preferences.keep_look(mode.value, self.theme.scale)

    def close(self) -> None:
        """Keep what is typed, write the backup, then end; the window stays alive meanwhile."""
        self.preferences.keep("geometry", self.window.saveGeometry())
        self.preferences.flush()
        if isinstance(self._gate, ClosingScreen):
            return
        if self.shell is not None:
            self.shell.keep()
        if not self.tasks.is_open:
            self._end()
            return
        self._show_gate(ClosingScreen())
        self.opening.close()

    def _end(self) -> None:
        self.window.may_close = True
        self.window.close()
        self.tasks.stop()
        self.app.quit()

    def _bug(self, exc: BaseException) -> None:
        self._progress("")
        self.messages.bug(exc)

    def hook(
        self, kind: type[BaseException], exc: BaseException, trace: TracebackType | None
    ) -> None:
        """Show what nobody expected instead of ending; for sys.excepthook."""
        if issubclass(kind, KeyboardInterrupt):
            self.app.quit()
            return
        self.messages.bug(exc.with_traceback(trace))


def _look(preferences: Preferences) -> tuple[Mode, int]:
    mode = preferences.shared_text("look", Mode.SYSTEM.value)
    scale = preferences.shared_text("scale", "100")
    known = mode if mode in {m.value for m in Mode} else Mode.SYSTEM.value
    return Mode(known), int(scale) if scale.isdecimal() else 100


def _next_scale(now: int, step: int) -> int:
    places = [place for place, scale in enumerate(SCALES) if scale <= now]
    return SCALES[min(max(places[-1] + step, 0), len(SCALES) - 1)]


def _free(path: Path) -> Path:
    """A file name that is not taken: the practice before it is never overwritten."""
    number, free = 2, path
    while free.exists():
        free = path.with_stem(f"{path.stem} {number}")
        number += 1
    return free


def run(options: Options) -> int:
    """Open the window and stay until it is closed."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Unitwise")
    app.setQuitOnLastWindowClosed(False)
    program = Program(app, real_doors(), options)
    sys.excepthook = program.hook
    program.start()
    return app.exec()
