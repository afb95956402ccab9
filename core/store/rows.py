"""Rows of a query as dictionaries, and how days, moments and addresses stand in a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from core.model.practice import Address

if TYPE_CHECKING:
    from sqlite_utils import Database

Row = dict[str, Any]
Values = Sequence[Any] | dict[str, Any]
Args = ParamSpec("Args")
Answer = TypeVar("Answer")
MOST_REMEMBERED = 500


def remembered(
    ask: Callable[Concatenate[Database, Args], Answer],
) -> Callable[Concatenate[Database, Args], Answer]:
    """Ask the file once until something in it changes; only for answers that nobody can alter.

    The connection forgets with the first change, and remembers nothing while one is under way.
    """

    @wraps(ask)
    def asked(db: Database, /, *args: Args.args, **kwargs: Args.kwargs) -> Answer:
        answers = getattr(getattr(db, "conn", db), "answers", None)
        if answers is None:
            return ask(db, *args, **kwargs)
        key = (ask, args, tuple(kwargs.items()))
        if key not in answers:
            if len(answers) >= MOST_REMEMBERED:
                answers.clear()
            answers[key] = ask(db, *args, **kwargs)
        found: Answer = answers[key]
        return found

    return asked


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
