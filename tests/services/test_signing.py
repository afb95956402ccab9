"""Signing: who may, what stands in the way, and that nothing signed is changed afterwards."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from core.errors import FieldProblem, InvalidInput, UserProblem
from core.model.encounter import Service
from core.model.kinds import EncounterState
from core.model.patient import Diagnosis
from core.model.people import Person, Role
from core.model.session import Note
from core.model.signing import Countersignature, SignerRole
from core.services import encounters, rekeying, setup, signing, today
from core.services.signing_checks import Reasons, key_of, warnings_of
from core.store import seals, signatures, verify
from tests.services.conftest import Clinic
from tests.support.people import add_person, sign_in
from tests.support.practice import DAY, PASSWORD

NOTE = Note("feels better", "flexion 120", "less guarding", "go on")
ROWS = (Service("97110", 23, region="shoulder"),)


@dataclass
class Desk:
    """The clinic with somebody signed in who treats."""

    clinic: Clinic
    owner: Person
    ann: Person
    bo: Person

    @property
    def p(self):
        return self.clinic.p

    def record(self, day=DAY, **changes):
        fresh = encounters.new_session(self.p, self.clinic.patient, day).record
        values = {"services": ROWS, "diagnoses": (Diagnosis("M54.50", "low back"),), "note": NOTE}
        return replace(fresh, **(values | changes))

    def sign(self, record=None, **reasons):
        record = record or self.record()
        return signing.sign(self.p, record, answers(self, record, **reasons))

    def stored(self, receipt):
        return encounters.open_session(self.p, receipt.encounter_id)


def answers(desk, record, minutes=""):
    """A reason for every warning the session has."""
    ready = encounters.prepare(desk.p, record, complete=True, minutes_reason=minutes)
    found = warnings_of(ready.bill, ready.record)
    return Reasons({key_of(one): "seen in the clinic" for one in found}, minutes)


@pytest.fixture
def desk(clinic):
    made = Desk(
        clinic,
        clinic.p.person,
        add_person(clinic.p, "Ann", {Role.THERAPIST}, clinic.therapist),
        add_person(clinic.p, "Bo", {Role.ASSISTANT}, clinic.assistant),
    )
    sign_in(clinic.p, made.ann)
    return made


def test_a_signed_session_is_complete_billed_and_says_who_signed(desk):
    receipt = desk.sign()
    file = desk.stored(receipt)
    signed = file.signing.signature
    assert file.record.state is EncounterState.COMPLETE
    assert (signed.signer, signed.role) == ("Ann Lee, PT, DPT", SignerRole.RENDERING)
    assert (signed.version, signed.person_id) == (receipt.version, desk.ann.id)
    assert signed.signed_at == receipt.saved_at
    assert encounters.bill_of(desk.p, receipt.encounter_id).total_units == 2


def test_signing_is_one_change_with_one_audit_row(desk):
    record = desk.record()
    reasons = answers(desk, record)
    (event,) = desk.clinic.audit_since(lambda: signing.sign(desk.p, record, reasons))
    signed = signatures.sealing(desk.p.file.db, event.object_id)
    assert (event.action, event.patient_id) == ("encounter.sign", desk.clinic.patient)
    assert (event.detail["signature"], event.detail["digest"]) == (signed.id, signed.digest)


@pytest.mark.parametrize("who", ["owner", "bo"])
def test_only_who_gave_the_session_signs_it(desk, who):
    record = desk.record()
    sign_in(desk.p, getattr(desk, who))
    with pytest.raises(UserProblem, match="not one of yours"):
        desk.sign(record)
    assert today.unsigned(desk.p) == ()


def test_somebody_without_a_treating_role_signs_nothing(desk):
    sign_in(desk.p, add_person(desk.p, "Cy", {Role.FRONT_DESK}, desk.clinic.therapist))
    with pytest.raises(UserProblem, match="Your role may not write this session"):
        desk.sign()


def test_a_warning_needs_a_reason_and_the_reason_is_kept(desk):
    record = desk.record(note=Note())
    with pytest.raises(InvalidInput, match="The note is empty"):
        signing.sign(desk.p, record)
    receipt = desk.sign(record)
    kept = desk.stored(receipt).signing.signature.reasons
    assert ("note-empty", "seen in the clinic") in {(one.alert, one.reason) for one in kept}


def test_an_error_blocks_signing_and_stores_nothing(desk):
    record = desk.record(services=(Service("97999", 23),))
    with pytest.raises(UserProblem):
        signing.sign(desk.p, record, Reasons({"unknown-code 97999": "x"}))
    assert desk.p.file.db.execute("SELECT count(*) FROM encounters").fetchone() == (0,)


def test_every_service_that_changes_a_session_refuses_a_signed_one(desk):
    receipt = desk.sign()
    number = receipt.encounter_id
    record = replace(desk.stored(receipt).record, note=Note("another"))
    before = signing_content(desk, number)
    for act in (
        lambda: encounters.save(desk.p, record),
        lambda: encounters.save(desk.p, record, complete=True),
        lambda: encounters.autosave(desk.p, record, {"rows": []}),
        lambda: encounters.discard_draft(desk.p, number),
        lambda: encounters.void(desk.p, number, "mistake"),
        lambda: signing.sign(desk.p, record),
    ):
        with pytest.raises(UserProblem, match="signed this session, so it is not changed"):
            act()
    assert signing_content(desk, number) == before


def signing_content(desk, number):
    return seals.content(desk.p.file.db, number)


def test_an_addendum_is_numbered_named_and_leaves_the_note(desk):
    receipt = desk.sign()
    before = signing_content(desk, receipt.encounter_id)
    for text in ("Left knee was meant.", "Seen again by phone."):
        signing.add_addendum(desk.p, receipt.encounter_id, text)
    added = desk.stored(receipt).signing.addenda
    assert [(one.number, one.text, one.signer) for one in added] == [
        (1, "Left knee was meant.", "Ann Lee, PT, DPT"),
        (2, "Seen again by phone.", "Ann Lee, PT, DPT"),
    ]
    assert signing_content(desk, receipt.encounter_id) == before
    assert verify.everything(desk.p.file).is_good


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 20_001])
def test_an_addendum_has_between_one_and_twenty_thousand_letters(desk, text):
    receipt = desk.sign()
    with pytest.raises(InvalidInput):
        signing.add_addendum(desk.p, receipt.encounter_id, text)


def test_only_who_gave_the_session_adds_to_it_and_only_once_it_is_signed(desk):
    open_one = encounters.save(desk.p, desk.record(), complete=True)
    with pytest.raises(UserProblem, match="not signed"):
        signing.add_addendum(desk.p, open_one.encounter_id, "more")
    receipt = desk.sign(desk.record(date(2026, 3, 9)))
    sign_in(desk.p, desk.bo)
    with pytest.raises(UserProblem, match="may not add to this signed session: it is not one"):
        signing.add_addendum(desk.p, receipt.encounter_id, "more")


def test_only_an_owner_opens_a_signed_session_and_only_for_a_reason(desk):
    number = desk.sign().encounter_id
    with pytest.raises(UserProblem, match="may not open a signed session again"):
        signing.unseal(desk.p, number, "wrong code")
    sign_in(desk.p, desk.owner)
    with pytest.raises(InvalidInput):
        signing.unseal(desk.p, number, " ")
    (event,) = desk.clinic.audit_since(lambda: signing.unseal(desk.p, number, "wrong code"))
    assert (event.action, event.detail["reason"]) == ("encounter.unseal", "wrong code")
    assert not signing.state_of(desk.p, number).is_signed


def test_after_an_unsealing_the_session_is_a_new_version_to_be_signed_again(desk):
    first = desk.sign()
    sign_in(desk.p, desk.owner)
    signing.unseal(desk.p, first.encounter_id, "wrong part of the note")
    sign_in(desk.p, desk.ann)
    assert [row.id for row in today.unsigned(desk.p)] == [first.encounter_id]
    second = desk.sign(replace(desk.stored(first).record, note=Note("other words")))
    assert second.version > first.version
    assert desk.stored(second).signing.signature.digest != signed_first(desk, first).digest
    assert (today.unsigned(desk.p), verify.everything(desk.p.file).faults) == ((), ())


def signed_first(desk, receipt):
    rows = desk.p.file.db.execute(
        "SELECT digest FROM signatures WHERE encounter_id = ? ORDER BY id", (receipt.encounter_id,)
    ).fetchall()
    return replace(desk.stored(receipt).signing.signature, digest=rows[0][0])


def opened_again(desk):
    receipt = desk.sign()
    sign_in(desk.p, desk.owner)
    signing.unseal(desk.p, receipt.encounter_id, "typing mistake")
    sign_in(desk.p, desk.ann)
    return replace(desk.stored(receipt).record, services=(replace(ROWS[0], minutes=38),))


def test_minutes_changed_after_signing_need_a_reason_however_they_are_saved(desk):
    record = opened_again(desk)
    for act in (
        lambda: encounters.save(desk.p, record, complete=True),
        lambda: signing.sign(desk.p, record, Reasons(answers(desk, record, "x").warnings)),
    ):
        with pytest.raises(FieldProblem, match="minutes are now others") as caught:
            act()
        assert caught.value.field == "minutes_reason"


def test_the_reason_for_changed_minutes_is_kept_with_both_counts_and_sealed(desk):
    record = opened_again(desk)
    receipt = desk.sign(record, minutes="the watch said 38")
    (moved,) = desk.stored(receipt).signing.minute_changes
    assert (moved.before, moved.after) == ("97110 23", "97110 38")
    assert (moved.reason, moved.name) == ("the watch said 38", "Ann")
    assert "the watch said 38" in signing_content(desk, receipt.encounter_id)
    assert verify.everything(desk.p.file).is_good


def test_the_same_minutes_need_no_reason_after_an_unsealing(desk):
    record = replace(opened_again(desk), services=ROWS, note=Note("clearer words"))
    receipt = desk.sign(record)
    assert desk.stored(receipt).signing.minute_changes == ()


# The assistant


ASSISTED = (Service("97110", 15, 8, region="shoulder"),)


def by_assistant(desk, services, **changes):
    sign_in(desk.p, desk.bo)
    record = desk.record(services=services, assistant_provider_id=desk.clinic.assistant, **changes)
    return desk.sign(record)


@pytest.mark.parametrize(
    ("services", "asked"),
    [
        # CMS Benefit Policy Manual ch.15 220.3.E: no cosignature unless the supervisor took part
        ((Service("97110", 0, 23, region="shoulder"),), Countersignature.NOT_ASKED),
        (ASSISTED, Countersignature.ASKED),
        ((Service("97110", 0, 0, 23, region="shoulder"),), Countersignature.ASKED),
    ],
)
def test_medicare_asks_for_the_therapist_where_the_therapist_took_part(desk, services, asked):
    receipt = by_assistant(desk, services)
    signed = desk.stored(receipt).signing.signature
    assert (signed.role, signed.therapist_asked) == (SignerRole.ASSISTANT, asked)


def test_a_payer_without_a_source_is_not_known_to_ask(desk):
    payer = next(one for one in setup.list_payers(desk.p) if one.id == desk.clinic.medicare)
    (profile,) = payer.profiles
    sign_in(desk.p, desk.owner)
    setup.save_payer(desk.p, replace(payer, profiles=(replace(profile, profile="aetna"),)))
    receipt = by_assistant(desk, ASSISTED)
    signed = desk.stored(receipt).signing.signature
    assert signed.therapist_asked is Countersignature.NOT_KNOWN


def test_what_waits_for_the_therapist_is_listed_until_it_is_countersigned(desk):
    number = by_assistant(desk, ASSISTED).encounter_id
    sign_in(desk.p, desk.ann)
    assert [row.id for row in today.awaiting_therapist(desk.p)] == [number]
    made = signing.countersign(desk.p, number)
    assert (made.role, made.signer) == (SignerRole.COUNTERSIGNING, "Ann Lee, PT, DPT")
    assert today.awaiting_therapist(desk.p) == ()
    assert verify.everything(desk.p.file).is_good


def test_only_the_therapist_of_the_session_countersigns_and_only_once(desk):
    number = by_assistant(desk, ASSISTED).encounter_id
    with pytest.raises(UserProblem, match="may not countersign this session"):
        signing.countersign(desk.p, number)
    sign_in(desk.p, desk.ann)
    signing.countersign(desk.p, number)
    with pytest.raises(UserProblem, match="has countersigned already"):
        signing.countersign(desk.p, number)


def test_a_therapists_own_signature_is_not_countersigned(desk):
    number = desk.sign().encounter_id
    with pytest.raises(UserProblem, match="signed as therapist"):
        signing.countersign(desk.p, number)


def test_who_only_treats_is_shown_their_own_unsigned_sessions(desk):
    encounters.save(desk.p, desk.record(), complete=True)
    assert len(today.unsigned(desk.p)) == 1
    sign_in(desk.p, desk.bo)
    assert today.unsigned(desk.p) == ()
    sign_in(desk.p, desk.owner)
    assert len(today.unsigned(desk.p)) == 1


# Two sessions of one day


def test_a_session_beside_a_signed_one_is_not_completed_when_its_bill_would_change(desk):
    # 8 and 14 minutes are 22 together: one unit, and it belongs to the longer service
    desk.sign(desk.record(services=(Service("97110", 8, region="shoulder"),)))
    other = desk.record(services=(Service("97140", 14, region="knee"),))
    with pytest.raises(UserProblem, match="Another session of this patient and day is signed"):
        encounters.save(desk.p, other, complete=True)
    encounters.autosave(desk.p, other, {"rows": []})
    assert verify.everything(desk.p.file).is_good


def test_what_was_signed_verifies_under_a_new_data_key_and_is_signed_on(desk):
    desk.sign()
    sign_in(desk.p, desk.owner)
    rekeying.change_data_key(desk.p, PASSWORD)
    sign_in(desk.p, desk.ann)
    desk.sign(desk.record(DAY.replace(day=9)))
    rekeyed = verify.everything(desk.p.file)
    assert rekeyed.faults == ()
    assert len(desk.p.file.db.execute("SELECT id FROM signatures").fetchall()) == 2
