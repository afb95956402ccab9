"""Objective values of today: a measure with its number, a graded test, a named sign."""

from __future__ import annotations

from core.notes.lexicon import Mention
from core.notes.page import Page
from core.notes.value import BAD_UNIT, LOAD_UNIT, by_shape, name_of
from core.notes.value import Value as Value
from core.notes.words import bag

_FILL = bag(
    ": = ( ) was is to at of r l left right about ~ now today active passive in b bilat + "
    "/ - up only measure measured score rt lt deg | side and on arom prom rom from a the "
    "with by approx post pre after initial test limited sided reach , decreased improved "
    "increased total grade % knee hip shoulder ankle elbow wrist hand neck @ then p s end "
    "range affected involved went mid distal proximal stuck calf thigh arm forearm leg foot >"
)
_NOUNS = bag("trial sentence day time rep visit wk week session set x point night attempt")
_SKIP_SECTIONS = bag("plan goals home history")
_OLD = bag("last eval initial previous prior previously baseline ie soc yesterday ago")
_VERTEBRAE = frozenset({f"t{n}" for n in range(1, 13)} | {f"l{n}" for n in range(1, 6)} | {"c7"})
_BEHIND = bag("reach hbb behind back apley functional")
_REACH = 7
_STRANGERS = 2
_NO_STRANGER = bag(
    "x with w using against rep set exercise ex band theraband for goal target min minute week "
    "if until than but because so training stretch hold held isometric walk bike grade gr t te ta "
    "pain no not without then after pt she he mob mobs stm glide glides therapist day visit "
    "code minutes total limits limited limiting blocks fair good poor normal wnl"
)
_ARROW = ">"
_AIMED = bag("goal target if until ltg stg next will unless when once")
_BOUNDS = bag("< ≥ ≤")
_SIGN_FILL = bag("( screen test testing still remain remained")
_MOST_PAIN = 10
_SIGN_UNITS = bag("s sec second ° deg degree cm mm")


def find_values(page: Page) -> list[Value]:
    """Every objective value that is today's, in order; goals, plans and old values are none."""
    found: list[Value] = []
    for kind in ("motion", "strength", "length", "score"):
        for mention in page.of(kind):
            value = _value_after(page, mention, kind)
            if value is not None:
                found.append(value)
    found += _signs(page) + by_shape(page) + _graded(page) + _provoked(page)
    return [v for v in sorted(set(found), key=lambda v: (v.first, v.last)) if _todays(page, v)]


def _value_after(page: Page, mention: Mention, kind: str) -> Value | None:
    words, stems = page.words, page.words.stems
    passed: set[int] | None = None
    strangers = 0
    sentence = page.sentence_at(mention.first)
    for at in range(mention.last, min(mention.last + _REACH, sentence.last)):
        number = words.number(at)
        if number is None:
            if stems[at] in _VERTEBRAE and _reaches(stems[mention.first : at], kind):
                return Value(name_of(page, mention), kind, 0, mention.first, at + 1)
            if stems[at] in _FILL:
                continue
            if passed is None:
                passed = _passable(page, mention, kind)
            if at in passed:
                continue
            if strangers < _STRANGERS and stems[at].isalpha() and stems[at] not in _NO_STRANGER:
                strangers += 1
                continue
            if (stems[at] == "pain" and "free" in stems[at + 1 : at + 3]) or stems[at] == "free":
                continue
            return None
        if strangers and stems[at + 1 : at + 2] == ["of"]:
            return None
        return _value(page, mention, kind, at, number)
    return None


def _reaches(words: list[str], kind: str) -> bool:
    """`IR to L4`, `IR (L2)`, `reach behind the back T8`: a hand's way told by a vertebra."""
    inward = [w for w in words if w not in ("(", ":", "=")][-1:]
    turned = kind == "motion" and inward in (["to"], ["ir"], ["rotation"], ["reach"])
    return turned or not _BEHIND.isdisjoint(words)


def _passable(page: Page, mention: Mention, kind: str) -> set[int]:
    """Words that may stand between a measure and its number: places, and motions by name."""
    sentence = page.sentence_at(mention.first)
    kinds = ("site", "motion") if kind == "motion" else ("site",)
    return {
        at
        for kind in kinds
        for m in page.within(kind, mention.last, min(mention.last + _REACH, sentence.last))
        for at in range(m.first, m.last)
    }


def _value(page: Page, mention: Mention, kind: str, at: int, number: float) -> Value | None:
    stems = page.words.stems
    after = stems[at + 1] if at + 1 < len(stems) else ""
    before = stems[at - 1]
    counted = kind == "score" and after == "rep" and stems[at + 2 : at + 3] == ["in"]
    if (after in BAD_UNIT and not counted) or before == "x" or (before == "@" and kind == "motion"):
        return None
    if kind == "motion" and (
        after in LOAD_UNIT or (after == "-" and stems[at + 2 : at + 3] == ["x"])
    ):
        return None
    if kind == "motion" and number <= _MOST_PAIN and _when_moving(page, mention, at):
        return None
    if kind == "strength" and _of_pain(stems[max(mention.first - 3, 0) : at]):
        return None
    if kind == "length" and number < 8 and after in ("wk", "visit"):
        return None
    if kind == "length" and page.words.raw[mention.last - 1].lower() == "lunges":
        return None
    if kind == "motion" and _is_dose(page, mention, at):
        return None
    return Value(name_of(page, mention), kind, number, mention.first, at + 1)


