"""The books a command reads by where a practice is named: its words, and what an audit needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.audit.look import Shelf
from core.model.permissions import Permission
from core.services.audit_encounters import shelf_of
from core.services.own_words import lexicon_of
from core.services.permissions import needs

if TYPE_CHECKING:
    from core.notes.lexicon import Lexicon
    from core.services.practice import OpenPractice


@needs(Permission.SETTINGS_READ)
def words_of(p: OpenPractice) -> Lexicon:
    """The words its notes are read by; nothing of a patient."""
    return lexicon_of(p)


@needs(Permission.SETTINGS_READ)
def audit_books(p: OpenPractice) -> Shelf:
    """Its rules and words, and the shipped lines; nothing of a patient."""
    return shelf_of(p)
