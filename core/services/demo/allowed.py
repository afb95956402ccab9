"""The authorisations and visit limits of the demo's patients, as records and stored."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core.library.demo_files import demo_data
from core.model.authorisation import Authorisation, VisitLimit, read_code_units
from core.model.kinds import AuthorisationState, Discipline
from core.services import authorisations
from core.services.practice import OpenPractice


def store(
    practice: OpenPractice,
    last_name: str,
    patient_id: int,
    coverage_id: int,
    discipline: Discipline,
    first: date,
) -> None:
    """Keep what the payer said before the patient's first visit."""
    data = demo_data("authorisations")
    for entry in data["authorisation"]:
        if entry["patient"] == last_name:
            one = _authorisation(entry, patient_id, coverage_id, discipline, first)
            authorisations.save(practice, one)
    for entry in data["limit"]:
        if entry["patient"] == last_name:
            authorisations.save_limit(practice, _limit(entry, coverage_id, first))


def _authorisation(
    entry: dict[str, Any], patient_id: int, coverage_id: int, discipline: Discipline, first: date
) -> Authorisation:
    state = AuthorisationState(entry.get("state", "approved"))
    granted = state is AuthorisationState.APPROVED
    return Authorisation(
        patient_id,
        coverage_id,
        state,
        discipline=discipline,
        number=entry.get("number", ""),
        starts_on=first if granted else None,
        ends_on=first + timedelta(days=entry["lasts"]) if granted else None,
        visits=entry["visits"],
        units=entry.get("units"),
        codes=read_code_units(" ".join(entry.get("codes", ()))),
        requested_on=first,
        approved_on=first if granted else None,
        contact_name=entry.get("contact_name", ""),
        contact_role=entry.get("contact_role", ""),
        contact_phone=entry.get("contact_phone", ""),
        contact_fax=entry.get("contact_fax", ""),
        note=entry.get("note", ""),
    )


def _limit(entry: dict[str, Any], coverage_id: int, first: date) -> VisitLimit:
    used = entry.get("elsewhere")
    return VisitLimit(
        coverage_id,
        tuple(Discipline(one) for one in entry["disciplines"]),
        entry["visits"],
        used_elsewhere=used,
        looked_up_on=None if used is None else first,
    )
