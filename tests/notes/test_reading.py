"""What a reading promises for any text, and the traps one by one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FieldProblem
from core.library.lexicon import load_lexicon
from core.notes.claim import BilledLine, Note
from core.notes.reading import read_note
from core.notes.words import LONGEST_NOTE

WORDS = [
    "STM", "no", "R", "L5", "knee", "15", "min", "x", "Gr III", "glide", "pain", "5/10", "->", "3",
    "because", "stiff", "limits", "P:", "next visit", "HEP", "self", "held", "\n", ". ", ", ", "MT",
    "97140", "10:00-10:15", "(", ")", "massage", "aide", "group", "goal", "MLD", "ROM", "after",
    "total", "and", "TE", "traction", "PROM", "Continue POC", "1:1", "flexion", "twenty", "hour",
]  # fmt: skip


def read(text, **facts):
    return read_note(Note(text, **facts), load_lexicon())


def billed(minutes=15, code="97140", modifiers=None):
    return (BilledLine(code, minutes, modifiers),)


@given(
    st.one_of(st.text(max_size=400), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
)
def test_any_text_is_read_and_every_proof_is_its_own_words(text):
    found = read(text, billed=billed())
    for proof in found.evidence:
        assert text[proof.start : proof.end] == proof.text
        assert proof.text
    if not found.performed:
        assert (found.technique, found.region, found.response) == (False, "none", "none")
        told = (found.techniques, found.lymph.given, found.rationale, found.skilled)
        assert not any(told)


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_every_positive_label_has_its_proof(text):
    found = read(text)
    proved = {proof.element for proof in found.evidence}
    told = {
        "performed": found.performed, "technique": found.technique, "progress": found.progress,
        "region": found.region != "none", "minutes_97140": found.minutes is not None,
        "one_on_one": found.one_on_one, "rationale": found.rationale, "skilled": found.skilled,
        "response": found.response != "none", "plan": found.plan != "none",
        "objective": found.objective,
    }  # fmt: skip
    assert {name for name, value in told.items() if value} <= proved


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_without_minutes_exactly_one_flag_says_why(text):
    found = read(text)
    why = {"total_time_only", "combined_time", "no_time", "units_only", "time_range"}
    assert len(why & set(found.red_flags)) == (found.performed and found.minutes is None)


@pytest.mark.parametrize(
    "text",
    [
        "No manual therapy today.",
        "STM held today due to fever.",
        "Joint mobs were not performed.",
        "Pt declined STM.",
        "Plan: STM R UT next visit.",
        "Will add joint mobs next session.",
        "STM at last visit left her sore.",
        "HEP: self STM R calf 5 min.",
        "Pt instructed in self-mobilization with a towel.",
        "Foam roll to quads 10 min.",
        "Mechanical traction 60 lb x 15 min.",
        "Hypervolt to calves 10 min.",
        "Manual muscle test 4/5. Manual wheelchair training 20 min.",
        "Mobilized OOB to chair with walker.",
        "Dry needling R UT.",
        "Epley maneuver R x2.",
        "PROM R shoulder 15 min.",
        "Swedish massage for relaxation 30 min.",
        "s/p carpal tunnel release, AROM 10 min.",
        "",
        "12345 " * 40,
    ],
)
def test_what_is_not_todays_work_by_hand(text):
    assert not read(text).performed


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("STM R UT x 15 min", 15),
        ("STM R UT 15'", 15),
        ("STM R UT for a quarter of an hour", 15),
        ("twenty-two minutes of joint mobs to the R hip", 22),
        ("STM R calf 3:50-4:05 pm", 15),
        ("0905-0920 STM R calf", 15),
        ("manual therapy start 11:55 end 12:10, STM R calf", 15),
        ("MT 12, TE 20, STM R calf", 12),
        ("STM R calf 8 min, joint mobs R ankle 7 min, bike 10 min", 15),
        ("97140 30 min: MLD L arm 18 min then MFR 12 min", 30),
        ("Time log: 97140 10, 97110 20.\nSTM R calf 15 minutes.", 10),
        ("Manual 9:00-9:12 and 9:40-9:46: STM R knee.", 18),
        ("MT 15 / TE 30. STM R calf.", 15),
        ("STM R calf 10-15 min", None),
        ("STM and ther ex total 40 min", None),
        ("STM R calf, session 45 min total", None),
        ("STM R calf. TE 30 min", None),
    ],
)
def test_minutes_of_manual_therapy_alone(text, minutes):
    assert read(text).minutes == minutes


@pytest.mark.parametrize(
    ("facts", "flag"),
    [
        ({"billed": billed(20)}, "minutes_mismatch"),
        ({"billed": billed(15, "97110")}, "not_billed"),
        ({"side": "left"}, "laterality_conflict"),
    ],
)
def test_the_claim_is_compared(facts, flag):
    text = "STM R knee 15 min"
    assert flag in read(text, **facts).red_flags
    assert flag not in read(text, billed=billed(15), side="right").red_flags


@pytest.mark.parametrize("modifiers", [("GP",), ("GP", "CQ"), None])
def test_an_assistants_minutes_need_their_modifier(modifiers):
    found = read("STM R calf 15 min by PTA", billed=billed(15, modifiers=modifiers))
    assert ("assistant_unmodified" in found.red_flags) == (modifiers == ("GP",))


@pytest.mark.parametrize(("day", "copied"), [(date(2026, 3, 11), False), (date(2026, 3, 13), True)])
def test_another_visits_date_is_a_copy(day, copied):
    found = read("DATE 3/11. STM R calf 15 min, DF 4 to 8 deg after.", day=day)
    assert ("cloned_phrase" in found.red_flags) == copied


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("STM to calf 15 min", "laterality_missing"),
        ("STM R calf 6 min", "under_8_min"),
        ("STM R calf 15 min by rehab aide", "aide_delivered"),
        ("Massage R calf 15 min", "massage_only"),
        ("STM R calf 15 min, 2 patients at once, therapist moved between tables", "double_booked"),
        ("STM R calf 30 min. TE 20 min. Total time 40 min", "sum_exceeds_total"),
        ("STM R calf 15 min. Tolerated well. Continue POC.", "cloned_phrase"),
        ("STM R calf 15 min. Goals: less pain, better posture.", "vague_goals"),
        ("Maintenance visit. STM R calf 15 min", "maintenance"),
        ("S: L knee sore. O: STM R knee 15 min", "laterality_conflict"),
    ],
)
def test_a_flag_is_raised_and_not_without_its_cause(text, flag):
    assert flag in read(text).red_flags
    assert flag not in read("STM R calf 15 min, DF 4 to 8 deg after.").red_flags


def test_what_is_missing_is_asked_and_nothing_is_suggested():
    found = read("Manual therapy 15 min.")
    asked = {one.element: one.ask for one in found.missing}
    assert {"technique", "region", "rationale", "response"} <= set(asked)
    assert all(
        ask.split(".")[0].count("?") or "?" in ask or "does not" in ask for ask in asked.values()
    )
    assert [one.element for one in read("TE 30 min.").missing] == ["performed"]


def test_markup_and_odd_characters_keep_their_places():
    rtf = "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 STM R calf 15 min\\par Rot 40\\'b0}"
    html = "<div class='x'>STM&nbsp;R calf<br>15 min</div>\x00 \u202eabc\u202c \U0001f600"
    for text in (rtf, html):
        found = read(text)
        assert (found.technique, found.minutes) == (True, 15)
        assert all(text[p.start : p.end] == p.text for p in found.evidence)


def test_a_text_too_long_is_refused_with_a_sentence():
    read("STM R calf. " * (LONGEST_NOTE // 12))
    with pytest.raises(FieldProblem, match="20,000 characters"):
        read("x" * (LONGEST_NOTE + 1))


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "<a ",
        "{\\*",
        "(",
        "10:00-",
        "start 10:00 ",
        "no STM, ",
        "5 -> ",
        "because stiff limits ",
    ],
)
def test_long_walls_of_one_thing_are_read(piece):
    read((piece * LONGEST_NOTE)[:LONGEST_NOTE])
