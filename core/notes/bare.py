"""Minutes that a note writes without their unit: `MT 15`, `Minutes: 15`, a table's last column."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from core.notes.page import Page
from core.notes.quantities import Kind, Quantity
from core.notes.rows import as_minutes, find_rows
from core.notes.treatment import Treatment
from core.notes.word_numbers import ONES, TENS
from core.notes.words import NEWLINE, bag

_FILL = bag("total : x = - | ( ) for @ ~ min / time minute")
_NOT_AFTER = bag(
    "/ x % ° deg lb # unit u rep set s sec wk visit cm mm : degree st nd rd th pt patient "
    "kg in \" ft second y yo yr . day mo week month hr min minute ' time goal of"
)
_MEASURED = bag('/ % ° deg lb # cm mm : degree kg in " ft')
_LEAST, _MOST = 5, 120
_MODIFIER = 59
_UNIT_WORDS = bag("minute min mins time duration")
_ENDS = bag(". , ; \n | )")
_LEAST_ROWS = 2
_NO_SERVICES = bag("subjective plan goals home history diagnosis")
_NO_LIST = bag("x gr grade grd / - > level visit wk week poc")
_LONGEST_BRACKET = 24


def with_bare(page: Page, treatment: Treatment) -> list[Quantity]:
    """The note's amounts of time, and the numbers that stand for one, in order."""
    taken = {at for q in treatment.quantities for at in range(q.first - 1, q.last)}
    found = list(treatment.quantities)
    for part in (
        _ratios, _before_names, find_rows, _unitless, _after_names, _after_techniques, _after_units,
        _after_total, _in_lists, _another,
    ):  # fmt: skip
        for one in part(page, treatment):
            if not taken & set(range(one.first, one.last)):
                found.append(one)
                taken.update(range(one.first, one.last))
    return sorted(set(found), key=lambda q: q.first)


def stems_before(page: Page, at: int) -> str:
    """The word before a place, or nothing."""
    return page.words.stems[at - 1] if at else ""


def _ends(page: Page, at: int) -> bool:
    """Whether an entry ends here: the text's end, a line's end or a stop with a blank after it."""
    words = page.words
    if at >= len(words) or words.stems[at] == NEWLINE:
        return True
    if words.stems[at] != ".":
        return words.stems[at] in _ENDS
    gap = at + 1 >= len(words) or words.stems[at + 1] == NEWLINE
    return gap or words.starts[at + 1] > words.ends[at]


def _after_names(page: Page, _: Treatment) -> list[Quantity]:
    """A number behind a service's name: `MT 15`, `97110 - 20`."""
    words, found = page.words, []
    for mention in page.of("label") + page.of("unnamed") + page.of("modality"):
        at = start = _past_bracket(page, mention.last)
        while at < len(words) and words.stems[at] in _FILL and at < start + 5:
            at += 1
        number = as_minutes(page, at)
        if number is None or (number == _MODIFIER and words.stems[at - 1] in ("(", "-")):
            continue
        if _measured(page, at):
            continue
        after = words.stems[at + 1] if at + 1 < len(words) else ""
        whole = words.stems[at + 1 : at + 3] in (["in", "all"], ["in", "total"])
        alone = after in (":", "/") and (
            words.number(at + 2) is None or page.has("label", at + 2, at + 3)
        )
        if after == "/" and words.joined(at + 1):
            alone = False
        units = after == "unit" and words.stems[at + 2 : at + 3] in ([":"], ["="])
        quoted = after == '"' and stems_before(page, mention.first) == '"'
        if (
            after not in _NOT_AFTER
            or alone
            or quoted
            or units
            or whole
            or (after == "." and _ends(page, at + 1))
        ):
            found.append(Quantity(number, at, at + 1, Kind.MINUTES))
    return found


def _past_bracket(page: Page, at: int) -> int:
    """`MT (STM L UT, C2 PA gr III): 15`: the word behind what the brackets hold."""
    stems = page.words.stems
    if stems[at : at + 1] != ["("]:
        return at
    inside = stems[at + 1 : at + _LONGEST_BRACKET]
    if ")" not in inside or "(" in inside[: inside.index(")")]:
        return at
    if inside.index(")") == 1 and inside[0].isdecimal():
        return at  # `MT (25): STM L UT`
    last = at + 2 + inside.index(")")
    return last if stems[last : last + 1] in ([":"], ["="]) else at


def _measured(page: Page, at: int) -> bool:
    """`hands-on work: 48 to 50 deg`: what a measure came to, and no length of time."""
    words = page.words
    if words.stems[at + 1 : at + 2] not in (["to"], ["-"]) or words.number(at + 2) is None:
        return False
    return words.stems[at + 3 : at + 4] != [] and words.stems[at + 3] in _MEASURED


