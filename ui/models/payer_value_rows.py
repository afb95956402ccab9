"""Columns of a payer's rules: what holds, by whose word, on which days."""

from __future__ import annotations

from core.model.typed_dates import say_date
from core.services.payer_values import ShownValue, Standing
from ui.models.row_table import Column

# The colour role, the word and the icon of each standing.
STANDING_LOOKS = {
    Standing.PRACTICE: ("accent", "your own", "practice"),
    Standing.OWN: ("good", "the payer's", "check-circle"),
    Standing.INHERITED: ("muted", "inherited", "up"),
    Standing.UNKNOWN: ("warning", "not known", "help"),
}


def value_text(row: ShownValue) -> str:
    """The value, or what stands in for it."""
    if row.standing is not Standing.UNKNOWN:
        return row.words
    return f"assumed: {row.words}" if row.entry else "no value"


def standing_text(row: ShownValue) -> str:
    """By whose word, in words."""
    return STANDING_LOOKS[row.standing][1]


def standing_kind(row: ShownValue) -> str:
    """The colour role of a standing."""
    return STANDING_LOOKS[row.standing][0]


def standing_icon(row: ShownValue) -> str:
    """The icon of a standing."""
    return STANDING_LOOKS[row.standing][2]


def days_text(row: ShownValue) -> str:
    """From when until when."""
    if row.entry is None:
        return ""
    since = say_date(row.entry.since)
    return f"{since} to {say_date(row.entry.until)}" if row.entry.until else f"from {since}"


def source_text(row: ShownValue) -> str:
    """Who says so."""
    if row.entry is None:
        return "no source was found"
    return f"{row.origin}: {row.entry.cite}" if row.origin else row.entry.cite


PAYER_VALUE_COLUMNS = (
    Column[ShownValue](
        "Rule", lambda row: row.title, 196, strong=True, tip=lambda row: row.title, grow=1
    ),
    Column[ShownValue]("Value", value_text, 176, tip=value_text, grow=2),
    Column[ShownValue](
        "By whose word",
        standing_text,
        128,
        kind=standing_kind,
        icon=standing_icon,
    ),
    Column[ShownValue]("Days", days_text, 124, tip=days_text, grow=1),
    Column[ShownValue]("Source", source_text, 140, tip=source_text, grow=2),
)


def fits(row: ShownValue, text: str) -> bool:
    """Whether all words typed stand in the rule's title, its group or its value."""
    whole = " ".join((row.title, row.group, value_text(row)))
    return all(word in whole.casefold() for word in text.casefold().split())
