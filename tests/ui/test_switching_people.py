"""Two people take turns at one window: locks, PINs, and nothing of the other to be seen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from core.store import audit
from tests.support.practice import PASSWORD
from tests.ui.two_people import BOS, BOS_PIN, CTRL, PIN, SHIFT, Pc, copied, make_file
from tests.ui.walk import texts


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two")
    make_file(folder / "clinic.unitwise", pins=True)
    return folder


@pytest.fixture
def pc(qapp, qtbot, tmp_path, monkeypatch, prepared):
    """Dana is at the window; both have a PIN, Bo has not typed his password today."""
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(qapp, "quit", lambda: None, raising=False)
    made = Pc(qapp, qtbot, tmp_path)
    copied(prepared, tmp_path)
    made.start()
    made.sign_in("dana", PASSWORD)
    yield made
    made.end()


def lock(pc):
    pc.press(Qt.Key.Key_L, CTRL)
    pc.seats_known()


def switch(pc, words, secret):
    pc.program.switch_person()
    pc.seats_known()
    pc.sign_in(words, secret)


def rail(pc):
    return texts(pc.program.shell.rail)


def test_the_own_pin_uncovers_and_the_trail_tells_of_it(pc):
    shell = pc.program.shell
    lock(pc)
    assert pc.program.gates.screen.by_pin
    pc.type(PIN)
    pc.wait(shell.isVisible)
    assert pc.program.shell is shell
    row = pc.answer(lambda p: audit.events(p.file.db))[-1]
    assert (row.action, row.actor, row.detail) == ("unlock", "Dana Okafor", {"with": "pin"})


def test_a_wrong_pin_does_not_uncover_and_after_five_the_password_is_asked(pc):
    lock(pc)
    gate = pc.program.gates.screen
    for number in range(5):
        gate.secret.clear()
        pc.type(f"11111{number}")
        pc.wait(lambda: gate.problem != "" and not gate.secret.isReadOnly())
        assert not pc.program.shell.isVisible()
    assert not gate.by_pin
    assert "Type the full password" in texts(gate)
    pc.type(PASSWORD)
    pc.wait(pc.program.shell.isVisible)


def test_the_password_serves_where_the_pin_is_forgotten(pc):
    lock(pc)
    pc.program.gates.screen.full.click()
    pc.type(PASSWORD)
    pc.wait(pc.program.shell.isVisible)


def test_a_pin_does_not_serve_before_the_password_of_the_day(pc):
    pc.press(Qt.Key.Key_L, CTRL | SHIFT)
    pc.seats_known()
    pc.choose("Bo Kim")
    assert not pc.program.gates.screen.by_pin
    pc.program.gates.screen.secret.setFocus()
    pc.type(BOS_PIN)
    pc.wait_for("does not open the practice file")
    pc.waited()
    pc.program.gates.screen._left = 0
    pc.sign_in("Bo Kim", BOS)
    switch(pc, "Dana Okafor", PIN)
    switch(pc, "Bo Kim", BOS_PIN)
    assert "Bo Kim" in rail(pc)


def test_who_goes_on_sees_today_with_the_own_permissions(pc):
    shell = pc.program.shell
    shell.navigate("settings", {"section": "people"})
    pc.wait_for("bo")
    switch(pc, "Bo Kim", BOS)
    assert pc.program.shell is not shell
    assert pc.program.shell.page.name == "today"
    assert pc.program.shell.ctx.person.name == "Bo Kim"
    pc.program.shell.navigate("settings", {})
    assert "people" not in pc.program.shell.page.sections
    assert "Audit trail" not in texts(pc.program.window)


def test_the_actor_of_every_change_is_who_is_at_the_window(pc):
    switch(pc, "Bo Kim", BOS)
    assert pc.answer(lambda p: (p.person.name, p.file.actor)) == ("Bo Kim", "Bo Kim")


def test_text_that_is_not_saved_comes_back_to_its_writer_alone(pc):
    pc.program.shell.navigate("patient", {})
    form = pc.program.shell
    editor = form.page.findChild(QLineEdit, "patient-last_name") or form.page.findChild(QLineEdit)
    editor.setFocus()
    pc.type("Quillfeather", enter=False)
    assert form.holds_text()
    switch(pc, "Bo Kim", BOS)
    assert "Quillfeather" not in texts(pc.program.window)
    switch(pc, "Dana Okafor", PIN)
    assert pc.program.shell is form
    assert "Quillfeather" in texts(pc.program.window)


def test_what_a_page_asks_after_the_switch_is_not_done_in_the_other_s_name(pc):
    danas = pc.program.shell.ctx.tasks
    switch(pc, "Bo Kim", BOS)
    done, refused = [], []
    danas.read(lambda p: p.person.name, done.append)
    danas.change(lambda p: p.person.name, done.append, refused.append)
    pc.answer(lambda p: None)
    pc.wait(lambda: bool(refused))
    assert done == []
    assert "somebody else is signed in" in str(refused[0])


def test_the_menu_at_the_rail_s_foot_leads_to_the_own_pin(pc):
    menu = pc.find("rail-person").menu_shown
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert words == ["Switch person", "Lock", "My password", "My PIN"]
    menu.actions()[-1].trigger()
    assert pc.program.window.focusWidget().objectName() == "pin-password"


def test_a_session_of_twelve_hours_asks_for_the_full_password(pc):
    pc.program.watch.idle.begin_session(0)
    pc.program.watch.idle.look()
    assert not pc.program.shell.isVisible()
    assert pc.program.window.windowTitle() == "Unitwise (locked)"


def test_a_pin_of_before_the_twelve_hours_serves_no_more(pc):
    from datetime import timedelta

    from core.model.clock import Clock

    def later(p):
        old = p.clock
        p.clock = Clock(old.today, lambda: old.now() + timedelta(hours=12, seconds=1))

    pc.answer(later)
    lock(pc)
    assert not pc.program.gates.screen.by_pin


def test_somebody_with_a_one_time_password_chooses_the_own_one_at_the_switch(pc):
    from core.services import people

    once = pc.answer(lambda p: people.reset_password(p, 2, PASSWORD))
    pc.program.switch_person()
    pc.seats_known()
    pc.choose("Bo Kim")
    pc.program.gates.screen.secret.setFocus()
    pc.type(once)
    pc.wait_for("Choose your own password")
    for name in ("own-new_password", "own-again"):
        pc.set_text(name, "marble kettle forty")
    pc.press(Qt.Key.Key_Return)
    pc.wait(lambda: pc.program.shell is not None and pc.program.shell.isVisible())
    assert "Bo Kim" in rail(pc)
