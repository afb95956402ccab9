"""Contract rates of a payer: typed or out of a file, each with its days and where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.imports.import_report import ImportReport, RowProblem
from core.imports.rates_csv import RateLine, read_rates
from core.model import checks
from core.model.permissions import Permission
from core.model.practice import ContractRate
from core.model.typed_dates import say_date
from core.services.changes import change, changed_fields
from core.services.forms import Form
from core.services.own_values import LONGEST_SOURCE
from core.services.permissions import needs
from core.store import contract_rates as table
from core.store import payers

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

HIGHEST_CENTS = 10_000_000
_DAY = timedelta(days=1)
_GONE = "This rate is no longer in the practice file. Open the list again."
# What a row of a file calls the field that a rate calls otherwise.
_IN_FILE = {"amount_cents": "amount", "starts_on": "from", "ends_on": "to"}


@needs(Permission.SETTINGS_READ)
def list_rates(p: OpenPractice, payer_id: int) -> tuple[ContractRate, ...]:
    """Every rate of a payer there is or was, by code and day."""
    return table.list_for(p.file.db, payer_id)


@needs(Permission.PAYERS_WRITE)
def save_rate(p: OpenPractice, rate: ContractRate) -> ContractRate:
    """Keep a rate; raises InvalidInput naming every bad field.

    A rate without an end lasts until the next one of its code begins; no two hold on one day.
    """
    db = p.file.db
    form = Form()
    clean = _checked(p, rate, form)
    beside = [one for one in table.list_for(db, clean.payer_id) if one.code == clean.code]
    clean, ended, clash = _settle(clean, beside)
    form.problem("starts_on", clash)
    form.done()
    old = None if clean.id is None else table.get(db, clean.id)
    if clean.id is not None and (old is None or old.payer_id != clean.payer_id):
        raise UserProblem(_GONE)
    with change(p, f"contract_rate.{'update' if old else 'create'}", "contract_rate") as work:
        if ended:
            table.save(work.db, ended)
            work.detail["ended"] = ended.id
        kept = table.save(work.db, clean)
        work.object_id = kept.id
        work.detail |= {"payer": kept.payer_id, "code": kept.code}
        if old:
            work.detail["fields"] = changed_fields(old, kept)
    return kept


@needs(Permission.PAYERS_WRITE)
def remove_rate(p: OpenPractice, number: int) -> None:
    """Take a rate away that never held; the audit trail keeps what it was."""
    old = table.get(p.file.db, number)
    if old is None:
        raise UserProblem(_GONE)
    with change(p, "contract_rate.remove", "contract_rate") as work:
        table.remove(work.db, number)
        work.object_id = number
        work.detail |= {
            "payer": old.payer_id,
            "code": old.code,
            "amount_cents": old.amount_cents,
            "starts_on": old.starts_on.isoformat(),
            "ends_on": old.ends_on.isoformat() if old.ends_on else "",
        }


@needs(Permission.PAYERS_WRITE)
def import_rates(
    p: OpenPractice, payer_id: int, path: Path, source: str, *, dry_run: bool = False
) -> ImportReport:
    """Read a file of rates for a payer: all its rows, or none where one is in error.

    `source` stands for rows that name none; a rate already there is updated or left as it is.
    Raises UserProblem when the file is no table of rates, InvalidInput without a source.
    """
    form = Form()
    kept_source = form.line("source", "The source", source, most=LONGEST_SOURCE, needed=True)
    form.done()
    read = read_rates(path)
    plan = _Plan(p, payer_id, kept_source)
    for line in read.lines:
        plan.add(line)
    problems = tuple(sorted((*read.problems, *plan.problems), key=lambda one: one.row))
    report = ImportReport(
        read.rows, plan.added, plan.updated, plan.skipped, problems, dry_run=dry_run
    )
    if problems or dry_run:
        return report
    with change(p, "contract_rate.import", "contract_rate") as work:
        for rate in plan.changed:
            table.save(work.db, rate)
        work.detail |= {"payer": payer_id, "added": plan.added, "updated": plan.updated}
    return report


class _Plan:
    """What the file's rows come to, checked against the rates there are and each other."""

    def __init__(self, p: OpenPractice, payer_id: int, source: str) -> None:
        self.p, self.payer_id, self.source = p, payer_id, source
        self.problems: list[RowProblem] = []
        self.added = self.updated = self.skipped = 0
        self._rates = list(table.list_for(p.file.db, payer_id))
        self._before = {rate.id: rate for rate in self._rates}
        self._rows: dict[tuple[str, date], int] = {}

    @property
    def changed(self) -> tuple[ContractRate, ...]:
        """What is to be kept; a rate that ends comes before the one that follows it."""
        return tuple(
            rate for rate in self._rates if rate.id is None or rate != self._before.get(rate.id)
        )

    def add(self, line: RateLine) -> None:
        """Plan one row or note what is wrong with it."""
        typed = ContractRate(
            self.payer_id,
            line.code,
            line.amount_cents,
            line.starts_on,
            line.source or self.source,
            line.ends_on,
        )
        form = Form()
        clean = _checked(self.p, typed, form)
        earlier = self._rows.setdefault((clean.code, clean.starts_on), line.row)
        if earlier != line.row:
            form.problem("starts_on", f"Row {earlier} has the same code and first day.")
        self._place(clean, form)
        for problem in form.problems:
            field = _IN_FILE.get(problem.field, problem.field)
            self.problems.append(RowProblem(line.row, field, problem.message))

    def _place(self, clean: ContractRate, form: Form) -> None:
        beside = [one for one in self._rates if one.code == clean.code]
        same = next((one for one in beside if one.starts_on == clean.starts_on), None)
        if same is not None:
            clean = replace(clean, id=same.id)
            beside.remove(same)
        clean, ended, clash = _settle(clean, beside)
        form.problem("starts_on", clash)
        if form.problems:
            return
        if ended is not None:
            self._rates[self._at(ended)] = ended
        if same is None:
            self.added += 1
            self._rates.append(clean)
        elif same == clean:
            self.skipped += 1
        else:
            self.updated += 1
            self._rates[self._rates.index(same)] = clean

    def _at(self, ended: ContractRate) -> int:
        return next(
            at
            for at, one in enumerate(self._rates)
            if (one.code, one.starts_on) == (ended.code, ended.starts_on)
        )


