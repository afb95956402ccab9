"""Why this technique: a finding tied to the manual work."""

from __future__ import annotations

from core.notes.effects import Reason, by_effect, page_word, speaks_of_treatment
from core.notes.impairments import findings, measured
from core.notes.lexicon import Mention
from core.notes.page import Page
from core.notes.sentences import Sentence
from core.notes.treatment import Treatment
from core.notes.words import bag

_WEAK = frozenset(
    {
        "to",
        "for",
        "as",
        "so",
        "for the",
        "used to",
        "to get",
        "to let",
        "to allow",
        "to permit",
        "purpose",
        "to move",
        "to gain",
        "to treat",
        "aim",
        "given",
        "consistent with",
    }
)
_GENERIC_AIM = bag("decrease reduce dec decr improve increase inc relieve help promote reducing")
_GENERIC_FINDING = frozenset(
    {
        "tightness",
        "tight",
        "stiffness",
        "stiff",
        "tone",
        "tender",
        "tenderness",
        "spasm",
        "swelling",
        "edema",
        "guarding",
        "trigger point",
        "posture",
        "guarded",
        "limited",
        "knot",
        "limitation",
        "deficit",
        "loss",
        "inhibition",
        "lag",
        "fluid",
        "restricted",
        "irritability",
        "dysfunction",
    }
)
_ELSEWHERE = bag("plan goals home history subjective")
_FOUND = bag("found noted identified assessed palpated observed tested")
_WEAK_REACH = 9
_STRONG_REACH = 14
_NEXT_TO = 3
_DID = bag(
    "added release released mobilized mobilize worked treated used applied chose performed glided"
)
_SO = bag("so hence thus therefore")
_BECAUSE = frozenset({"because", "b/c", "bc", "since", "as", "because the", "since the"})
_SUBJECTS = bag("it they there this that these she he the a an her his r l right left its")
_NO_SUBJECTS = bag("pt patient needed tol able pain per")
_NO_REASON = bag(
    "ordered order request requested prefer prefers preference like likes want wanted protocol "
    "asked insurance tolerated planned above per last eval visit directed referral scheduled "
    "sore painful pain-free pain hurts diagnosis mri"
)
_LEAST_CLAUSE = 3
# In a sentence beside the manual work these may speak of anything.
_LOOSE = frozenset({"since", "due to", "secondary to", "given", "because", "as"})
# These give the reason that was told before them.
_LOOKS_BACK = frozenset(
    {
        *("that's why", "which is why", "thus", "therefore", "hence", "reason", "so"),
        *("is the block", "because of", "because", "chosen", "picked", "selected"),
        *(
            "picked for that reason",
            "for that reason",
            "explains",
            "accounts for",
            "for that",
            "chosen for that",
        ),
        *("picked for that", "selected for that", "used for that"),
        *(
            "to this",
            "for this",
            "prompted",
            "led to",
            "led me to",
            "so i",
            "so chose",
            "calls for",
        ),
        *(
            "as a result",
            "so worked",
            "so used",
            "that's what",
            "that is what",
            "called for",
            "made me",
        ),
    }
)
_OF_TREATMENT = bag("technique done used needed treated indicated manually mob mobs grade dosed")
# After these a measured value is a finding too.
_STRONG = frozenset({"because", "b/c", "since", "bc", "after finding", "having found", "due to"})


def find_rationale(page: Page, treatment: Treatment) -> Reason | None:
    """The words that tie a finding to the manual technique, if the note has them."""
    if not treatment.performed:
        return None
    near = _near(page, treatment)
    for index in sorted(near):
        sentence = page.sentences[index]
        reason = _in_sentence(page, sentence, treatment)
        if reason is not None:
            return reason
    return None


