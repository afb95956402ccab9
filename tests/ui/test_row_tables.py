"""The tables of records keep Qt's contract and read a record the way people say it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from core.model.kinds import Discipline, EncounterState, PaymentMethod, Sex
from core.model.patient import PatientPayment, PatientRow
from core.model.patient_file import DocumentRow
from core.model.session import EncounterRow
from core.services.importing import RowProblem
from ui.models.encounter_rows import DAY_COLUMNS, HISTORY_COLUMNS, matches, superbill_text
from ui.models.import_rows import PROBLEM_COLUMNS
from ui.models.patient_rows import PATIENT_COLUMNS
from ui.models.payment_rows import PAYMENT_COLUMNS, payment_rows
from ui.models.row_table import RowTable
from ui.models.work_rows import Work, work_columns, work_rows
from ui.screens.patient_documents import DOCUMENT_COLUMNS

DAY = date(2026, 3, 10)
VISIT = EncounterRow(
    7, DAY, 605, 3, "Alvarez, Maria", "Dana Okafor, DPT", "Medicare Part B", Discipline.PT,
    EncounterState.COMPLETE, ("97110", "97140"), 45, 3, 12500, 0, 0, False, False,
)  # fmt: skip
PATIENT = PatientRow(
    3, "Alvarez, Maria", date(1963, 12, 3), Sex.FEMALE, "207-555-0166", "", "", "1001"
)
PAID = PatientPayment(3, DAY, 4500, PaymentMethod.CARD, id=1, encounter_id=7)
BACK = replace(PAID, id=2, amount_cents=-4500, reverses_id=1, note="Wrong patient")
DOCUMENT = DocumentRow(
    1, 9, "superbill", "superbill", "Superbill 9", 3, (7,), 1, "0" * 64, "",
    datetime(2026, 3, 10, 14, tzinfo=UTC), "Dana",
)  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (DAY_COLUMNS, (VISIT,)),
        (HISTORY_COLUMNS, (VISIT, replace(VISIT, id=8, state=EncounterState.VOID))),
        (PATIENT_COLUMNS, (PATIENT,)),
        (PAYMENT_COLUMNS, payment_rows((PAID, BACK), {7: DAY})),
        (work_columns(DAY), work_rows((VISIT,), (VISIT,))),
        (DOCUMENT_COLUMNS, (DOCUMENT,)),
        (PROBLEM_COLUMNS, (RowProblem(2, "coverage.member_id", "It is missing."),)),
    ],
)
def test_each_table_keeps_the_contract_of_qt(theme, qtmodeltester, columns, rows):
    table = RowTable(columns, theme)
    qtmodeltester.check(table)
    table.show_rows(rows)
    qtmodeltester.check(table)
    assert table.rowCount() == len(rows)


@pytest.mark.parametrize(
    ("typed", "fits"),
    [("", True), ("alv", True), ("97140", True), ("maria okafor", True), ("comp", True),
     ("medicare", True), ("scheduled", False), ("alv 97530", False)],
)  # fmt: skip
def test_the_filter_looks_at_all_that_is_shown(typed, fits):
    assert matches(VISIT, typed) is fits


def test_a_superbill_is_missing_only_where_one_could_be_made():
    assert superbill_text(VISIT) == "Not made"
    assert superbill_text(replace(VISIT, superbill_printed=True)) == "Made"
    assert superbill_text(replace(VISIT, state=EncounterState.DRAFT)) == ""


def test_a_reversed_payment_and_its_reversal_are_told_apart():
    states = {row.id: row.state for row in payment_rows((PAID, BACK), {7: DAY})}
    assert states == {1: "Reversed", 2: "Reversal"}


def test_a_visit_that_costs_nothing_or_is_paid_owes_no_payment():
    free = replace(VISIT, id=1, charges_cents=0, superbill_printed=True)
    paid = replace(VISIT, id=2, paid_cents=4500, superbill_printed=True)
    unpriced = replace(VISIT, id=3, charges_cents=None, superbill_printed=True)
    found = [(row.encounter.id, row.work) for row in work_rows((free, paid, unpriced), ())]
    assert found == [(3, Work.NO_PAYMENT)]
