"""Settings, billing: the Medicare locality, and what decides where two payers disagree."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from core.model.kinds import SecondaryRule
from core.services import localities, second_payer
from core.services.localities import LocalityFacts
from ui.context import Context
from ui.presenters.fields import Field
from ui.screens.settings_sections import FormSection, Section
from ui.widgets.basics import Card, Chip, Notice, muted, primary_button, quiet_button, row
from ui.widgets.forms import Form

_NOT_CHOSEN = ("Not chosen yet", "")
_LOCALITY = (
    "Medicare pays by place: by the locality of its contractor that your practice lies in. "
    "National amounts leave geography out."
)
_SECOND = (
    "A primary and a secondary payer may count the units of the same minutes differently. The bill "
    "says so either way."
)
_RULES: tuple[tuple[str, object], ...] = (
    ("The primary payer's rule decides", SecondaryRule.PRIMARY),
    ("The smaller count of each code decides", SecondaryRule.STRICTER),
    ("Ask for each session", SecondaryRule.ASK),
)


class _Answer(NamedTuple):
    locality: LocalityFacts
    rule: SecondaryRule


class _CardSection(FormSection):
    """One card with a form and the button that keeps it."""

    def __init__(self, ctx: Context, title: str, words: str, form: Form, button: str) -> None:
        super().__init__(ctx, title, headed=False)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.card = Card(title)
        self.add_form(form)
        self.button = primary_button(button, icon="check")
        self.button.clicked.connect(self.save)
        self.button.setEnabled(False)
        self.changed.connect(lambda: self.button.setEnabled(self.dirty))
        self.extra = row()
        self.card.body.addWidget(muted(words, wrap=True))
        self.card.body.addWidget(self.notice)
        self.card.body.addWidget(self.form)
        self.card.body.addLayout(self.extra)
        self.card.body.addLayout(row(self.button, None))
        self.box.addWidget(self.card)


class LocalityCard(_CardSection):
    """The locality to choose, with the one that the practice's ZIP code belongs to."""

    def __init__(self, ctx: Context) -> None:
        field = Field("locality", "Locality", choices=(_NOT_CHOSEN,), width=8)
        form = Form((field,), "billing-")
        super().__init__(ctx, "Medicare locality", _LOCALITY, form, "Keep the locality")
        self.button.setObjectName("locality-save")
        self._facts: LocalityFacts | None = None
        self.by_zip = Chip("muted", "")
        self.by_zip.setObjectName("locality-by-zip")
        self.take = quiet_button("Take it", icon="check")
        self.take.setObjectName("locality-take")
        self.take.clicked.connect(self._take)
        for widget in (self.by_zip, self.take):
            self.extra.addWidget(widget)
        self.extra.addStretch(1)

    def show_facts(self, facts: LocalityFacts) -> None:
        """Show the choice that stands; what is being chosen stays."""
        self._facts = facts
        box: Any = self.form.rows["locality"].editor
        typed = box.value()
        first = () if facts.chosen else (_NOT_CHOSEN,)
        box.set_choices((*first, *((one.words, one.value) for one in facts.choices)))
        box.set_value(typed if self.dirty else facts.chosen)
        self._say_zip(facts)

    def _say_zip(self, facts: LocalityFacts) -> None:
        names = {one.value: one.words for one in facts.choices}
        name = names.get(facts.by_zip, "")
        self.by_zip.setVisible(bool(name))
        self.take.setVisible(bool(name) and facts.chosen != facts.by_zip)
        if name:
            self.by_zip.show_state("accent", f"ZIP code {facts.zip_code}: {name}", "place")

    def _take(self) -> None:
        if self._facts is not None:
            box: Any = self.form.rows["locality"].editor
            box.set_value(self._facts.by_zip)
            self._edited()
            self.button.setFocus()

    def save(self) -> None:
        self.keep(
            lambda: str(self.form.values()["locality"] or ""),
            lambda p, value: (
                localities.save_locality(p, value),
                localities.locality_facts(p),
            ),
        )

    def kept(self, record: Any) -> None:
        self.dirty = False
        self.show_facts(record[1])
        super().kept(record)


class SecondPayerCard(_CardSection):
    """Which count decides where two payers disagree."""

    def __init__(self, ctx: Context) -> None:
        field = Field("secondary_rule", "Where they disagree", choices=_RULES, width=8)
        form = Form((field,), "billing-")
        super().__init__(ctx, "Primary and secondary payer", _SECOND, form, "Keep the decision")
        self.button.setObjectName("second-save")

    def show_rule(self, rule: SecondaryRule) -> None:
        """Show what is decided; what is being chosen stays."""
        if not self.dirty:
            self.form.set_values({"secondary_rule": rule})

    def save(self) -> None:
        self.keep(
            lambda: SecondaryRule(self.form.values()["secondary_rule"]),
            second_payer.save_secondary_rule,
        )


class BillingSection(Section):
    """What holds for all bills of the practice, whoever pays."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "Billing", "What holds for every bill of this practice.")
        self.unknown = Notice(
            "warning",
            "The Medicare locality is not chosen",
            "Amounts by Medicare's fee schedule are not known, and KX is never suggested.",
            "place",
        )
        self.unknown.setObjectName("locality-unknown")
        self.unknown.hide()
        self.locality = LocalityCard(ctx)
        self.second = SecondPayerCard(ctx)
        for widget in (self.unknown, self.locality, self.second):
            self.box.addWidget(widget)
        self.box.addStretch(1)
        for card in (self.locality, self.second):
            card.saved.connect(self._kept)

    def load(self) -> None:
        self.ctx.tasks.read(
            lambda p: _Answer(localities.locality_facts(p), second_payer.secondary_rule(p.file.db)),
            self._show,
            replaces="settings-billing",
        )

    def _show(self, answer: _Answer) -> None:
        self.locality.show_facts(answer.locality)
        self.second.show_rule(answer.rule)
        facts = answer.locality
        self.unknown.setVisible(not facts.chosen and not facts.by_zip)

    def _kept(self, words: str) -> None:
        self.saved.emit(words)
        self.load()

    def first(self) -> QWidget:
        return self.locality.form.first()
