"""The same minutes under several rules side by side, over the dimmed window; Esc closes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.message_host import Sheet
from ui.presenters.session_compare import Compared, Comparison
from ui.theme import px
from ui.widgets.basics import Chip, hairline, heading, label, primary_button, row

_WIDE = 900
_UNITS, _MODIFIERS, _SAME = "units differ", "modifiers differ", "same"
_ICONS = {_MODIFIERS: "info", _SAME: "check"}


class CompareSheet(Sheet):
    """A column for each rule, a row for each code; rows that differ say so."""

    def __init__(self, window: QWidget, comparison: Comparison) -> None:
        super().__init__(window)
        self.setObjectName("compare")
        self.setAccessibleName("Compare rules")
        self.panel.setFixedWidth(min(px(_WIDE), window.width() - px(40)))
        self.comparison = comparison
        self._cells: list[list[str]] = []
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(px(16))
        self.grid.setVerticalSpacing(px(8))
        self._fill()
        self.close_button = primary_button("Close")
        self.close_button.setObjectName("compare-close")
        self.close_button.setAutoDefault(True)
        self.close_button.clicked.connect(self.close_sheet)
        self.close_button.setAccessibleDescription(self.spoken())
        self.body.addWidget(heading("The same minutes under other rules"))
        self.body.addWidget(
            label(
                "For understanding only: the session is billed by the rule of its payer.",
                kind="muted",
                wrap=True,
            )
        )
        self.body.addLayout(self.grid)
        self.body.addLayout(row(label("Esc", look="small", kind="muted"), None, self.close_button))
        wide = self.panel.width()
        # The panel is centred, and centred things are not asked how high they are when so wide.
        self.panel.setMinimumHeight(self.body.totalHeightForWidth(wide))

    def start(self) -> None:
        """Show it and take the keyboard."""
        self.open(self.close_button)

    def texts(self) -> list[list[str]]:
        """The table, row by row, as read by eye."""
        return self._cells

    def spoken(self) -> str:
        """The table as sentences, for a screen reader."""
        found = self.comparison
        return " ".join(
            f"{code}: "
            + ", ".join(f"{one.name} {one.lines.get(code, '')}" for one in found.columns)
            + f", {self._mark(code)}."
            for code in found.codes
        )

    def _fill(self) -> None:
        columns = self.comparison.columns
        for place in range(1, len(columns) + 1):
            self.grid.setColumnStretch(place, 1)
        self._add([label("", look="small"), *(self._head(one.name) for one in columns), label()])
        rules = [label(one.rule, look="small", kind="muted", wrap=True) for one in columns]
        self._add([label(), *rules, label()])
        self._rule()
        for code in self.comparison.codes:
            self._add_code(code, columns)
        self._rule()
        totals = [label(one.total, look="strong") for one in columns]
        self._add([label("Units", look="strong"), *totals, label()])

    @staticmethod
    def _head(text: str) -> QLabel:
        return label(text, look="strong", wrap=True)

    def _rule(self) -> None:
        self.grid.addWidget(hairline(), self.grid.rowCount(), 0, 1, -1)

    def _add_code(self, code: str, columns: tuple[Compared, ...]) -> None:
        own = columns[0].units.get(code, 0)
        cells: list[QWidget] = [label(code, look="strong")]
        for one in columns:
            text = one.lines.get(code, "")
            kind = "warning" if one.units.get(code, 0) != own else ""
            cells.append(label(text, kind=kind, wrap=True))
        mark = self._mark(code)
        chip = Chip("warning", mark) if mark == _UNITS else Chip("muted", mark, _ICONS[mark])
        self._add([*cells, chip])

    def _mark(self, code: str) -> str:
        if code in self.comparison.units_differ:
            return _UNITS
        return _MODIFIERS if code in self.comparison.modifiers_differ else _SAME

    def _add(self, cells: list[QWidget]) -> None:
        place = self.grid.rowCount()
        for column, cell in enumerate(cells):
            top = Qt.AlignmentFlag.AlignTop
            if isinstance(cell, Chip):
                self.grid.addWidget(cell, place, column, top | Qt.AlignmentFlag.AlignRight)
            else:
                self.grid.addWidget(cell, place, column, top)
        self._cells.append([cell.text() for cell in cells if isinstance(cell, (QLabel, Chip))])
