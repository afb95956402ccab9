"""The paper that explains a kept bill: what is gathered, kept, audited and refused."""

from dataclasses import replace

import pytest

from core.errors import UserProblem
from core.model.encounter import Interval, Service
from core.model.kinds import Who
from core.model.statements import Attestation, Refusal, RefusalKind, StatementKind
from core.services import encounters, explaining, patients, printing
from core.store import audit
from tests.reports.reading import stream_text, text

SERVICES = (
    Service("97140", minutes=15, intervals=(Interval(600, 615),)),
    Service("97150", minutes=15, intervals=(Interval(615, 630, Who.THERAPIST),)),
)


def keep(practice, clinic, complete=True, **said):
    file = encounters.new_session(
        practice, clinic.patient, practice.clock.today(), clinic.therapist
    )
    record = replace(file.record, services=SERVICES, pointers=("", ""), **said)
    return encounters.save(practice, record, complete).encounter_id


def test_it_tells_of_the_bill_as_it_was_kept(practice, clinic):
    number = keep(practice, clinic)
    bill = encounters.bill_of(practice, number)
    found = text(explaining.explained(practice, number).body)
    for line in bill.lines:
        assert f"{line.code} {' '.join(line.modifiers)}".strip() in found
    assert bill.rulebook in found
    assert "15 untimed services" in found
    assert "97140 15 0 0 15 10:00–10:15 therapist" in found
    assert "T 15" in stream_text(explaining.explained(practice, number).body)


def test_newer_rules_do_not_speak_for_an_old_bill(practice, clinic):
    number = keep(practice, clinic)
    kept = encounters.bill_of(practice, number).rulebook
    practice.book = replace(practice.book, identity="2030-01-01+ffffffff")
    assert f"Rule book {kept}" in text(explaining.explained(practice, number).body)


def test_who_stated_and_refused_what_and_when(practice, clinic):
    now = practice.clock.now()
    yes = Attestation(StatementKind.DISTINCT, ("97150", "97140"), "", "", now)
    no = Refusal(RefusalKind.SUGGESTION, "kx", ("97140",), "Plateau reached", "", now)
    number = keep(practice, clinic, attestations=(yes,), refusals=(no,))
    job = explaining.prepare(practice, number)
    assert {one.actor for one in job.record.attestations} == {practice.file.actor}
    found = text(explaining.draw(job).body).replace("\n", " ")
    assert "The services were distinct" in found
    assert "Plateau reached" in found
    assert "attested: distinct 97150 97140; refused: suggestion kx 97140" in found.replace(
        "\n", " "
    )


def test_a_draft_is_explained_and_marked(practice, clinic):
    number = keep(practice, clinic, complete=False)
    assert "This session is not complete" in text(explaining.explained(practice, number).body)


def test_what_is_printed_is_kept_and_audited_and_is_no_superbill(practice, clinic):
    number = keep(practice, clinic)
    draft = explaining.explained(practice, number)
    row = printing.archive(practice, draft, "printed")
    (event,) = audit.events(practice.file.db, after=audit.last_seq(practice.file.db) - 1)
    assert printing.archived(practice, row.id) == draft.body
    assert (event.action, event.object_kind) == ("document.printed", "document")
    assert event.patient_id == clinic.patient
    (visit,) = patients.get(practice, clinic.patient).encounters
    assert not visit.superbill_printed


def test_a_session_changed_after_the_preview_is_not_kept(practice, clinic):
    number = keep(practice, clinic, complete=False)
    draft = explaining.explained(practice, number)
    record = encounters.open_session(practice, number).record
    encounters.save(practice, replace(record, services=SERVICES[:1], pointers=("",)))
    with pytest.raises(UserProblem, match="changed after the preview"):
        printing.archive(practice, draft, "printed")


def test_a_void_session_and_one_never_saved_have_nothing_to_explain(practice, clinic):
    number = keep(practice, clinic)
    encounters.void(practice, number, "wrong patient")
    with pytest.raises(UserProblem, match="void"):
        explaining.prepare(practice, number)
    planned = encounters.schedule(
        practice, clinic.patient, practice.clock.today(), 600, clinic.therapist
    )
    with pytest.raises(UserProblem, match="no bill yet"):
        explaining.prepare(practice, planned)
