"""What an insurer would send a superbill back for, said before it is printed."""

from __future__ import annotations

from collections.abc import Iterator

from core.reports.superbill_record import SuperbillRecord, Visit, VisitLine, us_date

_MODIFIER_SLOTS = 4


def problems_of(record: SuperbillRecord) -> tuple[str, ...]:
    """Plain sentences for the screen, each once; empty when nothing needed is missing."""
    found = [*record.problems, *_missing_fields(record)]
    for visit in record.visits:
        if not visit.lines:
            found.append(f"{us_date(visit.day)}: nothing is billed for this visit.")
        if not visit.diagnoses:
            found.append(f"{us_date(visit.day)}: no diagnosis is recorded for this visit.")
        for line in visit.lines:
            found += _line_problems(visit, line)
    return tuple(dict.fromkeys(found))


def _missing_fields(record: SuperbillRecord) -> Iterator[str]:
    billing = record.billing
    if not billing.tax_id:
        yield "The practice has no tax ID. Add it in Settings."
    if not billing.npi:
        yield "The practice has no group NPI. Add it in Settings."
    if not billing.address.street:
        yield "The practice has no address. Add it in Settings."
    for rendering in record.rendering:
        if not rendering.npi:
            yield f"{rendering.name} has no NPI. Add it in Settings."
        if not rendering.licence:
            yield f"{rendering.name} has no licence number. Some insurers ask for it."
    if not record.patient.address.street:
        yield "The patient has no address. Add it on the patient’s page."
    if record.insurance is not None and not record.insurance.member_id:
        yield "The insurance has no member ID. Add it on the patient’s page."


def _line_problems(visit: Visit, line: VisitLine) -> Iterator[str]:
    what = f"{us_date(visit.day)}, {line.code}"
    if line.charge_cents is None:
        yield f"{what}: the fee list has no fee for this code on that day."
    if not line.points_to and visit.diagnoses:
        yield f"{what}: no diagnosis is pointed to."
    if len(line.modifiers) > _MODIFIER_SLOTS:
        yield f"{what}: more than four modifiers; the columns of item 24D hold four."


def missing_characters(missing: tuple[str, ...]) -> tuple[str, ...]:
    """One sentence that names characters no face can draw, or nothing."""
    if not missing:
        return ()
    shown = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing[:10])
    more = f" and {len(missing) - 10} more" if len(missing) > 10 else ""
    return (
        f"These characters cannot be printed and stand as \N{REPLACEMENT CHARACTER} on the"
        f" paper: {shown}{more}. Write the name in another way.",
    )
