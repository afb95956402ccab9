"""One undoable step of the session grid: the whole sheet before and after."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from ui.presenters.session_state import Sheet


class SheetChange(QUndoCommand):
    """Puts one sheet in place of another, and back."""

    def __init__(
        self, put: Callable[[Sheet], None], before: Sheet, after: Sheet, what: str
    ) -> None:
        super().__init__(what)
        self._put = put
        self._before = before
        self._after = after

    def undo(self) -> None:
        self._put(self._before)

    def redo(self) -> None:
        self._put(self._after)
