"""The practice's dated prices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from core.model.practice import Fee
from core.store.rows import Row, all_rows, day_text, insert, remembered, to_day

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = """
    INSERT INTO fees (code, label, amount_cents, starts_on, ends_on, is_cash_item)
    VALUES (:code, :label, :amount_cents, :starts_on, :ends_on, :is_cash_item)
"""
_UPDATE = """
    UPDATE fees SET
        code = :code, label = :label, amount_cents = :amount_cents,
        starts_on = :starts_on, ends_on = :ends_on, is_cash_item = :is_cash_item
    WHERE id = :id
"""


def list_all(db: Database) -> tuple[Fee, ...]:
    """Every price there is or was, by code and day."""
    rows = all_rows(db, "SELECT * FROM fees ORDER BY code, starts_on")
    return tuple(_to_fee(row) for row in rows)


@remembered
def list_on(db: Database, day: date) -> tuple[Fee, ...]:
    """The prices of a day, one for each code that has one; a later entry replaces an earlier."""
    rows = all_rows(
        db,
        "SELECT * FROM fees WHERE starts_on <= :day AND (ends_on IS NULL OR ends_on >= :day)"
        " ORDER BY code, starts_on",
        {"day": day.isoformat()},
    )
    return tuple({row["code"]: _to_fee(row) for row in rows}.values())


def own_items(db: Database) -> dict[str, str]:
    """Labels of the practice's own cash items by code, whatever the day."""
    return dict(_own_items(db))


@remembered
def _own_items(db: Database) -> tuple[tuple[str, str], ...]:
    rows = all_rows(db, "SELECT code, label FROM fees WHERE is_cash_item = 1 ORDER BY starts_on")
    return tuple((row["code"], row["label"]) for row in rows)


def of_code(db: Database, code: str) -> tuple[Fee, ...]:
    """A code's prices by day."""
    rows = all_rows(db, "SELECT * FROM fees WHERE code = ? ORDER BY starts_on", (code,))
    return tuple(_to_fee(row) for row in rows)


def save(db: Database, fee: Fee) -> Fee:
    """Keep a price, new when it has no id."""
    if fee.id is None:
        return replace(fee, id=insert(db, _INSERT, _values(fee)))
    db.execute(_UPDATE, _values(fee) | {"id": fee.id})
    return fee


def _values(fee: Fee) -> Row:
    return {
        "code": fee.code,
        "label": fee.label,
        "amount_cents": fee.amount_cents,
        "starts_on": fee.starts_on.isoformat(),
        "ends_on": day_text(fee.ends_on),
        "is_cash_item": int(fee.is_cash_item),
    }


def _to_fee(row: Row) -> Fee:
    return Fee(
        code=row["code"],
        amount_cents=row["amount_cents"],
        starts_on=date.fromisoformat(row["starts_on"]),
        id=row["id"],
        label=row["label"],
        ends_on=to_day(row["ends_on"]),
        is_cash_item=bool(row["is_cash_item"]),
    )
