"""A file as it was before one migration: made today, then taken back by that step."""

from core.services.practice import OpenPractice


def take_back(
    p: OpenPractice,
    migration: str,
    version: int,
    tables: tuple[str, ...],
    later: tuple[str, ...] = (),
) -> None:
    """Drop a migration's tables and forget it; the file then opens as one of that version.

    `later` are migrations that changed those tables afterwards: they are forgotten as well.
    """
    _take_back(p, (migration, *later), version, [f"DROP TABLE {table}" for table in tables])


def take_back_columns(
    p: OpenPractice, migration: str, version: int, table: str, columns: tuple[str, ...]
) -> None:
    """The same for a migration that added columns to a table."""
    dropped = [f"ALTER TABLE {table} DROP COLUMN {column}" for column in columns]
    _take_back(p, (migration,), version, dropped)


def _take_back(
    p: OpenPractice, migrations: tuple[str, ...], version: int, statements: list[str]
) -> None:
    with p.file.lifted():
        for statement in statements:
            p.file.db.execute(statement)
        for migration in migrations:
            p.file.db.execute("DELETE FROM _sqlite_migrations WHERE name = ?", (migration,))
        p.file.db.execute(f"PRAGMA user_version = {version:d}")
        p.file.db.conn.commit()
    p.file.close()
