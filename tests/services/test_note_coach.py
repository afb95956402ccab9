"""The note coach over a practice: alerts before signing, helps of one's own, versions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import InvalidInput, UserProblem
from core.model.encounter import Service
from core.model.kinds import ProviderRole
from core.model.note_help import NoteMacro, NoteTemplate, OwnWord
from core.model.patient import Diagnosis, Patient
from core.model.people import Role
from core.model.practice import Provider
from core.model.session import Note
from core.services import encounters, note_coach, note_help, note_versions, patients, setup, signing
from core.services.permissions import NotAllowed
from core.services.signing_checks import Reasons
from core.store import engine
from tests.support.people import add_person, sign_in
from tests.support.practice import DAY, new_practice

NECK = Note(
    "Neck stiff on the left since Monday, worse when reversing the car.",
    "Rotation left 45 deg. Joint mobilization grade III left C4-C5, 23 min, one-on-one.",
    "Restriction at C4-C5 limits rotation, so that level was mobilized.",
    "Next visit grade IV if rotation holds above 55.",
)


class Desk:
    """A practice of one therapist with two patients."""

    def __init__(self, folder):
        self.p = new_practice(folder)
        self.ann = setup.save_provider(self.p, Provider("Ann", "Lee", ProviderRole.PT)).id
        people = (Patient(name, "Roe", DAY.replace(year=1970)) for name in ("Ida", "Moe"))
        self.ida, self.moe = (patients.save(self.p, one).id for one in people)
        self.owner = self.p.person
        sign_in(self.p, add_person(self.p, "Ann Lee", {Role.THERAPIST}, self.ann))

    def record(self, note, day=DAY, patient=None, minutes=23):
        fresh = encounters.new_session(self.p, patient or self.ida, day, self.ann).record
        return replace(
            fresh,
            services=(Service("97140", minutes),),
            diagnoses=(Diagnosis("M542", "Cervicalgia"),),
            note=note,
        )

    def keep(self, note, **more):
        record = self.record(note, **more)
        receipt = encounters.save(self.p, record)
        return replace(record, id=receipt.encounter_id, version=receipt.version)


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    yield made
    made.p.file.close()


def alerts(desk, record):
    bill = encounters.prepare(desk.p, record, complete=False).bill
    return [one.id for one in note_coach.alerts_before_signing(desk.p, record, bill)]


def test_a_note_that_disagrees_is_signed_only_with_a_reason_that_is_kept(desk):
    record = desk.record(NECK, minutes=30)
    with pytest.raises(InvalidInput, match="23 minutes, the services 30"):
        signing.sign(desk.p, record)
    number = signing.sign(desk.p, record, Reasons(for_all="the watch was right")).encounter_id
    kept = signing.state_of(desk.p, number).signature.reasons
    assert ("note-minutes", "the watch was right") in [(one.alert, one.reason) for one in kept]


def test_a_note_that_agrees_asks_nothing(desk):
    assert alerts(desk, desk.record(NECK)) == []


def test_the_last_visits_of_the_patient_are_compared(desk):
    desk.keep(NECK, day=DAY - timedelta(days=7))
    assert alerts(desk, desk.record(NECK)) == ["note-cloned"]


def test_a_session_is_not_compared_with_itself(desk):
    assert alerts(desk, desk.keep(NECK)) == []


def test_notes_of_other_patients_are_compared_and_their_words_stay_away(desk):
    desk.keep(NECK, patient=desk.moe)
    record = desk.record(NECK)
    assert alerts(desk, record) == ["note-cloned"]
    (other,) = note_coach.for_session(desk.p, record).coach.earlier
    assert not other.text


def test_on_a_first_visit_no_note_of_a_colleague_comes_along(desk):
    desk.keep(NECK)
    cy = setup_colleague(desk)
    record = encounters.new_session(desk.p, desk.ida, DAY, cy).record
    assert note_coach.for_session(desk.p, record).coach.earlier == ()
    with pytest.raises(NotAllowed):
        note_coach.for_session(desk.p, replace(record, id=1))


def setup_colleague(desk):
    """Sign in somebody who never treated these patients."""
    sign_in(desk.p, desk.owner)
    cy = setup.save_provider(desk.p, Provider("Cy", "Poe", ProviderRole.PT)).id
    sign_in(desk.p, add_person(desk.p, "Cy Poe", {Role.THERAPIST}, cy))
    return cy


def test_only_so_many_notes_are_looked_at(desk):
    for back in range(1, note_coach.OWN_VISITS + 2):
        desk.keep(replace(NECK, subjective=f"Day {back}"), day=DAY - timedelta(days=back))
    assert len(note_coach.for_session(desk.p, desk.record(NECK)).coach.earlier) == 5


def test_a_word_of_the_practice_is_read_from_then_on(desk):
    note = Note("", "Barral lift to the sacrum, 23 min.", "", "")
    assert "note-not-performed" in alerts(desk, desk.record(note))
    therapist = sign_in(desk.p, desk.owner)
    note_help.save_word(desk.p, OwnWord("Barral lift"))
    sign_in(desk.p, therapist)
    assert alerts(desk, desk.record(note)) == []


def test_macros_are_each_persons_own(desk):
    kept = note_help.save_macro(desk.p, NoteMacro("JM3", "joint mobilization grade III"))
    assert kept.short == ".jm3"
    sign_in(desk.p, add_person(desk.p, "Cy Poe", {Role.THERAPIST}, None))
    assert note_help.list_macros(desk.p) == ()
    with pytest.raises(UserProblem, match="not one of yours"):
        note_help.save_macro(desk.p, replace(kept, text="other"))


@pytest.mark.parametrize(
    ("short", "text", "said"),
    [
        ("", "x", "The short form is missing."),
        (".j m", "x", "a dot with letters and digits"),
        (".jm3", "", "The text is missing."),
        (".jm3", "x" * 2001, "longer than 2,000"),
    ],
)
def test_a_macro_that_cannot_be_is_refused(desk, short, text, said):
    with pytest.raises(InvalidInput, match=said):
        note_help.save_macro(desk.p, NoteMacro(short, text))


def test_a_short_form_stands_for_one_text(desk):
    note_help.save_macro(desk.p, NoteMacro(".jm", "joint mobilization"))
    with pytest.raises(InvalidInput, match=r"\.jm stands for another text already"):
        note_help.save_macro(desk.p, NoteMacro(".JM", "other"))


def test_a_template_of_headings_is_kept(desk):
    kept = note_help.save_template(desk.p, NoteTemplate("Neck", "Pain:", "ROM:\nManual:"))
    assert note_help.list_templates(desk.p) == (kept,)


@pytest.mark.parametrize(
    "part", ["NPRS 5/10", "Rotation 45 deg", "Joint mobilization to the neck", "Tolerated well"]
)
def test_a_template_with_findings_is_refused(desk, part):
    with pytest.raises(InvalidInput, match="holds findings"):
        note_help.save_template(desk.p, NoteTemplate("Neck", objective=part))


def test_each_kept_version_of_a_note_can_be_read(desk):
    record = desk.keep(NECK)
    second = replace(NECK, plan="Discharge.")
    encounters.save(desk.p, replace(record, note=second))
    found = note_versions.list_for(desk.p, record.id)
    assert [(one.version, one.note, one.kept_by) for one in found] == [
        (2, second, "Ann Lee"), (1, NECK, "Ann Lee"),
    ]  # fmt: skip


def test_a_save_that_leaves_the_note_alone_makes_no_version(desk):
    record = desk.keep(NECK)
    encounters.save(desk.p, replace(record, services=(Service("97140", 24),)))
    assert [one.version for one in note_versions.list_for(desk.p, record.id)] == [1]


def test_an_emptied_note_leaves_its_versions(desk):
    record = desk.keep(NECK)
    encounters.save(desk.p, replace(record, note=Note()))
    assert [one.note for one in note_versions.list_for(desk.p, record.id)] == [Note(), NECK]


@pytest.mark.parametrize("sql", ["DELETE FROM note_versions", "UPDATE note_versions SET plan = ''"])
def test_no_version_is_ever_changed(desk, sql):
    desk.keep(NECK)
    with pytest.raises(engine.SqliteError), desk.p.file.unit_of_work("test.harm", "test") as work:
        work.db.execute(sql)
