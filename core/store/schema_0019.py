"""Migration 19: what each audited encounter had billed; never edited afterwards.

Audits that are there already keep none: their rates by units and dollars are not known.
"""

from __future__ import annotations

STATEMENTS = (
    "ALTER TABLE audit_items ADD COLUMN claimed_units INTEGER CHECK (claimed_units >= 0)",
    "ALTER TABLE audit_items ADD COLUMN claimed_cents INTEGER CHECK (claimed_cents >= 0)",
)
