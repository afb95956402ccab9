"""A backup copy that somebody wants to open is offered to be restored, by keys."""

import pytest

from core.services import restoring
from tests.support.practice import PASSWORD
from tests.ui.two_people import Pc, make_file
from ui.screens.restore_gate import RestoreScreen
from ui.screens.unlock import UnlockScreen


@pytest.fixture
def pc(qapp, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(qapp, "quit", lambda: None, raising=False)
    monkeypatch.setattr("core.services.reference.ensure_icd10", lambda path: None)
    made = Pc(qapp, qtbot, tmp_path)
    make_file(made.path)
    made.start()
    yield made
    made.end()


def test_choosing_a_copy_restores_it_as_a_new_file(pc):
    copy = restoring.copies(pc.path)[0].path
    before = copy.read_bytes()
    pc.program.gates.chosen.emit(copy)
    pc.wait_for("This is a backup copy")
    pc.type(PASSWORD)
    pc.wait(lambda: pc.find("restore-open").isVisible())
    assert [one.name for one in pc.home.glob("*restored*.unitwise")]
    assert copy.read_bytes() == before


def test_the_way_back_leads_to_the_practice(pc):
    pc.program.gates.chosen.emit(restoring.copies(pc.path)[0].path)
    assert isinstance(pc.program.gates.screen, RestoreScreen)
    pc.find("restore-back").click()
    screen = pc.program.gates.screen
    assert isinstance(screen, UnlockScreen)
    assert screen.problem == ""
