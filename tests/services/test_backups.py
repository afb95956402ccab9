from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import BackupCopy, DamagedFile, DataProblem, UserProblem
from core.model.clock import Clock
from core.model.patient import Patient
from core.services import backups, opening, patients, restoring, verifying
from core.store import audit, manifests
from core.store.file_names import keys_path, manifest_path
from tests.support.practice import PASSWORD, clock_on, new_practice, reopen, reopen_copy, trail

START = datetime(2026, 3, 10, 9, tzinfo=UTC)


@dataclass
class Hands:
    """A clock whose hands a test moves."""

    now: datetime = START

    def clock(self) -> Clock:
        return Clock(today=lambda: self.now.date(), now=lambda: self.now)

    def move(self, **span) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def p(tmp_path, hands):
    practice = new_practice(tmp_path / "desk", hands.clock())
    yield practice
    practice.file.close()


def save(p, times=1) -> None:
    for _ in range(times):
        with p.file.unit_of_work("test.save", "test"):
            pass


def test_without_a_copy_the_mark_is_red(p):
    found = backups.state(p)
    assert (found.verified_at, found.is_late, found.changes_since) == (None, True, 1)


def test_the_mark_turns_red_a_day_after_the_last_verified_copy(p, hands):
    backups.back_up(p)
    save(p, 2)
    hands.move(hours=24)
    found = backups.state(p)
    assert (found.verified_at, found.is_late, found.changes_since) == (START, False, 2)
    hands.move(seconds=1)
    assert backups.state(p).is_late
    hands.now = START - timedelta(days=400)  # the clock was set back
    assert backups.state(p).is_late


def test_a_copy_is_due_an_hour_after_the_last_when_something_changed(p, hands):
    assert backups.run_if_due(p) is not None
    hands.move(hours=3)
    assert backups.run_if_due(p) is None  # nothing changed
    save(p)
    assert backups.run_if_due(p) is not None
    save(p)
    hands.move(minutes=59)
    assert backups.run_if_due(p) is None
    hands.move(minutes=2)
    assert backups.run_if_due(p) is not None


def test_an_unchanged_practice_has_its_copy_looked_at_again(p, hands):
    first = backups.back_up(p)
    hands.move(days=3)
    assert backups.state(p).is_late
    assert backups.run_if_due(p) is None
    assert backups.state(p).verified_at == hands.now
    assert not backups.state(p).is_late
    hands.move(days=3)
    first.path.write_bytes(first.path.read_bytes()[:-1] + b"?")
    again = backups.run_if_due(p)
    assert again is not None
    assert again.path != first.path


def test_a_forged_manifest_makes_no_copy_young(p, hands):
    report = backups.back_up(p)
    hands.move(days=3)
    text = manifest_path(report.path).read_text()
    forged = text.replace(START.isoformat(), hands.now.isoformat())
    assert forged != text
    manifest_path(report.path).write_text(forged)
    assert backups.state(p).is_late
    (fault,) = verifying.verify_open(p).faults
    assert fault.check is verifying.Check.BACKUPS


