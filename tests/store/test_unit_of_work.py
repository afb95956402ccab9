import gc
import sqlite3
import weakref
from contextlib import suppress
from functools import partial

import pytest

from core.errors import DataProblem
from core.services import opening
from core.store import audit, engine, practices
from tests.support.practice import DAY, OWNER, new_practice, reopen


@pytest.fixture
def file(tmp_path):
    practice = new_practice(tmp_path)
    yield practice.file
    practice.file.close()


def settings(file) -> dict[str, str]:
    return dict(file.db.execute("SELECT name, value FROM settings").fetchall())


def put(work, name="colour", value="blue"):
    work.db.execute("INSERT INTO settings (name, value) VALUES (?, ?)", (name, value))


def test_a_unit_of_work_leaves_exactly_one_audit_row(file):
    before = audit.last_seq(file.db)
    with file.unit_of_work(
        action="setting.save", object_kind="setting", patient_id=7, detail={"fields": ["colour"]}
    ) as work:
        put(work)
        put(work, "size")
        work.object_id = 42
        work.detail["new"] = True
    (event,) = audit.events(file.db, after=before)
    assert (event.actor, event.action, event.object_kind) == (OWNER, "setting.save", "setting")
    assert (event.object_id, event.patient_id) == (42, 7)
    assert event.detail == {"fields": ["colour"], "new": True}
    assert event.at.date() == DAY
    assert event.at.utcoffset().total_seconds() == 0


def change(file, *steps) -> None:
    """One unit of work that takes these steps."""
    with file.unit_of_work("setting.save", "setting") as work:
        for step in steps:
            step(work)


def fail_with(error):
    def step(work):
        raise error

    return step


class Unhappy(Exception):
    pass


@pytest.mark.parametrize("error", [Unhappy(), KeyboardInterrupt(), DataProblem("no")])
def test_anything_that_goes_wrong_undoes_all_of_it(file, error):
    before, seq = settings(file), audit.last_seq(file.db)
    with pytest.raises(type(error)):
        change(file, put, fail_with(error))
    assert settings(file) == before
    assert audit.last_seq(file.db) == seq
    change(file, put)
    assert settings(file)["colour"] == "blue"


def test_sqlite_utils_inside_takes_part_in_the_transaction(file):
    before = settings(file)
    steps = (
        lambda work: work.db["settings"].insert({"name": "a", "value": "1"}),
        lambda work: work.db["settings"].upsert({"name": "b", "value": "1"}, pk="name"),
        lambda work: work.db["settings"].update("a", {"value": "2"}),
    )
    with pytest.raises(Unhappy):
        change(file, *steps, fail_with(Unhappy()))
    assert settings(file) == before


def test_a_detail_that_is_no_json_undoes_all_of_it(file):
    before = settings(file)
    with pytest.raises(TypeError):
        change(file, put, lambda work: work.detail.update(bad=object()))
    assert settings(file) == before


def test_one_inside_another_is_refused(file):
    with pytest.raises(RuntimeError, match="already open"):
        change(file, put, lambda work: change(file))
    assert "colour" not in settings(file)


def test_outside_a_unit_of_work_nothing_can_be_written(file):
    for write in (
        lambda: file.db["settings"].insert({"name": "a", "value": "1"}),
        lambda: file.db.execute("DELETE FROM settings"),
        lambda: file.db.execute("CREATE TABLE more (id INTEGER)"),
    ):
        with pytest.raises(engine.SqliteError, match="not authorized"):
            write()


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO settings (name, value) VALUES ('a', '1')",
        "INSERT INTO settings SELECT 'a', '1'",
        "UPDATE settings SET value = ''",
        "CREATE INDEX more ON settings (value)",
        "CREATE TEMP TABLE more (id INTEGER)",
        "REINDEX",
        "ANALYZE",
        "VACUUM",
        "BEGIN IMMEDIATE",
        "SAVEPOINT here",
        "PRAGMA user_version = 1",
        "PRAGMA application_id = 1",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA incremental_vacuum(1)",
    ],
)
def test_sqlite_itself_refuses_each_way_to_write_outside_a_unit_of_work(file, sql):
    before = settings(file)
    with pytest.raises(engine.SqliteError, match=r"not authorized|denied"):
        file.db.execute(sql).fetchall()
    assert settings(file) == before
    assert not file.db.conn.in_transaction


