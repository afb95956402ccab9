"""Items 1 to 13: the kind of insurance, the patient, the insured and other insurance."""

from __future__ import annotations

from core.claims.form_sheet import FormSheet
from core.claims.writing import cased, claim_name, day_text, kept_marks, phone_text, street, town
from core.model.kinds import Relationship, Sex
from core.model.patient import Coverage, Patient

_RETURNED = "The payer cannot find the patient and returns the claim."
_PATIENT_PAGE = "Add it on the patient’s page."
_TYPES = (
    ("type_medicare", "MEDICARE"),
    ("type_medicaid", "MEDICAID"),
    ("type_tricare", "TRICARE"),
    ("type_other", "OTHER"),
)


def carrier_of(sheet: FormSheet) -> tuple[str, ...]:
    """The payer's name and address for the block above the items."""
    payer, rules = sheet.facts.payer, sheet.rules
    if payer is None:
        return ()
    if not (payer.address.street and payer.address.city):
        sheet.on_the_form(
            "Top",
            "The payer’s address is not recorded.",
            "Write it above the items, or add it to the payer in Settings.",
        )
    keeps = rules.text("address_keeps")
    name = cased(kept_marks(payer.name, keeps), rules)
    lines = (name, street(payer.address, rules), town(payer.address, rules))
    return tuple(line for line in lines if line)


def fill_insured(sheet: FormSheet, cover: Coverage) -> None:
    """Fill the upper half of the form."""
    patient = sheet.facts.patient
    sheet.put("1", _kind(sheet, cover))
    sheet.put("1a", cover.member_id)
    if not cover.member_id:
        sheet.lack("1a", "The insurance has no member ID.", _RETURNED, _PATIENT_PAGE)
    _patient(sheet, patient)
    sheet.put("6", cover.relationship.value.upper())
    _insured(sheet, cover, patient)
    _group(sheet, cover, patient)
    _other_insurance(sheet)
    _not_kept(sheet)


def _kind(sheet: FormSheet, cover: Coverage) -> str:
    named = next((word for name, word in _TYPES if sheet.wants(name)), "")
    return named or ("GROUP HEALTH PLAN" if cover.group_number else "OTHER")


def _patient(sheet: FormSheet, patient: Patient) -> None:
    rules = sheet.rules
    sheet.put("2", claim_name(patient.first_name, patient.last_name, patient.middle_name, rules))
    born = day_text(patient.birth_date, rules.text("date_3"))
    sheet.put("3", f"{born}  {_sex(patient.sex)}".strip())
    if patient.sex is Sex.UNKNOWN:
        sheet.lack("3", "The patient’s sex is not recorded.", _RETURNED, _PATIENT_PAGE)
    address = patient.address
    sheet.put("5", street(address, rules))
    sheet.put("5 city", town(address, rules))
    if not all((address.street, address.city, address.state, address.zip)):
        sheet.lack(
            "5",
            "The patient’s address is not complete.",
            "The payer returns a claim without street, town, state and ZIP.",
            _PATIENT_PAGE,
        )
    sheet.put("5 phone", phone_text(patient.phone, rules.text("phone")))


def _sex(sex: Sex) -> str:
    return "" if sex is Sex.UNKNOWN else sex.value


def _insured(sheet: FormSheet, cover: Coverage, patient: Patient) -> None:
    blank = sheet.wants("insured_left_blank")
    if blank is not None:
        for number in ("4", "7", "7 city"):
            sheet.leave(number, blank)
        return
    rules = sheet.rules
    if cover.relationship is Relationship.SELF:
        sheet.put("4", sheet.value("2"))
        sheet.put("7", street(patient.address, rules))
        sheet.put("7 city", town(patient.address, rules))
        return
    name = claim_name(cover.subscriber_first_name, cover.subscriber_last_name, "", rules)
    sheet.put("4", name)
    if not name:
        sheet.lack("4", "The insured’s name is not recorded.", _RETURNED, _PATIENT_PAGE)
    sheet.on_the_form(
        "7",
        "The insured’s address is not kept by this program.",
        "Fill it in; the patient’s own address serves where they live together.",
    )


def _group(sheet: FormSheet, cover: Coverage, patient: Patient) -> None:
    none = sheet.wants("group_none")
    if none is not None:
        sheet.put("11", "NONE")
        for number in ("11a", "11c"):
            sheet.leave(number, none)
        return
    sheet.put("11", cover.group_number)
    own = cover.relationship is Relationship.SELF
    born = patient.birth_date if own else cover.subscriber_birth_date
    sex = _sex(patient.sex) if own else ""
    shown = day_text(born, sheet.rules.text("date_11a")) if born else ""
    sheet.put("11a", f"{shown}  {sex}".strip())
    if born is None:
        sheet.lack("11a", "The insured’s date of birth is not recorded.", _RETURNED, _PATIENT_PAGE)
    elif not own:
        sheet.on_the_form("11a", "The insured’s sex is not kept by this program.", "Tick it.")
    sheet.put("11c", cased(cover.plan_name or cover.payer_name, sheet.rules))


def _other_insurance(sheet: FormSheet) -> None:
    blank = sheet.wants("other_insured_left_blank")
    if blank is not None:
        for number in ("9", "9a", "9d", "11d"):
            sheet.leave(number, blank)
        return
    other, patient, rules = sheet.facts.other_coverage, sheet.facts.patient, sheet.rules
    sheet.put("11d", "YES" if other else "NO")
    if other is None:
        return
    first, last = other.subscriber_first_name, other.subscriber_last_name
    if other.relationship is Relationship.SELF:
        first, last = patient.first_name, patient.last_name
    sheet.put("9", claim_name(first, last, "", rules))
    if not last:
        sheet.lack(
            "9",
            "The insured of the second insurance is not recorded.",
            "Item 11d says that there is one, so the payer asks for it.",
            _PATIENT_PAGE,
        )
    sheet.put("9a", other.group_number or other.member_id)
    sheet.put("9d", cased(other.plan_name or other.payer_name, rules))


def _not_kept(sheet: FormSheet) -> None:
    sheet.on_the_form(
        "10a-c",
        "Whether work, a car or another accident is the cause is not kept by this program.",
        "Ask, and tick yes or no at each: left open, the claim is returned.",
    )
    sheet.on_the_form(
        "12",
        "Whether the patient’s signature is on file is not kept by this program.",
        "Write SIGNATURE ON FILE where the signed paper is in the chart.",
    )
    sheet.on_the_form(
        "13",
        "Whether the insured has the payer pay the practice is not kept by this program.",
        "Write SIGNATURE ON FILE where they signed for it; this is another thing than item 27.",
    )
