"""What the window remembers, and for whom."""

from pathlib import Path

from PySide6.QtCore import QByteArray

from ui.preferences import Preferences


def test_each_practice_has_its_own_habits(tmp_path):
    kept = Preferences(tmp_path / "window.ini")
    kept.use_practice(Path("one.unitwise"))
    kept.keep("page", "patients")
    kept.use_practice(Path("two.unitwise"))
    assert kept.text("page", "today") == "today"
    kept.use_practice(Path("one.unitwise"))
    assert kept.text("page", "today") == "patients"


def test_the_look_is_shared_and_survives_a_restart(tmp_path):
    first = Preferences(tmp_path / "window.ini")
    first.keep_look("dark", 150)
    first.flush()
    again = Preferences(tmp_path / "window.ini")
    assert (again.shared_text("look"), again.shared_text("scale")) == ("dark", "150")


def test_a_spoilt_value_gives_the_default(tmp_path):
    kept = Preferences(tmp_path / "window.ini")
    kept.keep("width", "wide")
    assert kept.number("width", 7) == 7
    assert kept.bytes("geometry").isEmpty()
    kept.keep("geometry", QByteArray(b"\x00\x01"))
    assert kept.bytes("geometry") == b"\x00\x01"
