"""What a code asks beside minutes: its base code, its one unit a day, its group, its condition."""

from __future__ import annotations

from core.model.kinds import Severity
from core.rules.codes import Basis, CodeEntry
from core.rules.draft import Draft, Work
from core.rules.profile import StatusPolicy, is_value
from core.rules.statements import denial_expected, on_notice
from core.rules.unit_limits import CAP, beside, declined
from core.rules.wording import plural

_ADD_ON = "NCCI Policy Manual ch.1, add-on codes: paid only beside their primary code"
_ONE = "NCCI Policy Manual ch.11 §P: one of these codes a day"
_DAY = "Described as a whole, not by time; Medicare's limits of units agree"


def check_code_terms(draft: Draft) -> None:
    """Flag what a code's own terms speak against; units stay as performed."""
    for work in draft.works:
        entry = work.entry
        if not work.units or entry is None or not entry.has_terms:
            continue
        if entry.add_on_to:
            _check_base(draft, work, entry)
        if entry.first_only and entry.basis is Basis.OTHER:
            _check_rest(draft, work, entry)
        if entry.most_per_day:
            _check_most(draft, work, entry)
        if work.units and entry.one_of:
            _check_group(draft, work, entry)
        if work.units and entry.condition:
            _say_condition(draft, work, entry)
        if work.units and entry.unconfirmed:
            _say_unconfirmed(draft, work, entry)


def _check_base(draft: Draft, work: Work, entry: CodeEntry) -> None:
    if any(_is_billed(draft, code) for code in entry.add_on_to):
        return
    span = "that day"
    if entry.per_month:
        if _earlier_that_month(draft, entry.add_on_to):
            return
        span = "that month, as far as is given"
    bases = " or ".join(entry.add_on_to)
    why = f"{work.code} is an add-on to {bases}, which is not billed {span}; alone it goes unpaid."
    fix = f"Enter the minutes of {bases} too, or correct the code."
    draft.alert("not-payable", Severity.WARNING, (work.code,), why, fix, _ADD_ON)


def _is_billed(draft: Draft, code: str) -> bool:
    own = any(work.code == code and work.units for work in draft.works)
    return own or any(other.code == code for other in draft.other_units)


def _earlier_that_month(draft: Draft, codes: tuple[str, ...]) -> bool:
    day = draft.encounter.date
    return any(
        past.code in codes and (past.date.year, past.date.month) == (day.year, day.month)
        for past in draft.encounter.history or ()
    )


def _check_rest(draft: Draft, work: Work, entry: CodeEntry) -> None:
    """Minutes past the one unit of a first-part code belong to another code."""
    rest = work.minutes - entry.unit_minutes
    if rest <= 0:
        return
    others = [one for one in draft.book.codes.values() if work.code in one.add_on_to]
    for other in others:
        if rest >= (other.least_minutes or other.unit_minutes // 2 + 1):
            _say_rest(draft, work, rest, other.code)
    group = [
        one for one in draft.book.codes.values() if entry.one_of and one.one_of == entry.one_of
    ]
    for other in group:
        if not others and entry.unit_minutes < other.unit_minutes <= work.minutes:
            why = f"{work.code} ends before {other.unit_minutes} minutes; {work.minutes} are typed."
            fix = f"Bill {other.code} instead."
            draft.alert(CAP, Severity.WARNING, (work.code,), why, fix, entry.cite)


def _say_rest(draft: Draft, work: Work, rest: int, other: str) -> None:
    size = work.minutes - rest
    why = (
        f"{work.code} is the first {size} minutes only; {plural(rest, 'minute')} earn nothing here."
    )
    fix = f"Put the minutes past the first {size} on {other}."
    draft.alert(
        CAP, Severity.WARNING, (work.code,), why, fix, work.entry.cite if work.entry else ""
    )


def _check_most(draft: Draft, work: Work, entry: CodeEntry) -> None:
    """The code's own most; where Medicare's limits hold they have spoken already."""
    table = draft.rules.tables[draft.encounter.setting].mue
    if table and work.code in table.limits:
        return
    units = work.units + beside(draft, work.code)
    if units <= entry.most_per_day or declined(draft, CAP, work, _DAY):
        return
    why = f"{plural(units, 'unit')} of {work.code}; it is billed {entry.most_per_day} time a day."
    fix = "Correct the entry, or keep the reason in the note."
    others = [one.code for one in draft.book.codes.values() if work.code in one.add_on_to]
    if others and entry.unit_minutes:
        fix = f"Put the minutes past the first {entry.unit_minutes} on {' or '.join(others)}."
    draft.alert(CAP, Severity.WARNING, (work.code,), why, fix, _DAY)


def _check_group(draft: Draft, work: Work, entry: CodeEntry) -> None:
    """Two codes of one group that no pair names already; said once, on the later one."""
    for other in draft.works:
        if other is work:
            return
        if not other.units or other.entry is None or other.entry.one_of != entry.one_of:
            continue
        codes = (other.code, work.code)
        if any(set(pair.codes) == set(codes) for pair in draft.pairs):
            continue
        if declined(draft, CAP, work, _ONE):
            return
        why = f"{other.code} and {work.code}: one {entry.one_of} is billed at a time."
        fix = "Keep the code that fits the whole service."
        draft.alert(CAP, Severity.WARNING, codes, why, fix, _ONE)


def _say_condition(draft: Draft, work: Work, entry: CodeEntry) -> None:
    """What Medicare asks of the code, unless a notice or a denial is wanted already."""
    policy = draft.rules.profile.status_policy
    told = draft.encounter.attest.abn or on_notice(draft, work)
    if told or not is_value(policy, StatusPolicy.MEDICARE):
        return
    name = draft.rules.profile.name
    why = f"{name} restricts {work.code}: {entry.condition}."
    fix = "Bill it only where it is covered; else tell the patient beforehand what is not covered."
    offers = denial_expected(draft, (work.code,))
    draft.alert("not-payable", Severity.WARNING, (work.code,), why, fix, entry.cite, offers)


def _say_unconfirmed(draft: Draft, work: Work, entry: CodeEntry) -> None:
    why = f"How units of {work.code} count was found in no source."
    why += f" Units of {entry.unit_minutes} minutes past their midpoint were assumed."
    fix = "Check the payer's own policy before billing."
    draft.alert("rule-not-known", Severity.NOTE, (work.code,), why, fix, entry.cite)
