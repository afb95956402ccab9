"""Whose work a mention is, and of which day: only `TODAY` is today's treatment."""

from __future__ import annotations

from enum import StrEnum

from core.notes.lexicon import Mention
from core.notes.nexttime import is_ordinal
from core.notes.page import Page
from core.notes.quantities import Quantity
from core.notes.words import bag


class Scope(StrEnum):
    """Why a mention is, or is not, today's work by the clinic's staff."""

    TODAY = "today"
    NEGATED = "negated"
    PLANNED = "planned"
    PAST = "past"
    PATIENT = "patient"


_SECTIONS = {
    "plan": Scope.PLANNED,
    "goals": Scope.PLANNED,
    "history": Scope.PAST,
    "subjective": Scope.PAST,
    "diagnosis": Scope.PAST,
    "home": Scope.PATIENT,
}
_NOW = bag("today today's")
_TODAY = bag("today today's performed received provided completed rec'd applied")
# Words that may stand between a "no" and what it denies.
_LIST_WORDS = bag(
    ", / or and & + any further more formal a the of additional today perform give "
    "provide do receive joint other performed given provided received done indicated to "
    "on this visit hands - all use due his her offered applied utilized tolerate needed "
    "for need have warranted session charged with want wish start until billed be been "
    "feel think believe initiate skilled also again grade gr iii ii iv v i new at time plan"
)
_AFTER_WORDS = bag(
    "was were is are been has have to the r l left right : - = ( today x for on at per pt "
    "patient , services by all treatment and / or being | this visit both of again again, "
    "will trial"
)
_LISTS = (["to", "include"], ["to", "consist"])
_KIN = bag("spouse caregiver partner husband wife mother family daughter")
_KIN_REACH = 3
_SECONDS = bag("x s sec second for at in end")
_REACH = 12
_LONGEST_LIST = 2 * _REACH
_DID = bag("performed did used applied gave completed provided worked so")
_NOT_DONE = bag("considered considering offered")
_ACCEPTED = bag("accepted agreed")
_STILL_DONE = bag("billed charged submitted counted coded included listed only just painful to as")
_ACTS = bag("did does performed performs gave gives applied massaged massages")
_ORDERS = bag("start begin initiate introduce resume")
_WEEKDAYS = bag(
    "mon monday tue tues tuesday wed wednesday thu thurs thur thursday fri friday tomorrow nv"
)
_PERFORMED = bag("performed done provided given rendered completed needed indicated billed today")
_WHENS = bag("if when once unless")
_SURGERY = bag("s status h")
_OWN_OBJECT = 4
_WEAK_PLANS = bag(
    "poc plan will recommended would appropriate candidate discussed discuss discussing explained "
    "offered considered considering talked benefit risk rationale described observed looking await "
    "advised asked inquired request requested wanted want"
)


def scope_of(page: Page, mention: Mention, quantities: list[Quantity]) -> Scope:
    """The scope of a hands-on mention."""
    sentence = page.sentence_at(mention.first)
    clause = page.clause_at(mention.first)
    if _negated(page, mention, clause):
        return Scope.NEGATED
    section = _SECTIONS.get(sentence.section)
    if section is not None and not (section is Scope.PLANNED and _done(page, mention, clause)):
        return section
    for kind, scope in (
        ("plan_word", Scope.PLANNED),
        ("goal", Scope.PLANNED),
        ("history_word", Scope.PAST),
        ("self_word", Scope.PATIENT),
    ):
        if any(_reaches(page, cue, mention, quantities) for cue in page.within(kind, *clause)):
            return scope
    if _about_to(page, mention, quantities):
        return Scope.PLANNED
    if _history_of_sentence(page, mention, sentence.first, quantities):
        return Scope.PAST
    return Scope.TODAY


def _done(page: Page, mention: Mention, clause: tuple[int, int]) -> bool:
    return "today" in page.words.stems[clause[0] : mention.last + 6]


def _history_of_sentence(
    page: Page, mention: Mention, first: int, quantities: list[Quantity]
) -> bool:
    """`Last visit: ...` and `Previously had ...` rule their whole sentence."""
    opening = [m for m in page.within("history_word", first, first + 6) if m.first <= first + 2]
    return bool(opening) and not _proof(page, opening[0].last, mention, quantities, past=True)


