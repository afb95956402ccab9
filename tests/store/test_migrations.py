"""A file of the first release becomes one of today, whole or not at all."""

from datetime import date

import pytest

from core.model.authorisation import Authorisation, CodeUnits, VisitLimit
from core.model.kinds import AuthorisationState, CoverageRank, Discipline
from core.model.patient import Coverage, Patient
from core.model.practice import Payer
from core.services import authorisations, opening, patients, setup
from core.store import audit, backup, chain, create, migrations, own_values, verify
from tests.support.practice import new_practice, reopen


@pytest.fixture
def first_release(tmp_path, monkeypatch):
    """The path of a file as migration 1 alone makes it, with three audit rows."""
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "SCHEMA_VERSION", 1)
        patch.setattr(migrations, "practice_migrations", OnlyFirst())
        patch.setattr(chain, "seal_new", lambda db, key: chain.Head(0, chain.START))
        patch.setattr(chain, "head", lambda db: chain.Head(0, chain.START))
        patch.setattr(create.anchor.Anchor, "write", lambda self, head: None)
        patch.setattr(own_values, "list_all", lambda db: ())
        patch.setattr("core.services.opening.people.insert_owner", insert_owner_of_then)
        patch.setattr("core.services.opening.people.first_owner", lambda db: None)
        patch.setattr(
            "core.store.open.anchor.agreement", lambda db, noted: create.anchor.Agreement.AGREES
        )
        practice = new_practice(tmp_path)
        for number in range(2):
            with practice.file.unit_of_work("test.save", "test", number, detail={"fields": ["ł"]}):
                pass
        practice.file.close()
    return practice.file.path


def insert_owner_of_then(db, name, provider_id, now):
    db.execute(
        "INSERT INTO users (name, role, created_at) VALUES (?, 'owner', ?)", (name, now.isoformat())
    )


class OnlyFirst:
    def apply(self, db):
        migrations_of_today.apply(db, stop_before="m0002_audit_seals")


migrations_of_today = migrations.practice_migrations


def test_rows_from_before_the_chain_are_sealed_and_kept(first_release):
    practice = reopen(first_release)
    events = audit.events(practice.file.db)
    assert [event.action for event in events] == [
        "practice.create", "test.save", "test.save", "practice.migrate",
    ]  # fmt: skip
    assert events[-1].detail == {"from": 1, "to": migrations.SCHEMA_VERSION}
    assert verify.everything(practice.file).is_good
    assert chain.walk(practice.file.db, practice.file.chain_key).entries == 4
    opening.close(practice)


def test_the_copy_from_before_is_of_the_first_release_and_opens(first_release):
    reopen(first_release).file.close()
    (copy,) = backup.copies_of(first_release).values()
    assert backup.manifests.read(copy).schema == 1
    practice = reopen(copy)
    assert chain.walk(practice.file.db, practice.file.chain_key).entries == 4
    practice.file.close()


def test_a_stop_in_the_middle_leaves_the_first_release(first_release, monkeypatch):
    def stop(db, key):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(chain, "seal_first", stop)
        with pytest.raises(KeyboardInterrupt):
            reopen(first_release)
    practice = reopen(first_release)
    assert chain.walk(practice.file.db, practice.file.chain_key).entries == 4
    practice.file.close()


def test_the_owner_of_the_first_release_becomes_a_person_with_every_role(first_release):
    practice = reopen(first_release)
    owner = practice.person
    assert owner.name == practice.file.actor
    assert {role.value for role in owner.roles} == {"owner", "therapist", "biller", "front-desk"}
    assert (owner.sign_in, owner.active) == ("owner", True)
    opening.close(practice)


@pytest.fixture
def fifth_schema(tmp_path, monkeypatch):
    """A file as it was before authorisations, with a patient and their coverage."""

    class BeforeAuthorisations:
        def apply(self, db):
            migrations_of_today.apply(db, stop_before="m0008_authorisations")

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "SCHEMA_VERSION", 5)
        patch.setattr(migrations, "practice_migrations", BeforeAuthorisations())
        patch.setattr(own_values, "list_all", lambda db: ())
        practice = new_practice(tmp_path)
        payer = setup.save_payer(practice, Payer("Blue Harbor"))
        patient = patients.save(practice, Patient("Maria", "Alvarez", date(1963, 5, 17)))
        coverage = Coverage(patient.id, payer.id, CoverageRank.PRIMARY, "XZ-1")
        patients.save_coverage(practice, coverage)
        practice.file.close()
    return practice.file.path


def test_a_file_from_before_authorisations_can_hold_one(fifth_schema):
    practice = reopen(fifth_schema)
    (cover,) = patients.get(practice, 1).coverages
    one = Authorisation(1, cover.id, AuthorisationState.REQUESTED, codes=(CodeUnits("97110", 8),))
    kept = authorisations.save(practice, one)
    authorisations.save_limit(practice, VisitLimit(cover.id, (Discipline.PT,), 20))
    assert patients.get(practice, 1).authorisations[0].authorisation.codes == kept.codes
    assert verify.everything(practice.file).is_good
    opening.close(practice)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO authorisations {columns} VALUES (1, 1, 'approved', NULL, NULL, {rest})",
        "INSERT INTO authorisations {columns} VALUES (1, 1, 'ended', '2026-01-01', NULL, {rest})",
        "INSERT INTO authorisations {columns} VALUES"
        " (1, 1, 'approved', '2026-01-02', '2026-01-01', {rest})",
        "INSERT INTO authorisations {columns} VALUES (1, 1, 'asked', NULL, NULL, {rest})",
        "INSERT INTO visit_limits (coverage_id, disciplines, visits, year_month, used_elsewhere)"
        " VALUES (1, 'PT', 20, 1, 3)",
    ],
)
def test_the_tables_themselves_refuse_what_cannot_be(fifth_schema, sql):
    practice = reopen(fifth_schema)
    columns = (
        "(patient_id, coverage_id, state, starts_on, ends_on, number, contact_name, contact_role,"
        " contact_phone, contact_fax, note, created_at, updated_at)"
    )
    filled = sql.format(columns=columns, rest="'', '', '', '', '', '', 'x', 'x'")
    with (
        pytest.raises(Exception, match="CHECK constraint failed"),
        practice.file.unit_of_work("test.refused", "test") as work,
    ):
        work.db.execute(filled)
    practice.file.close()
