"""Who signs in, and what comes before any work, by keys over the real services."""

import pytest
from PySide6.QtCore import Qt

from core.services import opening
from core.store import audit
from tests.support.practice import CHEAP, PASSWORD, PRACTICE, clock_on
from tests.ui.two_people import BOS, Pc, copied, make_file
from tests.ui.walk import texts

OWN = "marble kettle forty"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """By kind of file: its folder, its recovery code and Bo's password."""
    found = {}
    for kind in ("usual", "one_time"):
        folder = tmp_path_factory.mktemp(kind)
        found[kind] = (folder, *make_file(folder / "clinic.unitwise", one_time=kind == "one_time"))
    return found


@pytest.fixture
def usual(made, tmp_path):
    """Dana and Bo have passwords; the recovery code."""
    copied(made["usual"][0], tmp_path)
    return made["usual"][1]


@pytest.fixture
def once(made, tmp_path):
    """Bo has not signed in yet; his one-time password."""
    copied(made["one_time"][0], tmp_path)
    return made["one_time"][2]


@pytest.fixture
def pc(qapp, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(qapp, "quit", lambda: None, raising=False)
    made = Pc(qapp, qtbot, tmp_path)
    yield made
    made.end()


def step_of(pc):
    return getattr(pc.program.gates.screen, "step", None)


def actions(pc):
    return [row.action for row in pc.answer(lambda p: audit.events(p.file.db))]


def test_one_account_needs_no_list(pc):
    p, _ = opening.create_practice(
        pc.path, PRACTICE, "Dana Okafor", PASSWORD, clock_on(), cost=CHEAP
    )
    opening.close(p)
    gate = pc.start().gates.screen
    assert not gate.who.isVisible()
    pc.type(PASSWORD)
    pc.wait(lambda: pc.program.shell is not None)
    assert "Dana Okafor" in texts(pc.program.shell.rail)


def test_several_accounts_are_listed_and_the_last_who_signed_in_here_is_chosen(pc, usual):
    gate = pc.start().gates.screen
    assert [gate.who.itemText(n) for n in range(gate.who.count())] == ["dana", "bo"]
    pc.sign_in("bo", BOS)
    assert "Bo Kim" in texts(pc.program.shell.rail)
    assert actions(pc)[-1] == "unlock"
    pc.close()
    assert pc.start().gates.screen.sign_in == "bo"


def test_a_password_opens_nobody_else_s_account_and_the_refusal_names_no_one(pc, usual):
    pc.start()
    pc.choose("bo")
    pc.program.gates.screen.secret.setFocus()
    pc.type(PASSWORD)
    pc.wait_for("does not open the practice file")
    told = pc.program.gates.screen.problem
    assert "bo" not in told.split()
    assert pc.program.shell is None


def test_the_wait_after_a_wrong_password_is_counted_down(pc, usual):
    gate = pc.start().gates.screen
    pc.type("not the password")
    pc.wait_for("does not open the practice file")
    gate.show_wait(65)
    assert gate.button.text() == "Try again in 1:05"
    assert not gate.button.isEnabled()
    gate._tick()
    assert gate.button.text() == "Try again in 1:04"
    for _ in range(64):
        gate._tick()
    assert gate.button.text() == "Unlock"
    assert gate.button.isEnabled()


def test_a_one_time_password_asks_for_one_s_own_before_any_work(pc, once):
    pc.start()
    pc.choose("bo")
    pc.program.gates.screen.secret.setFocus()
    pc.type(once)
    pc.wait_for("Choose your own password")
    assert pc.program.shell is None
    pc.type("short", enter=False)
    pc.press(Qt.Key.Key_Return)
    assert "at least 8" in texts(pc.program.window)
    pc.set_text("own-new_password", OWN)
    pc.set_text("own-again", OWN)
    pc.press(Qt.Key.Key_Return)
    pc.wait(lambda: pc.program.shell is not None)
    pc.close()
    pc.start()
    pc.sign_in("bo", OWN)


def test_a_password_that_the_services_refuse_is_told_at_its_field(pc, once):
    pc.start()
    pc.choose("bo")
    pc.program.gates.screen.secret.setFocus()
    pc.type(once)
    pc.wait_for("Choose your own password")
    for name in ("own-new_password", "own-again"):
        pc.set_text(name, "password123")
    pc.press(Qt.Key.Key_Return)
    pc.wait_for("among the first that anybody would try")
    assert pc.program.shell is None


def test_who_has_to_choose_a_password_can_leave_it_to_somebody_else(pc, once):
    pc.start()
    pc.choose("bo")
    pc.program.gates.screen.secret.setFocus()
    pc.type(once)
    pc.wait_for("Choose your own password")
    pc.find("held-leave").click()
    pc.seats_known()
    pc.sign_in("Dana Okafor", PASSWORD)
    assert "Dana Okafor" in texts(pc.program.shell.rail)


def test_the_recovery_code_asks_for_a_new_password_and_a_new_code(pc, usual):
    pc.start()
    pc.type(usual.lower())
    pc.wait_for("Choose your own password")
    pc.set_text("own-new_password", OWN)
    pc.set_text("own-again", OWN)
    pc.press(Qt.Key.Key_Return)
    pc.wait_for("A new recovery code")
    pc.press(Qt.Key.Key_Return)
    pc.wait_for("Your recovery code")
    fresh = pc.find("recovery-code").text()
    assert fresh != usual
    pc.type(usual)
    assert "Group 1 of 9 differs" in texts(pc.program.window)
    assert pc.program.shell is None
    pc.set_text("recovery-code-typed", fresh)
    pc.press(Qt.Key.Key_Return)
    pc.wait(lambda: pc.program.shell is not None)
    assert actions(pc)[-3:] == ["unlock.recovery", "keys.password", "keys.recovery"]


def test_a_new_code_is_still_asked_for_after_a_stop(pc, usual):
    pc.start()
    pc.type(usual)
    pc.wait_for("Choose your own password")
    pc.set_text("own-new_password", OWN)
    pc.set_text("own-again", OWN)
    pc.press(Qt.Key.Key_Return)
    pc.wait_for("A new recovery code")
    pc.close()
    pc.start()
    pc.choose("dana")
    pc.program.gates.screen.secret.setFocus()
    pc.type(OWN)
    pc.wait_for("A new recovery code")
    assert pc.program.shell is None
