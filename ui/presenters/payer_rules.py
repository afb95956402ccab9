"""One payer's rules on a day, and the practice's own values among them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.model.own_value import OwnValue, profile_in, rules_id
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
    """Holds the payer and day that are shown; `changed` after each answer or choice.

    `rules` is how the rule book calls what is shown: a payer's rules, or a profile's where the
    choice is everybody who follows it.
    """

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.day = ctx.clock.today()
        self.rules = ""
        self.values: tuple[ShownValue, ...] = ()
        self.own: tuple[OwnValue, ...] = ()
        self.payers: tuple[Payer, ...] = ()
        self._wanted: int | None = None
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
    def profile(self) -> str:
        """The rule profile that is shown."""
        return profile_in(self.rules)

    @property
    def payer(self) -> Payer | None:
        """The payer that is shown; None for everybody on a profile."""
        return next((p for p in self.payers if rules_id(self.profile, p.id) == self.rules), None)

    @property
    def name(self) -> str:
        """The payer's name, else the profile's."""
        found = self._ctx.book.profiles.get(self.profile)
        return self.payer.name if self.payer else (found.name if found else "")

    def told(self) -> str:
        """What is told of the payer on the day besides its rules, a line each."""
        lines = [fact_words(fact) for fact in facts_on(self.profile, self.day)]
        return "\n".join((f"Also told of {self.name}:", *lines)) if lines else ""

    def count(self, standing: Standing) -> int:
        """How many rules stand by whose word."""
        return sum(row.standing is standing for row in self.values)

    def choices(self) -> tuple[tuple[str, object], ...]:
        """The practice's payers of the day, then the profiles that hold values of nobody's own."""
        payers, profiles = [], []
        for id, profile in self._ctx.book.profiles.items():
            followers = self.followers(id)
            for payer in followers:
                alike = payer.name.casefold() == profile.name.casefold()
                words = payer.name if alike else f"{payer.name} · {profile.name}"
                payers.append((words, rules_id(id, payer.id)))
            if not followers:
                profiles.append((profile.name, id))
            elif any(own.profile == id and own.payer_id is None for own in self.own):
                profiles.append((f"Everybody on the rules of {profile.name}", id))
        return tuple(
            choice
            for found in (payers, profiles)
            for choice in sorted(found, key=lambda choice: choice[0].casefold())
        )

    def followers(self, profile: str) -> tuple[Payer, ...]:
        """The practice's payers that follow a profile on the day."""
        return tuple(p for p in self.payers if p.active and p.profile_on(self.day) == profile)

    def load(self) -> None:
        """Read the practice's payers and own values again."""

        def ask(p: OpenPractice) -> _Answer:
            return _Answer(p.book, setup.list_payers(p), own_values.list_own(p))

        self._ctx.tasks.read(ask, self._got, replaces="settings-payer-rules")

    def show_profile(self, rules: str) -> None:
        """Show another payer's rules, or those of a profile."""
        self.rules = rules
        self._work_out()

    def show_payer(self, payer_id: int) -> None:
        """Show a payer by its number, once it is read."""
        self._wanted = payer_id
        self.load()

    def show_day(self, day: date) -> None:
        """Show what holds on another day."""
        self.day = day
        self._work_out()

    def set_filter(self, text: str, *, questions: bool) -> None:
        """Show only rules in which these words stand, or only those that are not known."""
        self._filter, self._only_questions = text, questions
        self.changed.emit()

    def own_on(self, key: str) -> OwnValue | None:
        """The own value of a rule on the day that belongs to what is shown."""
        return self._own(key, self.payer.id if self.payer else None)

    def shared_on(self, key: str) -> OwnValue | None:
        """The own value of everybody on the profile that holds where a payer has none."""
        return self._own(key, None) if self.payer and self.own_on(key) is None else None

    def _own(self, key: str, payer_id: int | None) -> OwnValue | None:
        wanted = (self.profile, payer_id, key)
        for own in self.own:
            if (own.profile, own.payer_id, own.key) == wanted and own.covers(self.day):
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
            values["source"], own.id if own else None, self.payer.id if self.payer else None,
        )  # fmt: skip

    def _got(self, answer: _Answer) -> None:
        self._ctx.book, self.payers, self.own = answer
        self._work_out()

    def _work_out(self) -> None:
        self.rules = self._still_there()
        if self.rules:
            payer = self.payer.id if self.payer else None
            self.values = values_on(self._ctx.book, self.profile, self.day, self.own, payer)
        self.changed.emit()

    def _still_there(self) -> str:
        """What is to be shown: the payer that was asked for, the choice that stands, the first.

        A payer follows other rules on another day; a profile may be a payer's by now.
        """
        offered = [str(value) for _, value in self.choices()]
        payers = {payer.id: payer for payer in self.payers}
        wanted = self._wanted
        if wanted is None and self.payer is not None:
            wanted = self.payer.id
        self._wanted = None
        if wanted in payers:
            mine = rules_id(payers[wanted].profile_on(self.day) or "", wanted)
            if mine in offered:
                return mine
        if self.rules in offered:
            return self.rules
        follower = next((one for one in offered if profile_in(one) == self.profile), "")
        return follower or (offered[0] if offered else "")
