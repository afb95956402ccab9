"""A practice with two sessions to audit."""

from dataclasses import replace
from datetime import date, timedelta

from core.model.encounter import Service
from core.model.kinds import ProviderRole
from core.model.patient import Patient
from core.model.practice import Provider
from core.services import encounters, patients, setup
from core.services.auditing import AuditChoice
from tests.support.audit_actions import overbill
from tests.support.practice import DAY, new_practice

FIRST = DAY - timedelta(days=20)
CHOICE = AuditChoice(FIRST, DAY, code="97110", size=3, seed=5)


def two_sessions(folder):
    """Nine days ago and two days ago; the first has a unit too much: 23 minutes earn two."""
    p = new_practice(folder)
    setup.save_provider(p, Provider("Ann", "Lee", ProviderRole.PT))
    patients.save(p, Patient("Ida", "Moreau", date(1963, 3, 2)))
    for days in (9, 2):
        file = encounters.new_session(p, 1, DAY - timedelta(days=days), 1)
        record = replace(file.record, services=(Service("97110", 23),), pointers=("",))
        encounters.save(p, record, complete=True)
    overbill(p, 1)
    return p
