"""One payer profile's rules on a day, and the practice's own values among them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.model.own_value import OwnValue
from core.model.practice import Payer
from core.rules.rulebook import RuleBook
from core.services import own_values, setup
from core.services.own_values import TypedValue, offered_pairs, typed_text
from core.services.payer_facts import fact_words, facts_on
from core.services.payer_values import ShownValue, Standing, values_on
from core.services.payer_words import KEY_WORDS
from ui.context import Context
from ui.models.payer_value_rows import fits
from ui.presenters.fields import Field, Kind, required

if TYPE_CHECKING:
    from core.services.practice import OpenPractice


class _Answer(NamedTuple):
    book: RuleBook
    payers: tuple[Payer, ...]
    own: tuple[OwnValue, ...]


class PayerRulesPresenter(QObject):
    """Holds the profile and day that are shown; `changed` after each answer or choice."""

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.day = ctx.clock.today()
        self.profile = ""
        self.values: tuple[ShownValue, ...] = ()
        self.own: tuple[OwnValue, ...] = ()
        self.payers: tuple[Payer, ...] = ()
        self._filter = ""
        self._only_questions = False

    @property
    def shown(self) -> tuple[ShownValue, ...]:
        """The rules that fit the filter."""
        return tuple(
            row
            for row in self.values
            if fits(row, self._filter)
            and (row.standing is Standing.UNKNOWN or not self._only_questions)
        )

    @property
    def name(self) -> str:
        """The profile's name."""
        found = self._ctx.book.profiles.get(self.profile)
        return found.name if found else ""

    def told(self) -> str:
        """What is told of the payer on the day besides its rules, a line each."""
        lines = [fact_words(fact) for fact in facts_on(self.profile, self.day)]
        return "\n".join((f"Also told of {self.name}:", *lines)) if lines else ""

    def count(self, standing: Standing) -> int:
        """How many rules stand by whose word."""
        return sum(row.standing is standing for row in self.values)

    def choices(self) -> tuple[tuple[str, object], ...]:
        """The profiles, those that a payer of the practice follows on the day first."""
        book, found = self._ctx.book, []
        for id, profile in book.profiles.items():
            names = ", ".join(payer.name for payer in self.followers(id))
            known = names.casefold() == profile.name.casefold() or not names
            words = profile.name if known else f"{profile.name} · {names}"
            found.append((not names, words.casefold(), words, id))
        return tuple((words, id) for _, _, words, id in sorted(found))

    def followers(self, profile: str) -> tuple[Payer, ...]:
        """The practice's payers that follow a profile on the day."""
        return tuple(p for p in self.payers if p.active and p.profile_on(self.day) == profile)

    def load(self) -> None:
        """Read the practice's payers and own values again."""

        def ask(p: OpenPractice) -> _Answer:
            return _Answer(p.book, setup.list_payers(p), own_values.list_own(p))

        self._ctx.tasks.read(ask, self._got, replaces="settings-payer-rules")

    def show_profile(self, profile: str) -> None:
        """Show another profile."""
        self.profile = profile
        self._work_out()

    def show_day(self, day: date) -> None:
        """Show what holds on another day."""
        self.day = day
        self._work_out()

    def set_filter(self, text: str, *, questions: bool) -> None:
        """Show only rules in which these words stand, or only those that are not known."""
        self._filter, self._only_questions = text, questions
        self.changed.emit()

    def own_on(self, key: str) -> OwnValue | None:
        """The practice's own value of a rule on the day."""
        for own in self.own:
            if (own.profile, own.key) == (self.profile, key) and own.covers(self.day):
                return own
        return None

    def fields(self, key: str) -> tuple[Field, ...]:
        """The fields of an own value of a rule."""
        words = KEY_WORDS[key]
        choices: tuple[tuple[str, object], ...] = tuple(
            (said, value) for value, said in words.values.items()
        )
        text = None if choices else required("The value")
        shape = f"As in {words.shape}" if words.shape else ""
        hint = words.unit[:1].upper() + words.unit[1:] if words.shape else ""
        return (
            Field("value", "Value", text, 6, hint, shape, choices=choices),
            Field("since", "From", width=3, kind=Kind.DATE, needed=True),
            Field("until", "Until", width=3, kind=Kind.DATE, hint="Empty: no end"),
            Field(
                "source", "Where this stands", required("The source"), 12,
                placeholder="Contract of 2026, page 4; payer's letter of 3 March",
            ),
        )  # fmt: skip

    def offers(self, key: str) -> tuple[tuple[str, str], ...]:
        """Pairs to choose from, each with who tells of it; only for the payer's own pairs."""
        if key != "own_pairs":
            return ()
        found = offered_pairs(self._ctx.book, self.profile)
        return tuple((offer.pair, offer.cite) for offer in found)

    def form_values(self, row: ShownValue) -> dict[str, Any]:
        """What the form of a rule begins with: the own value of the day, or the shipped one."""
        own = self.own_on(row.key)
        if own is not None:
            return {
                "value": typed_text(own.value), "since": own.since, "until": own.until,
                "source": own.source,
            }  # fmt: skip
        listed = bool(KEY_WORDS[row.key].values)
        known = str(row.entry.value) if row.entry and listed else ""
        return {"value": known or None, "since": self.day, "until": None, "source": ""}

    def typed(self, key: str, values: dict[str, Any]) -> TypedValue:
        """What the form holds, as the service takes it."""
        own = self.own_on(key)
        return TypedValue(
            self.profile, key, str(values["value"] or ""), values["since"], values["until"],
            values["source"], own.id if own else None,
        )  # fmt: skip

    def _got(self, answer: _Answer) -> None:
        self._ctx.book, self.payers, self.own = answer
        if not self.profile:
            choices = self.choices()
            self.profile = str(choices[0][1]) if choices else ""
        self._work_out()

    def _work_out(self) -> None:
        if self.profile:
            self.values = values_on(self._ctx.book, self.profile, self.day, self.own)
        self.changed.emit()
