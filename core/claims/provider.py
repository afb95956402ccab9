"""Items 25 to 33: tax ID, account, signature, the place of treatment and the billing provider."""

from __future__ import annotations

import re

from core.claims.form_sheet import FormSheet
from core.claims.writing import cased, kept_marks, phone_text, spoken_name, street, town
from core.model.checks import tax_id_problem
from core.model.npi import npi_problem
from core.model.practice import Address

_BOX = re.compile(r"^\s*p\.?\s*o\.?\s*box\b", re.IGNORECASE)
_RETURNED = "The claim is returned."
_SETTINGS = "Correct it in Settings."


def fill_provider(sheet: FormSheet) -> None:
    """Fill the lower part of the form, but for the totals, which are each form's own."""
    practice, rules = sheet.facts.practice, sheet.rules
    sheet.put("25", practice.tax_id)
    sheet.put("25 kind", practice.tax_id_kind if practice.tax_id else "")
    problem = (
        tax_id_problem(practice.tax_id, practice.tax_id_kind)
        if practice.tax_id
        else "The practice has no tax ID."
    )
    if problem:
        sheet.lack("25", problem, _RETURNED, _SETTINGS)
    sheet.put("26", sheet.facts.account)
    sheet.on_the_form(
        "27",
        "Whether the practice accepts assignment for this payer is not kept by this program.",
        "Tick yes or no by your contract; this is another thing than item 13.",
    )
    who = sheet.facts.rendering
    signs = spoken_name(who.first_name, who.last_name, who.credentials, rules)
    sheet.put("31", signs)
    sheet.on_the_form("31", "The claim itself is not signed in this program.", "Sign and date it.")
    _place(sheet)
    _billing(sheet)


def _place(sheet: FormSheet) -> None:
    facts, rules = sheet.facts, sheet.rules
    place, address = facts.location, facts.practice.address
    name, npi = facts.practice.name, ""
    if facts.place_of_service == rules.text("home_place"):
        name, address = "PATIENT HOME", facts.patient.address
    elif place is not None:
        name, address, npi = place.name, place.address, place.npi
    sheet.put("32", cased(kept_marks(name, rules.text("address_keeps")), rules))
    _address(sheet, "32", address, "The place of treatment has no complete address.")
    sheet.put("32a", npi)
    if npi and (problem := npi_problem(npi)):
        sheet.lack("32a", problem, _RETURNED, _SETTINGS)


def _billing(sheet: FormSheet) -> None:
    practice, rules = sheet.facts.practice, sheet.rules
    sheet.put("33", cased(kept_marks(practice.name, rules.text("address_keeps")), rules))
    _address(sheet, "33", practice.address, "The practice has no complete address.")
    if _BOX.match(practice.address.street):
        sheet.lack(
            "33",
            "The billing provider’s address is a PO box.",
            "Payers want the street; a box is refused on the electronic claim.",
            _SETTINGS,
        )
    phone = phone_text(practice.phone, rules.text("phone"))
    sheet.put("33 phone", phone)
    if not phone:
        what = "The practice’s phone has not ten digits."
        sheet.lack("33", what, "The payer cannot ask.", _SETTINGS, needed=False)
    sheet.put("33a", practice.npi)
    problem = npi_problem(practice.npi) if practice.npi else "The practice has no group NPI."
    if problem:
        sheet.lack("33a", problem, _RETURNED, _SETTINGS)


def _address(sheet: FormSheet, number: str, address: Address, incomplete: str) -> None:
    sheet.put(f"{number} street", street(address, sheet.rules))
    sheet.put(f"{number} city", town(address, sheet.rules))
    if not all((address.street, address.city, address.state, address.zip)):
        sheet.lack(number, incomplete, _RETURNED, _SETTINGS)
