"""What the patient's account holds against a completed encounter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Charge:
    """One line of the bill at the practice's price; amounts are None when no fee is known."""

    code: str
    units: int
    fee_cents: int | None
    modifiers: tuple[str, ...] = ()
    minutes: int = 0
    pointers: str = ""

    @property
    def amount_cents(self) -> int | None:
        """Units at the fee."""
        return None if self.fee_cents is None else self.fee_cents * self.units
