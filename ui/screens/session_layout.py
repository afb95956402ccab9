"""The widgets of the session screen and where they stand; no behaviour."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.context import Context
from ui.theme import px
from ui.widgets.basics import Card, Chip, ghost_button, label, row
from ui.widgets.bill_panel import BillPanel
from ui.widgets.checks_panel import ChecksPanel
from ui.widgets.columns import Column
from ui.widgets.diagnosis_row import DiagnosisRow
from ui.widgets.flow import FlowRow
from ui.widgets.interval_strip import IntervalStrip
from ui.widgets.measure_strip import MeasureStrip
from ui.widgets.note_editor import NoteEditor
from ui.widgets.services_table import ServicesTable
from ui.widgets.session_header import SessionHeader
from ui.widgets.signed_bar import SignedBar

_SIDE = (312, 352, 420)  # width of the bill: small window, usual, wide
_WIDE = (1120, 1500)


class SessionLayout(QWidget):
    """Header above, grid and note at the left, bill and checks at the right."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.header = SessionHeader(ctx.clock.today)
        self.diagnoses = DiagnosisRow()
        self.table = ServicesTable(ctx.theme)
        self.strip = IntervalStrip(ctx.theme)
        self.totals = label()
        self.totals.setObjectName("totals")
        self.echo = label(kind="accent")
        self.echo.setObjectName("echo")
        self.last_button = ghost_button("Last visit's codes", icon="copy")
        self.measures = MeasureStrip()
        self.note = NoteEditor()
        self.bill = BillPanel()
        self.checks = ChecksPanel()
        self.restored = Chip("accent", "", "undo")
        self.restored.hide()
        self.discard_button = ghost_button("Open the saved version instead")
        self.discard_button.hide()
        self.signed = SignedBar()
        self.grid = self._grid_card()
        self.left = Column(self.grid, self.measures, self.note, stretch_last=True)
        self.right = Column(self.bill, self.checks, stretch_last=False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(12))
        box.addLayout(row(self.restored, self.discard_button, None))
        box.addWidget(self.signed)
        box.addWidget(self.header)
        columns = row(spacing=12)
        columns.addWidget(self.left, 1)
        columns.addWidget(self.right)
        box.addLayout(columns, 1)
        self._tab_order()
        self.table.row_changed.connect(self._follow_cursor)
        ctx.theme.changed.connect(self._size_bill)

    def set_read_only(self, signed: bool) -> None:
        """A signed session is shown and not changed; the reasons of its bill stay open."""
        for part in (self.header, self.diagnoses, self.note, self.table, self.checks):
            part.set_read_only(signed)
        self.bill.set_read_only(signed)

    def _grid_card(self) -> Card:
        card = Card("", margin=10)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        card.body.setSpacing(px(6))
        card.body.addWidget(self.diagnoses)
        card.body.addWidget(self.table)
        card.body.addWidget(self.strip)
        foot = FlowRow(spacing=8)
        for widget in (self.totals, self.echo, self.last_button):
            foot.add(widget)
        foot.push_right(self.echo, self.last_button)
        foot.setContentsMargins(px(8), 0, px(4), 0)
        card.body.addWidget(foot)
        return card

    def _follow_cursor(self, cell: QRect) -> None:
        inside = self.left.widget()
        if inside is None:
            return
        spot = self.table.viewport().mapTo(inside, cell.center())
        self.left.ensureVisible(spot.x(), spot.y(), 0, px(48))

    def _tab_order(self) -> None:
        chain: tuple[QWidget, ...] = (
            self.header.day, self.header.provider, self.header.assistant, self.header.location,
            self.header.place, self.diagnoses.edit, self.table, self.last_button,
            self.measures.button, *self.note.parts, self.bill.why_button,
            self.bill.trace.paper_button,
        )  # fmt: skip
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_bill()

    def _size_bill(self) -> None:
        width = self.width()
        size = sum(width >= px(least) for least in _WIDE)
        self.right.setFixedWidth(px(_SIDE[size]))
