"""The lists of the settings that help with notes: macros, templates and the practice's words."""

from __future__ import annotations

from dataclasses import replace

from core.model.note_help import NoteMacro, NoteTemplate, OwnWord, WordKind
from core.rules.rulebook import RuleBook
from core.services import note_help
from ui.models.records import Column
from ui.presenters.fields import Field, Kind, required
from ui.presenters.settings import ACTIVE, ListSpec, Values, flat

_LONGEST_CELL = 80
_KINDS = {WordKind.TECHNIQUE: "a technique", WordKind.PLACE: "a place on the body"}
_PARTS = ("Subjective", "Objective", "Assessment", "Plan")


def macros() -> ListSpec:
    """Short forms of who is signed in."""
    return ListSpec(
        "macros", "My macros", "keyboard", "macro",
        "Short forms of your own: type .jm3 and a blank in a note, and your text stands there.",
        (
            Column("Short form", lambda r: r.short),
            Column("Text", lambda r: _cell(r.text)),
            Column("Status", _in_use),
        ),
        (
            Field("short", "Short form", required("The short form"), 3, placeholder=".jm3"),
            Field("text", "Text it stands for", kind=Kind.BLOCK),
            ACTIVE,
        ),
        note_help.list_macros, note_help.save_macro, flat, _macro,
    )  # fmt: skip


def templates() -> ListSpec:
    """Structures of who is signed in."""
    return ListSpec(
        "templates", "My templates", "note", "template",
        "Structures of your own for a note: headings and questions, never findings.",
        (
            Column("Name", lambda r: r.name),
            Column("Parts", _parts),
            Column("Status", _in_use),
        ),
        (
            Field("name", "Name", required("The name"), 6, placeholder="Shoulder, daily note"),
            *(
                Field(name.lower(), name, kind=Kind.BLOCK, width=6, placeholder="ROM:")
                for name in _PARTS
            ),
            ACTIVE,
        ),
        note_help.list_templates, note_help.save_template, flat, _template,
    )  # fmt: skip


def words(book: RuleBook) -> ListSpec:
    """Words of the practice that the reader of notes is to know."""
    kinds = tuple((said.capitalize(), kind) for kind, said in _KINDS.items())
    regions = tuple((name.capitalize(), name) for name in sorted(set(book.regions.cmt.values())))
    return ListSpec(
        "words", "Words in notes", "search", "word",
        "Techniques and places that your notes name and the program does not know.",
        (
            Column("Word", lambda r: r.phrase),
            Column("Is", lambda r: _KINDS[r.kind]),
            Column("Region", lambda r: r.region),
            Column("Status", _in_use),
        ),
        (
            Field("phrase", "Word or words", required("The word"), 5, placeholder="Barral lift"),
            Field("kind", "Is", width=4, choices=kinds),
            Field("region", "Region of a place", width=3, choices=(("None", ""), *regions)),
            ACTIVE,
        ),
        note_help.list_words, note_help.save_word, flat, _word,
    )  # fmt: skip


def _cell(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_CELL else f"{line[: _LONGEST_CELL - 1]}…"


def _parts(template: NoteTemplate) -> str:
    told = zip("SOAP", template.parts, strict=True)
    return _cell(" · ".join(f"{head}: {part}" for head, part in told if part))


def _in_use(record: NoteMacro | NoteTemplate | OwnWord) -> str:
    return "in use" if record.active else "not in use"


def _macro(values: Values, old: NoteMacro | None) -> NoteMacro:
    return replace(old or NoteMacro("", ""), **values)


def _template(values: Values, old: NoteTemplate | None) -> NoteTemplate:
    return replace(old or NoteTemplate(""), **values)


def _word(values: Values, old: OwnWord | None) -> OwnWord:
    return replace(old or OwnWord(""), **values)
