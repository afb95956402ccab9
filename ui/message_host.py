"""Shows messages inside the window: banners on top, toasts below, questions in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui.messages import Banner, Messages, Question
from ui.theme import px
from ui.widgets.basics import (
    Button,
    Chip,
    Glyph,
    column,
    ghost_button,
    heading,
    label,
    primary_button,
    quiet_button,
    row,
    set_kind,
)
from ui.widgets.basics_fields import FieldRow, TextField
from ui.widgets.kept_place import KeptOf, KeptPlace

if TYPE_CHECKING:
    from ui.context import Context

TOAST_MS = 4000
_UNBOUND = 16_777_215  # Qt's QWIDGETSIZE_MAX: no width was set


class BannerStrip(QFrame):
    """The newest banner; it stays until it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._glyph = Glyph("info", "accent")
        self._words = label("", wrap=True)
        self._words.setObjectName("banner-text")
        self._close = ghost_button("Dismiss", icon="close")
        self._close.setObjectName("banner-close")
        self._close.clicked.connect(self.hide)
        self._closable = True
        box = QHBoxLayout(self)
        box.setContentsMargins(px(20), px(8), px(16), px(8))
        box.setSpacing(px(8))
        box.addWidget(self._glyph)
        box.addWidget(self._words, 1)
        box.addWidget(self._close)
        self.hide()

    def show_banner(self, banner: Banner) -> None:
        set_kind(self, f"banner-{banner.kind}")
        set_kind(self._glyph, banner.kind)
        set_kind(self._words, banner.kind)
        self._glyph.set_icon({"warning": "warning", "error": "error"}.get(banner.kind, "info"))
        self._words.setText(banner.text)
        self._close.setVisible(banner.closable)
        self.setAccessibleName(banner.text)
        self._closable = banner.closable
        self.show()

    def hide_closable(self) -> None:
        """Take away a banner that one person may close."""
        if self._closable:
            self.hide()


