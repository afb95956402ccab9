from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import UserProblem
from core.model.kinds import CoverageRank, Sex
from core.services import patients
from core.services.importing import Existing, import_patients

HEADER = (
    "Last name,First Name,DOB,Sex,Phone,ZIP,Insurance,Member ID,Effective date,"
    "Secondary payer,Secondary member ID"
)
MEI = "Lin,Mei,1990-05-06,F,207-555-0100,04101,Harbor Mutual,H123,1/1/2026,,"
IDA = "Moe,Ida,12/31/1955,,,,MEDICARE PART B,1AB2,,harbor mutual,H9"


@pytest.fixture
def run(clinic, tmp_path):
    def run(text, dry_run=False, encoding="utf-8", **more):
        path = tmp_path / "patients.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return import_patients(clinic.p, path, dry_run, **more)

    return run


def lines(*rows):
    return "\n".join((HEADER, *rows)) + "\n"


def count(clinic):
    return clinic.p.file.db.execute("SELECT count(*) FROM patients").fetchone()[0]


def found(clinic, text):
    (row,) = patients.search(clinic.p, text)
    return patients.get(clinic.p, row.id)


def test_patients_and_their_coverages_come_in_and_are_found(clinic, run):
    report = run(lines(MEI, IDA))
    assert (report.rows, report.added, report.updated, report.problems) == (2, 2, 0, ())
    mei = found(clinic, "h123")
    assert (mei.patient.full_name, mei.patient.sex) == ("Mei Lin", Sex.FEMALE)
    assert mei.patient.birth_date == date(1990, 5, 6)
    assert mei.coverages[0].starts_on == date(2026, 1, 1)
    ranks = [(one.rank, one.payer_name, one.member_id) for one in found(clinic, "moe").coverages]
    assert ranks == [
        (CoverageRank.PRIMARY, "Medicare Part B", "1AB2"),
        (CoverageRank.SECONDARY, "Harbor Mutual", "H9"),
    ]


def test_the_whole_import_is_one_change_with_counts_only(clinic, run):
    (event,) = clinic.audit_since(lambda: run(lines(MEI, IDA)))
    assert (event.action, event.detail) == ("patient.import", {"added": 2, "updated": 0})


def test_a_dry_run_reports_the_same_and_writes_nothing(clinic, run):
    events = clinic.audit_since(lambda: run(lines(MEI, IDA), dry_run=True))
    report = run(lines(MEI, IDA), dry_run=True)
    assert (report.added, report.dry_run, events, count(clinic)) == (2, True, (), 1)


def test_one_bad_row_stops_all_rows(clinic, run):
    report = run(lines(MEI, IDA.replace("12/31/1955", "2/30/1955")))
    assert (report.added, count(clinic)) == (0, 1)
    (problem,) = report.problems
    assert (problem.row, problem.field) == (3, "birth_date")
    assert "not a day of the calendar" in problem.message


def test_a_failure_in_the_middle_leaves_nothing_behind(clinic, run, monkeypatch):
    from core.store import patients as table

    real, calls = table.insert_patient, []

    def failing(*args):
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("power cut")
        return real(*args)

    monkeypatch.setattr(table, "insert_patient", failing)
    with pytest.raises(RuntimeError):
        run(lines(MEI, IDA))
    assert (count(clinic), patients.search(clinic.p, "lin")) == (1, ())


@pytest.mark.parametrize(("old", "new", "field", "said"), [
    ("1990-05-06", "", "birth_date", "missing"),
    ("1990-05-06", "5/6/90", "birth_date", "four digits"),
    ("1990-05-06", "0024-05-06", "birth_date", "before 1900"),
    ("1990-05-06", "2026-03-11", "birth_date", "future"),
    ("1990-05-06", "1990-W01-1", "birth_date", "not a date"),
    ("1990-05-06", "19900-05-06", "birth_date", "not a date"),
    ("1990-05-06", "2023-02-29", "birth_date", "calendar"),
    ("Mei", "", "first_name", "missing"),
    ("Mei", "M" * 101, "first_name", "longer than 100"),
    (",F,", ",female?,", "sex", "F, M or U"),
    ("04101", "4101", "zip", "five digits"),
    ("207-555-0100", "555", "phone", "703-555-0142"),
    ("H123", "H*1", "member_id", "card"),
    ("H123", "", "member_id", "missing"),
    ("Harbor Mutual", "", "payer", "no payer"),
    ("Harbor Mutual", "Nobody", "payer", "not set up"),
    ("1/1/2026", "1/1/20266", "coverage_starts", "not a date"),
    ("F,207", "F,,207", "", "12 cells where the header has 11"),
])  # fmt: skip
def test_a_bad_cell_is_named_by_row_and_field(clinic, run, old, new, field, said):
    report = run(lines(IDA, MEI.replace(old, new)))
    (problem,) = report.problems
    assert (problem.row, problem.field) == (3, field)
    assert said in problem.message
    assert count(clinic) == 1


def test_who_is_there_already_is_updated_by_filled_cells(clinic, run):
    text = "last,first,dob,phone,email\nOBrien Ngo,LUKASZ,3/2/1963,,new@example.com\n"
    report = run(text)
    patient = patients.get(clinic.p, clinic.patient).patient
    assert (report.added, report.updated, count(clinic)) == (0, 1, 1)
    assert (patient.email, patient.phone) == ("new@example.com", "(703) 555-0142")


