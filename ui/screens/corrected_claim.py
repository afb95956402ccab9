"""The corrected claim of an overpayment: say which claim it replaces, see it, print or save it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.services import corrected_claims
from core.services.corrected_claims import ClaimJob, ResubmissionKind
from ui.context import Context
from ui.page import Crumb
from ui.presenters.document import PreparedPresenter
from ui.screens.document import DocumentPage
from ui.theme import px
from ui.widgets.basics import Card, quiet_button, row
from ui.widgets.basics_fields import FieldRow, TextField
from ui.widgets.columns import Column
from ui.widgets.kept_place import KeptOf, KeptPlace
from ui.widgets.segments import Segments
from ui.widgets.superbill_options import LacksCard

_KINDS = (
    (ResubmissionKind.REPLACE.value, "&Replace it (7)"),
    (ResubmissionKind.VOID.value, "&Void it (8)"),
)
_ASK = (
    "Type the number that the payer gave the claim, and press Enter. It stands on the remittance;"
    " without it the payer cannot tell which claim is meant."
)
_DRAWING = "Drawing …"
_SIDE = 300


class CorrectedClaimPresenter(PreparedPresenter):
    """Holds the corrected claim's draft."""

    job: ClaimJob | None = None

    def load(self, overpayment_id: int, kind: ResubmissionKind, reference: str) -> None:
        """Draw the claim that replaces or voids the one with the payer's number `reference`."""
        self.ask(
            lambda p: corrected_claims.prepare_claim(p, overpayment_id, kind, reference),
            corrected_claims.draw_claim,
            "corrected-claim",
        )


class CorrectedClaimPage(DocumentPage):
    """What becomes of the sent claim and its number at the left, the PDF at the right."""

    name = "corrected_claim"
    title = "Corrected claim"
    presenter: CorrectedClaimPresenter

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._owed = 0
        self.presenter = CorrectedClaimPresenter(ctx.tasks, self)
        self.kinds = Segments(_KINDS, "What becomes of the claim that was sent (item 22)")
        self.kinds.choose(ResubmissionKind.REPLACE)
        self.reference = TextField("For example 2026031500042", 60)
        self.field = FieldRow("&Payer's number of the claim", self.reference, name="claim-number")
        self.show_button = quiet_button("Show", icon="eye")
        self.show_button.setObjectName("claim-show")
        self.kept = KeptPlace(
            ctx, self, "corrected_claim", "Number of a sent claim",
            lambda: {"reference": self.reference},
            lambda: KeptOf(str(self._owed)) if self._owed else None,
        )  # fmt: skip
        self.lacks = LacksCard()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        sent = Card("The claim that was sent", margin=14)
        for widget in (self.kinds, self.kept.notice, self.field):
            sent.body.addWidget(widget)
        sent.body.addLayout(row(self.show_button, None))
        self.side = Column(sent, self.lacks, stretch_last=False)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(12))
        whole.addWidget(self.side)
        whole.addWidget(self.stack, 1)
        self._dress()

    def _dress(self) -> None:
        self.side.setFixedWidth(px(_SIDE))
        self.message.setContentsMargins(px(16), 0, px(16), px(40))
        self.dress_preview()

    def _connect(self) -> None:
        self.ctx.theme.changed.connect(self._dress)
        self.presenter.drawn.connect(self._drawn)
        self.kinds.chosen.connect(lambda _: self._draw(asked=False))
        self.reference.returnPressed.connect(lambda: self._draw(asked=True))
        self.reference.textEdited.connect(lambda _: self._typed())
        self.show_button.clicked.connect(lambda: self._draw(asked=True))
        self.connect_document()

    def activate(self, args: dict[str, Any]) -> None:
        self._owed = int(args["overpayment_id"])
        self.reference.clear()
        self.field.set_problem("")
        self.kept.settle()
        self._wait()

    def _typed(self) -> None:
        """What is shown is of another number than the one that is typed now."""
        self.kept.edited()
        self._wait()

    def _wait(self) -> None:
        self.presenter.forget()
        self.lacks.show_problems(())
        self.show_draft(None, _ASK)

    def _draw(self, *, asked: bool) -> None:
        reference = self.reference.text().strip()
        if not reference:
            self._wait()
            if asked:
                self.field.set_problem("The payer's number of the claim is missing.")
                self.reference.setFocus()
            return
        self.field.set_problem("")
        self.lacks.show_problems(())
        self.show_draft(None, _DRAWING)
        kind = ResubmissionKind(self.kinds.current())
        self.presenter.load(self._owed, kind, reference)

    def _drawn(self) -> None:
        draft = self.presenter.draft
        self.lacks.show_problems(draft.problems if draft else ())
        self.show_draft(draft, self.presenter.problem)
        self.chrome_changed.emit()

    def first_focus(self) -> QWidget:
        return self.reference

    def crumbs(self) -> tuple[str | Crumb, ...]:
        return (Crumb("Audit", "audit", {"part": "follow"}), self.title)
