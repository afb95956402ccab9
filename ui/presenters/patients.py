"""Finding patients while somebody types."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.model.patient import PatientRow
from core.model.typed_dates import say_date
from core.services import patients
from ui.context import Context

LIMIT = 50


class PatientsPresenter(QObject):
    """Holds what was found; a newer keystroke drops the search of an older one."""

    changed = Signal()

    def __init__(self, ctx: Context, key: str = "patient-search") -> None:
        super().__init__()
        self._ctx = ctx
        self._key = key
        self.text = ""
        self.rows: tuple[PatientRow, ...] = ()
        self.loaded = False

    def search(self, text: str) -> None:
        """Look for patients; an empty text gives the most recent ones."""
        self.text = text.strip()
        wanted = self.text
        self._ctx.tasks.read(
            lambda p: patients.search(p, wanted, LIMIT), self._got, replaces=self._key
        )

    def reload(self) -> None:
        """Search once more for the same."""
        self.search(self.text)

    def summary(self) -> str:
        """How many were found, in words."""
        count = len(self.rows)
        if not self.loaded:
            return ""
        if not self.text:
            return f"The {count} most recent patients" if count > 1 else ""
        if count >= LIMIT:
            return f"The first {LIMIT} found. Type more to narrow the list."
        return f"{count} found"

    def _got(self, rows: tuple[PatientRow, ...]) -> None:
        self.rows, self.loaded = rows, True
        self.changed.emit()


def hit_text(row: PatientRow) -> str:
    """A patient in one line, told apart by birth date and account."""
    parts = (row.list_name, say_date(row.birth_date), row.phone or row.account_number)
    return "   ".join(part for part in parts if part)
