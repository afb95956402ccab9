"""Figure G12: what was signed cannot be changed in the tables; a change by force is found out."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.model.encounter import Interval, Service
from core.model.patient import Diagnosis
from core.model.people import Role
from core.model.session import Note
from core.model.signing import Countersignature, SignerRole
from core.services import encounters, signing
from core.store import engine, providers, seal_checks, seals, signatures, verify
from tests.services.conftest import clinic, practice  # noqa: F401 - fixtures
from tests.support.people import add_person, sign_in
from tests.support.practice import DAY

SEALED = (
    "encounters", "notes", "service_lines", "service_line_intervals", "encounter_diagnoses",
    "bills", "charges", "attestations", "refusals", "signatures", "addenda", "unsealings",
    "minute_changes",
)  # fmt: skip


@pytest.fixture
def signed(clinic):  # noqa: F811 - the fixture
    """The file with encounter 1 signed and one addendum, and encounter 2 still open."""
    p = clinic.p
    ann = add_person(p, "Ann", {Role.THERAPIST}, clinic.therapist)
    sign_in(p, ann)
    for day in (DAY, DAY.replace(day=9)):
        record = replace(
            encounters.new_session(p, clinic.patient, day).record,
            services=(Service("97110", 23, region="hip", intervals=(Interval(600, 623),)),),
            diagnoses=(Diagnosis("M54.50", "low back"),),
            note=Note("sore", "flexion 120", "better", "go on"),
        )
        encounters.save(p, record, complete=True)
    with p.file.unit_of_work("test.rows", "test") as work:
        work.db.execute(
            "INSERT INTO attestations (encounter_id, kind, codes, modifier, actor, at)"
            " VALUES (1, 'kx', '97110', 'KX', 'Ann', '2026-03-10T14:00:00+00:00')"
        )
        work.db.execute(
            "INSERT INTO refusals (encounter_id, kind, alert, codes, reason, actor, at)"
            " VALUES (1, 'suggestion', 'kx', '97110', 'no', 'Ann', '2026-03-10T14:00:00+00:00')"
        )
    with p.file.unit_of_work("encounter.sign", "encounter", 1) as work:
        who = (ann, providers.get(work.db, clinic.therapist))
        made = signatures.add(work.db, p.file.seal_key, 1, SignerRole.RENDERING, who, work.now)
        work.detail |= {"signature": made.id, "digest": made.digest}
    signing.add_addendum(p, 1, "Left hip was meant.")
    return p.file


def refused(file, sql, values=()):
    with pytest.raises((engine.IntegrityError, engine.SqliteError), match=r"signed|not authorized"):
        with file.unit_of_work("test.bad", "test") as work:
            work.db.execute(sql, values)


CHANGES = (
    "UPDATE notes SET objective = 'other' WHERE encounter_id = 1",
    "DELETE FROM notes WHERE encounter_id = 1",
    "REPLACE INTO notes SELECT encounter_id, 'x', 'x', 'x', 'x', updated_at FROM notes"
    " WHERE encounter_id = 1",
    "INSERT INTO notes SELECT encounter_id, 'x', 'x', 'x', 'x', updated_at FROM notes"
    " WHERE encounter_id = 1 ON CONFLICT (encounter_id) DO UPDATE SET plan = excluded.plan",
    "UPDATE notes SET encounter_id = 1 WHERE encounter_id = 2",
    "DROP TRIGGER notes_signed_no_update",
    "UPDATE service_lines SET minutes = 38 WHERE encounter_id = 1",
    "DELETE FROM service_lines WHERE encounter_id = 1",
    "INSERT INTO service_lines (encounter_id, position, code, minutes, assistant_minutes,"
    " together_minutes, region, session, modifiers, distinct_from, pointers)"
    " VALUES (1, 9, '97140', 8, 0, 0, '', 1, '', '', '')",
    "UPDATE service_line_intervals SET end_minute = 640 WHERE service_line_id IN"
    " (SELECT id FROM service_lines WHERE encounter_id = 1)",
    "DELETE FROM service_line_intervals WHERE service_line_id IN"
    " (SELECT id FROM service_lines WHERE encounter_id = 1)",
    "UPDATE encounter_diagnoses SET code = 'M25561' WHERE encounter_id = 1",
    "UPDATE bills SET body = '{}' WHERE encounter_id = 1",
    "UPDATE charges SET amount_cents = 1 WHERE encounter_id = 1",
    "DELETE FROM attestations WHERE encounter_id = 1",
    "UPDATE refusals SET reason = 'yes' WHERE encounter_id = 1",
    "UPDATE encounters SET date = '2026-03-01' WHERE id = 1",
    "UPDATE encounters SET state = 'void', void_reason = 'x' WHERE id = 1",
    "DELETE FROM encounters WHERE id = 1",
    "DELETE FROM sealed WHERE encounter_id = 1",
    "UPDATE sealed SET encounter_id = 2 WHERE encounter_id = 1",
    "REPLACE INTO sealed (encounter_id) VALUES (1)",
    "UPDATE signatures SET name = 'Someone' WHERE id = 1",
    "DELETE FROM signatures WHERE id = 1",
    "REPLACE INTO signatures SELECT * FROM signatures WHERE id = 1",
    "UPDATE addenda SET text = 'Right hip.' WHERE id = 1",
    "DELETE FROM addenda WHERE id = 1",
    "REPLACE INTO addenda SELECT * FROM addenda WHERE id = 1",
    "INSERT INTO unsealings (encounter_id, signature_id, person_id, name, reason, at, content)"
    " VALUES (2, 1, 1, 'x', 'x', '', '{}')",
)


@pytest.mark.parametrize("sql", CHANGES)
def test_the_tables_refuse_to_change_what_was_signed(signed, sql):
    before = seals.content(signed.db, 1)
    refused(signed, sql)
    assert seals.content(signed.db, 1) == before
    assert seal_checks.seal_faults(signed.db, signed.seal_key) == ()


def test_an_open_session_of_the_same_patient_may_still_be_changed(signed):
    with signed.unit_of_work("test.good", "test") as work:
        work.db.execute("UPDATE notes SET objective = 'other' WHERE encounter_id = 2")
        work.db.execute("DELETE FROM service_lines WHERE encounter_id = 2")


def test_every_table_that_is_signed_is_guarded(signed):
    rows = signed.db.execute("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'")
    assert set(SEALED) <= {row[0] for row in rows.fetchall()}


def force(file, *statements):
    """Change the file as somebody who has its key and no respect for triggers."""
    with file.lifted():
        names = [
            row[0]
            for row in file.db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall()
        ]
        for name in names:
            file.db.execute(f"DROP TRIGGER {name}")
        for sql in statements:
            file.db.execute(sql)


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE notes SET plan = 'x' WHERE encounter_id = 1", "not as it was signed"),
        ("UPDATE service_lines SET minutes = 38 WHERE encounter_id = 1", "not as it was signed"),
        ("UPDATE charges SET amount_cents = 1 WHERE encounter_id = 1", "not as it was signed"),
        ("UPDATE signatures SET name = 'Someone'", "signature is not as it was written"),
        ("UPDATE signatures SET signed_at = '2026-03-01'", "signature is not as it was written"),
        ("UPDATE addenda SET text = 'Right hip.'", "addendum 1: it is not as it was written"),
        ("DELETE FROM addenda", "addendum 1: it was removed"),
    ],
)
def test_a_change_by_force_is_found_out_and_named(signed, sql, found):
    force(signed, sql)
    (fault,) = seal_checks.seal_faults(signed.db, signed.seal_key)
    assert fault.startswith("Session 1")
    assert found in fault


def test_verifying_the_practice_names_a_signed_note_that_was_edited(signed):
    assert verify.everything(signed).is_good
    force(signed, "UPDATE notes SET plan = 'x' WHERE encounter_id = 1")
    (fault,) = verify.everything(signed).faults
    assert fault.check is verify.Check.SEALS
    assert fault.message == "Session 1, signature 1: the session is not as it was signed."


def test_a_signature_that_was_removed_is_found_out(signed):
    force(signed, "DELETE FROM addenda", "DELETE FROM signatures")
    faults = seal_checks.seal_faults(signed.db, signed.seal_key)
    assert "Session 1, signature 1: it was removed or replaced." in faults


def test_a_digest_made_to_fit_an_edited_note_is_found_out(signed):
    force(signed, "UPDATE notes SET plan = 'x' WHERE encounter_id = 1")
    digest = seals.digest_of(seals.content(signed.db, 1))
    force(signed, f"UPDATE signatures SET digest = '{digest}'")  # noqa: S608 - our own digest
    assert (
        "signature is not as it was written"
        in seal_checks.seal_faults(signed.db, signed.seal_key)[0]
    )


def test_the_seal_depends_on_the_key(signed):
    assert seal_checks.seal_faults(signed.db, b"k" * 32)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@given(JSON, JSON)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_different_contents_have_different_digests(one, other):
    same = seals.digest_of(seals.canonical(one)) == seals.digest_of(seals.canonical(other))
    assert same == (json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True))


@given(st.data())
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_single_change_of_what_is_signed_changes_the_digest(signed, data):
    body = json.loads(seals.content(signed.db, 1))
    part = data.draw(st.sampled_from(sorted(one for one in body if body[one])))
    row = body[part] if isinstance(body[part], dict) else None
    if isinstance(body[part], list):
        row = data.draw(st.sampled_from(body[part]))
    if row is None:
        body[part] = data.draw(JSON.filter(lambda value: value != body[part]))
    else:
        name = data.draw(st.sampled_from(sorted(row)))
        row[name] = data.draw(JSON.filter(lambda value: value != row[name]))
    sealed = signatures.sealing(signed.db, 1)
    assert seals.digest_of(seals.canonical(body)) != sealed.digest


def test_the_canonical_text_of_what_is_signed_is_stable(signed):
    assert seals.canonical(json.loads(seals.content(signed.db, 1))) == seals.content(signed.db, 1)
    assert signatures.sealing(signed.db, 1).therapist_asked is Countersignature.NOT_ASSISTANT
