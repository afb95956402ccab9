"""The refund letter of an overpayment: see it, print it or save it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from core.services import refunds
from core.services.refunds import RefundJob
from ui.context import Context
from ui.page import Crumb
from ui.presenters.document import PreparedPresenter
from ui.screens.document import SheetPage


class RefundPresenter(PreparedPresenter):
    """Holds the letter's draft."""

    job: RefundJob | None = None

    def load(self, overpayment_id: int) -> None:
        """Draw the letter of one overpayment."""
        self.ask(lambda p: refunds.prepare_letter(p, overpayment_id), refunds.draw_letter, "refund")


class RefundPage(SheetPage):
    """The whole page is the letter."""

    name = "refund"
    title = "Refund letter"
    presenter: RefundPresenter

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.frame_sheet(RefundPresenter(ctx.tasks, self))

    def activate(self, args: dict[str, Any]) -> None:
        self.begin()
        self.presenter.load(int(args["overpayment_id"]))

    def crumbs(self) -> tuple[str | Crumb, ...]:
        return (Crumb("Audit", "audit", {"part": "follow"}), self.title)