def _near(page: Page, treatment: Treatment) -> set[int]:
    """Sentences that hold today's manual work, and those beside them."""
    indexes = {page.index_of(page.sentence_at(m.first)) for m in treatment.hands + treatment.labels}
    near = set(indexes)
    for index in indexes:
        near.update(
            i for i in (index - 1, *range(index + 1, index + 6)) if 0 <= i < len(page.sentences)
        )
    near.update(i for i, s in enumerate(page.sentences) if s.section == "rationale")
    near.update(_assessed(page, indexes))
    return {i for i in near if page.sentences[i].section not in _ELSEWHERE}


def _assessed(page: Page, indexes: set[int]) -> set[int]:
    """Sentences of the assessment that speak of a place where hands were."""
    treated = {
        site.term.region
        for i in indexes
        for site in page.within("site", page.sentences[i].first, page.sentences[i].last)
    }
    return {
        i
        for i, s in enumerate(page.sentences)
        if s.section == "assessment"
        and any(m.term.region in treated for m in page.within("site", s.first, s.last))
    }


def _in_sentence(page: Page, sentence: Sentence, treatment: Treatment) -> Reason | None:
    stems = page.words.stems
    impairments = findings(page, sentence)
    whole = page.within("whole_reason", sentence.first, sentence.last)
    if whole and not page.has("label", sentence.first, sentence.last):
        return Reason(sentence.first, sentence.last)
    if page.has("limit", sentence.first, sentence.last):
        impairments += measured(page, sentence)
    caused = impairments + measured(page, sentence)
    for cause in page.within("cause", sentence.first, sentence.last):
        why = _clause_of_reason(page, cause, sentence, treatment)
        if why:
            return Reason(cause.first, why)
    if not caused:
        return None
    impairments.sort(key=lambda m: m.first)
    caused.sort(key=lambda m: m.first)
    if sentence.section == "rationale":
        return Reason(sentence.first, sentence.last)
    own = any(sentence.first <= m.first < sentence.last for m in treatment.hands + treatment.labels)
    own = own or not _OF_TREATMENT.isdisjoint(stems[sentence.first : sentence.last])
    own = own or any(sentence.first <= a < sentence.last for a, _ in page.grades)
    if not own and page.has("stock", sentence.first, sentence.last):
        return None
    for cause in page.within("cause", sentence.first, sentence.last):
        strong = page_word(page, cause) in _STRONG
        told = caused if strong else impairments
        reason = _by_cause(page, cause, told, sentence, own=own, treatment=treatment)
        if reason is not None:
            return reason
    return by_effect(page, impairments, sentence, own=own, treatment=treatment)


def _by_cause(
    page: Page,
    cause: Mention,
    impairments: list[Mention],
    sentence: Sentence,
    *,
    own: bool,
    treatment: Treatment,
) -> Reason | None:
    word = page_word(page, cause)
    after = [m for m in impairments if m.first >= cause.first]
    if word in _SO and _acts_on(page, cause, impairments, treatment):
        return Reason(impairments[0].first, cause.last)
    if word in _WEAK:
        close = [m for m in after if m.first - cause.last <= _WEAK_REACH]
        told = own and _work_before(page, cause, sentence, treatment)
        linked = told and close and _plain_link(page, word, cause, close[0], sentence)
        return Reason(cause.first, close[0].last) if linked else None
    opens = cause.first <= sentence.first + 1
    if word == "reason" and after and any(cause.last <= m.first for m in treatment.hands):
        return Reason(cause.first, after[-1].last)
    placed = _same_place(page, sentence, treatment)
    loose = word in _LOOSE and not opens and not placed
    if not own and (loose or not speaks_of_treatment(page, sentence)):
        return None
    generic = all(page_word(page, m) in _GENERIC_FINDING for m in after[:1])
    if word.startswith("to ") and generic and page.words.stems[cause.last - 1] in _GENERIC_AIM:
        return _limited(page, cause, after, sentence)
    between = [m for m in after if m.first - cause.last <= _STRONG_REACH]
    if between:
        return Reason(cause.first, between[0].last)
    leading = [m for m in impairments if m.last <= cause.first]
    return Reason(leading[0].first, cause.last) if leading and word in _LOOKS_BACK else None


