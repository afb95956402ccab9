"""The practice's setting for a primary and a secondary payer that count units otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.model.kinds import SecondaryRule
from core.model.permissions import Permission
from core.services.changes import change
from core.services.permissions import needs
from core.store import practices

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from core.store.engine import Database

SECONDARY_RULE = "secondary_rule"


def secondary_rule(db: Database) -> SecondaryRule:
    """What the practice decided; the primary payer's rule until it did."""
    kept = practices.get_setting(db, SECONDARY_RULE) or ""
    return SecondaryRule(kept) if kept in set(SecondaryRule) else SecondaryRule.PRIMARY


@needs(Permission.PAYERS_WRITE)
def save_secondary_rule(p: OpenPractice, rule: SecondaryRule) -> SecondaryRule:
    """Keep the decision; it holds for bills made from now on."""
    with change(p, "setting.save", "setting") as work:
        practices.set_setting(work.db, SECONDARY_RULE, rule.value)
        work.detail |= {"name": SECONDARY_RULE, "value": rule.value}
    return rule
