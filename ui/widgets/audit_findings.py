"""The findings of an audit: filtered, told in full, opened, confirmed or overruled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.audit.words import check_words
from core.model.audits import ReviewVerdict
from ui.models.audit_rows import FindingRow, finding_columns
from ui.models.row_table import RowTable
from ui.theme import Theme, px
from ui.widgets.basics import label, muted, primary_button, quiet_button, row
from ui.widgets.basics_fields import ComboBox, FieldRow, TextField
from ui.widgets.find_field import SearchEdit
from ui.widgets.flow import FlowRow
from ui.widgets.kept_place import KeptOf, KeptPlace
from ui.widgets.row_view import RowView

if TYPE_CHECKING:
    from ui.context import Context

_NOTHING = "Nothing was found, or nothing fits the filter."


class FindingsPart(QWidget):
    """`opened` and `packet` carry a session's number; `reviewed` finding, verdict and reason."""

    opened = Signal(int)
    packet = Signal(int)
    reviewed = Signal(int, object, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.rows: tuple[FindingRow, ...] = ()
        self.kept: KeptPlace | None = None
        self._one: FindingRow | None = None
        self.boxes = {name: ComboBox() for name in ("check", "clinician", "payer")}
        self.search = SearchEdit("Filter findings", "audit-filter")
        self.view = RowView(RowTable(finding_columns(), theme), "Findings")
        self.view.setObjectName("audit-findings")
        self.told = label(_NOTHING, wrap=True)
        self.told.setObjectName("audit-told")
        self.source = muted("", wrap=True)
        self.source.setObjectName("audit-source")
        self.open_button = quiet_button("Open session", icon="forward")
        self.open_button.setObjectName("audit-open")
        self.packet_button = quiet_button("Defence packet", icon="shield")
        self.packet_button.setObjectName("audit-packet")
        self.reason = TextField("Why it stands, or why it does not", 500)
        self.confirm = primary_button("Conf&irm", icon="check")
        self.confirm.setObjectName("audit-confirm")
        self.overrule = quiet_button("O&verrule", icon="close")
        self.overrule.setObjectName("audit-overrule")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = FlowRow()
        for name, words in (("check", "Check"), ("clinician", "Clinician"), ("payer", "Payer")):
            self.boxes[name].setObjectName(f"audit-by-{name}")
            self.boxes[name].setAccessibleName(words)
            self.boxes[name].setFixedWidth(px(190))
            head.add(self.boxes[name])
        self.search.setFixedWidth(px(190))
        head.add(self.search)
        self._why = FieldRow("Reaso&n", self.reason, name="audit-reason")
        self._review = QWidget()
        self._review.setLayout(row(self._why, self.confirm, self.overrule))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(8))
        box.addWidget(head)
        box.addWidget(self.view, 1)
        self.view.setMinimumHeight(px(120))
        lines = row(self.told, self.open_button, self.packet_button)
        lines.setStretch(0, 1)
        box.addLayout(lines)
        box.addWidget(self.source)
        box.addWidget(self._review)

    def _connect(self) -> None:
        for chooser in self.boxes.values():
            chooser.currentIndexChanged.connect(self._filter)
        self.search.textChanged.connect(self._filter)
        self.view.follow(self.search)
        self.view.opened.connect(self._open)
        self.view.moved.connect(self._tell)
        self.open_button.clicked.connect(self.view.open_current)
        self.packet_button.clicked.connect(self._ask_packet)
        self.confirm.clicked.connect(lambda: self._decide(ReviewVerdict.CONFIRMED))
        self.overrule.clicked.connect(lambda: self._decide(ReviewVerdict.OVERRULED))

    def keep_unsaved(self, ctx: Context) -> None:
        """Keep over a lock a reason that is typed and not decided on."""
        self.kept = KeptPlace(
            ctx, self, "review", "Review of an audit's finding",
            lambda: {"reason": self.reason}, self._kept_of,
        )  # fmt: skip
        self.reason.textChanged.connect(self.kept.edited)
        box = self.layout()
        if isinstance(box, QVBoxLayout):
            box.insertWidget(box.count() - 1, self.kept.notice)

    def _kept_of(self) -> KeptOf | None:
        one = self._one
        return KeptOf(str(one.number)) if one is not None and one.number else None

    def show_findings(self, rows: tuple[FindingRow, ...], *, may_review: bool) -> None:
        """Show other findings; what is chosen above stays where it is still there."""
        self.rows = rows
        self._review.setVisible(may_review)
        for button in (self.open_button, self.packet_button):
            button.setVisible(may_review)
        names = {
            "check": sorted({(check_words(r.finding.check), str(r.finding.check)) for r in rows}),
            "clinician": sorted({(r.finding.clinician or "–", r.finding.clinician) for r in rows}),
            "payer": sorted({(r.payer or "–", r.payer) for r in rows}),
        }
        for name, every in (
            ("check", "Every check"), ("clinician", "All clinicians"), ("payer", "All payers"),
        ):  # fmt: skip
            chooser = self.boxes[name]
            kept = chooser.value()
            chooser.blockSignals(True)
            chooser.set_choices(((every, None), *names[name]))
            chooser.set_value(kept)
            chooser.blockSignals(False)
        self._filter()

    def _filter(self) -> None:
        words = self.search.text().casefold().split()
        self.view.show_rows(tuple(one for one in self.rows if self._fits(one, words)))
        if not self.view.table.rows:
            self._tell(None)

    def _fits(self, one: FindingRow, words: list[str]) -> bool:
        wanted = {name: chooser.value() for name, chooser in self.boxes.items()}
        has = {"check": str(one.finding.check), "clinician": one.finding.clinician,
               "payer": one.payer}  # fmt: skip
        if any(value is not None and has[name] != value for name, value in wanted.items()):
            return False
        text = f"{one.finding.message} {one.finding.code} {one.finding.date}".casefold()
        return all(word in text for word in words)

    def _open(self, one: FindingRow) -> None:
        if one.encounter_id is not None:
            self.opened.emit(one.encounter_id)

    def _ask_packet(self) -> None:
        one = self.view.current()
        if one is not None and one.encounter_id is not None:
            self.packet.emit(one.encounter_id)

    def _tell(self, one: FindingRow | None) -> None:
        self._one = one
        self.reason.clear()
        if self.kept is not None:
            self.kept.settle()
        for button in (self.open_button, self.packet_button):
            button.setEnabled(one is not None and one.encounter_id is not None)
        for button in (self.confirm, self.overrule):
            button.setEnabled(one is not None and bool(one.number))
        if one is None:
            self.told.setText(_NOTHING)
            self.source.setText("")
            return
        found = one.finding
        quoted = " ".join(f"“{proof.text}”" for proof in found.proof[:2])
        row_ = f"Row {found.row}. " if found.row else ""
        self.told.setText(f"{row_}{found.message} {quoted} {found.fix}".replace("  ", " "))
        since = f" Since {found.since.isoformat()}." if found.since else ""
        said = ""
        if one.review:
            said = f" {one.review.verdict.value.capitalize()} by {one.review.person}: "
            said += one.review.reason
        self.source.setText(f"Source: {found.cite}.{since}{said}")

    def _decide(self, verdict: ReviewVerdict) -> None:
        one, reason = self.view.current(), self.reason.text().strip()
        if one is None:
            return
        if not reason:
            self._why.set_problem("Give a reason: it stands in the report.")
            self.reason.setFocus()
            return
        self._why.set_problem("")
        self.reviewed.emit(one.number, verdict, reason)
