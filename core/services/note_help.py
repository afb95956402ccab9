"""A person's macros and templates for notes, and the practice's own words for reading them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.library.lexicon import load_lexicon
from core.model.clean_text import clean_block
from core.model.note_help import LONGEST_SHORT, MACRO_MARK, NoteMacro, NoteTemplate, OwnWord
from core.model.permissions import Permission
from core.notes.claim import Note
from core.notes.lexicon import same_form
from core.notes.reading import read_note
from core.services.changes import change, changed_fields
from core.services.forms import NAME, Form
from core.services.permissions import needs
from core.store import note_help as table

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

LONGEST_MACRO = 2_000
MOST = 300  # of each kind
_SHORT = re.compile(r"\.[a-z0-9]{1,19}")
_VALUE = re.compile(r"\d")
_AFTER = "O: Manual therapy.\n"  # so that a response is read as one
_FINDINGS = (
    "A template carries structure: headings and questions. This one holds findings, which"
    " would then stand in every note made from it. Take out the values and what was done or found."
)


@needs(Permission.NOTE_WRITE)
def list_macros(p: OpenPractice) -> tuple[NoteMacro, ...]:
    """The macros of who is signed in."""
    return table.macros(p.file.db, p.person.id)


@needs(Permission.NOTE_WRITE)
def save_macro(p: OpenPractice, one: NoteMacro) -> NoteMacro:
    """Keep an own macro; raises InvalidInput naming every bad field."""
    form = Form()
    short = form.line("short", "The short form", one.short, most=LONGEST_SHORT, needed=True).lower()
    if short and not short.startswith(MACRO_MARK):
        short = MACRO_MARK + short
    if short and not _SHORT.fullmatch(short):
        form.problem("short", "A short form is a dot with letters and digits, such as .jm3.")
    text = _block(form, "text", "The text", one.text, LONGEST_MACRO)
    clean = replace(one, short=short, text=text)
    others = table.macros(p.file.db, p.person.id)
    if any(other.short == short and other.id != one.id for other in others):
        form.problem("short", f"{short} stands for another text already.")
    _require_room(form, "short", one.id, len(others))
    _require_own(one.id, {other.id for other in others})
    form.done()
    old = next((other for other in others if other.id == one.id), None)
    with change(p, f"note_macro.{'update' if old else 'create'}", "note_macro") as work:
        kept = table.save_macro(work.db, p.person.id, clean)
        work.object_id = kept.id
        work.detail = {"fields": changed_fields(old, kept)} if old else {}
    return kept


@needs(Permission.NOTE_WRITE)
def list_templates(p: OpenPractice) -> tuple[NoteTemplate, ...]:
    """The templates of who is signed in."""
    return table.templates(p.file.db, p.person.id)


@needs(Permission.NOTE_WRITE)
def save_template(p: OpenPractice, one: NoteTemplate) -> NoteTemplate:
    """Keep an own template; one with findings in it is refused, as is what InvalidInput names."""
    form = Form()
    clean = replace(
        one,
        name=form.line("name", "The name", one.name, most=NAME, needed=True),
        subjective=form.block("subjective", "The subjective part", one.subjective),
        objective=form.block("objective", "The objective part", one.objective),
        assessment=form.block("assessment", "The assessment", one.assessment),
        plan=form.block("plan", "The plan", one.plan),
    )
    if not any(part.strip() for part in clean.parts):
        form.problem("objective", "The template is empty. Write the headings it is to have.")
    others = table.templates(p.file.db, p.person.id)
    if any(other.name == clean.name and other.id != one.id for other in others):
        form.problem("name", f"There is a template “{clean.name}” already.")
    _require_room(form, "name", one.id, len(others))
    _require_own(one.id, {other.id for other in others})
    form.done()
    for field, part in zip(("subjective", "objective", "assessment", "plan"), clean.parts,
                           strict=True):  # fmt: skip
        if holds_findings(part):
            form.problem(field, _FINDINGS)
    form.done()
    old = next((other for other in others if other.id == one.id), None)
    with change(p, f"note_template.{'update' if old else 'create'}", "note_template") as work:
        kept = table.save_template(work.db, p.person.id, clean)
        work.object_id = kept.id
        work.detail = {"fields": changed_fields(old, kept)} if old else {}
    return kept


@needs(Permission.SETTINGS_READ)
def list_words(p: OpenPractice) -> tuple[OwnWord, ...]:
    """The practice's own words for the reader of notes."""
    return table.words(p.file.db)


@needs(Permission.SETTINGS_WRITE)
def save_word(p: OpenPractice, one: OwnWord) -> OwnWord:
    """Keep an own word: notes read from now on know it."""
    form = Form()
    phrase = form.line("phrase", "The word", one.phrase, most=60, needed=True)
    if phrase and not any(letter.isalpha() for letter in phrase):
        form.problem("phrase", "A word has letters.")
    others = table.words(p.file.db)
    mine = same_form(phrase)
    if any(same_form(other.phrase) == mine and other.id != one.id for other in others):
        form.problem("phrase", f"“{phrase}” is in the list already.")
    _require_room(form, "phrase", one.id, len(others))
    form.done()
    old = next((other for other in others if other.id == one.id), None)
    with change(p, f"note_word.{'update' if old else 'create'}", "note_word") as work:
        kept = table.save_word(work.db, replace(one, phrase=phrase))
        work.object_id = kept.id
        work.detail = {"fields": changed_fields(old, kept)} if old else {}
    return kept


def holds_findings(part: str) -> bool:
    """Whether a part tells what was found, done or measured, or holds any number at all."""
    if _VALUE.search(part):
        return True
    reading = read_note(Note(_AFTER + part), load_lexicon())
    return reading.technique or reading.objective or reading.response != "none"


def _block(form: Form, field: str, label: str, text: str, most: int) -> str:
    kept = clean_block(text).strip()
    if not kept:
        form.problem(field, f"{label} is missing.")
    if len(kept) > most:
        form.problem(field, f"{label} is longer than {most:,} characters.")
    return kept


def _require_room(form: Form, field: str, number: int | None, held: int) -> None:
    if number is None and held >= MOST:
        form.problem(field, f"There are {MOST} already. Change one that is no longer used.")


def _require_own(number: int | None, own: set[int | None]) -> None:
    if number is not None and number not in own:
        raise UserProblem("This entry is not one of yours. Open the list again.")
