"""Superbills out of a real practice file: what they say, what is kept, what is refused."""

import io
import re
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from core.errors import DataProblem, UserProblem
from core.model.clock import Clock
from core.model.encounter import Service
from core.model.kinds import CoverageRank, Discipline, PaymentMethod, ProviderRole, Sex
from core.model.patient import Coverage, Diagnosis, Patient, PatientPayment, PlanOfCare
from core.model.practice import (
    Address,
    Fee,
    Payer,
    PayerProfile,
    Practice,
    Provider,
    ReferringProvider,
)
from core.services import encounters, opening, patients, payments, printing, setup
from core.services.printing import MedicareReason
from core.store import audit
from core.store.keyslots import KdfCost

DAY = date(2026, 3, 10)
EARLIER = date(2026, 3, 3)
TIMED = (Service("97110", minutes=23), Service("97140", minutes=22))
BACK = Diagnosis("M5450", "Low back pain, unspecified")
GAIT = Diagnosis("R262", "Difficulty in walking")


@pytest.fixture
def practice(tmp_path):
    made, _ = opening.create_practice(
        tmp_path / "p.unitwise",
        Practice(
            "Riverbend Physical Therapy LLC",
            "1234567893",
            "12-3456789",
            Address("480 Larkspur Ave", "Columbus", "OH", "43215"),
            "614-555-0142",
        ),
        "Dana Fictional",
        "correct horse battery staple",
        Clock.fixed(DAY),
        Provider(
            "Jordan",
            "Reyes",
            ProviderRole.PT,
            npi="1003000126",
            credentials="PT, DPT",
            licence_number="PT-014392",
            licence_state="OH",
        ),
        cost=KdfCost(memory_kib=64, passes=1, lanes=1),
    )
    setup.save_fee(made, Fee("97110", 4500, date(2026, 1, 1)))
    setup.save_fee(made, Fee("97140", 5500, date(2026, 1, 1)))
    yield made
    made.file.close()


@pytest.fixture
def patient_id(practice):
    doctor = setup.save_referring(
        practice, ReferringProvider("Priya", "Raman", "1992999825", credentials="MD")
    )
    saved = patients.save(
        practice,
        Patient(
            "Łukasz",
            "Ngô",
            date(1950, 8, 2),
            Sex.MALE,
            address=Address("77 Juniper Ct", "Dublin", "OH", "43017"),
            referring_provider_id=doctor.id,
        ),
    )
    patients.save_plan_of_care(
        practice,
        PlanOfCare(
            saved.id,
            Discipline.PT,
            date(2026, 2, 2),
            certified_on=date(2026, 2, 4),
            certified_to=date(2026, 5, 3),
            referring_provider_id=doctor.id,
        ),
    )
    return saved.id


def insure(practice, patient_id, name="Great Lakes Mutual", profile="generic-commercial", **more):
    payer = setup.save_payer(
        practice, Payer(name, profiles=(PayerProfile(profile, date(2020, 1, 1)),))
    )
    return patients.save_coverage(
        practice, Coverage(patient_id, payer.id, CoverageRank.PRIMARY, "GLM-004", **more)
    )


def session(practice, patient_id, day=DAY, services=TIMED, complete=True, **more):
    fresh = encounters.new_session(practice, patient_id, day).record
    provider = setup.list_providers(practice)[0].id
    fields = {"diagnoses": (BACK, GAIT), "pointers": ("A", "BA")[: len(services)], **more}
    filled = replace(fresh, rendering_provider_id=provider, services=services, **fields)
    return encounters.save(practice, filled, complete=complete).encounter_id


def words(body):
    return " ".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages
    ).replace("\n", " ")


def test_edits_of_a_table_made_for_other_days_are_told_with_the_days(practice, patient_id):
    insure(practice, patient_id, "Humana", "medicare-advantage")
    visits = [session(practice, patient_id, day) for day in (EARLIER, DAY)]
    found = words(printing.superbill(practice, patient_id, visits).body)
    said = "Edits by table 2024Q3, not checked for this date: 03/03/2026, 03/10/2026."
    assert said in " ".join(found.split())


def test_edits_of_the_days_own_table_need_no_remark(practice, patient_id):
    insure(practice, patient_id, "Humana", "medicare-advantage")
    visit = session(practice, patient_id, date(2024, 8, 6))
    assert "not checked" not in words(printing.superbill(practice, patient_id, [visit]).body)


