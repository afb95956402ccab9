"""States a notice (ABN) for lines of this session, over the dimmed window; Esc closes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QWidget

from ui.message_host import Sheet
from ui.presenters.session_acts import Act
from ui.presenters.session_notices import KINDS, Preview
from ui.theme import px
from ui.widgets.basics import (
    column,
    hairline,
    heading,
    label,
    primary_button,
    quiet_button,
    row,
    section,
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
        self.body.addWidget(section("What happened"))
        for kind in KINDS:
            button = QRadioButton(kind.words)
            button.setAccessibleDescription(kind.meaning)
            button.toggled.connect(self._refresh)
            self._group.addButton(button)
            self.kinds[kind.modifier] = button
            meaning = label(kind.meaning, look="small", kind="muted", wrap=True)
            meaning.setContentsMargins(px(24), 0, 0, 0)
            self.body.addLayout(column(button, meaning, spacing=0))
        self.body.addWidget(hairline())
        self.body.addWidget(section("Which lines"))
        for code, now in self._lines.items():
            box = CheckBox(code)
            box.toggled.connect(self._refresh)
            change = label(now)
            self.boxes[code], self.changes[code] = box, change
            self.body.addLayout(row(box, None, change))
        self.body.addWidget(self.said)
        self.body.addLayout(row(label("Esc", look="small", kind="muted"), None, self.no, self.yes))

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
        self.said.setText(problem or "Nothing else on the bill changes by itself.")
        self.yes.setEnabled(bool(self._preview) and not problem)

    def _say_yes(self) -> None:
        if self._preview is not None and not self._preview.problem:
            self.close_sheet()
            self._on_yes(self._preview.act)