def test_a_connection_that_nobody_holds_is_let_go_of(tmp_path):
    """Its guard does not hold it: it would keep its pages in memory until the program ends."""
    p = new_practice(tmp_path)
    conn = weakref.ref(p.file.db.conn)
    del p
    gc.collect()
    assert conn() is None


def test_a_closed_file_is_free_although_somebody_holds_what_failed(file):
    """SQLite keeps a file locked until its last statement is gone."""
    with file.lifted():
        pages = file.db.execute("PRAGMA page_count").fetchone()[0]
        file.db.execute(f"PRAGMA max_page_count = {pages}").fetchone()
    sql = "INSERT INTO settings (name, value) VALUES ('a', ?)"
    held = []
    for _ in range(2):
        with pytest.raises(DataProblem, match="The disk is full") as failed:
            change(file, lambda work: work.db.execute(sql, ("x" * 200_000,)))
        held.append(failed.value)
    file.close()
    reopen(file.path).file.close()
    assert len(held) == 2


@pytest.mark.parametrize("way", ["execute", "executemany", "cursor", "again after a failure"])
def test_what_a_unit_of_work_prepared_writes_nothing_after_it(file, way):
    sql = "INSERT INTO settings (name, value) VALUES (?, ?)"
    with suppress(Unhappy):
        failing = (fail_with(Unhappy()),) if way == "again after a failure" else ()
        change(file, lambda work: work.db.execute(sql, ("a", "1")), *failing)
    before, conn = settings(file), file.db.conn
    write = {
        "cursor": partial(conn.cursor().execute, sql, ("b", "1")),
        "executemany": partial(conn.executemany, sql, [("b", "1")]),
    }.get(way, partial(conn.execute, sql, ("b", "1")))
    for _ in range(2):
        with pytest.raises(engine.SqliteError, match="not authorized"):
            write()
    assert settings(file) == before


def test_a_blob_is_not_opened_for_writing_past_the_guard(file):
    with pytest.raises(engine.SqliteError, match="statements only"):
        file.db.conn.open_blob("audit_seals", "mac", 1)


def test_what_was_allowed_while_lifted_is_refused_in_the_next_unit_of_work(file):
    sql = "PRAGMA writable_schema = OFF"
    with file.lifted():
        file.db.execute(sql)
    with pytest.raises(engine.SqliteError, match="not authorized"):
        change(file, lambda work: work.db.execute(sql))


def test_a_statement_stays_prepared_over_a_unit_of_work(file):
    asked, guard = [], file.guard

    def count(*action):
        asked.append(action)
        return guard(*action)

    settings(file)
    file.db.conn.set_authorizer(count)
    settings(file)
    first = len(asked)
    change(file)
    asked.clear()
    settings(file)
    assert (first > 0, asked) == (True, [])


def test_an_answer_is_remembered_until_something_changes(file):
    asked, seen = [], []
    file.db.conn.set_trace_callback(asked.append)
    look = partial(practices.get_setting, file.db, "colour")
    assert (look(), look(), len(asked)) == (None, None, 1)
    change(file)  # tells of a reading: its own row and the seal, no more
    asked.clear()
    assert (look(), asked) == (None, [])
    change(file, put, lambda work: seen.append(practices.get_setting(work.db, "colour")))
    assert (look(), seen) == ("blue", ["blue"])


