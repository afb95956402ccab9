"""Calls of the services about disclosures and how long records are kept, for the role matrix."""

from __future__ import annotations

from datetime import date

from core.model.disclosure import Disclosure
from core.model.patient import Patient
from core.services import disclosures, patients, retention
from tests.support.people import signed_in
from tests.support.practice import DAY, PASSWORD
from tests.support.stage import REASON, Call, Stage


def _handed(s: Stage, own: bool) -> Disclosure:
    return Disclosure(s.patient[own], DAY, "Harbor Mutual", "The bill of March", "Payment")


def _take_back_disclosure(s: Stage, own: bool) -> Call:
    with signed_in(s.p, s.people["O"]):
        kept = disclosures.record(s.p, _handed(s, own))
    return lambda: disclosures.take_back(s.p, kept.id, "Typed for the wrong patient")


def _hold(s: Stage, own: bool) -> Call:
    patient = _another(s)
    return lambda: retention.set_hold(s.p, patient, REASON)


def _lift(s: Stage, own: bool) -> Call:
    patient = _another(s)
    with signed_in(s.p, s.people["O"]):
        retention.set_hold(s.p, patient, REASON)
    return lambda: retention.lift_hold(s.p, patient, REASON)


def _remove_patient(s: Stage, own: bool) -> Call:
    """Somebody whose record was begun so long ago that it may go."""
    patient = _another(s)
    with s.p.file.unit_of_work("test.old", "patient") as work:
        work.db.execute(
            "UPDATE patients SET created_at = '2001-01-01T10:00:00+00:00' WHERE id = ?", (patient,)
        )
    return lambda: retention.remove_patient(s.p, patient, REASON, PASSWORD)


def _another(s: Stage) -> int:
    with signed_in(s.p, s.people["O"]):
        kept = patients.save(s.p, Patient("Old", f"Roe{next(s.number)}", date(1940, 3, 2)))
    return kept.id


PRIVACY_CALLS = {
    "disclosures.record": lambda s, own: lambda: disclosures.record(s.p, _handed(s, own)),
    "disclosures.take_back": _take_back_disclosure,
    "retention.set_hold": _hold,
    "retention.lift_hold": _lift,
    "retention.remove_patient": _remove_patient,
}
