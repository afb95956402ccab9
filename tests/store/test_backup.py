from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import DataProblem
from core.model.clock import Clock
from core.services import opening
from core.store import audit, backup, key_file, migrations, verify
from core.store.file_names import backups_folder, keys_path
from core.store.platform_files import PosixFiles, this_platform
from tests.support.practice import (
    DAY,
    new_practice,
    new_practice_with_code,
    reopen,
    reopen_copy,
    trail,
)


def save(practice, number: int) -> None:
    with practice.file.unit_of_work("test.save", "setting", object_id=number) as work:
        work.db.execute("INSERT INTO settings (name, value) VALUES (?, 'v')", (f"s{number}",))


def daily(practice, days: int) -> Clock:
    moment = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=days)
    practice.clock = Clock(today=lambda: moment.date(), now=lambda: moment)
    return practice.clock


def test_closing_writes_a_verified_copy_that_opens_with_its_own_keys(tmp_path):
    practice, code = new_practice_with_code(tmp_path)
    save(practice, 1)
    events = audit.events(practice.file.db)
    report = opening.close(practice)
    assert report.verified
    assert report.bytes == report.path.stat().st_size
    assert report.path.parent == tmp_path / "clinic backups"
    assert report.path.name.startswith(f"clinic {DAY}")
    for secret in ("paper lantern orbit", code):
        copy = reopen_copy(report.path, secret)
        assert audit.events(copy.file.db)[: len(events)] == events
        assert verify.faults(copy.file) == ()
        copy.file.close()


def test_a_copy_is_written_only_when_something_changed(tmp_path):
    practice = new_practice(tmp_path)
    assert opening.close(practice) is not None
    practice = reopen(practice.file.path)
    assert opening.close(practice) is None
    practice = reopen(practice.file.path)
    save(practice, 1)
    assert opening.close(practice) is not None
    assert len(backup.copies_of(practice.file.path)) == 2


def test_a_damaged_newest_copy_counts_as_none(tmp_path):
    practice = new_practice(tmp_path)
    report = opening.close(practice)
    report.path.write_bytes(report.path.read_bytes()[:9000])
    assert opening.close(reopen(practice.file.path)) is not None


def test_copies_made_while_open_hold_everything_saved_so_far(tmp_path):
    practice = new_practice(tmp_path)
    for number in range(5):
        save(practice, number)
        report = backup.write(practice.file, this_platform())
        copy = reopen_copy(report.path)
        assert trail(copy) == trail(practice)
        copy.file.close()
    practice.file.close()


def test_old_copies_go_with_their_keys_and_strangers_stay(tmp_path):
    practice = new_practice(tmp_path)
    folder = backups_folder(practice.file.path)
    for day in range(40):
        daily(practice, day)
        backup.write(practice.file, this_platform())
        if day == 0:
            for name in STRANGERS:
                (folder / name).write_bytes(b"mine")
    copies = backup.copies_of(practice.file.path)
    practice.file.close()
    assert 12 <= len(copies) < 40
    keys = {path.name for path in folder.glob("*.keys.json")}
    assert keys == {keys_path(copy).name for copy in copies.values()}
    assert {(folder / name).read_bytes() for name in STRANGERS} == {b"mine"}


def test_a_clock_set_back_never_costs_the_copy_just_written(tmp_path):
    practice = new_practice(tmp_path)
    for day in (*range(4000, 4014), 3):
        daily(practice, day)
        newest = backup.write(practice.file, this_platform())
    practice.file.close()
    assert newest.path.exists()


STRANGERS = (
    "clinic from Anna.unitwise",
    "clinic 2020-99-99 120000.unitwise",
    "2020-01-01 120000.unitwise",
    "clinic two 2020-01-01 120000.unitwise",
)


class FailingDisk(PosixFiles):
    def sync_file(self, handle: int) -> None:
        raise OSError(28, "No space left on device")


