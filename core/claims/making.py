"""An encounter's facts -> its claims by the items of the CMS-1500: pure and total."""

from __future__ import annotations

from dataclasses import replace

from core.claims.claim import Claim, ClaimSet, Item, Lack
from core.claims.claim_rules import ClaimRules, FormRules
from core.claims.condition import fill_condition
from core.claims.facts import ClaimFacts
from core.claims.form_sheet import FormSheet
from core.claims.insured import carrier_of, fill_insured
from core.claims.lines import check_lines, service_lines
from core.claims.provider import fill_provider
from core.claims.splitting import Part, left_out, share_out, split
from core.claims.writing import money_text
from core.rules.parameters import NotKnown

_SELF_PAY = Lack(
    "1",
    "No insurance is on record for this session.",
    "The patient pays, so there is no claim.",
    "Add the insurance to the patient and complete the session again, if there is one.",
)


def make_claims(facts: ClaimFacts, rules: ClaimRules) -> ClaimSet:
    """The claims of one encounter, several where one form has not the room, with what is missing.

    Never raises for what a record can hold; on a day whose form is not known there is none.
    """
    form = rules.on(facts.made_on)
    if isinstance(form, NotKnown):
        what = "The form's rules of this day are not known to this program."
        unknown = Lack(
            "1", what, "No claim is made by other days' rules.", "Check this PC's clock."
        )
        return ClaimSet(facts.made_on, (), (unknown,))
    if facts.coverage is None:
        return ClaimSet(facts.made_on, (), (_SELF_PAY,))
    sheet = FormSheet(facts, form)
    carrier = carrier_of(sheet)
    fill_insured(sheet, facts.coverage)
    fill_condition(sheet)
    fill_provider(sheet)
    check_lines(sheet)
    parts = split(facts.lines, facts.diagnoses, form)
    _tell_left_out(sheet, parts)
    drawn = _claims(sheet, parts or (Part("", [], facts.diagnoses),))
    claims = tuple(replace(one, carrier=carrier) for one in drawn)
    order = {number: place for place, number in enumerate((*form.items, "24"))}
    lacks = sorted(sheet.lacks, key=lambda one: (not one.needed, _place(one.item, order)))
    written = (form.text("date_24a"), form.text("charge"), form.text("letters"))
    return ClaimSet(facts.made_on, claims, tuple(lacks), *written)


def _place(item: str, order: dict[str, int]) -> tuple[int, str]:
    """Where an item stands on the form; those of 24 after 23."""
    if item == "Top":
        return -1, item
    if item.startswith("24"):
        return order["23"], f"~{item}"
    return order.get(item, len(order)), item


def _tell_left_out(sheet: FormSheet, parts: tuple[Part, ...]) -> None:
    unseen = left_out(parts, sheet.facts.diagnoses) if parts else ()
    if unseen:
        names = ", ".join(one.code for one in unseen)
        sheet.lack(
            "21",
            f"No line points to {names}, and a form lists"
            f" {sheet.rules.number('diagnoses')} diagnoses.",
            "These stand on no claim.",
            "Point to them in the session where they say why a service was needed.",
            needed=False,
        )


def _claims(sheet: FormSheet, parts: tuple[Part, ...]) -> tuple[Claim, ...]:
    dotless = [_as_written(part, sheet.rules) for part in parts]
    drawn = [
        Claim(number, len(parts), (), part.diagnoses, service_lines(sheet, part))
        for number, part in enumerate(dotless, start=1)
    ]
    shares = share_out(sheet.facts.paid_cents, [one.total_cents for one in drawn])
    return tuple(
        replace(one, items=_items(sheet, part, one, paid), paid_cents=paid)
        for one, part, paid in zip(drawn, dotless, shares, strict=True)
    )


def _as_written(part: Part, rules: FormRules) -> Part:
    """The part with its diagnosis codes as the form has them."""
    if rules.text("diagnosis_dot") != "left out":
        return part
    part.diagnoses = tuple(replace(d, code=d.code.replace(".", "")) for d in part.diagnoses)
    part.lines = [
        replace(line, points_to=tuple(code.replace(".", "") for code in line.points_to))
        for line in part.lines
    ]
    return part


def _items(sheet: FormSheet, part: Part, claim: Claim, paid: int) -> tuple[Item, ...]:
    pattern = sheet.rules.text("charge")
    sheet.put("23", part.authorisation)
    sheet.put("28", "" if claim.total_cents is None else money_text(claim.total_cents, pattern))
    sheet.put("29", money_text(paid, pattern))
    return sheet.items
