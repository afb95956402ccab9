"""The faults of `packaging/dev.py torture` at a size that fits, and that they would be seen."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.services import people, printing
from tests.support.practice import PASSWORD
from tests.torture import (
    accounts,
    clinic,
    disk,
    leaks,
    memory,
    places,
    recording,
    soak,
    tracing,
    unexpected,
)

ROOT = Path(__file__).parents[2]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks; Linux only")
STRACE = pytest.mark.skipif(not tracing.is_there(), reason=tracing.MISSING)


def torture(*names) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.torture", "--size", "small", *names]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@LINUX
@pytest.mark.parametrize(
    "name", ["kills", "flips", "foreign", "trail", "load", "hard-lock", "unexpected", "soak"]
)
def test_nothing_is_lost_half_or_unnoticed(name):
    done = torture(name)
    assert done.returncode == 0, done.stdout + done.stderr


@LINUX
@pytest.mark.skipif(not places.is_there(), reason=places.MISSING)
def test_a_full_and_a_read_only_disk_are_told_and_leave_nothing_half():
    done = torture("places")
    assert done.returncode == 0, done.stdout + done.stderr


@LINUX
@STRACE
@pytest.mark.parametrize("name", ["kill-calls", "power", "disk-errors", "leaks", "durable"])
def test_nothing_is_lost_half_or_readable_under_strace(name):
    done = torture(name)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_unknown_experiment_is_refused():
    assert torture("nonsense").returncode == 2


@pytest.fixture
def clinic_path(tmp_path):
    return clinic.make(tmp_path / "base")


def test_a_lost_session_would_be_seen(clinic_path):
    said = clinic.Acknowledged().read("saved 6 6\n")
    assert clinic.look(clinic_path, said) == []
    said.read("saved 6 7\nsaved 99 8\nsaved 7 1")
    assert clinic.look(clinic_path, said) == [
        "lost: session 7 of encounter 6",
        "lost: session 8 of encounter 99",
    ]


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        ("UPDATE service_lines SET minutes = 90 WHERE encounter_id = 3", "minutes"),
        ("DELETE FROM charges WHERE encounter_id = 3", "charge"),
        ("UPDATE encounters SET version = 2 WHERE id = 3", "audit row"),
    ],
)
def test_a_half_session_would_be_seen(clinic_path, sql, finding):
    p = clinic.reopen(clinic_path)
    with p.file.lifted():
        p.file.db.execute(sql)
    p.file.close()
    (found,) = clinic.look(clinic_path, clinic.Acknowledged())
    assert found.startswith("half: encounter 3")
    assert finding in found


def test_a_lost_or_half_signature_would_be_seen(clinic_path):
    said = clinic.Acknowledged().read("signed 6 6\n")
    assert clinic.look(clinic_path, said) == ["lost: the signature of encounter 6"]
    p = clinic.reopen(clinic_path)
    receipt = clinic.sign(p, 99)
    p.file.close()
    said = clinic.Acknowledged().read(f"signed {receipt.encounter_id} 99\n")
    assert clinic.look(clinic_path, said) == []
    p = clinic.reopen(clinic_path)
    with p.file.lifted():
        p.file.db.execute("DROP TRIGGER signatures_no_delete")
        p.file.db.execute("DELETE FROM signatures")
    p.file.close()
    found = clinic.look(clinic_path, said)
    assert f"half: the signature of encounter {receipt.encounter_id}" in found
    assert f"lost: the signature of encounter {receipt.encounter_id}" in found


def test_a_missing_import_document_or_copy_would_be_seen(clinic_path):
    said = clinic.Acknowledged().read("imported\nprinted 1001\ncopy x.unitwise\n")
    assert clinic.look(clinic_path, said) == [
        "lost: the import",
        "lost: document 1001",
        "lost: backup x.unitwise",
    ]


def test_a_lost_account_password_or_data_key_would_be_seen(clinic_path):
    said = clinic.Acknowledged().read("added k2m9\nrekeyed True\n")
    assert clinic.look(clinic_path, said) == ["lost: the new data key", "lost: added"]


def test_a_half_account_would_be_seen(clinic_path):
    p = clinic.reopen(clinic_path)
    kept, once = people.add_person(p, clinic.JOINS, PASSWORD)
    again = clinic.Acknowledged().read(f"added {once}\n")
    with p.file.lifted():
        p.file.db.execute("UPDATE people SET active = 0 WHERE id = ?", (kept.id,))
    assert accounts.look(p, again.words) == [
        f"half: slots of [1, {kept.id}], accounts [1]",
        f"half: a void slot of {kept.id}",
    ]
    p.file.close()


def test_a_simulated_disk_keeps_what_was_synced_and_may_lose_the_rest(tmp_path):
    (tmp_path / "old").write_bytes(b"o" * 1024)
    old, new = str(tmp_path / "old"), str(tmp_path / "new")
    seen = set()
    for seed in range(60):
        d = disk.Disk(tmp_path)
        d.write(old, 0, b"s" * 512)
        d.sync(old)
        d.write(old, 512, b"p" * 512)
        d.create(new)
        left = d.after_cut(random.Random(seed))
        assert left[old][:512] == b"s" * 512
        seen.add((left[old][512:513], new in left))
        d.sync(str(tmp_path))
        assert new in d.after_cut(random.Random(seed))
    assert seen == {(b"o", True), (b"o", False), (b"p", True), (b"p", False)}


def test_a_readable_word_a_file_opened_and_a_connection_would_be_seen(tmp_path):
    (tmp_path / "crash.log").write_text(f"patient {clinic.MARKERS[0]}")
    (tmp_path / "wide.tmp").write_bytes(clinic.MARKERS[1].encode("utf-16-le"))
    assert leaks.readable(tmp_path, clinic.MARKERS) == [
        "readable: Zebulon in crash.log",
        "readable: Quartzfield in wide.tmp",
    ]
    line = '77 openat(AT_FDCWD, "out.pdf", O_WRONLY|O_CREAT|O_TRUNC, 0600) = 3'
    assert leaks.opened_for_writing(line) == "out.pdf"
    assert leaks.opened_for_writing('77 openat(AT_FDCWD, "in.pdf", O_RDONLY) = 3') is None
    assert leaks.is_connection("77 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3")
    assert leaks.is_connection("77 socket(AF_INET6, SOCK_DGRAM, IPPROTO_IP) = 3")
    assert not leaks.is_connection("77 socket(AF_UNIX, SOCK_STREAM, 0) = 3")


def test_a_recorded_run_replays_to_the_files_it_left(tmp_path):
    """With every write kept, the simulated disk holds what the real one does."""
    if not tracing.is_there():
        pytest.skip(tracing.MISSING)
    path = clinic.copy_of(clinic.make(tmp_path / "base"), tmp_path / "run")
    before = tmp_path / "before"
    shutil.copytree(path.parent, before)
    traced = tracing.run("copy", path, (), recording.OPTIONS, tmp_path)
    after = {str(one): one.read_bytes() for one in path.parent.rglob("*") if one.is_file()}
    shutil.rmtree(path.parent)
    before.rename(path.parent)
    replay = recording.Recording(traced.log, path.parent)
    assert len(list(replay.steps())) == len(replay)
    assert replay.disk.as_it_is() == after
    assert replay.said.decode() == traced.output


@LINUX
def test_a_word_in_memory_would_be_found_once_wherever_it_stands():
    text = "Wermelskirchen-Ödland"
    code = f"import sys; kept = '{text}' * 3; wide = kept.encode('utf-16-le'); print(flush=True)"
    call = [sys.executable, "-c", f"{code}; sys.stdin.read()"]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        assert memory.count(child.pid, [text])[0] >= 6
        assert memory.count(child.pid, [text[::-1]])[0] == 0
        child.stdin.close()


def test_growth_and_saves_that_failed_or_were_never_made_would_be_seen():
    good = soak.Found(saves=100, copies=2, grown=49.9, log=63.9)
    assert soak.judged(good, 100) == []
    bad = soak.Found(saves=97, errors=1, grown=50.0, log=64.0)
    assert [line.split(":")[0] for line in soak.judged(bad, 100)] == [
        "unclear", "lost", "grown", "grown",
    ]  # fmt: skip


def test_a_function_is_replaced_wherever_the_program_holds_it_and_put_back():
    site = next(one for one in unexpected.sites() if one[0] is printing)
    put = unexpected.Put(site, unexpected._fails)
    with pytest.raises(ValueError, match=clinic.MARKERS[0]):
        getattr(printing, site[1])(None)
    put.take_out()
    assert getattr(printing, site[1]) is site[2]
