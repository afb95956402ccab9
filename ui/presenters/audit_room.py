"""The practice's own audits: run in slices, kept, shown, reviewed, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.audit.words import line_words
from core.errors import UnitwiseError
from core.model.audits import AuditKind, AuditRecord, Overpayment, OverpaymentState, ReviewVerdict
from core.model.typed_dates import say_date
from core.services import audit_follow_up, audit_lines, audit_room, audit_work, auditing
from core.services.audit_lines import OwnLine
from core.services.audit_room import AuditView
from core.services.audit_work import OverpaymentRow, TaskRow
from core.services.auditing import AuditChoice, AuditRun, Progress
from ui.context import Context
from ui.models.audit_rows import FindingRow
from ui.widgets.audit_result import Shown

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_SLICE = 20  # encounters; other work of the practice comes in between
_QUARTERS = 8
_CODE_WORDS = "any code"


@dataclass(frozen=True, slots=True)
class Followed:
    """What is still to be done after audits."""

    tasks: tuple[TaskRow, ...] = ()
    owed: tuple[OverpaymentRow, ...] = ()


def periods(today: date) -> tuple[tuple[str, tuple[date, date]], ...]:
    """This quarter so far, the ones before it, and the last four whole ones together."""
    found = []
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last = today
    for _ in range(_QUARTERS):
        words = f"{first.year} Q{(first.month + 2) // 3}"
        found.append((f"{words}, so far" if last == today else words, (first, last)))
        last = first - timedelta(days=1)
        first = date(last.year, (last.month - 1) // 3 * 3 + 1, 1)
    whole = found[1:5]
    year = ("The last four quarters", (whole[-1][1][0], whole[0][1][1]))
    return (*found[:2], year, *found[2:])


def audit_words(record: AuditRecord) -> str:
    """An audit as it is chosen in the list."""
    code = record.code or _CODE_WORDS
    what = (
        f"sample of {record.size} of {record.frame_size}, seed {record.seed}"
        if record.kind is AuditKind.SAMPLE
        else f"every session ({record.frame_size})"
    )
    return f"{say_date(record.first)} to {say_date(record.last)}, {code}: {what}"


class AuditPresenter(QObject):
    """`changed` after every answer; `stepped` with encounters read of those to read."""

    changed = Signal()
    stepped = Signal(int, int)
    followed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.audits: tuple[AuditRecord, ...] = ()
        self.lines: tuple[OwnLine, ...] = ()
        self.view: AuditView | None = None
        self.follow = Followed()
        self.loaded = False
        self.running = False
        self.stopping = False
        self.problem: UnitwiseError | None = None
        self._run: AuditRun | None = None
        self._wanted: int | None = None

    def load(self) -> None:
        """Read the audits kept, and show the newest unless one is shown."""
        self._ctx.tasks.read(audit_lines.own_lines, self._lined, replaces="audit-lines")
        self._ctx.tasks.read(auditing.audits, self._listed, self._failed, replaces="audits")
        self.load_follow_up()

    def line(self, day: date) -> float:
        """The share in error that is not to be reached; raises UserProblem for no known one."""
        return audit_lines.line_at(self.lines, day).share

    def show(self, audit_id: int | None, against: int | None = None) -> None:
        """Show a kept audit, compared with the one before it or with one that is named."""
        self._wanted = audit_id
        if audit_id is not None:
            self._ctx.tasks.read(
                lambda p: audit_room.view(p, audit_id, against), self._viewed, self._failed,
                replaces="audit-view",
            )  # fmt: skip

    def compare_with(self, audit_id: int) -> None:
        """Compare the audit that is shown with another."""
        self.show(self._wanted, audit_id)

    def start(self, choice: AuditChoice) -> None:
        """Begin an audit; it goes in slices until it is kept."""
        if self.running:
            return
        self.running, self.stopping, self.problem = True, False, None
        self.changed.emit()
        self._ctx.tasks.read(lambda p: auditing.begin(p, choice), self._begun, self._failed)

    def stop(self) -> None:
        """Leave off after the slice that is being read; nothing is kept."""
        self.stopping = self.running
        self.changed.emit()

    def review(self, finding_id: int, verdict: ReviewVerdict, reason: str) -> None:
        """Confirm or overrule a finding, then show the audit anew."""
        due = self._ctx.clock.today() + timedelta(days=30)
        self._ctx.tasks.change(
            lambda p: audit_follow_up.review(p, finding_id, verdict, reason, due),
            lambda _: self._reviewed(verdict),
            self._ctx.messages.problem,
        )

    def load_follow_up(self) -> None:
        """Read the open tasks and the overpayments."""

        def look(p: OpenPractice) -> Followed:
            return Followed(audit_work.tasks(p), audit_work.overpayments(p))

        self._ctx.tasks.read(look, self._followed, self._failed, replaces="audit-follow")

    def finish_task(self, row: TaskRow) -> None:
        """Say that a task is done."""
        self._ctx.tasks.change(
            lambda p: audit_follow_up.finish_task(p, row.id),
            lambda _: self._settled("The task is done"),
            self._ctx.messages.problem,
        )

    def settle(self, row: OverpaymentRow, state: OverpaymentState, proof: str) -> None:
        """Move an overpayment on: begin to investigate, or close it with its proof."""
        today = self._ctx.clock.today()
        self._ctx.tasks.change(
            lambda p: audit_follow_up.save_overpayment(p, moved(row, state, proof, today)),
            lambda _: self._settled("The overpayment is kept"),
            self._ctx.messages.problem,
        )

    def shown(self) -> Shown | None:
        """The audit as the result widget shows it."""
        found = self.view
        if found is None:
            return None
        rows = tuple(
            FindingRow(one.finding, place, one.id, one.review)
            for place, one in enumerate(found.findings, start=1)
        )
        line = line_words(found.line) if found.line else ""
        remark = f"{line} Digest of the frame {found.record.frame_hash[:16]}."
        return Shown(
            "", found.totals, found.rates, found.threshold, rows,
            (remark,), may_review=True,
            earlier=tuple((audit_words(one), one.id or 0) for one in found.others),
            against=found.against.id if found.against else None,
            changes=found.changes,
        )  # fmt: skip

    def _lined(self, lines: tuple[OwnLine, ...]) -> None:
        self.lines = lines
        self.changed.emit()

    def _listed(self, audits: tuple[AuditRecord, ...]) -> None:
        self.audits, self.loaded = audits, True
        self.changed.emit()
        shown = self.view.record.id if self.view else None
        wanted = shown if shown is not None else (audits[0].id if audits else None)
        self.show(wanted)

    def _viewed(self, found: AuditView) -> None:
        if found.record.id == self._wanted:
            self.view = found
            self.changed.emit()

    def _begun(self, run: AuditRun) -> None:
        self._run = run
        self._next()

    def _next(self) -> None:
        run = self._run
        if run is None or self.stopping:
            self._end()
            return
        self._ctx.tasks.read(
            lambda p: auditing.next_slice(p, run, _SLICE), self._stepped, self._failed
        )

    def _stepped(self, step: Progress) -> None:
        self.stepped.emit(step.done, step.total)
        run = self._run
        if self.stopping or run is None:
            self._end()
        elif step.is_done:
            self._ctx.tasks.change(lambda p: auditing.keep(p, run), self._kept, self._failed)
        else:
            self._next()

    def _end(self) -> None:
        self.running, self._run = False, None
        self._ctx.messages.toast("The audit was stopped. Nothing of it was kept.")
        self.changed.emit()

    def _kept(self, record: AuditRecord) -> None:
        self.running, self._run, self.view = False, None, None
        self._wanted = record.id
        self.audits = (record, *self.audits)
        self.changed.emit()
        self.show(record.id)

    def _reviewed(self, verdict: ReviewVerdict) -> None:
        self._ctx.messages.toast(f"Finding {verdict.value}")
        against = self.view.against.id if self.view and self.view.against else None
        self.show(self._wanted, against)
        self.load_follow_up()

    def _followed(self, found: Followed) -> None:
        self.follow = found
        self.followed.emit()

    def _settled(self, words: str) -> None:
        self._ctx.messages.toast(words)
        self.load_follow_up()

    def _failed(self, problem: UnitwiseError) -> None:
        self.running, self._run, self.problem = False, None, problem
        self.changed.emit()


def moved(row: OverpaymentRow, state: OverpaymentState, proof: str, today: date) -> Overpayment:
    """The overpayment in its next state, an investigation begun or ended today."""
    owed = row.owed
    if state is OverpaymentState.INVESTIGATING:
        return replace(owed, state=state, investigation_from=owed.investigation_from or today)
    ended = owed.investigation_to
    if owed.investigation_from is not None and ended is None:
        ended = today
    return replace(owed, state=state, proof=proof, investigation_to=ended)
