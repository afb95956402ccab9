"""An audit's papers: what they say, that they are the same again, that nothing runs off a page."""

import io
import re
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from core.audit.compare import compare
from core.audit.totals import Count, Place, Totals
from core.reports import audit_feedback, audit_plan, audit_report, audit_training
from core.reports.audit_record import COUNSEL
from core.reports.page import LEFT, RIGHT
from tests.reports.audit_case import KIM, OVER, PAPER, REYES
from tests.reports.people import BILLING
from tests.reports.reading import pages, text, words

NAMES = ("Maria Okafor", "Jordan Reyes")
BUILDERS = {
    "report": audit_report.build,
    "feedback": lambda paper: audit_feedback.build(paper, REYES),
    "plan": audit_plan.build,
    "training": lambda paper: audit_training.build(paper, NAMES),
}


def outline(body: bytes) -> list[str]:
    """Titles of the file's outline, parts of parts too."""

    def flat(items):
        for item in items:
            if isinstance(item, list):
                yield from flat(item)
            else:
                yield item.title

    return list(flat(pypdf.PdfReader(io.BytesIO(body)).outline))


@pytest.fixture(params=sorted(BUILDERS))
def build(request):
    return BUILDERS[request.param]


def test_the_same_record_gives_the_same_bytes(build):
    assert build(PAPER).body == build(PAPER).body


def test_only_the_printed_date_differs_on_another_day(build):
    later = replace(PAPER, issued_on=date(2026, 7, 4))
    found = text(build(later).body).replace("07/04/2026", "03/10/2026")
    assert found == text(build(PAPER).body)


def test_every_page_has_its_number_the_practice_and_the_day(build):
    pdf = build(PAPER)
    for number, page in enumerate(pages(pdf.body), start=1):
        assert f"Page {number} of {pdf.pages}" in page
        assert BILLING.name in page
        assert "printed 03/10/2026" in page


def test_counsels_line_stands_on_every_page_only_when_asked(build):
    asked = pages(build(replace(PAPER, for_counsel=True)).body)
    assert all(COUNSEL in page for page in asked)
    assert COUNSEL not in text(build(PAPER).body)


def test_nothing_runs_off_the_page(build):
    body = build(replace(PAPER, for_counsel=True)).body
    for page in range(len(pages(body))):
        for word in words(body, page):
            assert word["x0"] >= LEFT - 1, word
            assert word["x1"] <= RIGHT + 1, word


def test_everything_can_be_drawn(build):
    assert build(PAPER).missing == ()


def test_the_summary_is_on_the_first_page():
    first = pages(audit_report.build(PAPER).body)[0]
    assert "3 of 10 sessions have at least one finding: 30% (95% interval 11% to 60%)." in first
    assert "Amber:" in first
    assert "Billed too high: 1 unit in 1 finding, $27.72." in first
    assert "Billed too low: 2 units in 1 finding, $42.00." in first
    assert "A sample of 10 proves little" in first
    assert "4 more would be needed, 14 in all" in first


def test_every_finding_stands_with_its_source_and_review():
    found = " ".join(text(audit_report.build(PAPER).body).split())
    for one in PAPER.findings:
        assert one.message in found
    # The text runs across the columns, so the day stands a few words after its line's end.
    assert found.count("(in force since") == found.count("01/01/2010)") == len(PAPER.findings)
    assert "Confirmed by Dana Okafor, 03/09/2026: Minutes read again" in found


def test_the_draw_can_be_repeated_from_the_paper():
    found = text(audit_report.build(PAPER).body)
    assert "76 in all. 10 were drawn by seed 7" in found
    assert "ab" * 32 in found.replace("\n", "")


@pytest.mark.parametrize(("frame", "told"), [(76, True), (99, True), (100, False)])
def test_a_sample_that_is_no_small_share_says_that_intervals_are_wide(frame, told):
    paper = replace(PAPER, sample=replace(PAPER.sample, frame_size=frame))  # ten were drawn
    assert ("finite population" in text(audit_report.build(paper).body)) is told


def test_what_was_overruled_is_listed_apart():
    paper = replace(PAPER, findings=PAPER.findings[1:], overruled=(OVER,))
    assert "Overruled by the reviewer, not counted above" in text(audit_report.build(paper).body)


def test_the_outline_leads_to_the_parts():
    found = outline(audit_report.build(PAPER).body)
    for title in ("In one minute", "By check", "Every finding with its source", "How it was done"):
        assert title in found


def test_feedback_tells_a_clinician_nothing_of_another():
    found = text(audit_feedback.build(PAPER, REYES).body)
    assert "fault 1" in found
    assert "fault 2" not in found
    assert KIM not in found


def changed():
    """The paper beside an earlier audit; errors of 40, 8 and 8 charts typed here."""
    made = Totals(encounters=40)
    made.places[Place("2025Q3", "Medicare Part B", REYES)] = Count(40, 40, 40)
    place = Place("2025Q3", "Medicare Part B", REYES)
    made.charts = {(place, "any"): 40, (place, "units"): 6, (place, "kx"): 2}
    against = (date(2025, 7, 1), date(2025, 9, 30))
    return replace(PAPER, changes=compare(made, PAPER.totals, 0.2), against=against)


def test_feedback_says_what_got_better():
    found = " ".join(text(audit_feedback.build(changed(), REYES).body).split())
    assert "Any finding: 40 of 40 last time, 2 of 8 now: better (" in found
    assert "KX modifier Jordan Reyes" in found
    assert "2 of 40 0 of 8" in found
    assert "Of the other checks the numbers show no difference" in found


def test_the_report_says_what_changed_and_where_the_numbers_show_nothing():
    found = " ".join(text(audit_report.build(changed()).body).split())
    assert "What changed since the audit of 07/01/2025 to 09/30/2025" in found
    assert "everybody 40 of 40" in found
    assert "95% interval Shows" in found
    assert "Nothing" in found
    assert "What changed" not in text(audit_report.build(PAPER).body)


def test_the_report_leaves_a_clinicians_single_checks_that_show_nothing_to_the_feedback():
    found = " ".join(text(audit_report.build(changed()).body).split())
    assert f"Any finding {REYES}" in found
    assert f"KX modifier {REYES}" not in found
    assert "that show nothing: 3, left out." in found


def test_the_plan_has_owner_and_day_for_each_step():
    found = " ".join(text(audit_plan.build(PAPER).body).split())
    assert "Count minutes by the" in found
    assert "Okafor" in found
    assert "04/09/2026" in found


def test_the_training_pack_names_nobody_and_no_day():
    found = text(audit_training.build(PAPER, NAMES).body)
    assert "tolerated it well" in found
    for gone in ("Okafor", "Jordan", "2/3/2026"):
        assert gone not in found
    assert "[name] says on [day]" in found


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("OKAFOR walked", "[name] walked"),
        ("Okaforian", "Okaforian"),
        ("pain 6/10 after 41 steps", "pain 6/10 after 41 steps"),
        ("born 1974-08-02, account 10042-771", "born [day], account [number]"),
        ("seen March 3, 2026", "seen [day]"),
    ],
)
def test_names_days_and_long_numbers_go_and_measures_stay(typed, left):
    assert audit_training.without_names(typed, ("Maria Okafor", "41")) == left


def test_an_export_is_named_in_the_practices_place():
    found = pages(audit_report.build(replace(PAPER, billing=None, source="old.csv")).body)
    assert all("old.csv" in page for page in found)
    assert re.search(r"Another system.s export", found[0])
