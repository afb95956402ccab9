"""What a person reads about code pairs: what is missing, what may be put on, what opens nothing."""

from __future__ import annotations

from core.model.bill import Offer
from core.model.kinds import Discipline, Severity
from core.model.statements import OfferKind
from core.rules.claim_terms import EditSource
from core.rules.distinctness import (
    DISTINCT,
    EVALUATION,
    INTERVALS,
    REGION,
    SESSION,
    Distinct,
    apart_from_manipulation,
    by_hand,
    is_manipulation_pair,
    judge,
)
from core.rules.draft import Draft, FoundPair, Work
from core.rules.earned import distinct_word, put_on_earned, with_word
from core.rules.edit_tables import WITH_MODIFIER, vouches
from core.rules.profile import is_value

_FIFTY_NINE = "59"
_MISUSE = "Noridian, modifier 59: not on a pair that has no edit; NCCI Policy Manual ch.1"
_HOW = {
    REGION: "name a different region for each",
    SESSION: "enter the separate session",
    INTERVALS: "enter clock times that do not overlap",
}


def judge_edits(draft: Draft) -> None:
    """Put on what was earned; say each pair in force, and each modifier that opens none."""
    if not draft.pairs and not draft.has_hand_modifiers:
        return
    opened: set[str] = set()
    judged = [(pair, judge(draft, pair)) for pair in draft.pairs if pair.indicator == WITH_MODIFIER]
    earned = put_on_earned(draft, judged)
    for pair, found in judged:
        opened.update(pair.codes)
        _judge_open(draft, pair, found, earned)
    for pair in draft.pairs:
        if pair.indicator != WITH_MODIFIER:
            _say_never(draft, pair)
    for work in draft.works:
        if work.units and draft.has_hand_modifiers:
            _judge_distinct_words(draft, work, needed=work.code in opened)


def _say_never(draft: Draft, pair: FoundPair) -> None:
    one, two = pair.codes
    why = f"{one} and {two} are never paid together ({pair.label})"
    fix = f"Bill {one} alone, or correct the codes. No modifier opens this pair."
    _alert(draft, pair, Severity.ERROR, why, fix)


def _judge_open(
    draft: Draft, pair: FoundPair, found: Distinct, earned: dict[str, tuple[str, str]]
) -> None:
    """Error without proof; a note once proof and a clinician's statement stand together."""
    one, two = pair.codes
    visit = found.proof == EVALUATION
    unless = "significant and more than it includes" if visit else "distinct"
    why = f"{two} is not paid beside {one} unless it was {unless} ({pair.label})"
    if found.earns:
        kept = f". {found.words.capitalize()} show that it was, and the clinician attests it"
        fix = "Keep the reason for each service in the note."
        _alert(draft, pair, Severity.NOTE, f"{why}{kept}{_allowed(pair, found, earned)}", fix)
        return
    if found.attested:
        _say_missing(draft, pair, found)
    ways = [REGION] if is_manipulation_pair(draft, pair) else [INTERVALS, REGION, SESSION]
    how = " or ".join(_HOW[way] for way in ways)
    show = f", {how}; then attest it, with a reason for each in the note"
    if found.proof:
        show = f" and the note has a reason for each, attest it: the record shows {found.words}"
    fix = f"If the two were distinct{show}. Otherwise bill {one} alone."
    if visit:
        fix = f"If the note shows {found.words}, attest it. Otherwise bill {one} alone."
    offers = _offers(draft, pair, found)
    _alert(draft, pair, Severity.ERROR, why, fix, offers)
    if found.proof and not visit:
        _suggest(draft, pair, found, offers)


def _offers(draft: Draft, pair: FoundPair, found: Distinct) -> tuple[Offer, ...]:
    """The clinician's statement, where something shows it and its line stands on this bill.

    Beside a service of another session it is the modifier itself that says so.
    """
    if not found.proof or pair.column_2 not in draft.works:
        return ()
    value = distinct_word(draft, found)
    word = value.text if value else ""
    if pair.column_1 in draft.works:
        return (Offer(OfferKind.DISTINCT, pair.codes, word),)
    return (Offer(OfferKind.MODIFIER, (pair.column_2.code,), word),) if word else ()


def _allowed(pair: FoundPair, found: Distinct, earned: dict[str, tuple[str, str]]) -> str:
    """Which modifier says so on which line, with the line's modifiers before and after."""
    if found.opened:
        return f": {' and '.join(found.opened)} may stand"
    two = pair.column_2.code
    if two not in earned:
        return f": the modifier belongs on {two} in the other session"
    return f": {two} carries what says so ({earned[two][0]} → {earned[two][1]})"


