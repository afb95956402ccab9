"""Which service an amount of time belongs to."""

from __future__ import annotations

from bisect import bisect_left

from core.notes.activity import names_unknown_work, place_start, unknown_work_after
from core.notes.chains import Chains
from core.notes.entries import Entry, Service
from core.notes.lexicon import Mention
from core.notes.nexttime import planned_from
from core.notes.other_times import (
    all_of_it,
    booked_as,
    has_own_number,
    is_no_treatment,
    lists_services,
    with_me,
)
from core.notes.page import Page
from core.notes.quantities import Kind, Quantity
from core.notes.sentences import Sentence
from core.notes.totals import Totals
from core.notes.treatment import Treatment
from core.notes.words import bag

_OTHER = (
    *("label", "exercise", "machine", "modality", "passive", "assisted", "selfwork"),
    *("otherhands", "bandage", "cmt", "comfort"),
)
_STRONG = bag("label unnamed")
_JOINS = bag("/ + & and plus")
_WHILE = bag("w with during while")
_CUTS = bag("then ; followed |")
_PARTS = _CUTS | {",", "."}
_NO_CONTENT = bag(
    "total this was all overall for the and spent time took min minute today were above"
)
_AGAIN = bag(
    "side for first and plus another at start end beginning then more additional the to left right"
)
_FIELDS = bag("minute min duration")
_FIELD_REACH = 2
_HELD_UNDER = ("machine", "passive", "assisted", "otherhands")
_GOES_ON = 8
_LIMIT_REACH = 3
_UNTIMED_SECTIONS = bag("subjective plan goals history home diagnosis")


