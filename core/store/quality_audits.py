"""Audits of encounters: the frame they draw from, what they found, how it was reviewed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from core.audit.findings import Check, Direction, Finding, Proof
from core.audit.sampling import Stratum
from core.model.audits import (
    AuditItem,
    AuditKind,
    AuditRecord,
    Claimed,
    Review,
    ReviewVerdict,
)
from core.store.rows import Row, all_rows, insert, one_row, scalar, to_day, to_moment

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

_FRAME = """
    SELECT id, patient_id, rendering_provider_id, profile FROM encounters
    WHERE state = 'complete' AND date BETWEEN :first AND :last
      AND (:code = '' OR ' ' || codes || ' ' LIKE '% ' || :code || ' %')
    ORDER BY patient_id, date, id
"""
_EARLIER = """
    SELECT e.id FROM encounters e JOIN encounters s ON s.id = :id
    WHERE e.patient_id = s.patient_id AND e.discipline = s.discipline AND e.state = 'complete'
      AND (e.date, e.id) < (s.date, s.id)
    ORDER BY e.date DESC, e.id DESC LIMIT :most
"""
_NEWEST = """
    SELECT id FROM encounters
    WHERE state = 'complete' AND rendering_provider_id = :who AND date BETWEEN :first AND :last
      AND ' ' || codes || ' ' LIKE '% ' || :code || ' %'
    ORDER BY date DESC, id DESC LIMIT :most
"""
_TREATING = """
    SELECT DISTINCT rendering_provider_id AS who FROM encounters
    WHERE state = 'complete' AND date BETWEEN :first AND :last
      AND ' ' || codes || ' ' LIKE '% ' || :code || ' %'
    ORDER BY who
"""
_FINDINGS = "SELECT * FROM audit_findings WHERE audit_id = ? ORDER BY id"
_BODY = ("message", "fix", "cite", "clinician", "payer", "payer_name", "payer_class", "patient")


@dataclass(frozen=True, slots=True)
class FrameRow:
    """One encounter that may be audited."""

    encounter_id: int
    patient_id: int
    provider_id: int
    profile: str


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding with its number and the review that stands."""

    id: int
    audit_id: int
    finding: Finding
    review: Review | None = None

    @property
    def encounter_id(self) -> int | None:
        """The encounter's number; None where it is said of a clinician's series."""
        return int(self.finding.encounter) if self.finding.encounter else None


def frame(db: Database, first: date, last: date, code: str) -> tuple[FrameRow, ...]:
    """Completed encounters of a period (with a code), each patient's in order of days."""
    values = {"first": first.isoformat(), "last": last.isoformat(), "code": code}
    return tuple(
        FrameRow(row["id"], row["patient_id"], row["rendering_provider_id"], row["profile"])
        for row in all_rows(db, _FRAME, values)
    )


def earlier(db: Database, encounter_id: int, most: int) -> tuple[int, ...]:
    """The patient's last visits of the discipline before one, oldest first."""
    rows = all_rows(db, _EARLIER, {"id": encounter_id, "most": most})
    return tuple(row["id"] for row in reversed(rows))


def newest(
    db: Database, provider_id: int, first: date, last: date, code: str, most: int
) -> tuple[int, ...]:
    """A clinician's newest completed encounters of a period with a code, oldest first."""
    values = {
        "who": provider_id, "first": first.isoformat(), "last": last.isoformat(), "code": code,
        "most": most,
    }  # fmt: skip
    return tuple(row["id"] for row in reversed(list(all_rows(db, _NEWEST, values))))


def treating(db: Database, first: date, last: date, code: str) -> tuple[int, ...]:
    """Who rendered a completed encounter of a period with a code."""
    values = {"first": first.isoformat(), "last": last.isoformat(), "code": code}
    return tuple(row["who"] for row in all_rows(db, _TREATING, values))


def insert_audit(db: Database, record: AuditRecord, now: datetime) -> int:
    """Keep an audit's own row."""
    return insert(
        db,
        "INSERT INTO audits (kind, first_day, last_day, code, size, seed, frame_size, frame_hash,"
        " person, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            record.kind.value,
            record.first.isoformat(),
            record.last.isoformat(),
            record.code,
            record.size,
            record.seed,
            record.frame_size,
            record.frame_hash,
            record.person,
            now.isoformat(),
        ),
    )


def insert_strata(db: Database, audit_id: int, strata: Iterable[Stratum]) -> None:
    """Keep how many of each stratum could be drawn and were."""
    for (clinician, payer_class), frame_size, drawn in strata:
        db.execute(
            "INSERT INTO audit_strata (audit_id, clinician, payer_class, frame, drawn)"
            " VALUES (?, ?, ?, ?, ?)",
            (audit_id, clinician, payer_class, frame_size, drawn),
        )


def strata(db: Database, audit_id: int) -> tuple[Stratum, ...]:
    """The strata of an audit in their order; none of one from before they were kept."""
    rows = all_rows(
        db,
        "SELECT clinician, payer_class, frame, drawn FROM audit_strata WHERE audit_id = ?"
        " ORDER BY clinician, payer_class",
        (audit_id,),
    )
    return tuple(
        ((row["clinician"], row["payer_class"]), row["frame"], row["drawn"]) for row in rows
    )


