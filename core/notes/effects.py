"""What a finding does: it limits, pulls, keeps from; the effect that makes a finding a reason."""

from __future__ import annotations

from dataclasses import dataclass

from core.notes.lexicon import Mention
from core.notes.page import Page
from core.notes.sentences import Sentence
from core.notes.treatment import Treatment
from core.notes.words import bag

_STATES = bag("is was has this does seems appears needs responds")
_SOURCES = frozenset({"comes from", "coming from", "depends on"})
_NOT_ACTS = bag("during including following using regarding according starting beginning improving")
_THINGS = bag("a an the her his him their full any end it")
_WHERE = bag("in at with on when during after")
_CAUSED_BY = bag("held kept")
_NO_EFFECT = frozenset({"limited by", "cannot", "unable to", "causing"})
_SECONDS = bag('s sec second " -')
_NEAR = 5
_REACH = 8
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """A span of words that proves a rationale."""

    first: int
    last: int


def page_word(page: Page, mention: Mention) -> str:
    """A mention's words in the form they are compared by."""
    return " ".join(page.words.stems[mention.first : mention.last])


def speaks_of_treatment(page: Page, sentence: Sentence) -> bool:
    """A reason in the sentence beside the manual work, and about no other service."""
    others = ("label", "modality", "otherhands")
    return not any(page.has(kind, sentence.first, sentence.last) for kind in others)


def by_effect(
    page: Page, impairments: list[Mention], sentence: Sentence, *, own: bool, treatment: Treatment
) -> Reason | None:  # fmt: skip
    """The finding with what it does; `own` when the sentence holds the manual work itself."""
    passive = _passive(page, impairments, sentence)
    if passive is not None:
        return passive
    if not own and not speaks_of_treatment(page, sentence):
        return None
    for source in page.within("limit", sentence.first, sentence.last):
        if page_word(page, source) in _SOURCES:
            close = [m for m in impairments if 0 <= m.first - source.last <= _NEAR]
            if close:
                return Reason(source.first, close[0].last)
    for finding in impairments:
        effect = _which(page, finding)
        if effect:
            return Reason(finding.first, effect)
    for limit in page.within("limit", sentence.first, sentence.last):
        reason = _limits(page, limit, impairments, sentence, own=own, treatment=treatment)
        if reason is not None:
            return reason
    return None


def _passive(page: Page, impairments: list[Mention], sentence: Sentence) -> Reason | None:
    """`DF is limited to 3 by soleus tightness`."""
    stems = page.words.stems
    for at in range(sentence.first, sentence.last):
        if not (stems[at].endswith("ed") or stems[at] in _CAUSED_BY):
            continue
        if "by" in stems[at + 1 : at + 1 + _NEAR]:
            by = at + 1 + stems[at + 1 : at + 1 + _NEAR].index("by")
            close = [m for m in impairments if 0 < m.first - by <= _NEAR]
            if close and "pain" not in stems[by : close[0].first]:
                return Reason(at, close[0].last)
    return None


def _limits(
    page: Page, limit: Mention, impairments: list[Mention], sentence: Sentence, *, own: bool,
    treatment: Treatment,
) -> Reason | None:  # fmt: skip
    """The finding before a word such as limits or keeps."""
    before = [m for m in impairments if m.first <= limit.first and limit.first - m.last <= _REACH]
    if not before or page_word(page, limit) in _NO_EFFECT:
        return None
    if _only_pain(page, limit) or _a_block(page, limit) or _a_hold(page, limit):
        return None
    if own:
        near = treatment.within(sentence.first, sentence.last)
        worked = any(m.first <= before[0].first for m in near) or any(
            m.term.kind != "unnamed" for m in near
        )
        if not worked and not speaks_of_treatment(page, sentence):
            return None
    return Reason(before[0].first, min(limit.last + 3, sentence.last))


def _which(page: Page, finding: Mention) -> int:
    """`elevated rib, which closes the outlet`: the end of what the finding does, or 0."""
    stems, raw = page.words.stems, page.words.raw
    for at in range(finding.last, min(finding.last + _NEAR, len(stems) - 2)):
        word, after = stems[at], stems[at + 1]
        acts = raw[at + 1].endswith("s") and after not in _STATES
        if word == "and" and acts and stems[at + 2] in _THINGS:
            return at + 3
        if word in ("which", "that") and acts:
            return at + 2
        doing = word.endswith("ing") and word not in _NOT_ACTS and len(word) > _SHORTEST
        if doing and after in _THINGS and not page.has("exercise", at, at + 1):
            return at + 2
    return 0


def _only_pain(page: Page, limit: Mention) -> bool:
    """`causes pain` and no more; `causes pain 6/10 in the socket` says when."""
    stems = page.words.stems
    if stems[limit.last : limit.last + 1] != ["pain"]:
        return False
    return _WHERE.isdisjoint(stems[limit.last + 1 : limit.last + 6])


def _a_hold(page: Page, limit: Mention) -> bool:
    """`90 s holds x 4`: a dose."""
    stems = page.words.stems
    timed = stems[limit.first - 1] in _SECONDS or page.words.number(limit.first - 1) is not None
    return stems[limit.first].startswith("hold") and (
        timed or stems[limit.last : limit.last + 1] == ["x"]
    )


def _a_block(page: Page, limit: Mention) -> bool:
    """`with a hard block`: a thing that was found, no verb."""
    raw = page.words.raw[limit.first].lower()
    before = page.words.stems[limit.first - 1 : limit.first]
    return raw == "block" and before in (["a"], ["hard"], ["firm"], ["bony"], ["the"], ["end"])
