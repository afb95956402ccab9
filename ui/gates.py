"""What stands before the practice: unlock, wizard, restoring, closing; one of them at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from core.errors import BackupCopy, DamagedFile, DataProblem, UserProblem
from ui.ahead import Ahead
from ui.printing import print_lines
from ui.screens.gate import ClosingScreen
from ui.screens.unlock import UnlockScreen

if TYPE_CHECKING:
    from core.services.switching import Seat
    from ui.doors import Doors
    from ui.main_window import MainWindow
    from ui.preferences import Preferences
    from ui.presenters.opening import Opened, Opening
    from ui.screens.held import HeldScreen
    from ui.screens.restore_gate import RestoreScreen
    from ui.screens.wizard import WizardScreen
    from ui.theme import Theme

    Screen = UnlockScreen | WizardScreen | ClosingScreen | RestoreScreen | HeldScreen


class Gates(QObject):
    """Shows the gate's screens in the window and hands what is typed on them to Opening.

    `chosen` carries a practice file that somebody wants to unlock. What few starts show is
    imported when it is shown, so that the first screen stands sooner.
    """

    chosen = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        opening: Opening,
        doors: Doors,
        preferences: Preferences,
        theme: Theme,
    ) -> None:
        super().__init__()
        self._window = window
        self._opening = opening
        self._doors = doors
        self._preferences = preferences
        self._theme = theme
        self._ahead = Ahead(parent=self)
        self.screen: Screen | None = None

    def show_unlock(self, path: Path) -> None:
        """Ask for the password of a practice file; its refusal is shown at once."""
        demo = self._opening.is_demo(path)
        # The name stands sealed in the file; what it was the last time tells files apart.
        self._preferences.use_practice(path)
        name = "Demo practice" if demo else self._preferences.text("name", path.stem)
        screen = UnlockScreen(
            name, path, demo_password=self._doors.demo_password if demo else "",
            names=self._sign_in_names(path), chosen=self._preferences.text("who"),
        )  # fmt: skip
        screen.entered.connect(lambda secret: self._unlock(path, screen.sign_in, secret))
        screen.other_file_asked.connect(self.choose_file)
        screen.demo_asked.connect(self.open_demo)
        screen.new_asked.connect(self.show_wizard)
        screen.restore_asked.connect(lambda: self.show_restore(path, screen.problem))
        self._show(screen)
        self._ahead.start()
        try:
            self._doors.look_at(path)
        except DamagedFile as problem:
            self.show_damaged(path, str(problem))
        except BackupCopy as problem:
            self.show_restore(path, str(problem), is_copy=True)
        except (UserProblem, DataProblem) as problem:
            screen.show_problem(str(problem))
            screen.offer_restore(offered=bool(self._doors.copies(path)))
            return
        seconds = self._doors.seconds_to_wait(path, self._opening.clock)
        if seconds:
            screen.show_wait(seconds)

    def _sign_in_names(self, path: Path) -> tuple[str, ...]:
        """Who may be asked for; a file that cannot be read says so by itself."""
        try:
            return self._doors.sign_in_names(path)
        except (UserProblem, DataProblem):
            return ()

    def _unlock(self, path: Path, sign_in: str, secret: str) -> None:
        self._opening.unlock(path, secret, sign_in)
        self._ahead.hurry()  # deriving the key keeps another thread busy meanwhile

    def show_damaged(self, path: Path, problem: str) -> None:
        """Offer the copies of a damaged file; without any, say so on the unlock screen."""
        if self._doors.copies(path):
            self.show_restore(path, problem)
        elif isinstance(self.screen, UnlockScreen):
            self.screen.show_problem(problem)

    def show_restore(self, path: Path, problem: str, *, is_copy: bool = False) -> None:
        """Offer to bring a backup copy back as a new file; `is_copy` when the path is one."""
        from ui.screens.restore_gate import RestoreScreen

        of = self._doors.practice_of(path)
        copies = self._doors.copies(path)
        screen = RestoreScreen(of, problem, copies, self._theme, is_copy=is_copy)
        # Of a renamed copy nobody knows the practice: it cannot be gone back to.
        back = self._doors.default_path if is_copy and of == path else of
        screen.box.asked.connect(self._opening.restore)
        screen.open_asked.connect(self.chosen)
        screen.back_asked.connect(lambda: self.show_unlock(back))
        self._show(screen)

    def show_wizard(self) -> None:
        """Begin a new practice."""
        from ui.screens.wizard import WizardScreen

        screen = WizardScreen(_free(self._doors.default_path), print_lines)
        screen.create_asked.connect(self._opening.create)
        screen.finished.connect(self._opening.enter)
        screen.demo_asked.connect(self.open_demo)
        screen.other_file_asked.connect(self.choose_file)
        self._show(screen)

    def show_locked(self, opened: Opened, *, switching: bool = False) -> None:
        """Cover an open practice; `switching` when somebody else is to go on."""
        demo = opened.practice.is_demo
        screen = UnlockScreen(
            opened.practice.name, opened.path, locked=True, switching=switching,
            demo_password=self._doors.demo_password if demo else "",
            chosen=opened.person.sign_in,
        )  # fmt: skip
        screen.entered.connect(
            lambda secret: self._opening.go_on(screen.sign_in, secret, by_pin=screen.by_pin)
        )
        self._show(screen)
        self._opening.ask_seats()

    def show_seats(self, seats: tuple[Seat, ...]) -> None:
        """Offer who may go on, on the cover of an open practice."""
        if isinstance(self.screen, UnlockScreen):
            self.screen.show_seats(seats)

    def show_held(self, opened: Opened) -> None:
        """Ask for what comes before any work: a password of one's own, a new recovery code."""
        from ui.screens.held import HeldScreen

        if isinstance(self.screen, HeldScreen):
            self.screen.show_held(opened, ask_password=not self._opening.knows_password)
            return
        screen = HeldScreen(print_lines)
        screen.show_held(opened, ask_password=not self._opening.knows_password)
        screen.password_chosen.connect(self._opening.choose_password)
        screen.code_asked.connect(self._opening.make_code)
        screen.finished.connect(self._opening.enter)
        screen.leave_asked.connect(lambda: self.show_locked(opened, switching=True))
        self._show(screen)

    def show_closing(self) -> None:
        """Say what is still done before the end."""
        self._show(ClosingScreen())

    @property
    def is_closing(self) -> bool:
        """Whether the practice is being closed."""
        return isinstance(self.screen, ClosingScreen)

    def leave(self) -> None:
        """Let go of the gate; the practice is shown."""
        if self.screen is not None:
            self._window.drop_screen(self.screen)
            self.screen = None

    def show_code(self, code: str) -> None:
        """Show a new recovery code."""
        from ui.screens.held import HeldScreen
        from ui.screens.wizard import WizardScreen

        if isinstance(self.screen, WizardScreen | HeldScreen):
            self.screen.show_code(code)

    def show_wait(self, seconds: int) -> None:
        """Count down until the next try."""
        if isinstance(self.screen, UnlockScreen):
            self.screen.show_wait(seconds)

    def show_problem(self, text: str, field: str) -> bool:
        """Put a refusal where its input stands; False when no gate is shown for it."""
        from ui.screens.held import HeldScreen
        from ui.screens.restore_gate import RestoreScreen
        from ui.screens.wizard import WizardScreen

        if isinstance(self.screen, WizardScreen | HeldScreen | UnlockScreen):
            self.screen.show_problem(text, field)
        elif isinstance(self.screen, RestoreScreen):
            self.screen.show_problem(text)
        else:
            return False
        return True

    def progress(self, text: str) -> None:
        """Say what goes on."""
        if isinstance(self.screen, ClosingScreen):
            self.screen.working.show_progress(text)
        elif self.screen is not None:
            self.screen.show_progress(text)

    def open_demo(self) -> None:
        """Unlock the demo, or build it first."""
        path = self._doors.demo_path
        if path.exists():
            self.show_unlock(path)
        else:
            self._opening.build_demo()

    def choose_file(self) -> None:
        """Ask for another practice file."""
        start = str(self._doors.default_path.parent)
        dialog = QFileDialog(self._window, "Open a practice file", start)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Practice files (*.unitwise)", "All files (*)"])
        dialog.fileSelected.connect(lambda chosen: self.chosen.emit(Path(chosen)))
        dialog.open()

    def _show(self, screen: Screen) -> None:
        old, self.screen = self.screen, screen
        self._window.show_screen(screen)
        if old is not None:
            self._window.drop_screen(old)
        if not isinstance(screen, ClosingScreen):
            screen.first_focus().setFocus()


def _free(path: Path) -> Path:
    """A file name that is not taken: the practice before it is never overwritten."""
    number, free = 2, path
    while free.exists():
        free = path.with_stem(f"{path.stem} {number}")
        number += 1
    return free
