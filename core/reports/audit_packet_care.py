"""What founds the care in a defence packet: the plans of care as they stand, and the measures."""

from __future__ import annotations

from collections.abc import Sequence

from core.model.outcomes import MeasureProgress
from core.reports.audit_sheet import marked, part
from core.reports.care_record import PlanPaper
from core.reports.care_sheet import goal_table, prose, small
from core.reports.encounter_explained_tables import text_block, title_block
from core.reports.measure_charts import measure_chart, title_of
from core.reports.page import LEFT, RIGHT, STRONG, Block, Pen, para, space
from core.reports.plan_of_care import plan_facts
from core.reports.superbill_record import us_date
from core.reports.superbill_sheet import Field

_LABELS = 110.0


def plan_blocks(plans: Sequence[PlanPaper]) -> list[Block]:
    """Each plan with its fields, evaluation, goals, orders and certifications."""
    blocks: list[Block] = []
    for one in plans:
        begun = us_date(one.head.plan_starts_on)
        name = f"Plan of care: {one.head.discipline.value}, begun {begun}"
        blocks += [space(6), part(name, 0), *map(_fact, plan_facts(one))]
        if one.head.diagnoses:
            told = "; ".join(f"{x.dotted} {x.description}" for x in one.head.diagnoses)
            blocks.append(_fact(("Diagnoses", told)))
        blocks += [space(9), *prose("Evaluation in brief", one.summary), *goal_table(one.goals)]
        if one.signatures:
            said = [small(line) for line in one.signatures]
            blocks += [title_block("Certifications on file"), *said, space(9)]
    return blocks


def _fact(field: Field) -> Block:
    label, value = field
    words = para(value, RIGHT - LEFT - _LABELS)

    def draw(pen: Pen, top: float) -> None:
        pen.left(LEFT, top - 9, label, STRONG)
        words.draw(pen, LEFT + _LABELS, top)

    return Block(words.height + 2, draw)


def measure_blocks(measures: Sequence[MeasureProgress]) -> list[Block]:
    """A chart of every measure; that none is kept is said too."""
    blocks: list[Block] = [space(6), part("Measures", 0)]
    if not measures:
        return [*blocks, text_block("No outcome measure is kept of this patient."), space(9)]
    return [*blocks, *(marked(measure_chart(one), title_of(one), 1) for one in measures)]