class Attribution:
    """Decides service by service; made once for a page."""

    def __init__(self, page: Page, treatment: Treatment) -> None:
        self._page = page
        self._stems = page.words.stems
        manual = treatment.techniques + treatment.labels + treatment.massages
        self._manual = frozenset(manual)
        told = [m for kind in _OTHER for m in page.of(kind)]
        others = [m for m in told if not self._denied(m)]
        self._past_denied = {m.last for m in told} - {m.last for m in others}
        self._all = sorted(manual + others, key=lambda m: (m.first, m.last))
        self._totals = Totals(page, self._all, self._manual)
        self._starts = {m.first: m for m in self._all}
        self._chains = Chains(page, self._all, self._manual)

    def _denied(self, mention: Mention) -> bool:
        """`no vibration`, `vibration?` that is answered with no, and `limiting the deep squat`."""
        if mention.first and self._stems[mention.first - 1] in ("no", "without"):
            return True
        if mention.term.kind == "exercise" and self._is_limited(mention):
            return True
        return self._stems[mention.last : mention.last + 2] == ["?", "no"]

    def _is_limited(self, mention: Mention) -> bool:
        """What somebody cannot do yet is the reason of the work, not the work."""
        first = max(mention.first - _LIMIT_REACH, 0)
        return any(
            m.last <= mention.first for m in self._page.within("limit", first, mention.first)
        )

    def entries(self, quantities: list[Quantity]) -> list[Entry]:
        """Every amount with its service, in order."""
        found: list[Entry] = []
        starts = [q.first for q in quantities]
        for number, one in enumerate(quantities):
            sentence = self._page.sentence_at(one.first)
            low, high = bisect_left(starts, sentence.first), bisect_left(starts, sentence.last)
            before, after = quantities[low:number], quantities[number + 1 : high]
            service, labelled = self._service(one, sentence, before, after)
            shared_room = self._page.of("group") or self._page.of("double_booked")
            if (
                service in (Service.NONE, Service.OTHER)
                and shared_room
                and self._manual
                and with_me(self._stems, one)
            ):
                service = Service.MANUAL
            if service is Service.NONE and self._of_visit(one, sentence, found):
                service = Service.TOTAL
            if service is Service.NONE and self._follows(one, sentence, found):
                service = Service.MANUAL
            found.append(Entry(one, service, labelled, self._page.index_of(sentence)))
        return found

    def _shared_room(self, one: Quantity) -> bool:
        shared = self._page.of("group") or self._page.of("double_booked")
        return bool(shared and self._manual) and with_me(self._stems, one)

    def _service(
        self, one: Quantity, sentence: Sentence, before: list[Quantity], after: list[Quantity]
    ) -> tuple[Service, bool]:
        if self._later(one, sentence):
            return Service.OTHER, False
        whole = all_of_it(self._stems, one, self._starts)
        if whole is None and not after:
            whole = booked_as(self._stems, one, sentence.last, self._starts)
        if whole in self._manual or (not before and self._under_label(one, sentence, after)):
            return Service.MANUAL, True
        if self._totals.shared(one, sentence):
            return Service.SHARED, False
        if self._totals.names_itself(one):
            return Service.TOTAL, False
        owner = self._starts.get(one.owner) or self._of_field(one, sentence)
        if owner is not None:
            return self._of_chain([owner], sentence)
        parts = [q for q in before if not self._totals.says_so(q)]
        number_first = self._number_first(sentence, (parts or [one])[0], (after or [one])[-1])
        number_first = number_first and not self._named_in_clause(one, before)
        named = self._by_names(one, sentence, before, after, number_first=number_first)
        if named is not None:
            return named
        untimed = is_no_treatment(self._stems, one) or sentence.section in _UNTIMED_SECTIONS
        if untimed or self._overlaps(one, sentence):
            return Service.OTHER, False
        if self._totals.holds(one, sentence):
            return Service.TOTAL, False
        return self._of_slice(one, sentence, before, after, number_first=number_first), False

    def _under_label(self, one: Quantity, sentence: Sentence, after: list[Quantity]) -> bool:
        """`97140 - mechanical traction 15 min`: the entry's own name counts, whatever it holds."""
        label = self._starts.get(sentence.first)
        if label is None or label not in self._manual or label.term.kind != "unnamed" or after:
            return False
        inside = [m for m in self._all if label.last <= m.first < one.first]
        marked = self._stems[label.last : label.last + 1] in (["-"], [":"])
        return marked and bool(inside) and all(m.term.kind in _HELD_UNDER for m in inside)

    def _of_field(self, one: Quantity, sentence: Sentence) -> Mention | None:
        """`MANUAL THERAPY`, then `Minutes: 13` in a field of its own: the service above it."""
        at = one.first - 2
        if at < 1 or self._stems[at + 1] not in (":", "=") or self._stems[at] not in _FIELDS:
            return None
        if at > sentence.first and self._stems[at - 1] not in (",", ";", "|", ")"):
            return None
        above = [m for m in self._all if m.last <= at][-1:]
        index = self._page.index_of(sentence)
        if not above:
            return None
        lines = index - self._page.index_of(self._page.sentence_at(above[0].first))
        return above[0] if lines <= _FIELD_REACH else None

    def _named_in_clause(self, one: Quantity, before: list[Quantity]) -> bool:
        """Whether the number's own clause names a service first, behind any earlier number."""
        first, _ = self._page.clause_at(one.first)
        if any(q.last > first for q in before):
            return False
        return any(first <= m.first < one.first for m in self._all)

    def _overlaps(self, one: Quantity, sentence: Sentence) -> bool:
        """`This overlapped with pt B from 10:00 to 10:12`: somebody else's time."""
        if not self._page.has("double_booked", sentence.first, one.first):
            return False
        return not any(sentence.first <= m.first < sentence.last for m in self._manual)

    def _by_names(
        self, one: Quantity, sentence: Sentence, before: list[Quantity], after: list[Quantity],
        *, number_first: bool,
    ) -> tuple[Service, bool] | None:  # fmt: skip
        """The service whose name stands right beside the number, if one does."""
        inside = [m for m in self._all if one.first <= m.first and m.last <= one.last]
        chains = [inside or self._chains.before(one), self._chains.after(one, after)]
        if number_first and self._whole_of(one, chains[1], after, sentence):
            return Service.TOTAL, False
        if number_first and chains[1]:
            chains.reverse()
        elif not number_first and (
            has_own_number(self._stems, chains[1], after)
            or self._in_cell(one)
            or (after and self._stems[one.last] == "/")
        ):
            chains.pop()
        for strong in (True, False):
            for chain in chains:
                if not strong and chain and self._same_hands(chain, sentence):
                    continue
                if chain and (not strong or any(m.term.kind in _STRONG for m in chain)):
                    if chain is chains[0] and number_first and not before and not after:
                        chain.extend(self._joined_later(chain, sentence))
                    return self._of_chain(chain, sentence)
        return None

    def _whole_of(
        self, one: Quantity, chain: list[Mention], after: list[Quantity], sentence: Sentence
    ) -> bool:
        """`45 min direct: MT 15, TE 30`: each service has a number behind it, so this is all."""
        if ":" not in self._stems[one.last : one.last + 3]:
            return False
        if not has_own_number(self._stems, chain, after):
            return False
        return not any(after[-1].last <= m.first < sentence.last for m in self._all)

    def _in_cell(self, one: Quantity) -> bool:
        """`| R hip glide gr II 4' | SLS`: the number ends a cell that names its own service."""
        if self._stems[one.last : one.last + 1] != ["|"]:
            return False
        before = self._before(one)[-1:]
        return bool(before) and "|" not in self._stems[before[0].last : one.first]

    def _same_hands(self, chain: list[Mention], sentence: Sentence) -> bool:
        """`STM R SCM and lateral flexion stretch 15 min`: the stretch is by the same hands."""
        if not all(self._stems[m.last - 1].startswith("stretch") for m in chain):
            return False
        first = min(m.first for m in chain)
        before = [m for m in self._all if sentence.first <= m.first < first]
        gap = self._stems[before[-1].last : first] if before else []
        return bool(before) and before[-1] in self._manual and "," not in gap and "and" in gap

    def _later(self, one: Quantity, sentence: Sentence) -> bool:
        """`Keep manual to 8 min`: said of the next time, with none of today's techniques."""
        if sentence.headed or sentence.section not in ("", "treatment", "objective", "assessment"):
            return False
        if self._starts.get(sentence.first) in self._manual:
            return False
        near = self._page.within("technique", sentence.first, sentence.last)
        worked = any(m in self._manual for m in near)
        return not worked and planned_from(self._page, sentence) <= one.first

    def _joined_later(self, chain: list[Mention], sentence: Sentence) -> list[Mention]:
        """`30 min STM R calf and TE`: another service that shares the only number."""
        later = self._page.within("label", chain[-1].last, sentence.last)
        cut = [at for at in range(chain[-1].last, sentence.last) if self._stems[at] in _CUTS]
        last = cut[0] if cut else sentence.last
        starts = {m: place_start(self._page, m.first) - 1 for m in later if m.first < last}
        return [m for m, at in starts.items() if self._stems[at] in _JOINS]

    def _of_chain(self, chain: list[Mention], sentence: Sentence) -> tuple[Service, bool]:
        manual = [m for m in chain if m in self._manual]
        labelled = any(m.term.kind == "unnamed" for m in manual)
        if not manual:
            return Service.OTHER, False
        if len(manual) < len(chain):
            return Service.SHARED, False
        return Service.MANUAL, labelled

    def _number_first(self, sentence: Sentence, first: Quantity, last: Quantity) -> bool:
        """Whether the sentence tells each number before its work: `10 min STM, 20 min gait`."""
        if any(sentence.first <= m.first < first.first for m in self._all):
            return False
        if not names_unknown_work(self._page, sentence.first, first.first):
            return True
        behind = [m for m in self._all if last.last <= m.first < sentence.last][:1]
        gap = self._stems[last.last : behind[0].first] if behind else []
        return bool(behind) and _CUTS.isdisjoint(gap) and "," not in gap and _WHILE.isdisjoint(gap)

    def _of_slice(
        self, one: Quantity, sentence: Sentence, before: list[Quantity], after: list[Quantity],
        *, number_first: bool,
    ) -> Service:  # fmt: skip
        if number_first:
            first, last = one.last, after[0].first if after else sentence.last
        else:
            first, last = before[-1].last if before else sentence.first, one.first
        stems = self._stems
        if number_first:
            cut = [at for at in range(first, last) if stems[at] in _CUTS]
            last = cut[0] if cut else last
        else:
            cut = [at for at in range(first, last) if stems[at] in _CUTS]
            first = cut[-1] if cut else first
        inside = [m for m in self._all if m.first >= first and m.last <= last]
        inside = [m for m in inside if m in self._manual or not self._accompanies(m, inside)]
        if number_first and not after and lists_services(self._stems, one, inside, self._manual):
            return Service.SHARED
        if self._unknown_behind(one, inside, last if number_first else sentence.last):
            return Service.OTHER
        if not inside:
            words = [w for w in stems[first:last] if w.isalpha() and len(w) > 2]
            fresh = [w for w in words if w not in _NO_CONTENT]
            return Service.OTHER if len(fresh) > (0 if number_first else 3) else Service.NONE
        if not number_first and unknown_work_after(self._page, inside[-1].last, last):
            return Service.OTHER
        return self._nearest(inside if number_first else inside[::-1])

    def _unknown_behind(self, one: Quantity, inside: list[Mention], last: int) -> bool:
        """`10 min Pilates, then STM`, `STM, then 10 min of box lifts`: other work behind it."""
        stems = self._stems
        if inside and inside[-1].last <= one.first:
            return False
        opens = one.last + (stems[one.last : one.last + 1] in (["of"], ["on"], ["for"]))
        if not inside and opens == one.last:
            return False
        end = next((at for at in range(opens, last) if stems[at] in _PARTS), last)
        if inside and inside[0].first < end:
            return False
        return names_unknown_work(self._page, opens, end)

    def _accompanies(self, mention: Mention, inside: list[Mention]) -> bool:
        """`STM w/ ankle pumps`: what the patient does while hands work."""
        if mention.term.kind in ("label", "bandage") or not any(
            m in self._manual and m.last <= mention.first for m in inside
        ):
            return False
        return not _WHILE.isdisjoint(self._stems[max(mention.first - 6, 0) : mention.first])

    def _nearest(self, ordered: list[Mention]) -> Service:
        """The mention next to the number decides, unless an `and` joins it to the other kind."""
        nearest = ordered[0]
        manual = nearest in self._manual
        for mention in ordered[1:]:
            if (mention in self._manual) == manual:
                nearest = mention
                continue
            first, last = sorted((nearest, mention), key=lambda m: m.first)
            gap = self._stems[first.last : last.first]
            joined = any(w in _JOINS for w in gap) and len(gap) <= 6 and "," not in gap
            strong = self._other_code(nearest if not manual else mention)
            if joined and not strong:
                return Service.MANUAL
            return Service.SHARED if joined else (Service.MANUAL if manual else Service.OTHER)
        return Service.MANUAL if manual else Service.OTHER

    def _other_code(self, mention: Mention) -> bool:
        """Work with a code of its own; heat, or a stretch by the same hands, shares no time."""
        word = self._stems[mention.last - 1]
        return mention.term.kind in ("label", "exercise", "bandage") and not word.startswith(
            "stretch"
        )

    def _of_visit(self, one: Quantity, sentence: Sentence, found: list[Entry]) -> bool:
        """`STM R calf, TE. Time 45 min.`: a time alone, behind a service without its own."""
        words = self._stems[sentence.first : one.first]
        if "time" not in words or any(e.service is not Service.TOTAL for e in found):
            return False
        return any(m.term.kind == "label" for m in self._before(one))

    def _before(self, one: Quantity) -> list[Mention]:
        return [m for m in self._all if m.last <= one.first]

    def _follows(self, one: Quantity, sentence: Sentence, found: list[Entry]) -> bool:
        """A number alone belongs to the manual work told just before it."""
        if is_no_treatment(self._stems, one) or sentence.section in _UNTIMED_SECTIONS:
            return False
        earlier = self._before(one)
        denied = {at for at in self._past_denied if at <= one.first}
        since = max([sentence.first, *[m.last for m in earlier[-1:]], *denied])
        if names_unknown_work(self._page, since, one.first):
            return False
        if found and one.kind is found[-1].quantity.kind is Kind.CLOCK:
            gap = self._stems[found[-1].quantity.last : one.first]
            if found[-1].service is Service.MANUAL and set(gap) <= _JOINS | {","}:
                return True
        if found and found[-1].service is Service.MANUAL and self._goes_on(found[-1], one):
            return True
        alone = one.last - one.first >= sentence.last - sentence.first - 1
        if alone and not any(e.service is Service.MANUAL for e in found):
            earlier = [m for m in earlier if m.term.kind != "exercise"]
            return bool(earlier) and earlier[-1] in self._manual
        if not earlier or earlier[-1] not in self._manual:
            return False
        start = max([sentence.first, *[e.quantity.last for e in found[-1:]]])
        placed = {
            at for m in self._page.within("site", start, one.first) for at in range(m.first, m.last)
        }
        words = [self._stems[at] for at in range(start, one.first) if at not in placed]
        told = any(e.service is Service.MANUAL for e in found)
        if told and any(len(w) > 2 and w.isalpha() and w not in _NO_CONTENT for w in words):
            return False
        index = self._page.index_of(sentence)
        if index - self._page.index_of(self._page.sentence_at(earlier[-1].first)) > 1:
            return False
        return not any(
            e.service is not Service.OTHER and e.quantity.first > earlier[-1].first for e in found
        )

    def _goes_on(self, last: Entry, one: Quantity) -> bool:
        """`R calf 6 min, L calf 12 min`, `10 min at start and 10 at end`: the same work again."""
        first = last.quantity.last
        if one.first - first > _GOES_ON:
            return False
        placed = {
            at for m in self._page.within("site", first, one.first) for at in range(m.first, m.last)
        }
        words = [self._stems[at] for at in range(first, one.first) if at not in placed]
        fresh = [w for w in words if w.isalpha() and len(w) > 1 and w not in _AGAIN]
        sided = any(at in self._page.side_at for at in range(first, one.first))
        return not fresh and (bool(placed) or sided or not _JOINS.isdisjoint(words))
