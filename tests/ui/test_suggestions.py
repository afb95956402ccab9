"""Every kind of suggestion: its act with before and after, and a refusal that keeps its reason."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from core.library.rulebook import load_rulebook
from core.model.day_facts import EngineFacts
from core.model.encounter import Service
from core.model.facts import YearToDate
from core.model.kinds import Discipline, Severity
from core.model.session import SessionRecord
from core.services.billing import bill_for
from ui.presenters.session_acts import ActKind, acts_of_bill, refused_by, say_standing, with_said
from ui.presenters.session_notices import KINDS, lines_of, preview, takes_notices

BOOK, AT = load_rulebook(), datetime(2026, 3, 10, 14, 2, tzinfo=UTC)
PRICED = EngineFacts(charges={"97110": 3_000}, year_to_date=YearToDate(pt_slp=300_000))
KNEE, NECK = Service("97150", 20, region="knee"), Service("97140", 20, region="neck")


def session(*services, discipline=Discipline.PT, profile="medicare-part-b"):
    return SessionRecord(1, date(2026, 3, 10), discipline, 1, profile, services=services)


def acts(record, id, facts=PRICED):
    bill = bill_for(record, facts, BOOK)
    found = acts_of_bill(bill, record, facts, BOOK)
    return next((alert, acts) for alert, acts in found.items() if alert.id == id)


DC = Discipline.DC
# The session, the alert, what its buttons are, and what the first one changes.
SUGGESTED = [
    (session(Service("97110", 15)), "kx", ["state", "notice", "refuse"],
     "97110: 1 unit GP → 1 unit GP KX"),
    (session(Service("98941", 5), discipline=DC), "modifier-missing",
     ["state", "notice", "refuse"], "98941: 1 unit no modifier → 1 unit AT"),
    (session(Service("97140", 15), discipline=DC), "not-payable", ["notice", "refuse"], ""),
    (session(Service("97014", 15)), "replaced-code", ["replace", "refuse"],
     "G0283: not billed → 1 unit GP"),
    (session(KNEE, NECK), "edit-pair", ["state", "refuse"],
     "97140: 1 unit GP → 1 unit XS GP"),
    (session(KNEE, NECK), "modifier-missing", ["refuse"], ""),
]  # fmt: skip


@pytest.mark.parametrize(("record", "id", "kinds", "change"), SUGGESTED)
def test_a_suggestion_shows_what_it_changes(record, id, kinds, change):
    _, found = acts(record, id)
    assert [act.kind.value for act in found] == kinds
    assert found[0].change == change


@pytest.mark.parametrize(("record", "id", "kinds", "change"), SUGGESTED)
def test_a_suggestion_is_refused_with_a_reason_that_is_kept(record, id, kinds, change):
    alert, found = acts(record, id)
    no = replace(found[-1].said, reason="the episode ends", actor="Dana Okafor, DPT", at=AT)
    refused = with_said(record, no)
    assert "the episode ends (Dana Okafor, DPT" in say_standing(no)
    bill = bill_for(refused, PRICED, BOOK)
    assert any("the episode ends" in step.result for step in bill.trace)
    assert id == "edit-pair" or refused_by(alert, refused) == no


def test_an_act_changes_what_it_showed():
    record = session(KNEE, NECK)
    _, found = acts(record, "edit-pair")
    bill = bill_for(with_said(record, found[0].said), PRICED, BOOK)
    assert [line.modifiers for line in bill.lines] == [("GP",), ("XS", "GP")]
    assert not any(alert.severity is Severity.ERROR for alert in bill.alerts)


@pytest.mark.parametrize(
    ("profile", "expected"),
    [("medicare-part-b", True), ("medicare-advantage", False), ("cash", False)],
)
def test_only_traditional_medicare_reads_notices(profile, expected):
    assert takes_notices(session(profile=profile), BOOK) is expected


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.modifier)
def test_a_notice_shows_each_line_before_and_after(kind):
    record = session(Service("97110", 15), Service("97140", 15))
    found = preview(record, EngineFacts(), BOOK, kind.modifier, ("97110",))
    assert found.changes == {"97110": f"1 unit GP → 1 unit GP {kind.modifier}"}
    assert (found.problem, found.act.kind) == ("", ActKind.STATE)


@pytest.mark.parametrize(
    ("there", "stated", "said"),
    [
        ("GA", "GZ", "GA and GZ contradict each other"),
        ("GY", "GZ", "GY and GZ contradict each other"),
        ("AT", "GA", "AT and GA contradict each other"),
        ("GA", "GX GY", "GA and GX contradict each other"),
        ("GA", "GA", "carries GA already"),
    ],
)
def test_a_notice_that_contradicts_what_stands_is_not_stated(there, stated, said):
    record = session(Service("98941", 5, modifiers=(there,)), discipline=DC)
    assert said in preview(record, EngineFacts(), BOOK, stated, ("98941",)).problem


def test_an_excluded_line_is_sent_only_by_the_statement_that_it_is():
    record = session(Service("98941", 5, modifiers=("AT",)), Service("98943", 5), discipline=DC)
    assert lines_of(record, EngineFacts(), BOOK)["98943"] == "not billed"
    sent = preview(record, EngineFacts(), BOOK, "GY", ("98943",))
    assert sent.changes == {"98943": "not billed → 1 unit GY"}
    assert "would stand on no line" in preview(
        record, EngineFacts(), BOOK, "GA", ("98943",)
    ).problem  # fmt: skip
