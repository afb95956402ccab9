"""Until when a patient's record is kept, a legal hold on it, and its removal; for owners."""

from __future__ import annotations

from core.model.retention import LEAST_REASON, Removed, Retention
from core.model.typed_dates import say_date
from ui.context import Context
from ui.presenters.patient_privacy import PrivacyPresenter
from ui.widgets.basics import Card, Chip, label, muted, quiet_button
from ui.widgets.pair import flowing
from ui.widgets.remove_sheet import RemoveSheet


class RetentionCard(Card):
    """The term and what decides it; the buttons say why they do nothing yet."""

    def __init__(self, ctx: Context, presenter: PrivacyPresenter) -> None:
        super().__init__("Keeping this record")
        self.ctx = ctx
        self.presenter = presenter
        self.name = ""
        self._sheet: RemoveSheet | None = None
        self.words = label("", wrap=True)
        self.words.setObjectName("retention-words")
        self.source = muted("", wrap=True)
        self.source.setObjectName("retention-source")
        self.hold = Chip("warning", "Legal hold")
        self.hold_words = label("", wrap=True)
        self.hold_words.setObjectName("retention-hold")
        self.hold_button = quiet_button("Put under legal hold …", icon="lock")
        self.hold_button.setObjectName("retention-hold-button")
        self.remove_button = quiet_button("Remove the record …")
        self.remove_button.setObjectName("retention-remove")
        for widget in (self.words, self.source, self.hold, self.hold_words):
            self.body.addWidget(widget)
        self.body.addWidget(flowing(self.hold_button, self.remove_button))
        self.hold_button.clicked.connect(self._hold)
        self.remove_button.clicked.connect(self._ask_remove)
        presenter.removed.connect(self._removed)

    def show_term(self, term: Retention | None, name: str) -> None:
        """Show how the record stands; without a term the card is not there."""
        self.name = name
        self.setVisible(term is not None)
        if term is None:
            return
        until = say_date(term.kept.until)
        over = term.today > term.kept.until
        said = f"Was to be kept until {until}" if over else f"Kept until {until}"
        self.words.setText(f"{said}: {term.kept.because}.")
        self.source.setText(term.kept.cite)
        held = term.hold
        self.hold.setVisible(held is not None)
        self.hold_words.setVisible(held is not None)
        if held is not None:
            since = say_date(held.set_at.astimezone().date())
            self.hold_words.setText(f"{held.reason} ({held.set_by}, {since})")
        self.hold_button.setText("Lift the hold …" if held else "Put under legal hold …")
        self.remove_button.setEnabled(term.may_be_removed)
        why = "" if term.may_be_removed else f"The record is kept until {until}."
        self.remove_button.setToolTip("A legal hold stands on it." if held else why)

    def _hold(self) -> None:
        term = self.presenter.term
        if term is None:
            return
        if term.hold is None:
            self.ctx.messages.ask_text(
                "Put this record under a legal hold?", "Why", self.presenter.set_hold,
                yes="Put under hold", check=_too_short,
                detail="It is then not removed, whatever its age, until an owner lifts the hold.",
            )  # fmt: skip
            return
        self.ctx.messages.ask_text(
            "Lift the legal hold?", "Why", self.presenter.lift_hold, yes="Lift the hold",
            check=_too_short, detail="The record can then be removed once its term is over.",
        )  # fmt: skip

    def _ask_remove(self) -> None:
        self._sheet = RemoveSheet(self.window(), self.name, self._remove)
        self._sheet.keep_unsaved(self.ctx, self.presenter.patient_id or 0)
        self._sheet.ask()

    def _remove(self, reason: str, secret: str) -> None:
        if self._sheet is not None:
            self.presenter.remove(reason, secret, self._sheet.refuse)

    def _removed(self, result: Removed) -> None:
        if self._sheet is not None:
            self._sheet.close_sheet()
            self._sheet = None
        self.ctx.navigate("patients", {})
        self.ctx.messages.warn(f"The record was removed. {result.copies}")


def _too_short(text: str) -> str:
    short = len(text.strip()) < LEAST_REASON
    return f"Say it in at least {LEAST_REASON} characters." if short else ""
