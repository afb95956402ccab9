"""Values told by the shape of the number: its unit, its place, an arc, an arrow."""

from __future__ import annotations

from typing import NamedTuple

from core.notes.lexicon import Mention
from core.notes.page import Page
from core.notes.words import bag

BAD_UNIT = bag(
    "x rep set wk week visit day yo min minute mo month hour hr time trial y yr year mins session"
)
LOAD_UNIT = bag("lb # kg lbs s sec second ' min ft feet pound m")
_PROPS = bag(
    "step box ball foam stool block cone roll incline position dowel platform cube wedge "
    "tubing peg bolster"
)
_UNIT_KIND = {
    "cm": "length",
    "mm": "length",
    "ml": "length",
    "°": "motion",
    "deg": "motion",
    "degree": "motion",
    "cc": "length",
    "db": "score",
    "hz": "score",
    "semitone": "score",
    "mmhg": "score",
    "uv": "score",
}
_UNIT_STARTS = frozenset(_UNIT_KIND) | bag('m finger inch in "')
_LANDMARKS = bag("distal proximal above below lateral medial inferior superior cephalad caudal")
_LEAST_GIRTH = 5
_RESULTS = bag("neg negative pos positive +")
_COUNTED = bag("s sec second rep kg % mmhg m")
_LEAST_BARE = 20
_LEAST_ARC = 40
_MOST_ARC = 180
_ARC_ENDS = bag(". , ; \n ) deg ° > / ( today now when after post at pre p w with")


class Value(NamedTuple):
    """A number with what it measures, on words `first` up to, not with, `last`."""

    name: str
    kind: str
    number: float
    first: int
    last: int


def name_of(page: Page, mention: Mention) -> str:
    """A mention's words in the form they are compared by."""
    return " ".join(page.words.stems[mention.first : mention.last])


def by_shape(page: Page) -> list[Value]:
    """Every value that its shape gives away, whatever it measures."""
    found = _by_unit(page) + _by_site(page) + _arcs(page) + _bare_arrows(page)
    return found + _unit_arrows(page) + _unnamed_tests(page)


def _by_unit(page: Page) -> list[Value]:
    """A number with a unit that only a measurement has."""
    words, stems, found = page.words, page.words.stems, []
    for at in words.digits:
        if at + 1 >= len(stems) or stems[at + 1] not in _UNIT_STARTS:
            continue
        number = words.number(at) or 0.0
        after = stems[at + 1 : at + 4]
        kind = _UNIT_KIND.get(after[0], "")
        if after[:3] == ["m", "/", "s"] or after[:3] == ["m", "/", "sec"]:
            kind = "score"
        if after[:1] == ["finger"] and after[1:2] in (["width"], ["breadth"]):
            kind = "length"
        if after[:1] in (["inch"], ["in"], ['"']) and set(stems[at + 2 : at + 5]) & {
            "from",
            "floor",
            "fingertip",
            "fingertips",
        }:
            kind = "length"
        landmark = after[1:2] and after[1] in _LANDMARKS and kind == "length"
        if (
            not kind
            or landmark
            or _PROPS & set(stems[at + 2 : at + 4])
            or stems[at + 2 : at + 3] in (["f"], ["x"])
        ):
            continue
        found.append(Value(_name_before(page, at), kind, number, at, at + 2))
    return found


def _unnamed_tests(page: Page) -> list[Value]:
    """`Squish test neg`: a test by its own name, told as positive or negative."""
    stems, found = page.words.stems, []
    named = {at for m in page.of("sign") for at in range(m.first, m.last)}
    for at in page.words.spots("test"):
        after = stems[at + 1 : at + 2]
        if at and at not in named and after and after[0] in _RESULTS and stems[at - 1].isalpha():
            positive = after[0] in ("pos", "positive", "+")
            found.append(Value(stems[at - 1], "sign", positive, at - 1, at + 2))
    return found


