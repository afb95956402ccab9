"""Nothing that a patient told stands readable in any file, open or closed, saved or not."""

from pathlib import Path

from core.services import opening
from core.store import backup
from core.store.platform_files import this_platform
from tests.support.practice import PASSWORD, new_practice_with_code

MARKERS = ("Zebulon", "Quartzfield", "ZQ123456789", "knee pain since March", "1947-08-15")


def readable(folder: Path, words: list[str]) -> list[str]:
    found = []
    for path in folder.rglob("*"):
        body = path.read_bytes() if path.is_file() else b""
        for word in words:
            if word.encode() in body or word.encode("utf-16-le") in body:
                found.append(f"{path.name}: {word}")
    return found


def write(work, markers) -> None:
    for marker in markers:
        work.db.execute("INSERT INTO settings (name, value) VALUES (?, ?)", (marker, marker * 900))


def test_no_file_holds_a_readable_word_of_a_patient(tmp_path):
    practice, code = new_practice_with_code(tmp_path)
    secrets = [*MARKERS, practice.file.key.hex(), PASSWORD, code, code.replace("-", "")]
    with practice.file.unit_of_work("test.save", "setting") as work:
        write(work, MARKERS[:3])
    backup.write(practice.file, this_platform())
    with practice.file.unit_of_work("test.save", "setting") as work:
        write(work, MARKERS[3:])
        work.db.execute("PRAGMA cache_spill = 1")
        assert (tmp_path / "clinic.unitwise-wal").stat().st_size > 0
        # Only other files than the open one are read here: closing a handle on it drops its lock.
        copies = [p for p in tmp_path.rglob("*") if p.is_file() and p != practice.file.path]
        assert len(copies) >= 4
        assert [p.name for p in copies for w in secrets if w.encode() in p.read_bytes()] == []
    opening.close(practice)
    assert readable(tmp_path, secrets) == []
    assert readable(tmp_path, ["argon2id"]) != []  # the search itself finds what is there


def test_files_and_folders_are_the_owners_alone(tmp_path):
    practice, _ = new_practice_with_code(tmp_path / "new folder")
    during = {p.name: p.stat().st_mode & 0o777 for p in (tmp_path / "new folder").iterdir()}
    opening.close(practice)
    modes = {p: p.stat().st_mode & 0o777 for p in tmp_path.rglob("*")}
    assert set(during.values()) == {0o600}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
