"""The lexicon as a practice reads by it: the shipped one and the practice's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.library.lexicon import lexicon_with
from core.services.permissions import inner
from core.store import note_help

if TYPE_CHECKING:
    from core.notes.lexicon import Lexicon
    from core.services.practice import OpenPractice


@inner
def lexicon_of(p: OpenPractice) -> Lexicon:
    """One lexicon for coach, audit and paper, so that they never tell of a note otherwise."""
    return lexicon_with(tuple(one for one in note_help.words(p.file.db) if one.active))
