"""The first minute over the real services: set up, close, unlock, all encrypted on disk."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from core.services import opening, restoring
from core.store.file_names import attempts_path
from tests.support.practice import CHEAP
from tests.ui.fakes import PASSWORD
from tests.ui.pages_for_tests import test_pages
from tests.ui.walk import texts
from ui.app import Options, Program
from ui.doors import real_doors
from ui.screens.settings import SettingsPage
from ui.single import call_first

VALUES = {
    "name": "Harbor Ngô & Sons",
    "npi": "1234567893",
    "tax_id": "12-3456789",
    "street": "12 Harbor Street",
    "city": "Portland",
    "state": "me",
    "zip": "04101",
}


@pytest.fixture
def start_real(qapp, qtbot, tmp_path, monkeypatch):
    """Starts the program over the real services, with keys that are quick to derive."""
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(qapp, "quit", lambda: None, raising=False)
    made = []

    def go() -> Program:
        doors = replace(
            real_doors(),
            create=partial(opening.create_practice, cost=CHEAP),
            unlock=partial(opening.unlock, allow_cheap_keys=True),
            restore=partial(restoring.restore_copy, allow_cheap_keys=True),
        )
        program = Program(qapp, doors, Options(), test_pages())
        program.start()
        qtbot.addWidget(program.window)
        made.append(program)
        return program

    yield go
    for program in made:
        program.tasks.stop()
        program.window.may_close = True


def set_up(program, qtbot):
    gate = program.gates.screen
    gate.start.new.click()
    gate.practice.form.set_values(VALUES)
    gate.next.click()
    gate.owner.form.set_values(
        {"owner_name": "Dana Okafor", "password": PASSWORD, "again": PASSWORD}
    )
    gate.next.click()
    gate.skip.click()
    qtbot.waitUntil(lambda: gate.step is gate.recovery)
    code = gate.findChild(QLabel, "recovery-code").text()
    gate.recovery.typed.setText(code.lower())
    gate.next.click()
    qtbot.waitUntil(lambda: program.shell is not None)
    return code


def close(program, qtbot):
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible())


def test_a_practice_is_set_up_closed_and_unlocked_again(start_real, qtbot):
    first = start_real()
    set_up(first, qtbot)
    close(first, qtbot)
    kept = first.doors.default_path.read_bytes()
    assert b"Harbor" not in kept
    second = start_real()
    assert "Harbor Ngô & Sons" in texts(second.gates.screen)
    second.gates.screen.entered.emit(PASSWORD)
    qtbot.waitUntil(lambda: second.shell is not None)
    assert "Dana Okafor" in texts(second.shell.rail)
    close(second, qtbot)


def test_locking_asks_the_real_file(start_real, qtbot):
    program = start_real()
    set_up(program, qtbot)
    program.lock()
    program.gates.screen.entered.emit("not the password")
    qtbot.waitUntil(lambda: "does not open the practice file" in texts(program.window))
    attempts_path(program.opened.path).unlink()  # as if the second's wait were over
    program.gates.screen.entered.emit(PASSWORD)
    qtbot.waitUntil(lambda: program.shell.isVisible())
    close(program, qtbot)


def test_a_new_name_of_the_practice_is_shown_at_once(start_real, qtbot):
    program = start_real()
    set_up(program, qtbot)
    page = SettingsPage(program.shell.ctx)
    qtbot.addWidget(page)
    page.activate({})
    section = page.sections["practice"]
    qtbot.waitUntil(lambda: section.form.values()["name"] != "")
    section.form.set_values({**section.form.values(), "name": "Quay Street Therapy"})
    section.save()
    qtbot.waitUntil(lambda: "Quay Street Therapy" in texts(program.shell.rail))
    close(program, qtbot)


def test_what_nobody_expected_is_told_and_the_window_stays(start_real, qtbot):
    program = start_real()
    try:
        raise KeyError("Maria Alvarez")
    except KeyError as exc:
        program.hook(type(exc), exc, exc.__traceback__)
    shown = texts(program.window)
    assert "Unitwise made a mistake" in shown
    assert "KeyError" in shown
    assert "Alvarez" not in shown


def test_a_damaged_file_offers_its_newest_copy_and_stays_as_it_is(start_real, qtbot):
    first = start_real()
    set_up(first, qtbot)
    path = first.doors.default_path
    close(first, qtbot)
    damaged = bytearray(path.read_bytes())
    damaged[5000] ^= 1
    path.write_bytes(damaged)
    second = start_real()
    second.gates.screen.entered.emit(PASSWORD)
    qtbot.waitUntil(lambda: second.window.findChild(QWidget, "restore-start") is not None)
    gate = second.gates.screen
    assert "damaged" in texts(gate)
    restore(gate, qtbot)
    assert path.read_bytes() == damaged
    gate.box.open.click()
    qtbot.waitUntil(lambda: second.gates.screen is not gate)
    second.gates.screen.entered.emit(PASSWORD)
    qtbot.waitUntil(lambda: second.shell is not None)
    assert "Harbor Ngô & Sons" in texts(second.shell.rail)
    close(second, qtbot)


def restore(gate, qtbot):
    gate.box.form.rows["password"].editor.setText(PASSWORD)
    gate.box.button.click()
    qtbot.waitUntil(gate.box.open.isVisible)


def test_a_lost_file_offers_its_copies(start_real, qtbot):
    first = start_real()
    set_up(first, qtbot)
    path = first.doors.default_path
    close(first, qtbot)
    path.unlink()
    second = start_real()
    second.gates.show_unlock(path)
    offer = second.gates.screen.findChild(QWidget, "restore-copy")
    assert offer.isVisible()
    offer.click()
    restore(second.gates.screen, qtbot)
    assert any(path.parent.glob("*restored*.unitwise"))


def test_a_second_start_on_the_same_file_brings_the_window_up(start_real, qtbot):
    program = start_real()
    set_up(program, qtbot)
    with qtbot.waitSignal(program.single.called, timeout=2000):
        assert call_first(program.doors.default_path)
    close(program, qtbot)
    assert not call_first(program.doors.default_path)


def test_nobody_there_locks_the_window_and_keeps_it(start_real, qtbot):
    program = start_real()
    set_up(program, qtbot)
    program.watch.idle.idle.emit()
    assert program.window.windowTitle() == "Unitwise (locked)"
    program.gates.screen.entered.emit(PASSWORD)
    qtbot.waitUntil(lambda: program.shell.isVisible())
    close(program, qtbot)


def test_after_long_absence_the_process_ends_and_another_begins(start_real, qtbot, monkeypatch):
    begun = []
    monkeypatch.setattr("ui.watch.subprocess.Popen", lambda call, **_: begun.append(call))
    program = start_real()
    set_up(program, qtbot)
    program.watch.idle.idle.emit()
    program.watch.idle.idle_long.emit()
    qtbot.waitUntil(lambda: bool(begun))
    assert begun[0][-2:] == ["--practice", str(program.doors.default_path)]
    assert not program.window.isVisible()
