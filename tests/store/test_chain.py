"""The audit trail's chain: what was edited, removed, swapped or cut off shows."""

import json
import random
from contextlib import contextmanager

import pytest

from core.store import anchor, audit, chain, engine, verify
from core.store.file_names import anchor_path
from core.store.platform_files import PosixFiles
from tests.support.practice import new_practice, reopen, trail

ROWS = 40
EDITS = 250
TEXTS = ("at", "actor", "action", "object_kind", "detail")


@pytest.fixture
def file(tmp_path):
    practice = new_practice(tmp_path)
    for number in range(ROWS):
        with practice.file.unit_of_work(
            f"test.{number % 7}", "test", number, number % 5, {"fields": [str(number)]}
        ):
            pass
    yield practice.file
    practice.file.close()


@contextmanager
def tampered(file, *statements):
    """The file as somebody with the key and a tool of his own leaves it; undone at the end."""
    with file.lifted():
        file.db.execute("BEGIN")
        for name in ("events_no_update", "events_no_delete", "events_in_order",
                     "seals_no_update", "seals_no_delete", "seals_in_order"):  # fmt: skip
            file.db.execute(f"DROP TRIGGER audit_{name}")
        for sql, *values in statements:
            file.db.execute(sql, values)
        try:
            yield
        finally:
            file.db.execute("ROLLBACK")


def walked(file) -> chain.ChainReport:
    return chain.walk(file.db, file.chain_key)


def noted(file) -> anchor.Agreement:
    return anchor.agreement(file.db, anchor.read(file.path, file.keys.install))


def test_the_trail_as_written_is_whole(file):
    assert walked(file) == chain.ChainReport(ROWS + 1)
    found = verify.everything(file)
    assert found.is_good
    assert (found.entries, found.anchor) == (ROWS + 1, anchor.Agreement.AGREES)


def changed_byte(text: str, rng: random.Random) -> str:
    place = rng.randrange(len(text))
    other = chr((ord(text[place]) - 31 + rng.randrange(94)) % 95 + 32)
    return f"{text[:place]}{other}{text[place + 1 :]}"


def test_every_edit_of_one_character_shows_at_its_entry(file):
    rng = random.Random(11)
    for _ in range(EDITS):
        seq, column = rng.randrange(1, ROWS + 2), rng.choice(TEXTS)
        sql = f"SELECT {column} FROM audit_events WHERE seq = ?"  # noqa: S608
        (old,) = file.db.execute(sql, (seq,)).fetchone()
        new = changed_byte(old, rng)
        if column == "detail":
            new = json.dumps({"fields": [new]})
        edit = f"UPDATE audit_events SET {column} = ? WHERE seq = ?"  # noqa: S608
        with tampered(file, (edit, new, seq)):
            assert walked(file).first_bad == seq, (column, old, new)


@pytest.mark.parametrize("column", ["object_id", "patient_id"])
@pytest.mark.parametrize("value", [None, 0, 999])
def test_whom_an_entry_is_about_cannot_be_changed(file, column, value):
    sql = f"UPDATE audit_events SET {column} = ? WHERE seq = 9"  # noqa: S608
    with tampered(file, (sql, value)):
        assert walked(file).first_bad == 9


@pytest.mark.parametrize("seq", [1, 2, 20, ROWS, ROWS + 1])
def test_a_removed_entry_shows(file, seq):
    for statements in (
        [("DELETE FROM audit_events WHERE seq = ?", seq)],
        [(f"DELETE FROM {table} WHERE seq = ?", seq) for table in TABLES],  # noqa: S608
    ):
        with tampered(file, *statements):
            assert walked(file).message or noted(file) is anchor.Agreement.AHEAD


TABLES = ("audit_events", "audit_seals")


def test_a_removed_entry_whose_followers_moved_up_shows(file):
    moved = [("DELETE FROM {} WHERE seq = 20"), ("UPDATE {} SET seq = seq - 1 WHERE seq > 20")]
    with tampered(file, *[(sql.format(table),) for sql in moved for table in TABLES]):
        assert walked(file).first_bad == 20


