"""Where the hands were: region, side, and whether the sides agree."""

from __future__ import annotations

from dataclasses import dataclass

from core.notes.lexicon import Mention
from core.notes.page import Page
from core.notes.sentences import Sentence
from core.notes.treatment import Treatment
from core.notes.words import bag

_DIRECTIONS = bag(
    "post posterior ant anterior inf inferior sup superior caudal cephalad cranial "
    "lateral lat medial med dorsal volar palmar ventral ap pa distal proximal "
    "longitudinal transverse radial ulnar downglide upglide p a posteroanterior "
    "anteroposterior sideglide inferolateral anterolateral posterolateral downward upward"
)
_PRECISE = bag(
    "proximal distal dorsal volar plantar medial lateral palmar dorsum lat med prox dist"
)
_LIMB_PARTS = bag("hand arm leg forearm thigh thumb foot wrist elbow knee ankle calf heel shin")
_COMPARED = bag("vs versus uninvolved contralateral than opposite compared (")
_FIELDS = bag("area region site location part bodypart joint segment level structure tissue muscle")
_ABOUT = ("", "subjective", "objective", "assessment", "diagnosis", "response")
_SCARS = bag("scar incision incisional portal stoma stump")
_TRAINING = ("label", "exercise")
_NEXT_ENTRY = bag(", ; + and &")
_DISTINCT = bag("distinct separate different unrelated apart away")
_STATES = bag("pt patient has dx report reports states he she")


@dataclass(frozen=True, slots=True)
class Region:
    """`level` is specific, general or none; `sites` are the places that prove it."""

    level: str
    sites: tuple[Mention, ...]
    named_by: tuple[Mention, ...] = ()


def read_region(page: Page, treatment: Treatment) -> Region:
    """The site of today's manual therapy; the most specific one wins."""
    if not treatment.performed:
        return Region("none", ())
    by_technique = tuple(m for m in treatment.techniques if m.term.level == "specific")
    hands = (treatment.techniques or treatment.hands) + treatment.labels
    sites = list(dict.fromkeys(s for m in hands for s in sites_of_hands(page, m, treatment)))
    if not sites:
        sites = _in_form(page) or _sites_after(page, treatment.hands) or _of_complaint(page)
    specific = [s for s in sites if _specific(page, s, treatment)]
    if not specific and sites and not _beside_hands(page, sites, treatment):
        specific = [s for s in sites if s.term.paired and _directed(page, treatment)]
    if specific or by_technique:
        return Region("specific", tuple(specific), by_technique)
    return Region("general", tuple(sites)) if sites else Region("none", ())


def _specific(page: Page, site: Mention, treatment: Treatment) -> bool:
    if site.term.level == "specific":
        return True
    if "scar mobilization" in treatment.names and _scarred(page, site):
        return True
    stems = page.words.stems
    before = stems[site.first - 1] if site.first else ""
    if before in _PRECISE and site.term.part in _LIMB_PARTS:
        return True
    return site.term.paired and _gliding(page, site, treatment)


def _scarred(page: Page, site: Mention) -> bool:
    """A scar that is named by its place: `palm scar`, `scar at the knee`."""
    near = page.words.stems[max(site.first - 5, 0) : site.last + 3]
    return not _SCARS.isdisjoint(near)


def _beside_hands(page: Page, sites: list[Mention], treatment: Treatment) -> bool:
    """Whether the places stand in the sentences of the manual work."""
    at = {page.sentence_at(m.first).first for m in treatment.hands + treatment.labels}
    return any(page.sentence_at(s.first).first in at for s in sites)


def _directed(page: Page, treatment: Treatment) -> bool:
    """A glide with its direction, told away from the part of the body."""
    return any(
        m.term.name in ("joint mobilization", "MWM")
        and not _DIRECTIONS.isdisjoint(page.words.stems[max(m.first - 3, 0) : m.last + 3])
        for m in treatment.techniques
    )


def _gliding(page: Page, site: Mention, treatment: Treatment) -> bool:
    """A body part with a glide's direction fixes the joint."""
    first, last = page.clause_at(site.first)
    stems = page.words.stems
    for mention in page.within("technique", first, last):
        if (
            mention.term.name not in ("joint mobilization", "MWM")
            or mention not in treatment.techniques
        ):
            continue
        around = stems[max(first, mention.first - 4) : min(last, mention.last + 3)]
        if any(word in _DIRECTIONS for word in around) and any(
            w in stems[mention.first : mention.last + 3] or w in around
            for w in (
                "glide",
                "distraction",
                "pa",
                "ap",
                "mob",
                "mobilization",
                "mwm",
                "sideglide",
                "gliding",
            )
        ):
            return True
    return False


def sites_of_hands(page: Page, mention: Mention, treatment: Treatment) -> list[Mention]:
    """Sites in the mention's sentence that no other service claims."""
    sentence = page.sentence_at(mention.first)
    known = treatment.sites_by_sentence.get(sentence.first)
    if known is None:
        known = _claimed(page, sentence, treatment)
        treatment.sites_by_sentence[sentence.first] = known
    return known


