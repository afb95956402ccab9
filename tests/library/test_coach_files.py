"""The coach's own data: every element asks, and its pair of notes shows what it says."""

import pytest

from core.library.coach_files import load_coach, read_coach
from core.library.lexicon import lexicon_with, load_lexicon
from core.library.resources import resources_dir
from core.library.rule_files import RuleFileError
from core.model.encounter import Service
from core.model.note_help import OwnWord, WordKind
from core.notes.advice import advise
from core.notes.claim import Note
from core.notes.coach import State, Visit
from core.notes.reading import read_note
from core.rules.note_needs import NOTE_KEYS
from tests.support.practice import DAY

COACH, LEXICON = load_coach(), load_lexicon()
BY_READER = ("performed", "technique", "region", "laterality", "minutes_97140", "one_on_one",
             "objective", "response", "progress", "plan", "total_timed", "total_minutes",
             "clock_times")  # fmt: skip


@pytest.mark.parametrize("element", COACH.elements, ids=lambda one: one.name)
def test_every_element_has_a_question(element):
    assert (element.ask or LEXICON.asks[element.name]).strip()
    assert element.paid != element.denied


def state_of(name, text):
    wanted = dict.fromkeys(("total_timed", "total_minutes", "clock_times"), "Payer")
    visit = Visit(DAY, "PT", services=(Service("97140", 14),), wanted=wanted)
    parts = ("", "", "", text) if name == "plan" else ("", text, "", "")
    chips = advise(parts, visit, (), LEXICON, COACH).chips
    return next((chip.state for chip in chips if chip.element.name == name), State.MISSING)


@pytest.mark.parametrize("name", BY_READER)
def test_the_paid_note_holds_the_element_and_the_denied_one_does_not(name):
    element = COACH.element(name)
    assert state_of(name, element.paid) is State.FOUND
    assert state_of(name, element.denied) is not State.FOUND


NEEDS = [(code, need.name) for need in LEXICON.needs for code in need.codes]


def chip_of(code, need, text):
    visit = Visit(DAY, "PT", services=(Service(code, 15),))
    parts = ("", "", "", text) if need in ("goals", "plan_of_care") else ("", text, "", "")
    (chip,) = [
        one
        for one in advise(parts, visit, (), LEXICON, COACH).chips
        if one.element.name == f"{code} {need}"
    ]
    return chip


@pytest.mark.parametrize(("code", "need"), NEEDS)
def test_every_chip_of_another_code_has_a_pair_that_shows_it(code, need):
    element = chip_of(code, need, "").element
    assert element.paid
    assert element.denied
    assert element.why
    assert chip_of(code, need, element.paid).state is State.FOUND
    assert chip_of(code, need, element.denied).state is not State.FOUND


def test_no_pair_stands_for_a_need_that_nobody_asks_about():
    assert set(COACH.pairs) == set(NEEDS)


def test_a_payer_may_ask_only_for_elements_that_are_there():
    names = {one.name for one in COACH.elements if one.name.startswith("lymph_")}
    assert all(NOTE_KEYS["note_lymphedema"].fullmatch(name) for name in names)
    assert len(names) == 5


def test_a_word_of_the_practice_is_known_from_then_on():
    text = "Barral lift to the sacrum, 15 min."
    own = lexicon_with((OwnWord("Barral lift"),))
    assert not read_note(Note(text), LEXICON).technique
    assert "Barral lift" in read_note(Note(text), own).techniques


def test_a_place_of_the_practice_is_a_precise_place():
    text = "Joint mobilization grade III to the snuffbox joint."
    own = lexicon_with((OwnWord("snuffbox joint", WordKind.PLACE),))
    assert read_note(Note(text), LEXICON).region != "specific"
    assert read_note(Note(text), own).region == "specific"


def test_an_alert_of_an_unknown_weight_is_refused(tmp_path):
    source = resources_dir() / "coach"
    for name in ("elements.toml", "alerts.toml", "other_codes.toml"):
        text = (source / name).read_text("utf-8").replace('"warning"', '"fatal"')
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(RuleFileError, match="fatal"):
        read_coach(tmp_path)
