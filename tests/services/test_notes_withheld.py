"""Notes reach who treats and the owner; for others they are absent, and stay what they were."""

from dataclasses import replace
from datetime import date

import pytest

from core.errors import UserProblem
from core.model.encounter import Service
from core.model.kinds import EncounterState, ProviderRole
from core.model.patient import Patient
from core.model.people import Role
from core.model.practice import Provider
from core.model.session import Note
from core.services import encounters, patients, payments, printing, setup, today
from core.services.permissions import NotAllowed
from core.store import audit, drafts, notes
from tests.support.people import join, signed_in
from tests.support.practice import DAY, new_practice
from tests.support.stage import SECRET, stage

BODY = {"form": 1, "rows": [], "note": ["typed by her", "", "", ""]}


@pytest.fixture
def place(tmp_path):
    made = stage(tmp_path)
    yield made
    made.p.file.close()


def as_(place, letter):
    return signed_in(place.p, place.people[letter])


def stored_note(place, number):
    return notes.get(place.p.file.db, number).subjective


@pytest.mark.parametrize(("letter", "own", "reads"), [
    ("O", False, True), ("T", True, True), ("A", True, True),
    ("B", True, False), ("F", True, False),
])  # fmt: skip
def test_a_session_carries_its_note_only_to_who_may_read_it(place, letter, own, reads):
    number = place.session(own)
    with as_(place, letter):
        record = encounters.open_session(place.p, number).record
    assert record.note_withheld is not reads
    assert record.note.subjective == (SECRET if reads else "")
    assert (SECRET in repr(record)) is reads


@pytest.mark.parametrize("letter", ["T", "A"])
def test_a_colleagues_patient_is_not_opened_at_all(place, letter):
    number = place.session(own=False)
    with as_(place, letter), pytest.raises(NotAllowed) as refused:
        encounters.open_session(place.p, number)
    assert refused.value.glass_patient_id == place.patient[False]


def test_a_planned_visit_makes_a_therapist_one_of_the_care_team(place):
    number = place.session(own=False)
    with as_(place, "F"):
        encounters.schedule(place.p, place.patient[False], DAY, 600, place.therapist[True])
    with as_(place, "T"):
        assert encounters.open_session(place.p, number).record.note.subjective == SECRET
        assert not encounters.open_session(place.p, number).can_write


def test_what_was_typed_and_not_saved_is_withheld_too(place):
    record = place.opened(own=True)
    with as_(place, "T"):
        encounters.autosave(place.p, record, BODY)
    with as_(place, "B"):
        file = encounters.open_session(place.p, record.id)
        again = encounters.on_day(place.p, file.record, DAY)
    for shown in (file, again):
        assert "typed by her" not in repr(shown)
        assert SECRET not in repr(shown)
        assert shown.draft.body["rows"] == []


def test_the_biller_changes_the_bill_and_the_note_stays(place):
    number = place.session(own=True)
    with as_(place, "B"):
        record = encounters.open_session(place.p, number).record
        changed = replace(record, services=(Service("97110", 38),))
        encounters.save(place.p, changed, complete=True)
    with as_(place, "T"):
        after = encounters.open_session(place.p, number).record
    assert (after.note.subjective, after.services[0].minutes) == (SECRET, 38)


def test_a_note_sent_along_by_who_may_not_write_it_is_never_kept(place):
    number = place.session(own=True)
    with as_(place, "B"):
        record = encounters.open_session(place.p, number).record
        forged = replace(record, note=Note("forged"), note_withheld=False)
        encounters.save(place.p, forged, complete=True)
    assert stored_note(place, number) == SECRET


def test_the_owner_who_changes_a_note_is_refused_and_nothing_is_written(place):
    number = place.session(own=True)
    with as_(place, "O"):
        record = encounters.open_session(place.p, number).record
        with pytest.raises(NotAllowed, match="may not write this note"):
            encounters.save(place.p, replace(record, note=Note("better")), complete=True)
        encounters.save(place.p, record, complete=True)
    assert stored_note(place, number) == SECRET


def test_the_billers_draft_keeps_the_notes_text_of_the_clinicians_draft(place):
    record = place.opened(own=True)
    with as_(place, "T"):
        encounters.autosave(place.p, record, BODY)
    with as_(place, "B"):
        bare = encounters.open_session(place.p, record.id).record
        encounters.autosave(place.p, bare, {"form": 1, "rows": ["x"], "note": ["", "", "", ""]})
    kept = drafts.get(place.p.file.db, record.id).body
    assert (kept["rows"], kept["note"]) == (["x"], BODY["note"])


def test_a_billers_draft_over_none_carries_the_saved_note(place):
    record = place.opened(own=True)
    with as_(place, "B"):
        bare = encounters.open_session(place.p, record.id).record
        encounters.autosave(place.p, bare, {"form": 1, "rows": []})
    assert drafts.get(place.p.file.db, record.id).body["note"] == [SECRET, "", "", ""]