def _same_place(page: Page, sentence: Sentence, treatment: Treatment) -> bool:
    """Whether a sentence names a place where hands were."""
    treated = {s.term.region for found in treatment.sites_by_sentence.values() for s in found}
    return any(s.term.region in treated for s in page.within("site", sentence.first, sentence.last))


def _clause_of_reason(
    page: Page, cause: Mention, sentence: Sentence, treatment: Treatment
) -> int | None:
    """`as they elevate the first rib`: the end of a clause that says why, whatever it finds."""
    stems = page.words.stems
    if page_word(page, cause) not in _BECAUSE or not _work_before(page, cause, sentence, treatment):
        return None
    words = stems[cause.last : sentence.last]
    bare = page_word(page, cause) == "as" and words[:1] and words[0] not in _SUBJECTS
    raw = page.words.raw[cause.last + 1 : cause.last + 2]
    if bare and raw and raw[0] == page.words.stems[cause.last + 1] + "s":
        bare = words[0] in _NO_SUBJECTS  # `as disc clicks late`
    if bare or not _NO_REASON.isdisjoint(words):
        return None
    content = [w for w in words if w.isalpha() and len(w) > 2 and w not in _SUBJECTS]
    return sentence.last if len(content) >= _LEAST_CLAUSE else None


def _acts_on(page: Page, cause: Mention, impairments: list[Mention], treatment: Treatment) -> bool:
    """`tissue dense, so release`: the finding, then the work that follows from it."""
    follows = any(0 <= m.first - cause.last <= _NEXT_TO for m in treatment.hands)
    stems = page.words.stems[cause.last : cause.last + _WEAK_REACH]
    follows = follows or not _DID.isdisjoint(stems)
    return follows and bool(impairments) and impairments[0].last <= cause.first


def _work_before(page: Page, cause: Mention, sentence: Sentence, treatment: Treatment) -> bool:
    """Whether the manual work, or its grade, is told in the sentence before the cause."""
    hands = treatment.hands + treatment.labels
    return (
        any(sentence.first <= m.first < cause.first for m in hands)
        or "grade" in page.words.stems[sentence.first : cause.first]
        or any(sentence.first <= a < cause.first for a, _ in page.grades)
    )


def _plain_link(
    page: Page, word: str, cause: Mention, impairment: Mention, sentence: Sentence
) -> bool:
    stems = page.words.stems
    gap = stems[cause.last : impairment.first]
    if word.startswith("to") and len(gap) >= 1 and gap[0] in _GENERIC_AIM | {"address"}:
        strong = page_word(page, impairment) not in _GENERIC_FINDING
        return strong or page.has("limit", impairment.last, sentence.last)
    if word == "to":
        verb = bool(gap) and not any(s.first <= cause.last < s.last for s in page.of("site"))
        found = not _FOUND.isdisjoint(stems[impairment.last : impairment.last + 6])
        sided = cause.last in page.side_at
        return found or (verb and not sided and _is_verb(gap[0]))
    if "pain" in gap or "," in gap or any(w.isdecimal() for w in gap):
        return False
    if word == "for" and page_word(page, impairment) in _GENERIC_FINDING and not gap:
        return page.has("limit", impairment.last, sentence.last)
    return True


def _is_verb(word: str) -> bool:
    return word in (
        "open",
        "restore",
        "overcome",
        "break",
        "free",
        "clear",
        "correct",
        "unload",
        "regain",
        "resolve",
        "release",
        "stretch",
        "lengthen",
        "change",
        "target",
        "remodel",
        "loosen",
        "normalize",
        "work",
        "soften",
        "ease",
        "get",
        "reach",
        "treat",
        "lift",
    )


def _limited(page: Page, cause: Mention, after: list[Mention], sentence: Sentence) -> Reason | None:
    for limit in page.within("limit", cause.last, sentence.last):
        if after:
            return Reason(cause.first, limit.last)
    return None