def insert_item(db: Database, audit_id: int, item: AuditItem) -> None:
    """Keep one encounter that was looked at."""
    db.execute(
        "INSERT INTO audit_items (audit_id, encounter_id, day, clinician, payer, judged, noted,"
        " ledger, claimed_units, claimed_cents) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            audit_id,
            item.encounter_id,
            item.day.isoformat(),
            item.clinician,
            item.payer,
            int(item.judged),
            int(item.noted),
            json.dumps(dict(item.ledger), separators=(",", ":")),
            *(item.claimed or (None, None)),
        ),
    )


def insert_finding(db: Database, audit_id: int, one: Finding) -> int:
    """Keep one finding."""
    body: dict[str, Any] = {name: getattr(one, name) for name in _BODY}
    body |= {
        "date": one.date.isoformat(),
        "since": one.since.isoformat() if one.since else None,
        "proof": [[p.start, p.end, p.text] for p in one.proof],
        "like": list(one.like),
    }
    return insert(
        db,
        "INSERT INTO audit_findings (audit_id, encounter_id, check_word, direction, code, reason,"
        " units, cents, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            audit_id,
            int(one.encounter) if one.encounter else None,
            one.check.value,
            one.direction.value,
            one.code,
            one.reason,
            one.units,
            one.cents,
            json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        ),
    )


def audits(db: Database) -> tuple[AuditRecord, ...]:
    """Every audit, the newest first."""
    rows = all_rows(db, "SELECT * FROM audits ORDER BY id DESC")
    return tuple(_to_audit(row) for row in rows)


def get(db: Database, audit_id: int) -> AuditRecord | None:
    """One audit, or None."""
    row = one_row(db, "SELECT * FROM audits WHERE id = ?", (audit_id,))
    return _to_audit(row) if row else None


def items(db: Database, audit_id: int) -> tuple[AuditItem, ...]:
    """The encounters an audit looked at, by number."""
    rows = all_rows(
        db, "SELECT * FROM audit_items WHERE audit_id = ? ORDER BY encounter_id", (audit_id,)
    )
    return tuple(
        AuditItem(
            row["encounter_id"],
            date.fromisoformat(row["day"]),
            row["clinician"],
            row["payer"],
            bool(row["judged"]),
            bool(row["noted"]),
            tuple(json.loads(row["ledger"]).items()),
            _to_claimed(row),
        )
        for row in rows
    )


def _to_claimed(row: Row) -> Claimed | None:
    units = row["claimed_units"]
    return None if units is None else Claimed(units, row["claimed_cents"])


def findings(db: Database, audit_id: int) -> tuple[KeptFinding, ...]:
    """An audit's findings as they were made, each with the review that stands."""
    reviews = _latest_reviews(db, audit_id)
    return tuple(_to_finding(row, reviews) for row in all_rows(db, _FINDINGS, (audit_id,)))


def finding(db: Database, finding_id: int) -> KeptFinding | None:
    """One finding, or None."""
    row = one_row(db, "SELECT * FROM audit_findings WHERE id = ?", (finding_id,))
    return _to_finding(row, _latest_reviews(db, row["audit_id"])) if row else None


def insert_review(db: Database, finding_id: int, review: Review) -> None:
    """Add what a person decided; older decisions stay."""
    db.execute(
        "INSERT INTO finding_reviews (finding_id, verdict, reason, person, at)"
        " VALUES (?, ?, ?, ?, ?)",
        (finding_id, review.verdict.value, review.reason, review.person, review.at.isoformat()),
    )


def _latest_reviews(db: Database, audit_id: int) -> dict[int, Review]:
    rows = all_rows(
        db,
        "SELECT r.* FROM finding_reviews r JOIN audit_findings f ON f.id = r.finding_id"
        " WHERE f.audit_id = ? ORDER BY r.id",
        (audit_id,),
    )
    return {
        row["finding_id"]: Review(
            ReviewVerdict(row["verdict"]), row["reason"], row["person"], to_moment(row["at"])
        )
        for row in rows
    }


def _to_audit(row: Row) -> AuditRecord:
    return AuditRecord(
        kind=AuditKind(row["kind"]),
        first=date.fromisoformat(row["first_day"]),
        last=date.fromisoformat(row["last_day"]),
        code=row["code"],
        size=row["size"],
        seed=row["seed"],
        frame_size=row["frame_size"],
        frame_hash=row["frame_hash"],
        id=row["id"],
        created_at=to_moment(row["created_at"]),
        person=row["person"],
    )


def _to_finding(row: Row, reviews: dict[int, Review]) -> KeptFinding:
    body = json.loads(row["body"])
    found = Finding(
        check=Check(row["check_word"]),
        direction=Direction(row["direction"]),
        encounter="" if row["encounter_id"] is None else str(row["encounter_id"]),
        date=date.fromisoformat(body["date"]),
        code=row["code"],
        reason=row["reason"],
        units=row["units"],
        cents=row["cents"],
        since=to_day(body["since"]),
        proof=tuple(Proof(*one) for one in body["proof"]),
        like=tuple(body["like"]),
        **{name: body[name] for name in _BODY},
    )
    return KeptFinding(row["id"], row["audit_id"], found, reviews.get(row["id"]))


def completed_on(db: Database, encounter_id: int) -> date | None:
    """The day on which an encounter was completed, from which on it could be billed."""
    at = completed_at(db, encounter_id)
    return at.date() if at else None


def completed_at(db: Database, encounter_id: int) -> datetime | None:
    """When an encounter was completed last, or None."""
    at = scalar(db, "SELECT completed_at FROM encounters WHERE id = ?", (encounter_id,))
    return to_moment(at) if at else None
