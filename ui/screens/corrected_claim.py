"""The corrected claim of an overpayment: say which claim it replaces, see it, print or save it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from core.services import corrected_claims
from core.services.corrected_claims import ClaimJob, ResubmissionKind
from ui.context import Context
from ui.page import Crumb
from ui.presenters.document import PreparedPresenter
from ui.screens.document import SheetPage
from ui.theme import px
from ui.widgets.basics import Card, Notice, column, label, quiet_button, row
from ui.widgets.basics_fields import FieldRow, TextField
from ui.widgets.kept_place import KeptOf, KeptPlace
from ui.widgets.segments import Segments

_KINDS = (
    (ResubmissionKind.REPLACE.value, "&Replace it (7)"),
    (ResubmissionKind.VOID.value, "&Void it (8)"),
)
_ASK = (
    "Type the number that the payer gave the claim, and press Enter. It stands on the remittance;"
    " without it the payer cannot tell which claim is meant."
)


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


class CorrectedClaimPage(SheetPage):
    """The sheet; above it what becomes of the sent claim, and the payer's number of it."""

    name = "corrected_claim"
    title = "Corrected claim"
    presenter: CorrectedClaimPresenter

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._owed = 0
        self.kinds = Segments(_KINDS, "What becomes of the claim that was sent")
        self.kinds.choose(ResubmissionKind.REPLACE)
        self.reference = TextField("For example 2026031500042", 60)
        self.field = FieldRow("&Payer's number of the claim", self.reference, name="claim-number")
        self.show_button = quiet_button("Show the claim", icon="eye")
        self.show_button.setObjectName("claim-show")
        self.kept = KeptPlace(
            ctx, self, "corrected_claim", "Number of a sent claim",
            lambda: {"reference": self.reference},
            lambda: KeptOf(str(self._owed)) if self._owed else None,
        )  # fmt: skip
        self.lacking = Notice("warning", "")
        self.lacking.setObjectName("claim-lacks")
        self.lacking.hide()
        self.frame_sheet(
            CorrectedClaimPresenter(ctx.tasks, self), self.kept.notice, self._asking(), self.lacking
        )
        self.stack.setMinimumHeight(px(30))  # in large type the sheet gives way, not the words
        self._connect()

    def _asking(self) -> Card:
        card = Card(margin=12)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.field.setMinimumWidth(px(250))
        what = label("What becomes of the sent claim (item 22)", look="label")
        chosen = QWidget()
        chosen.setLayout(column(what, self.kinds, spacing=4))
        shows = QWidget()
        shows.setLayout(column(label(" ", look="label"), self.show_button, None, spacing=4))
        line = row(chosen, self.field, shows)
        line.setStretch(0, 1)
        card.body.addLayout(line)
        return card

    def _connect(self) -> None:
        self.kinds.chosen.connect(lambda _: self._draw(asked=False))
        self.reference.returnPressed.connect(lambda: self._draw(asked=True))
        self.reference.textEdited.connect(lambda _: self._typed())
        self.show_button.clicked.connect(lambda: self._draw(asked=True))

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
        self.lacking.hide()
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
        self.lacking.hide()
        self.begin()
        kind = ResubmissionKind(self.kinds.current())
        self.presenter.load(self._owed, kind, reference)

    def show_drawn(self) -> None:
        job = self.presenter.job
        needed = [one for one in job.record.claims.lacks if one.needed] if job else []
        self.lacking.setVisible(bool(needed))
        if needed:
            more = f" And {len(needed) - 1} more." if len(needed) > 1 else ""
            said = f"{needed[0].what}{more} What to do stands on the paper."
            self.lacking.show_notice("warning", "The payer would return it as it stands", said)
        super().show_drawn()

    def first_focus(self) -> QWidget:
        return self.reference

    def crumbs(self) -> tuple[str | Crumb, ...]:
        return (Crumb("Audit", "audit", {"part": "follow"}), self.title)