def _after_techniques(page: Page, treatment: Treatment) -> list[Quantity]:
    """`SOR: 15.`, and `STM R calf (15)`: alone in brackets behind a place or a technique."""
    words, stems, found = page.words, page.words.stems, []
    ends = {m.last for m in treatment.techniques}
    for at in ends:
        if stems[at : at + 1] in ([":"], ["="]):
            number = as_minutes(page, at + 1)
            if number is not None and _ends(page, at + 2):
                found.append(Quantity(number, at + 1, at + 2, Kind.MINUTES))
    found += _at_sentence_end(page, treatment)
    ends |= {m.last for m in page.of("site")} | {last for _, last in page.grades}
    ends |= {side.at + 1 for side in page.sides}
    for at in sorted(ends):
        if stems[at : at + 1] == ["("] and stems[at + 2 : at + 3] == [")"]:
            number = as_minutes(page, at + 1)
            sentence = page.sentence_at(at)
            worked = any(sentence.first <= m.first < at for m in treatment.techniques)
            other = any(page.has(k, sentence.first, at) for k in ("motion", "length", "limit"))
            if number is not None and worked and not other and "." not in words.raw[at + 1]:
                found.append(Quantity(number, at + 1, at + 2, Kind.MINUTES))
    return found


def _at_sentence_end(page: Page, treatment: Treatment) -> list[Quantity]:
    """`IASTM L prox HS 10.`: a place, a number and a full stop."""
    found = []
    for mention in treatment.techniques + treatment.labels:
        sentence = page.sentence_at(mention.first)
        at = sentence.last - 1
        number = as_minutes(page, at)
        placed = any(m.last == at for m in page.within("site", mention.first, at))
        if number is None or not placed or at <= mention.last:
            continue
        if not any(page.has(k, sentence.first, at) for k in ("motion", "length", "score", "pain")):
            found.append(Quantity(number, at, at + 1, Kind.MINUTES))
    return found


def _after_units(page: Page, _: Treatment) -> list[Quantity]:
    """`Minutes: 15`: the unit stands before its number."""
    stems, found = page.words.stems, []
    for at in page.words.spots(*_UNIT_WORDS):
        if stems_before(page, at) in (";", ",", "|"):
            number = as_minutes(page, at + 1)
            if number is not None and _ends(page, at + 2):
                found.append(Quantity(number, at + 1, at + 2, Kind.MINUTES))
        if at + 2 < len(stems) and stems[at + 1] in (":", "=", "|"):
            number = as_minutes(page, at + 2)
            after = stems[at + 3] if at + 3 < len(stems) else NEWLINE
            if number is not None and (after not in _NOT_AFTER - {".", "unit", "u"}):
                found.append(Quantity(number, at + 2, at + 3, Kind.MINUTES))
    return found


def _after_total(page: Page, _: Treatment) -> list[Quantity]:
    """`Total timed minutes 40`."""
    words, found = page.words, []
    for at in words.digits:
        number = words.number(at)
        if at < 2 or "total" not in words.stems[max(at - 5, 0) : at]:
            continue
        before = [w for w in words.stems[max(at - 5, 0) : at] if w not in (":", "=", "-")]
        if number is None or not _LEAST <= number <= 2 * _MOST:
            continue
        if before[-1:] in (["minute"], ["min"], ["time"], ["total"]):
            found.append(Quantity(int(number), at, at + 1, Kind.MINUTES))
    return found


def _another(page: Page, treatment: Treatment) -> list[Quantity]:
    """`eight minutes, and the levator for another six.`: the unit was told before."""
    stems, found = page.words.stems, []
    for at in page.words.spots("another"):
        first = page.sentence_at(at).first
        told = any(first <= q.first < at for q in treatment.quantities)
        word = stems[at + 1] if at + 1 < len(stems) else ""
        number = int(page.words.number(at + 1) or 0) or TENS.get(word, 0) or ONES.get(word, 0)
        if told and number and _ends(page, at + 2):
            found.append(Quantity(number, at + 1, at + 2, Kind.MINUTES))
    return found


def _in_lists(page: Page, treatment: Treatment) -> list[Quantity]:
    """`STM R calf 10, R ankle mobs 8, TE 25 min`: the last one's unit serves the whole list."""
    stems: list[str] = page.words.stems
    found: list[Quantity] = []
    kinds = ("label", "unnamed", "modality")
    last_of = {page.sentence_at(q.first): q for q in treatment.quantities if q.kind is Kind.MINUTES}
    for sentence, unit in last_of.items():
        first = sentence.first
        for at in range(sentence.first, unit.first):
            if stems[at] not in (",", ";"):
                continue
            number = as_minutes(page, at - 1)
            named = any(first <= m.first < at for m in treatment.techniques) or any(
                page.has(kind, first, at) for kind in kinds
            )
            other = any(page.has(k, first, at) for k in ("motion", "length", "score", "pain"))
            if number is not None and named and not other and stems[at - 2] not in _NO_LIST:
                found.append(Quantity(number, at - 1, at, Kind.MINUTES))
            first = at + 1
    return found


