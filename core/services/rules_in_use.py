"""The open practice's rule book: shipped, with imported tables and the practice's own values."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.library.merging import with_readable_library
from core.library.own_values import with_overrides
from core.library.rulebook import load_rulebook
from core.model.permissions import Permission
from core.services import places
from core.services.payer_words import UNIT_OF
from core.services.permissions import needs
from core.store import own_values

if TYPE_CHECKING:
    from core.rules.rulebook import RuleBook
    from core.services.practice import OpenPractice
    from core.store.engine import Database


def rules_of(db: Database, path: Path | None = None) -> RuleBook:
    """The rules a practice uses: session, saving and printing all take this one book.

    A damaged reference library leaves the shipped tables in use; Settings tells of it.
    """
    shipped = load_rulebook()
    book = with_readable_library(shipped, path or places.reference_path())
    return with_overrides(book, own_values.list_all(db), UNIT_OF)


@needs(Permission.ANYONE, why="it reads public tables and the practice's own values anew")
def renew_rules(p: OpenPractice) -> RuleBook:
    """Make the rule book anew after its tables or the practice's own values changed."""
    p.library.reopen()
    p.book = rules_of(p.file.db)
    return p.book
