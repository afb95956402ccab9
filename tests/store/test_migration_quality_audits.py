"""A file from before audits becomes one that can hold them."""

from dataclasses import replace
from datetime import date

import pytest

from core.model.encounter import Service
from core.model.kinds import ProviderRole
from core.model.patient import Patient
from core.model.practice import Provider
from core.services import auditing, encounters, opening, patients, setup
from core.store import verify
from tests.support.older import take_back
from tests.support.practice import DAY, new_practice, reopen


@pytest.fixture
def eleventh_schema(tmp_path):
    """A file as it was before audits, with a completed session."""
    practice = new_practice(tmp_path)
    setup.save_provider(practice, Provider("Ann", "Lee", ProviderRole.PT))
    patients.save(practice, Patient("Maria", "Alvarez", date(1963, 5, 17)))
    file = encounters.new_session(practice, 1, DAY, 1)
    record = replace(file.record, services=(Service("97140", 15),), pointers=("",))
    encounters.save(practice, record, complete=True)
    tables = ("overpayments", "tasks", "finding_reviews", "audit_findings", "audit_items", "audits")
    later = ("m0019_audit_claimed",)
    take_back(practice, "m0015_quality_audits", 14, tables, later)
    return practice.file.path


def test_a_file_from_before_audits_can_be_audited(eleventh_schema):
    practice = reopen(eleventh_schema)
    kept = auditing.audit_everything(practice, DAY, DAY)
    assert (kept.size, len(auditing.findings(practice, kept.id)) > 0) == (1, True)
    assert verify.everything(practice.file).is_good
    opening.close(practice)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO audits VALUES (1, 'sample', '2026-01-02', '2026-01-01', '', 0, 1, 0, '{h}',"
        " 'x', 'x')",
        "INSERT INTO audits VALUES (1, 'sample', '2026-01-01', '2026-01-02', '', 5, 1, 4, '{h}',"
        " 'x', 'x')",
        "INSERT INTO finding_reviews VALUES (1, 1, 'confirmed', '', 'x', 'x')",
        "INSERT INTO overpayments VALUES (1, 1, 1, '2026-01-01', 'returned', NULL, NULL, '[]', '',"
        " 'x')",
        "INSERT INTO overpayments VALUES (1, 1, 1, '2026-01-01', 'investigating', NULL, NULL,"
        " '[]', '', NULL)",
    ],
)
def test_the_tables_themselves_refuse_what_cannot_be(eleventh_schema, sql):
    practice = reopen(eleventh_schema)
    with (
        pytest.raises(Exception, match="CHECK constraint failed"),
        practice.file.unit_of_work("test.refused", "test") as work,
    ):
        work.db.execute(sql.format(h="0" * 64))
    practice.file.close()
