import csv
import io
import json
from datetime import UTC, date, datetime

import pytest

from core.errors import UserProblem
from core.model.clock import Clock
from core.model.people import Role
from core.services import audit_trail, opening, proofs
from core.services.audit_trail import AuditFilter, ExportFormat
from core.store import attempts
from core.store.file_names import attempts_path
from tests.support.people import join, sign_in
from tests.support.practice import DAY, OWNER, PASSWORD, new_practice, reopen, trail


def seen(p, **wanted) -> list[str]:
    return [row.event.action for row in audit_trail.entries(p, AuditFilter(**wanted))]


def act(p, action, patient=None, actor=None, at=None) -> None:
    if at:
        p.clock = Clock(today=lambda: at.date(), now=lambda: at)
    with p.file.unit_of_work(action, "test", patient_id=patient) as work:
        work.actor = actor


def test_entries_come_newest_first_with_their_patients_name(clinic):
    rows = audit_trail.entries(clinic.p, AuditFilter(patient_id=clinic.patient))
    assert [(row.event.action, row.patient) for row in rows] == [
        ("coverage.save", "O'Brien-Ngô, Łukasz"),
        ("patient.create", "O'Brien-Ngô, Łukasz"),
    ]


def test_a_filter_finds_what_fits_and_nothing_else(practice):
    act(practice, "encounter.save", 7)
    act(practice, "encounter.void", 8, "Ann Lee")
    act(practice, "encounters.other", 7, "Ann Lee")
    assert seen(practice, action="encounter") == ["encounter.void", "encounter.save"]
    assert seen(practice, action="encounter.save") == ["encounter.save"]
    assert seen(practice, actor="Ann Lee") == ["encounters.other", "encounter.void"]
    assert seen(practice, actor="Ann Lee", patient_id=7) == ["encounters.other"]
    assert audit_trail.count(practice, AuditFilter(patient_id=7)) == 2
    assert audit_trail.choices(practice).actors == ("Ann Lee", OWNER)
    assert "encounter.void" in audit_trail.choices(practice).actions


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 5, 1), date(2026, 5, 1), ["b", "a"]),
        (date(2026, 5, 2), None, ["c"]),
        (None, date(2026, 4, 30), ["practice.create"]),
        (date(2026, 5, 3), date(2026, 5, 9), []),
    ],
)
def test_both_days_of_a_filter_count_by_the_pcs_own_clock(practice, first, last, expected):
    for action, day, hour in (("a", 1, 0), ("b", 1, 23), ("c", 2, 0)):
        local = datetime(2026, 5, day, hour, 59 * (hour > 0), tzinfo=None).astimezone()
        act(practice, action, at=local.astimezone(UTC))
    assert seen(practice, first=first, last=last) == expected


def test_pages_follow_one_another_without_gap_or_repeat(practice):
    for number in range(25):
        act(practice, f"test.{number}")
    found, before = [], None
    while page := audit_trail.entries(practice, AuditFilter(), before, 7):
        found += [row.event.seq for row in page]
        before = page[-1].event.seq
    assert found == list(range(26, 0, -1))


def export(practice, wanted, target, form=ExportFormat.CSV):
    return audit_trail.export(practice, wanted, target, form, proofs.prove(practice, PASSWORD))


def test_an_export_holds_what_was_asked_for_and_is_in_the_trail_itself(practice, tmp_path):
    act(practice, "=HYPERLINK(1)", 7, '-2+3"x')
    table, text = tmp_path / "trail.csv", tmp_path / "trail.json"
    assert export(practice, AuditFilter(), table) == 2
    wanted = AuditFilter(action="audit")
    assert export(practice, wanted, text, ExportFormat.JSON) == 1
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    assert [row["seq"] for row in rows] == ["1", "2"]
    assert (rows[1]["actor"], rows[1]["action"]) == ("'-2+3\"x", "'=HYPERLINK(1)")
    body = json.loads(text.read_text())
    assert body["chain"] == {"entries": 4, "first_bad": None, "message": ""}
    assert [(one["action"], one["detail"]) for one in body["events"]] == [
        ("audit.export", {"entries": 2, "format": "csv"})
    ]
    assert len(body["events"][0]["mac"]) == 64
    assert seen(practice, action="audit.export") == ["audit.export"] * 2


