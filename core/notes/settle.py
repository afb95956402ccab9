"""Words that mean a technique only in the right company: PA, mobilized, release, traction, MET."""

from __future__ import annotations

from collections.abc import Callable

from core.notes.lexicon import Mention
from core.notes.page import Page
from core.notes.words import bag

_FINDING_BEFORE = bag(
    "decreased limited reduced restricted poor loss lack hypomobile stiff normal impaired "
    "diminished absent deficient decr dec full blocked limiting limits recheck improved "
    "hypo low pain painful assessed tested measure lacks lost"
)
_FINDING_AFTER = bag(
    "restriction restricted hypomobile hypomobility stiff limited limitation loss deficit "
    "is was normal decreased reduced symmetrical symmetric blocked improved test testing "
    "mobility wnl = feel tight full better reproduces provokes painful sign equal "
    "assessed hypermobile lacking impaired poor less stiffness"
)
_MOTION_LIKE = bag(
    "glide gliding tilt distraction sideglide downglide upglide traction oscillation"
)
_POUNDS = bag("lb lbs kg # table unit mechanical static intermittent machine device pound mech")
_SURGERY = bag("s surgery surgical wk postop op pod dos status underwent month mo")
_NO_PLACES = bag("pt patient oob him her ft")
_ARTICLES = bag("the his her at")
_ROMAN = bag("II III IV")
_SHOWN = bag("demo demonstration demonstrated handout video tool brochure consent")
_NEXT_ENTRY = bag(", + & and then ;")
_TAPE = bag("tape taping taped strapping strap")
_FOLLOWS_VERB = 5


def means_treatment(page: Page, mention: Mention) -> bool:
    """Whether the word stands for a technique here, not for a finding or something else."""
    check = _CHECKS.get(mention.term.near)
    if check is not None and not check(page, mention):
        return False
    shown = page.words.stems[mention.last : mention.last + 2]
    shown = shown + page.words.stems[max(mention.first - 2, 0) : mention.first]
    return _SHOWN.isdisjoint(shown) and not (_is_finding(page, mention) or _taped(page, mention))


def _taped(page: Page, mention: Mention) -> bool:
    """`McConnell tape L knee medial glide`: where the tape pulls."""
    if page.words.stems[mention.last - 1] not in _MOTION_LIKE:
        return False
    first, last = page.clause_at(mention.first)
    before = page.words.stems[first : mention.first]
    if _TAPE.isdisjoint(before) or not _NEXT_ENTRY.isdisjoint(before):
        return False
    return not any(first <= a < last for a, _ in page.grades)


def _is_finding(page: Page, mention: Mention) -> bool:
    stems = page.words.stems
    after = stems[mention.last] if mention.last < len(stems) else ""
    motion_like = stems[mention.last - 1] in _MOTION_LIKE
    if not motion_like:
        return False
    if stems[mention.last - 1] == "tilt" and not _dosed(page, mention):
        return True
    if (
        stems[mention.first - 1 : mention.first]
        in (["can"], ["to"], ["not"], ["does"], ["could"], ["freely"])
        and mention.last - mention.first == 1
    ):
        return True
    if after in _FINDING_AFTER or page.words.number(mention.last) is not None:
        follows = stems[mention.last + 1 : mention.last + 2]
        unit = follows and follows[0] in ("mm", "cm", "/", "deg", "°")
        return after in _FINDING_AFTER or bool(unit)
    before = stems[max(mention.first - 4, 0) : mention.first]
    for cut in (",", ".", ";", "\n", "(", ":", "for", "with", "w", "to"):
        if cut in before:
            before = before[len(before) - before[::-1].index(cut) :]
    return any(word in _FINDING_BEFORE for word in before)


def _dosed(page: Page, mention: Mention) -> bool:
    """A grade, a number of minutes or another glide stands in the sentence."""
    sentence = page.sentence_at(mention.first)
    stems = page.words.stems[sentence.first : sentence.last]
    graded = any(sentence.first <= a < sentence.last for a, _ in page.grades)
    return graded or not {"min", "glide", "mob", "mobilization", "'"}.isdisjoint(stems)


def _graded(page: Page, mention: Mention) -> bool:
    first, last = page.clause_at(mention.first)
    if any(first <= a < last for a, _ in page.grades):
        return True
    stems = page.words.stems
    raw = page.words.raw
    many = raw[mention.first] in ("PAs", "PA's", "APs", "CPAs", "UPAs")
    near = page.within("site", max(mention.first - 4, first), last)
    if many and any(m.first == mention.last or m.last == mention.first for m in near):
        return True
    levels = mention.last in page.levels or any(
        m.last == mention.first for m in page.within("site", mention.first - 4, mention.first)
    )
    if levels and raw[mention.first].isupper() and _beside_work(page, mention):
        return True
    if any(w in _ROMAN for w in raw[max(mention.first - 2, 0) : mention.last + 3]):
        return True
    return any(
        stems[at] == "x"
        and page.words.number(at - 1) is not None
        and page.words.number(at + 1) is not None
        for at in range(mention.last, min(last, mention.last + 10) - 1)
    )


