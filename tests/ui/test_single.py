"""A second start brings the first window up, and other files are left alone."""

from PySide6.QtNetwork import QLocalServer

from ui.single import SingleInstance, call_first, name_for


def test_a_second_start_calls_the_first_window(tmp_path, qtbot):
    first = SingleInstance()
    first.hold(tmp_path / "a.unitwise")
    with qtbot.waitSignal(first.called, timeout=2000):
        assert call_first(tmp_path / "a.unitwise")
    first.let_go()


def test_nobody_answers_for_another_file(tmp_path):
    first = SingleInstance()
    first.hold(tmp_path / "a.unitwise")
    assert not call_first(tmp_path / "b.unitwise")
    first.let_go()
    assert not call_first(tmp_path / "a.unitwise")


def test_a_meeting_point_left_by_a_crash_is_taken_over(tmp_path, qtbot):
    path = tmp_path / "a.unitwise"
    name = name_for(path)
    place = QLocalServer()
    place.listen(name)
    left = place.fullServerName()
    place.close()
    with open(left, "w"):  # noqa: PTH123 - what a killed process leaves behind
        pass
    first = SingleInstance()
    first.hold(path)
    with qtbot.waitSignal(first.called, timeout=2000):
        assert call_first(path)
    first.let_go()


def test_the_name_tells_nothing_of_the_file(tmp_path):
    name = name_for(tmp_path / "Harbor Therapy.unitwise")
    assert "Harbor" not in name
    assert str(tmp_path) not in name
