"""The dated lines and sentences an audit uses, as frozen values handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.audit.findings import Check
from core.rules.parameters import DatedValue, NotKnown, Parameter

OTHER_CLASS = "commercial"


@dataclass(frozen=True, slots=True)
class AuditRules:
    """Parameters by dotted name (`thresholds.cloned`), and the stratum of each rule profile."""

    parameters: Mapping[str, Parameter]
    classes: Mapping[str, str]
    _known: dict[tuple[str, date], DatedValue | NotKnown] = field(
        default_factory=dict, compare=False, repr=False
    )

    def value(self, name: str, day: date) -> DatedValue | NotKnown:
        """A value on a day, or NotKnown."""
        found = self._known.get((name, day))
        if found is None:
            history = self.parameters.get(name)
            found = history.on(day) if history else NotKnown(name, day)
            self._known[name, day] = found
        return found

    def share(self, name: str, day: date) -> Decimal | None:
        """A threshold as a share of one; None where it is not known for the day."""
        found = self.value(f"thresholds.{name}", day)
        return found.ratio if isinstance(found, DatedValue) else None

    def count(self, name: str, day: date) -> int | None:
        """A threshold as a whole number; None where it is not known for the day."""
        found = self.value(f"thresholds.{name}", day)
        return found.number if isinstance(found, DatedValue) else None

    def words(self, check: Check | str, day: date) -> DatedValue | None:
        """What a finding about the note says, with its source; None where none is known."""
        found = self.value(f"documentation.{check}", day)
        return found if isinstance(found, DatedValue) else None

    def class_of(self, payer: str) -> str:
        """The stratum of a rule profile."""
        return self.classes.get(payer, OTHER_CLASS)
