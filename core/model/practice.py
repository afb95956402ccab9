"""The practice, its places, its people, its payers and its prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.model.kinds import ProviderRole


@dataclass(frozen=True, slots=True)
class Address:
    """A US postal address; `state` is the two-letter code."""

    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""

    @property
    def city_line(self) -> str:
        """City, state and ZIP on one line."""
        return f"{self.city}, {self.state} {self.zip}".strip(", ")


@dataclass(frozen=True, slots=True)
class Practice:
    """The billing provider: name as in the NPI registry, group NPI, tax id."""

    name: str
    npi: str
    tax_id: str
    address: Address = Address()
    phone: str = ""
    email: str = ""
    tax_id_kind: str = "EIN"
    is_demo: bool = False
    demo_day: date | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A place of service; `place_of_service` is the CMS two-digit code."""

    name: str
    id: int | None = None
    address: Address = Address()
    phone: str = ""
    npi: str = ""
    place_of_service: str = "11"
    active: bool = True


@dataclass(frozen=True, slots=True)
class Provider:
    """A person who treats; assistants have a role but render under a therapist."""

    first_name: str
    last_name: str
    role: ProviderRole
    id: int | None = None
    npi: str = ""
    credentials: str = ""
    taxonomy: str = ""
    licence_number: str = ""
    licence_state: str = ""
    active: bool = True

    @property
    def display_name(self) -> str:
        """Name with credentials, as it signs."""
        name = f"{self.first_name} {self.last_name}"
        return f"{name}, {self.credentials}" if self.credentials else name


@dataclass(frozen=True, slots=True)
class ReferringProvider:
    """Who refers or certifies: reported as referring provider (DN) on therapy claims."""

    first_name: str
    last_name: str
    npi: str
    id: int | None = None
    credentials: str = ""
    phone: str = ""
    fax: str = ""


@dataclass(frozen=True, slots=True)
class PayerProfile:
    """Which rule profile a payer follows from a day on; `ends_on` None = open."""

    profile: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Payer:
    """An insurer or programme, with its dated rule profiles."""

    name: str
    id: int | None = None
    payer_number: str = ""
    address: Address = Address()
    phone: str = ""
    profiles: tuple[PayerProfile, ...] = ()
    active: bool = True

    def profile_on(self, day: date) -> str | None:
        """The rule profile in force on a day, or None when none is recorded."""
        for entry in self.profiles:
            if entry.starts_on <= day and (entry.ends_on is None or day <= entry.ends_on):
                return entry.profile
        return None


@dataclass(frozen=True, slots=True)
class Fee:
    """The practice's price for one unit of a code, or of an own cash item, from a day on."""

    code: str
    amount_cents: int
    starts_on: date
    id: int | None = None
    label: str = ""
    ends_on: date | None = None
    is_cash_item: bool = False


@dataclass(frozen=True, slots=True)
class ContractRate:
    """What a payer's contract pays for one unit of a code, from a day on; `source` is the paper."""

    payer_id: int
    code: str
    amount_cents: int
    starts_on: date
    source: str
    ends_on: date | None = None
    id: int | None = None
