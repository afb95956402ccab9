"""What the papers of a plan of care share: opening, goals, measures, prose, signature lines."""

from __future__ import annotations

from collections.abc import Sequence

from core.model.kinds import Discipline
from core.model.plan_of_care import Goal, GoalState, GoalVerdict, Phase
from core.reports.care_record import CareHead, GoalLine, MeasureLine
from core.reports.encounter_explained_tables import (
    Column,
    table_blocks,
    text_block,
    title_block,
)
from core.reports.page import LABEL, LEFT, RIGHT, SMALL, STRONG, THIN, Block, Pen, space
from core.reports.superbill_record import us_date
from core.reports.superbill_sheet import Field, letterhead, notice_block, panels

DISCIPLINE_WORDS = {
    Discipline.PT: "Physical therapy",
    Discipline.OT: "Occupational therapy",
    Discipline.SLP: "Speech-language pathology",
    Discipline.DC: "Chiropractic",
}
VERDICT_WORDS = {
    GoalVerdict.IMPROVED: "Improved",
    GoalVerdict.UNCHANGED: "Unchanged",
    GoalVerdict.WORSE: "Worse",
    GoalVerdict.MET: "Met",
    GoalVerdict.DROPPED: "Dropped",
}
STATE_WORDS = {GoalState.OPEN: "Open", GoalState.MET: "Met", GoalState.DROPPED: "Dropped"}
_SIGN_HEIGHT = 46.0
_DATE_WIDTH = 110.0


def opening(
    head: CareHead, title: str, about: Sequence[Field], heading: str = "Plan"
) -> list[Block]:
    """Letterhead, and beside each other who the patient is and what plan it is about."""
    first = [("Number", str(head.number)), ("Issued", us_date(head.issued_on))]
    blocks = [letterhead(head.billing, title, DISCIPLINE_WORDS[head.discipline], first), space(10)]
    if head.notice:
        blocks += [notice_block(head.notice), space(10)]
    return [*blocks, panels(("Patient", _patient(head)), (heading, [*about])), space(12)]


def _patient(head: CareHead) -> list[Field]:
    cover, by = head.insurance, head.referral
    listed = "\n".join(f"{one.dotted}  {one.description}".rstrip() for one in head.diagnoses)
    fields = [
        ("Name", head.patient.full_name),
        ("Date of birth", us_date(head.patient.birth_date)),
        ("Account", head.patient.account_number),
        ("Payer", cover.payer if cover else "None on record"),
        ("Member ID", cover.member_id if cover else ""),
        ("Referred by", f"{by.name}\nNPI {by.npi}" if by and by.name else ""),
        ("Diagnoses", listed or "None recorded"),
    ]
    return [(label, value) for label, value in fields if value]


def frequency_words(phases: Sequence[Phase]) -> str:
    """Visits a week and weeks in words, in their order."""
    said = [
        f"{one.visits} visit{_s(one.visits)} a week for {one.weeks} week{_s(one.weeks)}"
        for one in phases
    ]
    return ", then ".join(said) or "Not planned"


def _s(count: int) -> str:
    return "" if count == 1 else "s"


_GOALS = (
    Column("Goal", LEFT, 26, STRONG),
    Column("Long-term goal", LEFT + 32, 196),
    Column("Measure", LEFT + 236, 84),
    Column("At start", LEFT + 326, 58),
    Column("Target", LEFT + 390, 58),
    Column("By", LEFT + 454, RIGHT - LEFT - 454),
)
_PROGRESS = (
    Column("Goal", LEFT, 26, STRONG),
    Column("Long-term goal", LEFT + 32, 150),
    Column("Start and target", LEFT + 190, 104),
    Column("Stands", LEFT + 300, 54, STRONG),
    Column("Progress", LEFT + 358, RIGHT - LEFT - 358),
)
_MEASURES = (
    Column("Measure", LEFT, 150, STRONG),
    Column("First", LEFT + 158, 92),
    Column("Last", LEFT + 258, 92),
    Column("What the change means", LEFT + 358, RIGHT - LEFT - 358),
)


def goal_table(goals: Sequence[Goal]) -> list[Block]:
    """The goals of a plan with where they begin and where they are to end."""
    rows = [
        (
            one.name,
            one.words if one.state is GoalState.OPEN else f"{one.words} ({STATE_WORDS[one.state]})",
            one.measure,
            one.baseline,
            one.target,
            us_date(one.due_on) if one.due_on else "",
        )
        for one in goals
    ]
    return table_blocks("Long-term goals", _GOALS, rows, "No goal is recorded.")


def progress_table(goals: Sequence[GoalLine]) -> list[Block]:
    """Each goal under its fixed number with what became of it."""
    rows = [
        (
            one.goal.name,
            one.goal.words,
            _from_to(one.goal),
            VERDICT_WORDS[one.verdict] if one.verdict else STATE_WORDS[one.goal.state],
            one.words,
        )
        for one in goals
    ]
    return table_blocks("Progress toward each goal", _PROGRESS, rows, "No goal is recorded.")


def _from_to(goal: Goal) -> str:
    there = [part for part in (goal.baseline, goal.target) if part]
    return " \u2192 ".join(there) if not goal.measure else f"{goal.measure}: {' to '.join(there)}"


def measure_table(measures: Sequence[MeasureLine]) -> list[Block]:
    """Outcome measures, where any are kept."""
    rows = [(one.name, one.first, one.last, one.meaning) for one in measures]
    return table_blocks("Outcome measures", _MEASURES, rows)


def prose(title: str, text: str) -> list[Block]:
    """A heading with typed text under it, a paragraph a line; nothing for no text."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    return [title_block(title), *(text_block(line) for line in lines), space(9)]


def small(text: str) -> Block:
    """Small print."""
    return text_block(text, SMALL)


def signature(role: str, name: str) -> Block:
    """A line to sign on and one for the date, over who is to sign."""

    def draw(pen: Pen, top: float) -> None:
        base = top - _SIGN_HEIGHT + 18
        split = RIGHT - _DATE_WIDTH
        pen.rule(LEFT, split - 16, base, THIN)
        pen.rule(split, RIGHT, base, THIN)
        pen.left(LEFT, base - 10, f"{role}: {name}" if name else role, LABEL)
        pen.left(split, base - 10, "Date", LABEL)

    return Block(_SIGN_HEIGHT, draw, glued=True)


def signatures(statement: str, *who: tuple[str, str]) -> list[Block]:
    """A statement and the lines under it, never torn apart."""
    blocks: list[Block] = [title_block("Signatures")]
    if statement:
        said = text_block(statement)
        blocks.append(Block(said.height, said.draw, glued=True))
    blocks += [signature(role, name) for role, name in who]
    return [*blocks, space(2)]
