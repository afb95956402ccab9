"""The small pieces every screen is made of; fields and tables are in their own files.

A widget's look is its dynamic property `kind` (a colour) or `look` (a text size).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.icons import icon_pixmap
from ui.theme import px
from ui.widgets.basics_buttons import (
    ActionButton,
    Button,
    action_button,
    ghost_button,
    link_button,
    primary_button,
    quiet_button,
)

__all__ = (
    "KIND_ICONS",
    "ActionButton",
    "Button",
    "Card",
    "Chip",
    "EmptyState",
    "Glyph",
    "Notice",
    "ScrollColumn",
    "action_button",
    "clear_layout",
    "column",
    "ghost_button",
    "hairline",
    "heading",
    "hide_if",
    "label",
    "link_button",
    "muted",
    "primary_button",
    "quiet_button",
    "row",
    "section",
    "set_kind",
    "title",
)

KIND_ICONS = {
    "good": "check-circle",
    "warning": "warning",
    "error": "error",
    "muted": "info",
    "accent": "info",
}


def set_kind(widget: QWidget, kind: str, name: str = "kind") -> None:
    """Change the property the style sheet looks at, and dress the widget again."""
    if widget.property(name) == kind:
        return
    widget.setProperty(name, kind)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def hide_if(hidden: bool, widget: QWidget) -> None:
    """Hide a new widget; showing one that has no parent yet would open a window for it."""
    if hidden:
        widget.hide()


def label(text: str = "", look: str = "", kind: str = "", *, wrap: bool = False) -> QLabel:
    """A line of plain text; never reads markup out of what people typed."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if look:
        made.setProperty("look", look)
    if kind:
        made.setProperty("kind", kind)
    return made


def title(text: str = "") -> QLabel:
    """A screen's own title."""
    return label(text, look="title")


def heading(text: str = "") -> QLabel:
    """The heading of a card or of a part of a screen."""
    return label(text, look="heading")


def section(text: str = "") -> QLabel:
    """The small capital heading of a card: BILL, NOTE."""
    return label(text.upper(), look="section")


def muted(text: str = "", *, wrap: bool = False) -> QLabel:
    """Text of second rank."""
    return label(text, kind="muted", wrap=wrap)


def hairline() -> QFrame:
    """A thin line across."""
    line = QFrame()
    line.setProperty("kind", "hairline")
    line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return line


def row(*items: QWidget | QLayout | None, spacing: int = 8) -> QHBoxLayout:
    """Put widgets side by side; None is the stretch between them."""
    box = QHBoxLayout()
    _fill(box, items, spacing)
    return box


def column(*items: QWidget | QLayout | None, spacing: int = 8) -> QVBoxLayout:
    """Put widgets under each other; None is the stretch between them."""
    box = QVBoxLayout()
    _fill(box, items, spacing)
    return box


def _fill(
    box: QHBoxLayout | QVBoxLayout, items: tuple[QWidget | QLayout | None, ...], spacing: int
) -> None:
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(px(spacing))
    for item in items:
        if item is None:
            box.addStretch(1)
        elif isinstance(item, QWidget):
            box.addWidget(item)
        else:
            box.addLayout(item)


