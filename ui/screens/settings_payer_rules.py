"""Settings, payer rules: what holds for a payer on a day, by whose word, and the own values."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from core.services import own_values
from core.services.own_values import TypedValue
from core.services.payer_values import ShownValue, Standing
from core.services.session_files import CASH_PROFILE
from ui.context import Context
from ui.models.payer_value_rows import (
    PAYER_VALUE_COLUMNS,
    STANDING_LOOKS,
    days_text,
    source_text,
    standing_icon,
    standing_kind,
    standing_text,
    value_text,
)
from ui.models.row_table import RowTable
from ui.presenters.payer_rules import PayerRulesPresenter
from ui.screens.settings_sections import FormSection
from ui.theme import px
from ui.widgets.basics import (
    Card,
    Chip,
    Notice,
    clear_layout,
    label,
    muted,
    primary_button,
    quiet_button,
    row,
)
from ui.widgets.basics_fields import CheckBox, ComboBox, DateField, FieldRow
from ui.widgets.find_field import SearchEdit
from ui.widgets.flow import FlowRow
from ui.widgets.forms import Form
from ui.widgets.kept_place import KeptOf
from ui.widgets.row_view import RowView

_WORDS = (
    "What this program knows of each payer, and what it does not. A rule that is not known is a "
    "question to the payer; write the answer here with its source, and the bills of that payer use "
    "it from then on."
)
LIST_HEIGHT, LIST_HEIGHT_TYPING = 200, 112  # beside the form the list leaves room for it


class PayerRulesSection(FormSection):
    """A payer's rules over the one that is chosen, with the practice's own value of it."""

    kept_form = "settings-payer-rule"

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "Payer rules", _WORDS)
        self.presenter = PayerRulesPresenter(ctx)
        self.presenter.setParent(self)
        self._row: ShownValue | None = None
        self._build_head()
        self._build_list()
        self._build_own()
        self._lay_out()
        self._connect()

    def _build_head(self) -> None:
        self.profile = ComboBox()
        self.day = DateField(self.ctx.clock.today)
        self.day.set_value(self.presenter.day)
        self.filter = SearchEdit("Filter the rules", "rules-filter")
        self.filter.setFixedWidth(px(180))
        self.questions = CheckBox("Only what is not known")
        self.questions.setObjectName("rules-questions")
        self.counts = {standing: Chip("muted", "") for standing in Standing}

    def _build_list(self) -> None:
        self.view = RowView(RowTable(PAYER_VALUE_COLUMNS, self.ctx.theme), "Rules of the payer")
        self.view.setObjectName("rules-table")
        self.view.setMinimumHeight(px(LIST_HEIGHT))

    def _build_own(self) -> None:
        self.title_words = label("", look="subheading", wrap=True)
        self.title_words.setObjectName("rule-title")
        self.standing = Chip("muted", "")
        self.facts = muted("", wrap=True)
        self.facts.setObjectName("rule-facts")
        self.question = Notice("warning", "")
        self.question.setObjectName("rule-question")
        self.whom = muted("", wrap=True)
        self.told = muted("", wrap=True)
        self.told.setObjectName("payer-facts")
        self.begin = primary_button("Set your own value", icon="edit")
        self.begin.setObjectName("own-begin")
        self.remove = quiet_button("Take your own value away", icon="trash")
        self.remove.setObjectName("own-remove")
        self.add_form(Form((), "own-"))
        self._place = row(self.form)
        self._offers = row()

    def _lay_out(self) -> None:
        whose = FieldRow("&Payer", self.profile, name="rules-profile")
        when = FieldRow("What holds &on", self.day, name="rules-day")
        when.setFixedWidth(px(170))
        line = row(whose, when, spacing=12)
        line.setStretch(0, 1)
        self.box.addLayout(line)
        chips = FlowRow()
        for chip in self.counts.values():
            chips.add(chip)
        chips.add(self.questions)
        chips.add(self.filter)
        chips.push_right(self.questions)
        self.box.addWidget(chips)
        lines = Card(margin=6)
        lines.body.addWidget(self.view)
        self.box.addWidget(lines, 3)
        own = Card()
        own.body.addLayout(row(self.title_words, self.standing))
        for widget in (self.facts, self.question, self.notice):
            own.body.addWidget(widget)
        own.body.addLayout(self._place)
        own.body.addLayout(self._offers)
        own.body.addWidget(self.whom)
        own.body.addLayout(row(self.begin, self.remove, None))
        self.box.addWidget(own)
        self.box.addWidget(self.told)
        self.box.addStretch(1)

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.profile.activated.connect(self._choose_profile)
        self.day.editingFinished.connect(self._choose_day)
        self.filter.textChanged.connect(self._narrow)
        self.questions.clicked.connect(self._narrow)
        self.view.follow(self.filter)
        self.view.moved.connect(self._choose)
        self.view.opened.connect(lambda _: self.begin_own())
        self.begin.clicked.connect(self.begin_own)
        self.remove.clicked.connect(self._ask_remove)

    def load(self) -> None:
        self.presenter.load()

    def _show(self) -> None:
        self.profile.set_choices(self.presenter.choices())
        self.profile.set_value(self.presenter.rules)
        for standing, chip in self.counts.items():
            self._show_count(standing, chip)
        told = self.presenter.told()
        self.told.setText(told)
        self.told.setVisible(bool(told))
        kept = self.dirty
        self.view.show_rows(self.presenter.shown)
        if not kept:
            self._choose(self.view.current())

    def _show_count(self, standing: Standing, chip: Chip) -> None:
        number = self.presenter.count(standing)
        kind, words, icon = STANDING_LOOKS[standing]
        chip.show_state(kind, f"{number} {words}", icon)
        chip.setVisible(number > 0)

    def _narrow(self) -> None:
        self.presenter.set_filter(self.filter.text(), questions=self.questions.isChecked())

    def _choose_profile(self) -> None:
        if self._may_move():
            self.presenter.show_profile(str(self.profile.value()))
        else:
            self.profile.set_value(self.presenter.rules)

    def _choose_day(self) -> None:
        day = self.day.value()
        if day is None or day == self.presenter.day:
            return
        if self._may_move():
            self.presenter.show_day(day)
        else:
            self.day.set_value(self.presenter.day)

    def _may_move(self) -> bool:
        if self.dirty:
            self.ctx.messages.warn("Save the value you are typing first, or press Esc.")
        return not self.dirty

    def _choose(self, chosen: ShownValue | None) -> None:
        if self.dirty:
            return  # what is being typed stays until it is saved or thrown away with Esc
        self._row = chosen
        self._hide_form()
        here = chosen is not None
        self.begin.setVisible(here)
        self.whom.setVisible(here)
        self.standing.setVisible(here)
        if chosen is None:
            self.title_words.setText("No rule fits the filter. Esc empties it.")
            self.facts.hide()
            self.question.hide()
            self.remove.hide()
            return
        self._show_facts(chosen)

    def _show_facts(self, chosen: ShownValue) -> None:
        self.title_words.setText(f"{chosen.title}: {value_text(chosen)}")
        icon = standing_icon(chosen)
        self.standing.show_state(standing_kind(chosen), standing_text(chosen), icon)
        sure = f"Confidence {chosen.entry.confidence}. " if chosen.entry else ""
        days = f"{days_text(chosen)}. " if chosen.entry else ""
        words = f"{days}{sure}Source: {source_text(chosen)}."
        self.facts.setText(words[:1].upper() + words[1:])
        self.facts.setVisible(chosen.entry is not None)
        head = f"Not known. Please ask {self.presenter.name}: {chosen.question}"
        self.question.show_notice("warning", head, icon="help")
        self.question.setVisible(bool(chosen.question))
        own = self.presenter.own_on(chosen.key)
        self.begin.setText("Change your own value" if own else "Set your own value")
        self.remove.setVisible(own is not None)
        self.whom.setText(self._whom_words(chosen.key))

    def _whom_words(self, key: str) -> str:
        shown = self.presenter
        if shown.payer is not None:
            words = f"Your own value holds for {shown.payer.name} alone."
            if shown.shared_on(key):
                words += " What holds now was set for everybody on these rules."
            return words
        if shown.profile == CASH_PROFILE:
            return "Your own value holds for everybody who pays without insurance."
        if shown.followers(shown.profile):
            return "This holds for every payer on these rules that has no own value of its own."
        return (
            f"No payer of your practice follows the rules of {shown.name} that day. Your own value "
            "would hold for every payer that does later and has none of its own."
        )

    def begin_own(self) -> None:
        """Open the form of the chosen rule."""
        if self._row is None or self.form.rows:
            return
        self._swap(Form(self.presenter.fields(self._row.key), "own-", self.ctx.clock.today))
        self.form.set_values(self.presenter.form_values(self._row))
        for pair, cite in self.presenter.offers(self._row.key):
            self._offers.addWidget(self._offer(pair, cite))
        self._offers.addStretch(1)
        self.begin.hide()
        self.remove.hide()
        self._give_room(LIST_HEIGHT_TYPING)
        self.form.first().setFocus()
        self.changed.emit()

    def _offer(self, pair: str, cite: str) -> QWidget:
        button = quiet_button(f"Add {pair}", icon="plus")
        button.setObjectName(f"offer-{pair.replace('/', '-')}")
        button.setToolTip(cite)
        button.setAccessibleDescription(cite)
        button.clicked.connect(lambda: self._take_offer(pair, cite))
        return button

    def _take_offer(self, pair: str, cite: str) -> None:
        values = self.form.values()
        pairs = str(values["value"]).split()
        if pair not in pairs:
            values["value"] = " ".join((*pairs, pair))
            values["source"] = values["source"] or cite
            self.form.set_values(values, typed=True)
            self._edited()

    def kept_title(self) -> str:
        return "Own value of a payer's rule, settings"

    def kept_of(self) -> KeptOf | None:
        if self._row is None or not self.form.rows:
            return None
        return KeptOf(f"{self.presenter.rules}/{self._row.key}")

    def _hide_form(self) -> None:
        self.notice.hide()
        clear_layout(self._offers)
        if self.form.rows:
            self.form.mark_clean()
            self._swap(Form((), "own-"))
        self._give_room(LIST_HEIGHT)
        self.changed.emit()

    def _give_room(self, least: int) -> None:
        self.view.setMinimumHeight(px(least))
        # Once the list has its new height, the chosen rule is still in sight.
        QTimer.singleShot(0, self.view, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        self.view.scrollTo(self.view.currentIndex())

    def _swap(self, form: Form) -> None:
        old = self.form
        self._place.replaceWidget(old, form)
        old.hide()
        old.setParent(None)
        old.deleteLater()
        self.add_form(form)
        form.show()

    def save(self) -> None:
        chosen = self._row
        if chosen is None or not self.form.rows:
            return

        def make() -> TypedValue:
            return self.presenter.typed(chosen.key, self.form.values())

        self.keep(make, lambda p, typed: (own_values.save_own(p, typed), p.book))

    def kept(self, record: Any) -> None:
        self.ctx.book = record[1]
        super().kept(record)
        self._hide_form()
        self.view.setFocus()
        self.load()

    def _ask_remove(self) -> None:
        own = self.presenter.own_on(self._row.key) if self._row else None
        if own is None or own.id is None:
            return
        number = own.id
        self.ctx.messages.ask(
            "Take your own value away?",
            lambda: self._remove(number),
            yes="Take away",
            no="Keep it",
            detail="What the program knows of this payer, or the question, holds again for bills "
            "made from now on. The audit trail keeps what it was.",
            danger=True,
        )

    def _remove(self, number: int) -> None:
        def done(book: Any) -> None:
            self.ctx.book = book
            self.saved.emit("Your own value is taken away")
            self.load()

        def take(p: Any) -> Any:
            own_values.remove_own(p, number)
            return p.book

        self.ctx.tasks.change(take, done, self.ctx.messages.problem)

    def aim(self, args: dict[str, Any]) -> None:
        """Show one payer, and the rules in which certain words stand."""
        payer, words = args.get("payer"), args.get("rule")
        if isinstance(payer, int) and self._may_move():
            self.presenter.show_payer(payer)
        if isinstance(words, str):
            self.filter.setText(words)

    def first(self) -> QWidget:
        return self.view

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.form.rows:
            self.dirty = False
            self._choose(self.view.current())
            self.view.setFocus()
            event.accept()
            return
        super().keyPressEvent(event)
