"""The reader against notes labelled by hand: it may get better, never worse."""

from pathlib import Path

import pytest

from tests.case_files import SHARED
from tests.notes.score import ELEMENTS, precision_recall, read_cases, score

OWN = Path(__file__).parent.parent / "cases" / "notes"
DEVELOPMENT = SHARED / "data" / "notes" / "notes-dev.jsonl"
STRICT = {"performed", "technique", "minutes_97140", "one_on_one", "objective"}


def check(cases):
    right, flags, _, wrong = score(cases)
    floors = {name: 0.97 if name in STRICT else 0.90 for name in ELEMENTS}
    low = {name: right[name] for name, floor in floors.items() if right[name] < floor * len(cases)}
    assert low == {}, wrong
    assert min(precision_recall(flags)) >= 0.9, wrong


def own_notes():
    return [case for path in sorted(OWN.glob("*.jsonl")) for case in read_cases(path)]


def test_notes_of_our_own():
    check(own_notes())


@pytest.mark.skipif(not DEVELOPMENT.exists(), reason="the shared labelled notes are not here")
def test_labelled_notes():
    check(read_cases(DEVELOPMENT))


def test_own_notes_are_enough_and_named_once():
    ids = [case["id"] for case in own_notes()]
    assert len(ids) >= 100
    assert len(set(ids)) == len(ids)
