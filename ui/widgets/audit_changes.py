"""What changed since an earlier audit: which one, and each check then and now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.audit.compare import Change
from core.audit.words import BY_CHANCE
from ui.models.change_rows import change_columns
from ui.models.row_table import RowTable
from ui.theme import Theme, px
from ui.widgets.basics import muted
from ui.widgets.basics_fields import ComboBox, FieldRow
from ui.widgets.row_view import RowView

_NONE = "No earlier audit of this code ended before this one began, so nothing can be compared."
_SAME = "Neither audit has a finding."


class ChangesPart(QWidget):
    """`chosen` carries the audit to compare with."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.against = ComboBox()
        self.against.setObjectName("audit-against")
        self._choice = FieldRow("Compared with", self.against, name="audit-against")
        self.table = RowView(RowTable(change_columns(), theme), "What changed")
        self.table.setObjectName("audit-changes")
        self.none = muted(_NONE, wrap=True)
        self.chance = muted(BY_CHANCE, wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(8))
        box.addWidget(self._choice)
        box.addWidget(self.none)
        box.addWidget(self.table, 1000)
        box.addWidget(self.chance)
        box.addStretch(1)
        self.against.currentIndexChanged.connect(self._choose)

    def show_changes(
        self, choices: tuple[tuple[str, int], ...], against: int | None, rows: tuple[Change, ...]
    ) -> None:
        """Show what changed since `against`, one of the choices; None: no earlier audit."""
        self.against.blockSignals(True)
        self.against.set_choices(choices)
        self.against.set_value(against)
        self.against.blockSignals(False)
        self.table.show_rows(rows)
        compared = against is not None
        self._choice.setVisible(bool(choices))
        self.none.setText(_SAME if compared else _NONE)
        self.none.setVisible(not rows)
        for widget in (self.table, self.chance):
            widget.setVisible(bool(rows))

    def _choose(self) -> None:
        number = self.against.value()
        if isinstance(number, int):
            self.chosen.emit(number)
