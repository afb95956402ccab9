"""What changed since an earlier audit, as a table that says where the numbers show nothing."""

from __future__ import annotations

from core.audit.compare import Change, Shows
from core.audit.totals import ANY
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
    """Each check then and now: all rows of one clinician who is named, or those of everybody.

    There a clinician's row for a single check stands only if it shows something. Nothing without
    an earlier audit.
    """
    if paper.against is None:
        return []
    title = f"What changed since the audit of {period(*paper.against)}"
    mine = [one for one in paper.changes if clinician in (None, one.clinician)]
    shown = [one for one in mine if clinician or _is_told(one)]
    notes = [BY_CHANCE]
    if left_out := len(mine) - len(shown):
        notes.append(
            f"Rows of one clinician and one check that show nothing: {left_out}, left out."
        )
    drawn = table_blocks(title, _COLUMNS, list(map(_row, shown)), "No finding then, and none now.")
    return [marked(drawn[0], title, 1), *drawn[1:], *note_blocks(notes), space(8)]


def _is_told(one: Change) -> bool:
    """In the report of all, a clinician's row for a single check has to show something."""
    return not one.clinician or one.check == ANY or one.difference.shows is not Shows.NOTHING


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
