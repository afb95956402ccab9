"""The set-up script's decisions, with the machine around it made up."""

import importlib

import pytest

from tests.project.tracked import ROOT


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    return importlib.import_module


@pytest.fixture
def machine(tool, monkeypatch: pytest.MonkeyPatch):
    """A Linux machine where Qt fails, two libraries are missing and apt is not allowed."""
    qt, debian = tool("qt_system"), tool("debian")
    monkeypatch.setattr(qt.sys, "platform", "linux")
    monkeypatch.setattr(qt, "_trouble", lambda _: "libEGL.so.1: cannot open shared object file")
    monkeypatch.setattr(qt, "_missing", lambda _: ["libEGL.so.1", "libxcb-cursor.so.0"])
    monkeypatch.setattr(debian, "_rights", lambda: None)
    monkeypatch.setattr(debian.shutil, "which", lambda name: f"bin/{name}")
    return qt


@pytest.mark.parametrize("words", [[], ["biuld"]])
def test_without_a_known_command_it_tells_what_there_is(tool, words, capsys):
    assert tool("dev").main(words) == 2
    assert "run --demo" in capsys.readouterr().err


def test_without_the_right_to_install_it_prints_the_one_line(tool, machine):
    with pytest.raises(tool("environment").CannotSetUp) as stopped:
        machine.ensure("xcb")
    line = "sudo apt-get install --no-install-recommends libegl1 libxcb-cursor0"
    assert line in str(stopped.value)


def test_with_the_right_it_installs_and_goes_on(tool, machine, monkeypatch):
    installed = []
    monkeypatch.setattr(tool("debian"), "install", lambda names: not installed.extend(names))
    monkeypatch.setattr(machine, "_trouble", lambda _: "" if installed else "no EGL")
    monkeypatch.setattr(machine, "_missing", lambda names: [] if installed else ["libEGL.so.1"])
    machine.ensure("offscreen")
    assert installed == ["libegl1"]


def test_a_library_nobody_listed_is_named(tool, machine, monkeypatch):
    monkeypatch.setattr(
        machine, "_trouble", lambda _: "libodd.so.7: cannot open shared object file"
    )
    monkeypatch.setattr(machine, "_missing", lambda _: [])
    with pytest.raises(tool("environment").CannotSetUp, match=r"libodd\.so\.7"):
        machine.ensure("xcb")


@pytest.mark.parametrize(
    ("display", "wayland", "platform"),
    [("", "", None), (":0", "", "xcb"), ("", "wayland-0", "wayland"), (":0", "w", "wayland;xcb")],
)
def test_the_window_opens_where_there_is_a_display(
    machine, monkeypatch, display, wayland, platform
):
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setenv("WAYLAND_DISPLAY", wayland)
    assert machine.desktop_platform() == platform


def test_a_changed_lock_is_installed_again(tool, tmp_path, monkeypatch):
    environment = tool("environment")
    asked = []
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(environment, "_works", lambda: True)
    monkeypatch.setattr(environment, "_pip", lambda lock: not asked.append(lock))
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("one")
    environment.ensure("requirements-dev.txt")
    environment.ensure("requirements.txt")  # the larger lock covers it
    (tmp_path / "requirements.txt").write_text("two")
    environment.ensure("requirements.txt")
    assert asked == ["requirements-dev.txt", "requirements.txt"]


def test_debians_missing_venv_module_is_named(tool, tmp_path, monkeypatch):
    environment = tool("environment")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(tool("debian"), "_rights", lambda: None)
    with pytest.raises(environment.CannotSetUp, match=r"python3\.\d+-venv"):
        environment.ensure("requirements.txt")


def test_a_damaged_download_stops_the_set_up(tool, tmp_path, monkeypatch):
    environment = tool("environment")
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(environment, "_works", lambda: True)
    monkeypatch.setattr(environment, "_pip", lambda _: False)
    with pytest.raises(environment.CannotSetUp, match="could not be installed"):
        environment.ensure("requirements.txt")
    assert not (tmp_path / "stamp").exists()