class Sheet(QFrame):
    """A box over the dimmed window that keeps the keyboard until it is answered."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("kind", "scrim-clear")
        self._window = window
        self.panel = QFrame(self)
        self.panel.setProperty("kind", "pop-up")
        self.body = QVBoxLayout(self.panel)
        self.body.setContentsMargins(px(20), px(18), px(20), px(18))
        self.body.setSpacing(px(12))
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(self.panel, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        # Qt's stubs say that some widget always has the focus; before the first one, none has.
        self._before: QWidget | None = window.focusWidget()
        window.installEventFilter(self)
        self.panel.installEventFilter(self)
        self.setGeometry(window.rect())

    def open(self, focus: QWidget) -> None:
        self.fit()
        self.show()
        self.raise_()
        self.fit()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def fit(self) -> None:
        """Give wrapped words the height they need at the panel's width.

        The panel is centred, and centred things are not asked how high they are when so wide.
        """
        widest = self.panel.maximumWidth()
        width = self.panel.minimumWidth() or (widest if widest < _UNBOUND else 0)
        if not width or not self.body.hasHeightForWidth():
            return
        self.body.invalidate()
        height = self.body.totalHeightForWidth(width)
        if height != self.panel.minimumHeight():
            self.panel.setMinimumHeight(height)

    def close_sheet(self) -> None:
        self._window.removeEventFilter(self)
        self.hide()
        before = self._before
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()
        self.deleteLater()

    def cancel(self) -> None:
        self.close_sheet()

    def focusNextPrevChild(self, forward: bool) -> bool:
        inside = [w for w in self.panel.findChildren(QWidget) if _takes_focus(w)]
        here = self._window.focusWidget()
        place = inside.index(here) if here in inside else -1
        if inside:
            inside[(place + (1 if forward else -1)) % len(inside)].setFocus(
                Qt.FocusReason.TabFocusReason
            )
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        if watched is self.panel and event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return False


def _takes_focus(widget: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & tab)


class QuestionSheet(Sheet):
    """Asks one question; Enter answers yes when a text is asked, Esc always answers no."""

    def __init__(self, window: QWidget, question: Question) -> None:
        super().__init__(window)
        self.setObjectName("question")
        self._question = question
        self._kept: KeptPlace | None = None
        self.setAccessibleName(question.text)
        self.panel.setFixedWidth(min(px(460), window.width() - px(40)))
        head = label(question.text, look="heading", wrap=True)
        self.body.addWidget(head)
        if question.detail:
            self.body.addWidget(label(question.detail, wrap=True))
        self.field: FieldRow | None = None
        if question.input_label:
            self.field = FieldRow(question.input_label, TextField(limit=500), name="question-text")
            self.body.addWidget(self.field)
        self.yes: Button = (
            Button(question.yes, "danger") if question.danger else primary_button(question.yes)
        )
        self.no = quiet_button(question.no)
        self.yes.setObjectName("question-yes")
        self.no.setObjectName("question-no")
        self.body.addLayout(row(None, self.no, self.yes))
        self.yes.clicked.connect(self._say_yes)
        self.no.clicked.connect(self.cancel)
        for button in (self.yes, self.no):
            button.setAutoDefault(True)
        if self.field is not None and isinstance(self.field.editor, QLineEdit):
            self.field.editor.returnPressed.connect(self._say_yes)

    def keep_unsaved(self, ctx: Context) -> None:
        """Keep over a lock the reason that is being typed; the question goes away then."""
        if self.field is None:
            return
        editor, of = self.field.editor, KeptOf(f"{self._question.text} {self._question.detail}")
        self._kept = KeptPlace(
            ctx, self, "question", self._question.text.rstrip("?"),
            lambda: {"reason": editor}, lambda: of, in_sheet=True,
        )  # fmt: skip
        self.body.insertWidget(1, self._kept.notice)
        self._kept.settle()

    def ask(self) -> None:
        # Enter must not do the dangerous thing by habit.
        first = self.no if self._question.danger else self.yes
        self.open(self.field.editor if self.field else first)

    def _say_yes(self) -> None:
        text = self.field.text() if self.field else ""
        if self.field is not None and not text:
            self._refuse("Say it in a few words.")
            return
        wrong = self._question.check(text) if self.field and self._question.check else ""
        if self.field is not None and wrong:
            self._refuse(wrong)
            return
        if self._kept is not None:
            self._kept.settle()
        self.close_sheet()
        self._question.on_yes(text)

    def _refuse(self, words: str) -> None:
        if self.field is not None:
            self.field.set_problem(words)
            self.fit()

    def cancel(self) -> None:
        self.close_sheet()
        if self._question.on_no is not None:
            self._question.on_no()


class BugSheet(Sheet):
    """Tells that the program failed; the details name our own code only."""

    def __init__(self, window: QWidget, details: str) -> None:
        super().__init__(window)
        self.setObjectName("bug")
        self.setAccessibleName("Unitwise made a mistake")
        self._details = details
        self.panel.setFixedWidth(min(px(560), window.width() - px(40)))
        shown = QPlainTextEdit(details)
        shown.setReadOnly(True)
        shown.setObjectName("bug-details")
        shown.setAccessibleName("Details without patient data")
        shown.setFixedHeight(px(140))
        shown.setTabChangesFocus(True)
        self.copy = quiet_button("Copy details", icon="copy")
        self.copy.setObjectName("bug-copy")
        self.copy.clicked.connect(self._copy)
        self.go_on = primary_button("Go on")
        self.go_on.setAutoDefault(True)
        self.go_on.clicked.connect(self.close_sheet)
        self.body.addLayout(
            row(Glyph("error", "error", 20), heading("Unitwise made a mistake"), None)
        )
        self.body.addWidget(
            label(
                "The last step was not finished; what was saved before is safe. "
                "The details below hold names of our own code, no patient data.",
                wrap=True,
            )
        )
        self.body.addWidget(shown)
        self.body.addLayout(row(self.copy, None, self.go_on))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
        self.copy.setText("Copied")


class MessageHost(QObject):
    """Listens to the one door and shows what comes through in this window."""

    def __init__(self, window: QWidget, strip: BannerStrip, messages: Messages) -> None:
        super().__init__(window)
        self._window = window
        self._strip = strip
        self._messages = messages
        self._toast: QFrame | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.end_toast)
        messages.toasted.connect(self._show_toast)
        messages.bannered.connect(strip.show_banner)
        messages.asked.connect(self._ask)
        messages.bug_found.connect(self._show_bug)

    def _show_toast(self, kind: str, text: str) -> None:
        self.end_toast()
        toast = QFrame(self._window)
        toast.setObjectName("toast")
        toast.setProperty("kind", "pop-up")
        toast.setLayout(column(Chip(kind, text)))
        layout = toast.layout()
        if layout is not None:
            layout.setContentsMargins(px(8), px(6), px(8), px(6))
        toast.adjustSize()
        toast.move((self._window.width() - toast.width()) // 2, self._window.height() - px(100))
        toast.show()
        self._toast = toast
        self._timer.start(TOAST_MS)

    def end_toast(self) -> None:
        """Take the toast away before its time."""
        if self._toast is not None:
            self._toast.hide()
            self._toast.deleteLater()
            self._toast = None

    def _ask(self, question: Question) -> None:
        sheet = QuestionSheet(self._window, question)
        if self._messages.context is not None:
            sheet.keep_unsaved(self._messages.context)
        sheet.ask()

    def _show_bug(self, details: str) -> None:
        sheet = BugSheet(self._window, details)
        sheet.open(sheet.go_on)