def _by_site(page: Page) -> list[Value]:
    """`calf 41.2`, `Ankle 28.4 (30.1)`: a girth by its place, to a tenth and without a unit."""
    words, found = page.words, []
    for site in page.of("site"):
        at = site.last
        while (
            at < len(words)
            and at < site.last + 2
            and (words.stems[at] in (":", "=") or at in page.side_at)
        ):
            at += 1
        number = words.number(at)
        if number is None or "." not in words.raw[at] or number < _LEAST_GIRTH:
            continue
        after = words.stems[at + 1] if at + 1 < len(words) else ""
        if after not in BAD_UNIT | LOAD_UNIT:
            found.append(Value(name_of(page, site), "length", number, site.first, at + 1))
    return found


def _bare_arrows(page: Page) -> list[Value]:
    """`92 → 99` after a motion was named; `F 60 E 50`."""
    words, stems, found = page.words, page.words.stems, []
    for at in words.spots(">"):
        low = at - 2 if at >= 2 and stems[at - 1] == "-" else at - 1
        one, two = words.number(low), words.number(at + 1)
        after = stems[at + 2] if at + 2 < len(words) else "."
        if one is None or two is None or min(one, two) < _LEAST_BARE or stems[low - 1] == "/":
            continue
        dosed = after in BAD_UNIT | LOAD_UNIT | {"/", "bpm"} or page.has("pain", low - 4, low)
        if not dosed and not page.has("exercise", low - 3, low):
            found.append(Value("arrow", "motion", two, low, at + 2))
    for at in words.spots("f"):
        pair = words.raw[at] == "F" and words.raw[at + 2 : at + 3] == ["E"]
        if pair and words.number(at + 1) is not None and words.number(at + 3) is not None:
            found.append(Value("flexion and extension", "motion", 0, at, at + 4))
    return found


def _unit_arrows(page: Page) -> list[Value]:
    """`EAST 45 s -> 90 s`, `heel raise 8 -> 14 reps`: a test by any name, told twice."""
    words, stems, found = page.words, page.words.stems, []
    for at in words.spots(">"):
        low = at - 1 if words.number(at - 1) is not None else at - 2
        one, two = words.number(low), words.number(at + 1)
        if one is None or two is None or stems[at + 2 : at + 3] == [] or low == 0:
            continue
        unit, named = stems[at + 2], stems[low - 1].isalpha() and stems[low - 1] != "x"
        same = low == at - 1 or stems[at - 1] == unit
        hurts = page.has("pain", max(low - 4, 0), low) or page.has("exercise", max(low - 4, 0), low)
        if unit in _COUNTED and same and named and not hurts:
            found.append(Value(stems[low - 1], "score", two, low, at + 3))
    return found


def _arcs(page: Page) -> list[Value]:
    """`0-118`: an arc of motion without its name, with nothing behind it."""
    words, stems, found = page.words, page.words.stems, []
    for at in words.digits:
        high = words.number(at + 2)
        if high is None or stems[at + 1] != "-":
            continue
        if stems[at] != "0" and not _after_joint(page, at):
            continue
        after = stems[at + 3] if at + 3 < len(words) else "."
        if _LEAST_ARC <= high <= _MOST_ARC and after in _ARC_ENDS and words.joined(at + 1):
            found.append(Value("arc", "motion", high, at, at + 3))
    return found


def _after_joint(page: Page, at: int) -> bool:
    """`L knee 5-92`: a small number right behind a joint."""
    number = page.words.number(at) or 0.0
    sites = page.within("site", max(at - 4, 0), at)
    return number < _LEAST_ARC and any(m.last == at and m.term.paired for m in sites)


def _name_before(page: Page, at: int) -> str:
    near = [
        m
        for kind in ("motion", "length", "score", "strength")
        for m in page.of(kind)
        if 0 <= at - m.last <= 5
    ]
    return name_of(page, max(near, key=lambda m: m.first)) if near else page.words.stems[at + 1]
