"""Walks over every widget of a screen and says what a person could not read, reach or see."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractTableModel, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTextEdit,
    QWidget,
)

EDITORS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractItemView, QAbstractButton)


def seen(root: QWidget) -> Iterator[QWidget]:
    """The screen's visible widgets; Qt's own inner parts left out."""
    for widget in root.findChildren(QWidget):
        inner = isinstance(widget, (QHeaderView, QScrollBar)) or (
            widget.objectName().startswith("qt_") and not isinstance(widget, EDITORS)
        )
        if widget.isVisible() and not inner:
            yield widget


def nameless(root: QWidget) -> list[str]:
    """Widgets that take the keyboard and tell a screen reader nothing."""
    return [
        _where(widget)
        for widget in seen(root)
        if isinstance(widget, EDITORS)
        and not (widget.parent() and isinstance(widget.parent(), QComboBox))
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    ]


def cut(root: QWidget) -> list[str]:
    """Labels and buttons whose text does not fit the room they were given."""
    return [_where(widget) for widget in seen(root) if _is_cut(widget)]


def outside(root: QWidget) -> list[str]:
    """Widgets that stick out of the screen and cannot be scrolled to."""
    room = QRect(0, 0, root.width(), root.height())
    return [
        _where(widget)
        for widget in seen(root)
        if isinstance(widget, (QLabel, *EDITORS))
        and not _scrolled(widget, root)
        and not room.contains(QRect(widget.mapTo(root, widget.rect().topLeft()), widget.size()))
    ]


def blind_focus(root: QWidget) -> list[str]:
    """Widgets that look the same with and without the keyboard focus."""
    found = []
    for widget in list(seen(root)):
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or not widget.isEnabled():
            continue
        if widget.focusProxy() is not None:
            continue
        widget.clearFocus()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if widget.hasFocus() and widget.grab().toImage() == before:
            found.append(_where(widget))
    return found


def texts(root: QWidget) -> str:
    """Everything that can be read on the screen, in one string."""
    words = []
    for widget in seen(root):
        if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
            words.append(widget.text())
        elif isinstance(widget, (QPlainTextEdit, QTextEdit)):
            words.append(widget.toPlainText())
        elif isinstance(widget, QComboBox):
            words.append(widget.currentText())
        elif isinstance(widget, QAbstractItemView):
            words.extend(_cells(widget))
    return "\n".join(words)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
    for row in range(model.rowCount()):
        for column in range(columns):
            yield str(model.index(row, column).data() or "")


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            longest = max(widget.text().split(), key=len, default="")
            wide = widget.fontMetrics().horizontalAdvance(longest)
            return needed > widget.height() + 1 or wide > widget.width() + 1
        return widget.sizeHint().width() > widget.width() + 1
    if isinstance(widget, QAbstractButton) and widget.text():
        short_of = widget.sizeHint() - widget.size()
        return short_of.width() > 1 or short_of.height() > 1
    if isinstance(widget, (QLineEdit, QComboBox)):
        return widget.height() < widget.fontMetrics().height()
    return False


def _scrolled(widget: QWidget, root: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and parent is not root:
        if isinstance(parent, (QScrollArea, QAbstractItemView)):
            return True
        parent = parent.parentWidget()
    return False


def _where(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")()
    sizes = f"needs {widget.sizeHint().toTuple()}, has {widget.size().toTuple()}"
    return f"{type(widget).__name__} {widget.objectName()!r} {str(text)[:40]!r} {sizes}"
