"""What the command bar offers for a text: pages, actions and patients."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from core.model.patient import PatientRow
from core.model.typed_dates import say_date
from ui.context import Context
from ui.pages import PageSpec

MOST_PATIENTS = 8


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the list: what it is, what it says, what it does."""

    group: str
    text: str
    detail: str
    icon: str
    run: Callable[[], None]
    words: str = ""


def matches(typed: str, command: Command) -> bool:
    """Whether every typed word begins a word of the command."""
    words = f"{command.text} {command.words}".lower().split()
    return all(any(word.startswith(part) for word in words) for part in typed.lower().split())


def page_commands(ctx: Context, pages: Iterable[PageSpec]) -> list[Command]:
    """The pages that can be shown without asking which."""
    return [
        Command("Page", spec.title, "", spec.icon, _go(ctx, spec.name), spec.words)
        for spec in pages
        if (spec.rail or spec.words) and ctx.may(spec.needs)
    ]


def action_command(action: QAction) -> Command:
    """An action of the page that is shown."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    icon = str(action.property("icon_name") or "forward")
    return Command("Action", action.text().replace("&", ""), keys, icon, action.trigger)


def _go(ctx: Context, name: str) -> Callable[[], None]:
    return lambda: ctx.navigate(name, {})


class CommandBarPresenter(QObject):
    """Finds commands at once and patients on the database thread; `changed` has all of them."""

    changed = Signal(object)

    def __init__(self, ctx: Context, commands: list[Command]) -> None:
        super().__init__()
        self._ctx = ctx
        self._commands = commands
        self._patients: list[Command] = []
        self._typed = ""

    def find(self, typed: str) -> None:
        """Look for a text; patients follow when the file has answered."""
        self._typed = typed.strip()
        if len(self._typed) < 2:
            self._patients = []
        self._emit()
        if len(self._typed) >= 2:
            from core.services import patients

            text = self._typed
            self._ctx.tasks.read(
                lambda practice: patients.search(practice, text, limit=MOST_PATIENTS),
                self._show_patients,
                replaces="command-bar",
            )

    def _show_patients(self, rows: tuple[PatientRow, ...]) -> None:
        self._patients = [self._patient(row) for row in rows] if len(self._typed) >= 2 else []
        self._emit()

    def _patient(self, row: PatientRow) -> Command:
        born = f"born {say_date(row.birth_date)}"
        detail = " · ".join(part for part in (born, row.payer_name, row.account_number) if part)
        place = {"patient_id": row.id}
        return Command(
            "Patient", row.list_name, detail, "person", lambda: self._ctx.navigate("patient", place)
        )

    def _emit(self) -> None:
        found = [c for c in self._commands if matches(self._typed, c)]
        self.changed.emit(tuple(self._patients + found))
