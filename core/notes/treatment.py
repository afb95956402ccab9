"""What was done by hand today: techniques, bare manual therapy, massage; and what was not."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from core.notes.lexicon import Mention, Term
from core.notes.page import Page
from core.notes.quantities import Quantity
from core.notes.scope import Scope, scope_of
from core.notes.settle import means_treatment
from core.notes.words import bag

_NOT_HANDS = ("passive", "machine", "assisted", "selfwork", "otherhands", "cmt", "bandage")
_RELAXING = bag("relaxation comfort relaxing relax swedish spa stress soothing")
_CONTENT_REACH = 9
_GRADED = Term("hands", "technique", "joint mobilization")
_WORKED = Term("hands", "technique", "soft tissue mobilization")
_RELEASED = Term("hands", "technique", "trigger point release")
_WORKS = bag("worked working treated addressed")
_PRESSES = bag("pressure compression compressed pressed")
_OTHER_WORK = ("exercise", "label", "assisted", "passive", "machine", "modality", "cmt")
_GRADE_REACH = 4
_POINT_REACH = 7
_INJURIES = bag(
    "sprain strain tear oa arthritis spondy chondromalacia separation degeneration lesion"
)
_LARYNX = bag("larynx hyoid thyroid laryngeal thyrohyoid")
_ADDED = bag("/ w with and &")
_PRESSED = bag("glide gliding")
_SOFT = frozenset(
    {"cupping", "scar mobilization", "IASTM", "soft tissue mobilization", "transverse friction"}
)
_THOUGHTS = bag("whether would could should questioned wondered")
_BY_HAND = bag("therapist clinician pt passive manual hand assisted ot")
_LISTED = bag(", + & and /")
_BOOKED = bag("billed charged coded booked")
_LABEL_KINDS = ("unnamed", "technique", "massage", "label")


@dataclass(slots=True)
class Treatment:
    """Today's hands-on mentions. `labels` are entries named manual therapy and no more."""

    techniques: list[Mention] = field(default_factory=list)
    labels: list[Mention] = field(default_factory=list)
    massages: list[Mention] = field(default_factory=list)
    comforts: list[Mention] = field(default_factory=list)
    scopes: dict[Mention, Scope] = field(default_factory=dict)
    quantities: list[Quantity] = field(default_factory=list)
    bare: list[Mention] = field(default_factory=list)
    sites_by_sentence: dict[int, list[Mention]] = field(default_factory=dict)
    _hands: list[Mention] | None = None
    _named: list[Mention] | None = None
    _starts: list[int] = field(default_factory=list)

    @property
    def performed(self) -> bool:
        """Whether staff applied manual therapy by hand today."""
        return bool(self.techniques or self.massages or self.bare)

    @property
    def hands(self) -> list[Mention]:
        """Every mention that proves hands-on work, in order."""
        if self._hands is None:
            everything = self.techniques + self.massages + self.bare
            self._hands = sorted(everything, key=lambda m: m.first)
        return self._hands

    def within(self, first: int, last: int) -> list[Mention]:
        """Hands-on mentions and names of manual therapy that begin inside these words."""
        if self._named is None:
            self._named = sorted(self.hands + self.labels, key=lambda m: m.first)
            self._starts = [m.first for m in self._named]
        low = bisect_left(self._starts, first)
        return self._named[low : bisect_left(self._starts, last, lo=low)]

    @property
    def names(self) -> list[str]:
        """Names of today's techniques in the order of the note, without repeats."""
        return list(dict.fromkeys(m.term.name for m in self.techniques))


