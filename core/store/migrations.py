"""Migrations of the practice file: named, appended, never edited once released.

A migration uses table names and SQL of its own day, never today's records.
`SCHEMA_VERSION` is written to `user_version`; a file with a higher one is refused.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from core.store import (
    schema_0001,
    schema_0002,
    schema_0003,
    schema_0004,
    schema_0005,
    schema_0006,
    schema_0007,
    schema_0008,
    schema_0009,
    schema_0010,
    schema_0011,
    schema_0012,
    schema_0013,
    schema_0014,
    schema_0015,
    schema_0016,
    schema_0017,
    schema_0018,
    schema_0019,
)

SCHEMA_VERSION = 19

practice_migrations = Migrations("practice")


@practice_migrations()
def m0001_first_tables(db: Database) -> None:
    """Make the tables of the first release."""
    for statement in schema_0001.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0002_audit_seals(db: Database) -> None:
    """Make the table that chains the audit trail; whoever has the key seals what is there."""
    for statement in schema_0002.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0003_payer_overrides(db: Database) -> None:
    """Make the table of the practice's own values of payers' rules."""
    for statement in schema_0003.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0004_statements(db: Database) -> None:
    """Make the tables of persons' statements and of what was used elsewhere."""
    for statement in schema_0004.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0005_people(db: Database) -> None:
    """Make an account for each person in place of the one owner."""
    for statement in schema_0005.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0006_keys_of_people(db: Database) -> None:
    """Make the tables of the key slots in force and of keys that outlive the data key."""
    for statement in schema_0006.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0007_signatures(db: Database) -> None:
    """Make the tables of signatures, and the guards that keep what was signed."""
    for statement in schema_0007.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0008_authorisations(db: Database) -> None:
    """Make the tables of what payers authorised and of their limits of visits."""
    for statement in schema_0008.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0009_payers_own(db: Database) -> None:
    """Make the table of contract rates, and give each payer the own values of its profile."""
    for statement in schema_0009.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0010_notices(db: Database) -> None:
    """Let a statement be of an advance beneficiary notice; the guards of the table stay."""
    guards = db.execute(schema_0010.GUARDS).fetchall()
    for statement in (*schema_0010.STATEMENTS, *(sql for (sql,) in guards)):
        db.execute(statement)


@practice_migrations()
def m0011_break_glass(db: Database) -> None:
    """Make the table of notes that were opened with a reason."""
    for statement in schema_0011.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0012_disclosures(db: Database) -> None:
    """Make the tables of disclosures, of legal holds and of what was removed."""
    for statement in schema_0012.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0013_outcome_scores(db: Database) -> None:
    """Make the table of outcome scores, which is only ever added to."""
    for statement in schema_0013.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0014_plans_of_care(db: Database) -> None:
    """Make the tables of what plans of care hold, and of papers kept with a patient."""
    for statement in schema_0014.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0015_quality_audits(db: Database) -> None:
    """Make the tables of audits, findings, reviews, tasks and overpayments."""
    for statement in schema_0015.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0016_note_versions(db: Database) -> None:
    """Make the tables of versions of notes, of macros and templates, and of own words."""
    for statement in schema_0016.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0017_kept_texts(db: Database) -> None:
    """Make the table of what was typed and not saved when the window locked."""
    for statement in schema_0017.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0018_audit_strata(db: Database) -> None:
    """Make the table of the strata that a kept audit was drawn from."""
    for statement in schema_0018.STATEMENTS:
        db.execute(statement)


@practice_migrations()
def m0019_audit_claimed(db: Database) -> None:
    """Give each audited encounter what it had billed."""
    for statement in schema_0019.STATEMENTS:
        db.execute(statement)
