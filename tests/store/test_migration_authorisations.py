"""A file from before authorisations becomes one that can hold them."""

from datetime import date

import pytest

from core.model.authorisation import Authorisation, CodeUnits, VisitLimit
from core.model.kinds import AuthorisationState, CoverageRank, Discipline
from core.model.patient import Coverage, Patient
from core.model.practice import Payer
from core.services import authorisations, opening, patients, setup
from core.store import verify
from tests.support.older import take_back
from tests.support.practice import new_practice, reopen


@pytest.fixture
def fifth_schema(tmp_path):
    """A file as it was before authorisations, with a patient and their coverage."""
    practice = new_practice(tmp_path)
    payer = setup.save_payer(practice, Payer("Blue Harbor"))
    patient = patients.save(practice, Patient("Maria", "Alvarez", date(1963, 5, 17)))
    coverage = Coverage(patient.id, payer.id, CoverageRank.PRIMARY, "XZ-1")
    patients.save_coverage(practice, coverage)
    tables = ("visit_limits", "authorisation_codes", "authorisations")
    take_back(practice, "m0008_authorisations", 7, tables)
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
