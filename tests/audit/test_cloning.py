"""Notes that repeat others are found, and the memory for it has an end."""

import re
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from core.audit.cloning import NoteStore, kept_note, runs_of, share_of
from core.audit.record import AuditedEncounter, AuditedService
from core.model.kinds import Discipline

WORDS = re.findall(
    r"\w+",
    "knee flexion glide stairs pain sleep work lateral step band carry reach walk push joint "
    "capsule motion end feel firm soft tissue scar ankle heel lift turn rest cold warm",
)
texts = st.lists(st.sampled_from(WORDS), min_size=20, max_size=60).map(" ".join)


def visit(n, text, patient="p1", clinician="Okafor"):
    return AuditedEncounter(
        id=f"e{n}",
        date=date(2024, 7, 1) + timedelta(days=n),
        patient=patient,
        payer="cash",
        clinician=clinician,
        discipline=Discipline.PT,
        services=(AuditedService("97140", 15),),
        note=text,
    )


def kept(n, text, **more):
    return kept_note(visit(n, text, **more))


def words(seed):
    random = Random(seed)
    return " ".join(random.choice(WORDS) for _ in range(60))


@given(texts)
def test_a_text_is_wholly_like_itself(text):
    assert share_of(runs_of(text), runs_of(text)) in (0.0, 1.0)
    assert share_of(runs_of(text), runs_of(text)) == (1.0 if runs_of(text) else 0.0)


@given(texts, texts)
def test_likeness_has_no_direction_and_stays_a_share(one, other):
    share = share_of(runs_of(one), runs_of(other))
    assert share == share_of(runs_of(other), runs_of(one))
    assert 0.0 <= share <= 1.0


def test_the_numbers_of_runs_are_the_same_everywhere():
    # crc32 of each word typed from another tool (stairs counts as stair), base 1000003, 2**61 - 1
    assert runs_of("knee flexion glide stairs pain") == {KNOWN}


STAIR = 0xDF2C3B20
KNOWN = sum(
    crc * 1_000_003**power
    for crc, power in zip(
        (0xAA784301, 0xFA0CD256, 0xE78FDF20, STAIR, 0x1D5B4226), (4, 3, 2, 1, 0), strict=True
    )
) % ((1 << 61) - 1)


def test_only_five_earlier_visits_are_compared():
    store = NoteStore(5)
    for n in range(6):
        store.add(kept(n, words(n)))
    assert store.earlier(kept(9, words(1)), 0.8).other.encounter == "e1"
    assert store.earlier(kept(9, words(0)), 0.8) is None


def test_another_patient_of_the_clinician_is_found_and_another_clinicians_is_not():
    store = NoteStore(5)
    text = words(3) + " " + words(4)
    store.add(kept(1, text))
    assert store.others(kept(2, text, patient="p2"), 0.85).share == 1.0
    assert store.others(kept(2, text, patient="p2", clinician="Brandt"), 0.85) is None
    assert store.others(kept(2, text), 0.85) is None


def test_new_findings_in_one_template_are_no_copy():
    store = NoteStore(5)
    body = "Flexion {} deg, extension {} deg, pain {}/10, girth {} cm. " + words(5)
    store.add(kept(1, body.format(95, 10, 6, 41.5)))
    assert store.earlier(kept(2, body.format(104, 4, 3, 40.2)), 0.8) is None
    assert store.earlier(kept(3, body.format(95, 10, 6, 41.5)), 0.8)


def test_the_oldest_notes_are_forgotten():
    store = NoteStore(5, most_notes=10, most_patients=10)
    for n in range(200):
        store.add(kept(n, words(n % 90) + " " + words(n), patient=f"p{n}"))
    assert len(store._notes) == 10
    assert len(store._own) == 10
    assert {number for found in store._by_run.values() for number in found} <= set(store._notes)