def test_the_paper_says_what_the_file_holds(practice, patient_id):
    insure(practice, patient_id)
    visit = session(practice, patient_id)
    payments.take(
        practice,
        PatientPayment(patient_id, DAY, 10000, PaymentMethod.CHECK, None, visit, "#2210"),
    )
    draft = printing.superbill(practice, patient_id, [visit])
    found = words(draft.body)
    for said in (
        "EIN 12-3456789 · Group NPI 1234567893",
        "Łukasz Ngô",
        "08/02/1950",
        "GLM-004",
        "Jordan Reyes, PT, DPT",
        "PT-014392 (OH)",
        "Priya Raman, MD",
        "05/03/2026",
        "A M54.50 Low back pain, unspecified",
        "Check, #2210 100.00",
    ):
        assert said in found
    # 23 and 22 minutes under the AMA midpoint: two units and one; $90 + $55 - $100 = $45.
    assert "Total charges $145.00 Paid by patient -$100.00 Balance due $45.00" in found
    assert "97140 Manual therapy B A 22 1 55.00" in found
    assert draft.problems == ()


def test_both_layouts_carry_the_same_money_and_number(practice, patient_id):
    visit = session(practice, patient_id)
    both = [
        printing.superbill(practice, patient_id, [visit], layout)
        for layout in ("superbill", "cms1500")
    ]
    assert both[0].number == both[1].number == 1001
    assert both[0].sha256 != both[1].sha256
    assert all("$145.00" in words(draft.body) for draft in both)


def test_an_unknown_layout_is_refused(practice, patient_id):
    with pytest.raises(UserProblem, match="no layout"):
        printing.superbill(practice, patient_id, [session(practice, patient_id)], "red-form")


def test_pointers_of_several_visits_use_one_list_of_letters(practice, patient_id):
    second = session(practice, patient_id)
    first = session(practice, patient_id, EARLIER, diagnoses=(GAIT, BACK))
    found = words(printing.superbill(practice, patient_id, [second, first]).body)
    assert "A R26.2 Difficulty in walking B M54.50 Low back pain" in found
    lines = re.findall(r"(03/\d\d)/2026 11 (97\d+) .*? ([AB ]+) (?:22|23) ", found)
    assert lines == [
        ("03/03", "97110", "A"),
        ("03/03", "97140", "B A"),
        ("03/10", "97110", "B"),
        ("03/10", "97140", "A B"),
    ]


def test_the_same_file_is_previewed_and_kept(practice, patient_id):
    visit = session(practice, patient_id)
    draft = printing.superbill(practice, patient_id, [visit])
    row = printing.archive(practice, draft, "printed")
    assert printing.archived(practice, row.id) == draft.body
    assert (row.number, row.sha256, row.encounter_ids) == (1001, draft.sha256, (visit,))
    assert patients.get(practice, patient_id).documents == (row,)


def test_printing_and_saving_keep_one_document_and_two_audit_rows(practice, patient_id):
    draft = printing.superbill(practice, patient_id, [session(practice, patient_id)])
    first = printing.archive(practice, draft, "printed")
    assert printing.archive(practice, draft, "saved") == first
    actions = [e.action for e in audit.events(practice.file.db) if e.object_kind == "document"]
    assert actions == ["document.printed", "document.saved"]
    assert len(patients.get(practice, patient_id).documents) == 1


def test_numbers_follow_on(practice, patient_id):
    visit = session(practice, patient_id)
    for number in (1001, 1002):
        draft = printing.superbill(practice, patient_id, [visit])
        assert printing.archive(practice, draft, "saved").number == number


def test_a_number_taken_meanwhile_is_not_used_twice(practice, patient_id):
    visit = session(practice, patient_id)
    first = printing.superbill(practice, patient_id, [visit])
    second = printing.superbill(practice, patient_id, [visit], "cms1500")
    printing.archive(practice, first, "printed")
    with pytest.raises(UserProblem, match="Preview this one again"):
        printing.archive(practice, second, "printed")
    assert len(patients.get(practice, patient_id).documents) == 1


def test_a_session_changed_after_the_preview_is_not_printed(practice, patient_id):
    visit = session(practice, patient_id)
    draft = printing.superbill(practice, patient_id, [visit])
    encounters.void(practice, visit, "entered for the wrong patient")
    with pytest.raises(UserProblem, match="changed after the preview"):
        printing.archive(practice, draft, "printed")
    assert patients.get(practice, patient_id).documents == ()


def test_a_damaged_document_is_never_handed_out(practice, patient_id):
    draft = printing.superbill(practice, patient_id, [session(practice, patient_id)])
    row = printing.archive(practice, draft, "printed")
    with practice.file.unit_of_work("test.damage", "document") as work:
        work.db.execute("UPDATE documents SET body = ? WHERE id = ?", (b"%PDF-1.3", row.id))
    with pytest.raises(DataProblem, match="no longer matches"):
        printing.archived(practice, row.id)


