"""Settings: what Medicare sets anew for next year, what is missing of it, and putting it in."""

from __future__ import annotations

from typing import Any

from core.services.yearly_own import save_threshold
from core.services.yearly_values import missing_next_year
from ui.context import Context
from ui.presenters.fields import Field, Kind, required
from ui.screens.settings_sections import FormSection
from ui.widgets.basics import Card, muted, primary_button, row
from ui.widgets.forms import Form

_CHOICES = (
    ("PT and SLP together", "therapy_threshold.pt_slp"),
    ("OT", "therapy_threshold.ot"),
)
_FIELDS = (
    Field("key", "KX threshold", width=4, choices=_CHOICES),
    Field("amount", "Amount", width=3, kind=Kind.MONEY, needed=True),
    Field(
        "source", "Where this stands", required("The source"), 5, placeholder="CMS change request"
    ),
)


class YearlyCard(FormSection):
    """Next year's missing values from December on, with a form for the thresholds."""

    kept_form = "settings-yearly"

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "Next year")
        self.box.setContentsMargins(0, 0, 0, 0)
        self._card = Card()
        self._words = muted("", wrap=True)
        self._words.setObjectName("yearly-words")
        self.add_form(Form(_FIELDS, "yearly-"))
        self.button = primary_button("Keep the threshold", icon="check")
        self.button.setObjectName("yearly-save")
        self.button.clicked.connect(self.save)
        for widget in (self._words, self.notice, self.form):
            self._card.body.addWidget(widget)
        self._card.body.addLayout(row(self.button, None))
        self.box.addWidget(self._card)

    def load(self) -> None:
        missing = missing_next_year(self.ctx.book, self.ctx.clock.today())
        self.setVisible(bool(missing))
        if not missing:
            return
        names = "; ".join(value.words for value in missing)
        self._words.setText(
            f"Not known yet for {missing[0].first_day.year}: {names}. Conversion factor and "
            "relative values come with CMS's fee files; type the thresholds here once CMS has "
            "published them."
        )
        typed = [value for value in missing if not value.by_import]
        self.form.setVisible(bool(typed))
        self.button.setVisible(bool(typed))

    def save(self) -> None:
        year = self.ctx.clock.today().year + 1

        def make() -> tuple[Any, ...]:
            values = self.form.values()
            return values["key"], year, values["amount"], values["source"]

        self.keep(make, lambda p, typed: (save_threshold(p, *typed), p.book))

    def kept(self, record: Any) -> None:
        self.ctx.book = record[1]
        self.form.set_values({})
        self.dirty = False
        self.saved.emit("Saved the threshold")
        self.load()