def clear_layout(layout: QLayout) -> None:
    """Take out and delete everything in a layout."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)


class Glyph(QWidget):
    """An icon in the colour of its `kind`; always stands beside a word."""

    def __init__(self, name: str, kind: str = "muted", size: int = 16) -> None:
        super().__init__()
        self._name = name
        self._size = size
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_icon(self, name: str) -> None:
        self._name = name
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(self._size), px(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._name:
            return
        colour = self.palette().color(QPalette.ColorRole.WindowText).name()
        pixmap = icon_pixmap(self._name, colour, px(self._size), self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(0, (self.height() - px(self._size)) // 2, pixmap)
        painter.end()


class Chip(QFrame):
    """A state as icon and word: kind is good, warning, error, accent or muted."""

    def __init__(self, kind: str, text: str, icon: str = "") -> None:
        super().__init__()
        self._glyph = Glyph(icon or KIND_ICONS[kind], kind, 14)
        self._label = label(text, kind=kind)
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        box = QHBoxLayout(self)
        box.setContentsMargins(px(8), px(3), px(9), px(3))
        box.setSpacing(px(6))
        box.addWidget(self._glyph)
        box.addWidget(self._label)
        self.setAccessibleName(text)

    def show_state(self, kind: str, text: str, icon: str = "") -> None:
        """Show another state."""
        for widget in (self, self._label, self._glyph):
            set_kind(widget, kind)
        self._glyph.set_icon(icon or KIND_ICONS[kind])
        self._label.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def text(self) -> str:
        return self._label.text()


class Notice(QFrame):
    """A coloured box with icon, a bold line, a sentence and optional buttons."""

    def __init__(self, kind: str, head: str, body: str = "", icon: str = "") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self._glyph = Glyph(icon or KIND_ICONS[kind], kind)
        self._head = label(head, look="strong", kind=kind, wrap=True)
        self._body = label(body, wrap=True)
        hide_if(not body, self._body)
        self._actions = row(None)
        self._words = column(self._head, self._body, self._actions, spacing=2)
        box = QHBoxLayout(self)
        box.setContentsMargins(px(11), px(8), px(11), px(8))
        box.setSpacing(px(8))
        box.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(self._words, 1)
        self.setAccessibleName(f"{head} {body}".strip())

    def add_line(self, line: QWidget) -> None:
        """Put a further line, such as the source, under the sentence."""
        self._words.insertWidget(2, line)

    def add_button(self, button: QPushButton) -> None:
        """Put a button under the sentence."""
        self._actions.insertWidget(self._actions.count() - 1, button)
        self._actions.setContentsMargins(0, px(5), 0, px(2))

    def show_notice(self, kind: str, head: str, body: str = "", icon: str = "") -> None:
        """Show another message in the same box."""
        for widget in (self, self._glyph, self._head):
            set_kind(widget, kind)
        self._glyph.set_icon(icon or KIND_ICONS[kind])
        self._head.setText(head)
        self._body.setText(body)
        self._body.setVisible(bool(body))
        self.setAccessibleName(f"{head} {body}".strip())

    def text(self) -> str:
        return f"{self._head.text()} {self._body.text()}".strip()


class Card(QFrame):
    """A panel; `header` is the row of its small heading, `body` the column below."""

    def __init__(self, name: str = "", margin: int = 14) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(margin), px(margin - 2), px(margin), px(margin - 2))
        outer.setSpacing(px(8))
        self.header = row()
        if name:
            self.header.addWidget(section(name))
            self.header.addStretch(1)
            outer.addLayout(self.header)
            self.setAccessibleName(name)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(8))
        outer.addLayout(self.body, 1)


class ScrollColumn(QScrollArea):
    """Scrolls a tall widget up and down; wrapped text in it gets all the lines it needs."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inner = inner
        self.setWidget(inner)
        inner.installEventFilter(self)

    def _fit(self) -> None:
        inner = self._inner
        layout = inner.layout()
        if layout is not None and layout.hasHeightForWidth():
            wide = min(self.viewport().width(), inner.maximumWidth())
            # Qt's scroll area asks a widget's height without telling it the width.
            inner.setMinimumHeight(layout.totalMinimumHeightForWidth(wide))
        else:
            inner.setMinimumHeight(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        moved = super().focusNextPrevChild(forward)
        focus = self.window().focusWidget()
        if moved and self.isAncestorOf(focus):
            self.ensureWidgetVisible(focus)
        return moved


class EmptyState(QWidget):
    """Says what an empty screen is for and offers the first action."""

    def __init__(
        self, text: str, action: QAction | None = None, icon: str = "", head: str = ""
    ) -> None:
        super().__init__()
        self.head = label(head, look="heading")
        hide_if(not head, self.head)
        self.words = label(text, kind="muted", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.words.setMaximumWidth(px(420))
        self.words.setMinimumWidth(px(120))
        centre = Qt.AlignmentFlag.AlignHCenter
        box = QVBoxLayout(self)
        box.setSpacing(px(10))
        box.addStretch(2)
        if icon:
            box.addWidget(Glyph(icon, "muted", 32), 0, centre)
        box.addWidget(self.head, 0, centre)
        across = row(None, self.words, None)
        across.setStretch(1, 100)  # up to its greatest width, before the sides get any
        box.addLayout(across)
        if action is not None:
            box.addWidget(action_button(action, "primary"), 0, centre)
        box.addStretch(3)
