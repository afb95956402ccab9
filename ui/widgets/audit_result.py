"""What an audit found: rates, findings, sums, quarters and minutes; the same for every audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.audit.compare import Change
from core.audit.findings import DOCUMENTATION, MODIFIER_GAPS, Direction
from core.audit.rates import Rate
from core.audit.totals import ANY, Tally, Totals
from core.audit.trend import quarters, tally_of
from core.audit.words import check_words, percent, verdict_words
from core.rules.wording import plural
from ui.models.audit_rows import (
    MINUTE_COLUMNS,
    SHARE_COLUMNS,
    FindingRow,
    minute_rows,
    money,
    rate_columns,
    reason_name,
    share_rows,
    sum_columns,
    sum_rows,
)
from ui.models.row_table import RowTable
from ui.theme import Theme, px
from ui.widgets.audit_changes import ChangesPart
from ui.widgets.audit_findings import FindingsPart
from ui.widgets.basics import Card, Chip, column, label, muted
from ui.widgets.pair import flowing
from ui.widgets.rate_bars import LIGHT_ICONS, LIGHT_KINDS, QuarterChart, RateDelegate
from ui.widgets.row_view import RowView
from ui.widgets.segments import Segments

_PARTS = (
    ("checks", "By &check"),
    ("people", "By c&linician"),
    ("shares", "O&ver and under"),
    ("findings", "&Findings"),
    ("payers", "Pa&yers"),
    ("reasons", "&Reasons"),
    ("quarters", "&Quarters"),
    ("minutes", "&Minutes"),
    ("changes", "C&hanges"),
)
_INTERVAL_COLUMN = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """One audit as this widget shows it; `earlier` are those that it can be compared with."""

    title: str
    totals: Totals
    rates: tuple[Rate, ...]
    threshold: float
    findings: tuple[FindingRow, ...]
    remarks: tuple[str, ...] = ()
    may_review: bool = False
    earlier: tuple[tuple[str, int], ...] = ()
    against: int | None = None
    changes: tuple[Change, ...] = ()


class AuditResult(QWidget):
    """Chips that sum it up, then one of nine parts; `opened` carries a finding's session."""

    opened = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.shown: Shown | None = None
        self.title = label("", look="heading")
        self.title.setObjectName("audit-title")
        self.chips = {name: Chip("muted", "") for name in ("rate", "over", "under", "gaps")}
        for name, chip in self.chips.items():
            chip.setObjectName(f"audit-chip-{name}")
        self.verdict = muted("", wrap=True)
        self.verdict.setObjectName("audit-verdict")
        self.parts = Segments(_PARTS, "Parts of the result")
        self.stack = QStackedWidget()
        self._build(theme)
        self._lay_out()
        self.parts.chosen.connect(self.show_part)
        self.findings.opened.connect(self.opened)
        self.show_part("checks")

    def _build(self, theme: Theme) -> None:
        self.checks = self._rates("Rates by check", "Check", lambda r: check_words(r.check), theme)
        self.people = self._rates("Rates by clinician", "Clinician", lambda r: r.clinician, theme)
        self.shares = _table(SHARE_COLUMNS, "Over and under by sessions, units and dollars", theme)
        self.findings = FindingsPart(theme)
        self.payers = _table(sum_columns("Payer"), "Sums by payer", theme)
        self.reasons = _table(sum_columns("Reason"), "Sums by reason", theme)
        self.chart = QuarterChart(theme)
        self.by_quarter = _table(sum_columns("Quarter"), "Sums by quarter", theme)
        self.by_quarter.setMinimumHeight(px(120))
        together = QWidget()
        lines = column(self.chart, self.by_quarter)
        lines.setStretch(0, 1)
        lines.setStretch(1, 1)
        together.setLayout(lines)
        self.minutes = _table(MINUTE_COLUMNS, "Where the minutes went", theme)
        self.changes = ChangesPart(theme)
        self._pages: dict[str, QWidget] = {
            "checks": self.checks, "people": self.people, "shares": self.shares,
            "findings": self.findings,
            "payers": self.payers, "reasons": self.reasons, "quarters": together,
            "minutes": self.minutes, "changes": self.changes,
        }  # fmt: skip
        for page in self._pages.values():
            self.stack.addWidget(page)

    def _rates(self, name: str, title: str, words: object, theme: Theme) -> RowView:
        view = _table(rate_columns(words, title), name, theme)  # type: ignore[arg-type] # a lambda
        view.setItemDelegateForColumn(_INTERVAL_COLUMN, RateDelegate(theme, view))
        return view

    def _lay_out(self) -> None:
        card = Card(margin=12)
        card.body.addWidget(self.title)
        self.above = QVBoxLayout()
        card.body.addLayout(self.above)
        card.body.addWidget(flowing(*self.chips.values()))
        card.body.addWidget(self.verdict)
        card.body.addWidget(self.parts)
        card.body.addWidget(self.stack, 1)
        self.stack.setMinimumHeight(px(320))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card)

    def show_part(self, part: str) -> None:
        """Bring one part to the front."""
        self.parts.choose(part)
        self.stack.setCurrentWidget(self._pages[part])

    def show_result(self, shown: Shown) -> None:
        """Show an audit; the part in front stays."""
        self.shown = shown
        self.title.setText(shown.title)
        self.title.setVisible(bool(shown.title))
        self._chips(shown)
        self.verdict.setText(" ".join((self.verdict.text(), *shown.remarks)).strip())
        for view in (self.checks, self.people):
            delegate = view.itemDelegateForColumn(_INTERVAL_COLUMN)
            if isinstance(delegate, RateDelegate):
                delegate.threshold = shown.threshold
        self.checks.show_rows(_every(shown.rates))
        self.people.show_rows(tuple(r for r in shown.rates if r.check == ANY and r.clinician))
        self.shares.show_rows(share_rows(shown.totals))
        self.findings.show_findings(shown.findings, may_review=shown.may_review)
        self.payers.show_rows(sum_rows(shown.totals, lambda cell: cell.payer))
        self.reasons.show_rows(sum_rows(shown.totals, reason_name))
        self.by_quarter.show_rows(sum_rows(shown.totals, lambda cell: cell.quarter))
        self.chart.show_quarters(quarters(shown.totals), shown.threshold)
        self.minutes.show_rows(minute_rows(shown.totals))
        self.parts.buttons["changes"].setVisible(shown.may_review)  # an export has no audit before
        self.changes.show_changes(shown.earlier, shown.against, shown.changes)

    def _chips(self, shown: Shown) -> None:
        rate = next((r for r in shown.rates if r.check == ANY and not r.clinician), None)
        if rate is None:
            self.chips["rate"].show_state("muted", "No session was looked at")
            self.verdict.setText("")
        else:
            light = rate.verdict.light
            words = f"{rate.errors} of {rate.charts} sessions with a finding"
            self.chips["rate"].show_state(
                LIGHT_KINDS[light], f"{words} ({percent(rate.interval.point)})", LIGHT_ICONS[light]
            )
            self.verdict.setText(verdict_words(rate.verdict, shown.threshold))
        for name, way, icon in (("over", Direction.OVER, "up"), ("under", Direction.UNDER, "down")):
            tally = _way_sum(shown.totals, way)
            high = "too high" if way is Direction.OVER else "too low"
            kind = ("error" if way is Direction.OVER else "warning") if tally.units else "good"
            units = f"{tally.units:,} {'unit' if tally.units == 1 else 'units'} {high}"
            cents = "" if tally.known_cents is None or not tally.findings else f", {money(tally)}"
            self.chips[name].show_state(kind, units + cents, icon if tally.units else "")
        self.chips["gaps"].show_state("muted", _gaps(shown.totals), "note")


def _way_sum(totals: Totals, way: Direction) -> Tally:
    return tally_of(totals, lambda cell: cell.direction is way)


def _gaps(totals: Totals) -> str:
    def count(checks: frozenset[object]) -> int:
        return tally_of(
            totals, lambda c: c.direction is Direction.RISK and c.check in checks
        ).findings

    modifiers, notes = count(frozenset(MODIFIER_GAPS)), count(frozenset(DOCUMENTATION))
    return f"{plural(modifiers, 'modifier gap')}, {plural(notes, 'documentation gap')}"


def _every(rates: Sequence[Rate]) -> tuple[Rate, ...]:
    return tuple(rate for rate in rates if not rate.clinician)


def _table(columns: tuple[object, ...], name: str, theme: Theme) -> RowView:
    view = RowView(RowTable(columns, theme), name)  # type: ignore[arg-type] # columns of any rows
    view.setObjectName("audit-" + name.lower().replace(" ", "-"))
    return view
