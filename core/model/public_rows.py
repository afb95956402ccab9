"""Rows of public tables on their way from a file into the reference library."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class PackedPairs(NamedTuple):
    """Rows of code pairs with one first code, packed; one code may come in several packs.

    Unpacked it is a line a pair: second code, mark of before 1996, first day, last day (or a
    star), indicator, and what is left of the rationale, with tabs between.
    """

    column_1: str
    rows: bytes
    pairs: int


class ValueRow(NamedTuple):
    """Relative values of one code; `reduced`: the multiple-procedure indicator is 5."""

    code: str
    status: str
    work: Decimal
    practice: Decimal
    malpractice: Decimal
    reduced: bool


class ValueTable(NamedTuple):
    """One release: known from its first day to the year's end; `variant` is qp, non_qp or none."""

    since: date
    variant: str
    factor: Decimal
    rows: list[ValueRow]


class IndexRow(NamedTuple):
    """The three indices of one locality."""

    mac: str
    locality: str
    name: str
    work: Decimal
    practice: Decimal
    malpractice: Decimal


class ZipRow(NamedTuple):
    """The locality of one five-digit ZIP code."""

    zip: str
    state: str
    mac: str
    locality: str


class CountyRow(NamedTuple):
    """Which counties make up one locality."""

    mac: str
    locality: str
    state: str
    area: str
    counties: str
