"""Backups on the screen: how old, where, and bringing one back; files are looked at, not words."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from core.services import restoring
from tests.support.practice import PASSWORD
from tests.ui import walk
from tests.ui.desk import Desk

Key = Qt.Key


@pytest.fixture
def desk(tmp_path, theme, qtbot, monkeypatch):
    # The copies of tests are sealed with cheap keys.
    real = restoring.restore_copy

    def cheap(*args, **more):
        return real(*args, **more, allow_cheap_keys=True)

    monkeypatch.setattr("core.services.restoring.restore_copy", cheap)
    made = Desk(tmp_path, theme, qtbot)
    made.go("settings", {"section": "backups"})
    yield made
    made.practice.file.close()


def shown(desk):
    return walk.texts(desk.page.section)


def click(desk, name):
    desk.find(name).setFocus()
    desk.press(Key.Key_Space)


def copies(desk):
    return sorted((desk.practice.file.path.parent / "clinic backups").glob("*.unitwise"))


def test_without_a_copy_it_says_so_and_offers_one(desk):
    assert "No verified copy yet" in shown(desk)
    assert not desk.find("restore-start").isVisible()
    click(desk, "backup-now")
    assert len(copies(desk)) == 1
    assert "A verified copy is beside the practice file." in shown(desk)
    assert "Every change is in a copy." in shown(desk)


def test_changes_since_the_copy_are_counted(desk):
    click(desk, "backup-now")
    desk.clinic.session("Alvarez", desk.ctx.clock.today(), complete=False)
    desk.page.section.load()
    assert "1 change is in no copy yet." in shown(desk)


def test_a_copy_is_restored_into_a_new_file_with_the_differences_shown(desk):
    desk.clinic.session("Alvarez", desk.ctx.clock.today(), complete=False)
    click(desk, "backup-now")
    desk.clinic.session("Adeyemi", desk.ctx.clock.today(), complete=False)
    desk.page.section.load()
    before = desk.practice.file.path.read_bytes()
    desk.find("restore-password").setFocus()
    desk.type(PASSWORD)
    name = desk.find("restore-target").text()
    desk.press(Key.Key_Return)
    assert (desk.practice.file.path.parent / name).exists()
    assert desk.practice.file.path.read_bytes() == before
    rows = dict(
        zip(desk.column("restore-differences", "What"),
            desk.column("restore-differences", "Difference"), strict=True)
    )  # fmt: skip
    assert rows["Sessions"] == "1 fewer in the copy"
    assert rows["Patients"] == "the same"
    assert desk.find("restore-open").isVisible()


def test_a_wrong_password_is_told_at_its_field_and_nothing_is_left(desk):
    click(desk, "backup-now")
    before = set(desk.practice.file.path.parent.iterdir())
    desk.find("restore-password").setFocus()
    desk.type("wrong lantern orbit")
    desk.press(Key.Key_Return)
    assert "does not open the practice file" in shown(desk)
    assert set(desk.practice.file.path.parent.iterdir()) == before


def test_a_trial_restore_leaves_nothing_and_is_remembered(desk):
    click(desk, "backup-now")
    before = set(desk.practice.file.path.parent.iterdir())
    click(desk, "backup-rehearse")
    assert "The newest copy can be restored." in shown(desk)
    assert "Last restore on trial: just now." in shown(desk)
    assert set(desk.practice.file.path.parent.iterdir()) == before


def test_a_second_place_takes_the_copies_too(desk, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    desk.page.section.presenter.set_place(stick)
    assert str(stick) in shown(desk)
    click(desk, "backup-now")
    assert "in both places" in shown(desk)
    assert any(stick.rglob("*.unitwise"))
    click(desk, "backup-leave")
    assert "None chosen." in shown(desk)


def test_a_second_place_that_is_gone_is_told(desk, tmp_path):
    desk.page.section.presenter.set_place(Path(tmp_path / "nowhere"))
    assert "There is no folder “nowhere”" in shown(desk)


def test_nobody_is_asked_to_restore_over_the_file_in_use(desk):
    click(desk, "backup-now")
    desk.find("restore-target").setText(desk.practice.file.path.name)
    desk.find("restore-password").setFocus()
    desk.type(PASSWORD)
    before = desk.practice.file.path.read_bytes()
    desk.press(Key.Key_Return)
    assert desk.practice.file.path.read_bytes() == before
    assert "already" in shown(desk)
