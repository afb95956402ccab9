"""The one door to the user: toasts, banners and questions, shown by the window."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import DataProblem, UnitwiseError

if TYPE_CHECKING:
    from ui.context import Context


@dataclass(frozen=True, slots=True)
class Banner:
    """A line at the top of the window that stays until it is closed."""

    kind: str
    text: str
    closable: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """A question in the middle of the window; `input_label` also asks for a line of text.

    `check` gives the sentence that says what is wrong with that text, or an empty one.
    """

    text: str
    detail: str
    yes: str
    no: str
    on_yes: Callable[[str], None]
    on_no: Callable[[], None] | None = None
    input_label: str = ""
    danger: bool = False
    check: Callable[[str], str] | None = None


class Messages(QObject):
    """Says things to the user; what shows them listens to the signals."""

    toasted = Signal(str, str)
    bannered = Signal(object)
    asked = Signal(object)
    bug_found = Signal(str)
    context: Context | None = None  # whose questions these are, to keep what is typed in one

    def toast(self, text: str, kind: str = "good") -> None:
        """A short word that goes away by itself: Saved."""
        self.toasted.emit(kind, text)

    def info(self, text: str) -> None:
        self.bannered.emit(Banner("accent", text))

    def warn(self, text: str) -> None:
        self.bannered.emit(Banner("warning", text))

    def error(self, text: str) -> None:
        self.bannered.emit(Banner("error", text))

    def ask(
        self,
        text: str,
        on_yes: Callable[[], None],
        *,
        yes: str,
        no: str = "Cancel",
        detail: str = "",
        on_no: Callable[[], None] | None = None,
        danger: bool = False,
    ) -> None:
        """Ask before something that cannot be undone; returns at once."""
        self.asked.emit(Question(text, detail, yes, no, lambda _: on_yes(), on_no, "", danger))

    def ask_text(
        self,
        text: str,
        label: str,
        on_text: Callable[[str], None],
        *,
        yes: str,
        no: str = "Cancel",
        detail: str = "",
        on_no: Callable[[], None] | None = None,
        check: Callable[[str], str] | None = None,
    ) -> None:
        """Ask for one line of text, such as a reason; an empty line is not taken."""
        self.asked.emit(Question(text, detail, yes, no, on_text, on_no, label, check=check))

    def problem(self, problem: UnitwiseError) -> None:
        """Show an expected problem in its own words."""
        if isinstance(problem, DataProblem):
            self.bannered.emit(Banner("error", str(problem), closable=False))
        else:
            self.error(str(problem))

    def bug(self, exc: BaseException) -> None:
        """Show that the program itself failed, with details free of patient data."""
        self.bug_found.emit(bug_details(exc))


def bug_details(exc: BaseException) -> str:
    """Names of the failure and of the places in our code; never values, never messages.

    An exception's own text may quote what was typed, so it is left out.
    """
    lines = [f"{type(exc).__module__}.{type(exc).__qualname__}"]
    for frame in traceback.extract_tb(exc.__traceback__):
        place = "/".join(frame.filename.replace("\\", "/").rsplit("/", 3)[-3:])
        lines.append(f"  {place}:{frame.lineno} {frame.name}")
    return "\n".join(lines)
