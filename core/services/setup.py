"""The practice's own data: itself, its places, people, payers, prices and settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from core.errors import UserProblem
from core.model import checks
from core.model.permissions import Permission
from core.model.practice import Fee, Location, Payer, Practice, Provider, ReferringProvider
from core.model.typed_dates import say_date
from core.services.changes import change, changed_fields
from core.services.forms import NAME, Form
from core.services.permissions import needs
from core.store import fees, locations, payers, practices, providers, referring

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from core.store.engine import Database

HIGHEST_FEE_CENTS = 10_000_000  # the table's own limit; nobody charges more for one unit
Entry = TypeVar("Entry", Location, Provider, Payer, Fee, ReferringProvider)
_GONE = "This entry is no longer in the practice file. Open the list again."


@needs(Permission.SETTINGS_READ)
def practice_info(p: OpenPractice) -> Practice:
    """The practice as it prints on paper."""
    found = practices.get(p.file.db)
    if found is None:
        raise UserProblem("This file holds no practice yet. Create one with the wizard.")
    return found


@needs(Permission.SETTINGS_WRITE)
def save_practice(p: OpenPractice, practice: Practice) -> Practice:
    """Keep the practice's changed data."""
    clean = check_practice(practice)
    old = practice_info(p)
    with change(p, "practice.update", "practice") as work:
        practices.update_practice(work.db, clean)
        work.object_id = 1
        work.detail["fields"] = changed_fields(old, clean)
    return clean


def check_practice(practice: Practice) -> Practice:
    """The practice with its texts cleaned; raises InvalidInput naming every bad field."""
    form = Form()
    kind = "SSN" if practice.tax_id_kind == "SSN" else "EIN"
    clean = replace(
        practice,
        name=form.line("name", "The practice's name", practice.name, needed=True),
        npi=form.npi("npi", practice.npi),
        tax_id=form.checked(
            "tax_id", practice.tax_id, lambda text: checks.tax_id_problem(text, kind)
        ),
        tax_id_kind=kind,
        address=form.address(practice.address),
        phone=form.phone("phone", practice.phone),
        email=form.checked("email", practice.email, checks.email_problem),
    )
    form.done()
    return clean


@needs(Permission.SETTINGS_READ)
def list_locations(p: OpenPractice) -> tuple[Location, ...]:
    """Every place of service, those in use first."""
    return locations.list_all(p.file.db)


@needs(Permission.SETTINGS_WRITE)
def save_location(p: OpenPractice, location: Location) -> Location:
    """Keep a place of service."""
    form = Form()
    clean = replace(
        location,
        name=form.line("name", "The location's name", location.name, needed=True),
        address=form.address(location.address),
        phone=form.phone("phone", location.phone),
        npi=form.npi("npi", location.npi),
        place_of_service=form.checked(
            "place_of_service", location.place_of_service or "11", checks.place_problem
        ),
    )
    form.done()
    return _save(p, "location", clean, locations.get, locations.save)


@needs(Permission.SETTINGS_READ)
def list_providers(p: OpenPractice, active_only: bool = False) -> tuple[Provider, ...]:
    """Everybody who treats, those active first."""
    found = providers.list_all(p.file.db)
    return tuple(one for one in found if one.active or not active_only)


@needs(Permission.SETTINGS_WRITE)
def save_provider(p: OpenPractice, provider: Provider) -> Provider:
    """Keep a provider; a role never changes once encounters stand under it."""
    form = Form()
    clean = check_provider(provider, form)
    db = p.file.db
    if clean.npi and providers.npi_holder(db, clean.npi) not in (None, clean.id):
        form.problem("npi", "Another provider of this practice already has this NPI.")
    if clean.id is not None:
        old = providers.get(db, clean.id)
        changed = old is not None and old.role is not clean.role
        if changed and providers.has_encounters(db, clean.id):
            form.problem("role", "The role cannot change: saved sessions stand under it.")
    form.done()
    return _save(p, "provider", clean, providers.get, providers.save)


def check_provider(provider: Provider, form: Form) -> Provider:
    """The provider with its texts cleaned; problems go into the form."""
    return replace(
        provider,
        first_name=form.line("first_name", "The first name", provider.first_name, most=NAME),
        last_name=form.line(
            "last_name", "The last name", provider.last_name, most=NAME, needed=True
        ),
        credentials=form.line("credentials", "The credentials", provider.credentials, most=40),
        npi=form.npi("npi", provider.npi),
        taxonomy=form.checked("taxonomy", provider.taxonomy, checks.taxonomy_problem, upper=True),
        licence_number=form.line(
            "licence_number", "The licence number", provider.licence_number, most=40
        ),
        licence_state=form.checked(
            "licence_state", provider.licence_state, checks.state_problem, upper=True
        ),
    )


@needs(Permission.SETTINGS_READ)
def list_payers(p: OpenPractice) -> tuple[Payer, ...]:
    """Every payer by name, those in use first."""
    return payers.list_all(p.file.db)


