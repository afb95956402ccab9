"""The ordered checks of one encounter."""

from __future__ import annotations

from collections.abc import Callable

from core.audit.claim_checks import check_clock_times, check_codes, check_dates, check_limits
from core.audit.look import Look
from core.audit.modifier_checks import check_assistants, check_modifiers, check_pairs
from core.audit.note_checks import check_note
from core.audit.unit_checks import check_known, check_minutes, check_units

CHECKS: tuple[Callable[[Look], None], ...] = (
    check_minutes,
    check_known,
    check_units,
    check_codes,
    check_limits,
    check_pairs,
    check_modifiers,
    check_assistants,
    check_clock_times,
    check_dates,
    check_note,
)
