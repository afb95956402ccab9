"""The paper that explains one bill: its words, its picture of the clock times, its pages."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.bill import Alert, Bill, BillLine, Choice, NotBilled, Step
from core.model.encounter import Interval, Service
from core.model.kinds import Discipline, EncounterState, Severity, Side, Who
from core.model.statements import Attestation, Refusal, RefusalKind, StatementKind
from core.reports.encounter_explained import build
from core.reports.encounter_explained_record import BillChange, ExplainedRecord, RuleInForce
from core.reports.encounter_explained_strip import axis_of, lanes_of
from core.reports.page import BOTTOM, HEIGHT, LEFT, RIGHT, TOP
from core.reports.superbill_record import Notice
from tests.reports.people import BACK, BILLING, INSURANCE, ISSUED, PATIENT, REYES
from tests.reports.reading import darkness, pages, stream_text, text, words

AT = datetime(2026, 3, 10, 15, 4, tzinfo=UTC)
T, A, BOTH = Who.THERAPIST, Who.ASSISTANT, Who.TOGETHER
SERVICES = (
    Service(
        "97140", minutes=12, assistant_minutes=14, region="neck", side=Side.LEFT,
        intervals=(Interval(600, 612, T), Interval(612, 626, A)),
    ),
    Service("97150", minutes=0, together_minutes=20, intervals=(Interval(630, 650, BOTH),)),
    Service("97010", minutes=10),
)  # fmt: skip
BILL = Bill(
    rule="cms-total-time",
    rulebook="2026-01-01+abcd1234",
    timed_minutes=26,
    untimed_minutes=30,
    timed_units=2,
    lines=(
        BillLine("97140", 1, ("59", "GP"), 12, 2772),
        BillLine("97140", 1, ("59", "GP", "CQ"), 14, None),
        BillLine("97150", 1, ("GP",), 20, 1804),
    ),
    not_billed=(NotBilled("97010", 10, "bundled", "MPFS status B", "Never paid by itself."),),
    choices=(Choice(1, ("97110", "97140"), "97140", answered=True, why="equal remainders"),),
    alerts=(
        Alert(
            "edit-pair", Severity.NOTE, ("97150", "97140"), "97140 beside 97150.", "Keep the"
            " reason.", "NCCI 2024Q3",
        ),
    ),
    ledger=(("billed", 26), ("rounding", 0), ("untimed", 20), ("bundled", 10)),
    trace=(
        Step("Unit rule of Medicare Part B", "total-time rule", "MCPM ch.5", date(2010, 1, 1)),
        Step("Timed minutes of the day", "26 timed minutes", "MCPM ch.5", date(2010, 1, 1)),
        Step("Pairs among the day's codes", "97150 with 97140", "NCCI 2024Q3", date(2024, 7, 1)),
    ),
)  # fmt: skip
RECORD = ExplainedRecord(
    number=1043,
    issued_on=ISSUED,
    billing=BILLING,
    patient=PATIENT,
    day=date(2026, 3, 10),
    discipline=Discipline.PT,
    state=EncounterState.COMPLETE,
    rendering=REYES,
    rule=RuleInForce("Medicare Part B", "total-time rule", date(2010, 1, 1), "MCPM ch.5"),
    bill=BILL,
    assistant="Sam Kim, PTA",
    insurance=INSURANCE,
    diagnoses=(BACK,),
    services=SERVICES,
    labels={"97140": "Manual therapy", "97150": "Group therapy"},
    attestations=(
        Attestation(StatementKind.MODIFIER, ("97140",), "59", "Jordan Reyes", AT),
    ),
    refusals=(Refusal(RefusalKind.SUGGESTION, "kx", ("97140",), "Plateau", "Jordan Reyes", AT),),
    changes=(BillChange(AT, "Jordan Reyes", "completed; attested: modifier 59 97140"),),
)  # fmt: skip
PAGE = """\
Bill explained
EIN 12-3456789 · Group NPI 1234567893 Number 1043
Date of service 03/10/2026
Encounter Complete
Name Maria Elena Okafor Payer Great Lakes Mutual
Date of birth 08/02/1974 Member ID GLM-00481516
Account 10042 Rule profile Medicare Part B
Rendering Jordan Reyes, PT, DPT Unit rule total-time rule
NPI 1003000126 In force since 01/01/2010
Assistant Sam Kim, PTA Source MCPM ch.5
Discipline PT, place of service 11 Rule book 2026-01-01+abcd1234
Diagnoses M54.50 Low back pain, unspecified
97140 59 GP Manual therapy 12 1 27.72
97140 59 GP CQ Manual therapy 14 1 not known
97150 GP Group therapy 20 1 18.04
26 timed and 30 untimed minutes: 2 timed units, 3 in all.
97010 10 Never paid by itself.
MPFS status B
1 97110 or 97140 97140 equal remainders
97140 neck, left 12 14 0 26 10:00–10:12 therapist, 10:12–10:26 assistant
97150 0 0 20 20 10:30–10:50 together
97010 10 0 0 10
26 in billed units
20 untimed services
10 bundled
56 documented in all
59 97140 The service was distinct Jordan Reyes 03/10/2026 15:04 UTC
kx 97140 Plateau Jordan Reyes 03/10/2026 15:04 UTC
note 97150, 97140 97140 beside 97150. Keep the reason.
edit-pair NCCI 2024Q3
Unit rule of Medicare Part B total-time rule 01/01/2010 [1]
Timed minutes of the day 26 timed minutes 01/01/2010 [1]
Pairs among the day's codes 97150 with 97140 07/01/2024 [2]
[1] MCPM ch.5
[2] NCCI 2024Q3
03/10/2026 15:04 UTC Jordan Reyes completed; attested: modifier 59 97140
Bill explained 1043, issued 03/10/2026 Page 1 of 2
Bill explained 1043, issued 03/10/2026 Page 2 of 2"""


def test_it_says_what_the_bill_is_and_why():
    found = text(build(RECORD).body).splitlines()
    missing = [line for line in PAGE.splitlines() if line not in found]
    assert missing == []


def test_the_picture_names_every_stretch_and_its_clock():
    found = stream_text(build(RECORD).body)
    for part in ("T 12", "A 14", "T+A 20", "T therapist alone", "A assistant alone",
                 "T+A both together", "10:00", "10:10", "10:50"):  # fmt: skip
        assert part in found.replace("  ", " "), part


def box_of(body: bytes, letters: str, minutes: str) -> list[int]:
    """Grey values left of a bar's letters, where only its filling stands."""
    place = next(
        one for one in words(body) if one["text"] == letters
        and any(n["text"] == minutes and abs(n["top"] - one["top"]) < 1 for n in words(body))
    )  # fmt: skip
    picture = darkness(body)
    left, top = int(place["x0"]) - 16, int(place["top"])
    return [picture.getpixel((x, y)) for x in range(left, left + 12) for y in range(top, top + 6)]