def read_treatment(page: Page, *, chiropractic: bool) -> Treatment:
    """Today's treatment. With `chiropractic`, thrusts belong to the adjustment's own code."""
    found = Treatment(quantities=page.quantities)
    stretched = page.stretched
    for kind in ("technique", "unnamed", "massage", "comfort"):
        for mention in page.of(kind):
            if not means_treatment(page, mention) or mention in stretched:
                continue
            if kind == "unnamed" and _wondered(page, mention):
                continue
            scope = scope_of(page, mention, found.quantities)
            found.scopes[mention] = scope
            if scope is Scope.TODAY:
                _sort_in(page, found, mention, chiropractic=chiropractic)
    fresh = _graded_sites(page, found) + _pressed_points(page, found)
    found.techniques = _absorb(page, sorted(found.techniques + fresh, key=lambda m: m.first))
    found.techniques = [m for m in found.techniques if not _in_exercises(page, m, found)]
    found.bare = [m for m in found.labels if not _other_content(page, m)]
    if found.labels and not found.bare and not found.techniques:
        found.massages = []
    return found


def _wondered(page: Page, mention: Mention) -> bool:
    """`asked whether manual would help`: a name in a thought, and no minutes with it."""
    sentence = page.sentence_at(mention.first)
    if _THOUGHTS.isdisjoint(page.words.stems[sentence.first : sentence.last]):
        return False
    first, last = page.clause_at(mention.first)
    return not any(first <= q.first < last for q in page.quantities)


def _in_exercises(page: Page, mention: Mention, found: Treatment) -> bool:
    """`Nerve glides, wall slides 17 min`: the patient's own, in a list of exercises."""
    if mention.term.name != "neural mobilization":
        return False
    sentence = page.sentence_at(mention.first)
    stems = page.words.stems
    if not _BY_HAND.isdisjoint(stems[sentence.first : sentence.last]):
        return False
    if any(m != mention for m in found.within(sentence.first, sentence.last)):
        return False
    after = [m.first - 1 for m in page.within("exercise", mention.last, sentence.last)][:1]
    before = [m.last for m in page.within("exercise", sentence.first, mention.first)][-1:]
    return any(stems[at] in _LISTED for at in after + before)


def _graded_sites(page: Page, found: Treatment) -> list[Mention]:
    """`R L4-5 gr IV x 15 min`: a joint with a grade, and no other word for the technique."""
    fresh = []
    for first, last in page.grades:
        clause = page.clause_at(first)
        sites = page.within("site", *clause)
        site = next((m for m in sites if 0 <= first - m.last <= 2), None)
        if site is None and not any(page.has(kind, *clause) for kind in _OTHER_WORK):
            near = (m for m in sites if max(first - m.last, m.first - last) <= _GRADE_REACH)
            site = next(near, None)
        if site is None or page.has("technique", *clause):
            continue
        if not _INJURIES.isdisjoint(page.words.stems[clause[0] : clause[1]]):
            continue
        mention = Mention(_GRADED, min(site.first, first), max(site.last, last))
        timed = any(clause[0] <= q.first < clause[1] for q in found.quantities)
        if timed and scope_of(page, mention, found.quantities) is Scope.TODAY:
            found.scopes[mention] = Scope.TODAY
            fresh.append(mention)
    return fresh


def _pressed_points(page: Page, found: Treatment) -> list[Mention]:
    """`Worked through R glute trigger points`, `sustained pressure to the trigger point`."""
    fresh = []
    for at in page.words.spots("trigger", "trp"):
        first, _ = page.clause_at(at)
        lead = page.words.stems[max(at - _POINT_REACH, first) : at]
        term = _WORKED if _PRESSES.isdisjoint(lead) else _RELEASED
        if term is _WORKED and _WORKS.isdisjoint(lead):
            continue
        last = at + 1 + (page.words.stems[at + 1 : at + 2] == ["point"])
        mention = Mention(term, at, last)
        if page.has("technique", first, last) or page.has("technique", at, last + 2):
            continue
        if scope_of(page, mention, found.quantities) is Scope.TODAY:
            found.scopes[mention] = Scope.TODAY
            fresh.append(mention)
    return fresh


def _sort_in(page: Page, found: Treatment, mention: Mention, *, chiropractic: bool) -> None:
    kind = mention.term.kind
    if kind == "technique":
        if not (chiropractic and mention.term.name == "manipulation"):
            found.techniques.append(mention)
    elif kind == "unnamed":
        found.labels.append(mention)
    elif kind == "comfort" or _relaxing(page, mention):
        found.comforts.append(mention)
    else:
        found.massages.append(mention)


