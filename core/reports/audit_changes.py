"""What changed since an earlier audit, as a table that says where the numbers show nothing."""

from __future__ import annotations

from core.audit.compare import Change
from core.audit.words import BY_CHANCE, SHOWS_WORDS, check_words, gap_words, points
from core.reports.audit_record import AuditPaper
from core.reports.audit_sheet import part, period
from core.reports.encounter_explained_tables import Column, note_blocks, table_blocks
from core.reports.page import LEFT, RIGHT, STRONG, Block, space

_COLUMNS = (
    Column("Check", LEFT, 130, STRONG),
    Column("Clinician", LEFT + 134, 116),
    Column("Before", LEFT + 296, 44, figure=True),
    Column("Now", LEFT + 344, 44, figure=True),
    Column("Points", LEFT + 380, 34, figure=True),
    Column("95% interval", LEFT + 390, 74),
    Column("Shown", LEFT + 468, RIGHT - LEFT - 468, STRONG),
)


def change_blocks(paper: AuditPaper) -> list[Block]:
    """Each check of all and of each clinician then and now; nothing without an earlier audit."""
    if paper.against is None:
        return []
    title = f"What changed since the audit of {period(*paper.against)}"
    rows = [_row(one) for one in paper.changes]
    return [
        part(title),
        *table_blocks("Then and now", _COLUMNS, rows, "No finding then, and none now."),
        *note_blocks([BY_CHANCE]),
        space(8),
    ]


def _row(one: Change) -> tuple[str, ...]:
    old, new = one.before, one.after
    return (
        check_words(one.check),
        one.clinician or "everybody",
        f"{old.errors} of {old.charts}",
        f"{new.errors} of {new.charts}",
        points(one.difference.point),
        gap_words(one).removesuffix(" points"),
        SHOWS_WORDS[one.difference.shows],
    )
