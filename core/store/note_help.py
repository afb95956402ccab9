"""Each person's macros and templates for notes, and the practice's own words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.model.note_help import NoteMacro, NoteTemplate, OwnWord, WordKind
from core.store.rows import all_rows, insert

if TYPE_CHECKING:
    from sqlite_utils import Database

_ADD_MACRO = """
    INSERT INTO note_macros (person_id, short, text, active)
    VALUES (:person, :short, :text, :active)
"""
_SET_MACRO = """
    UPDATE note_macros SET short = :short, text = :text, active = :active
    WHERE id = :id AND person_id = :person
"""
_ADD_TEMPLATE = """
    INSERT INTO note_templates
        (person_id, name, subjective, objective, assessment, plan, active)
    VALUES (:person, :name, :subjective, :objective, :assessment, :plan, :active)
"""
_SET_TEMPLATE = """
    UPDATE note_templates SET name = :name, subjective = :subjective, objective = :objective,
        assessment = :assessment, plan = :plan, active = :active
    WHERE id = :id AND person_id = :person
"""
_ADD_WORD = """
    INSERT INTO note_words (phrase, kind, region, active)
    VALUES (:phrase, :kind, :region, :active)
"""
_SET_WORD = """
    UPDATE note_words SET phrase = :phrase, kind = :kind, region = :region, active = :active
    WHERE id = :id
"""


def macros(db: Database, person_id: int) -> tuple[NoteMacro, ...]:
    """A person's macros by their short form."""
    sql = "SELECT * FROM note_macros WHERE person_id = ? ORDER BY short"
    return tuple(
        NoteMacro(row["short"], row["text"], bool(row["active"]), row["id"])
        for row in all_rows(db, sql, (person_id,))
    )


def save_macro(db: Database, person_id: int, one: NoteMacro) -> NoteMacro:
    """Keep a person's macro, new when it has no id."""
    values = {
        "person": person_id, "short": one.short, "text": one.text, "active": int(one.active),
        "id": one.id,
    }  # fmt: skip
    if one.id is None:
        return replace(one, id=insert(db, _ADD_MACRO, values))
    db.execute(_SET_MACRO, values)
    return one


def templates(db: Database, person_id: int) -> tuple[NoteTemplate, ...]:
    """A person's templates by name."""
    sql = "SELECT * FROM note_templates WHERE person_id = ? ORDER BY name"
    return tuple(
        NoteTemplate(
            row["name"], row["subjective"], row["objective"], row["assessment"], row["plan"],
            bool(row["active"]), row["id"],
        )
        for row in all_rows(db, sql, (person_id,))
    )  # fmt: skip


def save_template(db: Database, person_id: int, one: NoteTemplate) -> NoteTemplate:
    """Keep a person's template, new when it has no id."""
    values = {
        "person": person_id, "name": one.name, "subjective": one.subjective,
        "objective": one.objective, "assessment": one.assessment, "plan": one.plan,
        "active": int(one.active), "id": one.id,
    }  # fmt: skip
    if one.id is None:
        return replace(one, id=insert(db, _ADD_TEMPLATE, values))
    db.execute(_SET_TEMPLATE, values)
    return one


def words(db: Database) -> tuple[OwnWord, ...]:
    """The practice's own words, in alphabetical order."""
    rows = all_rows(db, "SELECT * FROM note_words ORDER BY phrase COLLATE NOCASE")
    return tuple(
        OwnWord(row["phrase"], WordKind(row["kind"]), row["region"], bool(row["active"]), row["id"])
        for row in rows
    )


def save_word(db: Database, one: OwnWord) -> OwnWord:
    """Keep a word, new when it has no id."""
    values = {
        "phrase": one.phrase, "kind": one.kind.value, "region": one.region,
        "active": int(one.active), "id": one.id,
    }  # fmt: skip
    if one.id is None:
        return replace(one, id=insert(db, _ADD_WORD, values))
    db.execute(_SET_WORD, values)
    return one
