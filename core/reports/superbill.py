"""The superbill: a statement the patient sends to an insurer, from one frozen record."""

from __future__ import annotations

from core.reports.page import Block, Pdf, space
from core.reports.superbill_foot import foot_blocks
from core.reports.superbill_parts import split
from core.reports.superbill_record import (
    RELATIONSHIP_WORDS,
    SEX_WORDS,
    SuperbillRecord,
    us_date,
)
from core.reports.superbill_sheet import Field, lay_out, letterhead, notice_block, panels
from core.reports.superbill_table import part_blocks

TITLE = "Superbill"
SUBTITLE = "Statement for insurance reimbursement"


def build(record: SuperbillRecord) -> Pdf:
    """Draw the superbill; the same record gives the same bytes."""
    parts = split(record)
    blocks = _opening(record)
    for number, part in enumerate(parts, start=1):
        blocks += part_blocks(record, part, number, len(parts))
    return lay_out(record, [*blocks, *foot_blocks(record)], TITLE)


def _opening(record: SuperbillRecord) -> list[Block]:
    blocks = [letterhead(record.billing, TITLE, SUBTITLE, _facts(record)), space(10)]
    if record.notice:
        blocks += [notice_block(record.notice), space(10)]
    blocks.append(panels(("Patient", _patient(record)), ("Insurance", _insurance(record))))
    blocks.append(space(8))
    blocks.append(panels(("Provider", _provider(record)), ("Referral", _referral(record))))
    blocks.append(space(10))
    return blocks


def _facts(record: SuperbillRecord) -> list[Field]:
    days = sorted(visit.day for visit in record.visits)
    facts = [("Number", str(record.number)), ("Issued", us_date(record.issued_on))]
    if days and days[0] == days[-1]:
        facts.append(("Date of service", us_date(days[0])))
    elif days:
        facts.append(("Dates of service", f"{us_date(days[0])} to {us_date(days[-1])}"))
    return facts


def _patient(record: SuperbillRecord) -> list[Field]:
    patient = record.patient
    fields = [
        ("Name", patient.full_name),
        ("Date of birth", us_date(patient.birth_date)),
        ("Sex", SEX_WORDS[patient.sex]),
        ("Address", _address_lines(patient.address.street, patient.address.city_line)),
        ("Phone", patient.phone),
        ("Account", patient.account_number),
    ]
    return [(label, value) for label, value in fields if value]


def _address_lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _insurance(record: SuperbillRecord) -> list[Field]:
    insurance = record.insurance
    if insurance is None:
        return [("Payer", "None on record")]
    born = insurance.subscriber_birth_date
    fields = [
        ("Payer", insurance.payer),
        ("Plan", insurance.plan_name),
        ("Member ID", insurance.member_id),
        ("Group", insurance.group_number),
        ("Subscriber", insurance.subscriber_name or record.patient.full_name),
        ("Subscriber born", us_date(born) if born else ""),
        ("Relationship", RELATIONSHIP_WORDS[insurance.relationship]),
    ]
    return [(label, value) for label, value in fields if value]


def _provider(record: SuperbillRecord) -> list[Field]:
    fields: list[Field] = []
    several = len(record.rendering) > 1
    for rendering in record.rendering:
        npi = rendering.npi or "not recorded"
        fields.append(("Rendering", rendering.name))
        if several:
            licence = f"\nLicence {rendering.licence}" if rendering.licence else ""
            fields[-1] = ("Rendering", f"{rendering.name}\nNPI {npi}{licence}")
        else:
            fields += [("NPI", npi), ("Licence", rendering.licence)]
    fields += _places(record)
    return [(label, value) for label, value in fields if value]


def _places(record: SuperbillRecord) -> list[Field]:
    """Places of service other than the practice's own address."""
    places = dict.fromkeys(
        (v.location_name, v.location_address, v.location_npi) for v in record.visits
    )
    return [
        ("Place", _address_lines(name, address.street, address.city_line))
        for name, address, _ in places
        if address.street and address != record.billing.address
    ]


def _referral(record: SuperbillRecord) -> list[Field]:
    referral = record.referral
    if referral is None:
        return [("Referred by", "None on record")]
    dates = (referral.plan_starts_on, referral.certified_on, referral.certified_to)
    start, signed, until = (us_date(day) if day else "" for day in dates)
    fields = [
        ("Referred by", referral.name),
        ("NPI", referral.npi),
        ("Plan of care from", start),
        ("Certified on", signed),
        ("Certified through", until),
    ]
    return [(label, value) for label, value in fields if value] or [
        ("Referred by", "None on record")
    ]
