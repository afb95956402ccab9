"""The second check: whether a permission reaches this patient, and whose an encounter is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from core.model.permissions import Permission, Scope, scope_of
from core.model.session import EncounterRow
from core.services import break_glass
from core.services.permissions import inner, refuse
from core.store import care_team

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_GLASS_OPENS = (Permission.NOTE_READ, Permission.BILL_READ)


class Treated(Protocol):
    """Whatever names the patient, who renders and who assists."""

    @property
    def patient_id(self) -> int:
        """The patient."""

    @property
    def rendering_provider_id(self) -> int:
        """The therapist."""

    @property
    def assistant_provider_id(self) -> int | None:
        """The assistant, if one took part."""


@inner
def reaches(p: OpenPractice, permission: Permission, patient_id: int) -> bool:
    """Whether a permission to read reaches a patient: for all, for own ones, or by a reason."""
    scope = scope_of(p.person.roles, permission)
    if scope is Scope.ALL or (scope is Scope.OWN and treats(p, patient_id)):
        return True
    return permission in _GLASS_OPENS and break_glass.is_open(p, patient_id)


@inner
def reaches_by_itself(p: OpenPractice, permission: Permission, patient_id: int) -> bool:
    """The same, without a reason given."""
    scope = scope_of(p.person.roles, permission)
    return scope is Scope.ALL or (scope is Scope.OWN and treats(p, patient_id))


@inner
def require_reach(p: OpenPractice, permission: Permission, patient_id: int, action: str) -> None:
    """Refuse unless a permission to read reaches a patient."""
    if not reaches(p, permission, patient_id):
        refuse(p, permission, action, patient_id)


@inner
def is_own(p: OpenPractice, *treated: Treated) -> bool:
    """Whether all of these are of the person's provider; in a file of one person all are."""
    own = p.person.provider_id
    mine = own is not None and all(
        own in (one.rendering_provider_id, one.assistant_provider_id) for one in treated
    )
    return mine or care_team.has_one_account(p.file.db)


@inner
def writes(p: OpenPractice, permission: Permission, *treated: Treated) -> bool:
    """Whether a permission to write reaches an encounter as it was and as it is to be."""
    scope = scope_of(p.person.roles, permission)
    return scope is Scope.ALL or (scope is Scope.OWN and is_own(p, *treated))


@inner
def require_own(p: OpenPractice, permission: Permission, treated: Treated, action: str) -> None:
    """Refuse unless a permission to write reaches this encounter."""
    if not writes(p, permission, treated):
        refuse(p, permission, action, treated.patient_id)


@inner
def visible(p: OpenPractice, rows: Iterable[EncounterRow]) -> tuple[EncounterRow, ...]:
    """Rows of a schedule; codes, minutes and money only where the bill may be seen."""
    kept, scope = tuple(rows), scope_of(p.person.roles, Permission.BILL_READ)
    if scope is Scope.ALL or not kept:
        return kept
    ids = {row.patient_id for row in kept}
    open_ones = _among(p, ids) if scope else frozenset()
    open_ones |= {number for number in ids if break_glass.is_open(p, number)}
    return tuple(row if row.patient_id in open_ones else _bare(row) for row in kept)


def _bare(row: EncounterRow) -> EncounterRow:
    return replace(
        row, codes=(), minutes=0, units=0, charges_cents=None, paid_cents=0, alerts=0,
        withheld=True,
    )  # fmt: skip


@inner
def treats(p: OpenPractice, patient_id: int) -> bool:
    """Whether a patient is in the care of the person's provider."""
    return patient_id in _among(p, {patient_id})


def _among(p: OpenPractice, patient_ids: set[int]) -> frozenset[int]:
    own, db = p.person.provider_id, p.file.db
    found = care_team.among(db, own, patient_ids) if own is not None else frozenset()
    if len(found) < len(patient_ids) and care_team.has_one_account(db):
        return frozenset(patient_ids)
    return found
