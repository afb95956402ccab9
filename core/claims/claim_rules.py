"""What the CMS-1500 and some payers ask for, dated, as frozen values handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.rules.parameters import DatedValue, NotKnown, Parameter


@dataclass(frozen=True, slots=True)
class ItemRule:
    """One item of the form: its number, a short name of ours, and the characters it holds."""

    number: str
    name: str
    most: int | None = None


@dataclass(frozen=True, slots=True)
class ItemTable:
    """The form's items by number, known from `since` to `until`; None: no end is announced."""

    since: date
    until: date | None
    cite: str
    items: Mapping[str, ItemRule]


@dataclass(frozen=True, slots=True)
class FormRules:
    """The form's rules of one day; every name that code asks for is there."""

    values: Mapping[str, DatedValue]
    items: Mapping[str, ItemRule]

    def number(self, name: str) -> int:
        """A value of the form as a whole number."""
        return self.values[f"form.{name}"].number

    def text(self, name: str) -> str:
        """A value of the form as a word or a pattern."""
        return self.values[f"form.{name}"].text

    def listed(self, name: str) -> tuple[str, ...]:
        """A value of the form that lists items."""
        return self.values[f"form.{name}"].words

    def payer_wants(self, name: str, profile: str) -> DatedValue | None:
        """A payer's own direction where the rule profile has it, with its source."""
        found = self.values[f"payers.{name}"]
        return found if profile in found.words else None


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """Parameters by dotted name (`form.service_lines`), and the tables of items."""

    parameters: Mapping[str, Parameter]
    tables: tuple[ItemTable, ...]

    def on(self, day: date) -> FormRules | NotKnown:
        """The rules of a day; NotKnown where any of them is not known."""
        known: dict[str, DatedValue] = {}
        for name, parameter in self.parameters.items():
            value = parameter.on(day)
            if isinstance(value, NotKnown):
                return value
            known[name] = value
        for table in self.tables:
            if table.since <= day and (table.until is None or day <= table.until):
                return FormRules(known, table.items)
        return NotKnown("items", day)
