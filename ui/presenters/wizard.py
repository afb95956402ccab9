"""What the first-run wizard has gathered so far, checked as the fields are left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.model.checks import phone_problem, zip_problem
from core.model.kinds import ProviderRole
from core.model.npi import npi_problem
from core.model.practice import Address, Practice, Provider
from ui.presenters.fields import (
    Field,
    ein_problem,
    optional,
    required,
    state_problem,
    taxonomy_problem,
)
from ui.presenters.password_hint import SHORTEST

PRACTICE = (
    Field("name", "Practice name", required("The practice name"), hint="As in the NPI registry"),
    Field(
        "npi", "NPI of the practice", required("The NPI", npi_problem), 6, placeholder="Ten digits"
    ),
    Field(
        "tax_id",
        "Tax id (EIN)",
        required("The tax id", ein_problem),
        6,
        placeholder="12-3456789",
    ),
    Field("street", "Street", required("The street")),
    Field("city", "City", required("The city"), 6),
    Field("state", "State", required("The state", state_problem), 2, placeholder="ME"),
    Field("zip", "ZIP code", required("The ZIP code", zip_problem), 4, placeholder="04101"),
    Field("phone", "Phone", optional(phone_problem), 6, placeholder="207 555 0100"),
)

ROLES = tuple((role.value, role) for role in ProviderRole)

PROVIDER = (
    Field("first_name", "First name", required("The first name"), 6),
    Field("last_name", "Last name", required("The last name"), 6),
    Field("role", "Role", width=3, choices=ROLES),
    Field("npi", "NPI", required("The NPI", npi_problem), 5, placeholder="Ten digits"),
    Field("credentials", "Credentials", width=4, placeholder="DPT"),
    Field("taxonomy", "Taxonomy code", optional(taxonomy_problem), 6, placeholder="225100000X"),
    Field("licence_number", "License number", width=6),
)


def practice_of(values: Mapping[str, Any]) -> Practice:
    """The practice as typed."""
    return Practice(
        name=values["name"],
        npi=values["npi"],
        tax_id=values["tax_id"],
        address=Address(values["street"], values["city"], values["state"].upper(), values["zip"]),
        phone=values["phone"],
    )


def provider_of(values: Mapping[str, Any], state: str) -> Provider:
    """The first treating provider as typed; the license is of the practice's state."""
    return Provider(
        first_name=values["first_name"],
        last_name=values["last_name"],
        role=ProviderRole(values["role"]),
        npi=values["npi"],
        credentials=values["credentials"],
        taxonomy=values["taxonomy"].upper(),
        licence_number=values["licence_number"],
        licence_state=state.upper() if values["licence_number"] else "",
    )


def passwords_problem(password: str, again: str) -> tuple[str, str]:
    """The sentences for the two password fields."""
    if len(password) < SHORTEST:
        return f"A password needs at least {SHORTEST} characters.", ""
    if password != again:
        return "", "The two passwords differ. Type the same one twice."
    return "", ""


def code_problem(typed: str, code: str) -> str:
    """What is wrong with a recovery code that was typed back from the paper, as a sentence.

    Case, blanks and dashes do not matter; O is read as 0, I and L as 1.
    """
    groups = code.replace("-", " ").split()
    plain, whole = _plain(typed), _plain(code)
    if plain == whole:
        return ""
    if not plain:
        return "Type the whole code from the paper."
    place = 0
    for number, group in enumerate(groups, start=1):
        part = plain[place : place + len(group)]
        place += len(group)
        if part != _plain(group):
            said = "is missing" if not part else "differs"
            return f"Group {number} of {len(groups)} {said}. Look at the paper and type it again."
    return "There is something behind the last group. Look at the paper and type it again."


def _plain(text: str) -> str:
    kept = "".join(letter for letter in text.upper() if letter.isalnum())
    return kept.translate(str.maketrans("OIL", "011"))
