"""The superbill: a statement the patient sends to an insurer, from one frozen record."""

from __future__ import annotations

from collections.abc import Sequence

from core.reports.page import (
    BODY,
    HEADING,
    LABEL,
    LEFT,
    RIGHT,
    SMALL,
    STRONG,
    THICK,
    THIN,
    Block,
    Paragraph,
    Pdf,
    Pen,
    Style,
    first_baseline,
    para,
    space,
)
from core.reports.superbill_foot import foot_blocks
from core.reports.superbill_parts import split
from core.reports.superbill_record import (
    RELATIONSHIP_WORDS,
    SEX_WORDS,
    SuperbillRecord,
    us_date,
)
from core.reports.superbill_sheet import lay_out, notice_block
from core.reports.superbill_table import part_blocks

TITLE = "Superbill"
SUBTITLE = "Statement for insurance reimbursement"
_NAME = Style(14.5, 18, bold=True)
_TITLE = Style(19, 22, bold=True)
_GUTTER = 24.0
_COLUMN = (RIGHT - LEFT - _GUTTER) / 2
_SECOND = LEFT + _COLUMN + _GUTTER  # left edge of the second column
_LABEL_WIDTH = 84.0

Field = tuple[str, str]


def build(record: SuperbillRecord) -> Pdf:
    """Draw the superbill; the same record gives the same bytes."""
    parts = split(record)
    blocks = _opening(record)
    for number, part in enumerate(parts, start=1):
        blocks += part_blocks(record, part, number, len(parts))
    return lay_out(record, [*blocks, *foot_blocks(record)], TITLE)


def _opening(record: SuperbillRecord) -> list[Block]:
    blocks = [_letterhead(record), space(10)]
    if record.notice:
        blocks += [notice_block(record.notice), space(10)]
    blocks.append(_panels(("Patient", _patient(record)), ("Insurance", _insurance(record))))
    blocks.append(space(8))
    blocks.append(_panels(("Provider", _provider(record)), ("Referral", _referral(record))))
    blocks.append(space(10))
    return blocks


def _letterhead(record: SuperbillRecord) -> Block:
    billing = record.billing
    name = para(billing.name, _COLUMN, _NAME)
    contact = " · ".join(t for t in (billing.phone, billing.email) if t)
    place = ", ".join(t for t in (billing.address.street, billing.address.city_line) if t)
    lines = [para(text, _COLUMN) for text in (place, contact) if text]
    ids = para(
        f"{billing.tax_id_kind} {billing.tax_id or 'not recorded'} · "
        f"Group NPI {billing.npi or 'not recorded'}",
        _COLUMN,
        STRONG,
    )
    texts: list[Paragraph] = [name, *lines, ids]
    facts = _facts(record)
    height = max(sum(t.height for t in texts), _NAME.leading + BODY.leading * (2 + len(facts))) + 8

    def draw(pen: Pen, top: float) -> None:
        at = top
        for text in texts:
            text.draw(pen, LEFT, at)
            at -= text.height
        # Title, subtitle and number stand on the baselines of name, address and tax ID.
        under = top - _NAME.leading - first_baseline(BODY)
        pen.left(_SECOND, top - first_baseline(_NAME), TITLE, _TITLE)
        pen.left(_SECOND, under, SUBTITLE, SMALL)
        at = under - 2 * BODY.leading
        for label, value in facts:
            pen.left(_SECOND, at, label, LABEL)
            pen.left(_SECOND + _LABEL_WIDTH, at, value)
            at -= BODY.leading
        pen.rule(LEFT, RIGHT, top - height, THICK)

    return Block(height, draw)


def _facts(record: SuperbillRecord) -> list[Field]:
    days = sorted(visit.day for visit in record.visits)
    facts = [("Number", str(record.number)), ("Issued", us_date(record.issued_on))]
    if days and days[0] == days[-1]:
        facts.append(("Date of service", us_date(days[0])))
    elif days:
        facts.append(("Dates of service", f"{us_date(days[0])} to {us_date(days[-1])}"))
    return facts


def _panels(*panels: tuple[str, Sequence[Field]]) -> Block:
    """Two headed lists side by side, labels in one column, values in another."""
    columns = [
        [(label, para(value, _COLUMN - _LABEL_WIDTH)) for label, value in fields]
        for _, fields in panels
    ]
    height = 17 + max(sum(text.height for _, text in column) for column in columns)

    def draw(pen: Pen, top: float) -> None:
        for place, (heading, _) in enumerate(panels):
            x = _SECOND if place else LEFT
            pen.left(x, top - 8.5, heading, HEADING)
            pen.rule(x, x + _COLUMN, top - 13, THIN)
            at = top - 16
            for label, text in columns[place]:
                pen.left(x, at - first_baseline(BODY), label, LABEL)
                text.draw(pen, x + _LABEL_WIDTH, at)
                at -= text.height

    return Block(height, draw)


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
