"""A failing disk under the session screen: the text stays, the person is told what to do.

The practice file itself fails here, not a stand-in: its pages are limited as a full disk does it,
or its disk is given up on as after an I/O error.
"""

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt

from core.errors import DataProblem, UserProblem
from core.store import engine
from tests.support.practice import new_practice, reopen
from tests.ui.session_page import CTRL, DOWN, ENTER, Desk, keys

F4, S = Qt.Key.Key_F4, Qt.Key.Key_S
TYPED = "Rotation 45 deg before, 62 after. " * 400
FULL = "The disk is full, so this change was not saved"
BROKEN = "The disk reported an error"
READ_ONLY = "its folder or the file is read-only"
HOLD = """
import fcntl, sys, time
stream = open(sys.argv[1], "r+b")
fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB, 512, 0x40000000)
print("held", flush=True)
time.sleep(600)
"""


def prepare(case):
    case.give_diagnoses(("M542", "Cervicalgia"))
    case.add_visit({"97140": 20, "97110": 20})


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    made = Desk(qtbot, theme, tmp_path, prepare)
    yield made
    made.tasks.stop()
    assert made.bugs == []


@pytest.fixture
def page(desk):
    made = desk.session()
    made.view.note.parts[1].setPlainText(TYPED)
    made.view.table.setFocus()
    keys(F4, "23", DOWN)
    return made


def fill_disk(p):
    pages = int(p.file.db.execute("PRAGMA page_count").fetchone()[0])
    p.file.db.execute(f"PRAGMA max_page_count = {pages}")


def make_room(p):
    p.file.db.execute("PRAGMA max_page_count = 1000000")


def break_disk(p):
    p.file.stop_writing(DataProblem(engine._DISK_FAILED))


def take_away_writing(p):
    p.file.stop_writing(DataProblem(engine.CANNOT_WRITE))


FAULTS = pytest.mark.parametrize(
    ("fault", "words"),
    [(fill_disk, FULL), (break_disk, BROKEN), (take_away_writing, READ_ONLY)],
)
ACTS = pytest.mark.parametrize("press", [(CTRL, S), (CTRL, ENTER)], ids=["save", "complete"])


@FAULTS
@ACTS
def test_what_was_typed_stays_and_what_to_do_is_said(desk, page, fault, words, press):
    desk.answer(fault)
    keys(press)
    desk.settle()
    assert any(words in said for said in desk.said)
    assert "Not saved" in desk.status
    assert page.view.note.parts[1].toPlainText() == TYPED
    assert page.presenter.whole_record().services[0].total_minutes == 23


@FAULTS
def test_a_pause_in_typing_keeps_the_text_as_well(desk, page, fault, words):
    desk.answer(fault)
    page.keeper.keep_draft()
    desk.settle()
    assert any(words in said for said in desk.said)
    assert page.view.note.parts[1].toPlainText() == TYPED
    assert not page.can_leave()


def test_with_room_again_the_same_text_is_saved(desk, page):
    desk.answer(fill_disk)
    keys((CTRL, S))
    desk.settle()
    assert desk.status[-1] == "Not saved"
    desk.answer(make_room)
    keys((CTRL, S))
    desk.settle()
    assert desk.status[-1].startswith("Saved ")
    number = page.presenter.record.id
    sql = "SELECT objective FROM notes WHERE encounter_id = ?"
    ((kept,),) = desk.answer(lambda p: p.file.db.execute(sql, (number,)).fetchall())
    assert kept.strip() == TYPED.strip()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="POSIX locks; Linux only")
def test_a_file_that_another_program_holds_is_told_and_left_alone(tmp_path):
    practice = new_practice(tmp_path)
    practice.file.close()
    path = tmp_path / "clinic.unitwise"
    before = path.read_bytes()
    call = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(UserProblem, match="already open"):
            reopen(path)
        holder.kill()
    assert path.read_bytes() == before
    reopen(path).file.close()
