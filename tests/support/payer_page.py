"""Writes docs/payer-profiles.md: `python -m tests.support.payer_page`."""

from __future__ import annotations

from pathlib import Path

from core.library.rulebook import load_rulebook
from core.services.payer_facts import facts_of
from core.services.payer_values import ShownValue, Standing, all_values
from core.services.payer_words import KEY_WORDS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "payer-profiles.md"
_HEAD = """\
# What is known of each payer

Generated from `resources/payers` by `python -m tests.support.payer_page`; a test fails when this
page is older than the files. A practice sets its own dated values in Settings, Payer rules.

- **Own**: the payer's own text or a report about it, named in the last column.
- **Inherited**: holds for the kind of payer; the profile it comes from is named.
- **Unknown**: no source was found. Settings shows it as a question; a bill that needed the value
  says which assumption it used, or leaves the check out.
- **Also told**: facts from `resources/payer_facts` that decide no bill by themselves; Settings
  shows them beside the payer's rules.
"""


def page() -> str:
    """The whole page."""
    book = load_rulebook()
    names = sorted(book.profiles, key=lambda id: book.profiles[id].name.lower())
    parts = [_HEAD, _summary(names)]
    for id in names:
        values = tuple(all_values(book, id))
        parts.append(f"## {book.profiles[id].name}\n\nProfile `{id}`.\n")
        parts.append(_table("Own", _of(values, Standing.OWN), "Source", _source))
        parts.append(_table("Inherited", _of(values, Standing.INHERITED), "From", _from))
        parts.append(_table("Unknown", _of(values, Standing.UNKNOWN), "Why, and what to ask", _ask))
        parts.append(_told(id))
    return "\n".join(part for part in parts if part).rstrip() + "\n"


def _summary(names: list[str]) -> str:
    book = load_rulebook()
    lines = ["| profile | own | inherited | unknown |", "|---|--:|--:|--:|"]
    for id in names:
        keys = {standing: set() for standing in Standing}
        for value in all_values(book, id):
            keys[value.standing].add(value.key)
        counts = [len(keys[s]) for s in (Standing.OWN, Standing.INHERITED, Standing.UNKNOWN)]
        lines.append(f"| {book.profiles[id].name} | {' | '.join(map(str, counts))} |")
    note = f"Of {len(KEY_WORDS)} values; one that was unknown once and is known now counts in both."
    return "\n".join([*lines, "", note, ""])


def _of(values: tuple[ShownValue, ...], standing: Standing) -> list[ShownValue]:
    return [value for value in values if value.standing is standing]


def _table(title: str, values: list[ShownValue], last: str, text) -> str:
    if not values:
        return ""
    head = f"### {title}\n\n| value | what | days | confidence | {last} |\n|---|---|---|---|---|\n"
    return head + "".join(f"| {_row(value)} | {_cell(text(value))} |\n" for value in values)


def _told(profile: str) -> str:
    rows = [
        f"| {fact.topic} | {_cell(fact.says)} | "
        + (f"{fact.since} to {fact.until}" if fact.until else f"from {fact.since}")
        + f" | {fact.confidence} | {_cell(fact.cite)} |\n"
        for fact in facts_of(profile)
    ]
    head = "### Also told\n\n| about | what | days | confidence | Source |\n|---|---|---|---|---|\n"
    return head + "".join(rows) if rows else ""


def _row(value: ShownValue) -> str:
    entry = value.entry
    if entry is None:
        return f"{value.title} | no value | - | -"
    days = f"{entry.since} to {entry.until}" if entry.until else f"from {entry.since}"
    words = f"assumed: {value.words}" if value.standing is Standing.UNKNOWN else value.words
    return f"{value.title} | {_cell(words)} | {days} | {entry.confidence}"


def _source(value: ShownValue) -> str:
    return value.entry.cite if value.entry else ""


def _from(value: ShownValue) -> str:
    return f"{value.origin}: {_source(value)}"


def _ask(value: ShownValue) -> str:
    origin = f"as {value.origin}: " if value.origin and value.entry else ""
    return f"{origin}{_source(value)}. {value.question}".removeprefix(". ")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
