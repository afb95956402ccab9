"""Item 24: the service lines of one form, and what is wrong with a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.claims.claim import ServiceLine
from core.claims.facts import ClaimLine
from core.claims.form_sheet import FormSheet
from core.claims.splitting import Part
from core.claims.writing import most_cents
from core.model.checks import place_problem
from core.model.npi import npi_problem
from core.model.patient import Diagnosis

_CODE = re.compile(r"\d{5}|\d{4}[A-Z]|[A-Z]\d{4}", re.ASCII)
_MODIFIER = re.compile(r"[0-9A-Z]{2}", re.ASCII)
_RETURNED = "The line is returned."


def service_lines(sheet: FormSheet, part: Part) -> tuple[ServiceLine, ...]:
    """The part's lines as the form holds them, in their order."""
    facts, rules = sheet.facts, sheet.rules
    letters = dict(zip((one.code for one in part.diagnoses), rules.text("letters"), strict=False))
    most = 1 if sheet.wants("one_pointer") else rules.number("pointers")
    found = []
    for line in part.lines:
        shown = [code for code in dict.fromkeys(line.points_to) if code in letters][:most]
        found.append(
            ServiceLine(
                day=facts.day,
                place=facts.place_of_service,
                code=line.code,
                modifiers=line.modifiers[: rules.number("modifiers")],
                letters="".join(letters[code] for code in shown),
                points_to=tuple(shown),
                charge_cents=line.charge_cents,
                units=line.units,
                npi=facts.rendering.npi,
            )
        )
    return tuple(found)


def check_lines(sheet: FormSheet) -> None:
    """Find what is wrong with the lines, and with what stands on all of them."""
    facts = sheet.facts
    if not facts.lines:
        what = "Nothing is billed for this session."
        sheet.lack("24", what, "A claim needs a line.", "Complete the session with its services.")
    if facts.day > facts.made_on:
        what = "The session lies in the future."
        sheet.lack("24A", what, _RETURNED, "Make the claim after the session.")
    if problem := place_problem(facts.place_of_service):
        sheet.lack("24B", problem, _RETURNED, "Correct the place of service in the session.")
    npi = facts.rendering.npi
    problem = npi_problem(npi) if npi else "Who treated has no NPI."
    if problem:
        sheet.lack("24J", problem, "The lines are denied.", "Correct it in Settings.")
    for line in facts.lines:
        _check(sheet, line, facts.diagnoses)


def _check(sheet: FormSheet, line: ClaimLine, diagnoses: Sequence[Diagnosis]) -> None:
    if not _CODE.fullmatch(line.code):
        what = f"“{line.code[:12]}” has not the shape of a procedure code."
        sheet.lack("24D", what, _RETURNED, "Bill it by its CPT or HCPCS code.")
    _check_modifiers(sheet, line)
    if diagnoses and not {one.code for one in diagnoses} & set(line.points_to):
        what = f"{line.code} points to no diagnosis of the claim."
        sheet.lack("24E", what, "The line is denied as not needed.", "Point to one in the session.")
    _check_figures(sheet, line)


def _check_modifiers(sheet: FormSheet, line: ClaimLine) -> None:
    most = sheet.rules.number("modifiers")
    if len(line.modifiers) > most:
        over = ", ".join(line.modifiers[most:])
        sheet.lack(
            "24D",
            f"{line.code} has more than {most} modifiers: {over} has no room.",
            "What has no room is not read.",
            "Put those first that decide the payment, the others by the payer’s direction.",
        )
    for one in line.modifiers:
        if not _MODIFIER.fullmatch(one):
            what = f"{line.code}: “{one[:6]}” is not a modifier of two characters."
            sheet.lack("24D", what, _RETURNED, "Correct it in the session.")


def _check_figures(sheet: FormSheet, line: ClaimLine) -> None:
    rules = sheet.rules
    if line.charge_cents is None:
        what = f"The fee list has no fee for {line.code} on that day."
        sheet.lack("24F", what, "A line without a charge is returned.", "Add the fee in Settings.")
    elif not 0 <= line.charge_cents <= most_cents(rules.text("charge")):
        what = f"The charge of {line.code} does not fit into item 24F."
        sheet.lack("24F", what, _RETURNED, "Check fee and units.")
    most = rules.number("most_units")
    if not 1 <= line.units <= most:
        what = f"{line.code} has {line.units} units."
        sheet.lack("24G", what, f"Item 24G holds 1 to {most}.", "Check the session’s minutes.")
