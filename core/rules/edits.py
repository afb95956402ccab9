"""Code pairs in force between what is billed, and the recorded decisions on them."""

from __future__ import annotations

from collections.abc import Iterator

from core.rules.draft import Draft, FoundPair, Work, clean_code
from core.rules.edit_tables import EditTable, vouches
from core.rules.parameters import DatedValue
from core.rules.wording import plural

EDIT_ALERTS = frozenset({"edit-pair", "cmt-same-region", "distinctness-missing"})
_STEP = "Pairs among the day's codes"


def find_pairs(draft: Draft) -> None:
    """Look up every two codes of the day, one of them billed here; then drop what is declined."""
    claim = draft.rules.claim
    own = [work for work in draft.works if work.units]
    if not own or len(own) + len(draft.others) < 2:
        return
    table = draft.rules.edits[draft.encounter.setting] if claim.uses_medicare_pairs else None
    draft.pairs = [
        found
        for one, other in _couples(draft, own)
        if (found := _found(draft, table, one, other)) is not None
    ]
    _say(draft, table)
    if draft.encounter.decline and draft.pairs:
        _drop_declined(draft)


def _couples(draft: Draft, own: list[Work]) -> Iterator[tuple[Work, Work]]:
    for at, one in enumerate(own):
        for other in own[at + 1 :]:
            yield one, other
        for beside in draft.others:
            if beside.work.units and beside.work.code != one.code:
                yield one, beside.work


def _found(draft: Draft, table: EditTable | None, one: Work, other: Work) -> FoundPair | None:
    day, claim = draft.encounter.date, draft.rules.claim
    pair = table.between(one.code, other.code, day) if table else None
    if table and pair:
        first, second = (one, other) if pair.column_1 == one.code else (other, one)
        name = f"table {table.name}"
        checked, assumed = vouches(table, day), claim.pairs_assumed
        return FoundPair(first, second, pair.indicator, name, table.cite, checked, assumed)
    source = claim.own_pairs
    if not isinstance(source, DatedValue):
        return None
    pair = claim.own_pair(one.code, other.code)
    if pair is None:
        return None
    first, second = (one, other) if pair.column_1 == one.code else (other, one)
    name = f"{draft.rules.profile.name}'s own pairs"
    return FoundPair(first, second, pair.indicator, name, source.cite, checked=True, assumed=False)


def _say(draft: Draft, table: EditTable | None) -> None:
    source = draft.rules.claim.edits
    found = plural(len(draft.pairs), "pair") if draft.pairs else "none in force"
    if table is None:
        why = "no table of this payer's programme is used" if not draft.pairs else found
        cite = source.cite if isinstance(source, DatedValue) else "No entry covers that day"
        draft.say(_STEP, why, cite, getattr(source, "since", None))
        return
    checked = "" if vouches(table, draft.encounter.date) else ", not checked for this date"
    assumed = "; whether the payer uses it is not known" if draft.rules.claim.pairs_assumed else ""
    draft.say(
        _STEP, f"{found} (table {table.name}{checked}){assumed}", table.cite, table.known_from
    )


def _drop_declined(draft: Draft) -> None:
    """Only a recorded decision takes a line off: column 2, or the one code it names."""
    for decision in draft.encounter.decline:
        if decision.alert not in EDIT_ALERTS:
            continue
        named = {clean_code(code) for code in decision.codes}
        for pair in draft.pairs:
            hit = named.intersection(pair.codes)
            code = pair.codes[1] if len(hit) > 1 else next(iter(hit), "")
            work = next((one for one in draft.works if one.code == code and one.units), None)
            if work is not None:
                take_off(draft, work, "edit", decision.reason, pair.cite)
    draft.pairs = [pair for pair in draft.pairs if pair.column_1.units and pair.column_2.units]


def take_off(draft: Draft, work: Work, bucket: str, reason: str, cite: str) -> None:
    """Move a line to what is not billed, by a person's decision."""
    work.units = 0
    why = f"Not billed by decision: {reason.strip().rstrip('.') or 'no reason given'}."
    work.refuse(bucket, why, cite)
    draft.say(f"{work.code} is not billed", why, cite)