def _when_moving(page: Page, mention: Mention, at: int) -> bool:
    """`Pain w/ ext 5 > 3`: a score of pain, where the number follows the motion at once."""
    if at - mention.last > 1:
        return False
    before = page.words.stems[max(mention.first - 4, 0) : mention.first]
    scored = page.words.stems[at + 1 : at + 2] in (["to"], [">"], ["/"], ["-"])
    return "pain" in before and (scored or not {"w", "with"}.isdisjoint(before))


def _of_pain(words: list[str]) -> bool:
    """`pain w/ grip 5`: a score of pain; `pain-free grip 24` is none."""
    return "pain" in words and "free" not in words


def _is_dose(page: Page, mention: Mention, at: int) -> bool:
    """`abd 3x10`, `ext, 2 sets`, `rows, IR 20x`: an exercise's dose."""
    stems = page.words.stems
    if (
        stems[at + 1 : at + 3]
        and stems[at + 1 : at + 2] == ["/"]
        and stems[at + 2 : at + 3] in (["10"], ["5"])
    ):
        return stems[at + 2] == "10"
    return "," in stems[mention.last : at] and page.has(
        "exercise", page.sentence_at(at).first, mention.first
    )


def _signs(page: Page) -> list[Value]:
    """`SLR +`, `(+) Hawkins`, `positive long sit`, `Spurling neg`."""
    stems, found = page.words.stems, []
    for mention in page.of("sign"):
        after = stems[mention.last : mention.last + 4]
        before = stems[max(mention.first - 3, 0) : mention.first]
        at = next(
            (n for n, w in enumerate(after) if w not in _FILL - {"+", "-"} and w not in _SIGN_FILL),
            None,
        )
        word = after[at] if at is not None else ""
        if (
            at is not None
            and word.isdecimal()
            and after[at + 1 : at + 2]
            and (after[at + 1] in _SIGN_UNITS)
        ):
            found.append(
                Value(name_of(page, mention), "sign", 1, mention.first, mention.last + at + 2)
            )
            continue
        joined = word == "-" and at is not None and page.words.joined(mention.last + at)
        if (word in ("+", "pos", "positive", "neg", "negative", "-") and not joined) or {
            "+", "positive", "pos", "negative", "neg"
        } & set(before):  # fmt: skip
            last = mention.last + (at or 0) + 1
            positive = not (word in ("neg", "negative", "-") or {"negative", "neg"} & set(before))
            found.append(
                Value(
                    name_of(page, mention), "sign", positive, mention.first, min(last, len(stems))
                )
            )
    return found


def _graded(page: Page) -> list[Value]:
    """Strength n/5 and joint play n/6."""
    words, stems, found = page.words, page.words.stems, []
    for at in words.spots("/"):
        if not 1 <= at < len(words) - 1 or stems[at + 1] not in ("5", "6"):
            continue
        low = at - 1 if stems[at - 1] not in ("+", "-") else at - 2
        number = words.number(low)
        after = stems[at + 2] if at + 2 < len(words) else ""
        if (
            number is None
            or number > 6
            or after in _NOUNS
            or after == "/"
            or stems[low - 1] in ("/", "visit", "wk", "week", "tx")
        ):
            continue
        near = page.has("mobility", max(low - 12, 0), min(at + 8, len(words)))
        if stems[at + 1] == "6" and not near and stems[low - 1] != "(":
            continue
        if after == "of":
            continue
        found.append(
            Value("mmt" if stems[at + 1] == "5" else "joint play", "graded", number, low, at + 2)
        )
    return found


def _provoked(page: Page) -> list[Value]:
    words, stems, found = page.words, page.words.stems, []
    for mention in page.of("provocation"):
        for at in range(mention.last, min(mention.last + 5, len(words) - 2)):
            if words.number(at) is not None and stems[at + 1 : at + 3] == ["/", "10"]:
                if "palpation" not in stems[mention.first : mention.last]:
                    found.append(
                        Value(name_of(page, mention), "provocation", 0, mention.first, at + 3)
                    )
                break
    return found


def _todays(page: Page, value: Value) -> bool:
    sentence = page.sentence_at(value.first)
    if sentence.section in _SKIP_SECTIONS:
        return False
    stems = page.words.stems
    first, _ = page.clause_at(value.first)
    if not _AIMED.isdisjoint(stems[first : value.last]):
        return False
    if not _BOUNDS.isdisjoint(stems[value.first : value.last]):
        return False
    after = stems[value.last : value.last + 3]
    near = (
        stems[max(value.first - 3, sentence.first) : value.first]
        + stems[value.first : value.last]
        + after
    )
    old = not _OLD.isdisjoint(near) and "since" not in near
    return (
        not old
        or _ARROW in stems[sentence.first : sentence.last]
        or _two_numbers(page, sentence.first, sentence.last)
    )


def _two_numbers(page: Page, first: int, last: int) -> bool:
    return sum(page.words.number(at) is not None for at in range(first, last)) > 1
