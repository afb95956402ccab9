"""A payer's values in words: what each is called, what it says, and what to ask when not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from core.rules.parameters import Value
from core.rules.profile import UNIT_RULE_NAMES


@dataclass(frozen=True, slots=True)
class KeyWords:
    """How one key reads: its title, its group, the question to the payer, its values.

    `unit` stands behind a number or tells what a list holds; `shape` shows how to type one.
    """

    title: str
    group: str
    question: str
    values: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    shape: str = ""


UNITS, CODES, MODIFIERS, EDITS, MONEY, TERMS, NOTES = (
    "Units", "Codes", "Modifiers", "Edits", "Money", "Terms", "Notes",
)  # fmt: skip
_AS_MEDICARE = {"medicare": "as Medicare does", "none": "no"}

KEY_WORDS: Mapping[str, KeyWords] = {
    "unit_rule": KeyWords(
        "Unit rule", UNITS, "How do you count the units of timed minutes?",
        {rule.value: name for rule, name in UNIT_RULE_NAMES.items()}, "unit rule",
    ),
    "short_unit": KeyWords(
        "Service below a full unit", UNITS,
        "May a service shorter than its full unit be billed as reduced (52)?",
        {"reduced": "billed as reduced, with 52", "none": "not billed"}, "policy",
    ),
    "day_cap": KeyWords(
        "Units a day", UNITS, "How many timed units do you pay on one day?",
        unit="timed units a day and discipline", shape="4",
    ),
    "day_cap_codes": KeyWords(
        "Codes under that limit", UNITS, "Which codes count toward the day's limit?",
        unit="codes", shape="97110 97112 97140",
    ),
    "code_caps": KeyWords(
        "Units a day of single codes", UNITS,
        "Which codes have a limit of units a day of their own?",
        unit="units a day", shape="97035/2 97036/3",
    ),
    "status_policy": KeyWords(
        "Medicare's status decides", CODES,
        "Do the status indicators of Medicare's fee schedule decide what you pay?",
        {"medicare": "yes, as for Medicare", "none": "no"}, "policy",
    ),
    "not_accepted": KeyWords(
        "Codes not accepted", CODES, "Which therapy codes do you not accept?",
        unit="codes", shape="97016 97026",
    ),
    "replacements": KeyWords(
        "Other codes wanted", CODES, "Which codes do you want in place of others?",
        unit="code / wanted instead", shape="97014/G0283",
    ),
    "chiropractic_benefit": KeyWords(
        "Chiropractor's benefit", CODES, "Which services of a chiropractor do you cover?",
        {"manipulation-only": "manipulation of the spine only", "any": "any covered service"},
        "benefit",
    ),
    "discipline_modifiers": KeyWords(
        "GP, GO, GN", MODIFIERS, "On which codes do you want GP, GO or GN?",
        {
            "therapy": "on always- and sometimes-therapy codes",
            "always-therapy": "on always-therapy codes",
            "none": "not wanted",
        },
        "codes",
    ),
    "assistant_modifiers": KeyWords(
        "CQ, CO", MODIFIERS, "Do you want CQ or CO on an assistant's units?",
        {"medicare": "wanted, as Medicare does", "none": "not wanted"}, "policy",
    ),
    "active_treatment": KeyWords(
        "AT", MODIFIERS, "Do you want AT on manipulations for active treatment?",
        {"medicare": "wanted, as Medicare does", "none": "not wanted"}, "policy",
    ),
    "notices": KeyWords(
        "GA, GX, GY, GZ", MODIFIERS, "Do you take the modifiers of advance notices?",
        {"medicare": "taken, as Medicare does", "none": "not taken"}, "policy",
    ),
    "modifier_order": KeyWords(
        "Order of modifiers", MODIFIERS, "In which order do you want the modifiers of a line?",
        unit="groups, the first one first", shape="distinct plan_of_care assistant threshold",
    ),
    "edits": KeyWords(
        "Code pairs", EDITS, "Whose code pairs do you apply?",
        {
            "medicare-ncci": "Medicare's NCCI pairs",
            "medicaid-ncci": "Medicaid's NCCI pairs",
            "none": "none",
        },
        "edits",
    ),
    "distinct_modifier": KeyWords(
        "Distinct service", MODIFIERS,
        "Do you read XE, XP, XS and XU for a distinct service, or 59 alone?",
        {"x": "XE, XP, XS, XU or 59", "59": "59 alone"}, "modifiers",
    ),
    "own_pairs": KeyWords(
        "Own code pairs", EDITS, "Which code pairs of your own do you apply?",
        unit="column 1 / column 2 / indicator", shape="97140/97110/1",
    ),
    "mue": KeyWords(
        "Daily unit limits (MUE)", EDITS, "Do Medicare's daily unit limits apply?",
        _AS_MEDICARE, "policy",
    ),
    "fee_schedule": KeyWords(
        "Fee schedule", MONEY, "What decides the allowed amount?",
        {
            "medicare": "Medicare's fee schedule",
            "contract": "the contract's rates",
            "patient": "the price asked of the patient",
        },
        "schedule",
    ),
    "percent_of_medicare": KeyWords(
        "Share of Medicare's amount", MONEY, "Do you pay a per cent of Medicare's amount?",
        unit="per cent of Medicare's amount", shape="110",
    ),
    "patient_share": KeyWords(
        "Patient's share", MONEY, "What share of the allowed amount does the patient pay?",
        unit="per cent of the allowed amount", shape="20",
    ),
    "mppr": KeyWords(
        "Multiple procedures cut (MPPR)", MONEY,
        "Do you cut the practice expense of further units?",
        _AS_MEDICARE, "policy",
    ),
    "assistant_cut": KeyWords(
        "Cut of assistants' units", MONEY, "Do you pay less for units of an assistant?",
        _AS_MEDICARE, "policy",
    ),
    "sequestration": KeyWords(
        "Sequestration", MONEY, "Does sequestration cut your payments?", _AS_MEDICARE, "policy",
    ),
    "thresholds": KeyWords(
        "KX thresholds", TERMS, "Do you ask for KX above Medicare's threshold?",
        _AS_MEDICARE, "policy",
    ),
    "plan_clocks": KeyWords(
        "Certification and progress reports", TERMS,
        "Which intervals hold for plans of care and progress reports?",
        {"medicare": "Medicare's intervals", "none": "none"}, "policy",
    ),
    "order_exception": KeyWords(
        "Signed order in place of the plan's signature", TERMS,
        "Do a signed order and a plan sent in time stand in for the first signature on the plan?",
        _AS_MEDICARE, "policy",
    ),
    "authorisation": KeyWords(
        "Authorisation", TERMS, "Do you want therapy authorised first?",
        {"needed": "needed", "none": "not needed"}, "need",
    ),
    "authorisation_free": KeyWords(
        "Codes free of authorisation", TERMS, "Which codes need no authorisation?",
        unit="codes", shape="97161 97162 97163",
    ),
    "visit_limit": KeyWords(
        "Visit limit", TERMS, "How many visits do you pay?", unit="visits a year", shape="20",
    ),
    "timely_filing": KeyWords(
        "Timely filing", TERMS, "How many days after the service may a claim be filed?",
        unit="days from the date of service", shape="90",
    ),
    "countersignature": KeyWords(
        "Therapist on an assistant's note", TERMS,
        "Do you want the therapist to countersign an assistant's note?",
        {
            "always": "countersigned always",
            "took-part": "countersigned when the therapist took part",
            "none": "not wanted",
        },
        "need",
    ),
    "note_clock_times": KeyWords(
        "Start and stop times", NOTES, "Do you want start and stop times of each timed code?",
        {"needed": "wanted", "none": "not wanted"}, "need",
    ),
    "note_totals": KeyWords(
        "Sums of minutes", NOTES, "Which sums of minutes do you want in the note?",
        {
            "timed-and-total": "timed minutes and the whole treatment",
            "total": "the whole treatment",
            "none": "none",
        },
        "sums",
    ),
    "note_plan": KeyWords(
        "Plan of care behind the note", NOTES,
        "Must a certified plan of care stand behind each treatment?",
        {"needed": "wanted", "none": "not wanted"}, "need",
    ),
    "note_lymphedema": KeyWords(
        "Lymphedema care", NOTES, "What must a note of manual lymph drainage tell?",
        unit="elements of the note", shape="lymph_prior lymph_able",
    ),
}  # fmt: skip

UNIT_OF: Mapping[str, str] = {key: words.unit for key, words in KEY_WORDS.items()}


def value_words(key: str, value: Value, unit: str = "") -> str:
    """A value as a person reads it; `unit` is the entry's own where it has one."""
    words = KEY_WORDS[key]
    if isinstance(value, tuple):
        return ", ".join(value) if value else "none"
    if isinstance(value, (int, Decimal)):
        return f"{Decimal(value):f} {unit or words.unit}"
    return words.values.get(str(value), str(value))
