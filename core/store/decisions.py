"""What persons stated and refused on an encounter, and what a patient used elsewhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core.model.statements import Attestation, OutsideUse, Refusal, RefusalKind, StatementKind
from core.store.rows import all_rows, one_row, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database


def attestations(db: Database, encounter_id: int) -> tuple[Attestation, ...]:
    """The statements that stand on an encounter, in the order they were made."""
    rows = all_rows(
        db, "SELECT * FROM attestations WHERE encounter_id = ? ORDER BY id", (encounter_id,)
    )
    return tuple(
        Attestation(
            StatementKind(row["kind"]),
            tuple(row["codes"].split()),
            row["modifier"],
            row["actor"],
            to_moment(row["at"]),
        )
        for row in rows
    )


def refusals(db: Database, encounter_id: int) -> tuple[Refusal, ...]:
    """The refusals that stand on an encounter, in the order they were made."""
    rows = all_rows(
        db, "SELECT * FROM refusals WHERE encounter_id = ? ORDER BY id", (encounter_id,)
    )
    return tuple(
        Refusal(
            RefusalKind(row["kind"]),
            row["alert"],
            tuple(row["codes"].split()),
            row["reason"],
            row["actor"],
            to_moment(row["at"]),
        )
        for row in rows
    )


def put(
    db: Database,
    encounter_id: int,
    stated: tuple[Attestation, ...],
    refused: tuple[Refusal, ...],
) -> None:
    """Put an encounter's statements and refusals in place of the older ones."""
    db.execute("DELETE FROM attestations WHERE encounter_id = ?", (encounter_id,))
    db.execute("DELETE FROM refusals WHERE encounter_id = ?", (encounter_id,))
    for one in stated:
        db.execute(
            "INSERT INTO attestations (encounter_id, kind, codes, modifier, actor, at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (encounter_id, one.kind.value, " ".join(one.codes), one.modifier, one.actor,
             one.at.isoformat()),
        )  # fmt: skip
    for no in refused:
        db.execute(
            "INSERT INTO refusals (encounter_id, kind, alert, codes, reason, actor, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (encounter_id, no.kind.value, no.alert, " ".join(no.codes), no.reason, no.actor,
             no.at.isoformat()),
        )  # fmt: skip


def outside_use(db: Database, patient_id: int, year: int, bucket: str) -> OutsideUse | None:
    """What a patient used elsewhere in a year, or None when nobody looked."""
    row = one_row(
        db,
        "SELECT * FROM outside_use WHERE patient_id = ? AND year = ? AND bucket = ?",
        (patient_id, year, bucket),
    )
    if row is None:
        return None
    looked = date.fromisoformat(row["looked_up_on"])
    return OutsideUse(patient_id, year, bucket, row["amount_cents"], looked)


def put_outside_use(db: Database, use: OutsideUse) -> None:
    """Keep what a patient used elsewhere in place of the older amount."""
    db.execute(
        "INSERT INTO outside_use (patient_id, year, bucket, amount_cents, looked_up_on)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (patient_id, year, bucket) DO UPDATE SET"
        " amount_cents = excluded.amount_cents, looked_up_on = excluded.looked_up_on",
        (use.patient_id, use.year, use.bucket, use.amount_cents, use.looked_up_on.isoformat()),
    )
