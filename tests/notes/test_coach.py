"""The coach over notes as data: chips, alerts, and where their words stand."""

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.library.coach_files import load_coach
from core.library.lexicon import load_lexicon
from core.library.rulebook import load_rulebook
from core.model.encounter import Interval, Service
from core.notes.advice import advise
from core.notes.alerts import earlier_note
from core.notes.coach import State, Visit
from core.notes.compare import Change, compare
from core.notes.soap import join
from core.notes.structure import structure_of
from core.notes.sums import clock_ranges, sums_of
from tests.case_files import CASES

LEXICON, COACH, BOOK = load_lexicon(), load_coach(), load_rulebook()
ROWS = tomllib.loads((CASES / "notes" / "coach.toml").read_text("utf-8"))["case"]
DAY = date(2026, 3, 10)
TIMED = frozenset({"97140", "97110", "97530"})
LONG = (
    "Neck stiff on the left since Monday, worse when reversing the car out of the drive.",
    "Rotation left 45 deg. Joint mobilization grade III left C4-C5, 15 min, one-on-one with me.",
    "Restriction at C4-C5 limits her rotation, so that level was mobilized before exercise.",
    "Next visit grade IV if rotation holds above 55.",
)


def visit_of(case):
    day = case.get("day", DAY)
    return Visit(
        day=day,
        discipline=case.get("discipline", "PT"),
        services=tuple(Service(c, minutes, region=where) for c, minutes, where in case["services"]),
        timed=TIMED,
        modifiers={code: tuple(words) for code, words in case.get("modifiers", {}).items()},
        distinct=tuple(case.get("distinct", ())),
        wanted=BOOK.day_rules(case["payer"], day).note.wanted,
        regions=BOOK.regions,
    )


def advice(visit, parts, earlier=()):
    return advise(tuple(parts), visit, tuple(earlier), LEXICON, COACH)


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["name"])
def test_the_coach_says_what_the_guide_says(case):
    found = advice(visit_of(case), case["note"])
    states = {chip.element.name: chip.state.value for chip in found.chips}
    assert {n: states.get(n) for n in case.get("states", {})} == case.get("states", {})
    assert not states.keys() & set(case.get("absent", ()))
    assert [one.id for one in found.alerts] == case["alerts"]


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["name"])
def test_what_is_missing_is_asked_with_a_source(case):
    for chip in advice(visit_of(case), case["note"]).chips:
        if chip.state is not State.FOUND:
            assert chip.ask.endswith((".", "?")), chip.element.name
        assert chip.cite


def test_no_service_no_chips():
    assert advice(Visit(DAY), LONG).chips == ()


def manual(**changes):
    return Visit(DAY, "PT", services=(Service("97140", 15),), timed=TIMED, **changes)


def test_clock_times_of_the_services_are_clock_times():
    service = Service("97140", 15, intervals=(Interval(605, 620),))
    visit = Visit(DAY, "PT", services=(service,), timed=TIMED, wanted={"clock_times": "Payer"})
    (chip,) = [c for c in advice(visit, LONG).chips if c.element.name == "clock_times"]
    assert chip.state is State.FOUND
    assert not chip.spans
    assert chip.said


@pytest.mark.parametrize(("on_file", "state"), [(True, "found"), (False, "missing")])
def test_the_plan_of_care_is_looked_up_and_not_read(on_file, state):
    visit = manual(wanted={"plan_on_file": "MBPM"}, plan_on_file=on_file)
    (chip,) = [c for c in advice(visit, LONG).chips if c.element.name == "plan_on_file"]
    assert chip.state.value == state


def test_the_note_of_another_visit_is_told_with_what_is_the_same():
    earlier = earlier_note(date(2026, 3, 3), "\n".join(LONG[:3]), same_patient=True)
    (alert,) = advice(manual(), LONG, [earlier]).alerts
    assert alert.id == "note-cloned"
    assert "the note of 3 Mar 2026" in alert.message
    assert "Neck stiff on the left" in alert.fix


