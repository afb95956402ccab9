"""Code pairs in force between what is billed, and the recorded decisions on them."""

from __future__ import annotations

from itertools import combinations

from core.rules.day_tables import PAIRS_STEP, pairs_step
from core.rules.draft import Draft, FoundPair, Work, clean_code
from core.rules.edit_tables import EditTable, vouches
from core.rules.parameters import DatedValue

EDIT_ALERTS = frozenset({"edit-pair", "cmt-same-region", "distinctness-missing"})


def find_pairs(draft: Draft) -> None:
    """Look up every two codes of the day, one of them billed here; then drop what is declined."""
    own = [work for work in draft.works if work.units and not work.excluded]
    if not own or len(own) + len(draft.others) < 2:
        return
    tables = draft.rules.tables[draft.encounter.setting]
    table, pairs = tables.edits, tables.edits.pairs if tables.edits else {}
    has_own = isinstance(draft.rules.claim.own_pairs, DatedValue)
    for one, other in _couples(draft, own):
        key = (one.code, other.code) if one.code < other.code else (other.code, one.code)
        found = _of_table(draft, table, one, other) if table and key in pairs else None
        if found is None and has_own:
            found = _of_payer(draft, one, other)
        if found is not None:
            draft.pairs.append(found)
    if not draft.pairs:
        draft.trace.append(tables.no_pairs)
        return
    _say(draft, table)
    if draft.encounter.decline:
        _drop_declined(draft)


def _couples(draft: Draft, own: list[Work]) -> list[tuple[Work, Work]]:
    couples = list(combinations(own, 2))
    for beside in draft.others:
        if beside.work.units:
            couples += [(one, beside.work) for one in own if one.code != beside.work.code]
    return couples


def _of_table(draft: Draft, table: EditTable, one: Work, other: Work) -> FoundPair | None:
    day, assumed = draft.encounter.date, draft.rules.claim.pairs_assumed
    pair = table.between(one.code, other.code, day)
    if pair is None:
        return None
    first, second = (one, other) if pair.column_1 == one.code else (other, one)
    name, checked = f"table {table.name}", vouches(table, day)
    return FoundPair(first, second, pair.indicator, name, table.cite, checked, assumed)


def _of_payer(draft: Draft, one: Work, other: Work) -> FoundPair | None:
    source, pair = draft.rules.claim.own_pairs, draft.rules.claim.own_pair(one.code, other.code)
    if pair is None or not isinstance(source, DatedValue):
        return None
    first, second = (one, other) if pair.column_1 == one.code else (other, one)
    name = f"{draft.rules.profile.name}'s own pairs"
    return FoundPair(first, second, pair.indicator, name, source.cite, checked=True, assumed=False)


def _say(draft: Draft, table: EditTable | None) -> None:
    found = ", ".join(f"{one} with {two}" for one, two in (pair.codes for pair in draft.pairs))
    if table is None:
        draft.say(PAIRS_STEP, f"{found} ({draft.pairs[0].table})", draft.pairs[0].cite)
        return
    day, claim = draft.encounter.date, draft.rules.claim
    draft.trace.append(pairs_step(table, claim, day, found))


def _drop_declined(draft: Draft) -> None:
    """Only a recorded decision takes a line off: column 2 of a pair, or the one code it names."""
    for decision in draft.encounter.decline:
        if decision.alert not in EDIT_ALERTS:
            continue
        named = {clean_code(code) for code in decision.codes}
        for pair in draft.pairs:
            code = _declined_code(pair, named)
            work = next((one for one in draft.works if one.code == code and one.units), None)
            if work is not None:
                take_off(draft, work, "edit", decision.reason, pair.cite)
    draft.pairs = [pair for pair in draft.pairs if pair.column_1.units and pair.column_2.units]


def _declined_code(pair: FoundPair, named: set[str]) -> str:
    if set(pair.codes) <= named:
        return pair.codes[1]
    single = next(iter(named)) if len(named) == 1 else ""
    return single if single in pair.codes else ""


def take_off(draft: Draft, work: Work, bucket: str, reason: str, cite: str) -> None:
    """Move a line to what is not billed, by a person's decision."""
    work.taken, work.units = work.units, 0
    why = f"Not billed by decision: {reason.strip().rstrip('.') or 'no reason given'}."
    work.refuse(bucket, why, cite)
    draft.say(f"{work.code} is not billed", why, cite)