def _checked(p: OpenPractice, rate: ContractRate, form: Form) -> ContractRate:
    code = form.line("code", "The code", rate.code, needed=True).upper()
    form.problem("code", checks.code_problem(code) if code else "")
    if code and code not in p.book.codes:
        form.problem("code", f"{code[:20]} is not a code this program knows.")
    if not 0 < rate.amount_cents <= HIGHEST_CENTS:
        form.problem("amount_cents", "A rate is more than $0.00 and at most $100,000.00.")
    form.days(starts_on=rate.starts_on, ends_on=rate.ends_on)
    form.problem("ends_on", checks.period_problem(rate.starts_on, rate.ends_on))
    if payers.get(p.file.db, rate.payer_id) is None:
        form.problem("code", "This payer is not in the practice file.")
    source = form.line("source", "The source", rate.source, most=LONGEST_SOURCE, needed=True)
    return replace(rate, code=code, source=source)


def _settle(
    rate: ContractRate, beside: list[ContractRate]
) -> tuple[ContractRate, ContractRate | None, str]:
    """The rate with its end, the open rate before it that ends, and what stands in its way.

    A rate without an end lasts until the next one of its code begins.
    """
    others = [one for one in beside if one.id is None or one.id != rate.id]
    later = [one.starts_on for one in others if one.starts_on > rate.starts_on]
    if rate.ends_on is None and later:
        rate = replace(rate, ends_on=min(later) - _DAY)
    ended = None
    for other in others:
        if other.ends_on is None and other.starts_on < rate.starts_on:
            ended = replace(other, ends_on=rate.starts_on - _DAY)
        elif _overlap(rate, other):
            return rate, None, _taken(rate.code, other.starts_on)
    return rate, ended, ""


def _taken(code: str, since: date) -> str:
    return (
        f"{code} already has a rate from {say_date(since)} on that holds on some of these days."
        " Give one of them an end first."
    )


def _overlap(one: ContractRate, other: ContractRate) -> bool:
    first, second = sorted((one, other), key=lambda rate: rate.starts_on)
    return first.ends_on is None or first.ends_on >= second.starts_on
