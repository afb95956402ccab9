"""Modifiers on the finished lines: missing, needless, contradicting, or too many."""

from __future__ import annotations

from core.model.bill import Offer
from core.model.facts import NOBODY_SAID
from core.model.kinds import Discipline, Severity
from core.model.statements import OfferKind
from core.rules.assistants import WITH_ASSISTANTS
from core.rules.distinctness import SEPARATE, by_hand
from core.rules.draft import Draft, Work
from core.rules.modifiers import REDUCED, in_order
from core.rules.profile import UnitRule
from core.rules.statements import (
    AT,
    GA,
    GX,
    GY,
    GZ,
    KX,
    NOTICES,
    denial_expected,
    uses_kx,
    wants_at,
)

_UNNEEDED, _MISSING = "modifier-unneeded", "modifier-missing"
_MOST = 4  # places for modifiers on a claim line
_CLAIM = "CMS-1500 and 837P: a service line has four places for modifiers"
_EM = "NCCI Policy Manual ch.1 §D: 25 belongs on evaluation and management of physicians"
_REPEAT = "CPT appendix A; Cahaba GBA: a day's units of one code are summed on one line"
_ABUSE = "CMS Claims Processing Manual (100-04) ch.5 §10.3.3: KX only where it is needed"
_NOTICE = "Advance beneficiary notices are for traditional Medicare only"
_VOLUNTARY = "CMS CR 6563: GX is denied as not covered and not sent with covered charges"
_ACTIVE = "CMS SE1601: without AT manipulation is denied as maintenance"
_LISTS = "HCPCS modifiers and CPT appendix A, as far as the rule book lists them"
_HELPERS = {"CQ": Discipline.PT, "CO": Discipline.OT}


def judge_modifiers(draft: Draft) -> None:
    """Look at every line that carries more than the engine put on by itself."""
    said = draft.encounter.attest
    plain = (said is NOBODY_SAID or said == NOBODY_SAID) and not draft.has_hand_modifiers
    if plain and draft.encounter.discipline is not Discipline.DC:
        return
    for work in draft.works:
        if not work.units:
            continue
        words = work.helped_modifiers if work.helped else work.modifiers
        if len(words) > 1:
            _judge_line(draft, work, words)
        elif words and draft.has_hand_modifiers:
            _judge_words(draft, work, words)
        if wants_at(draft, work):
            _judge_active(draft, work, words)


def _judge_line(draft: Draft, work: Work, words: tuple[str, ...]) -> None:
    if len(words) > _MOST:
        why = f"{work.code} carries {len(words)} modifiers ({' '.join(words)}); a line holds four."
        fix = "Keep those that change payment and take the others off."
        draft.alert(_UNNEEDED, Severity.ERROR, (work.code,), why, fix, _CLAIM)
    _judge_words(draft, work, words)
    for one, other, value in draft.rules.conflicts:
        if one in words and other in words:
            why = f"{one} and {other} contradict each other on {work.code}."
            fix = "Keep the one that is true."
            severity = Severity(value.text)
            draft.alert(_UNNEEDED, severity, (work.code,), why, fix, value.cite)


def _judge_words(draft: Draft, work: Work, words: tuple[str, ...]) -> None:
    for word in words:
        complaint = _complaint(draft, work, word, words)
        if complaint:
            severity, why, cite = complaint
            fix = f"Take {word} off {work.code}, or keep it with a reason."
            draft.alert(_UNNEEDED, severity, (work.code,), why, fix, cite)


def _complaint(
    draft: Draft, work: Work, word: str, words: tuple[str, ...]
) -> tuple[Severity, str, str] | None:
    """Why a modifier should not stand there; None where nothing speaks against it."""
    name, discipline = draft.rules.profile.name, draft.encounter.discipline
    if word == SEPARATE:
        return _complaint_of_25(work, discipline)
    if word in ("76", "77"):
        return Severity.WARNING, f"{word} does not split units of {work.code}.", _REPEAT
    if word == KX:
        return _complaint_of_kx(draft, work)
    if word in NOTICES and not draft.rules.claim.medicare_notices:
        return Severity.WARNING, f"{name} does not read {word}.", _NOTICE
    if word == GX and not work.excluded and GY not in words:
        why = f"GX says that {name} excludes {work.code}; without GY it is sent as covered."
        return Severity.WARNING, why, _VOLUNTARY
    if word == AT and not wants_at(draft, work):
        return Severity.WARNING, f"AT says nothing to {name} on {work.code}.", _ACTIVE
    if word in _HELPERS and word in by_hand(work):
        return _complaint_of_helper(draft, work, word)
    if word == REDUCED and not work.short and draft.rule == UnitRule.TOTAL_TIME:
        why = f"{name} does not ask for 52 on {work.code}: minutes decide its units."
        return Severity.WARNING, why, "CPT appendix A: 52 is for a reduced service"
    known = draft.book.known_modifiers
    if known and word not in known:
        why = f"{word} on {work.code} is not a modifier this program knows."
        return Severity.WARNING, why, _LISTS
    return None


def _complaint_of_25(work: Work, discipline: Discipline) -> tuple[Severity, str, str] | None:
    if discipline is not Discipline.DC:
        return Severity.ERROR, f"25 is not for {work.code}: therapists do not use it.", _EM
    if work.entry and work.entry.is_office_visit:
        return None
    why = f"25 is not for {work.code}: it belongs on the office visit beside it."
    return Severity.WARNING, why, _EM


def _complaint_of_kx(draft: Draft, work: Work) -> tuple[Severity, str, str] | None:
    if not uses_kx(draft):
        why = f"KX says nothing to {draft.rules.profile.name}."
    elif draft.kx_due is False:
        why = f"The year's threshold is not passed, so {work.code} needs no KX."
    else:
        return None
    return Severity.WARNING, why, _ABUSE


def _complaint_of_helper(draft: Draft, work: Work, word: str) -> tuple[Severity, str, str] | None:
    discipline = draft.encounter.discipline
    cite = "42 USC 1395m(v): CQ with GP, CO with GO; speech has none"
    if discipline not in WITH_ASSISTANTS or _HELPERS[word] is not discipline:
        why = f"{word} on {work.code} is no modifier of {discipline.value}."
        return Severity.ERROR, why, cite
    if not any(row.assistant_minutes for row in work.rows):
        return Severity.WARNING, f"{work.code} has {word} but no minutes of an assistant.", cite
    return None


def _judge_active(draft: Draft, work: Work, words: tuple[str, ...]) -> None:
    """AT is the chiropractor's statement; without it the line is denied as maintenance."""
    if AT in words or {GA, GY, GZ} & set(words):
        return
    name = draft.rules.profile.name
    denial = denial_expected(draft, (work.code,))
    if draft.encounter.attest.at is False:
        why = f"{name} does not pay {work.code} as maintenance care."
        fix = "Put GA on where a signed notice is on file, or GZ where there is none."
        draft.alert("not-payable", Severity.WARNING, (work.code,), why, fix, _ACTIVE, denial)
        return
    before = " ".join(words) or "no modifier"
    after = " ".join(in_order(draft, (*words, AT)))
    why = f"{work.code} carries no AT; {name} denies it as maintenance."
    fix = f"If this was active treatment, attest it: AT on {work.code} ({before} → {after})."
    offers = (Offer(OfferKind.ACTIVE, (work.code,), AT), *denial)
    draft.alert(_MISSING, Severity.WARNING, (work.code,), why, fix, _ACTIVE, offers)
