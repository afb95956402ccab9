"""One sentence at a time: what a plan, an outcome, a reason, minutes or a comparison looks like."""

import json
from pathlib import Path

import pytest

from core.library.lexicon import load_lexicon
from core.notes.claim import BilledLine, Note
from core.notes.reading import read_note

CASES = Path(__file__).parent.parent / "cases" / "note_sentences.jsonl"
FRAMES = {
    "plan": "STM R calf 15 min.\n{}",
    "response": "S: sore neck and calf.\nO: STM R calf and neck 15 min. {}",
    "objective and progress": "STM R calf 15 min.\nO: {}",
}
FLOORS = {"minutes": 0.97, "performed": 0.97}


def answer(element, text, want=None):
    note = Note(FRAMES.get(element, "{}").format(text), billed=(BilledLine("97140"),))
    found = read_note(note, load_lexicon())
    if element == "flag":
        return [want[0], want[0] in found.red_flags]
    return {
        "plan": found.plan,
        "response": found.response,
        "rationale": found.rationale,
        "minutes": found.minutes,
        "objective and progress": [found.objective, found.progress],
        "performed": sorted(found.techniques) if found.performed else False,
    }[element]


def cases():
    rows = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    found = {}
    for row in rows:
        found.setdefault(row["element"], []).append((row["text"], row["want"]))
    return found


@pytest.mark.parametrize("element", sorted(cases()))
def test_sentences_by_element(element):
    rows = cases()[element]
    wrong = [(text, want) for text, want in rows if answer(element, text, want) != want]
    assert len(wrong) <= (1 - FLOORS.get(element, 0.94)) * len(rows), wrong
