"""A practice's own words are read alike by the coach, an audit and the papers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.model.encounter import Service
from core.model.note_help import OwnWord
from core.model.session import Note
from core.services import auditing, encounters, note_help
from core.services.auditing import AuditChoice
from core.services.own_words import lexicon_of
from tests.support.audit_clinic import FIRST, two_sessions
from tests.support.practice import DAY

NOTE = Note(
    "Neck 6/10.",
    "Barral lift to the left C4-C5, 23 min one-on-one. Rotation left 45, after 58.",
    "C4-C5 stiff, which stops the shoulder check when driving; so lifted there.",
    "Lift again if rotation is under 55.",
)
CHOICE = AuditChoice(FIRST, DAY, code="97140", size=3, seed=5)


@pytest.fixture
def clinic(tmp_path):
    p = two_sessions(tmp_path)
    record = encounters.new_session(p, 1, DAY - timedelta(days=1)).record
    encounters.save(p, replace(record, services=(Service("97140", 23),), note=NOTE), complete=True)
    yield p
    p.file.close()


def checks(p):
    kept = auditing.run_self_audit(p, CHOICE)
    return {one.finding.check for one in auditing.findings(p, kept.id)}


def test_an_audit_reads_by_the_practices_own_words(clinic):
    assert checks(clinic) == {"not-performed"}
    note_help.save_word(clinic, OwnWord("Barral lift"))
    assert "not-performed" not in checks(clinic)
    assert "technique" not in checks(clinic)


def test_a_word_put_away_is_read_no_more(clinic):
    kept = note_help.save_word(clinic, OwnWord("Barral lift"))
    with_it = lexicon_of(clinic)
    note_help.save_word(clinic, replace(kept, active=False))
    assert lexicon_of(clinic) is not with_it
