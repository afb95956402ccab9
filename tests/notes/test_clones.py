"""Cloned series told from written ones."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.notes.clones import compare_visits
from tests.case_files import SHARED

SERIES = SHARED / "data" / "notes" / "series-dev.jsonl"
VISIT = (
    "S: neck pain {pain}/10. O: rotation R {rot}, L {left}. Manual therapy 15 min: joint "
    "mobs C4-5 Gr III, STM R UT. Post rotation {post}. A: tolerated well. "
    "P: continue plan of care, 2x/wk."
)


@pytest.mark.skipif(not SERIES.exists(), reason="the shared series are not here")
def test_shared_series():
    rows = [json.loads(line) for line in SERIES.read_text("utf-8").splitlines()]
    told = {r["series"]: compare_visits([v["text"] for v in r["visits"]]).cloned for r in rows}
    assert told == {r["series"]: r["cloned"] for r in rows}


def test_a_changed_pain_score_hides_no_clone():
    texts = [VISIT.format(pain=p, rot=45, left=60, post=52) for p in (6, 5, 4)]
    found = compare_visits(texts)
    assert found.cloned
    assert any("joint mobs C4-5" in passage for passage in found.pairs[0].same)


def test_a_template_with_new_findings_each_time_is_no_clone():
    visits = [(6, 45, 60, 52), (4, 51, 63, 58), (2, 57, 66, 64)]
    texts = [VISIT.format(pain=a, rot=b, left=c, post=d) for a, b, c, d in visits]
    assert not compare_visits(texts).cloned


def test_different_notes_are_not_alike():
    found = compare_visits(
        ["STM R calf, DF 4 to 8 after, add hops.", "Knee stiff; patellar glides Gr III 9 min."]
    )
    assert (found.cloned, found.pairs[0].similarity, found.pairs[0].same) == (False, 0.0, ())


@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_series_is_compared(texts):
    found = compare_visits(texts)
    assert all(0 <= pair.similarity <= 1 and pair.first < pair.second for pair in found.pairs)


@given(
    st.text(alphabet="abcdefg hij", min_size=30, max_size=200).filter(lambda t: len(t.split()) > 5)
)
def test_a_note_repeated_word_for_word_is_a_clone(text):
    assert compare_visits([text, text]).cloned
