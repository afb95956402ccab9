"""What changed since an earlier audit, as a table that says where the numbers show nothing."""

from __future__ import annotations

from core.audit.compare import Change
from core.audit.words import BY_CHANCE, SHOWS_WORDS, check_words, gap_words, points
from core.reports.audit_record import AuditPaper
from core.reports.audit_sheet import marked, period
from core.reports.encounter_explained_tables import Column, note_blocks, table_blocks
from core.reports.page import LEFT, RIGHT, STRONG, Block, space

_COLUMNS = (
    Column("Check", LEFT, 130, STRONG),
    Column("Clinician", LEFT + 134, 116),
    Column("Before", LEFT + 296, 44, figure=True),
    Column("Now", LEFT + 344, 44, figure=True),
    Column("Points", LEFT + 380, 34, figure=True),
    Column("95% interval", LEFT + 390, 74),
    Column("Shows", LEFT + 468, RIGHT - LEFT - 468, STRONG),
)


def change_blocks(paper: AuditPaper, clinician: str | None = None) -> list[Block]:
    """Each check then and now, of all and of each clinician or of one who is named.

    Nothing without an earlier audit.
    """
    if paper.against is None:
        return []
    title = f"What changed since the audit of {period(*paper.against)}"
    mine = [one for one in paper.changes if clinician in (None, one.clinician)]
    drawn = table_blocks(title, _COLUMNS, list(map(_row, mine)), "No finding then, and none now.")
    return [marked(drawn[0], title, 1), *drawn[1:], *note_blocks([BY_CHANCE]), space(8)]


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
