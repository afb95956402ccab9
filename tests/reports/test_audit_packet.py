"""The audit-defence packet: its parts, its outline, and the note with its evidence marked."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.kinds import Discipline
from core.model.outcomes import Better, MarkVerdict, Meaning, MeasureProgress, Reading
from core.notes.reading import Evidence
from core.reports.audit_packet import PacketRecord, PacketVisit, Plan, SignedLine, build, mark
from core.reports.audit_record import COUNSEL
from core.reports.measure_charts import target_of
from core.reports.page import LEFT, RIGHT
from tests.reports.people import BILLING, ISSUED, PATIENT
from tests.reports.reading import pages, text, words
from tests.reports.test_audit_papers import outline
from tests.reports.test_care_papers import PLAN
from tests.reports.test_encounter_explained import RECORD

NOTE = "S: sore neck\nO: soft tissue mobilization to upper trapezius\nA: eased after"
VISIT = PacketVisit(
    RECORD,
    NOTE,
    (
        Evidence("technique", 16, 40, "soft tissue mobilization"),
        Evidence("region", 44, 59, "upper trapezius"),
        Evidence("response", 63, 74, "eased after"),
    ),
    Plan(Discipline.PT, date(2026, 2, 2), date(2026, 2, 4), date(2026, 5, 3), "Priya Raman"),
    (SignedLine("Signed", "Jordan Reyes", datetime(2026, 3, 10, 15, tzinfo=UTC), "SHA-256 ab"),),
)
NDI = MeasureProgress(
    measure="ndi", name="NDI", label="Neck Disability Index", unit="%", better=Better.LOWER,
    readings=(
        Reading(date(2026, 2, 2), Decimal(38)), Reading(date(2026, 2, 9), Decimal(32)),
        Reading(date(2026, 3, 9), Decimal(18)),
    ),
    change=Decimal(-20), meaning=Meaning.BETTER,
    words="Better by at least the smallest change that matters (8 %, Young 2019)",
    source="Young et al. 2019",
    marks=(
        MarkVerdict("matters", "Young 2019", Decimal(8), reached=True, judged=True,
                    cite="Young et al. 2019", confidence="high"),
    ),
)  # fmt: skip
PACKET = PacketRecord(1044, ISSUED, BILLING, PATIENT, (VISIT, VISIT))


SIGNED_PLAN = replace(PLAN, signatures=("Initial by Priya Raman, signed 02/04/2026.",))
FULL = replace(PACKET, plans=(PLAN,), measures=(NDI,))


def test_it_holds_bill_rules_minutes_note_plan_signatures_and_changes():
    found = " ".join(text(build(PACKET).body).split())
    for words_ in (
        "97140 × 1 59 GP", "Unit rule of Medicare Part B", "Clock times",
        "[1: soft tissue mobilization]", "Technique named", "until 05/03/2026",
        "SHA-256 ab", "Changes of this encounter", "NCCI 2024Q3",
    ):  # fmt: skip
        assert words_ in found, words_


def test_the_outline_leads_to_each_part_of_each_session():
    found = outline(build(PACKET).body)
    assert found.count("Session of 03/10/2026") == 2
    for part in ("Bill", "Note with its evidence marked", "Plan of care in force",
                 "Changes on record"):  # fmt: skip
        assert found.count(part) == 2


def test_every_page_names_the_patient_and_its_number():
    pdf = build(PACKET)
    for number, page in enumerate(pages(pdf.body), start=1):
        assert "Okafor" in page
        assert f"Page {number} of {pdf.pages}" in page


def test_counsels_line_stands_on_every_page_only_when_asked():
    asked = pages(build(replace(PACKET, for_counsel=True)).body)
    assert all(COUNSEL in page for page in asked)
    assert COUNSEL not in text(build(PACKET).body)


def test_the_same_record_gives_the_same_bytes_and_stays_within_the_page():
    body = build(PACKET).body
    assert body == build(PACKET).body
    for page in range(len(pages(body))):
        for word in words(body, page):
            assert word["x0"] >= LEFT - 1, word
            assert word["x1"] <= RIGHT + 1, word


def test_a_session_without_note_plan_or_signature_says_so():
    bare = replace(VISIT, note="", evidence=(), plan=None, signed=())
    found = " ".join(text(build(replace(PACKET, visits=(bare,))).body).split())
    assert "No note is kept with this session." in found
    assert "No plan of care is on record for that day." in found
    assert "Nobody has signed this session in this program." in found


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@given(st.text("ab \n", min_size=41, max_size=41), SPANS)
def test_without_its_marks_the_note_is_what_it_was(note, spans):
    evidence = [
        Evidence("technique", min(pair), max(pair), note[min(pair) : max(pair)])
        for pair in spans
    ]  # fmt: skip
    marked, rows = mark(note, evidence)
    for number, _, _ in reversed(rows):
        marked = marked.replace(f"[{number}: ", "")
    assert marked.replace("]", "") == note


def test_places_that_cross_are_left_unmarked():
    marked, rows = mark("abcdef", [Evidence("technique", 0, 4, ""), Evidence("region", 2, 6, "")])
    assert len(rows) == 1
    assert marked.count("[") == 1


def test_it_holds_what_the_plan_of_care_says():
    found = " ".join(text(build(replace(PACKET, plans=(SIGNED_PLAN,))).body).split())
    for said in ("Plan of care: PT, begun", "Long-term goals", "Certifications on file"):
        assert said in found, said
    assert any("Plan of care: PT" in title for title in outline(build(FULL).body))


def test_each_measure_is_charted_with_the_change_that_matters():
    found = " ".join(text(build(FULL).body).split())
    assert "Neck Disability Index (%)" in found
    assert "matters from 30" in found  # 38 less a smallest change of 8, typed here
    assert "02/02/2026" in found
    assert "Better by at least" in found
    assert "Neck Disability Index (%)" in outline(build(FULL).body)


def test_that_no_measure_is_kept_is_said():
    assert "No outcome measure is kept of this patient." in text(build(PACKET).body)


def test_plan_and_charts_stay_within_the_page():
    body = build(FULL).body
    assert body == build(FULL).body
    for page in range(len(pages(body))):
        assert all(w["x0"] >= LEFT - 1 and w["x1"] <= RIGHT + 1 for w in words(body, page))


@pytest.mark.parametrize(
    ("better", "target"), [(Better.LOWER, Decimal(30)), (Better.HIGHER, Decimal(46))]
)
def test_what_matters_lies_on_the_side_that_is_better(better, target):
    assert target_of(replace(NDI, better=better)) == target


def test_a_single_score_makes_a_chart_too():
    alone = replace(NDI, readings=NDI.readings[:1], marks=())
    assert "Neck Disability Index" in text(build(replace(PACKET, measures=(alone,))).body)