def _relaxing(page: Page, mention: Mention) -> bool:
    sentence = page.sentence_at(mention.first)
    return not _RELAXING.isdisjoint(page.words.stems[sentence.first : sentence.last])


def _absorb(page: Page, techniques: list[Mention]) -> list[Mention]:
    """A glide inside a MWM or SNAG, and a pull that goes with a glide, are no second technique."""
    kept: list[Mention] = []
    for mention in techniques:
        clause = page.clause_at(mention.first)
        before = [m for m in kept if m.first >= clause[0]]
        names = {m.term.name for m in before}
        if _part_of_another(page, mention, names):
            continue
        if mention.term.name == "joint mobilization" and any(
            m.term.name in ("MWM", "SNAG", "neural mobilization", "manual traction")
            and not _fresh_entry(page, m.last, mention.first)
            for m in before[-1:]
        ):
            continue
        kept.append(mention)
    return kept


def _part_of_another(page: Page, mention: Mention, names: set[str]) -> bool:
    """Skin rolling of a scar, or a glide of the larynx within soft tissue work."""
    stems = page.words.stems
    if stems[mention.first] == "skin" and "scar mobilization" in names:
        return True
    if stems[mention.first] in _PRESSED and not names.isdisjoint(_SOFT):
        lead = stems[max(mention.first - 4, 0) : mention.first]
        if not {"w", "with"}.isdisjoint(lead) and "," not in lead and lead[-1] in _ADDED:
            return True  # `scar mobilization w/ pressure and glide`: how the tissue was moved
    near = stems[max(mention.first - 6, 0) : mention.last + 4]
    return (
        mention.term.name in ("joint mobilization", "manual traction")
        and bool(names)
        and not _LARYNX.isdisjoint(near)
    )


def _fresh_entry(page: Page, first: int, last: int) -> bool:
    """Whether a new entry begins in between: a comma, a plus or another place."""
    stems = page.words.stems[first:last]
    depth = stems.count("(") - stems.count(")")
    if depth > 0:
        return False
    marks = [at for at, word in enumerate(stems) if word in ("+", ",", "and", "&", ";", "plus")]
    with_ = [at for at, word in enumerate(stems) if word in ("w", "with")]
    return bool(marks) and max(marks) > max(with_, default=-1)


def _other_content(page: Page, label: Mention) -> bool:
    """Whether the entry's own content is work that is no manual therapy, such as PROM."""
    sentence = page.sentence_at(label.first)
    end = min(label.last + _CONTENT_REACH, len(page.words))
    last = max(end, sentence.last) if sentence.last - label.last < 4 else min(end, sentence.last)
    nearest = [m for kind in _NOT_HANDS for m in page.of(kind) if label.last <= m.first < last]
    if not nearest:
        return _content_before(page, label, sentence.first)
    first = min(m.first for m in nearest)
    if _told_apart(page, label.last, first):
        return False
    return not any(
        label.last <= m.first < first
        for m in page.of("label") + page.of("exercise") + page.of("modality")
    )


def _told_apart(page: Page, first: int, last: int) -> bool:
    """`hands-on work to low back 15 min, traction 15 min`: a place and a comma part the two."""
    stems = page.words.stems[first:last]
    if ";" in stems:
        return True
    return "," in stems and (page.has("site", first, last) or "min" in stems[: stems.index(",")])


def _content_before(page: Page, label: Mention, first: int) -> bool:
    """`PROM shoulder (97140)`: the content stands before the label."""
    stems, at = page.words.stems, label.first
    reach = _CONTENT_REACH
    if at and (stems[at - 1] in _BOOKED or stems[at - 2 : at - 1] == ["billed"]):
        reach *= 2
    elif stems[at - 1 : at] not in (["("], ["as"], ["under"], ["-"], [":"], ['"']):
        return False
    told = [m for kind in _NOT_HANDS for m in page.of(kind)]
    return any(m.first >= first and m.last <= at and at - m.last <= reach for m in told)