def test_copies_go_to_the_second_place_as_well_and_open_there(p, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.set_place(p, stick)
    report = backups.back_up(p)
    assert report.second == stick / "clinic backups" / report.path.name
    assert report.second.read_bytes() == report.path.read_bytes()
    copy = reopen_copy(report.second)
    assert copy.file.path == report.second
    copy.file.close()
    assert backups.state(p).second_place == stick


def test_a_second_place_that_is_gone_spoils_nothing(p, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.set_place(p, stick)
    stick.rmdir()
    report = backups.back_up(p)
    assert (report.verified, report.second) == (True, None)
    assert "connect the drive" in report.second_problem
    backups.set_place(p, None)
    assert backups.back_up(p).second_problem == ""


@pytest.mark.parametrize("name", ["desk", "nowhere"])
def test_a_second_place_has_to_be_there_and_elsewhere(p, tmp_path, name):
    with pytest.raises(UserProblem):
        backups.set_place(p, tmp_path / name)
    assert backups.place(p) is None


def test_a_rehearsal_brings_all_of_it_back_and_leaves_nothing(p, tmp_path, hands):
    assert backups.state(p).is_rehearsal_due
    backups.back_up(p)
    entries = audit.last_seq(p.file.db)
    done = backups.rehearse(p)
    assert (done.is_good, done.entries) == (True, entries)
    assert [path for path in (tmp_path / "desk").iterdir() if path.name.startswith(".")] == []
    assert backups.state(p).rehearsed_at == START
    assert not backups.state(p).is_rehearsal_due
    hands.move(days=31)
    assert backups.state(p).is_rehearsal_due


def test_a_rehearsal_that_fails_says_so_and_stays_due(p):
    report = backups.back_up(p)
    body = bytearray(report.path.read_bytes())
    body[-3000] ^= 4
    report.path.write_bytes(body)
    done = backups.rehearse(p)
    assert not done.is_good
    assert "damaged" in done.problem
    assert backups.state(p).is_rehearsal_due
    newest = audit.events(p.file.db)[-1]
    assert (newest.action, newest.detail["good"]) == ("backup.rehearse", False)


def test_what_a_crash_left_behind_is_swept_away(p, tmp_path):
    first = backups.back_up(p)
    folder = first.path.parent
    for name in (
        ".clinic 2026-03-09 120000.unitwise.part",
        "clinic 2026-03-09 120000.keys.json",
        "clinic 2026-03-09 120000.manifest.json",
        "notes.keys.json",
    ):
        (folder / name).write_bytes(b"left")
    (tmp_path / "desk" / ".rehearsal-x").mkdir()
    save(p)
    backups.back_up(p)
    backups.rehearse(p)
    names = {path.name for path in folder.iterdir()}
    assert len(names) == 7
    assert "notes.keys.json" in names
    assert not (tmp_path / "desk" / ".rehearsal-x").exists()


def restore(copy, target, **more):
    return restoring.restore_copy(copy, PASSWORD, target, clock_on(), allow_cheap_keys=True, **more)


def test_a_copy_comes_back_in_a_new_place_and_says_what_differs(p, tmp_path):
    patients.save(p, Patient("Mei", "Lin", date(1990, 1, 1)))
    report = backups.back_up(p)
    patients.save(p, Patient("Ana", "Ruiz", date(1991, 1, 1)))
    (row,) = restoring.copies(p.file.path)
    assert (row.path, row.changes_after, row.counts["patients"]) == (report.path, 1, 1)
    done = restore(report.path, tmp_path / "new" / "b.unitwise", present=restoring.holding(p))
    assert restoring.Difference("patients", 1, 2) in done.differences
    assert done.last_change == done.present_last_change == START
    back = reopen(done.path)
    assert patients.search(back, "Lin") != ()
    assert patients.search(back, "Ruiz") == ()
    assert [event.action for event in trail(back)] == [
        "practice.create", "patient.create", "practice.restore",
    ]  # fmt: skip
    assert verifying.verify_open(back).is_good
    back.file.close()


@pytest.mark.parametrize("place", [100, -3000])
def test_a_copy_that_is_not_whole_is_not_restored(p, tmp_path, place):
    report = backups.back_up(p)
    body = bytearray(report.path.read_bytes())
    body[place] ^= 1
    report.path.write_bytes(body)
    for has_manifest in (True, False):
        if not has_manifest:
            manifest_path(report.path).unlink()
        with pytest.raises(DamagedFile):
            restore(report.path, tmp_path / "new" / "b.unitwise")
        assert list(tmp_path.rglob("b.*")) == []


def test_restoring_never_takes_the_place_of_a_file(p, tmp_path):
    report = backups.back_up(p)
    before = keys_path(p.file.path).read_bytes()
    with pytest.raises(UserProblem, match="already a file"):
        restore(report.path, p.file.path)
    assert keys_path(p.file.path).read_bytes() == before


def test_a_restore_that_cannot_be_finished_leaves_nothing_and_can_be_tried_again(
    p, tmp_path, monkeypatch
):
    report = backups.back_up(p)

    def full(db, key):
        raise DataProblem("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("core.store.chain.seal_new", full)
        with pytest.raises(DataProblem):
            restore(report.path, tmp_path / "b.unitwise")
    assert list(tmp_path.glob("b.*")) == []
    assert restore(report.path, tmp_path / "b.unitwise").entries == 1


def test_keys_left_by_a_restore_that_was_stopped_are_in_nobodys_way(p, tmp_path):
    report = backups.back_up(p)
    target = tmp_path / "b.unitwise"
    keys_path(target).write_bytes(keys_path(report.path).read_bytes())
    restore(report.path, target)
    assert verifying.verify_file(target, PASSWORD, clock_on(), allow_cheap_keys=True).is_good


def test_a_copy_without_a_manifest_is_restored_all_the_same(p, tmp_path):
    report = backups.back_up(p)
    manifest_path(report.path).unlink()
    (row,) = restoring.copies(p.file.path)
    assert (row.counts, row.verified_at) == (None, None)
    assert restore(report.path, tmp_path / "b.unitwise").entries == 1


def test_a_manifest_tells_what_the_copy_holds(p):
    save(p, 3)
    report = backups.back_up(p)
    manifest = manifests.read(report.path, p.file.key)
    assert (manifest.seq, manifest.counts["audit_events"]) == (4, 4)
    assert (manifest.bytes, manifest.install) == (report.bytes, p.file.keys.install)


def test_a_copy_is_not_opened_as_the_practice_and_stays_byte_for_byte(p):
    copy = backups.back_up(p).path
    beside = sorted(copy.parent.iterdir())
    before = copy.read_bytes()
    for look in (lambda: opening.look_at(copy), lambda: reopen(copy)):
        with pytest.raises(BackupCopy, match="is a backup copy"):
            look()
    assert (copy.read_bytes(), sorted(copy.parent.iterdir())) == (before, beside)
    assert manifests.fits(copy, manifests.read(copy, p.file.key))


def test_asked_of_a_copy_it_stands_before_the_others_of_its_practice(p, hands):
    first = backups.back_up(p).path
    save(p)
    hands.move(hours=1)
    second = backups.back_up(p).path
    assert restoring.practice_of(first) == p.file.path
    assert [row.path for row in restoring.copies(first)] == [first, second]
    assert [row.path for row in restoring.copies(p.file.path)] == [second, first]


def test_a_renamed_copy_is_still_known_as_one(p, tmp_path):
    copy = backups.back_up(p).path
    renamed = tmp_path / "old.unitwise"
    for beside in (Path, keys_path, manifest_path):
        beside(copy).rename(beside(renamed))
    assert [row.path for row in restoring.copies(renamed)] == [renamed]
    with pytest.raises(BackupCopy):
        opening.look_at(renamed)
