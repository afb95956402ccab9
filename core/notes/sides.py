"""Sides: whether a paired structure lacks one, and whether two of them disagree."""

from __future__ import annotations

from core.notes.lexicon import Mention, Term
from core.notes.page import Page
from core.notes.sites import Region, sites_of_hands
from core.notes.treatment import Treatment
from core.notes.words import bag

_COMPARED = bag("vs versus uninvolved contralateral than opposite compared (")
_CONDITION = Term("cues", "condition", "condition")
_COMPLAINTS = 3
_CONDITIONS_OF_ONE_SIDE = bag(
    "adhesive frozen impingement rct rtc rcr tka tha tsa rtsa acl aclr pcl cts lateral lat tennis "
    "epicondylitis plantar tendinopathy tendinitis tendonitis pfps pfp bursitis orif drf "
    "arthroplasty meniscectomy slap bankart labral gth trochanteric"
)


def side_of(page: Page, site: Mention) -> str:
    """The side said right before or after a site, or nothing."""
    for at in (site.first - 1, site.first - 2, site.last, site.last + 1):
        name = page.side_at.get(at)
        if name is not None and page.sentence_at(at) is page.sentence_at(site.first):
            return name
    stems = page.words.stems[site.first]
    return (
        {"r": "right", "l": "left", "b": "bilateral"}.get(stems[0], "")
        if stems in ("rue", "lue", "rle", "lle", "bue", "ble")
        else ""
    )


def lacks_side(page: Page, region: Region, given: str) -> bool:
    """A paired structure was treated and no side stands anywhere."""
    return not (given or page.sides) and any(s.term.paired for s in region.sites)


def sides_conflict(
    page: Page, treatment: Treatment, region: Region, given: str
) -> tuple[Mention, ...]:
    """Sites of one part, treated on one side while the complaint names only the other."""
    treated = {
        (s.term.region, side_of(page, s)): s
        for s in _treated_sites(page, treatment)
        if side_of(page, s)
    }
    for (name, side), site in treated.items():
        if side == "bilateral" or any(k[0] == name and k[1] != side for k in treated):
            continue
        if given in ("left", "right") and given != side:
            return (site,)
        said = {
            side_of(page, s): s
            for s in page.of("site")
            if s.term.region == name and _complaint(page, s) and side_of(page, s)
        }
        if said and side not in said and "bilateral" not in said:
            return (site, next(iter(said.values())))
    sides = {side for _, side in treated}
    other = _side_of_condition(page) if len(sides) == 1 else None
    if other is not None and page.side_at[other.first] not in sides | {"bilateral"}:
        return (next(iter(treated.values())), other)
    return ()


def _side_of_condition(page: Page) -> Mention | None:
    """`Dx: R adhesive capsulitis`: the only side of the complaint, told with a condition."""
    found: Mention | None = None
    for sentence in page.sentences[:_COMPLAINTS]:
        if sentence.section not in ("", "subjective", "diagnosis"):
            continue
        hands = page.has("technique", sentence.first, sentence.last)
        sides = [side for side in page.sides if sentence.first <= side.at < sentence.last]
        for side in () if hands or page.has("unnamed", sentence.first, sentence.last) else sides:
            if found is not None and side.name != page.side_at[found.first]:
                return None
            if page.words.stems[side.at + 1] in _CONDITIONS_OF_ONE_SIDE:
                found = Mention(_CONDITION, side.at, side.at + 2)
    return found


def _treated_sites(page: Page, treatment: Treatment) -> list[Mention]:
    return [
        s
        for m in treatment.techniques or treatment.hands
        for s in sites_of_hands(page, m, treatment)
        if s.term.paired
    ]


def _complaint(page: Page, site: Mention) -> bool:
    """A site in the complaint, the diagnosis or the assessment, not one that is compared."""
    sentence = page.sentence_at(site.first)
    if sentence.section in ("plan", "goals", "home", "treatment", "objective", "response"):
        return False
    if any(
        w in _COMPARED for w in page.words.stems[max(site.first - 3, sentence.first) : site.first]
    ):
        return False
    if page.has("motion", sentence.first, sentence.last):
        return False
    return not (
        page.has("technique", sentence.first, sentence.last)
        or page.has("unnamed", sentence.first, sentence.last)
    )
