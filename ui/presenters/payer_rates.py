"""A payer's contract rates: what stands, what a file would change, and what prices other codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.errors import UnitwiseError
from core.model.money import format_cents
from core.model.own_value import rules_id
from core.model.practice import ContractRate, Payer
from core.model.typed_dates import say_date
from core.rules.parameters import Confidence, DatedValue
from core.services import payer_rates, setup
from core.services.importing import ImportReport
from ui.context import Context
from ui.models.records import Column
from ui.presenters.fields import Field, Kind, required
from ui.presenters.settings import ListSpec

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


class Answer(NamedTuple):
    """The practice's payers, and the rates of the one that is shown."""

    payers: tuple[Payer, ...]
    rates: tuple[ContractRate, ...]


class PayerRatesPresenter(QObject):
    """Holds the payer that is shown; `changed` when another is, or when a file was read."""

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.payer_id: int | None = None
        self.payers: tuple[Payer, ...] = ()
        self.report: ImportReport | None = None
        self.problem = ""
        self.file: Path | None = None

    @property
    def payer(self) -> Payer | None:
        """The payer that is shown."""
        return next((one for one in self.payers if one.id == self.payer_id), None)

    @property
    def name(self) -> str:
        """The payer's name."""
        return self.payer.name if self.payer else ""

    def choices(self) -> tuple[tuple[str, object], ...]:
        """The payers in use, by name."""
        return tuple((one.name, one.id) for one in self.payers if one.active)

    def ask(self, p: OpenPractice) -> Answer:
        """Read the payers and one's rates; on the database thread."""
        payers = setup.list_payers(p)
        shown = self.payer_id
        if shown not in {one.id for one in payers}:
            shown = next((one.id for one in payers if one.active), None)
        return Answer(payers, payer_rates.list_rates(p, shown) if shown is not None else ())

    def take(self, answer: Answer) -> None:
        """Keep what was read."""
        self.payers = answer.payers
        if self.payer is None:
            self.payer_id = next((one.id for one in self.payers if one.active), None)

    def show_payer(self, payer_id: int) -> None:
        """Turn to another payer."""
        self.payer_id = payer_id
        self.report, self.problem, self.file = None, "", None
        self.changed.emit()

    def otherwise(self) -> str:
        """What prices codes without a rate, in a sentence."""
        day, payer = self._ctx.clock.today(), self.payer
        if payer is None:
            return ""
        rules = rules_id(payer.profile_on(day) or "", payer.id)
        terms = self._ctx.book.day_rules(rules, day).terms
        percent = terms.percent_of_medicare
        if isinstance(percent, DatedValue) and percent.confidence is not Confidence.ASSUMED:
            until = f" to {say_date(percent.until)}" if percent.until else " on"
            return (
                f"Codes without a rate are paid {percent.ratio:f} per cent of Medicare's amount, "
                f"from {say_date(percent.since)}{until} ({percent.cite})."
            )
        if getattr(terms.fee_schedule, "text", "") == "medicare":
            return "Codes without a rate are paid by Medicare's fee schedule."
        return "Codes without a rate have no amount that is known."

    def try_file(self, path: Path, done: Callable[[ImportReport], None]) -> None:
        """Read a file and say what it would change; nothing is kept yet."""
        self.file = path
        self._run(path, done, dry_run=True)

    def import_now(self, done: Callable[[ImportReport], None]) -> None:
        """Keep what the file says."""
        if self.file is not None:
            self._run(self.file, done, dry_run=False)

    def _run(self, path: Path, done: Callable[[ImportReport], None], *, dry_run: bool) -> None:
        payer = self.payer_id
        if payer is None:
            return
        source = f"{path.name}, read {say_date(self._ctx.clock.today())}"

        def got(report: ImportReport) -> None:
            self.report, self.problem = report, ""
            self.changed.emit()
            done(report)

        def failed(problem: UnitwiseError) -> None:
            self.report, self.problem = None, str(problem)
            self.changed.emit()

        self._ctx.tasks.change(
            lambda p: payer_rates.import_rates(p, payer, path, source, dry_run=dry_run),
            got,
            failed,
        )


def _period(rate: ContractRate) -> str:
    since = say_date(rate.starts_on)
    return f"{since} to {say_date(rate.ends_on)}" if rate.ends_on else f"from {since}"


def rates_spec(ctx: Context, shown: PayerRatesPresenter) -> ListSpec:
    """The list of a payer's rates, as the settings' lists are described."""

    def label(rate: ContractRate) -> str:
        known = ctx.book.codes.get(rate.code)
        return known.label if known else ""

    def values(rate: ContractRate) -> dict[str, Any]:
        return {name: getattr(rate, name) for name in _NAMES}

    def record(typed: Mapping[str, Any], old: ContractRate | None) -> ContractRate:
        blank = ContractRate(shown.payer_id or 0, "", 0, date.min, "")
        changed = {**typed, "code": typed["code"].upper(), "amount_cents": typed["amount_cents"]}
        return replace(old or blank, **changed)

    return ListSpec(
        "rates", "Contract rates", "money", "rate",
        "No rate yet. Type the first one below, or import the payer's list as a CSV file.",
        (
            Column("Code", lambda r: r.code),
            Column("Label", label),
            Column("One unit", lambda r: format_cents(r.amount_cents), number=True),
            Column("Days", _period),
            Column("Source", lambda r: r.source),
        ),
        (
            Field("code", "Code", required("The code"), 2, placeholder="97140"),
            Field("amount_cents", "One unit", width=2, kind=Kind.MONEY, needed=True),
            Field("starts_on", "From", width=4, kind=Kind.DATE, needed=True),
            Field("ends_on", "Until", width=4, kind=Kind.DATE, hint="Empty: no end"),
            Field(
                "source", "Where this stands", required("The source"), 12,
                placeholder="Contract of 2026, exhibit B",
            ),
        ),
        lambda p: (), payer_rates.save_rate, values, record,
    )  # fmt: skip


_NAMES = ("code", "amount_cents", "starts_on", "ends_on", "source")