def test_what_was_undone_is_not_remembered(file):
    with suppress(Unhappy):
        change(
            file, put, lambda work: practices.get_setting(work.db, "colour"), fail_with(Unhappy())
        )
    assert practices.get_setting(file.db, "colour") is None


@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH ':memory:' AS other",
        "DROP TABLE settings",
        "DROP TRIGGER audit_events_no_delete",
        "CREATE TRIGGER t AFTER INSERT ON settings BEGIN DELETE FROM person_roles; END",
        "ALTER TABLE settings RENAME TO old_settings",
        "PRAGMA writable_schema = ON",
        "PRAGMA rekey = 'x'",
    ],
)
def test_the_guard_refuses_even_inside_a_unit_of_work(file, sql):
    with pytest.raises(engine.SqliteError, match="not authorized"):
        change(file, lambda work: work.db.execute(sql))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_events SET actor = 'nobody'",
        "DELETE FROM audit_events",
        "INSERT OR REPLACE INTO audit_events VALUES (1, '', '', '', '', 1, 1, '{}')",
        "INSERT INTO audit_events VALUES (0, '', '', '', '', 1, 1, '{}')",
    ],
)
def test_the_audit_trail_is_only_ever_appended_to(file, sql):
    before = audit.events(file.db)
    with pytest.raises(engine.SqliteError, match="audit events are"):
        change(file, lambda work: work.db.execute(sql))
    assert audit.events(file.db) == before


def test_the_connection_keeps_the_rules(file):
    expected = {
        "synchronous": 2,
        "journal_mode": "wal",
        "locking_mode": "exclusive",
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "temp_store": 2,
        "fullfsync": 1,
    }
    found = {name: file.db.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
    assert found == expected
    assert not issubclass(engine.SqliteError, sqlite3.Error)  # so both must be known by name


def failing(name: str) -> Exception:
    error = engine.sqlcipher3.OperationalError("no text of SQLite reaches the screen")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("name", "sentence", "stops"),
    [
        ("SQLITE_FULL", "disk is full", False),
        ("SQLITE_READONLY_DIRECTORY", "cannot be written", False),
        ("SQLITE_IOERR", "not sure that this change was saved", True),
        ("SQLITE_IOERR_FSYNC", "not sure that this change was saved", True),
        ("SQLITE_CORRUPT", "is damaged", True),
        ("SQLITE_NOTADB", "is damaged", True),
    ],
)
def test_a_failing_disk_is_told_and_stops_what_must_stop(file, name, sentence, stops):
    before = settings(file)
    with pytest.raises(DataProblem, match=sentence) as caught:
        change(file, put, fail_with(failing(name)))
    assert "SQLite" not in caught.value.message
    assert settings(file) == before
    assert file.is_stopped is stops
    if stops:
        with pytest.raises(DataProblem, match=sentence):
            change(file, lambda work: pytest.fail("must not begin"))


def test_a_mistake_of_ours_is_no_data_problem(file):
    with pytest.raises(engine.IntegrityError):
        change(file, lambda work: put(work, value=None))
    assert not file.is_stopped


def test_a_really_full_disk_undoes_and_recovers(file):
    pages = file.db.execute("PRAGMA page_count").fetchone()[0]
    file.db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DataProblem, match="disk is full"):
        change(file, lambda work: put(work, value="x" * 200_000))
    file.db.execute("PRAGMA max_page_count = 1000000")
    change(file, lambda work: put(work, value="x" * 200_000))
    assert len(settings(file)["colour"]) == 200_000


def test_every_service_action_of_opening_is_audited(tmp_path):
    (tmp_path / "other").mkdir()
    practice = new_practice(tmp_path / "other")
    opening.change_password(practice, "paper lantern orbit", "violet harbor engine")
    opening.new_recovery_code(practice, "violet harbor engine")
    actions = [event.action for event in audit.events(practice.file.db)]
    practice.file.close()
    assert actions == ["practice.create", "keys.password", "keys.recovery"]
