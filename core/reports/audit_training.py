"""The training pack: the practice's own findings as examples, without anybody's name or day."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from core.audit.findings import Direction, Finding
from core.audit.totals import ANY
from core.audit.words import check_words
from core.reports.audit_record import AuditPaper
from core.reports.audit_sheet import lay_out, lead_block, opening, part
from core.reports.encounter_explained_tables import Column, note_blocks, table_blocks
from core.reports.page import LEFT, RIGHT, STRONG, Block, Pdf, space
from core.rules.wording import plural

TITLE = "Training pack"
_MOST_EXAMPLES = 3
_GONE = "[name]"
_LEAST_NAME = 2
_DAYS = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:, \d{4})?\b",
    re.IGNORECASE,
)
_LONG_NUMBERS = re.compile(r"\b\d[\d-]{5,}\d\b")


def build(paper: AuditPaper, names: Collection[str]) -> Pdf:
    """Draw the pack; `names` are those of patients and staff, taken out wherever they stand."""
    blocks = [
        *opening(paper, TITLE, "From the practice’s own findings", [("Names", "removed")]),
        lead_block("Read each example, say what is missing, then read what a reviewer looks for."),
        *note_blocks(["Names, days and long numbers are taken out. Look through the quotations once"
                      " more before they leave the practice."]),
        space(8),
    ]  # fmt: skip
    for rate in sorted(paper.rates, key=lambda r: (-r.errors, r.check)):
        if rate.clinician or rate.check == ANY or not rate.errors:
            continue
        mine = [one for one in paper.findings if one.check == rate.check]
        if mine:
            blocks += _lesson(mine, f"{rate.errors} of {plural(rate.charts, 'session')}", names)
    return lay_out(paper, blocks, TITLE)


_COLUMNS = (
    Column("Example", LEFT, 44, STRONG),
    Column("What stands there", LEFT + 50, 222),
    Column("What a reviewer looks for", LEFT + 284, RIGHT - LEFT - 284),
)


def _lesson(mine: list[Finding], often: str, names: Collection[str]) -> list[Block]:
    rows: dict[tuple[str, str], None] = {}
    for one in sorted(mine, key=lambda f: (f.direction is not Direction.OVER, not f.proof)):
        quoted = [f"“{proof.text}”" for proof in one.proof[:2] if proof.text.strip()]
        stands = without_names("\n".join([*quoted, one.message]), names)
        rows[stands, f"{one.fix}\nSource: {one.cite}" if one.cite else one.fix] = None
    table = [(str(n), *texts) for n, texts in enumerate(list(rows)[:_MOST_EXAMPLES], start=1)]
    title = check_words(mine[0].check)
    often_block = replace(lead_block(f"Found in {often}."), glued=True)
    return [part(title), often_block, *table_blocks("Examples", _COLUMNS, table)]


def _is_name(word: str) -> bool:
    """A bare number is no name: measurements in the note would go with it."""
    return len(word) >= _LEAST_NAME and not word.isdigit()


def without_names(text: str, names: Collection[str]) -> str:
    """The text without these names, whole words in any case, and without days and long numbers."""
    words = {word for name in names for word in re.findall(r"[\w’'-]+", name)}
    known = sorted(filter(_is_name, words), key=lambda w: (-len(w), w))
    if known:
        every = "|".join(map(re.escape, known))
        text = re.sub(rf"(?<!\w)(?:{every})(?!\w)", _GONE, text, flags=re.IGNORECASE)
    return _LONG_NUMBERS.sub("[number]", _DAYS.sub("[day]", text))
