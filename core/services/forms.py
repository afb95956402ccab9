"""Collects everything wrong with one form before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from core.errors import FieldProblem, InvalidInput
from core.model import checks
from core.model.clean_text import clean_block, clean_line
from core.model.npi import npi_problem
from core.model.practice import Address

NAME = 100
LINE = 200
LONGEST_BLOCK = 20_000


class Form:
    """Cleans values one by one and remembers each problem under its field's name."""

    def __init__(self) -> None:
        self.problems: list[FieldProblem] = []

    def problem(self, field: str, message: str) -> None:
        """Remember a problem; an empty message is none."""
        if message:
            self.problems.append(FieldProblem(message, field))

    def days(self, **days: date | None) -> None:
        """Days by field, each in a year a practice can have."""
        for field, day in days.items():
            self.problem(field, checks.day_problem(day))

    def line(
        self, field: str, label: str, text: str, *, most: int = LINE, needed: bool = False
    ) -> str:
        """One cleaned line of text."""
        kept = clean_line(text)
        if needed and not kept:
            self.problem(field, f"{label} is missing.")
        if len(kept) > most:
            self.problem(field, f"{label} is longer than {most} characters.")
        return kept

    def block(self, field: str, label: str, text: str) -> str:
        """A cleaned text of several lines."""
        kept = clean_block(text)
        if len(kept) > LONGEST_BLOCK:
            self.problem(field, f"{label} is longer than {LONGEST_BLOCK:,} characters.")
        return kept

    def checked(
        self, field: str, text: str, check: Callable[[str], str], *, upper: bool = False
    ) -> str:
        """A cleaned line that may be empty, else passes a check."""
        kept = clean_line(text)
        kept = kept.upper() if upper else kept
        if kept:
            self.problem(field, check(kept[:LINE]) if len(kept) <= LINE else "This is too long.")
        return kept

    def npi(self, field: str, text: str) -> str:
        """An NPI with a right check digit, or nothing."""
        return self.checked(field, text.replace(" ", ""), npi_problem)

    def phone(self, field: str, text: str) -> str:
        """A phone number, or nothing."""
        return self.checked(field, text, checks.phone_problem)

    def address(self, address: Address, prefix: str = "") -> Address:
        """An address; its fields are named street, city, state and zip."""
        return Address(
            street=self.line(prefix + "street", "The street", address.street),
            city=self.line(prefix + "city", "The city", address.city, most=NAME),
            state=self.checked(prefix + "state", address.state, checks.state_problem, upper=True),
            zip=self.checked(prefix + "zip", address.zip, checks.zip_problem),
        )

    def done(self) -> None:
        """Raise InvalidInput when anything was wrong."""
        if self.problems:
            raise InvalidInput(tuple(self.problems))