@pytest.mark.parametrize("first", [1, 13, ROWS - 1])
def test_two_swapped_entries_show(file, first):
    moves = ((9000, first), (first, first + 1), (first + 1, 9000))
    swaps = [
        (f"UPDATE {table} SET seq = ? WHERE seq = ?", *move)  # noqa: S608
        for table in TABLES
        for move in moves
    ]
    with tampered(file, *swaps):
        assert walked(file).first_bad == first


@pytest.mark.parametrize("left", [0, 1, 17, ROWS])
def test_a_tail_cut_off_shows_against_the_anchor_alone(file, left):
    cuts = [(f"DELETE FROM {table} WHERE seq > ?", left) for table in TABLES]  # noqa: S608
    with tampered(file, *cuts):
        assert walked(file) == chain.ChainReport(left)  # a good chain in itself
        assert noted(file) is anchor.Agreement.AHEAD


def test_a_chain_made_anew_shows_against_the_anchor(file):
    steps = [("UPDATE audit_events SET actor = 'somebody' WHERE seq = 3",),
             ("DELETE FROM audit_seals",)]  # fmt: skip
    with tampered(file, *steps):
        chain.seal_first(file.db, file.chain_key)
        assert walked(file) == chain.ChainReport(ROWS + 1)
        assert noted(file) is anchor.Agreement.DIFFERS


def test_an_entry_put_in_without_a_seal_shows_for_good(file):
    forged = "INSERT INTO audit_events VALUES (42, '', '', 'x', '', 1, 1, '{}')"
    with tampered(file, (forged,)):
        assert walked(file).first_bad == 42
        audit.append(file.db, file.chain_key, file.clock.now(), "a", "b", "c", 1, 1, {})
        assert walked(file).first_bad == 42


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_seals SET mac = zeroblob(32)",
        "DELETE FROM audit_seals",
        "INSERT OR REPLACE INTO audit_seals VALUES (1, zeroblob(32))",
        "INSERT INTO audit_seals VALUES (0, zeroblob(32))",
        "INSERT INTO audit_seals VALUES (NULL, zeroblob(32))",
    ],
)
def test_seals_are_only_ever_appended(file, sql):
    before = walked(file)
    with pytest.raises(engine.SqliteError):
        with file.unit_of_work("test.forge", "test") as work:
            work.db.execute(sql)
    assert walked(file) == before


def test_an_older_copy_in_the_files_place_is_written_into_the_trail(file):
    older = file.path.with_name("older")
    file.close()
    older.write_bytes(file.path.read_bytes())
    practice = reopen(file.path)
    with practice.file.unit_of_work("test.later", "test"):
        pass
    practice.file.close()
    file.path.write_bytes(older.read_bytes())
    practice = reopen(file.path)
    newest = trail(practice)[-1]
    found = verify.everything(practice.file)
    practice.file.close()
    assert (newest.action, newest.detail) == (
        "audit.anchor", {"anchor": "ahead", "noted": ROWS + 3},
    )  # fmt: skip
    assert found.set_back == (newest.seq,)
    practice = reopen(file.path)  # once, not at every opening
    assert trail(practice)[-1] == newest
    practice.file.close()


def test_a_torn_anchor_leaves_the_note_before_it(file):
    file.close()
    raw = bytearray(anchor_path(file.path).read_bytes())
    newest = anchor.read(file.path, file.keys.install)
    place = anchor.PLACE_BYTES * (newest.seq % 2)
    raw[place + 100 : place + anchor.PLACE_BYTES] = b"\0" * (anchor.PLACE_BYTES - 100)
    anchor_path(file.path).write_bytes(raw)
    assert anchor.read(file.path, file.keys.install).seq == newest.seq - 1
    practice = reopen(file.path)
    assert verify.everything(practice.file).is_good
    assert "audit.anchor" not in [row.action for row in trail(practice)]
    practice.file.close()


class NoDisk(PosixFiles):
    def sync_file(self, handle: int) -> None:
        raise OSError(5, "Input/output error")


def test_an_anchor_that_cannot_be_written_fails_no_save(file):
    file.anchor = anchor.Anchor(file.path, file.keys.install, NoDisk())
    with file.unit_of_work("test.save", "test"):
        pass
    assert file.anchor.has_failed
    assert walked(file).entries == ROWS + 2


def test_another_practices_anchor_is_none(file, tmp_path):
    assert anchor.read(file.path, "0" * 32) is None
    assert anchor.read(tmp_path / "nothing.unitwise", file.keys.install) is None
