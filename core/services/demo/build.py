"""Write the demo practice through the same services a person's clicks use."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from core.model.clock import Clock
from core.model.kinds import EncounterState, PaymentMethod
from core.model.patient import PatientPayment
from core.model.practice import Provider, ReferringProvider
from core.model.session import SessionRecord
from core.services import encounters, opening, patients, payments, printing, setup
from core.services.demo import (
    DEMO_DAY,
    DEMO_PASSWORD,
    allowed,
    care,
    cast,
    measures,
    misset,
)  # fmt: skip
from core.services.demo.signatures import Signers
from core.services.demo.visits import Visit, plan
from core.services.engine_facts import LOCALITY, NATIONAL
from core.services.practice import OpenPractice
from core.store import create
from core.store.file_names import anchor_path, keys_path
from core.store.keyslots import KdfCost

OWNER = "Dana Okafor"
SEED = 97140
# Everybody may know the password, so the keys cost no more than a key file must ask.
_COST = KdfCost(memory_kib=64 * 1024)
_METHODS = (PaymentMethod.CARD, PaymentMethod.CASH, PaymentMethod.CHECK, PaymentMethod.HSA)
_SUPERBILLS_EVERY = 6  # every sixth patient has an archived superbill

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class _Stage:
    """What has been stored so far, by the cast's keys."""

    practice: OpenPractice
    day: date
    rng: random.Random
    providers: dict[str, Provider] = field(default_factory=dict)
    payers: dict[str, int] = field(default_factory=dict)
    referring: list[ReferringProvider] = field(default_factory=list)
    clinic: int | None = None
    signers: Signers = field(init=False)

    def __post_init__(self) -> None:
        self.signers = Signers(self.practice, self.day)


def build_demo(
    path: Path, day: date = DEMO_DAY, seed: int = SEED, progress: Progress | None = None
) -> OpenPractice:
    """Create the demo practice at `path` and return it open.

    The same day and seed give the same people, visits, notes and payments. `progress`
    gets (patients done, patients in all). It is built aside and moved in when whole, so that
    a stop midway leaves no half demo. Raises what `create_practice` raises.
    """
    create.refuse_existing(path)
    with tempfile.TemporaryDirectory(prefix=".demo-", dir=path.parent) as aside:
        built = Path(aside) / path.name
        practice = _build(built, day, seed, progress)
        practice.file.close()
        for beside in (keys_path, anchor_path):
            beside(built).replace(beside(path))
        built.replace(path)
    return opening.unlock(path, DEMO_PASSWORD, Clock.fixed(day))


def _build(path: Path, day: date, seed: int, progress: Progress | None) -> OpenPractice:
    rng = random.Random(seed)  # noqa: S311 - fictional people, no secret
    practice, _ = opening.create_practice(
        path, cast.practice(day), OWNER, DEMO_PASSWORD, _clock(day, 8 * 60), cost=_COST
    )
    stage = _Stage(practice, day, rng)
    _set_up(stage)
    misset.put_in(practice, day, _morning)
    members = cast.patients(rng)
    for slot, member in enumerate(members):
        _patient(stage, member, slot)
        if progress is not None:
            progress(slot + 1, len(members))
    misset.take_out(practice, _morning)
    practice.clock = _clock(day, 17 * 60)
    return practice


