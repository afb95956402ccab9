"""Work told in words the lexicon does not know, and how far a place reaches beside its work."""

from __future__ import annotations

from core.notes.page import Page
from core.notes.words import bag

# What may stand between work and its time without naming other work: how, where, by whom.
_ACCOMPANY = bag(
    "the this that and for with was were are has had been being then also from into onto over "
    "under each all both same above below about approx approximately around roughly lasting "
    "total time timed minute min duration length spent took take lasted overall spend used using "
    "performed done given provided delivered applied rendered received completed required needed "
    "treated treatment therapy session visit today skilled direct contact hands one individual "
    "patient pt client she her his him they he therapist clinician provider licensed by me i we my "
    "prone supine seated sitting sidelying standing side lying position positioned hooklying "
    "semi reclined table plinth chair pillow bolster towel lotion cream emollient "
    "downward upward backward forward inward outward "
    "medial lateral anterior posterior superior inferior proximal distal deep superficial "
    "direction plane multiple various bilateral bilaterally gentle firm light sustained "
    "oscillation oscillatory rhythmic hold bout set rep pressure stroke cross longitudinal "
    "tolerance tol tolerated per within pain free range grade gr order to including include "
    "area region site tissue spot point work worked technique segment level end start beginning "
    "code cpt unit charge billed bill documented actual more another additional again "
    "sec second maybe "
    "one two three four five six several few slowly slow very again before after during while "
    "prior as well only just entire whole "
    "focus focused focusing emphasis stretch manual well good plus right left"
)
_OPENS_NO_WORK = bag(
    "w with to due d because since for in as per prone supine seated sitting sidelying while at on "
    "by from over until s because b secondary given pt patient"
)
_BREAKS = bag(", + & and plus then ;")
_MODIFIES = bag("w with because due d since as to for while")
_LINKS = bag("to of the at on over")
_DIRECTIONS = bag("sup inf ant post med lat rot prone supine sustained bilat bilaterally")
_LEAST_LETTERS = 3
# One unknown word in a list may be a place: `STM paraspinals, gluts`.
_IN_A_LIST = 2
_FARTHEST = 12


def place_start(page: Page, at: int) -> int:
    """Where the place, side, grade and bracketed code begin that end right before a word."""
    first = at
    while first > 0:
        before = _one_back(page, first, inside=first < at)
        if before == first:
            return first
        first = before
    return first


def _one_back(page: Page, first: int, *, inside: bool) -> int:
    """Where the last part of a place begins; `inside` when more of it was already passed."""
    stems = page.words.stems
    ends = [m.first for m in page.within("site", max(first - 5, 0), first) if m.last == first]
    ends += [a for a, b in page.grades if b == first]
    if ends:
        return min(ends)
    word = stems[first - 1]
    if first - 1 in page.side_at or word in _DIRECTIONS:
        return first - 1
    if inside and (word in _LINKS or (word == "," and _place_ends(page, first - 1))):
        return first - 1
    if inside and word == "/" and first > 1 and stems[first - 2] in _DIRECTIONS:
        return first - 2
    coded = word == ")" and stems[first - 3 : first - 2] == ["("]
    return first - 3 if coded else first


def _place_ends(page: Page, at: int) -> bool:
    return any(m.last == at for m in page.within("site", max(at - 5, 0), at))


def names_unknown_work(page: Page, first: int, last: int, least: int = 1) -> bool:
    """Whether words in between name something done: `wobble board`, `box lifts 20 lb`."""
    stems = page.words.stems
    if last <= first or stems[first] in _OPENS_NO_WORK:
        return False
    held = {at for m in page.within("site", first, last) for at in range(m.first, m.last)}
    held |= {at for a, b in page.grades for at in range(a, b)}
    fresh = sum(
        len(stems[at]) >= _LEAST_LETTERS
        and stems[at].isalpha()
        and stems[at] not in _ACCOMPANY
        and at not in held
        for at in range(first, last)
    )
    return fresh >= least


def unknown_work_after(page: Page, first: int, last: int) -> bool:
    """`STM R UT, wobble board 15 min`: other work between a mention's end and a number."""
    stems = page.words.stems
    cut = next(
        (
            at
            for at in range(last - 1, max(first, last - _FARTHEST) - 1, -1)
            if stems[at] in _BREAKS
        ),
        None,
    )
    if cut is None or (stems[cut] != "," and not _MODIFIES.isdisjoint(stems[first:cut])):
        return False
    placed = any(m.first <= cut + 2 for m in page.within("site", cut + 1, last))
    return not placed and names_unknown_work(page, cut + 1, last, _IN_A_LIST)
