"""How many years after the last service a patient's record is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.model.retention import MOST_YEARS
from core.services import retention
from ui.context import Context
from ui.screens.settings_sections import Section
from ui.widgets.basics import Card, label, muted, quiet_button, row
from ui.widgets.basics_fields import CountField

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


class RetentionYearsCard(Section):
    """The practice's own years; the least that may be set stands beside them with its source."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            ctx,
            "Keep patients' records",
            "An owner can remove a record only after these years, for a reason, on the patient's "
            "page under Privacy. Records of minors are kept longer. Ask your state's board for "
            "the years that hold for you.",
        )
        self.years = CountField(least=1, most=MOST_YEARS)
        self.years.setObjectName("retention-years")
        self.years.setAccessibleName("Years after the last service")
        self.keep_button = quiet_button("Keep these years", icon="check")
        self.keep_button.setObjectName("retention-years-save")
        self.source = muted("", wrap=True)
        card = Card()
        words = label("Years after the last service", look="label")
        card.body.addLayout(row(words, self.years, self.keep_button, None))
        card.body.addWidget(self.source)
        self.box.addWidget(card)
        self.years.returnPressed.connect(self._keep)
        self.keep_button.clicked.connect(self._keep)

    def load(self) -> None:
        def ask(p: OpenPractice) -> tuple[int, tuple[int, str]]:
            return retention.years(p), retention.least_years(p)

        self.ctx.tasks.read(ask, self._show, replaces="retention-years")

    def _show(self, answer: tuple[int, tuple[int, str]]) -> None:
        years, (least, cite) = answer
        self.years.setText(str(years))
        self.source.setText(f"At least {least}: {cite}.")

    def _keep(self) -> None:
        wanted = self.years.count()
        if wanted is None:
            self.ctx.messages.warn(f"Type a number of years, up to {MOST_YEARS}.")
            return
        self.ctx.tasks.change(
            lambda p: retention.set_years(p, wanted), self._kept, self.ctx.messages.problem
        )

    def _kept(self, years: int) -> None:
        self.saved.emit(f"Saved {years} years")