def test_bytes_changed_in_memory_are_not_kept(practice, patient_id):
    draft = printing.superbill(practice, patient_id, [session(practice, patient_id)])
    with pytest.raises(DataProblem, match="changed in memory"):
        printing.archive(practice, replace(draft, body=draft.body + b" "), "saved")


def test_a_missing_fee_is_said(practice, patient_id):
    visit = session(practice, patient_id, services=(Service("97112", minutes=15),))
    draft = printing.superbill(practice, patient_id, [visit])
    assert "03/10/2026, 97112: the fee list has no fee for this code on that day." in draft.problems
    assert "Balance due not known" in words(draft.body)


def test_an_unfinished_session_is_refused(practice, patient_id):
    visit = session(practice, patient_id, complete=False)
    with pytest.raises(UserProblem, match="03/10/2026 is not complete"):
        printing.superbill(practice, patient_id, [visit])


def test_nothing_chosen_and_foreign_sessions_are_refused(practice, patient_id):
    with pytest.raises(UserProblem, match="No session is chosen"):
        printing.superbill(practice, patient_id, [])
    other = patients.save(practice, Patient("Ada", "Other", date(1980, 1, 1)))
    with pytest.raises(UserProblem, match="not one of this patient"):
        printing.superbill(practice, other.id, [session(practice, patient_id)])


def test_sessions_under_two_insurers_are_not_mixed(practice, patient_id):
    insure(practice, patient_id, ends_on=EARLIER)
    insure(practice, patient_id, "Prairie Health", starts_on=date(2026, 3, 4))
    visits = [session(practice, patient_id, EARLIER), session(practice, patient_id)]
    with pytest.raises(UserProblem, match="different insurance"):
        printing.superbill(practice, patient_id, visits)


def test_part_b_asks_why_before_covered_services_are_printed(practice, patient_id):
    insure(practice, patient_id, "Medicare", "medicare-part-b")
    visit = session(practice, patient_id)
    question = printing.medicare_question(practice, patient_id, [visit])
    assert question.codes == ("97110", "97140")
    assert "must file the claim" in question.sentence
    assert len(question.reasons) == 3
    with pytest.raises(UserProblem) as refused:
        printing.superbill(practice, patient_id, [visit])
    assert refused.value.field == "reason"


@pytest.mark.parametrize("reason", list(MedicareReason))
def test_the_reason_stands_on_the_paper_and_in_the_archive(practice, patient_id, reason):
    insure(practice, patient_id, "Medicare", "medicare-part-b")
    visit = session(practice, patient_id)
    draft = printing.superbill(practice, patient_id, [visit], reason=reason)
    assert f"Not for submission to Medicare Reason: {reason}" in words(draft.body)
    assert printing.archive(practice, draft, "printed").reason == reason


def test_services_medicare_never_covers_ask_nothing(practice, patient_id):
    insure(practice, patient_id, "Medicare", "medicare-part-b")
    setup.save_fee(practice, Fee("LASER", 3000, date(2026, 1, 1), label="Laser", is_cash_item=True))
    visit = session(practice, patient_id, services=(Service("LASER"),))
    assert printing.medicare_question(practice, patient_id, [visit]) is None
    draft = printing.superbill(practice, patient_id, [visit])
    assert "Medicare Reason" not in words(draft.body)
    assert "Laser" in words(draft.body)


def test_part_b_that_had_ended_asks_nothing(practice, patient_id):
    insure(practice, patient_id, "Medicare", "medicare-part-b", ends_on=EARLIER)
    visit = session(practice, patient_id)
    assert printing.medicare_question(practice, patient_id, [visit]) is None


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("superbill", "2026-03-10_superbill_1042.pdf"),
        ("../../Etc\\con:", "2026-03-10_etc-con_1042.pdf"),
        ("\u202efdp.", "2026-03-10_fdp_1042.pdf"),
        ("", "2026-03-10_document_1042.pdf"),
        ("x" * 300, f"2026-03-10_{'x' * 40}_1042.pdf"),
    ],
)
def test_file_names_are_safe_everywhere(kind, name):
    assert printing.suggested_name(DAY, kind, 1042) == name


def test_the_suggested_name_holds_no_patient(practice, patient_id):
    draft = printing.superbill(practice, patient_id, [session(practice, patient_id)])
    assert draft.suggested_name == "2026-03-10_superbill_1001.pdf"