def _clock(day: date, minute: int) -> Clock:
    moment = datetime.combine(day, time(minute // 60, minute % 60), UTC)
    return Clock(today=lambda: day, now=lambda: moment)


def _morning(day: date) -> Clock:
    return _clock(day, 8 * 60)


def _set_up(stage: _Stage) -> None:
    practice = stage.practice
    for location in cast.locations():
        kept = setup.save_location(practice, location)
        stage.clinic = stage.clinic or kept.id
    for key, provider in cast.providers().items():
        stage.providers[key] = setup.save_provider(practice, provider)
    stage.signers.open_accounts(stage.providers, DEMO_PASSWORD)
    for key, payer in cast.payers().items():
        kept_payer = setup.save_payer(practice, payer)
        if kept_payer.id is not None:
            stage.payers[key] = kept_payer.id
    stage.referring = [setup.save_referring(practice, person) for person in cast.referring()]
    for fee in cast.fees():
        setup.save_fee(practice, fee)
    setup.set_setting(practice, LOCALITY, NATIONAL)  # the demo's town is in no real locality


def _patient(stage: _Stage, member: cast.CastMember, slot: int) -> None:
    visits = plan(member, stage.day, slot, stage.rng)
    first = visits[0].day
    stage.practice.clock = _clock(first, 8 * 60)
    clinician = stage.providers[member.clinician]
    doctor = stage.referring[slot % len(stage.referring)]
    patient = patients.save(
        stage.practice,
        replace(
            member.patient, referring_provider_id=doctor.id, rendering_provider_id=clinician.id
        ),
    )
    if patient.id is None:
        raise RuntimeError("a saved patient has an id")
    if member.payer:
        since = date(first.year, 1, 1)
        payer_id = stage.payers[member.payer]
        cover = patients.save_coverage(
            stage.practice, cast.coverage(member, patient.id, payer_id, since)
        )
        treated = cast.discipline(member.condition)
        name = patient.last_name
        allowed.store(stage.practice, name, patient.id, cover.id or 0, treated, first)
    patients.save_diagnoses(stage.practice, patient.id, cast.diagnoses(member.condition))
    days = tuple(one.day for one in visits if one.state is not EncounterState.SCHEDULED)
    cared = care.Cared(
        patient.last_name, member.condition, patient.id, clinician.id or 0, doctor,
        days or (first,),
    )  # fmt: skip
    with stage.signers.acting_for(cared.therapist_id):
        plan_id = care.begin(stage.practice, cared)
    done = [_visit(stage, member, patient.id, visit, n) for n, visit in enumerate(visits)]
    _measures(stage, member, patient.id, visits, done)
    stage.practice.clock = _clock(stage.day, 17 * 60)
    with stage.signers.acting_for(cared.therapist_id):
        care.sign(stage.practice, cared, plan_id, stage.day)
        care.report(stage.practice, cared, plan_id, stage.day)
    if slot % _SUPERBILLS_EVERY == _SUPERBILLS_EVERY - 1:
        _superbill(stage, patient.id, [number for number in done if number is not None][:4])


def _measures(
    stage: _Stage,
    member: cast.CastMember,
    patient_id: int,
    visits: tuple[Visit, ...],
    done: list[int | None],
) -> None:
    """Keep what was measured at some of the complete visits, typed by who treated."""
    kept = zip(visits, done, strict=True)
    treated = [(visit, number) for visit, number in kept if number is not None]
    provider = stage.providers[member.clinician].id or 0
    for place, (visit, number) in enumerate(treated):
        if not measures.is_measured(place, len(treated)):
            continue
        stage.practice.clock = _clock(visit.day, visit.start_minute + 61)
        share = visits.index(visit) / max(1, len(visits) - 1)
        with stage.signers.acting_for(provider):
            measures.store(stage.practice, member.condition, patient_id, number, visit.day, share)


def _visit(
    stage: _Stage, member: cast.CastMember, patient_id: int, visit: Visit, number: int
) -> int | None:
    """Store one visit; returns the encounter's id when it is complete."""
    practice = stage.practice
    provider = stage.providers[member.clinician]
    if provider.id is None:
        raise RuntimeError("a saved provider has an id")
    practice.clock = _clock(visit.day, visit.start_minute + 60)
    if visit.state is EncounterState.SCHEDULED:
        encounters.schedule(practice, patient_id, visit.day, visit.start_minute, provider.id)
        return None
    complete = visit.state is EncounterState.COMPLETE
    with stage.signers.acting_for(provider.id):
        fresh = encounters.new_session(practice, patient_id, visit.day, provider.id).record
        record = _filled(stage, fresh, visit, member)
        receipt = (
            stage.signers.finish(record, number) if complete else encounters.save(practice, record)
        )
    copay = cast.copays().get(member.payer, 9000)
    if complete and copay and number % 3 != 2:
        payments.take(
            practice,
            PatientPayment(
                patient_id=patient_id,
                received_on=visit.day,
                amount_cents=copay,
                method=_METHODS[number % len(_METHODS)],
                encounter_id=receipt.encounter_id,
            ),
        )
    return receipt.encounter_id if complete else None


def _filled(
    stage: _Stage, fresh: SessionRecord, visit: Visit, member: cast.CastMember
) -> SessionRecord:
    assistant = stage.providers["whitfield"].id if visit.with_assistant else None
    codes = cast.diagnoses(member.condition)
    letters = "AB"[: len(codes)]
    return replace(
        fresh,
        start_minute=visit.start_minute,
        assistant_provider_id=assistant,
        location_id=stage.clinic,
        services=visit.services,
        pointers=tuple(letters for _ in visit.services),
        diagnoses=codes,
        note=visit.note,
    )


def _superbill(stage: _Stage, patient_id: int, encounter_ids: list[int]) -> None:
    question = printing.medicare_question(stage.practice, patient_id, encounter_ids)
    reason = question.reasons[-1] if question else ""
    draft = printing.superbill(stage.practice, patient_id, encounter_ids, reason=reason)
    printing.archive(stage.practice, draft, "printed")
