"""Who may do what: permissions by role, denied unless they stand here.

The matrix follows section 5.5 of the security specification (HIPAA 45 CFR 164.312(a)(1), ONC
170.315(d)(1)): note text is for who treats, and for the owner to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from core.model.people import Role


class Permission(StrEnum):
    """One thing that a role allows, in the field's words; the value stands in the audit trail."""

    ANYONE = "anyone"
    DEMOGRAPHICS_READ = "demographics.read"
    DEMOGRAPHICS_WRITE = "demographics.write"
    PATIENTS_IMPORT = "patients.import"
    SCHEDULE_READ = "schedule.read"
    SCHEDULE_WRITE = "schedule.write"
    NOTE_READ = "note.read"
    NOTE_WRITE = "note.write"
    BREAK_GLASS = "note.break-glass"
    ENCOUNTER_WRITE = "encounter.write"
    BILL_READ = "encounter.bill.read"
    BILL_WRITE = "encounter.bill.write"
    SIGN = "sign"
    COUNTERSIGN = "countersign"
    ADDENDUM = "addendum"
    UNSEAL = "unseal"
    PAYMENTS_READ = "payments.read"
    PAYMENTS_WRITE = "payments.write"
    DOCUMENTS_READ = "documents.read"
    DOCUMENTS_PRINT = "documents.print"
    DISCLOSURES_WRITE = "disclosures.write"
    RECORDS_REMOVE = "records.remove"
    EXPORT_CLAIMS = "export.claims"
    EXPORT_BULK = "export.bulk"
    PAYERS_WRITE = "payers.write"
    REFERENCE_IMPORT = "reference.import"
    SETTINGS_READ = "settings.read"
    SETTINGS_WRITE = "settings.write"
    PEOPLE_MANAGE = "people.manage"
    KEYS = "keys"
    AUDIT_READ = "audit.read"
    AUDIT_EXPORT = "audit.export"
    BACKUP_RESTORE = "backup.restore"
    AUDIT_SESSIONS = "quality-audit"
    FINDINGS_READ = "findings.read"
    OVERPAYMENTS = "overpayments"


class Scope(StrEnum):
    """How far a permission reaches.

    Own to write: the person's provider renders or assists. Own to read: the patient is in the
    care of the person's provider.
    """

    OWN = "own"
    ALL = "all"


