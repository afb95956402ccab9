"""What payers' contracts pay for one unit of a code, dated and with where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from core.model.practice import ContractRate
from core.store.rows import Row, all_rows, day_text, insert, one_row, remembered, to_day

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = """
    INSERT INTO contract_rates (payer_id, code, amount_cents, starts_on, ends_on, source)
    VALUES (:payer_id, :code, :amount_cents, :starts_on, :ends_on, :source)
"""
_UPDATE = """
    UPDATE contract_rates SET
        code = :code, amount_cents = :amount_cents,
        starts_on = :starts_on, ends_on = :ends_on, source = :source
    WHERE id = :id AND payer_id = :payer_id
"""


def list_for(db: Database, payer_id: int) -> tuple[ContractRate, ...]:
    """Every rate of a payer there is or was, by code and day."""
    rows = all_rows(
        db, "SELECT * FROM contract_rates WHERE payer_id = ? ORDER BY code, starts_on", (payer_id,)
    )
    return tuple(_to_rate(row) for row in rows)


@remembered
def list_on(db: Database, payer_id: int, day: date) -> tuple[ContractRate, ...]:
    """A payer's rates of a day, one for each code that has one."""
    rows = all_rows(
        db,
        "SELECT * FROM contract_rates WHERE payer_id = :payer AND starts_on <= :day"
        " AND (ends_on IS NULL OR ends_on >= :day) ORDER BY code, starts_on",
        {"payer": payer_id, "day": day.isoformat()},
    )
    return tuple({row["code"]: _to_rate(row) for row in rows}.values())


def get(db: Database, number: int) -> ContractRate | None:
    """One rate, or None."""
    row = one_row(db, "SELECT * FROM contract_rates WHERE id = ?", (number,))
    return _to_rate(row) if row else None


def save(db: Database, rate: ContractRate) -> ContractRate:
    """Keep a rate, new when it has no id."""
    if rate.id is None:
        return replace(rate, id=insert(db, _INSERT, _values(rate)))
    db.execute(_UPDATE, _values(rate) | {"id": rate.id})
    return rate


def remove(db: Database, number: int) -> None:
    """Take a rate away; the audit trail keeps what it was."""
    db.execute("DELETE FROM contract_rates WHERE id = ?", (number,))


def _values(rate: ContractRate) -> Row:
    return {
        "payer_id": rate.payer_id,
        "code": rate.code,
        "amount_cents": rate.amount_cents,
        "starts_on": rate.starts_on.isoformat(),
        "ends_on": day_text(rate.ends_on),
        "source": rate.source,
    }


def _to_rate(row: Row) -> ContractRate:
    return ContractRate(
        payer_id=row["payer_id"],
        code=row["code"],
        amount_cents=row["amount_cents"],
        starts_on=date.fromisoformat(row["starts_on"]),
        source=row["source"],
        ends_on=to_day(row["ends_on"]),
        id=row["id"],
    )
