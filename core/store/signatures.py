"""Signatures, addenda and unsealings of encounters; all of them are only ever appended."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from core.model.people import Person
from core.model.practice import Provider
from core.model.signing import (
    Addendum,
    Countersignature,
    KeptReason,
    MinuteChange,
    Signature,
    SignerRole,
    Signing,
    Unsealing,
)
from core.store import seals
from core.store.rows import Row, all_rows, insert, one_row, remembered, scalar, to_moment

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = """
    INSERT INTO signatures (
        id, encounter_id, version, role, countersigns, person_id, provider_id, name, credentials,
        signed_at, reasons, therapist_asked, format, digest, seal)
    VALUES (
        :id, :encounter_id, :version, :role, :countersigns, :person_id, :provider_id, :name,
        :credentials, :signed_at, :reasons, :therapist_asked, :format, :digest, :seal)
"""
_ADDENDUM = """
    INSERT INTO addenda (
        encounter_id, signature_id, number, text, person_id, name, credentials, at, digest, seal)
    VALUES (
        :encounter_id, :signature_id, :number, :text, :person_id, :name, :credentials, :at,
        :digest, :seal)
"""
_SEALING = """
    SELECT s.* FROM signatures s WHERE s.encounter_id = ? AND s.role <> 'countersigning'
    AND NOT EXISTS (SELECT 1 FROM unsealings u WHERE u.signature_id = s.id)
"""


@remembered
def sealing(db: Database, encounter_id: int) -> Signature | None:
    """The signature that seals an encounter now, or None while it may be changed."""
    row = one_row(db, _SEALING, (encounter_id,))
    return _to_signature(row) if row else None


def last_sealing(db: Database, encounter_id: int) -> int | None:
    """The newest signature an encounter ever had, undone or not."""
    found = scalar(
        db,
        "SELECT max(id) FROM signatures WHERE encounter_id = ? AND role <> 'countersigning'",
        (encounter_id,),
    )
    return None if found is None else int(found)


def sealed_among(db: Database, encounter_ids: Sequence[int]) -> frozenset[int]:
    """Those of some encounters that are signed."""
    return frozenset(number for number in encounter_ids if sealing(db, number) is not None)


def of_encounter(db: Database, encounter_id: int) -> Signing:
    """How an encounter stands: who signed, what was added, who opened it again."""
    if last_sealing(db, encounter_id) is None:
        return Signing()  # nothing is added to, moved in or opened of what was never signed
    mine = (encounter_id,)
    now = sealing(db, encounter_id)
    second = one_row(db, "SELECT * FROM signatures WHERE countersigns = ?", (now.id if now else 0,))
    added = all_rows(db, "SELECT * FROM addenda WHERE encounter_id = ? ORDER BY number", mine)
    moved = all_rows(db, "SELECT * FROM minute_changes WHERE encounter_id = ? ORDER BY id", mine)
    undone = all_rows(db, "SELECT * FROM unsealings WHERE encounter_id = ? ORDER BY id", mine)
    return Signing(
        signature=now,
        countersignature=_to_signature(second) if second else None,
        addenda=tuple(_to_addendum(row) for row in added),
        minute_changes=tuple(_to_change(row) for row in moved),
        unsealings=tuple(
            Unsealing(row["name"], row["reason"], to_moment(row["at"])) for row in undone
        ),
        was_signed=True,
    )


def add(
    db: Database,
    key: bytes,
    encounter_id: int,
    role: SignerRole,
    who: tuple[Person, Provider],
    now: datetime,
    reasons: tuple[KeptReason, ...] = (),
    asked: Countersignature = Countersignature.NOT_ASSISTANT,
    countersigns: int | None = None,
) -> Signature:
    """Sign an encounter as it stands in the file; `key` is the subkey of note seals."""
    person, provider = who
    text = seals.content(db, encounter_id)
    row: Row = {
        "id": int(scalar(db, "SELECT coalesce(max(id), 0) + 1 FROM signatures")),
        "encounter_id": encounter_id,
        "version": scalar(db, "SELECT version FROM encounters WHERE id = ?", (encounter_id,)),
        "role": role.value,
        "countersigns": countersigns,
        "person_id": person.id,
        "provider_id": provider.id,
        "name": f"{provider.first_name} {provider.last_name}".strip(),
        "credentials": provider.credentials or provider.role.value,
        "signed_at": now.isoformat(),
        "reasons": seals.canonical([asdict(one) for one in reasons]),
        "therapist_asked": asked.value,
        "format": seals.FORMAT,
        "digest": seals.digest_of(text),
    }
    insert(db, _INSERT, row | {"seal": seals.seal_of_signature(key, row)})
    return _to_signature(row)


def add_addendum(
    db: Database,
    key: bytes,
    signature: Signature,
    who: tuple[Person, Provider],
    text: str,
    now: datetime,
) -> Addendum:
    """Append a text to a signed encounter."""
    person, provider = who
    count = scalar(
        db, "SELECT count(*) FROM addenda WHERE encounter_id = ?", (signature.encounter_id,)
    )
    row: Row = {
        "encounter_id": signature.encounter_id,
        "signature_id": signature.id,
        "number": int(count) + 1,
        "text": text,
        "person_id": person.id,
        "name": f"{provider.first_name} {provider.last_name}".strip(),
        "credentials": provider.credentials or provider.role.value,
        "at": now.isoformat(),
    }
    row["digest"] = seals.digest_of_addendum(row)
    insert(db, _ADDENDUM, row | {"seal": seals.seal_of_addendum(key, row)})
    return _to_addendum(row)


def unseal(db: Database, signature: Signature, person: Person, reason: str, now: datetime) -> None:
    """Open a signed encounter again; what had been signed is kept whole."""
    number = signature.encounter_id
    insert(
        db,
        "INSERT INTO unsealings (encounter_id, signature_id, person_id, name, reason, at, content)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, signature.id, person.id, person.name, reason, now.isoformat(),
         seals.content(db, number)),
    )  # fmt: skip


def add_minute_change(
    db: Database, encounter_id: int, person: Person, change: MinuteChange
) -> None:
    """Keep why minutes were changed after a signature."""
    insert(
        db,
        "INSERT INTO minute_changes"
        " (encounter_id, signature_id, person_id, name, before, after, reason, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (encounter_id, last_sealing(db, encounter_id), person.id, change.name, change.before,
         change.after, change.reason, change.at.isoformat()),
    )  # fmt: skip


def _to_signature(row: Row) -> Signature:
    return Signature(
        id=row["id"],
        encounter_id=row["encounter_id"],
        version=row["version"],
        role=SignerRole(row["role"]),
        name=row["name"],
        credentials=row["credentials"],
        signed_at=to_moment(row["signed_at"]),
        digest=row["digest"],
        person_id=row["person_id"],
        provider_id=row["provider_id"],
        reasons=tuple(
            KeptReason(one["alert"], tuple(one["codes"]), one["message"], one["reason"])
            for one in json.loads(row["reasons"])
        ),
        therapist_asked=Countersignature(row["therapist_asked"]),
        countersigns=row["countersigns"],
    )


def _to_addendum(row: Row) -> Addendum:
    return Addendum(
        number=row["number"],
        text=row["text"],
        name=row["name"],
        credentials=row["credentials"],
        at=to_moment(row["at"]),
        digest=row["digest"],
    )


def _to_change(row: Row) -> MinuteChange:
    return MinuteChange(
        row["before"], row["after"], row["reason"], row["name"], to_moment(row["at"])
    )
