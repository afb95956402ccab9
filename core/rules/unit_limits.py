"""The most units of a day: Medicare's limits by code, and the payers' own caps."""

from __future__ import annotations

from core.model.bill import Step
from core.model.kinds import Severity
from core.rules.codes import Basis
from core.rules.day_tables import named
from core.rules.draft import Draft, Work, clean_code
from core.rules.edit_tables import ABSOLUTE, BY_LINE, MueTable, UnitLimit
from core.rules.edits import take_off
from core.rules.parameters import DatedValue
from core.rules.profile import is_assumed
from core.rules.wording import plural

_MUE, CAP = "mue", "day-cap"


def check_unit_limits(draft: Draft) -> None:
    """Flag what is above a limit; units stay as performed unless a decision is recorded."""
    claim = draft.rules.claim
    tables = draft.rules.tables[draft.encounter.setting]
    if tables.mue and tables.within:
        _check_mue(draft, tables.mue, tables.within)
    if isinstance(claim.day_cap, DatedValue):
        _check_cap(draft, claim.day_cap)
    if isinstance(claim.code_caps, DatedValue):
        _check_code_caps(draft, claim.code_caps)


def beside(draft: Draft, code: str) -> int:
    """Units of the code in the day's other encounters."""
    return sum(other.units for other in draft.other_units if other.code == code)


def _check_mue(draft: Draft, table: MueTable, within: Step) -> None:
    over = False
    for work in draft.works:
        limit = table.limits.get(work.code) if work.units else None
        if limit is None:
            continue
        units = work.units
        if draft.other_units and limit.mai != BY_LINE:
            units += beside(draft, work.code)
        if units > limit.units:
            over = True
            _over(draft, work, units, limit, table)
    if not over:
        draft.trace.append(within)


def _over(draft: Draft, work: Work, units: int, limit: UnitLimit, table: MueTable) -> None:
    if declined(draft, _MUE, work, table.cite):
        return
    absolute = limit.mai == ABSOLUTE
    span = "a line" if limit.mai == BY_LINE else "a day"
    end = (
        "no record overrides that" if absolute else "more is paid only with a record that shows why"
    )
    why = (
        f"{plural(units, 'unit')} of {work.code}; the limit is {limit.units} {span} "
        f"({named(table, draft.encounter.date)}), and {end}."
    )
    if is_assumed(draft.rules.claim.mue):
        why += f" Whether {draft.rules.profile.name} uses these limits is not known."
    sure = absolute and not is_assumed(draft.rules.claim.mue)
    severity = Severity.ERROR if sure else Severity.WARNING
    fix = "Check the minutes. The units stay as performed; keep the reason in the note."
    if absolute:
        fix = f"Correct the entry, or decide not to bill {work.code}."
    draft.alert(_MUE, severity, (work.code,), why, fix, table.cite)


def _check_cap(draft: Draft, cap: DatedValue) -> None:
    """The payer's most timed units of one discipline and day."""
    listed = draft.rules.claim.day_cap_codes
    codes = frozenset(listed.words) if isinstance(listed, DatedValue) else None
    works = [work for work in draft.works if work.units and _is_capped(work, codes)]
    own = draft.encounter.discipline
    others = sum(
        other.work.units
        for other in draft.others
        if other.discipline is own and _is_capped(other.work, codes)
    )
    if not works or sum(work.units for work in works) + others <= cap.number:
        return
    for work in works:
        declined(draft, CAP, work, cap.cite)
    works = [work for work in works if work.units]
    units = sum(work.units for work in works) + others
    if units > cap.number and works:
        _say_cap(draft, works, units, cap)


def _is_capped(work: Work, codes: frozenset[str] | None) -> bool:
    timed = work.entry is not None and work.entry.basis is Basis.TIMED
    return timed and (codes is None or work.code in codes)


def _check_code_caps(draft: Draft, caps: DatedValue) -> None:
    limits = draft.rules.claim.caps_by_code()
    for work in draft.works:
        most = limits.get(work.code)
        if not work.units or most is None:
            continue
        units = work.units + beside(draft, work.code)
        if units > most and not declined(draft, CAP, work, caps.cite):
            _say_cap(draft, [work], units, caps, most)


def _say_cap(
    draft: Draft, works: list[Work], units: int, cap: DatedValue, most: int | None = None
) -> None:
    name, limit = draft.rules.profile.name, cap.number if most is None else most
    why = (
        f"{plural(units, 'unit')} that day; {name} pays {limit} "
        f"(confidence {cap.confidence.value})."
    )
    fix = "Check the minutes and the payer's policy; what is above may go unpaid."
    draft.alert(CAP, Severity.WARNING, tuple(work.code for work in works), why, fix, cap.cite)


def declined(draft: Draft, alert: str, work: Work, cite: str) -> bool:
    """Take a line off where a decision on this alert names it."""
    for decision in draft.encounter.decline:
        if decision.alert == alert and work.code in map(clean_code, decision.codes):
            take_off(draft, work, "cap", decision.reason, cite)
            return True
    return False
