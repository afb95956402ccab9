"""The lists of the settings screen as data: columns, fields, and the services behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from core.errors import FieldProblem
from core.model.checks import email_problem, phone_problem, place_problem, zip_problem
from core.model.kinds import ProviderRole
from core.model.money import format_cents
from core.model.npi import npi_problem
from core.model.practice import (
    Address,
    Fee,
    Location,
    Payer,
    PayerProfile,
    Practice,
    Provider,
    ReferringProvider,
)
from core.model.typed_dates import say_date
from core.rules.rulebook import RuleBook
from core.services import setup
from ui.models.records import Column
from ui.presenters.fields import (
    Field,
    Kind,
    optional,
    required,
    state_problem,
    taxonomy_problem,
)

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ListSpec:
    """One list: how it reads, how one entry is edited, and what keeps it."""

    name: str
    title: str
    icon: str
    one: str
    empty: str
    columns: tuple[Column, ...]
    fields: tuple[Field, ...]
    load: Callable[[Any], tuple[Any, ...]]
    save: Callable[[Any, Any], Any]
    values: Callable[[Any], dict[str, Any]]
    record: Callable[[Values, Any | None], Any]


ADDRESS = (
    Field("street", "Street", width=12),
    Field("city", "City", width=6),
    Field("state", "State", optional(state_problem), 2),
    Field("zip", "ZIP code", optional(zip_problem), 4),
)
PHONE = Field("phone", "Phone", optional(phone_problem), 6)
NPI = Field("npi", "NPI", optional(npi_problem), 6, placeholder="Ten digits")
ACTIVE = Field("active", "In use", kind=Kind.CHECK)

PRACTICE = (
    Field("name", "Practice name", required("The practice name"), hint="As in the NPI registry"),
    Field("npi", "NPI of the practice", required("The NPI", npi_problem), 6),
    Field("tax_id", "Tax id", required("The tax id"), 4),
    Field("tax_id_kind", "Kind", width=2, choices=(("EIN", "EIN"), ("SSN", "SSN"))),
    *ADDRESS,
    PHONE,
    Field("email", "E-mail", optional(email_problem), 6),
)


def flat(record: Any) -> dict[str, Any]:
    """A record's fields by name, its address's among them."""
    names = [name for name in record.__dataclass_fields__ if name != "address"]
    values = {name: getattr(record, name) for name in names}
    address = getattr(record, "address", None)
    if isinstance(address, Address):
        values |= {name: getattr(address, name) for name in address.__dataclass_fields__}
    return values


def address_of(values: Values) -> Address:
    """The address as typed."""
    return Address(values["street"], values["city"], values["state"].upper(), values["zip"])


def practice_of(values: Values, old: Practice) -> Practice:
    """The practice as typed; whether it is the demo stays as it was."""
    names = ("name", "npi", "tax_id", "tax_id_kind", "phone", "email")
    return replace(old, address=address_of(values), **{name: values[name] for name in names})


def _location(values: Values, old: Location | None) -> Location:
    names = ("name", "phone", "npi", "place_of_service", "active")
    return replace(old or Location(""), address=address_of(values), **{n: values[n] for n in names})


def _provider(values: Values, old: Provider | None) -> Provider:
    names = ("first_name", "last_name", "role", "npi", "credentials", "licence_number", "active")
    return replace(
        old or Provider("", "", ProviderRole.PT),
        taxonomy=values["taxonomy"].upper(),
        licence_state=values["licence_state"].upper(),
        **{n: values[n] for n in names},
    )


def _referring(values: Values, old: ReferringProvider | None) -> ReferringProvider:
    return replace(old or ReferringProvider("", "", ""), **values)


def _fee(values: Values, old: Fee | None) -> Fee:
    changed = {**values, "code": values["code"].upper()}
    return replace(old or Fee("", 0, date.min), **changed)


def _payer(values: Values, old: Payer | None) -> Payer:
    before = old or Payer("")
    profiles = before.profiles
    profile, starts_on = values["profile"], values["profile_from"]
    if profile and starts_on is None:
        raise FieldProblem("Say from which day this rule holds.", "profile_from")
    known = any(e.profile == profile and e.starts_on == starts_on for e in profiles)
    if profile and not known:
        profiles = with_profile(profiles, profile, starts_on)
    names = ("name", "payer_number", "phone", "active")
    return replace(
        before,
        address=address_of(values),
        profiles=profiles,
        **{name: values[name] for name in names},
    )


def with_profile(
    profiles: tuple[PayerProfile, ...], profile: str, starts_on: date
) -> tuple[PayerProfile, ...]:
    """The profiles with a new one from a day on; what held before ends the day before."""
    kept = [entry for entry in profiles if entry.starts_on < starts_on]
    last_day = starts_on - timedelta(days=1)
    closed = [
        replace(entry, ends_on=last_day)
        if entry.ends_on is None or entry.ends_on >= starts_on
        else entry
        for entry in kept
    ]
    return (*closed, PayerProfile(profile, starts_on))


def say_profiles(payer: Payer, book: RuleBook) -> str:
    """The rule profiles in the order of their days, in one sentence each."""
    said = []
    for entry in sorted(payer.profiles, key=lambda entry: entry.starts_on):
        until = f" to {say_date(entry.ends_on)}" if entry.ends_on else ""
        said.append(f"{_profile_name(book, entry.profile)} from {say_date(entry.starts_on)}{until}")
    return "; ".join(said)


def _profile_name(book: RuleBook, profile: str) -> str:
    found = book.profiles.get(profile)
    return found.name if found else profile


def _address_line(record: Location) -> str:
    return ", ".join(p for p in (record.address.street, record.address.city_line) if p)


def _in_use(record: Any) -> str:
    return "in use" if record.active else "not in use"


def _period(starts_on: date, ends_on: date | None) -> str:
    return f"{say_date(starts_on)} to {say_date(ends_on)}" if ends_on else say_date(starts_on)


def locations() -> ListSpec:
    """Places of service."""
    return ListSpec(
        "locations", "Locations", "place", "location",
        "Places where you treat. The superbill prints the one of the session.",
        (
            Column("Name", lambda r: r.name),
            Column("Address", _address_line),
            Column("Place of service", lambda r: r.place_of_service),
            Column("Status", _in_use),
        ),
        (
            Field("name", "Name", required("The name"), 8),
            Field("place_of_service", "Place of service", required("The place", place_problem), 4),
            *ADDRESS, PHONE, NPI, ACTIVE,
        ),
        setup.list_locations, setup.save_location, flat, _location,
    )  # fmt: skip


def providers() -> ListSpec:
    """People who treat."""
    roles = tuple((role.value, role) for role in ProviderRole)
    return ListSpec(
        "providers", "Providers", "provider", "provider",
        "Everybody who treats here: therapists, assistants, chiropractors.",
        (
            Column("Name", lambda r: r.display_name),
            Column("Role", lambda r: r.role.value),
            Column("NPI", lambda r: r.npi),
            Column("Status", _in_use),
        ),
        (
            Field("first_name", "First name", width=4),
            Field("last_name", "Last name", required("The last name"), 4),
            Field("credentials", "Credentials", width=2, placeholder="DPT"),
            Field("role", "Role", width=2, choices=roles),
            NPI,
            Field("taxonomy", "Taxonomy code", optional(taxonomy_problem), 6),
            Field("licence_number", "License number", width=6),
            Field("licence_state", "License state", optional(state_problem), 6),
            ACTIVE,
        ),
        setup.list_providers, setup.save_provider, flat, _provider,
    )  # fmt: skip


def payers(book: RuleBook) -> ListSpec:
    """Insurers and programmes, each with the rule profile it follows from a day on."""
    names = sorted((entry.name, key) for key, entry in book.profiles.items())

    def values(payer: Payer) -> dict[str, Any]:
        newest = max(payer.profiles, key=lambda entry: entry.starts_on, default=None)
        return {
            **flat(payer),
            "profile": newest.profile if newest else "",
            "profile_from": newest.starts_on if newest else None,
        }

    return ListSpec(
        "payers", "Payers", "payer", "payer",
        "Insurers and programmes. Each follows a rule for counting units from a day on.",
        (
            Column("Name", lambda r: r.name),
            Column("Rule profile", lambda r: say_profiles(r, book)),
            Column("Payer id", lambda r: r.payer_number),
            Column("Status", _in_use),
        ),
        (
            Field("name", "Name", required("The name"), 8),
            Field("payer_number", "Payer id", width=4),
            Field("profile", "Rule profile", width=8, choices=(("No rule chosen", ""), *names)),
            Field("profile_from", "In force from", width=4, kind=Kind.DATE),
            *ADDRESS, PHONE, ACTIVE,
        ),
        setup.list_payers, setup.save_payer, values, _payer,
    )  # fmt: skip


def fees(book: RuleBook) -> ListSpec:
    """The practice's own prices."""

    def words(fee: Fee) -> str:
        known = book.codes.get(fee.code)
        return fee.label or (known.label if known else "")

    return ListSpec(
        "fees", "Fees", "money", "fee",
        "Your price for one unit of a code, from a day on. The superbill's charges come from here.",
        (
            Column("Code", lambda r: r.code),
            Column("Label", words),
            Column("Fee", lambda r: format_cents(r.amount_cents), number=True),
            Column("From", lambda r: _period(r.starts_on, r.ends_on)),
            Column("Kind", lambda r: "cash item" if r.is_cash_item else "procedure"),
        ),
        (
            Field("code", "Code", required("The code"), 3, placeholder="97140"),
            Field("label", "Label, in your own words", width=6),
            Field("amount_cents", "Fee per unit", width=3, kind=Kind.MONEY, needed=True),
            Field("starts_on", "From", width=6, kind=Kind.DATE, needed=True),
            Field("ends_on", "Until", width=6, kind=Kind.DATE, hint="Empty: no end"),
            Field("is_cash_item", "An own cash item, not a procedure code", kind=Kind.CHECK),
        ),
        setup.list_fees, setup.save_fee, flat, _fee,
    )  # fmt: skip


def referring() -> ListSpec:
    """Who refers and certifies."""
    return ListSpec(
        "referring", "Referring providers", "refer", "referring provider",
        "Physicians and others who refer patients or certify plans of care.",
        (
            Column("Name", lambda r: ", ".join(p for p in (r.last_name, r.first_name) if p)),
            Column("Credentials", lambda r: r.credentials),
            Column("NPI", lambda r: r.npi),
            Column("Phone", lambda r: r.phone),
        ),
        (
            Field("first_name", "First name", width=5),
            Field("last_name", "Last name", required("The last name"), 5),
            Field("credentials", "Credentials", width=2, placeholder="MD"),
            Field("npi", "NPI", required("The NPI", npi_problem), 4),
            Field("phone", "Phone", optional(phone_problem), 4),
            Field("fax", "Fax", optional(phone_problem), 4),
        ),
        setup.list_referring, setup.save_referring, flat, _referring,
    )  # fmt: skip