def _reaches(page: Page, cue: Mention, mention: Mention, quantities: list[Quantity]) -> bool:
    stems = page.words.stems
    inside = cue.first >= mention.first and cue.last <= mention.last
    if inside or _is_no_cue(page, cue):
        return False
    if cue.first >= mention.last:
        gap = stems[mention.last : cue.first]
        now = not _NOW.isdisjoint(stems[cue.last : cue.last + 2])
        if "," in gap or len(gap) > _REACH or now:
            return False
        return not _weak_after(page, cue, gap)
    gap = stems[cue.last : mention.first]
    if len(gap) > 2 * _REACH:
        return False
    if cue.term.kind == "self_word" and stems[cue.first] in _KIN and 0 < len(gap) <= _KIN_REACH:
        return gap[0] in _ACTS
    asked = stems[cue.first].startswith(("request", "want", "ask"))
    if cue.term.kind == "plan_word" and not _ACCEPTED.isdisjoint(gap):
        return False
    if ":" in gap and cue.term.kind == "history_word" and stems[cue.first] in _SURGERY:
        return False  # `R knee s/p fracture: STM`: the diagnosis ends at the colon
    if "," in gap or asked or cue.term.kind == "self_word":
        return not _proof(page, cue.last, mention, quantities)
    return not (cue.term.kind == "history_word" and _since(page, cue, gap))


def _is_no_cue(page: Page, cue: Mention) -> bool:
    """A word that elsewhere tells of another day or person, and here does not."""
    if cue.term.kind == "self_word":
        return _therapist(page, cue)
    if is_ordinal(page, cue) or _before_today(page, cue):
        return True
    listed = page.words.stems[cue.first : cue.first + 2] in _LISTS
    return listed and _named_before(page, cue.first)


def _before_today(page: Page, cue: Mention) -> bool:
    """`Prior to gait: PA gr III`: before another part of the same visit."""
    stems = page.words.stems
    if stems[cue.first : cue.last] != ["prior"] or stems[cue.last : cue.last + 1] != ["to"]:
        return False
    at = cue.last + 1 + (stems[cue.last + 1 : cue.last + 2] in (["the"], ["all"]))
    return any(
        m.first == at
        for kind in ("label", "exercise", "modality")
        for m in page.within(kind, at, at + 4)
    )


def _named_before(page: Page, at: int) -> bool:
    """`Manual therapy (97140) to include STM`: what was done is listed."""
    stems = page.words.stems
    at -= 3 if stems[at - 1] == ")" and stems[at - 3 : at - 2] == ["("] else 0
    return any(page.has(kind, max(at - 3, 0), at) for kind in ("unnamed", "label"))


def _therapist(page: Page, cue: Mention) -> bool:
    """`by PT` in capitals is the therapist, where the note writes in small letters."""
    raw = page.words.raw
    return "PT" in raw[cue.first : cue.last] and raw[cue.first].islower()


def _weak_after(page: Page, cue: Mention, gap: list[str]) -> bool:
    """Words after a mention that say why or since when, not whose or which day."""
    word = page.words.stems[cue.first]
    if cue.term.kind == "history_word":
        return word in (
            "hx",
            "prior",
            "s",
            "status",
            "initially",
            "tried",
            "previous",
            "past",
            "ago",
            "last",
        ) and (
            any(
                w in gap
                for w in (
                    "for",
                    "due",
                    "since",
                    "because",
                    "given",
                    "as",
                    "from",
                    "than",
                    "vs",
                    "was",
                    ">",
                )
            )
            or word in ("prior",)
        )
    if cue.term.kind == "plan_word":
        if page.words.stems[cue.last : cue.last + 1] in (["but"], [","]) and word in _NOT_DONE:
            return False  # `IASTM considered but skin open`
        return word in _WEAK_PLANS
    if cue.term.kind == "goal":
        return True
    return cue.term.kind == "self_word" and word in ("independent", "independently")


def _since(page: Page, cue: Mention, gap: list[str]) -> bool:
    """`Sore since last visit so STM`: the cue is about a symptom, the mention about today."""
    return any(w in gap for w in ("so", "now", "today", "received", "performed"))


def _proof(
    page: Page, after: int, mention: Mention, quantities: list[Quantity], *, past: bool = False
) -> bool:
    """Something that says the mention is today's: minutes with it, or a word such as today."""
    _, end = page.clause_at(mention.first)
    said = _NOW if past else _TODAY
    if any(word in said for word in page.words.stems[after : mention.last]):
        return True
    return any(mention.first - 5 <= q.first < end and q.first >= after for q in quantities)


def _about_to(page: Page, mention: Mention, quantities: list[Quantity]) -> bool:
    """`Wk 4 start scar mob`: an order for later, where no minutes stand with it."""
    stems = page.words.stems
    first, last = page.clause_at(mention.first)
    before = stems[max(mention.first - 2, first) : mention.first]
    if stems[mention.last : mention.last + 2] in (["as", "needed"], ["as", "indicated"]):
        return not any(first <= q.first < last for q in quantities)
    if _ORDERS.isdisjoint(before) and not _on_condition(stems[mention.last : last]):
        return False
    return not any(first <= q.first < last for q in quantities)


