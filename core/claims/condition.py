"""Items 14 to 23: when it began, who referred, the diagnoses, resubmission and authorisation."""

from __future__ import annotations

from datetime import date

from core.claims.facts import ResubmissionKind
from core.claims.form_sheet import FormSheet
from core.claims.writing import day_text, spoken_name
from core.model.checks import icd10_problem
from core.model.kinds import Discipline
from core.model.npi import npi_problem

_DENIED = "The payer denies the lines or returns the claim."


def fill_condition(sheet: FormSheet) -> None:
    """Fill the middle of the form, but for the authorisation, which is each form's own."""
    _began(sheet)
    _other_date(sheet)
    _referrer(sheet)
    sheet.put("20", "NO")
    sheet.put("21", f"ICD Ind. {sheet.rules.text('icd_indicator')}")
    _diagnoses(sheet)
    _resubmission(sheet)


def _began(sheet: FormSheet) -> None:
    facts, rules = sheet.facts, sheet.rules
    pattern = rules.text("date_14")
    course = sheet.wants("course_begins_in_14")
    if course is not None and facts.discipline is Discipline.DC:
        began = facts.first_treatment or facts.plan_starts_on
        if began is None:
            sheet.lack(
                "14",
                "The day on which this course of treatment began is not recorded.",
                f"{_DENIED} ({course.cite})",
                "Record the plan of care with its first day.",
            )
            return
        sheet.put("14", day_text(began, pattern))
        return
    qualifier = "" if sheet.wants("onset_without_qualifier") else f" {rules.text('onset')}"
    sheet.on_the_form(
        "14",
        "The day on which the illness or injury began is not kept by this program.",
        f"Take it from the evaluation, as {pattern}{qualifier}.",
    )


def _other_date(sheet: FormSheet) -> None:
    blank = sheet.wants("item_15_left_blank")
    if blank is not None:
        sheet.leave("15", blank)
    elif (first := sheet.facts.first_treatment) is not None:
        shown = day_text(first, sheet.rules.text("date_15"))
        sheet.put("15", f"{sheet.rules.text('initial_treatment')}  {shown}")


def _referrer(sheet: FormSheet) -> None:
    facts, rules = sheet.facts, sheet.rules
    wanted = sheet.wants("referrer_needed")
    needed = wanted is not None and facts.discipline is not Discipline.DC
    if facts.referrer is None:
        if wanted is not None and needed:
            sheet.lack(
                "17",
                "Nobody is recorded who referred the patient or certified the plan of care.",
                f"Medicare pays no therapy without (item 17, {wanted.cite}).",
                "Name them with the plan of care.",
            )
        return
    who = facts.referrer.provider
    name = spoken_name(who.first_name, who.last_name, who.credentials, rules)
    sheet.put("17", f"{rules.text(facts.referrer.role.value)} {name}")
    sheet.put("17b", who.npi)
    problem = npi_problem(who.npi) if who.npi else "Their NPI is not recorded."
    if problem:
        sheet.lack("17b", problem, _DENIED, "Correct it with the referring provider.")
    _certified(sheet, facts.certified_to)


def _certified(sheet: FormSheet, until: date | None) -> None:
    if until is not None and until < sheet.facts.day and sheet.wants("referrer_needed"):
        sheet.lack(
            "17",
            "The certification of the plan of care ended before this session.",
            "Who is named here did not certify it, and the payer takes the money back.",
            "Have the plan certified for that day.",
        )


def _diagnoses(sheet: FormSheet) -> None:
    if not sheet.facts.diagnoses:
        sheet.lack(
            "21",
            "No diagnosis is recorded with this session.",
            "Nothing shows that the services were needed, and the claim is returned.",
            "Add the diagnosis to the session.",
        )
    for one in sheet.facts.diagnoses:
        if icd10_problem(one.code):
            sheet.lack(
                "21",
                f"“{one.code[:12]}” has not the shape of an ICD-10-CM code.",
                "The claim is returned.",
                "Choose the diagnosis again in the session.",
            )


def _resubmission(sheet: FormSheet) -> None:
    again = sheet.facts.resubmission
    blank = sheet.wants("item_22_left_blank")
    if again is None:
        if blank is not None:
            sheet.leave("22", blank)
        return
    sheet.put("22", f"{sheet.rules.text(again.kind.value)}  {again.reference}")
    if not again.reference:
        sheet.lack(
            "22",
            "The payer’s own number of the claim that was sent is missing.",
            "Without it the payer cannot tell which claim is meant.",
            "Take it from the remittance.",
        )
    if blank is not None:
        word = "replaced" if again.kind is ResubmissionKind.REPLACE else "voided"
        sheet.lack(
            "22",
            f"Medicare leaves item 22 blank: a claim to it is not {word} by another one.",
            f"Sent as it stands, it is returned or denied as sent twice ({blank.cite}).",
            "Ask the contractor to reopen the claim, by this sheet, or send the refund letter.",
        )
