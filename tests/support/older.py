"""A file as it was before one migration: made today, then taken back by that step."""

from core.services.practice import OpenPractice


def take_back(p: OpenPractice, migration: str, version: int, tables: tuple[str, ...]) -> None:
    """Drop a migration's tables and forget it; the file then opens as one of that version."""
    with p.file.lifted():
        for table in tables:
            p.file.db.execute(f"DROP TABLE {table}")
        p.file.db.execute("DELETE FROM _sqlite_migrations WHERE name = ?", (migration,))
        p.file.db.execute(f"PRAGMA user_version = {version:d}")
        p.file.db.conn.commit()
    p.file.close()