def _alert(
    draft: Draft,
    pair: FoundPair,
    severity: Severity,
    why: str,
    fix: str,
    offers: tuple[Offer, ...] = (),
) -> None:
    if pair.assumed and severity is Severity.ERROR:
        severity = Severity.WARNING
    assumed = f" Whether {draft.rules.profile.name} uses these pairs is not known."
    message = f"{why}.{assumed if pair.assumed else ''}"
    draft.alert("edit-pair", severity, pair.codes, message, fix, pair.cite, offers)


def _suggest(draft: Draft, pair: FoundPair, found: Distinct, offers: tuple[Offer, ...]) -> None:
    """The modifier, before and after: only the clinician's statement puts it on."""
    value, work = distinct_word(draft, found), pair.column_2
    if value is None or work not in draft.works:
        return
    before, after = with_word(draft, work, value.text)
    why = f"{work.code} seems distinct by {found.words}, but nobody attests it."
    fix = f"Attest it to put {value.text} on {work.code} ({before} → {after}), or refuse it."
    draft.alert("modifier-missing", Severity.WARNING, (work.code,), why, fix, value.cite, offers)


def _say_missing(draft: Draft, pair: FoundPair, found: Distinct) -> None:
    if found.proof:
        return
    one, two = pair.codes
    said = f"{' and '.join(found.opened)} is on the line" if found.opened else "It is attested"
    if is_manipulation_pair(draft, pair):
        lacks = "the regions do not show two different ones; clock times are not enough"
        fix = _HOW[REGION]
    else:
        lacks = "neither clock times nor regions nor sessions show it"
        fix = " or ".join(_HOW[way] for way in (INTERVALS, REGION, SESSION))
    why = f"{said} that {two} was distinct from {one}, but {lacks}."
    severity = Severity.WARNING if pair.assumed else Severity.ERROR
    fix = f"{fix[0].upper()}{fix[1:]}; or bill {one} alone."
    draft.alert("distinctness-missing", severity, pair.codes, why, fix, pair.cite)


def _judge_distinct_words(draft: Draft, work: Work, *, needed: bool) -> None:
    words = [word for word in by_hand(work) if word in DISTINCT]
    if len(words) > 1 and _FIFTY_NINE in words:
        why = f"{' and '.join(words)} stand on one line of {work.code}; one of them says it all."
        fix = "Keep the one that fits best."
        draft.alert("modifier-unneeded", Severity.WARNING, (work.code,), why, fix, _MISUSE)
    if not words or needed:
        return
    claim, day = draft.rules.claim, draft.encounter.date
    table = draft.rules.tables[draft.encounter.setting].edits
    sure = not claim.pairs_assumed and (table is None or vouches(table, day))
    unsure = f" (table {table.name}, not checked for this date)" if table and not sure else ""
    why = f"{words[0]} on {work.code} opens no pair of this day{unsure}."
    fix = f"Take {words[0]} off: on a pair without an edit it is misuse."
    severity = Severity.WARNING if sure else Severity.NOTE
    draft.alert("modifier-unneeded", severity, (work.code,), why, fix, _MISUSE)


def judge_manipulation(draft: Draft) -> None:
    """Hands-on work in a region that was adjusted belongs to the adjustment."""
    regions = draft.book.regions
    if draft.encounter.discipline is not Discipline.DC:
        return
    adjusted = [w for w in draft.works if w.units and w.code in regions.manipulations]
    for work in adjusted:
        _judge_level(draft, work)
    for work in draft.works:
        if work.units and not work.excluded and work.code in regions.included:
            for adjustment in adjusted:
                _judge_region(draft, adjustment, work)


def _judge_region(draft: Draft, adjustment: Work, work: Work) -> None:
    apart = apart_from_manipulation(draft, adjustment, work)
    codes, cite = (adjustment.code, work.code), draft.book.regions.cite
    if apart is None:
        draft.unchecked.append(f"regions of {codes[0]} and {codes[1]} (not given)")
        return
    if not apart:
        why = f"{codes[1]} was done in a region adjusted that day; there it is part of {codes[0]}."
        fix = f"Bill {codes[0]} alone, or correct the regions."
        lenient = is_value(draft.rules.claim.edits, EditSource.NONE)
        severity = Severity.WARNING if lenient else Severity.ERROR
        draft.alert("cmt-same-region", severity, codes, why, fix, cite)


def _judge_level(draft: Draft, work: Work) -> None:
    """The code of a manipulation says how many spinal regions were adjusted."""
    regions = draft.book.regions
    level = regions.levels.get(work.code)
    texts = [*draft.encounter.cmt_regions, *(row.region for row in work.rows)]
    spinal = regions.cmt_in(texts) & regions.spinal
    if level is None or not spinal or level[0] <= len(spinal) <= level[1]:
        return
    right = [code for code, (low, high) in regions.levels.items() if low <= len(spinal) <= high]
    why = f"{work.code} does not stand for {len(spinal)} adjusted regions of the spine."
    fix = f"Bill {' or '.join(right)}, or correct the regions."
    draft.alert("cmt-level", Severity.WARNING, (work.code,), why, fix, regions.cite)
