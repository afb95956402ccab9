"""The pages by name: the one list the window, the rail and the command bar read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.model.permissions import Permission
from ui.context import Context
from ui.page import Page


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page; `rail` puts it into the navigation, `bottom` at its foot.

    A page off the rail names the `parent` that stays marked while it is shown.
    `needs` is the permission without which the page is not offered.
    `factory` imports the screen when it is first shown, so the window opens quickly.
    """

    name: str
    title: str
    icon: str
    rail: bool
    factory: Callable[[Context], Page]
    bottom: bool = False
    words: str = ""
    parent: str = ""
    needs: Permission = Permission.ANYONE


def _today(ctx: Context) -> Page:
    from ui.screens.today import TodayPage

    return TodayPage(ctx)


def _patients(ctx: Context) -> Page:
    from ui.screens.patients import PatientsPage

    return PatientsPage(ctx)


def _patient(ctx: Context) -> Page:
    from ui.screens.patient import PatientPage

    return PatientPage(ctx)


def _import_patients(ctx: Context) -> Page:
    from ui.screens.import_patients import ImportPatientsPage

    return ImportPatientsPage(ctx)


def _session(ctx: Context) -> Page:
    from ui.screens.session import SessionPage

    return SessionPage(ctx)


def _superbill(ctx: Context) -> Page:
    from ui.screens.superbill import SuperbillPage

    return SuperbillPage(ctx)


def _explained(ctx: Context) -> Page:
    from ui.screens.explained import ExplainedPage

    return ExplainedPage(ctx)


def _audit(ctx: Context) -> Page:
    from ui.screens.audit import AuditPage

    return AuditPage(ctx)


def _audit_paper(ctx: Context) -> Page:
    from ui.screens.audit_paper import AuditPaperPage

    return AuditPaperPage(ctx)


def _packet(ctx: Context) -> Page:
    from ui.screens.packet import PacketPage

    return PacketPage(ctx)


def _refund(ctx: Context) -> Page:
    from ui.screens.refund import RefundPage

    return RefundPage(ctx)


def _corrected_claim(ctx: Context) -> Page:
    from ui.screens.corrected_claim import CorrectedClaimPage

    return CorrectedClaimPage(ctx)


def _care_paper(ctx: Context) -> Page:
    from ui.screens.care_paper import CarePaperPage

    return CarePaperPage(ctx)


def _accounting(ctx: Context) -> Page:
    from ui.screens.accounting import AccountingPage

    return AccountingPage(ctx)


def _settings(ctx: Context) -> Page:
    from ui.screens.settings import SettingsPage

    return SettingsPage(ctx)


def _help(ctx: Context) -> Page:
    from ui.screens.help import HelpPage

    return HelpPage(ctx)


PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "today", "Today", "today", True, _today, words="day encounters list",
        needs=Permission.SCHEDULE_READ,
    ),
    PageSpec(
        "patients", "Patients", "patients", True, _patients, words="people search add",
        needs=Permission.DEMOGRAPHICS_READ,
    ),
    PageSpec("patient", "Patient", "person", False, _patient, parent="patients"),
    PageSpec(
        "import_patients", "Import patients", "import", False, _import_patients, parent="patients",
        needs=Permission.PATIENTS_IMPORT,
    ),
    PageSpec("session", "Session", "clock", False, _session, parent="patients"),
    PageSpec(
        "superbill", "Superbill", "document", False, _superbill, parent="patients",
        needs=Permission.DOCUMENTS_PRINT,
    ),
    PageSpec("care_paper", "Plan of care", "document", False, _care_paper, parent="patients"),
    PageSpec(
        "explained", "Bill explained", "document", False, _explained, parent="patients",
        needs=Permission.BILL_READ,
    ),
    PageSpec(
        "audit", "Audit", "gauge", True, _audit, words="quarter sample findings export overpayment",
        needs=Permission.AUDIT_SESSIONS,
    ),
    PageSpec(
        "audit_paper", "Audit paper", "document", False, _audit_paper, parent="audit",
        needs=Permission.AUDIT_SESSIONS,
    ),
    PageSpec(
        "packet", "Defence packet", "shield", False, _packet, parent="patients",
        needs=Permission.AUDIT_SESSIONS,
    ),
    PageSpec(
        "refund", "Refund letter", "document", False, _refund, parent="audit",
        needs=Permission.OVERPAYMENTS,
    ),
    PageSpec(
        "corrected_claim", "Corrected claim", "document", False, _corrected_claim, parent="audit",
        needs=Permission.OVERPAYMENTS,
    ),
    PageSpec(
        "accounting", "Accounting of disclosures", "document", False, _accounting,
        parent="patients", needs=Permission.DOCUMENTS_PRINT,
    ),
    PageSpec(
        "settings",
        "Settings",
        "settings",
        True,
        _settings,
        bottom=True,
        words=(
            "practice locations providers payers rules fees tables import appearance people "
            "accounts password pin"
        ),
    ),
    PageSpec("help", "Help", "help", False, _help, words="keys keyboard shortcuts"),
)  # fmt: skip
