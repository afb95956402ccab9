"""What a person decides and asks about the rules of a session: acts, comparison, money, timers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from core.model.statements import Attestation
from core.services.engine_facts import keep_outside_use
from ui.context import Context
from ui.presenters.session import SessionPresenter
from ui.presenters.session_acts import Act, ActKind
from ui.presenters.session_compare import compare_rules
from ui.presenters.session_notices import lines_of, preview, takes_notices
from ui.presenters.session_sheet import Column
from ui.presenters.session_timer import SessionTimer
from ui.presenters.session_view import asks_locality
from ui.screens.session_layout import SessionLayout
from ui.widgets.compare_sheet import CompareSheet
from ui.widgets.notice_sheet import NoticeSheet

_MONEY = "session-money"


class SessionRules(QObject):
    """Stands between the checks, the bill and the presenter.

    `facts_changed` says that the practice knows more of the patient than the screen.
    """

    facts_changed = Signal()

    def __init__(
        self, ctx: Context, presenter: SessionPresenter, view: SessionLayout, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._presenter = presenter
        self._view = view
        self.timer = SessionTimer(presenter)
        presenter.actor = ctx.actor_name
        presenter.loaded.connect(self.timer.forget)
        presenter.changed.connect(self._dress)
        view.checks.acted.connect(self.act)
        view.bill.compare_button.clicked.connect(self.compare)
        view.bill.notice_button.clicked.connect(self.ask_notice)
        view.bill.money_button.clicked.connect(self.switch_money)
        view.header.elsewhere.clicked.connect(self.ask_elsewhere)
        view.bill.locality_button.clicked.connect(self._choose_locality)
        presenter.changed.connect(self._show_locality)
        view.bill.show_money(ctx.preferences.text(self._key()) == "shown")

    def actions(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        """What has a key: its words, the key, and what it does."""
        return (
            ("Used elsewhere this year", "Alt+E", self.ask_elsewhere),
            ("Start or stop the timer", "F5", self.toggle_timer),
            ("Compare rules", "F2", self.compare),
            ("State a notice (ABN)", "Alt+A", self.ask_notice),
            ("Show or hide money", "Alt+M", self.switch_money),
        )

    def act(self, act: Act) -> None:
        """Do what a person decided about a check; a refusal asks for its reason first."""
        if act.kind is ActKind.NOTICE and isinstance(act.said, Attestation):
            self._ask_notice(act.said.codes)
            return
        if act.kind is not ActKind.REFUSE:
            self._presenter.act(act)
            return
        self._ctx.messages.ask_text(
            act.words.removesuffix(" …") + "?",
            "Reason, kept with the session",
            lambda reason: self._presenter.act(act, reason),
            yes="Keep the decision",
            detail=act.change,
        )

    def ask_notice(self) -> None:
        """Ask which notice was given for which lines; nothing is put on before that."""
        self._ask_notice(())

    def _ask_notice(self, codes: tuple[str, ...]) -> None:
        self._view.table.keep_open_editor()
        presenter = self._presenter
        record, facts, book = presenter.whole_record(), presenter.facts, presenter.book
        lines = lines_of(record, facts, book)
        if not takes_notices(record, book):
            self._ctx.messages.toast("Only traditional Medicare reads notices (ABN).", "muted")
        elif not lines:
            self._ctx.messages.toast("Type a code first: a notice is about a line.", "muted")
        else:
            sheet = NoticeSheet(
                self._view.window(), lines, codes,
                lambda word, chosen: preview(record, facts, book, word, chosen), presenter.act,
            )  # fmt: skip
            sheet.start()

    def _dress(self) -> None:
        """Offer a notice only where the payer reads one."""
        presenter = self._presenter
        self._view.bill.notice_button.setVisible(takes_notices(presenter.record, presenter.book))

    def compare(self) -> None:
        """Show the same minutes under other rules."""
        self._view.table.keep_open_editor()
        record = self._presenter.whole_record()
        if not any(one.total_minutes for one in record.services):
            self._ctx.messages.toast("Type minutes first: then rules can be compared.", "muted")
            return
        found = compare_rules(record, self._presenter.facts, self._presenter.book)
        CompareSheet(self._view.window(), found).start()

    def ask_elsewhere(self) -> None:
        """Take down what the patient used of the year's threshold in other practices."""
        meter = self._presenter.facts.meter
        if meter is None:
            self._ctx.messages.toast("This payer has no yearly threshold.", "muted")
            return
        record, bucket = self._presenter.record, meter.bucket
        self._ctx.messages.ask_text(
            f"What did the patient use elsewhere in {record.date.year}?",
            "Allowed amount, such as 640.00",
            lambda text: self._ctx.tasks.change(
                lambda p: keep_outside_use(p, record.patient_id, record.date.year, bucket, text),
                lambda _: self.facts_changed.emit(),
            ),
            yes="Keep it as looked up today",
            detail="Medicare's eligibility answer gives it. It counts for the KX threshold.",
        )

    def toggle_timer(self) -> None:
        """Start or stop the timer of the row under the cursor."""
        table = self._view.table
        table.keep_open_editor()
        said = self.timer.toggle(table.current_row(), Column(table.currentIndex().column()))
        if said:
            self._ctx.messages.toast(said, "muted")
        self._presenter.changed.emit()

    def switch_money(self) -> None:
        """Show or hide amounts; remembered for the person signed in."""
        shown = not self._view.bill.money_shown
        self._ctx.preferences.keep(self._key(), "shown" if shown else "hidden")
        self._view.bill.show_money(shown)
        self._presenter.changed.emit()

    def _show_locality(self) -> None:
        asked = self._presenter.file is not None and asks_locality(self._presenter)
        self._view.bill.locality_button.setVisible(asked)

    def _choose_locality(self) -> None:
        self._ctx.navigate("settings", {"section": "billing"})

    def _key(self) -> str:
        return f"{_MONEY}/{self._ctx.actor_name}"