@pytest.mark.parametrize("do", [
    lambda p, record: encounters.save(p, record, complete=True),
    lambda p, record: encounters.discard_draft(p, record.id),
    lambda p, record: encounters.void(p, record.id, "Mistake"),
])  # fmt: skip
def test_nobody_else_lets_go_of_note_text_that_its_clinician_has_not_saved(place, do):
    record = place.opened(own=True)
    with as_(place, "T"):
        encounters.autosave(place.p, record, BODY)
    with as_(place, "B"):
        bare = encounters.open_session(place.p, record.id).record
        with pytest.raises(UserProblem, match="not saved yet"):
            do(place.p, bare)
    assert drafts.get(place.p.file.db, record.id).body == BODY


def test_a_session_is_not_handed_to_a_colleague_nor_taken_from_one(place):
    mine, hers = place.opened(own=True), place.opened(own=False)
    with as_(place, "T"):
        away = replace(mine, rendering_provider_id=place.therapist[False])
        away = replace(away, assistant_provider_id=None)
        with pytest.raises(NotAllowed):
            encounters.save(place.p, away, complete=True)
        taken = replace(hers, rendering_provider_id=place.therapist[True])
        with pytest.raises(NotAllowed):
            encounters.save(place.p, taken, complete=True)


def test_another_patients_number_on_a_record_opens_nothing(place):
    hers = place.opened(own=False)
    with as_(place, "T"), pytest.raises(NotAllowed):
        encounters.on_day(place.p, replace(hers, patient_id=place.patient[True]), DAY)


def test_a_therapist_sees_who_comes_but_a_colleagues_codes_and_money_not(place):
    place.session(own=True)
    with as_(place, "T"):
        rows = today.day_list(place.p, DAY)
        file = patients.get(place.p, place.patient[False])
        with pytest.raises(NotAllowed):
            payments.balance(place.p, place.patient[False])
    seen = {row.patient_id: row for row in rows}
    assert seen[place.patient[True]].codes == ("97110",)
    hers = seen[place.patient[False]]
    assert (hers.withheld, hers.codes, hers.minutes, hers.charges_cents) == (True, (), 0, None)
    assert (file.money_withheld, file.payments, file.encounters[0].codes) == (True, (), ())


def test_the_front_desk_calls_a_planned_visit_off_and_no_session(place):
    with as_(place, "F"):
        planned = encounters.schedule(place.p, place.patient[True], DAY, 600, place.therapist[True])
        encounters.void(place.p, planned, "Patient called")
        with pytest.raises(NotAllowed):
            encounters.void(place.p, place.session(own=True), "Patient called")
        rows = patients.get(place.p, place.patient[True]).encounters
    assert next(row for row in rows if row.id == planned).state is EncounterState.VOID


def test_a_superbill_of_the_front_desk_holds_no_note(place):
    number = place.session(own=True)
    with as_(place, "F"):
        job = printing.prepare(place.p, place.patient[True], [number])
    assert SECRET not in repr(job)


def test_a_new_session_of_a_therapist_is_the_therapists_own(place):
    with as_(place, "T"):
        record = encounters.new_session(place.p, place.patient[False], DAY).record
    assert record.rendering_provider_id == place.therapist[True]


def test_the_only_person_of_a_practice_writes_for_every_provider(tmp_path):
    p = new_practice(tmp_path)
    assert p.person.provider_id is None
    number = _session(p)
    assert notes.get(p.file.db, number).subjective == SECRET
    join(p, "Bea Doe", Role.BILLER)
    with pytest.raises(NotAllowed):
        encounters.void(p, _session(p), "Mistake")
    p.file.close()


def _session(p):
    setup.save_provider(p, Provider("Ann", "Lee", ProviderRole.PT))
    someone = patients.save(p, Patient("Ida", "Moe", date(1960, 1, 1)))
    record = encounters.new_session(p, someone.id, DAY).record
    return encounters.save(p, replace(record, note=Note(SECRET))).encounter_id


def reads(place, act):
    before = audit.last_seq(place.p.file.db)
    act()
    rows = audit.events(place.p.file.db, before)
    return [row for row in rows if row.action.endswith(".read")]


def test_opening_a_record_again_within_ten_minutes_is_one_row(place):
    moment = [0.0]
    place.p.memory.monotonic = lambda: moment[0]
    number = place.session(own=True)
    with as_(place, "T"):
        place.p.memory.seen.clear()
        assert len(reads(place, lambda: encounters.open_session(place.p, number))) == 1
        assert reads(place, lambda: encounters.open_session(place.p, number)) == []
        moment[0] = 600.0
        (row,) = reads(place, lambda: encounters.open_session(place.p, number))
    assert (row.object_id, row.patient_id) == (number, place.patient[True])
    assert row.actor == "Therapist Doe"


def test_each_reading_of_a_note_by_the_owner_is_a_row(place):
    number = place.session(own=True)
    with as_(place, "O"):
        for _ in range(3):
            (row,) = reads(place, lambda: encounters.open_session(place.p, number))
            assert row.detail == {"note": True, "with_reason": False}


def test_a_file_that_takes_no_changes_can_be_read_and_still_refuses(place):
    number = place.session(own=True)
    place.p.file.stop_writing(None)
    with as_(place, "T"):
        assert encounters.open_session(place.p, number).record.note.subjective == SECRET
    with as_(place, "F"), pytest.raises(NotAllowed):
        encounters.new_session(place.p, place.patient[True], DAY)