P = Permission
_EVERYBODY = (P.ANYONE, P.DEMOGRAPHICS_READ, P.SCHEDULE_READ, P.SETTINGS_READ)
_ALL: Mapping[Role, tuple[Permission, ...]] = {
    Role.OWNER: (
        *_EVERYBODY, P.DEMOGRAPHICS_WRITE, P.PATIENTS_IMPORT, P.SCHEDULE_WRITE, P.NOTE_READ,
        P.BILL_READ, P.BILL_WRITE, P.PAYMENTS_READ, P.PAYMENTS_WRITE, P.DOCUMENTS_READ,
        P.DOCUMENTS_PRINT, P.EXPORT_CLAIMS, P.EXPORT_BULK, P.PAYERS_WRITE, P.REFERENCE_IMPORT,
        P.SETTINGS_WRITE, P.PEOPLE_MANAGE, P.KEYS, P.UNSEAL, P.AUDIT_READ, P.AUDIT_EXPORT,
        P.BACKUP_RESTORE, P.AUDIT_SESSIONS, P.FINDINGS_READ, P.OVERPAYMENTS, P.DISCLOSURES_WRITE,
        P.RECORDS_REMOVE,
    ),
    Role.THERAPIST: (*_EVERYBODY, P.DEMOGRAPHICS_WRITE, P.SCHEDULE_WRITE, P.BREAK_GLASS),
    Role.ASSISTANT: (*_EVERYBODY, P.BREAK_GLASS),
    Role.BILLER: (
        *_EVERYBODY, P.BREAK_GLASS, P.BILL_READ, P.BILL_WRITE, P.PAYMENTS_READ, P.PAYMENTS_WRITE,
        P.DOCUMENTS_READ, P.DOCUMENTS_PRINT, P.EXPORT_CLAIMS, P.PAYERS_WRITE, P.REFERENCE_IMPORT,
        P.OVERPAYMENTS, P.DISCLOSURES_WRITE,
    ),
    Role.FRONT_DESK: (
        *_EVERYBODY, P.DEMOGRAPHICS_WRITE, P.PATIENTS_IMPORT, P.SCHEDULE_WRITE, P.BREAK_GLASS,
        P.BILL_READ, P.PAYMENTS_READ, P.PAYMENTS_WRITE, P.DOCUMENTS_READ, P.DOCUMENTS_PRINT,
        P.DISCLOSURES_WRITE,
    ),
}  # fmt: skip
_TREATING = (
    P.NOTE_READ, P.NOTE_WRITE, P.ENCOUNTER_WRITE, P.BILL_READ, P.SIGN, P.ADDENDUM,
    P.PAYMENTS_READ, P.DOCUMENTS_READ, P.FINDINGS_READ, P.DISCLOSURES_WRITE,
)  # fmt: skip
_OWN: Mapping[Role, tuple[Permission, ...]] = {
    Role.THERAPIST: (*_TREATING, P.COUNTERSIGN),
    # Whether an assistant's signature needs the therapist's beside it is asked when it is given.
    Role.ASSISTANT: _TREATING,
}
# What a person reads when a permission is missing.
SAYS: Mapping[Permission, str] = {
    P.ANYONE: "use the program",
    P.DEMOGRAPHICS_READ: "see patients’ details",
    P.DEMOGRAPHICS_WRITE: "change patients’ details and coverages",
    P.PATIENTS_IMPORT: "import patients",
    P.SCHEDULE_READ: "see the schedule",
    P.SCHEDULE_WRITE: "plan visits",
    P.NOTE_READ: "read this note",
    P.NOTE_WRITE: "write this note",
    P.BREAK_GLASS: "open notes with a reason",
    P.ENCOUNTER_WRITE: "write this session",
    P.BILL_READ: "see this session and its bill",
    P.BILL_WRITE: "change what a session bills",
    P.SIGN: "sign this session",
    P.COUNTERSIGN: "countersign this session",
    P.ADDENDUM: "add to this signed session",
    P.UNSEAL: "open a signed session again",
    P.PAYMENTS_READ: "see this patient’s payments",
    P.PAYMENTS_WRITE: "take payments",
    P.DOCUMENTS_READ: "see this patient’s documents",
    P.DOCUMENTS_PRINT: "print superbills",
    P.DISCLOSURES_WRITE: "record what was disclosed of this patient",
    P.RECORDS_REMOVE: "hold or remove patients’ records",
    P.EXPORT_CLAIMS: "export claims",
    P.EXPORT_BULK: "export the practice’s data",
    P.PAYERS_WRITE: "change payers, their rules and fees",
    P.REFERENCE_IMPORT: "import reference tables",
    P.SETTINGS_READ: "see the settings",
    P.SETTINGS_WRITE: "change the practice’s settings",
    P.PEOPLE_MANAGE: "manage accounts",
    P.KEYS: "change the practice’s keys",
    P.AUDIT_READ: "read the audit trail",
    P.AUDIT_EXPORT: "export the audit trail",
    P.BACKUP_RESTORE: "back up or restore the practice",
    P.AUDIT_SESSIONS: "audit the practice’s sessions",
    P.FINDINGS_READ: "see this task",
    P.OVERPAYMENTS: "see and settle overpayments",
}
ROLE_WORDS: Mapping[Role, str] = {
    Role.OWNER: "the owner",
    Role.THERAPIST: "a therapist",
    Role.ASSISTANT: "an assistant",
    Role.BILLER: "the biller",
    Role.FRONT_DESK: "the front desk",
}


@lru_cache(maxsize=64)
def granted(roles: frozenset[Role]) -> Mapping[Permission, Scope]:
    """The permissions of a person in these roles: each role's, the widest reach of each."""
    found = dict.fromkeys((one for role in roles for one in _OWN.get(role, ())), Scope.OWN)
    found |= dict.fromkeys((one for role in roles for one in _ALL[role]), Scope.ALL)
    return MappingProxyType(found)


def scope_of(roles: frozenset[Role], permission: Permission) -> Scope | None:
    """How far a permission reaches for a person in these roles; None is not at all."""
    return granted(roles).get(permission)


def holders(permission: Permission) -> tuple[Role, ...]:
    """The roles that allow it, for own encounters or for all."""
    return tuple(role for role in Role if permission in granted(frozenset((role,))))


def refusal(permission: Permission, roles: frozenset[Role]) -> str:
    """What is not allowed, which role may, and what to do."""
    whose = [ROLE_WORDS[role] for role in holders(permission)]
    may = whose[0] if len(whose) == 1 else f"{', '.join(whose[:-1])} or {whose[-1]}"
    if scope_of(roles, permission) is Scope.OWN:
        return (
            f"You may not {SAYS[permission]}: it is not one of yours. Ask the clinician whose"
            " session or patient it is."
        )
    return f"Your role may not {SAYS[permission]}. Ask {may}, whose work this is."