def _on_condition(after: list[str]) -> bool:
    """`Hip mobs Fri if < 5/10`: a day to come, and what it depends on."""
    if _WEEKDAYS.isdisjoint(after):
        return False
    return any(
        word in _WEEKDAYS and not _WHENS.isdisjoint(after[at + 1 : at + 3])
        for at, word in enumerate(after[:_REACH])
    )


def _negated(page: Page, mention: Mention, clause: tuple[int, int]) -> bool:
    if _only_this(page, mention):
        return False
    if any(_denied_by(page, cue, mention) for cue in page.within("negation", *clause)):
        return True
    if _plain_no(page, mention):
        return True
    for cue in page.within("negation_after", *clause):
        if _denies_next(page, cue):
            continue
        if cue.first >= mention.last and not (_holds(page, cue) and _seconds_after(page, cue.last)):
            gap = page.words.stems[mention.last : cue.first]
            if len(gap) <= _REACH and _only_list(page, mention.last, cue.first, _AFTER_WORDS):
                return True
    return False


def _denied_by(page: Page, cue: Mention, mention: Mention) -> bool:
    if not 0 <= mention.first - cue.last <= _LONGEST_LIST:
        return False
    if _turns_to(page, cue.last, mention.first):
        return False
    if page.words.stems[cue.first : cue.last + 1] == ["no", ","]:  # `AP... no, PA glides`
        return False
    dose = _holds(page, cue) and _seconds_after(page, cue.last)
    return not dose and _only_list(page, cue.last, mention.first)


def _turns_to(page: Page, first: int, last: int) -> bool:
    """`Instead of STM, performed MET`: a comma, then what was done."""
    stems = page.words.stems
    return any(stems[at] == "," and stems[at + 1] in _DID for at in range(first, last - 1))


def _denies_next(page: Page, cue: Mention) -> bool:
    """`STM R calf, declined IASTM`: the denial has an object of its own."""
    _, last = page.clause_at(cue.first)
    return any(
        page.has(kind, cue.last, min(cue.last + _OWN_OBJECT, last))
        for kind in ("technique", "unnamed")
    )


def _only_this(page: Page, mention: Mention) -> bool:
    """`No joint mobs, STM only`."""
    stems = page.words.stems
    return "only" in stems[mention.last : mention.last + 2] or stems[mention.first - 1] == "only"


def _plain_no(page: Page, mention: Mention) -> bool:
    """`Manual: no.`: an answer that ends the line."""
    stems = page.words.stems[mention.last : mention.last + 4]
    if stems[:1] == ["0"]:
        return True
    if stems[:1] == ["not"] and stems[1:2]:  # `mobs not possible`; `not billed` was done
        return stems[1] not in _STILL_DONE or "done" in stems[2:]
    if stems[:2] == ["?", "no"]:
        return True
    if stems[:1] in ([":"], ["-"], ["="], ["|"], ["?"]):
        stems = stems[1:]
        if stems[:1] == ["not"] and stems[1:2] and stems[1] in _PERFORMED:
            return True
        if stems[:2] in (["none", "needed"], ["none", "today"], ["none", "given"]):
            return True
        if stems[:3] == ["n", "/", "a"]:
            return True
        return stems[:1] in (["no"], ["none"]) and stems[1:2] in ([], ["."], ["\n"], [";"], [","])
    return False


def _holds(page: Page, cue: Mention) -> bool:
    return page.words.stems[cue.last - 1] in ("held", "hold", "holding")


def _seconds_after(page: Page, at: int) -> bool:
    """`held 30 s`, `held for 90 seconds`: a dose, no denial."""
    stems = page.words.stems
    if at >= len(stems):
        return False
    return page.words.number(at) is not None or (
        stems[at] in _SECONDS and (page.words.number(at + 1) is not None or stems[at] == "end")
    )


def _only_list(page: Page, first: int, last: int, more: frozenset[str] = frozenset()) -> bool:
    """Whether all words in between belong to a list of what is denied."""
    if last - first > _LONGEST_LIST:
        return False
    covered: set[int] = set()
    for kind in ("technique", "unnamed", "massage", "site"):
        for mention in page.within(kind, first, last):
            covered.update(range(mention.first, mention.last))
    covered.update(at for at in range(first, last) if at in page.side_at)
    stems = page.words.stems
    return all(
        at in covered or stems[at] in _LIST_WORDS or stems[at] in more for at in range(first, last)
    )
