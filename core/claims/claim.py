"""A professional claim by the items of the CMS-1500, and what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.model.patient import Diagnosis


@dataclass(frozen=True, slots=True)
class Item:
    """One item as it is written; `blank_because` is the source that wants it left blank."""

    number: str
    name: str
    value: str
    blank_because: str = ""


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A line of item 24; `points_to` are diagnosis codes in the order of their letters here."""

    day: date
    place: str
    code: str
    modifiers: tuple[str, ...]
    letters: str
    points_to: tuple[str, ...]
    charge_cents: int | None
    units: int
    npi: str


@dataclass(frozen=True, slots=True)
class Lack:
    """Something missing or wrong at an item: what it is, what it means, what to do.

    `needed`: the payer would return the claim; else a person fills it in on the form.
    """

    item: str
    what: str
    means: str
    to_do: str
    needed: bool = True

    @property
    def sentence(self) -> str:
        """All three in one line of text."""
        return " ".join(part for part in (self.what, self.means, self.to_do) if part)


@dataclass(frozen=True, slots=True)
class Claim:
    """One form: its items but 24 in order, the diagnoses from A on, and the lines of item 24.

    `carrier` are the lines of the block above the items: the payer's name and address.
    """

    part: int
    parts: int
    items: tuple[Item, ...]
    diagnoses: tuple[Diagnosis, ...]
    lines: tuple[ServiceLine, ...]
    paid_cents: int = 0
    carrier: tuple[str, ...] = ()

    @property
    def total_cents(self) -> int | None:
        """Sum of the lines' charges; None when one of them is not known."""
        cents = [line.charge_cents for line in self.lines]
        return None if None in cents else sum(c for c in cents if c is not None)

    def value(self, number: str) -> str:
        """What stands in an item, empty when nothing does."""
        return next((item.value for item in self.items if item.number == number), "")


@dataclass(frozen=True, slots=True)
class ClaimSet:
    """The claims of one encounter, made on a day; without claims the first lack says why.

    `dates` is how item 24A writes days, `charges` how 24F writes money, `letters` name diagnoses.
    """

    made_on: date
    claims: tuple[Claim, ...]
    lacks: tuple[Lack, ...] = ()
    dates: str = ""
    charges: str = ""
    letters: str = ""