def test_the_note_of_another_patient_is_told_without_its_words():
    earlier = earlier_note(date(2026, 3, 3), "\n".join(LONG[:3]), same_patient=False)
    (alert,) = advice(manual(), LONG, [earlier]).alerts
    assert "another patient" in alert.message
    assert "Neck stiff" not in alert.fix
    assert not earlier.text


def test_the_same_words_with_new_findings_are_no_clone():
    before = ("Pain 6.", f"{LONG[0]} Rotation 45, flexion 30, grip 12.", LONG[2], "")
    now = ("Pain 4.", f"{LONG[0]} Rotation 58, flexion 41, grip 19.", LONG[2], "")
    earlier = earlier_note(date(2026, 3, 3), "\n".join(before), same_patient=True)
    ids = [one.id for one in advice(manual(), now, [earlier]).alerts]
    assert "note-cloned" not in ids


def test_a_short_note_is_not_compared():
    earlier = earlier_note(date(2026, 3, 3), "Doing well.", same_patient=True)
    ids = [one.id for one in advice(manual(), ("Doing well.", "", "", ""), [earlier]).alerts]
    assert "note-cloned" not in ids


def test_a_note_too_long_to_be_read_is_an_alert():
    found = advice(manual(), ("x " * 7000, "y " * 7000, "", ""))
    assert [one.id for one in found.alerts] == ["note-not-read"]
    assert found.chips == ()


@pytest.mark.parametrize(
    ("text", "timed", "whole"),
    [
        ("Total timed 38 min, total treatment time 48 min.", 38, 48),
        ("Timed code treatment minutes: 38. Total treatment minutes: 48.", 38, 48),
        ("38 min timed in all", 38, None),
        ("38 timed minutes; 48 min in all", 38, 48),
        ("Session time 45", None, 45),
        ("15 min joint mobilization, 23 min exercise", None, None),
        ("total knee replacement 3 wk ago", None, None),
    ],
)
def test_sums_are_read_where_they_are_told(text, timed, whole):
    found = sums_of(text)
    assert (found.timed and found.timed.minutes, found.whole and found.whole.minutes) == (
        timed, whole,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["10:05-10:20", "10:05 to 10:20", "9:55 am – 10:10 am"])
def test_clock_ranges_are_found(text):
    assert len(clock_ranges(f"Manual therapy {text}.")) == 1


@given(st.tuples(*[st.text(max_size=40)] * 4), st.data())
def test_a_place_in_the_whole_text_is_the_same_words_in_its_part(parts, data):
    soap = join(parts)
    part = data.draw(st.sampled_from(range(4)))
    if not parts[part].strip():
        return
    end = data.draw(st.integers(1, len(parts[part])))
    start = data.draw(st.integers(0, end - 1))
    first = soap.starts[part]
    spot = soap.spot(first + start, first + end)
    assert (spot.part, spot.start, spot.end) == (part, start, end)
    assert soap.text[first + start : first + end] == parts[part][start:end]


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_comparison_holds_both_texts_whole(old, new):
    pieces = compare(old, new)
    assert "".join(p.text for p in pieces if p.change is not Change.REMOVED) == new
    assert "".join(p.text for p in pieces if p.change is Change.REMOVED) in old or old


def test_a_structure_keeps_headings_and_no_finding():
    note = "ROM: rotation 45 deg\nno change\nManual: PA C5 grade III\n10:05: start"
    assert structure_of(note) == "ROM: \nManual: "


@given(st.text(max_size=400))
def test_the_coach_answers_for_any_text(text):
    assert advice(manual(), (text, text, text, text)).soap.text is not None


def test_what_another_code_needs_stands_under_its_number():
    visit = Visit(DAY, "PT", services=(Service("97110", 23),), timed=TIMED)
    found = advice(visit, ("", "Squats 3x10 with 5 lb.", "", "")).chips
    states = {chip.element.name: chip.state.value for chip in found}
    assert states["97110 exercise"] == states["97110 dose"] == "found"
    assert states["97110 target"] == "missing"
