"""Rows of a query as dictionaries, and how days, moments and addresses stand in a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from core.model.practice import Address

if TYPE_CHECKING:
    from sqlite_utils import Database

Row = dict[str, Any]
Values = Sequence[Any] | dict[str, Any]


def all_rows(db: Database, sql: str, values: Values = ()) -> list[Row]:
    """Every row of a query, by column name."""
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def one_row(db: Database, sql: str, values: Values = ()) -> Row | None:
    """The first row of a query, or None."""
    found = all_rows(db, sql, values)
    return found[0] if found else None


def scalar(db: Database, sql: str, values: Values = ()) -> Any:
    """The first column of the first row, or None when there is no row."""
    row = db.execute(sql, values).fetchone()
    return row[0] if row else None


def insert(db: Database, sql: str, values: Values) -> int:
    """Run an INSERT and return the new row's id."""
    number = db.execute(sql, values).lastrowid
    if number is None:
        raise RuntimeError("the statement inserted nothing")
    return int(number)


def day_text(day: date | None) -> str | None:
    """A day as the table keeps it."""
    return day.isoformat() if day else None


def to_day(text: str | None) -> date | None:
    """A day out of the table, None staying None."""
    return date.fromisoformat(text) if text else None


def to_moment(text: str) -> datetime:
    """An aware moment out of the table."""
    return datetime.fromisoformat(text)


def address_values(address: Address) -> Row:
    """An address as its four columns."""
    return {
        "street": address.street,
        "city": address.city,
        "state": address.state,
        "zip": address.zip,
    }


def to_address(row: Row) -> Address:
    """The address out of a row's four columns."""
    return Address(row["street"], row["city"], row["state"], row["zip"])
