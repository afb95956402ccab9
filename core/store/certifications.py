"""Orders, signatures under plans of care, and the log of plans sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from core.model.kinds import Discipline
from core.model.plan_of_care import Certification, CertificationKind, Order, PlanSent, SentHow
from core.store.rows import Row, all_rows, day_text, insert, one_row, to_day, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database

_WHO = """, trim(coalesce(r.first_name, '') || ' ' || coalesce(r.last_name, '')) AS who,
    coalesce(r.credentials, '') AS letters
    FROM {table} t LEFT JOIN referring_providers r ON r.id = t.referring_provider_id"""
_ORDERS = "SELECT t.*" + _WHO.format(table="plan_orders")
_CERTIFICATIONS = "SELECT t.*" + _WHO.format(table="plan_certifications")
_ORDER_INSERT = """
    INSERT INTO plan_orders (
        patient_id, discipline, referring_provider_id, signed_on, received_on, words, file_id,
        recorded_at, recorded_by)
    VALUES (
        :patient_id, :discipline, :referring_provider_id, :signed_on, :received_on, :words,
        :file_id, :at, :by)
"""
_ORDER_UPDATE = """
    UPDATE plan_orders SET
        discipline = :discipline, referring_provider_id = :referring_provider_id,
        signed_on = :signed_on, received_on = :received_on, words = :words, file_id = :file_id
    WHERE id = :id
"""
_CERTIFY = """
    INSERT INTO plan_certifications (
        plan_id, kind, referring_provider_id, verbal_on, signed_on, covers_from, valid_to,
        delay_reason, file_id, recorded_at, recorded_by)
    VALUES (
        :plan_id, :kind, :referring_provider_id, :verbal_on, :signed_on, :covers_from, :valid_to,
        :delay_reason, :file_id, :at, :by)
"""
_SEND = """
    INSERT INTO plan_sends (
        plan_id, sent_on, how, sent_to, address, proof, file_id, recorded_at, recorded_by)
    VALUES (:plan_id, :sent_on, :how, :sent_to, :address, :proof, :file_id, :at, :by)
"""


def orders(db: Database, patient_id: int) -> tuple[Order, ...]:
    """A patient's orders, the latest first."""
    rows = all_rows(
        db,
        _ORDERS + " WHERE t.patient_id = ?"
        " ORDER BY coalesce(t.signed_on, t.received_on, t.recorded_at) DESC, t.id DESC",
        (patient_id,),
    )
    return tuple(_to_order(row) for row in rows)


def save_order(db: Database, one: Order, now: datetime, actor: str) -> Order:
    """Keep an order, new when it has no id."""
    values: Row = {
        "patient_id": one.patient_id,
        "discipline": one.discipline.value,
        "referring_provider_id": one.referring_provider_id,
        "signed_on": day_text(one.signed_on),
        "received_on": day_text(one.received_on),
        "words": one.words,
        "file_id": one.file_id,
    }
    if one.id is None:
        made = insert(db, _ORDER_INSERT, values | {"at": now.isoformat(), "by": actor})
        return replace(one, id=made)
    db.execute(_ORDER_UPDATE, values | {"id": one.id})
    return one


def of_plan(db: Database, plan_id: int) -> tuple[Certification, ...]:
    """A plan's signatures, the latest first, withdrawn ones too."""
    rows = all_rows(
        db,
        _CERTIFICATIONS + " WHERE t.plan_id = ? ORDER BY t.covers_from DESC, t.id DESC",
        (plan_id,),
    )
    return tuple(_to_certification(row) for row in rows)


def get(db: Database, certification_id: int) -> Certification | None:
    """One signature, or None."""
    row = one_row(db, _CERTIFICATIONS + " WHERE t.id = ?", (certification_id,))
    return _to_certification(row) if row else None


def certify(db: Database, one: Certification, now: datetime, actor: str) -> Certification:
    """Keep a signature; it never changes."""
    values: Row = {
        "plan_id": one.plan_id,
        "kind": one.kind.value,
        "referring_provider_id": one.referring_provider_id,
        "verbal_on": day_text(one.verbal_on),
        "signed_on": day_text(one.signed_on),
        "covers_from": day_text(one.covers_from),
        "valid_to": day_text(one.valid_to),
        "delay_reason": one.delay_reason,
        "file_id": one.file_id,
        "at": now.isoformat(),
        "by": actor,
    }
    return replace(one, id=insert(db, _CERTIFY, values))


def withdraw(db: Database, certification_id: int, why: str, now: datetime, actor: str) -> None:
    """Mark a signature as kept by mistake."""
    db.execute(
        "UPDATE plan_certifications SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_why = ?"
        " WHERE id = ?",
        (now.isoformat(), actor, why, certification_id),
    )


def sends(db: Database, plan_id: int) -> tuple[PlanSent, ...]:
    """The log of a plan's sendings, the latest first."""
    rows = all_rows(
        db, "SELECT * FROM plan_sends WHERE plan_id = ? ORDER BY sent_on DESC, id DESC", (plan_id,)
    )
    return tuple(
        PlanSent(
            plan_id=row["plan_id"],
            sent_on=date.fromisoformat(row["sent_on"]),
            how=SentHow(row["how"]),
            sent_to=row["sent_to"],
            id=row["id"],
            address=row["address"],
            proof=row["proof"],
            file_id=row["file_id"],
        )
        for row in rows
    )


def log_send(db: Database, one: PlanSent, now: datetime, actor: str) -> PlanSent:
    """Keep a sending; it never changes."""
    values: Row = {
        "plan_id": one.plan_id,
        "sent_on": one.sent_on.isoformat(),
        "how": one.how.value,
        "sent_to": one.sent_to,
        "address": one.address,
        "proof": one.proof,
        "file_id": one.file_id,
        "at": now.isoformat(),
        "by": actor,
    }
    return replace(one, id=insert(db, _SEND, values))


def _named(row: Row) -> str:
    return f"{row['who']}, {row['letters']}" if row["letters"] else row["who"]


def _to_order(row: Row) -> Order:
    return Order(
        patient_id=row["patient_id"],
        discipline=Discipline(row["discipline"]),
        referring_provider_id=row["referring_provider_id"],
        id=row["id"],
        signed_on=to_day(row["signed_on"]),
        received_on=to_day(row["received_on"]),
        words=row["words"],
        file_id=row["file_id"],
        referrer=_named(row),
    )


def _to_certification(row: Row) -> Certification:
    return Certification(
        plan_id=row["plan_id"],
        kind=CertificationKind(row["kind"]),
        referring_provider_id=row["referring_provider_id"],
        signed_on=to_day(row["signed_on"]),
        id=row["id"],
        verbal_on=to_day(row["verbal_on"]),
        covers_from=to_day(row["covers_from"]),
        valid_to=to_day(row["valid_to"]),
        delay_reason=row["delay_reason"],
        file_id=row["file_id"],
        withdrawn_why=row["withdrawn_why"],
        withdrawn_at=to_moment(row["withdrawn_at"]) if row["withdrawn_at"] else None,
        signer=_named(row),
    )
