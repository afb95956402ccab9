"""What other services on the claim need in their note: found with its words, or asked."""

import pytest

from core.library.lexicon import load_lexicon
from core.notes.claim import BilledLine, Note
from core.notes.reading import read_note

FULL = {
    "97110": "TE 15 min: squats 3x10 w/ 10#, VC for knee alignment, quad strength 4-/5.",
    "97112": "NMR 15 min: tandem on foam, LOB x2 with head turns, verbal cues for hip strategy.",
    "97530": "Ther act 15 min: box lift 20 lb floor to waist for return to work, cues to hinge.",
    "97116": "Gait training 15 min: 200 ft w/ RW CGA, antalgic R, cues for heel strike.",
    "97035": "US 3 MHz 1.0 W/cm2 pulsed 20%, R lateral epicondyle, 8 min for tendinopathy.",
    "97161": (
        "Onset 3 weeks ago lifting. PLOF independent. HTN. R shoulder flexion 120. Stable "
        "presentation, low complexity. LTG: flexion 150 in 6 wks. Plan: 2x/wk x 6 wks."
    ),
    "97164": (
        "Worsened since eval after a fall. Flexion 100. LTG: flexion 150 in 6 wks. Plan: 2x/wk x 4."
    ),
}
BARE = {
    "97110": "Ther ex.", "97112": "NMR.", "97530": "Ther act.", "97116": "Gait training.",
    "97035": "US.", "97161": "Evaluation done.", "97164": "Re-evaluation done.",
}  # fmt: skip


def needs(code, text):
    note = Note(text, billed=(BilledLine(code, 15),))
    return read_note(note, load_lexicon()).needs


@pytest.mark.parametrize("code", FULL)
def test_a_full_note_answers_every_need_of_its_code(code):
    found = needs(code, FULL[code])
    assert [n.element for n in found if not n.evidence] == []
    assert found
    for need in found:
        assert all(FULL[code][e.start : e.end] == e.text for e in need.evidence)


@pytest.mark.parametrize("code", BARE)
def test_a_bare_note_is_asked_for_every_need_with_its_source(code):
    found = needs(code, BARE[code])
    assert all(need.ask.endswith("?") and need.source for need in found)
    assert [need.element for need in found if need.evidence] == []


def test_a_code_that_is_not_billed_is_not_asked_about():
    assert needs("97140", FULL["97110"]) == ()


def test_another_services_words_prove_nothing():
    text = "TE 15 min. NMR 15 min: tandem on foam, tactile cues, LOB x1."
    missing = {need.element for need in needs("97110", text) if not need.evidence}
    assert {"exercise", "dose", "skill"} <= missing