def test_an_export_under_a_wrong_name_is_refused(practice, tmp_path):
    with pytest.raises(UserProblem, match=r"\.csv"):
        export(practice, AuditFilter(), tmp_path / "a.unitwise")
    assert seen(practice, action="audit.export") == []


def never_given(practice):
    return proofs.Proof(practice.person.id, practice.memory.monotonic() + 60)


def used_before(practice):
    proof = proofs.prove(practice, PASSWORD)
    proofs.spend(practice, proof)
    return proof


def too_old(practice):
    proof = proofs.prove(practice, PASSWORD)
    late = practice.memory.monotonic() + 301
    practice.memory.monotonic = lambda: late
    return proof


def somebody_elses(practice):
    proof = proofs.prove(practice, PASSWORD)
    sign_in(practice, join(practice, "Bo Kim", Role.OWNER))
    return proof


@pytest.mark.parametrize("made", [never_given, used_before, too_old, somebody_elses])
def test_without_the_own_password_given_just_now_nothing_is_exported(practice, tmp_path, made):
    proof, table = made(practice), tmp_path / "trail.csv"
    with pytest.raises(UserProblem, match="needs your password again"):
        audit_trail.export(practice, AuditFilter(), table, ExportFormat.CSV, proof)
    assert not table.exists()
    assert seen(practice, action="audit.export") == []


def test_a_wrong_password_proves_nothing_and_makes_the_next_try_wait(practice):
    with pytest.raises(UserProblem, match="does not open"):
        proofs.prove(practice, "wrong lamp")
    assert practice.memory.proofs == set()
    assert attempts.pending(practice.file.path).count == 1


def fail(path, times, secret="wrong lamp") -> None:
    for _ in range(times):
        with pytest.raises(UserProblem):
            reopen(path, secret)


def test_failed_unlocks_wait_beside_the_file_for_the_next_that_succeeds(tmp_path):
    practice = new_practice(tmp_path)
    practice.file.close()
    fail(practice.file.path, 3)
    assert opening.failed_unlocks(practice.file.path) == 3
    practice = reopen(practice.file.path)
    newest = trail(practice)[-1]
    assert (newest.action, newest.actor) == ("unlock.failed", attempts.NOBODY)
    assert newest.detail["count"] == 3
    assert [one["with"] for one in newest.detail["latest"]] == ["password"] * 3
    assert newest.detail["latest"][0]["at"].startswith(str(DAY))
    assert not attempts_path(practice.file.path).exists()
    opening.close(practice)
    practice = reopen(practice.file.path)
    assert trail(practice)[-1] == newest
    practice.file.close()


def test_failures_that_were_written_but_not_cleared_are_not_written_twice(tmp_path):
    practice = new_practice(tmp_path)
    practice.file.close()
    fail(practice.file.path, 1)
    left = attempts_path(practice.file.path).read_bytes()
    reopen(practice.file.path).file.close()
    attempts_path(practice.file.path).write_bytes(left)
    practice = reopen(practice.file.path)
    assert seen(practice, action="unlock.failed") == ["unlock.failed"]
    practice.file.close()


def test_a_thousand_failures_are_counted_and_the_latest_kept(tmp_path):
    path = tmp_path / "clinic.unitwise"
    moment = datetime(2026, 3, 10, tzinfo=UTC)
    attempts_path(path).write_text(
        json.dumps({"count": 999, "latest": [{"at": moment.isoformat(), "with": "password"}] * 60})
    )
    attempts.note(path, attempts.Attempt(moment, "recovery"), opening.this_platform())
    found = attempts.pending(path)
    assert (found.count, len(found.latest)) == (1000, attempts.MOST)
    assert found.latest[-1].kind == "recovery"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"count": "x"}', b"\xff\xfe"])
def test_a_spoilt_note_of_failures_keeps_nobody_out(tmp_path, body):
    practice = new_practice(tmp_path)
    practice.file.close()
    attempts_path(practice.file.path).write_bytes(body)
    reopen(practice.file.path).file.close()
