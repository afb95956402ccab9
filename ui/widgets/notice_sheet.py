"""States a notice (ABN) for lines of this session, over the dimmed window; Esc closes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ui.message_host import Sheet
from ui.presenters.session_acts import Act
from ui.presenters.session_notices import KINDS, NoticeKind, Preview
from ui.theme import px
from ui.widgets.basics import (
    ScrollColumn,
    column,
    hairline,
    heading,
    label,
    primary_button,
    quiet_button,
    row,
    section,
    set_kind,
)
from ui.widgets.basics_fields import CheckBox

_WIDE = 620
_CHOOSE = "Choose what happened and the lines it was about."
_ABOUT = (
    "You state this for this session alone. It is kept under your name with the time,"
    " and it can be taken back in the checks."
)
Try = Callable[[str, tuple[str, ...]], Preview]


class NoticeSheet(Sheet):
    """Nothing is chosen beforehand, but a single line; the button waits until it can stand."""

    def __init__(
        self, window: QWidget, lines: Mapping[str, str], chosen: tuple[str, ...], attempt: Try,
        on_yes: Callable[[Act], None],
    ) -> None:  # fmt: skip
        super().__init__(window)
        self.setObjectName("notice")
        self.setAccessibleName("Advance beneficiary notice")
        self.panel.setFixedWidth(min(px(_WIDE), window.width() - px(40)))
        self._lines = lines
        self._attempt = attempt
        self._on_yes = on_yes
        self._preview: Preview | None = None
        self._middle = QWidget()
        self._middle.setProperty("kind", "clear")
        self._scroll = ScrollColumn(self._middle)
        for clear in (self._scroll.viewport(), self._middle):
            clear.setAutoFillBackground(False)
        self._group = QButtonGroup(self)
        self.kinds: dict[str, QRadioButton] = {}
        self.boxes: dict[str, CheckBox] = {}
        self.changes: dict[str, QLabel] = {}
        self.said = label(_CHOOSE, kind="muted", wrap=True)
        self.said.setObjectName("notice-said")
        self.yes = primary_button("I state this")
        self.yes.setObjectName("notice-yes")
        self.no = quiet_button("Cancel")
        for button in (self.yes, self.no):
            button.setAutoDefault(True)
        self.yes.clicked.connect(self._say_yes)
        self.no.clicked.connect(self.cancel)
        self._lay_out()
        self._preselect(chosen)
        self._refresh()

    def start(self) -> None:
        """Show it and take the keyboard to the first choice."""
        self.open(next(iter(self.kinds.values())))

    def _lay_out(self) -> None:
        self.body.addWidget(heading("Advance beneficiary notice (ABN)"))
        self.body.addWidget(label(_ABOUT, kind="muted", wrap=True))
        box = QVBoxLayout(self._middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(10))
        box.addWidget(section("What happened"))
        for kind in KINDS:
            box.addLayout(self._kind(kind))
        box.addWidget(hairline())
        box.addWidget(section("Which lines"))
        for code, now in self._lines.items():
            box.addLayout(self._line(code, now))
        self.body.addWidget(self._scroll)
        self.body.addWidget(self.said)
        self.body.addLayout(row(label("Esc", look="small", kind="muted"), None, self.no, self.yes))

    def _kind(self, kind: NoticeKind) -> QVBoxLayout:
        button = QRadioButton(kind.words)
        button.setAccessibleDescription(kind.meaning)
        button.toggled.connect(self._refresh)
        self._group.addButton(button)
        self.kinds[kind.modifier] = button
        meaning = label(kind.meaning, look="small", kind="muted", wrap=True)
        meaning.setContentsMargins(px(28), 0, 0, 0)
        return column(button, meaning, spacing=0)

    def _line(self, code: str, now: str) -> QHBoxLayout:
        box, change = CheckBox(code), label(now)
        box.toggled.connect(self._refresh)
        self.boxes[code], self.changes[code] = box, change
        return row(box, None, change)

    def _preselect(self, chosen: tuple[str, ...]) -> None:
        """One line may be meant at once; of several a person picks each."""
        codes = chosen or tuple(self.boxes)
        if len(codes) == 1 and codes[0] in self.boxes:
            self.boxes[codes[0]].setChecked(True)

    def _refresh(self) -> None:
        modifier = next((word for word, one in self.kinds.items() if one.isChecked()), "")
        codes = tuple(code for code, box in self.boxes.items() if box.isChecked())
        self._preview = self._attempt(modifier, codes) if modifier and codes else None
        shown = self._preview.changes if self._preview else {}
        for code, change in self.changes.items():
            change.setText(shown.get(code, self._lines[code]))
            self.boxes[code].setAccessibleDescription(change.text())
        problem = self._preview.problem if self._preview else _CHOOSE
        set_kind(self.said, "error" if self._preview and problem else "muted")
        self.said.setText(problem or "Nothing else on the bill changes by itself.")
        self.yes.setEnabled(bool(self._preview) and not problem)
        self._fit()

    def _fit(self) -> None:
        """As high as its words want, the choices scrolling where the window is lower."""
        wide, middle = self.panel.width(), self._middle.layout()
        self._scroll.setFixedHeight(0)
        rest = self.body.totalHeightForWidth(wide)
        inside = wide - self.body.contentsMargins().left() - self.body.contentsMargins().right()
        wanted = middle.totalHeightForWidth(inside) if middle else 0
        self._scroll.setFixedHeight(max(px(80), min(wanted, self.height() - rest - px(40))))
        # The panel is centred, and centred things are not asked how high they are when so wide.
        self.panel.setMinimumHeight(self.body.totalHeightForWidth(wide))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _say_yes(self) -> None:
        if self._preview is not None and not self._preview.problem:
            self.close_sheet()
            self._on_yes(self._preview.act)
