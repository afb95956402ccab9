"""The lymphedema record: girths and volume of both limbs over time, stage, phase, programme."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core.model.lymphedema import LymphRecord, excess_percent
from core.reports.care_record import LymphPaper
from core.reports.care_sheet import opening, signatures, small
from core.reports.encounter_explained_tables import Column, table_blocks
from core.reports.page import LEFT, RIGHT, STRONG, Block, Pdf, space
from core.reports.superbill_record import us_date
from core.reports.superbill_sheet import Field, lay_out

TITLE = "Lymphedema record"
_MOST_DAYS = 5
PHASES = {1: "1, reduction", 2: "2, maintenance"}
_METHOD = (
    "Girths in cm at heights in cm from the lowest mark, affected limb / other limb. Volume in mL"
    " between the lowest and the highest mark, as a stack of truncated cones."
)


def build(record: LymphPaper) -> Pdf:
    """Draw the document; the same record gives the same bytes."""
    blocks = [
        *opening(record.head, TITLE, _plan(record)),
        *_girths(record.records),
        *_course(record.records),
        *_told(record.records),
        *signatures("", ("Therapist", record.head.therapist)),
    ]
    return lay_out(record.head, blocks, TITLE)


def _plan(record: LymphPaper) -> list[Field]:
    last = record.records[-1]
    fields = [
        ("Limb", record.limb),
        ("Stage (ISL)", last.stage),
        ("Phase", PHASES[last.phase]),
        ("Measured", f"{len(record.records)} times, last {us_date(last.measured_on)}"),
        ("Plan begins", us_date(record.head.plan_starts_on)),
        ("Therapist", record.head.therapist),
    ]
    return [(label, value) for label, value in fields if value]


def _girths(records: Sequence[LymphRecord]) -> list[Block]:
    """A column a day: the first one and the latest ones."""
    shown = records if len(records) <= _MOST_DAYS else (records[0], *records[1 - _MOST_DAYS :])
    heights = sorted({girth.at for one in shown for girth in one.girths})
    width = (RIGHT - LEFT - 70) / max(len(shown), 1)
    columns = [Column("Height", LEFT, 64, STRONG)]
    columns += [
        Column(us_date(one.measured_on), LEFT + 70 + place * width, width - 6)
        for place, one in enumerate(shown)
    ]
    rows = [(f"{height} cm", *(_pair(one, height) for one in shown)) for height in heights]
    rows.append(("Volume", *(_volumes(one) for one in shown)))
    rows.append(("Excess", *(_excess(one) for one in shown)))
    blocks = table_blocks("Girth and volume", columns, rows)
    return [*blocks[:-1], small(_METHOD), space(9)]


def _pair(one: LymphRecord, height: Decimal) -> str:
    found = next((girth for girth in one.girths if girth.at == height), None)
    return f"{found.affected} / {found.other}" if found else ""


def _volumes(one: LymphRecord) -> str:
    return f"{one.volumes[0]:,} / {one.volumes[1]:,} mL" if one.volumes else ""


def _excess(one: LymphRecord) -> str:
    if one.volumes is None:
        return ""
    more = one.volumes[0] - one.volumes[1]
    return f"{more:+,} mL ({excess_percent(one.volumes):+} %)"


_COURSE = (
    Column("Day", LEFT, 58, STRONG),
    Column("Stage", LEFT + 64, 34),
    Column("Phase", LEFT + 102, 76),
    Column("Skin", LEFT + 184, 150),
    Column("Response, before and after", LEFT + 340, RIGHT - LEFT - 340),
)


def _course(records: Sequence[LymphRecord]) -> list[Block]:
    rows = [
        (us_date(one.measured_on), one.stage, PHASES[one.phase], one.skin, one.response)
        for one in records
    ]
    return table_blocks("Course", _COURSE, rows)


_ASKED = (
    ("cause", "Cause and onset"),
    ("symptoms", "Symptoms and limits of function"),
    ("prior_care", "Earlier care that did not suffice"),
    ("screening", "Screened for contraindications"),
    ("programme", "Programme"),
    ("teaching", "Teaching, home programme, garments"),
)
_TOLD = (
    Column("About", LEFT, 158, STRONG),
    Column("Recorded", LEFT + 166, RIGHT - LEFT - 166),
)


def _told(records: Sequence[LymphRecord]) -> list[Block]:
    """The latest word on each thing that payers' policies ask for."""
    rows = []
    for name, words in _ASKED:
        said = [getattr(one, name) for one in records if getattr(one, name)]
        rows.append((words, said[-1] if said else "Not recorded"))
    return table_blocks("Condition and care", _TOLD, rows)
