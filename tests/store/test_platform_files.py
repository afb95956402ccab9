import os
import sys

import pytest

from core.store import platform_files
from core.store.platform_files import (
    MacFiles,
    PosixFiles,
    WindowsFiles,
    make_private_folder,
    this_platform,
    write_durably,
)


class Recorder:
    """A platform that writes down what it is asked, in order."""

    def __init__(self, fails: str = "") -> None:
        self.asked: list[str] = []
        self.fails = fails

    def _note(self, what: str) -> None:
        self.asked.append(what)
        if what == self.fails:
            raise OSError(5, "Input/output error")

    def keep_private(self, path):
        self._note("private")

    def sync_file(self, handle):
        self._note("sync file")

    def sync_folder(self, path):
        self._note("sync folder")


def test_a_file_is_private_and_synced_before_it_takes_its_name(tmp_path):
    recorder, path = Recorder(), tmp_path / "keys.json"
    write_durably(path, b"new", recorder)
    assert recorder.asked == ["private", "sync file", "sync folder"]
    assert [p.name for p in tmp_path.iterdir()] == ["keys.json"]
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("step", ["private", "sync file"])
def test_a_failure_before_the_rename_keeps_the_old_file(tmp_path, step):
    path = tmp_path / "keys.json"
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="Input/output"):
        write_durably(path, b"new", Recorder(step))
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"keys.json": b"old"}


def test_a_folder_that_is_there_keeps_its_rights(tmp_path):
    recorder = Recorder()
    make_private_folder(tmp_path, recorder)
    assert recorder.asked == []
    make_private_folder(tmp_path / "a" / "b", recorder)
    assert recorder.asked == ["private"]


def test_each_system_gets_its_own(monkeypatch):
    found = {}
    for name in ("linux", "darwin", "win32"):
        monkeypatch.setattr(sys, "platform", name)
        found[name] = type(this_platform())
    assert found == {"linux": PosixFiles, "darwin": MacFiles, "win32": WindowsFiles}


def test_windows_gives_the_file_to_this_account_alone(tmp_path, monkeypatch):
    calls = []
    monkeypatch.setenv("USERDOMAIN", "CLINIC")
    monkeypatch.setenv("USERNAME", "dana")
    monkeypatch.setattr(
        platform_files.subprocess, "run", lambda command, **options: calls.append(command)
    )
    (tmp_path / "f").write_bytes(b"")
    WindowsFiles().keep_private(tmp_path / "f")
    WindowsFiles().keep_private(tmp_path)
    assert [call[2:] for call in calls] == [
        ["/inheritance:r", "/grant:r", "CLINIC\\dana:F"],
        ["/inheritance:r", "/grant:r", "CLINIC\\dana:(OI)(CI)F"],
    ]


def test_macos_falls_back_where_full_sync_is_unknown(tmp_path, monkeypatch):
    import fcntl

    asked = []

    def refuse(handle, command):
        asked.append(command)
        raise OSError(25, "Inappropriate ioctl for device")

    monkeypatch.setattr(fcntl, "fcntl", refuse)
    monkeypatch.setattr(os, "fsync", lambda handle: asked.append("fsync"))
    with (tmp_path / "f").open("wb") as stream:
        MacFiles().sync_file(stream.fileno())
    assert asked == [51, "fsync"]