def _beside_work(page: Page, mention: Mention) -> bool:
    """Whether the sentence names manual work, or minutes, besides these letters."""
    sentence = page.sentence_at(mention.first)
    others = [
        m
        for kind in ("technique", "unnamed")
        for m in page.within(kind, sentence.first, sentence.last)
        if m.term.near != mention.term.near
    ]
    return bool(others)


def _site_after(page: Page, mention: Mention) -> bool:
    stems = page.words.stems[mention.last : mention.last + 3]
    own = page.has("site", mention.last + 1, mention.last + 4) and stems[:1] in (["her"], ["his"])
    if any(word in _NO_PLACES for word in stems) and not own:
        return False
    if any(mention.last <= m.first < mention.last + _FOLLOWS_VERB for m in page.of("site")):
        return True
    told = page.words.stems[mention.last - 1].endswith("ed")
    return told and any(
        m.last >= mention.first - 2 for m in page.within("site", mention.first - 4, mention.first)
    )


def _muscle_before(page: Page, mention: Mention) -> bool:
    first, last = page.clause_at(mention.first)
    if not _SURGERY.isdisjoint(page.words.stems[first:last]):
        return False
    return any(m.last == mention.first and m.term.level == "specific" for m in page.of("site"))


def _by_hand(page: Page, mention: Mention) -> bool:
    sentence = page.sentence_at(mention.first)
    if not _POUNDS.isdisjoint(page.words.stems[sentence.first : sentence.last]):
        return False
    first, last = page.clause_at(mention.first)
    if page.has("machine", sentence.first, sentence.last):
        return False
    return not any(
        m.term.name in ("joint mobilization", "MWM") and m.term.near == ""
        for m in page.within("technique", first, last)
    )


def _no_load(page: Page, mention: Mention) -> bool:
    timed = page.words.stems[mention.last + 1 : mention.last + 2] in (["min"], ["'"], ["minute"])
    rib = page.words.stems[max(mention.first - 2, 0)] == "rib"
    clocked = any(q.last == mention.first for q in page.quantities)
    if page.words.number(mention.first - 1) is not None and not (rib or clocked):
        return False
    if page.words.number(mention.last) is not None and not timed:
        return False
    before = page.words.stems[max(mention.first - 2, 0) : mention.first]
    return not any(
        word in ("goal", "not", "ltg", "stg", "partially", "criteria", "been", "#")
        for word in before
    )


def _grade_next(page: Page, mention: Mention) -> bool:
    """`L4/5 rot gr III`: a motion that is graded is a mobilization."""
    return any(0 <= a - mention.last <= 1 for a, _ in page.grades)


def _number_beside(page: Page, mention: Mention) -> bool:
    """`20 man 25 ex`: nothing but numbers around the word."""
    stems = page.words.stems
    before = page.words.number(mention.first - 1) is not None or stems[mention.first - 1] == "min"
    after = stems[mention.last : mention.last + 1]
    return before and (
        after in ([], ["."], [","], [";"]) or page.words.number(mention.last) is not None
    )


def _timed_site(page: Page, mention: Mention) -> bool:
    """`loosened the R UT by hand for 8 min`: a place and minutes in the clause."""
    first, last = page.clause_at(mention.first)
    timed = any(first <= q.first < last for q in page.quantities)
    return timed and page.has("site", first, last) and not page.has("technique", first, last)


def _entry_site_next(page: Page, mention: Mention) -> bool:
    """`Soft tissue: R gastroc`, where the place is that of an entry."""
    if page.words.stems[mention.last : mention.last + 1] in ([":"], ["-"], ["x"]):
        mention = mention._replace(last=mention.last + 1)
    return _site_next(page, mention)


def _site_next(page: Page, mention: Mention) -> bool:
    """`manipulated R C5`: the place follows at once."""
    at = mention.last
    while at < len(page.words) and (page.words.stems[at] in _ARTICLES or at in page.side_at):
        at += 1
    return any(m.first == at for m in page.within("site", at, at + 4))


_CHECKS: dict[str, Callable[[Page, Mention], bool]] = {
    "grade": _graded,
    "site-after": _site_after,
    "site-next": _site_next,
    "entry-site-next": _entry_site_next,
    "timed-site": _timed_site,
    "grade-next": _grade_next,
    "number": _number_beside,
    "muscle-before": _muscle_before,
    "hands": _by_hand,
    "no-exercise-load": _no_load,
}