def _claimed(page: Page, sentence: Sentence, treatment: Treatment) -> list[Mention]:
    own = treatment.within(sentence.first, sentence.last)
    rivals = [
        m
        for kind in (
            "label",
            "exercise",
            "modality",
            "passive",
            "assisted",
            "selfwork",
            "otherhands",
            "cmt",
            "machine",
        )
        for m in page.within(kind, sentence.first, sentence.last)
    ]
    found = []
    for site in page.within("site", sentence.first, sentence.last):
        if any(
            t.first <= site.first and site.last <= t.last for t in own if t.term.kind == "unnamed"
        ):
            continue
        if any(
            t.first <= site.first and site.last <= t.last
            for t in own
            if t.term.kind == "technique"
            and t.term.name != "MLD"
            and t.last - t.first == site.last - site.first
        ):
            continue
        if _after_then(page, site, own):
            continue
        if _nearest_is_own(page, site, own, rivals) and not _told_off(page, sentence, site):
            found.append(site)
    return found


def _after_then(page: Page, site: Mention, own: list[Mention]) -> bool:
    """`T4 PA gr IV, then lat and trap work`: what came next, where no hands are named again."""
    before = [m.last for m in own if m.last <= site.first]
    later = any(m.first >= site.last for m in own)
    return bool(before) and not later and "then" in page.words.stems[max(before) : site.first]


def _told_off(page: Page, sentence: Sentence, site: Mention) -> bool:
    """`region distinct from T3`: named only to say that it is another."""
    before = page.words.stems[max(site.first - 4, sentence.first) : site.first]
    return not _DISTINCT.isdisjoint(before) and not {"from", "to", "than"}.isdisjoint(before)


def _nearest_is_own(page: Page, site: Mention, own: list[Mention], rivals: list[Mention]) -> bool:
    """The service named last before a site claims it; before any, the next one does."""
    if any(m.first == site.last and m.term.kind in _TRAINING for m in rivals):
        start = max((m.last for m in own if m.last <= site.first), default=site.first)
        if not _NEXT_ENTRY.isdisjoint(page.words.stems[start : site.first]):
            return False  # `STM L knee, quad strengthening`
    before = [m for m in own + rivals if m.first <= site.first]
    claimant = max(before, key=lambda m: m.first, default=None)
    if claimant is None or (claimant in rivals and not _same_piece(page, claimant, site)):
        after = [m for m in own + rivals if m.first > site.first]
        claimant = min(after, key=lambda m: m.first, default=claimant)
    return claimant is not None and claimant in own


def _same_piece(page: Page, first: Mention, second: Mention) -> bool:
    gap = page.words.stems[first.last : second.first]
    return not any(word in (",", ";", "then", "+", ":", "-", "and") for word in gap)


def _in_form(page: Page) -> list[Mention]:
    """`Area: lumbar`: the field of a form that holds the place."""
    found: list[Mention] = []
    stems = page.words.stems
    for at in page.words.spots(*_FIELDS):
        if at + 2 < len(stems) and stems[at + 1] in (":", "="):
            found += page.within("site", at + 2, page.sentence_at(at).last)
    return found


def _of_complaint(page: Page) -> list[Mention]:
    """The one part of the body that the whole note is about, where no better place is told."""
    told = [
        site
        for site in page.of("site")
        if page.sentence_at(site.first).section in _ABOUT
        and not any(page.has(k, *page.clause_at(site.first)) for k in ("exercise", "cmt", "goal"))
        and page.words.stems[page.sentence_at(site.first).first] not in ("pt", "patient")
    ]
    return told if len({site.term.region for site in told}) == 1 else []


def _sites_after(page: Page, hands: list[Mention]) -> list[Mention]:
    """Nothing in the sentence itself: a heading before it, or the sentence right after it."""
    for mention in hands:
        index = page.index_of(page.sentence_at(mention.first))
        sentence = page.sentences[index]
        for near in (index + 1, index - 1):
            if not 0 <= near < len(page.sentences):
                continue
            other = page.sentences[near]
            same_line = (
                "\n"
                not in page.words.stems[
                    min(sentence.first, other.first) : max(sentence.last, other.last) - 1
                ]
            )
            short = other.last - other.first <= 4
            sites = page.within("site", other.first, other.last)
            if near > index and sites and not same_line:
                continue
            found = page.has("impairment", other.first, other.last) and same_line
            if (
                sites
                and ((short or found) and near < index)
                and other.section not in ("plan", "goals", "home")
            ):
                return sites
            if page.has("cmt", other.first, other.last):
                continue
            if _STATES & set(page.words.stems[other.first : other.last]):
                continue
            if (
                sites
                and near > index
                and other.section in ("", "treatment", "objective", "rationale")
                and not _measuring(page, other.first, other.last)
            ):
                return sites
    return []


def _measuring(page: Page, first: int, last: int) -> bool:
    return any(page.words.number(at) is not None for at in range(first, last)) or any(
        page.has(kind, first, last) for kind in ("label", "exercise", "after")
    )