@needs(Permission.PAYERS_WRITE)
def save_payer(p: OpenPractice, payer: Payer) -> Payer:
    """Keep a payer with its dated rule profiles; no two profiles hold on one day."""
    form = Form()
    clean = replace(
        payer,
        name=form.line("name", "The payer's name", payer.name, needed=True),
        payer_number=form.line("payer_number", "The payer ID", payer.payer_number, most=40),
        address=form.address(payer.address),
        phone=form.phone("phone", payer.phone),
        profiles=tuple(sorted(payer.profiles, key=lambda entry: entry.starts_on)),
    )
    holder = payers.named(p.file.db, clean.name)
    if holder is not None and holder != clean.id:
        form.problem("name", "There is already a payer of this name.")
    _check_profiles(p, clean, form)
    form.done()
    return _save(p, "payer", clean, payers.get, payers.save)


def _check_profiles(p: OpenPractice, payer: Payer, form: Form) -> None:
    for entry in payer.profiles:
        if entry.profile not in p.book.profiles:
            form.problem("profiles", "Choose a rule profile from the list.")
        for day in (entry.starts_on, entry.ends_on):
            form.problem("profiles", checks.day_problem(day))
        form.problem("profiles", checks.period_problem(entry.starts_on, entry.ends_on))
    for earlier, later in zip(payer.profiles, payer.profiles[1:], strict=False):
        if earlier.ends_on is None or earlier.ends_on >= later.starts_on:
            form.problem(
                "profiles",
                f"Two rule profiles hold on {say_date(later.starts_on)}."
                " End the earlier one the day before.",
            )


@needs(Permission.SETTINGS_READ)
def list_fees(p: OpenPractice, day: date | None = None) -> tuple[Fee, ...]:
    """The prices of a day, or every price there is or was."""
    return fees.list_all(p.file.db) if day is None else fees.list_on(p.file.db, day)


@needs(Permission.PAYERS_WRITE)
def save_fee(p: OpenPractice, fee: Fee) -> Fee:
    """Keep a price; a code has one price on a day, a later start replaces an earlier one."""
    form = Form()
    code = form.line("code", "The code", fee.code, most=NAME, needed=True).upper()
    form.problem("code", checks.code_problem(code) if code else "")
    clean = replace(fee, code=code, label=form.line("label", "The label", fee.label))
    if not 0 <= fee.amount_cents <= HIGHEST_FEE_CENTS:
        form.problem("amount_cents", "A fee lies between $0.00 and $100,000.00.")
    form.days(starts_on=fee.starts_on, ends_on=fee.ends_on)
    form.problem("ends_on", checks.period_problem(fee.starts_on, fee.ends_on))
    if clean.is_cash_item and code in p.book.codes:
        form.problem("code", "This is a procedure code: give an own item another code.")
    if any(
        other.starts_on == clean.starts_on and other.id != clean.id
        for other in fees.of_code(p.file.db, code)
    ):
        form.problem("starts_on", f"{code} already has a fee from {say_date(clean.starts_on)} on.")
    form.done()
    return _save(p, "fee", clean, _fee_by_id, fees.save)


@needs(Permission.SETTINGS_READ)
def list_referring(p: OpenPractice, text: str = "") -> tuple[ReferringProvider, ...]:
    """Referring providers whose names or NPI begin with every word typed."""
    return referring.search(p.file.db, text)


@needs(Permission.DEMOGRAPHICS_WRITE, Permission.SETTINGS_WRITE)
def save_referring(p: OpenPractice, person: ReferringProvider) -> ReferringProvider:
    """Keep a referring provider; the NPI is needed, claims and superbills name it."""
    form = Form()
    clean = replace(
        person,
        first_name=form.line("first_name", "The first name", person.first_name, most=NAME),
        last_name=form.line("last_name", "The last name", person.last_name, most=NAME, needed=True),
        credentials=form.line("credentials", "The credentials", person.credentials, most=40),
        npi=form.npi("npi", person.npi),
        phone=form.phone("phone", person.phone),
        fax=form.phone("fax", person.fax),
    )
    if not clean.npi:
        form.problem("npi", "The NPI is missing: superbills name it.")
    form.done()
    return _save(p, "referring_provider", clean, referring.get, referring.save)


@needs(Permission.SETTINGS_READ)
def get_setting(p: OpenPractice, key: str, default: str = "") -> str:
    """A setting of this practice."""
    found = practices.get_setting(p.file.db, key)
    return default if found is None else found


@needs(Permission.SETTINGS_WRITE)
def set_setting(p: OpenPractice, key: str, value: str) -> None:
    """Keep a setting of this practice; what cannot be kept in a text is left out."""
    form = Form()
    key = form.line("key", "The setting's name", key, most=NAME, needed=True)
    value = form.block("value", "The setting", value)
    form.done()
    with change(p, "setting.save", "setting") as work:
        practices.set_setting(work.db, key, value)
        work.detail["name"] = key


def _fee_by_id(db: Database, fee_id: int) -> Fee | None:
    return next((fee for fee in fees.list_all(db) if fee.id == fee_id), None)


def _save(
    p: OpenPractice,
    kind: str,
    record: Entry,
    get: Callable[[Database, int], Entry | None],
    save: Callable[[Database, Entry], Entry],
) -> Entry:
    """Keep a new or changed entry with its audit row."""
    old = None if record.id is None else get(p.file.db, record.id)
    if record.id is not None and old is None:
        raise UserProblem(_GONE)
    with change(p, f"{kind}.{'update' if old else 'create'}", kind) as work:
        kept = save(work.db, record)
        work.object_id = kept.id
        if old:
            work.detail["fields"] = changed_fields(old, kept)
    return kept
