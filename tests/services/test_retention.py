"""How long a record is kept (security specification 1.4), and its removal afterwards."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.errors import FieldProblem, InvalidInput, UserProblem
from core.library import retention_file
from core.model.disclosure import Disclosure
from core.model.encounter import Service
from core.model.kinds import CoverageRank, PaymentMethod
from core.model.patient import Coverage, Diagnosis, Patient, PatientPayment
from core.model.practice import Payer, PayerProfile
from core.model.retention import RecordDates
from core.model.session import Note
from core.rules.retention import kept_until
from core.services import (
    disclosures,
    encounters,
    patients,
    payments,
    printing,
    retention,
    setup,
    signing,
    verifying,
)  # fmt: skip
from core.services.signing_checks import Reasons
from core.store import audit, engine, removal
from tests.support.practice import PASSWORD, clock_on
from tests.torture import clinic as tortured

WHY = "The term is over and nobody asked for it"
TODAY = date(2026, 3, 10)
TERMS = retention_file.terms_on(TODAY)
ADULT = date(1960, 1, 2)
PROFILES = (PayerProfile("generic-commercial", date(2015, 1, 1)),)


@pytest.mark.parametrize(
    ("dates", "years", "until"),
    [
        (RecordDates(ADULT, TODAY, date(2016, 4, 15)), 10, date(2026, 4, 15)),
        (RecordDates(ADULT, TODAY, date(2016, 2, 29)), 7, date(2023, 2, 28)),
        (RecordDates(ADULT, date(2015, 5, 6)), 10, date(2025, 5, 6)),
        # Born in 2010, treated at 14: until 18 + 10, which is later than ten years after.
        (RecordDates(date(2010, 6, 1), TODAY, date(2024, 6, 1)), 10, date(2038, 6, 1)),
        # Treated on the 18th birthday: no minor any more.
        (RecordDates(date(2006, 6, 1), TODAY, date(2024, 6, 1)), 10, date(2034, 6, 1)),
        # A disclosure is accounted for six years.
        (RecordDates(ADULT, TODAY, date(2010, 1, 1), date(2025, 1, 1)), 10, date(2031, 1, 1)),
    ],
)
def test_the_longest_term_decides(dates, years, until):
    kept = kept_until(dates, TERMS, years)
    assert kept.until == until
    assert kept.because
    assert kept.cite


@pytest.fixture
def p(tmp_path):
    path = tortured.make(tmp_path / "base")
    opened = tortured.reopen(path)
    yield opened
    opened.file.close()


def whole_patient(p):
    """Somebody with a row in every table that a record has rows in, signed and handed out."""
    kept = patients.save(p, replace(patients.get(p, 1).patient, id=None, account_number="",
                                    first_name="Marguerite", last_name="Yquem"))  # fmt: skip
    payer = setup.save_payer(p, Payer("Harbor Mutual", profiles=PROFILES))
    patients.save_coverage(p, Coverage(kept.id, payer.id, CoverageRank.PRIMARY, "M1"))
    patients.save_diagnoses(p, kept.id, (Diagnosis("M25.561", "Pain in right knee"),))
    record = encounters.new_session(p, kept.id, date(2026, 3, 2)).record
    record = replace(record, services=(Service("97110", 23),), pointers=("A",),
                     note=Note(assessment="better"))  # fmt: skip
    number = signing.sign(p, record, Reasons(for_all="as documented")).encounter_id
    signing.add_addendum(p, number, "The left knee was meant.")
    payments.take(p, PatientPayment(kept.id, date(2026, 3, 2), 2000, PaymentMethod.CASH))
    row = printing.archive(p, printing.superbill(p, kept.id, [number]), "saved")
    disclosures.record(p, Disclosure(kept.id, date(2026, 3, 3), "Harbor Mutual", "The bill",
                                     "Payment", document_id=row.id))  # fmt: skip
    return kept.id


def later(p, years, days=0):
    """Let years go by."""
    p.clock = p.file.clock = clock_on(date(2026 + years, 3, 3) + timedelta(days=days))


def test_before_the_day_it_is_refused_with_the_day(p):
    patient = whole_patient(p)
    later(p, 10, -2)
    with pytest.raises(UserProblem, match=r"until March 2, 2036|until 03/02/2036|2036"):
        retention.remove_patient(p, patient, WHY, PASSWORD)
    later(p, 9, 330)
    with pytest.raises(UserProblem, match="10 years after the last service"):
        retention.remove_patient(p, patient, WHY, PASSWORD)
    assert patients.get(p, patient).encounters


def test_after_the_day_the_whole_record_goes_and_the_trail_stays(p):
    patient = whole_patient(p)
    told = [event for event in audit.events(p.file.db) if event.patient_id == patient]
    later(p, 10, 36)
    removed = retention.remove_patient(p, patient, WHY, PASSWORD)
    assert {"patients", "encounters", "signatures", "addenda", "documents", "disclosures",
            "patient_payments", "coverages", "notes", "charges"} <= set(removed.rows)  # fmt: skip
    assert "Backup copies" in removed.copies
    after = [event for event in audit.events(p.file.db) if event.patient_id == patient]
    assert after[: len(told)] == told
    assert after[-1].action == "patient.remove"
    assert after[-1].detail["reason"] == WHY
    assert patients.search(p, "Yquem") == ()
    assert verifying.verify_open(p).is_good
    assert [row.id for row in patients.search(p, "Quartzfield")] == [1]


def test_what_was_signed_is_guarded_again_after_the_removal(p):
    patient = whole_patient(p)
    before = removal.guards(p.file.db)
    later(p, 11)
    retention.remove_patient(p, patient, WHY, PASSWORD)
    assert removal.guards(p.file.db) == before
    with pytest.raises(engine.IntegrityError, match="signed"), p.file.unit_of_work("t", "t") as w:
        w.db.execute("DELETE FROM notes WHERE encounter_id IN (SELECT encounter_id FROM sealed)")
    with pytest.raises(engine.SqliteError, match="not authorized"), p.file.unit_of_work("t", "t"):
        p.file.db.execute("DROP TRIGGER notes_signed_no_delete")


def test_a_removal_that_fails_takes_nothing_away(p, monkeypatch):
    patient = whole_patient(p)
    later(p, 11)
    rows = removal._ROWS
    monkeypatch.setattr(removal, "_ROWS", (*rows[:-1], ("no_such_table", "1")))
    with pytest.raises(engine.SqliteError):
        retention.remove_patient(p, patient, WHY, PASSWORD)
    assert patients.get(p, patient).encounters
    assert verifying.verify_open(p).is_good
    assert len(removal.guards(p.file.db)) >= 15


def test_every_table_that_refers_to_a_patient_is_emptied(p):
    """Whoever adds a table to a record has to add it to the removal."""
    db, found, grown = p.file.db, {"patients"}, True
    while grown:
        grown = False
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            refers = {row[2] for row in db.execute(f"PRAGMA foreign_key_list({name})").fetchall()}
            if refers & found and name not in found:
                found.add(name)
                grown = True
    assert found | {"patient_search"} == removal.TABLES


def test_numbers_of_what_was_removed_are_not_given_again(p):
    patient = whole_patient(p)
    (document,) = patients.get(p, patient).documents
    account = int(patients.get(p, patient).patient.account_number)
    later(p, 11)
    retention.remove_patient(p, patient, WHY, PASSWORD)
    assert printing.superbill(p, 1, [1]).number == document.number + 1
    assert int(patients.save(p, Patient("A", "New", ADULT)).account_number) == account + 1


def test_a_legal_hold_stands_until_it_is_lifted(p):
    patient = whole_patient(p)
    retention.set_hold(p, patient, "Subpoena of March 2026")
    later(p, 20)
    with pytest.raises(UserProblem, match="Subpoena of March 2026"):
        retention.remove_patient(p, patient, WHY, PASSWORD)
    with pytest.raises(UserProblem, match="already"):
        retention.set_hold(p, patient, "Subpoena of March 2026")
    assert retention.lift_hold(p, patient, "The case is settled").may_be_removed
    retention.remove_patient(p, patient, WHY, PASSWORD)


def test_a_reason_and_the_password_are_needed(p):
    patient = whole_patient(p)
    later(p, 11)
    for reason in ("", "old"):
        with pytest.raises(InvalidInput, match="reason"):
            retention.remove_patient(p, patient, reason, PASSWORD)
    with pytest.raises(UserProblem):
        retention.remove_patient(p, patient, WHY, "not the password")
    assert patients.get(p, patient)


def test_the_practice_sets_its_own_years_but_not_fewer_than_six(p):
    assert retention.years(p) == 10
    assert retention.set_years(p, 12) == retention.years(p) == 12
    for wanted in (5, 0, 100):
        with pytest.raises(FieldProblem, match="6 to 99"):
            retention.set_years(p, wanted)
    patient = whole_patient(p)
    assert retention.of_patient(p, patient).kept.until == date(2038, 3, 2)
