"""Sentences that are read right alone stay right together: none may colour its neighbours."""

import random

import pytest

from core.library.lexicon import load_lexicon
from core.notes.claim import BilledLine, Note
from core.notes.reading import read_note
from tests.notes.test_sentences import answer, cases

OPENINGS = ("S: sore after gardening, slept 6 h.", "Pt reports knee stiff in am, 4/10.", "Visit 6.")
FINDINGS = ("O: DF 4 deg, gait antalgic.", "O: calf tender.", "DF 4.", "")
EXERCISE = ("TE 20 min: squats 3x10.", "97110 23 min, bike and heel raises 3x15.", "")
# These sentences hold a plan or a goal of their own, whatever they were written for.
OWN_PLANS = ("next visit", "goal")


@pytest.fixture(scope="module")
def parts():
    return {
        element: [
            (text if text[-1] in ".!?" else text + ".", want)
            for text, want in cases()[element]
            if answer(element, text) == want
            and (element == "plan" or not any(word in text.lower() for word in OWN_PLANS))
        ]
        for element in ("minutes", "response", "plan")
    }


@pytest.mark.parametrize("seed", range(3))
def test_a_note_made_of_known_sentences_is_read_as_its_sentences(parts, seed):
    rng, wrong = random.Random(seed), []
    for _ in range(100):
        chosen = {element: rng.choice(found) for element, found in parts.items()}
        lines = [
            rng.choice(OPENINGS), rng.choice(FINDINGS), chosen["minutes"][0],
            chosen["response"][0], rng.choice(EXERCISE), chosen["plan"][0],
        ]  # fmt: skip
        text = rng.choice((" ", "\n")).join(line for line in lines if line)
        found = read_note(Note(text, billed=(BilledLine("97140"),)), load_lexicon())
        told = {"minutes": found.minutes, "response": found.response, "plan": found.plan}
        wrong += [(name, text) for name, one in chosen.items() if told[name] != one[1]]
    assert len(wrong) <= 6, wrong