def _unitless(page: Page, treatment: Treatment) -> list[Quantity]:
    """`IFC 15; STM R QL 15 (tight); clams 15`: services and numbers, none with its unit."""
    kinds = ("label", "unnamed", "modality", "exercise")
    starts = {m.first for kind in kinds for m in page.of(kind)} | {
        m.first for m in treatment.techniques
    }
    ends = [q.last for q in treatment.quantities]
    found = []
    for sentence in page.sentences:
        if sentence.section in _NO_SERVICES:
            continue
        stems = page.words.stems[sentence.first : sentence.last]
        if "," not in stems and ";" not in stems:
            continue
        mark = ";" if ";" in stems else ","
        cuts = [sentence.first + n for n, word in enumerate(stems) if word == mark]
        pieces = list(pairwise([sentence.first - 1, *cuts, sentence.last]))
        rows = []
        for first, last in pieces:
            at = _last_number(page, first + 1, last)
            if at is None:
                continue
            timed = bisect_right(ends, at)
            begin = max(ends[timed - 1] if timed else 0, first + 1)
            owner = next((n for n in range(begin, last) if n in starts), None)
            if owner is not None and owner < at:
                number = int(page.words.number(at) or 0)
                rows.append(Quantity(number, at, at + 1, Kind.MINUTES, owner=owner))
        enough = len(pieces) - (1 if mark == ";" else 0)
        if len(rows) >= _LEAST_ROWS and len(rows) >= enough:
            found += rows
    return found


def _last_number(page: Page, first: int, last: int) -> int | None:
    """The number that ends a piece, before a bracket if one follows."""
    stems = page.words.stems
    if "(" in stems[first:last]:
        last = first + stems[first:last].index("(")
    if as_minutes(page, last - 1) is None or stems[last - 2] in _NO_LIST:
        return None
    return last - 1


def _before_names(page: Page, treatment: Treatment) -> list[Quantity]:
    """`20 man 25 ex.`: each number before its service, two or more in a row."""
    names = sorted(page.of("label") + page.of("unnamed"), key=lambda m: m.first)
    found: list[Quantity] = []
    ends = {m.last for m in names}
    for name in names:  # `STM (4), mobs (6) = 15 MT`
        at = name.first - 1
        summed = at > 0 and page.words.stems[at - 1] == "=" and at - 1 not in ends
        number = as_minutes(page, at) if summed else None
        if number is not None:
            found.append(Quantity(number, at, at + 1, Kind.MINUTES, owner=name.first))
    for one, two in pairwise(names):
        apart = [w for w in page.words.stems[one.last : two.first - 1] if w not in (",", ";", "/")]
        low, high = as_minutes(page, one.first - 1), as_minutes(page, two.first - 1)
        if apart or low is None or high is None or not _ends(page, two.last):
            continue
        if _opens_piece(page, one.first - 1):
            found.append(Quantity(low, one.first - 1, one.first, Kind.MINUTES, owner=one.first))
            found.append(Quantity(high, two.first - 1, two.first, Kind.MINUTES, owner=two.first))
    return found


def _opens_piece(page: Page, at: int) -> bool:
    return at == page.sentence_at(at).first or page.words.stems[at - 1] in (",", ";", ".", ":", "(")


def _ratios(page: Page, _: Treatment) -> list[Quantity]:
    """`MT/TE 15/20`: as many numbers as services, in their order."""
    words, stems = page.words, page.words.stems
    starts = {m.first: m for kind in ("label", "unnamed") for m in page.of(kind)}
    for first, one in starts.items():
        if stems[one.last : one.last + 1] != ["/"] or one.last + 1 not in starts:
            continue
        two = starts[one.last + 1]
        if first >= 3 and stems[first - 2] == "/" and words.joined(first - 2):
            low, high = as_minutes(page, first - 3), as_minutes(page, first - 1)
            if low is not None and high is not None:
                return [
                    Quantity(low, first - 3, first - 2, Kind.MINUTES, owner=first),
                    Quantity(high, first - 1, first, Kind.MINUTES, owner=two.first),
                ]
        at = two.last + (stems[two.last : two.last + 1] in ([":"], ["="], ["-"]))
        low, high = as_minutes(page, at), as_minutes(page, at + 2)
        if low is not None and high is not None and stems[at + 1] == "/" and words.joined(at + 1):
            return [
                Quantity(low, at, at + 1, Kind.MINUTES, owner=first),
                Quantity(high, at + 2, at + 3, Kind.MINUTES, owner=two.first),
            ]
    return []
