"""Rows of labels that live as long as their panel: a keystroke changes texts, never the layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.theme import px
from ui.widgets.basics import label, set_kind


class Clickable(QLabel):
    """A word that answers a click; the keyboard has its own way to the same answer."""

    def __init__(self, clicked: Callable[[], None]) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._clicked = clicked

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._clicked()


_NO_SIDE = Qt.AlignmentFlag(0)


class TextRows(QWidget):
    """A grid of texts in as many rows as needed; rows not needed are hidden, not deleted.

    `looks` gives each column its look and kind, `wraps` are columns that break lines, `numbers`
    those that stand at the right.
    """

    def __init__(
        self,
        looks: Sequence[tuple[str, str]],
        stretch: int,
        wraps: frozenset[int] = frozenset(),
        clicked: Callable[[int], None] | None = None,
        numbers: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__()
        self._looks = looks
        self._wraps = wraps
        self._clicked = clicked
        self._numbers = numbers
        self._rows: list[list[QLabel]] = []
        self._shown: list[tuple[str, ...]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnStretch(stretch, 1)

    def set_column_width(self, column: int, width: int) -> None:
        """Keep a column from jumping as its texts change."""
        self._grid.setColumnMinimumWidth(column, px(width))

    def show_texts(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Show these rows of texts."""
        while len(self._rows) < len(rows):
            self._add_row()
        for place, labels in enumerate(self._rows):
            texts = rows[place] if place < len(rows) else None
            before = self._shown[place]
            if texts is None:
                if before:
                    self._shown[place] = ()
                    for one in labels:
                        one.hide()
            elif texts != before:
                self._shown[place] = texts
                self._put(labels, texts, fresh=not before)

    def set_row_kind(self, row: int, kind: str) -> None:
        """Colour a row: muted, accent or plain."""
        if row < len(self._rows):
            for one, (_, own) in zip(self._rows[row], self._looks, strict=True):
                set_kind(one, kind or own)

    def texts(self) -> list[tuple[str, ...]]:
        """The rows that are shown."""
        return [row for row in self._shown if row]

    @staticmethod
    def _put(labels: list[QLabel], texts: tuple[str, ...], *, fresh: bool) -> None:
        for one, text in zip(labels, texts, strict=True):
            if one.text() != text:
                one.setText(text)
            if fresh:
                one.show()

    def _add_row(self) -> None:
        place = len(self._rows)
        labels = []
        for column, (look, kind) in enumerate(self._looks):
            made = self._make(place, column, look, kind)
            side = Qt.AlignmentFlag.AlignRight if column in self._numbers else _NO_SIDE
            self._grid.addWidget(made, place, column, Qt.AlignmentFlag.AlignTop | side)
            labels.append(made)
        self._rows.append(labels)
        self._shown.append(())

    def _make(self, place: int, column: int, look: str, kind: str) -> QLabel:
        clicked = self._clicked
        made = label() if clicked is None else Clickable(lambda: clicked(place))
        made.setWordWrap(column in self._wraps)
        if look:
            made.setProperty("look", look)
        if kind:
            made.setProperty("kind", kind)
        return made
