"""Every screen of the window over a real practice; the readability tests and shots.py walk it.

Another screen joins by one line in `SCREENS`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.imports.import_report import ImportReport, RowProblem
from core.library.reference import Edition
from core.model.clock import Clock
from core.model.encounter import Service
from core.model.kinds import ProviderRole
from core.model.patient import Patient
from core.model.people import Person, Role
from core.model.practice import ContractRate, Fee, Location, Payer, PayerProfile, Provider
from core.services import encounters, patients, payer_rates, setup
from core.services import today as encounters_of
from core.services.open_sessions import SessionDifference
from core.services.people import Account
from core.services.practice import OpenPractice
from core.services.restoring import CopyRow, Difference, Restored
from core.services.switching import Seat
from core.services.table_changes import Change, TableChange
from core.services.table_files import Imported
from tests.support.audit_actions import overbill
from tests.ui.fakes import CODE
from ui.context import Context
from ui.message_host import Sheet
from ui.pages import PAGES
from ui.presenters.people import PersonRow
from ui.screens.gate import ClosingScreen
from ui.screens.held import HeldScreen
from ui.screens.restore_gate import RestoreScreen
from ui.screens.unlock import UnlockScreen
from ui.screens.wizard import WizardScreen
from ui.shell import Shell
from ui.widgets.secret_sheets import OneTimeSheet, PasswordSheet

PLACE = Path("Documents") / "Harbor Therapy.unitwise"
SINCE = date(2024, 1, 1)
Screen = Callable[[Context], QWidget]


def fill(practice: OpenPractice) -> None:
    """One entry of each list, so that no table is empty."""
    setup.save_location(practice, Location("Clinic on Quay Street"))
    setup.save_provider(
        practice, Provider("Dana", "Okafor", ProviderRole.PT, npi="1234567893", credentials="DPT")
    )
    profile = PayerProfile("medicare-part-b", SINCE)
    setup.save_payer(practice, Payer("Medicare Part B", profiles=(profile,)))
    plan = setup.save_payer(
        practice, Payer("Harbor Mutual", profiles=(PayerProfile("generic-commercial", SINCE),))
    )
    for code, cents in (("97110", 3150), ("97140", 2900)):
        payer_rates.save_rate(
            practice, ContractRate(plan.id or 0, code, cents, SINCE, "Contract of 2024, exhibit B")
        )
    setup.save_fee(practice, Fee("97140", 4200, SINCE))


def _unlock(_: Context) -> QWidget:
    return UnlockScreen("Harbor Therapy", PLACE)


def _demo(_: Context) -> QWidget:
    screen = UnlockScreen("Demo practice", PLACE, demo_password="harbor light")
    screen.show_problem("This password does not open the practice file. Check Caps Lock.")
    return screen


def _locked(_: Context) -> QWidget:
    return UnlockScreen("Harbor Therapy", PLACE, locked=True)


SEATS = (
    Seat("Bo Kim", "bo", has_pin=True, by_pin=True),
    Seat("Dana Okafor", "dana", has_pin=True, by_pin=True),
    Seat("Priya Raman", "priya", has_pin=False, by_pin=False),
)


def _who(_: Context) -> QWidget:
    names = ("dana", "marcus", "priya", "joel", "nadia", "tom")
    screen = UnlockScreen("Harbor Therapy", PLACE, names=names, chosen="priya")
    screen.show_problem("This password does not open the practice file. Check Caps Lock.")
    screen.show_wait(128)
    return screen


def _pin(_: Context) -> QWidget:
    screen = UnlockScreen("Harbor Therapy", PLACE, locked=True, chosen="dana")
    screen.show_seats(SEATS)
    return screen


def _switching(_: Context) -> QWidget:
    screen = UnlockScreen("Harbor Therapy", PLACE, locked=True, switching=True, chosen="priya")
    screen.show_seats(SEATS)
    return screen


def _held(step: str) -> Screen:
    def make(_: Context) -> QWidget:
        screen = HeldScreen(lambda *_: None)
        if step == "recovery":
            screen.show_code("7H2K-9QWE-RT5-8ZXC-M4NB-0AB-1CDE-2FGH-3JK")
        else:
            screen._show(getattr(screen, step))
        return screen

    return make


def _people(ctx: Context) -> QWidget:
    shell = page("settings", section="people")(ctx)
    section = shell.page.sections["people"]
    rows = tuple(
        PersonRow(Account(Person(n, name, sign, frozenset(roles), active=alive), pw, pin), provider)
        for n, (name, sign, roles, provider, alive, pw, pin) in enumerate(_ACCOUNTS, start=1)
    )
    section._show(rows)
    section.table.selectRow(1)
    return shell


_ACCOUNTS = (
    ("Dana Okafor", "dana", (Role.OWNER, Role.THERAPIST), "Dana Okafor, DPT", True, True, True),
    ("Marcus Lindqvist", "marcus", (Role.THERAPIST,), "Marcus Lindqvist, PT", True, True, False),
    ("Nadia Brooks", "nadia", (Role.BILLER, Role.FRONT_DESK), "", True, False, False),
    ("Sam Duarte", "sam", (Role.ASSISTANT,), "", False, False, False),
)


def _sheet(make: Callable[[QWidget], Sheet]) -> Screen:
    def show(ctx: Context) -> QWidget:
        window = QWidget()
        box = QVBoxLayout(window)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(_people(ctx))
        window.resize(1280, 720)
        QTimer.singleShot(0, window, lambda: make(window).start())
        return window

    return show


def _password_sheet(window: QWidget) -> Sheet:
    return PasswordSheet(
        window, "End the account of Marcus Lindqvist?",
        "It cannot be brought back. Name and sign-in name are never given to anybody else, and "
        "what the person did stays in the audit trail.", "End the account",
        lambda *_: None, lambda _: None, danger=True,
    )  # fmt: skip


def _one_time(window: QWidget) -> Sheet:
    return OneTimeSheet(window, "Nadia Brooks", "nadia", "k3mq-9fzt-w2hd-7xvn", lambda *_: None)


def _closing(_: Context) -> QWidget:
    screen = ClosingScreen()
    screen.working.show_progress("Keeping a verified backup copy …")
    return screen


def _copies() -> tuple[CopyRow, ...]:
    verified = datetime(2026, 3, 9, 17, 41, tzinfo=UTC)
    counts = {"patients": 412, "sessions": 9_874, "documents": 1_201, "payments": 3_077,
              "audit entries": 61_204}  # fmt: skip
    made = datetime(2026, 3, 9, 17, 41)  # noqa: DTZ001 - a copy's name is in the PC's own time
    return (
        CopyRow(PLACE, made, verified, counts, 214),
        CopyRow(PLACE.with_stem("older"), made.replace(day=8), verified, counts, 655),
        CopyRow(PLACE.with_stem("oldest"), made.replace(day=7), None, None, None),
    )


def _restored() -> Restored:
    held = {"patients": (412, 413), "sessions": (9_874, 9_906), "payments": (3_077, 3_077)}
    found = tuple(Difference(what, *counts) for what, counts in held.items())
    last = datetime(2026, 3, 9, 17, 40, tzinfo=UTC)
    return Restored(PLACE.with_stem("practice restored 2026-03-09"), last, last, 61_204, found)


def _damaged(ctx: Context) -> QWidget:
    words = "This practice file is damaged: a page in it is not as it was written."
    return RestoreScreen(PLACE, words, _copies(), ctx.theme)


def _backups(ctx: Context) -> QWidget:
    shell = page("settings", section="backups")(ctx)
    section = shell.page.sections["backups"]
    section.presenter.copies = _copies()
    section.presenter.changed.emit()
    section.restore.show_result(_restored())
    shell.rail.show_late_backup("Last backup 2 days ago")
    return shell


def _wizard(step: str) -> Screen:
    def make(_: Context) -> QWidget:
        screen = WizardScreen(PLACE, lambda *_: None)
        if step == "recovery":
            screen.show_code(CODE)
        else:
            screen._show(getattr(screen, step))
        return screen

    return make


def _wrong(_: Context) -> QWidget:
    screen = WizardScreen(PLACE, lambda *_: None)
    screen._show(screen.practice)
    screen.practice.check()
    return screen


def page(name: str, **args: object) -> Screen:
    """A page in its frame."""

    def make(ctx: Context) -> QWidget:
        shell = Shell(ctx, PAGES)
        shell.show_practice("Harbor Light Therapy", "Dana Okafor, DPT", demo=True)
        ctx.navigate = shell.navigate
        shell.navigate(name, dict(args))
        return shell

    return make


def _own_value(ctx: Context) -> QWidget:
    shell = page("settings", section="payer_rules")(ctx)
    section = shell.page.sections["payer_rules"]
    section.presenter.show_profile("aetna")
    rows = section.presenter.shown
    place = [row.key for row in rows].index("own_pairs")
    section.view.setCurrentIndex(section.view.table.index(place, 0))
    section.begin_own()
    return shell


def _payers_rates(ctx: Context) -> QWidget:
    shell = page("settings", section="payer_rates")(ctx)
    section = shell.page.sections["payer_rates"]
    section.aim({"payer": next(p.id for p in section.presenter.payers if p.name[0] == "H")})
    return shell


def _rates_refused(ctx: Context) -> QWidget:
    shell = _payers_rates(ctx)
    section = shell.page.sections["payer_rates"]
    wrong = (
        RowProblem(3, "amount", "“31,50” is not a dollar amount. Type it like 27.72."),
        RowProblem(7, "code", "97999 is not a code this program knows."),
    )
    section.presenter.report = ImportReport(24, problems=wrong)
    section.presenter.changed.emit()
    return shell


def _december(name: str, **args: object) -> Screen:
    def make(ctx: Context) -> QWidget:
        ctx.clock = Clock.fixed(date(2026, 12, 1))
        return page(name, **args)(ctx)

    return make


def _imported(ctx: Context) -> QWidget:
    shell = page("settings", section="tables")(ctx)
    section = shell.page.sections["tables"]
    changes = (
        Change(("97150", "97140"), "modifier", ""),
        Change(("97530", "97116"), "", "modifier"),
        Change(("97140", "97124"), "modifier", "never together"),
    )
    table = TableChange("ncci", "practitioner", "2026Q4", 1_312_408, "2024Q3", changes)
    section.presenter.result = Imported((table,), (Edition(2027, "CMS", 74_719),))
    section.presenter.differences = (
        SessionDifference(
            1, 1, "Alvarez, Maria", date(2026, 3, 9),
            "error: edit-pair 97150 97140", "no longer",
        ),
    )  # fmt: skip
    section.presenter.changed.emit()
    return shell


def _audited(part: str) -> Screen:
    """The audit room over a session that was billed a unit too high."""

    def make(ctx: Context) -> QWidget:
        p = ctx.tasks.practice  # type: ignore[attr-defined] # InlineTasks
        if not encounters_of.day_list(p, ctx.clock.today()):
            patient = patients.save(p, Patient("Ida", "Moreau", date(1963, 3, 2)))
            file = encounters.new_session(p, patient.id or 0, ctx.clock.today(), 1)
            record = replace(file.record, services=(Service("97140", 23),), pointers=("",))
            overbill(p, encounters.save(p, record, complete=True).encounter_id)
        shell = page("audit")(ctx)
        shell.page.quarter.period.setCurrentIndex(0)
        shell.page.quarter.start()
        shell.page.quarter.result.show_part(part)
        return shell

    return make


def _export(ctx: Context) -> QWidget:
    shell = page("audit", part="file")(ctx)
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "old system.csv"
        path.write_text("Date,Patient,Payer,Therapist,CPT,Minutes,Units\n"
                        "2026-03-02,P1,Medicare,A. Lee,97140,23,3\n", "utf-8")  # fmt: skip
        shell.page.file.presenter.open(path)
    return shell


SECTIONS = (
    "practice", "locations", "providers", "payers", "payer_rules", "payer_rates", "fees", "billing",
    "referring", "tables", "people", "appearance", "security", "backups", "audit",
)  # fmt: skip

SCREENS: dict[str, Screen] = {
    "unlock": _unlock,
    "unlock-demo": _demo,
    "locked": _locked,
    "unlock-who": _who,
    "locked-pin": _pin,
    "locked-switch": _switching,
    **{f"held-{step}": _held(step) for step in ("own", "renew", "recovery")},
    "people": _people,
    "people-password": _sheet(_password_sheet),
    "people-one-time": _sheet(_one_time),
    "closing": _closing,
    **{f"wizard-{s}": _wizard(s) for s in ("start", "practice", "owner", "provider", "recovery")},
    "wizard-wrong": _wrong,
    **{f"settings-{name}": page("settings", section=name) for name in SECTIONS},
    "settings-own-value": _own_value,
    "settings-rates-listed": _payers_rates,
    "settings-rates-refused": _rates_refused,
    "settings-imported": _imported,
    "settings-restored": _backups,
    "gate-damaged": _damaged,
    "settings-next-year": _december("settings", section="tables"),
    "today-next-year": _december("today"),
    "today": page("today"),
    "patients": page("patients"),
    "patient-new": page("patient"),
    "import": page("import_patients"),
    "audit": page("audit"),
    "audit-checks": _audited("checks"),
    "audit-findings": _audited("findings"),
    "audit-quarters": _audited("quarters"),
    "audit-export": _export,
    "audit-follow": page("audit", part="follow"),
    "corrected-claim": page("corrected_claim", overpayment_id=1),
    "help": page("help"),
    "help-session": page("help", topic="session"),
}
