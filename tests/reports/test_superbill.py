"""The superbill's words, figures and pages, read back out of the finished file."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.kinds import PaymentMethod
from core.model.patient import Diagnosis
from core.reports import superbill, superbill_columns
from core.reports.page import BOTTOM, LEFT, RIGHT, TOP
from core.reports.superbill_problems import problems_of
from core.reports.superbill_record import Notice, Paid
from tests.reports.people import (
    ISSUED,
    KIM,
    MANUAL,
    PATIENT,
    line,
    many_visits,
    record,
    visit,
)
from tests.reports.reading import darkness, pages, text, words

BUILDERS = (superbill.build, superbill_columns.build)
ONE_VISIT = """\
Superbill
Riverbend Physical Therapy LLC
480 Larkspur Ave, Suite 210, Columbus, OH 43215-1102 Statement for insurance reimbursement
(614) 555-0142 · desk@riverbend.example
EIN 12-3456789 · Group NPI 1234567893 Number 1042
Issued 03/10/2026
Date of service 03/10/2026
Patient Insurance
Name Maria Elena Okafor Payer Great Lakes Mutual
Date of birth 08/02/1974 Plan Choice PPO
Sex Female Member ID GLM-00481516
Address 77 Juniper Ct Group 7700-A
Dublin, OH 43017 Subscriber Daniel Okafor
Phone (614) 555-0177 Subscriber born 01/19/1972
Account 10042 Relationship Spouse
Provider Referral
Rendering Jordan Reyes, PT, DPT Referred by Priya Raman, MD
NPI 1003000126 NPI 1609981234
Licence PT-014392 (OH) Plan of care from 02/02/2026
Certified on 02/04/2026
Certified through 05/03/2026
Diagnoses (ICD-10-CM)
A M54.50 Low back pain, unspecified B M25.511 Pain in right shoulder
Date of service POS CPT Modifiers Service Dx Min Units Charge ($)
03/10/2026 11 97110 GP Therapeutic exercise A B 30 2 90.00
03/10/2026 11 97140 59 GP Manual therapy B 22 1 55.00
Payments from the patient Total charges $145.00
03/10/2026 Card, ending 4242 145.00 Paid by patient -$145.00
Balance due $0.00
Paid in full This is not a bill.
Pay the patient: benefits are not assigned.
Patient’s signature on file.
Questions about this statement: Riverbend Physical
Therapy LLC, (614) 555-0142 · desk@riverbend.example Signature of the provider Date
POS is the place of service, Dx the letters of the diagnoses. Names of Jordan Reyes, PT, DPT
services are the practice’s own words.
Superbill 1042, issued 03/10/2026 Page 1 of 1"""
COLUMNS = """\
2 Patient’s name 3 Birth date, sex 1a Insured’s ID number
Okafor, Maria Elena 08/02/1974 Female GLM-00481516
24A From To B POS D CPT Modifiers E Dx F Charges G Units J NPI
03/10/2026 03/10/2026 11 97110 GP AB 90.00 2 1003000126
03/10/2026 03/10/2026 11 97140 59 GP B 55.00 1 1003000126
12-3456789 10042 $145.00 $145.00 Paid in full"""


def rows(body: bytes, code: str) -> list[str]:
    return [row for row in text(body).splitlines() if f" {code} " in row]


def test_one_visit_reads_as_typed_by_hand():
    assert text(superbill.build(record()).body) == ONE_VISIT


def test_columns_follow_the_items_of_the_form():
    found = text(superbill_columns.build(record()).body).splitlines()
    assert [row for row in COLUMNS.splitlines() if row not in found] == []


@pytest.mark.parametrize("build", BUILDERS)
def test_same_record_same_bytes(build):
    assert build(record()).body == build(record()).body


@pytest.mark.parametrize("build", BUILDERS)
def test_number_of_pages_is_on_every_page(build):
    pdf = build(record(visits=many_visits(40)))
    said = [page.splitlines()[-1] for page in pages(pdf.body)]
    assert pdf.pages == len(said) > 3
    assert said == [
        f"Superbill 1042, issued 03/10/2026 Page {n} of {pdf.pages}"
        for n in range(1, pdf.pages + 1)
    ]


@pytest.mark.parametrize("build", BUILDERS)
def test_later_pages_name_patient_and_columns_again(build):
    for page in pages(build(record(visits=many_visits(40), payments=())).body)[1:-1]:
        first, second, third = page.splitlines()[:3]
        assert first == "Riverbend Physical Therapy LLC"
        assert second == "Maria Elena Okafor born 08/02/1974"
        assert "POS" in third
        assert "Units" in third


@pytest.mark.parametrize("build", BUILDERS)
@given(count=st.integers(1, 40), lines=st.integers(1, 4))
@settings(max_examples=10)
def test_every_line_is_printed_once_and_no_page_holds_a_lone_row(build, count, lines):
    visits = many_visits(count, lines)
    found = pages(build(record(visits=visits, payments=())).body)
    per_page = [sum("/2026 " in row and "45.00" in row for row in p.splitlines()) for p in found]
    assert sum(per_page) == count * lines
    assert 1 not in (per_page if count * lines > 1 else [])


def test_a_long_visit_is_cut_with_two_rows_on_each_side():
    many = tuple(line("97110", 4500) for _ in range(90))
    found = pages(superbill.build(record(visits=(visit(ISSUED, *many),))).body)
    per_page = [page.count("97110") for page in found]
    assert sum(per_page) == 90
    assert min(n for n in per_page if n) >= 2


def test_charges_discount_payments_and_balance_add_up():
    paid = (
        Paid(date(2026, 3, 10), PaymentMethod.CHECK, 5000, "#2210"),
        Paid(date(2026, 3, 12), PaymentMethod.CASH, 2000),
        Paid(date(2026, 3, 13), PaymentMethod.CASH, -2000),
    )
    visits = (
        visit(ISSUED, MANUAL, line("97110", 123456), discount_cents=1000),
        visit(date(2026, 3, 3), line("97112", 10)),
    )
    found = text(superbill.build(record(visits=visits, payments=paid)).body)
    for row in (
        "Total charges $1,289.66",
        "Discounts -$10.00",
        "Paid by patient -$50.00",
        "Balance due $1,229.66",
    ):
        assert row in found
    assert "03/10/2026 Check, #2210" in found
    assert "03/13/2026 Paid back: Cash -20.00" in found
    assert "03/10/2026 Discount -10.00" in found
    assert "Paid in full" not in found


def test_a_credit_is_called_a_credit():
    found = text(superbill.build(record(payments=(Paid(ISSUED, PaymentMethod.CASH, 15000),))).body)
    assert "Credit $5.00" in found
    assert "Balance due" not in found


@pytest.mark.parametrize("build", BUILDERS)
def test_an_unknown_fee_is_said_and_never_counted_as_nothing(build):
    bill = record(visits=(visit(ISSUED, MANUAL, line("97150", None)),))
    found = text(build(bill).body)
    assert "not set" in found
    assert "not known" in found
    assert "Paid in full" not in found
    assert "03/10/2026, 97150: the fee list has no fee for this code on that day." in problems_of(
        bill
    )


def many_diagnoses(count: int) -> tuple:
    start = [Diagnosis(f"M{n}9", f"Finding {n}") for n in range(10, 10 + count)]
    return tuple(
        visit(
            date(2026, 1, 1 + n),
            line("97110", 4500, points_to=(diagnosis.code,)),
            diagnoses=(diagnosis,),
        )
        for n, diagnosis in enumerate(start)
    )


def test_twelve_diagnoses_are_one_part():
    found = text(superbill.build(record(visits=many_diagnoses(12))).body)
    assert "Part 1" not in found
    assert "L M21.9 Finding 21" in found


def test_the_thirteenth_diagnosis_begins_a_part_with_its_own_letters():
    found = text(superbill.build(record(visits=many_diagnoses(13))).body)
    assert "Part 1 of 2: diagnoses (ICD-10-CM)" in found
    after = found.split("Part 2 of 2: diagnoses (ICD-10-CM)")[1]
    assert "A M22.9 Finding 22" in after
    assert "01/13/2026 11 97110 GP A 15 1 45.00" in after
    assert "Charges of part 1 540.00" in found
    assert "Total charges $585.00" in after


def test_letters_are_dealt_anew_over_several_visits():
    first = visit(ISSUED, line("97110", 1000, points_to=("M5450",)))
    other = visit(
        date(2026, 3, 12),
        line("97110", 1000, points_to=("R262", "M5450")),
        diagnoses=(Diagnosis("R262", "Difficulty in walking"), first.diagnoses[0]),
    )
    bill = record(visits=(other, first))
    assert rows(superbill.build(bill).body, "97110") == [
        "03/10/2026 11 97110 GP A 15 1 10.00",
        "03/12/2026 11 97110 GP C A 15 1 10.00",
    ]


@pytest.mark.parametrize("build", BUILDERS)
def test_diagnosis_words_can_be_hidden(build):
    found = text(build(record(diagnosis_text=False)).body)
    assert "M54.50" in found
    assert "Low back pain" not in found


@pytest.mark.parametrize("build", BUILDERS)
def test_the_medicare_notice_and_its_reason_are_on_every_page(build):
    notice = Notice("Not for submission to Medicare", "Reason: for the patient’s own records.")
    found = pages(build(record(visits=many_visits(20), notice=notice)).body)
    assert len(found) > 1
    for page in found:
        assert "Not for submission to Medicare\nReason: for the patient’s own records." in page


def test_each_visit_says_who_treated_when_several_did():
    visits = (visit(ISSUED, MANUAL), visit(date(2026, 3, 12), MANUAL, rendering=KIM))
    found = text(superbill.build(record(visits=visits)).body)
    assert "Rendered by Jordan Reyes, PT, DPT, NPI 1003000126" in found
    assert "Rendered by Alex Kim, PT, NPI 1992999825" in found
    by_columns = rows(superbill_columns.build(record(visits=visits)).body, "97140")
    assert [row[-10:] for row in by_columns] == ["1003000126", "1992999825"]


def test_figures_end_on_one_edge():
    visits = (visit(ISSUED, MANUAL, line("97112", 5), line("97110", 123456)),)
    found = words(superbill.build(record(visits=visits)).body)
    edges = {w["x1"] for w in found if w["text"] in ("55.00", "0.05", "1,234.56")}
    assert len({round(edge, 1) for edge in edges}) == 1


LONG = replace(
    PATIENT,
    first_name="Wilhelmina-Konstantina",
    last_name="Oberhausen-Hohenzollern " * 4 + "W" * 120,
)


@pytest.mark.parametrize("build", BUILDERS)
@pytest.mark.parametrize("bill", [record(), record(visits=many_visits(30), patient=LONG)])
def test_nothing_is_drawn_outside_the_margins(build, bill):
    pdf = build(bill)
    for page in range(pdf.pages):
        picture = darkness(pdf.body, page).point(lambda grey: 255 if grey < 200 else 0)
        left, upper, right, lower = picture.getbbox()
        assert left >= LEFT - 2
        assert right <= RIGHT + 2
        assert upper >= 792 - TOP - 2
        assert lower <= 792 - BOTTOM + 24  # the foot line


def test_the_letterhead_stands_on_a_thick_black_rule():
    picture = darkness(superbill.build(record()).body)
    dark = [
        y
        for y in range(60, 160)
        if all(picture.getpixel((x, y)) < 140 for x in range(int(LEFT) + 2, int(RIGHT) - 2))
    ]
    assert len(dark) >= 1


def test_long_names_are_wrapped_and_never_cut():
    found = "".join(text(superbill.build(record(patient=LONG)).body).split())
    assert found.count("W") >= 120 + 1
    assert found.count("Oberhausen-Hohenzollern") >= 2


@pytest.mark.parametrize("build", BUILDERS)
def test_an_independent_tool_finds_the_file_well_formed(build, tmp_path):
    qpdf = shutil.which("qpdf")
    if qpdf is None:
        pytest.skip("qpdf is not installed")
    path = tmp_path / "superbill.pdf"
    path.write_bytes(build(record(visits=many_visits(14))).body)
    assert subprocess.run([qpdf, "--check", path], capture_output=True, check=False).returncode == 0


def test_what_an_insurer_needs_and_misses_is_said():
    bare = replace(record().billing, npi="", tax_id="")
    said = problems_of(record(billing=bare, visits=(visit(ISSUED, MANUAL, diagnoses=()),)))
    assert said == (
        "The practice has no tax ID. Add it in Settings.",
        "The practice has no group NPI. Add it in Settings.",
        "03/10/2026: no diagnosis is recorded for this visit.",
    )
    assert problems_of(record()) == ()


def test_an_unknown_rule_is_a_plain_line_on_the_paper():
    remark = "03/10/2026: no unit rule is known for this payer on that day."
    for build in BUILDERS:
        assert f"Note: {remark}" in text(build(record(remarks=(remark,))).body)


@given(st.text("W-é ", min_size=1, max_size=200))
@settings(max_examples=15)
def test_the_longest_texts_the_forms_take_stay_on_the_page(words_typed):
    billing = replace(record().billing, name=words_typed)
    services = line("W" * 100, 4500, label=words_typed)
    bill = record(billing=billing, visits=(visit(ISSUED, services),))
    for build in BUILDERS:
        found = words(build(bill).body)
        assert all(w["x0"] >= LEFT - 1 and w["x1"] <= RIGHT + 1 for w in found)
        assert all(w["bottom"] < 792 - 20 for w in found)


@pytest.mark.parametrize("build", BUILDERS)
def test_the_totals_never_stand_on_a_page_without_a_line_of_theirs(build):
    for count in (4, 5, 6, 7, 8, 12, 15, 16, 17):
        last = pages(build(record(visits=many_visits(count), payments=())).body)[-1]
        assert " 97530 " in last
