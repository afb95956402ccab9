"""The audit trail edited by somebody who has the key: every change has to show."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.store import anchor, chain
from core.store.practice_file import PracticeFile
from tests.support.practice import new_practice
from tests.torture.outcome import Outcome

_TRIGGERS = ("events_no_update", "events_no_delete", "events_in_order",
             "seals_no_update", "seals_no_delete", "seals_in_order")  # fmt: skip
_TABLES = ("audit_events", "audit_seals")
_TEXTS = ("at", "actor", "action", "object_kind", "detail")
_ROWS = 200
Steps = list[tuple[str, tuple[Any, ...]]]


def run(folder: Path, size: int) -> Iterator[Outcome]:
    """`size` edits of one character, and all deletions, swaps and cuts of a trail of 200 rows."""
    p = new_practice(folder)
    for number in range(_ROWS - 1):
        with p.file.unit_of_work(f"test.{number % 7}", "test", number, number % 5, {"n": number}):
            pass
    try:
        every = max(1, 3000 // size)
        yield _each("audit trail: one character or number edited", p.file, _edits(p.file, size))
        rows = range(1, _ROWS + 1, every)
        yield _each(
            "audit trail: an entry removed",
            p.file,
            (_both("DELETE FROM {} WHERE seq = ?", n) for n in rows),
        )
        yield _each("audit trail: two neighbours swapped", p.file, (_swap(n) for n in rows[:-1]))
        cuts = (_both("DELETE FROM {} WHERE seq >= ?", n) for n in rows)
        yield _each("audit trail: the tail cut off", p.file, cuts)
    finally:
        p.file.close()


def _each(what: str, file: PracticeFile, changes: Iterator[Steps]) -> Outcome:
    outcome = Outcome(what)
    for steps in changes:
        with _tampered(file, steps):
            outcome.runs += 1
            shows = bool(chain.walk(file.db, file.chain_key).message) or _is_off(file)
        outcome.hits += shows
        outcome.add([] if shows else [f"unnoticed: {steps}"])
    if chain.walk(file.db, file.chain_key).message or _is_off(file):
        outcome.add(["unclear: the trail was not whole afterwards"])
    outcome.note = "hits: found by verifying"
    return outcome.done()


def _is_off(file: PracticeFile) -> bool:
    noted = anchor.read(file.path, file.keys.install)
    return anchor.agreement(file.db, noted) is not anchor.Agreement.AGREES


@contextmanager
def _tampered(file: PracticeFile, steps: Steps) -> Iterator[None]:
    with file.lifted():
        file.db.execute("BEGIN")
        for name in _TRIGGERS:
            file.db.execute(f"DROP TRIGGER audit_{name}")
        for sql, values in steps:
            file.db.execute(sql, values)
        try:
            yield
        finally:
            file.db.execute("ROLLBACK")


def _edits(file: PracticeFile, size: int) -> Iterator[Steps]:
    rng = random.Random(11)
    for _ in range(size):
        seq, column = rng.randrange(1, _ROWS + 1), rng.choice((*_TEXTS, "patient_id", "mac"))
        yield [_edit(file, seq, column, rng)]


def _edit(
    file: PracticeFile, seq: int, column: str, rng: random.Random
) -> tuple[str, tuple[Any, ...]]:
    table = "audit_seals" if column == "mac" else "audit_events"
    read = f"SELECT {column} FROM {table} WHERE seq = ?"  # noqa: S608 - our own words
    (old,) = file.db.execute(read, (seq,)).fetchone()
    new: Any
    if column == "mac":
        raw = bytearray(old)
        raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
        new = bytes(raw)
    elif column == "patient_id":
        new = (old or 0) + 1 + rng.randrange(9)
    else:
        new = _other(old, rng)
        if column == "detail":
            new = json.dumps({"n": new})
    return f"UPDATE {table} SET {column} = ? WHERE seq = ?", (new, seq)  # noqa: S608 - our own


def _other(text: str, rng: random.Random) -> str:
    place = rng.randrange(len(text))
    other = chr((ord(text[place]) - 31 + rng.randrange(94)) % 95 + 32)
    return f"{text[:place]}{other}{text[place + 1 :]}"


def _both(sql: str, seq: int) -> Steps:
    return [(sql.format(table), (seq,)) for table in _TABLES]


def _swap(first: int) -> Steps:
    moves = ((9000, first), (first, first + 1), (first + 1, 9000))
    sql = "UPDATE {} SET seq = ? WHERE seq = ?"
    return [(sql.format(table), move) for table in _TABLES for move in moves]
