"""Notes opened with a reason: for an hour, twice in the trail, and told to the owner."""

from dataclasses import replace

import pytest

from core.errors import InvalidInput, UserProblem
from core.model.session import Note
from core.services import break_glass, encounters, opening, patients
from core.services.permissions import NotAllowed
from core.store import audit
from tests.support.people import signed_in
from tests.support.practice import reopen
from tests.support.stage import REASON, SECRET, stage


@pytest.fixture
def place(tmp_path):
    made = stage(tmp_path)
    made.moment = [1000.0]
    made.p.memory.monotonic = lambda: made.moment[0]
    yield made
    made.p.file.close()


def as_(place, letter):
    return signed_in(place.p, place.people[letter])


def start(place, reason=REASON):
    return break_glass.start(place.p, place.patient[False], reason)


def trail(place, after=0):
    rows = audit.events(place.p.file.db, after)
    return [row for row in rows if row.action.startswith("breakglass")]


@pytest.mark.parametrize("letter", ["T", "A", "B", "F"])
def test_a_reason_opens_the_notes_of_that_patient_to_read(place, letter):
    number, other = place.session(own=False), place.session(own=True)
    with as_(place, letter):
        assert start(place).minutes_left == 60
        assert encounters.open_session(place.p, number).record.note.subjective == SECRET
        withheld = encounters.open_session(place.p, other).record.note_withheld
    assert withheld is (letter in "BF")


@pytest.mark.parametrize("reason", ["", "  ", "emergency"])
def test_without_a_reason_of_ten_characters_nothing_opens(place, reason):
    number = place.session(own=False)
    with as_(place, "T"):
        with pytest.raises(InvalidInput) as bad:
            start(place, reason)
        assert [one.field for one in bad.value.problems] == ["reason"]
        with pytest.raises(NotAllowed):
            encounters.open_session(place.p, number)
    assert trail(place) == []


def test_it_ends_after_sixty_minutes_by_a_clock_that_nobody_sets(place):
    number = place.session(own=False)
    with as_(place, "T"):
        start(place)
        place.moment[0] += 3599.9
        encounters.open_session(place.p, number)
        place.moment[0] += 0.1
        with pytest.raises(NotAllowed):
            encounters.open_session(place.p, number)
    assert [row.action for row in trail(place)] == ["breakglass.start", "breakglass.stop"]
    assert trail(place)[0].detail["reason"] == REASON
    assert {row.patient_id for row in trail(place)} == {place.patient[False]}


def test_the_window_is_told_what_is_open_and_the_end_is_written_then(place):
    with as_(place, "B"):
        start(place)
        place.moment[0] += 120
        (open_one,) = break_glass.active(place.p)
        assert (open_one.patient_name, open_one.minutes_left) == ("Ngô, Moe", 58)
        place.moment[0] += 3600
        assert break_glass.active(place.p) == ()
    assert trail(place)[-1].detail == {"how": "time over"}


def test_one_persons_reason_opens_nothing_to_another(place):
    number = place.session(own=False)
    with as_(place, "B"):
        start(place)
    with as_(place, "F"):
        assert break_glass.active(place.p) == ()
        assert encounters.open_session(place.p, number).record.note_withheld


def test_closing_it_before_takes_the_notes_away(place):
    number = place.session(own=False)
    with as_(place, "T"):
        start(place)
        break_glass.stop(place.p, place.patient[False])
        with pytest.raises(NotAllowed):
            encounters.open_session(place.p, number)
        break_glass.stop(place.p, place.patient[False])
    assert [row.action for row in trail(place)] == ["breakglass.start", "breakglass.stop"]


def test_a_reason_lets_nobody_write(place):
    record = place.opened(own=False)
    with as_(place, "B"):
        start(place)
        opened = encounters.open_session(place.p, record.id)
        assert not opened.can_write_note
        changed = replace(opened.record, note=Note("mine"))
        with pytest.raises(NotAllowed):
            encounters.save(place.p, changed, complete=True)
    with as_(place, "T"):
        start(place)
        with pytest.raises(NotAllowed):
            encounters.save(place.p, opened.record, complete=True)


def test_each_reading_with_a_reason_is_a_row(place):
    number = place.session(own=False)
    with as_(place, "T"):
        start(place)
        before = audit.last_seq(place.p.file.db)
        encounters.open_session(place.p, number)
        encounters.open_session(place.p, number)
    rows = audit.events(place.p.file.db, before)
    assert [row.action for row in rows] == ["encounter.read"] * 2
    assert all(row.detail["with_reason"] for row in rows)


def test_the_bill_of_a_patient_opened_with_a_reason_is_seen_the_money_not(place):
    with as_(place, "T"):
        start(place)
        file = patients.get(place.p, place.patient[False])
    assert file.encounters[0].codes == ("97110",)
    assert file.money_withheld


def test_an_owner_is_told_until_one_of_them_takes_note(place):
    with as_(place, "T"):
        start(place)
    with as_(place, "O"):
        (told,) = break_glass.to_acknowledge(place.p)
        assert (told.person_name, told.patient_name) == ("Therapist Doe", "Ngô, Moe")
        assert told.reason == REASON
        break_glass.acknowledge(place.p, told.id)
        assert break_glass.to_acknowledge(place.p) == ()
        with pytest.raises(UserProblem, match="already"):
            break_glass.acknowledge(place.p, told.id)


def test_what_was_open_when_the_program_stopped_is_ended_at_the_next_start(place):
    with as_(place, "T"):
        start(place)
    path = place.p.file.path
    place.p.file.close()
    place.p = reopen(path)
    assert trail(place)[-1].detail == {"how": "the program stopped", "whose": "Therapist Doe"}
    assert place.p.memory.glass == {}


def test_the_end_of_the_program_closes_what_is_open(place):
    with as_(place, "T"):
        start(place)
        opening.close(place.p)
    place.p = reopen(place.p.file.path)
    assert [row.detail.get("how") for row in trail(place)] == [None, "signed out"]