def test_who_is_there_already_can_be_skipped(clinic, run):
    before = patients.get(clinic.p, clinic.patient)
    report = run(
        "last,first,dob\nOBrien Ngo,LUKASZ,3/2/1963\nLin,Mei,1990-01-01\n", existing=Existing.SKIP
    )
    assert (report.skipped, report.added, report.updated) == (1, 1, 0)
    assert patients.get(clinic.p, clinic.patient) == before


def test_importing_the_same_file_twice_changes_nothing_more(clinic, run):
    run(lines(MEI, IDA))
    before = [found(clinic, text) for text in ("lin", "moe")]
    report = run(lines(MEI, IDA))
    assert (report.added, report.updated) == (0, 2)
    assert [found(clinic, text) for text in ("lin", "moe")] == before


def test_a_coverage_over_an_older_one_of_another_payer_is_refused(clinic, run):
    report = run("last,first,dob,payer,member id\nO'Brien-Ngô,Łukasz,3/2/1963,Harbor Mutual,H1\n")
    (problem,) = report.problems
    assert problem.field == "coverage_starts"
    assert "Medicare Part B is primary" in problem.message


def test_two_rows_for_one_person_are_refused(clinic, run):
    report = run(lines(MEI, MEI.replace("Mei", "MEÍ")))
    (problem,) = report.problems
    assert (problem.row, count(clinic)) == (3, 1)
    assert "Row 2 is the same person" in problem.message


def test_account_numbers_of_the_file_are_not_given_away_before(clinic, run):
    text = "last,first,dob,account\nLin,Mei,1990-01-01,\nMoe,Ida,1990-01-01,1002\n"
    assert run(text).added == 2
    assert found(clinic, "ida").patient.account_number == "1002"
    assert found(clinic, "mei").patient.account_number == "1003"


NAMES = "last,first,dob\nŻółć,Zoë,1990-01-01\n"
LATIN = "last,first,dob\nMüller,Zoë,1990-01-01\n"


@pytest.mark.parametrize(("text", "encoding", "said"), [
    (NAMES, "utf-8", "utf-8"), (NAMES, "utf-8-sig", "utf-8-sig"), (NAMES, "utf-16", "utf-16"),
    (NAMES, "utf-16-le", "utf-16-le"), (NAMES, "utf-16-be", "utf-16-be"),
    (LATIN, "cp1252", "cp1252"), (NAMES.replace(",", ";"), "utf-8", "utf-8"),
    (NAMES.replace(",", "\t"), "utf-16", "utf-16"), (NAMES.replace("\n", "\r\n"), "utf-8", "utf-8"),
])  # fmt: skip
def test_names_survive_every_usual_encoding_and_delimiter(clinic, run, text, encoding, said):
    report = run(text, encoding=encoding)
    assert (report.added, report.problems, report.encoding) == (1, (), said)
    wanted = "Müller, Zoë" if encoding == "cp1252" else "Żółć, Zoë"
    assert patients.search(clinic.p, "zoe")[0].list_name == wanted


def test_one_column_may_hold_last_first_middle(clinic, run):
    assert run('Patient Name,DOB\n"Lin, Mei Ann",1990-01-01\n').added == 1
    assert found(clinic, "lin").patient.full_name == "Mei Ann Lin"
    (problem,) = run("Patient Name,DOB\nMei Lin,1990-01-01\n").problems
    assert problem.field == "name"


def test_unknown_columns_are_named_in_the_report(run):
    assert run("last,first,dob,Shoe size\nLin,Mei,1990-01-01,38\n").ignored == ("Shoe size",)


@pytest.mark.parametrize(("text", "said"), [
    ("", "empty"), ("last,first\nLin,Mei\n", "at least the columns"), ("a,b\n1,2\n", "at least"),
    ("last,first,dob,birth date\nLin,Mei,1990-01-01,\n", "Two columns"),
    ("last,first,dob\nLin,Mei,25/03/1963\nMoe,Ida,03/02/1963\n", "day before its month"),
    ('last,first,dob\nLin,"Mei,1990-01-01\nMoe,Ida,1990-01-01\n', "Row 2"),
    (f"last,first,dob\nLin,{'M' * 200_000},1990-01-01\n", "Row 2"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x00", "table|columns"),
    (b"\xff\xfe\x00", "not a text table"),
])  # fmt: skip
def test_a_file_that_is_no_such_table_is_refused(clinic, run, text, said):
    with pytest.raises(UserProblem, match=said):
        run(text)
    assert count(clinic) == 1


def test_a_missing_file_is_said_to_be_so(clinic, tmp_path):
    with pytest.raises(UserProblem, match="cannot be opened"):
        import_patients(clinic.p, tmp_path / "none.csv")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: f"last,first,dob\n{text}".encode("utf-8", "replace")),
))  # fmt: skip
def test_any_bytes_are_imported_whole_or_not_at_all(clinic, run, body):
    before = count(clinic)
    try:
        report = run(body)
    except UserProblem:
        assert count(clinic) == before
    else:
        assert count(clinic) == before + report.added
        assert not (report.problems and report.added)
