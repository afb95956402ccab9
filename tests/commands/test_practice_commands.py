"""`verify`, `backup` and `restore` as the shell calls them: exit codes and what is printed."""

import importlib
import json
from datetime import date

import pytest

from core.model.patient import Patient
from core.services import opening, patients
from core.store import backup, documents, migrations
from core.store.file_names import attempts_path, keys_path
from core.store.keyslots import KdfCost
from tests.support.practice import OWNER, PASSWORD, PRACTICE, clock_on

REAL = KdfCost(64 * 1024, 3, 4)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A closed practice with keys of the accepted cost, as bytes by name."""
    path = tmp_path_factory.mktemp("made") / "clinic.unitwise"
    practice, _ = opening.create_practice(path, PRACTICE, OWNER, PASSWORD, clock_on(), cost=REAL)
    for number in range(5):
        with practice.file.unit_of_work("test.save", "test", number) as work:
            work.db.execute("INSERT INTO settings VALUES (?, 'v')", (f"s{number}",))
    opening.close(practice)
    return path.parent


@pytest.fixture
def practice(made, tmp_path):
    for source in made.rglob("*"):
        target = tmp_path / source.relative_to(made)
        if source.is_dir():
            target.mkdir()
        else:
            target.write_bytes(source.read_bytes())
    return tmp_path / "clinic.unitwise"


@pytest.fixture
def call(tmp_path, capsys):
    secret = tmp_path / "secret.txt"
    secret.write_text(f"{PASSWORD}\n")

    def run(command, *arguments):
        module = importlib.import_module(f"core.commands.{command}")
        words = [str(word) for word in arguments]
        code = module.run([*words, "--password-file", str(secret)])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else None, err

    return run


def test_verify_of_a_good_file_is_0_and_changes_nothing(practice, call):
    before = practice.read_bytes()
    for arguments in ([practice], ["--practice", practice]):
        code, line, _ = call("verify", *arguments)
        assert code == 0
        assert (line["ok"], line["entries"], line["anchor"]) == (True, 6, "agrees")
    assert practice.read_bytes() == before


def test_a_user_is_named_by_sign_in_name_and_another_name_does_not_open(practice, call):
    assert call("verify", practice, "--user", "Dana")[0] == 0
    for command in ("backup", "verify"):
        attempts_path(practice).unlink(missing_ok=True)
        code, line, err = call(command, practice, "--user", "bo")
        assert (code, line) == (2, None)
        assert "does not open" in err


def test_after_a_wrong_password_a_command_says_how_long_to_wait(practice, call):
    call("verify", practice, "--user", "bo")
    attempts = json.loads(attempts_path(practice).read_bytes()) | {"count": 9}
    attempts_path(practice).write_text(json.dumps(attempts))
    code, _, err = call("verify", practice)
    assert code == 2
    assert "Wait 2" in err  # 256 seconds, less what passed since


def test_verify_of_a_copy_goes_by_its_manifest(practice, call):
    (copy,) = backup.copies_of(practice).values()
    assert call("verify", copy)[1]["anchor"] == "agrees"


def test_verify_names_the_first_bad_entry(practice, call):
    opened = opening.unlock(practice, PASSWORD, clock_on())
    with opened.file.lifted():
        opened.file.db.execute("DROP TRIGGER audit_events_no_update")
        opened.file.db.execute("UPDATE audit_events SET actor = 'Nobody' WHERE seq = 4")
    opened.file.close()
    code, line, err = call("verify", practice)
    assert (code, line["ok"], line["first_bad"]) == (1, False, 4)
    assert {"check": "audit-trail", "message": "Entry 4 or its seal is not as it was written."} in (
        line["faults"]
    )
    assert "Entry 4" in err


@pytest.mark.parametrize("spoil", [lambda b: b[:9000], lambda b: b"", lambda b: b[:-4096]])
def test_verify_of_a_spoilt_file_is_1(practice, call, spoil):
    practice.write_bytes(spoil(practice.read_bytes()))
    code, line, _ = call("verify", practice)
    assert (code, line["ok"], line["faults"][0]["check"]) == (1, False, "pages")


def test_verify_finds_a_document_that_is_not_as_handed_out(practice, call):
    opened = opening.unlock(practice, PASSWORD, clock_on())
    patients.save(opened, Patient("Mei", "Lin", date(1990, 1, 1)))
    with opened.file.unit_of_work("document.archive", "document") as work:
        kept = documents.NewDocument(1001, "k", "l", "t", 1, (), "", 1, "0" * 64, b"another")
        documents.put(work.db, kept, work.now, OWNER)
    opened.file.close()
    code, line, _ = call("verify", practice)
    message = "Document 1001 is not as it was handed out."
    assert (code, line["faults"]) == (1, [{"check": "documents", "message": message}])


@pytest.mark.parametrize("command", ["verify", "backup"])
def test_what_cannot_be_used_is_2(practice, call, command, tmp_path, monkeypatch):
    assert call(command, tmp_path / "none.unitwise")[0] == 2
    assert call(command)[0] == 2
    assert call(command, practice, "--practice", practice)[0] == 2
    opened = opening.unlock(practice, PASSWORD, clock_on())
    code, line, err = call(command, practice)
    opened.file.close()
    assert (code, line) == (2, None)
    assert "already open" in err
    (tmp_path / "secret.txt").write_text("something else")
    code, _, err = call(command, practice)
    assert code == 2
    assert "does not open" in err
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", 1)
    (tmp_path / "secret.txt").write_text(PASSWORD)
    assert call(command, practice)[0] == 2


def test_a_backup_is_restored_elsewhere_with_what_differs(practice, call, tmp_path):
    code, line, _ = call("backup", practice)
    assert (code, line["verified"], line["second"]) == (0, True, None)
    opened = opening.unlock(practice, PASSWORD, clock_on(date(2026, 3, 11)))
    with opened.file.unit_of_work("test.later", "test"):
        pass
    opened.file.close()
    target = tmp_path / "new" / "again.unitwise"
    code, found, err = call("restore", line["copy"], "--to", target, "--practice", practice)
    assert code == 0
    assert found["entries"] == 7
    assert found["last_change"] < found["present_last_change"]
    assert {"what": "audit entries", "in_copy": 7, "at_present": 10} in found["differences"]
    assert "audit entries: 7 in the copy, 10 at present" in err
    assert call("verify", target)[0] == 0
    assert call("restore", line["copy"], "--to", target)[0] == 2  # never in something's place


def test_a_damaged_copy_is_not_restored(practice, call, tmp_path):
    (copy,) = backup.copies_of(practice).values()
    body = bytearray(copy.read_bytes())
    body[-2000] ^= 1
    copy.write_bytes(body)
    target = tmp_path / "new" / "again.unitwise"
    code, line, err = call("restore", copy, "--to", target)
    assert (code, line) == (1, None)
    assert "damaged" in err
    assert not target.exists()
    assert not keys_path(target).exists()
