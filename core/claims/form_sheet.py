"""The items of one claim while they are filled, and what is found missing on the way."""

from __future__ import annotations

from core.claims.claim import Item, Lack
from core.claims.claim_rules import FormRules
from core.claims.facts import ClaimFacts
from core.claims.writing import bare
from core.rules.parameters import DatedValue


class FormSheet:
    """Collects items and lacks; every item goes through `put`, so none is longer than its room."""

    def __init__(self, facts: ClaimFacts, rules: FormRules) -> None:
        self.facts, self.rules = facts, rules
        self._items: dict[str, Item] = {}
        self.lacks: list[Lack] = []

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item in the form's order; what was not filled stands empty."""
        every = self.rules.items
        return tuple(self._items.get(key, Item(key, every[key].name, "")) for key in every)

    def value(self, number: str) -> str:
        """What was filled into an item so far."""
        found = self._items.get(number)
        return found.value if found else ""

    def put(self, number: str, value: str) -> None:
        """Fill an item; one that has no room for it says so and keeps the whole text."""
        rule = self.rules.items[number]
        kept = bare(value) if number in self.rules.listed("bare_items") else value
        self._items[number] = Item(number, rule.name, kept)
        if rule.most is not None and len(kept) > rule.most:
            self.lack(
                number,
                f"Item {number} ({rule.name.lower()}) holds {rule.most} characters,"
                f" and this has {len(kept)}.",
                "What is too long is cut off or misread.",
                "Shorten it as the payer has it on file.",
            )

    def leave(self, number: str, wanted: DatedValue) -> None:
        """Leave an item blank because the payer wants it so."""
        self._items[number] = Item(number, self.rules.items[number].name, "", wanted.cite)

    def wants(self, name: str) -> DatedValue | None:
        """The payer's own direction, where it has this one."""
        return self.rules.payer_wants(name, self.facts.profile)

    def lack(self, item: str, what: str, means: str, to_do: str, *, needed: bool = True) -> None:
        """Remember what is missing or wrong, each thing once."""
        found = Lack(item, what, means, to_do, needed)
        if found not in self.lacks:
            self.lacks.append(found)

    def on_the_form(self, item: str, what: str, to_do: str) -> None:
        """Remember what this program does not keep and a person fills in on the form."""
        self.lack(item, what, "", to_do, needed=False)
