"""The disclosure log and its accounting (45 CFR 164.528, security specification d11)."""

from dataclasses import replace
from datetime import date

import pytest

from core.errors import FieldProblem, InvalidInput, UserProblem
from core.model.disclosure import Disclosure, Way
from core.services import accounting, disclosures, printing
from core.store import audit, engine
from core.store import disclosures as table
from tests.reports.reading import text as text_of
from tests.services.conftest import clinic, practice  # noqa: F401 - fixtures
from tests.support.practice import DAY

COURT = Disclosure(
    0, date(2026, 3, 2), "County Court, Portland", "Notes of 2025", "Subpoena of February 2026",
    Way.MAIL, "1 Court Square, Portland ME", "207-555-0177",
)  # fmt: skip


@pytest.fixture
def one(clinic):  # noqa: F811 - the fixture
    return replace(COURT, patient_id=clinic.patient)


def test_a_disclosure_is_kept_with_who_when_what_why_and_how(clinic, one):  # noqa: F811
    kept = disclosures.record(clinic.p, one)
    (found,) = disclosures.list_for(clinic.p, clinic.patient)
    assert found == kept
    assert (found.recipient, found.address, found.fax) == (
        "County Court, Portland", "1 Court Square, Portland ME", "207-555-0177",
    )  # fmt: skip
    assert (found.what, found.purpose, found.way) == (
        "Notes of 2025", "Subpoena of February 2026", Way.MAIL,
    )  # fmt: skip
    assert found.recorded_by == "Dana Okafor"
    assert found.recorded_at is not None


def test_its_audit_row_holds_no_word_of_the_patient(clinic, one):  # noqa: F811
    (event,) = clinic.audit_since(lambda: disclosures.record(clinic.p, one))
    assert (event.action, event.patient_id) == ("disclosure.record", clinic.patient)
    assert "Court" not in str(event.detail)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("recipient", " "),
        ("what", ""),
        ("purpose", ""),
        ("disclosed_on", date(2026, 3, 11)),
        ("disclosed_on", date(1900, 1, 1)),
        ("recipient", "x" * 501),
        ("document_id", 99),
    ],
)
def test_what_is_missing_or_cannot_be_is_named(clinic, one, field, value):  # noqa: F811
    with pytest.raises(InvalidInput) as refused:
        disclosures.record(clinic.p, replace(one, **{field: value}))
    assert field in [problem.field for problem in refused.value.problems]
    assert disclosures.list_for(clinic.p, clinic.patient) == ()


def test_the_table_itself_refuses_to_change_or_lose_a_disclosure(clinic, one):  # noqa: F811
    disclosures.record(clinic.p, one)
    for sql in ("UPDATE disclosures SET what = 'x'", "DELETE FROM disclosures"):
        with (
            pytest.raises(engine.IntegrityError, match="not changed"),
            clinic.p.file.unit_of_work("t", "t") as work,
        ):
            work.db.execute(sql)


def test_one_entered_in_error_stays_in_the_log_and_leaves_the_accounting(clinic, one):  # noqa: F811
    kept = disclosures.record(clinic.p, one)
    other = disclosures.record(clinic.p, replace(one, recipient="Harbor Mutual"))
    disclosures.take_back(clinic.p, kept.id, "Wrong patient")
    with pytest.raises(FieldProblem, match="already"):
        disclosures.take_back(clinic.p, kept.id, "Wrong patient")
    listed = {row.id: row.taken_back for row in disclosures.list_for(clinic.p, clinic.patient)}
    assert listed == {kept.id: "Wrong patient", other.id: ""}
    job = accounting.prepare(clinic.p, clinic.patient, date(2020, 1, 1), DAY)
    assert [row.recipient for row in job.record.rows] == ["Harbor Mutual"]


def test_the_accounting_lists_the_period_oldest_first(clinic, one):  # noqa: F811
    days = (date(2026, 3, 2), date(2020, 3, 10), date(2020, 3, 9), date(2023, 5, 5))
    for day in days:
        disclosures.record(clinic.p, replace(one, disclosed_on=day))
    first, last = accounting.usual_period(clinic.p)
    assert (first, last) == (date(2020, 3, 10), date(2026, 3, 10))
    rows = accounting.prepare(clinic.p, clinic.patient, first, last).record.rows
    assert [row.disclosed_on for row in rows] == [
        date(2020, 3, 10), date(2023, 5, 5), date(2026, 3, 2),
    ]  # fmt: skip
    with pytest.raises(FieldProblem, match="before it begins"):
        accounting.prepare(clinic.p, clinic.patient, last, first)


def test_the_accounting_is_paper_that_is_kept_like_any_document(clinic, one):  # noqa: F811
    disclosures.record(clinic.p, one)
    job = accounting.prepare(clinic.p, clinic.patient, date(2020, 3, 10), DAY)
    draft = accounting.draw(job)
    text = text_of(draft.body)
    for words in ("Accounting of disclosures", "County Court, Portland", "1 Court Square",
                  "207-555-0177", "Notes of 2025", "Subpoena of", "Mail",
                  "03/02/2026"):  # fmt: skip
        assert words in text
    row = printing.archive(clinic.p, draft, "printed")
    assert printing.archived(clinic.p, row.id) == draft.body
    assert accounting.draw(job).body == draft.body


def test_an_empty_accounting_says_so(clinic):  # noqa: F811
    draft = accounting.draw(accounting.prepare(clinic.p, clinic.patient, DAY, DAY))
    assert "No disclosure was recorded in this period." in text_of(draft.body)


def test_a_disclosure_of_nobody_is_refused(clinic, one):  # noqa: F811
    with pytest.raises(UserProblem, match="not in the practice file"):
        disclosures.record(clinic.p, replace(one, patient_id=999))
    with pytest.raises(UserProblem, match="not in the practice file"):
        disclosures.take_back(clinic.p, 999, "Wrong patient")
    assert table.get(clinic.p.file.db, 999) is None
    assert "disclosure.record" not in [event.action for event in audit.events(clinic.p.file.db)]