def test_who_treated_is_told_apart_by_hatching_in_black_and_white():
    body = build(RECORD).body
    boxes = [box_of(body, *mark) for mark in (("T", "12"), ("A", "14"), ("T+A", "20"))]
    alone, helped, together = (255 - sum(box) / len(box) for box in boxes)
    assert alone == 0
    assert 0 < helped < together


def test_bars_stand_to_scale():
    body = build(RECORD).body
    ticks = {one["text"]: (one["x0"] + one["x1"]) / 2 for one in words(body) if ":" in one["text"]}
    minute = (ticks["10:40"] - ticks["10:10"]) / 30
    middle = next(one for one in words(body) if one["text"] == "T+A")
    assert middle["x0"] == pytest.approx(ticks["10:40"] - 9, abs=5)
    assert (ticks["10:30"] - ticks["10:20"]) == pytest.approx(10 * minute, abs=0.5)


def test_without_clock_times_the_paper_says_so():
    services = tuple(replace(one, intervals=()) for one in SERVICES)
    found = text(build(replace(RECORD, services=services)).body)
    assert "No clock times were kept" in found
    assert "therapist alone" not in found


def test_a_notice_is_told_in_words():
    said = Attestation(StatementKind.NOTICE, ("97140",), "GX GY", "Jordan Reyes", AT)
    found = text(build(replace(RECORD, attestations=(said,))).body)
    assert "GX GY 97140 A voluntary notice was given" in found


def test_what_nobody_said_is_said():
    found = text(build(replace(RECORD, attestations=(), refusals=())).body)
    assert "Nobody attested anything." in found
    assert "No suggestion was refused." in found


def test_a_draft_is_marked_on_every_page():
    notice = Notice("Draft", "This session is not complete.")
    found = pages(build(replace(RECORD, notice=notice, state=EncounterState.DRAFT)).body)
    assert len(found) > 1
    assert all("This session is not complete." in page for page in found)


def test_a_long_day_keeps_its_heads_and_its_margins():
    trace = tuple(Step(f"Step {n}", "so it is " * 12, "a source", ISSUED) for n in range(90))
    body = build(replace(RECORD, bill=replace(BILL, trace=trace))).body
    found = pages(body)
    assert len(found) > 4
    assert all("Step Result Since Source" in page for page in found[2:-1])
    assert all(f"Page {n} of {len(found)}" in page for n, page in enumerate(found, 1))
    for number in range(len(found)):
        for one in words(body, number):
            assert LEFT - 1 <= one["x0"] < one["x1"] <= RIGHT + 1
            assert HEIGHT - TOP - 1 <= one["top"] < HEIGHT - BOTTOM + 25


@pytest.mark.parametrize("more", range(0, 24, 2))
def test_the_picture_of_clock_times_stands_under_its_heading_wherever_a_page_ends(more):
    bill = replace(BILL, not_billed=BILL.not_billed * more)
    (there,) = [page for page in pages(build(replace(RECORD, bill=bill)).body) if is_there(page)]
    assert "therapist alone" in there


def is_there(page: str) -> bool:
    return "Clock times" in page.splitlines()


def test_typed_text_is_drawn_and_never_read_as_markup():
    refusal = replace(RECORD.refusals[0], reason="<b>5 < 6</b> & so on")
    assert "<b>5 < 6</b> & so on" in text(build(replace(RECORD, refusals=(refusal,))).body)


def test_equal_records_give_equal_bytes():
    assert build(RECORD).body == build(replace(RECORD)).body


STRETCHES = st.lists(
    st.tuples(st.integers(0, 1420), st.integers(1, 20), st.sampled_from(Who)),
    min_size=1,
    max_size=9,
).map(lambda rows: tuple(Interval(start, start + long, who) for start, long, who in rows))


@settings(max_examples=40, deadline=None)
@given(st.lists(STRETCHES, min_size=1, max_size=3))
def test_every_stretch_has_a_place_of_its_own_on_the_axis(days):
    services = tuple(Service(f"9711{n}", intervals=one) for n, one in enumerate(days))
    lanes = lanes_of(services)
    shown = [one for _, _, lane in lanes for one in lane]
    assert sorted(shown, key=str) == sorted((i for one in days for i in one), key=str)
    for _, _, lane in lanes:
        assert all(a.end <= b.start for a, b in pairwise(lane))
    first, last, step = axis_of(lanes)
    assert first <= min(one.start for one in shown) < max(one.end for one in shown) <= last
    assert (last - first) % step == 0