def test_a_copy_that_did_not_reach_the_disk_leaves_nothing_behind(tmp_path):
    practice = new_practice(tmp_path)
    with pytest.raises(DataProblem, match="disk is full"):
        backup.write(practice.file, FailingDisk())
    assert list(backups_folder(practice.file.path).iterdir()) == []
    save(practice, 1)  # the practice itself goes on
    practice.file.close()


def test_a_copy_that_differs_is_not_kept(tmp_path, monkeypatch):
    practice = new_practice(tmp_path)
    monkeypatch.setattr(verify, "page_faults", lambda connection: ("page 3 is wrong",))
    with pytest.raises(DataProblem, match="did not pass its check"):
        backup.write(practice.file, this_platform())
    assert list(backups_folder(practice.file.path).iterdir()) == []
    practice.file.close()


def test_an_older_file_is_backed_up_then_migrated(tmp_path, monkeypatch):
    practice = new_practice(tmp_path)
    practice.file.close()
    later = migrations.SCHEMA_VERSION + 1
    more = migrations.Migrations("practice")
    more._migrations = [*migrations.practice_migrations._migrations]

    @more()
    def add_a_table(db):
        db.execute("CREATE TABLE added (id INTEGER PRIMARY KEY) STRICT")
        db.execute("DROP TRIGGER audit_events_in_order")

    monkeypatch.setattr(migrations, "SCHEMA_VERSION", later)
    monkeypatch.setattr(migrations, "practice_migrations", more)
    practice = reopen(practice.file.path)
    assert practice.file.db["added"].exists()
    assert practice.file.db.execute("PRAGMA user_version").fetchone() == (later,)
    assert trail(practice)[-1].action == "practice.migrate"
    practice.file.close()
    monkeypatch.undo()
    (copy,) = backup.copies_of(practice.file.path).values()
    before = reopen_copy(copy)
    assert not before.file.db["added"].exists()
    before.file.close()


def test_a_failed_migration_leaves_the_older_file(tmp_path, monkeypatch):
    practice = new_practice(tmp_path)
    practice.file.close()
    more = migrations.Migrations("practice")
    more._migrations = [*migrations.practice_migrations._migrations]

    @more()
    def breaks(db):
        db.execute("CREATE TABLE added (id INTEGER PRIMARY KEY) STRICT")
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "SCHEMA_VERSION", migrations.SCHEMA_VERSION + 1)
        patch.setattr(migrations, "practice_migrations", more)
        with pytest.raises(ZeroDivisionError):
            reopen(practice.file.path)
    practice = reopen(practice.file.path)
    assert not practice.file.db["added"].exists()
    practice.file.close()


def test_copies_keep_the_secrets_of_their_day(tmp_path):
    practice = new_practice(tmp_path)
    first = backup.write(practice.file, this_platform())
    opening.change_password(practice, "paper lantern orbit", "violet harbor engine")
    second = opening.close(practice)
    reopen_copy(first.path, "paper lantern orbit").file.close()
    reopen_copy(second.path, "violet harbor engine").file.close()
    same = key_file.load(keys_path(second.path).read_bytes(), allow_cheap=True)
    assert same == replace(practice.file.keys)


def test_a_copy_is_made_with_a_small_cache_and_the_own_one_is_as_before(tmp_path, monkeypatch):
    """SQLite gives the copy a cache as large as the file's own, and fills both."""
    practice, sizes = new_practice(tmp_path), []
    size = "PRAGMA cache_size"
    copying = backup.small_cache

    @contextmanager
    def watched(connection):
        with copying(connection):
            sizes.append(connection.execute(size).fetchone()[0])
            yield

    before = practice.file.db.execute(size).fetchone()[0]
    monkeypatch.setattr(backup, "small_cache", watched)
    backup.write(practice.file, this_platform())
    assert sizes == [-4096, -4096]  # while it is written, while its rows are counted
    assert practice.file.db.execute(size).fetchone()[0] == before == -65536
