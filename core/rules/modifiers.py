"""The modifiers a line carries: the plan of care's discipline, and those put on by hand."""

from __future__ import annotations

from collections.abc import Iterable

from core.model.facts import NOBODY_SAID
from core.model.kinds import Severity
from core.rules.codes import CodeEntry, TherapyClass
from core.rules.distinctness import by_hand
from core.rules.draft import Draft, Work
from core.rules.parameters import DatedValue, NotKnown
from core.rules.statements import say_stated, stated
from core.rules.wording import plural

REDUCED = "52"


def add_modifiers(draft: Draft) -> None:
    """Join hand-put modifiers with the discipline's own, in the payer's order or the book's."""
    own = draft.rules.discipline_modifiers.get(draft.encounter.discipline)
    word = own.text if isinstance(own, DatedValue) else ""
    wanted = draft.rules.marked_classes(draft.encounter.discipline)
    marked: list[Work] = []
    put: list[tuple[str, tuple[str, ...]]] = []
    said = draft.encounter.attest
    attested = said is not NOBODY_SAID and said != NOBODY_SAID
    for work in draft.works:
        if not work.units:
            continue
        hand = by_hand(work) if draft.has_hand_modifiers else ()
        if attested and (words := stated(draft, work)):
            hand = (*hand, *words)
            put.append((work.code, words))
        if work.short:
            hand = (*hand, REDUCED)
        foreign = hand and [word for word in hand if word in draft.rules.discipline_words]
        if foreign:
            _judge_foreign(draft, work, foreign, own)
        elif word and (work.helped or _is_one_of(work.entry, wanted)):
            hand = (*hand, word)
            marked.append(work)
        work.modifiers = in_order(draft, hand) if len(hand) > 1 else hand
        if work.helped:
            _mark_helped(draft, work)
    if put:
        say_stated(draft, put)
    if marked and isinstance(own, DatedValue):
        need = draft.rules.profile.discipline_modifiers
        cite = need.cite if isinstance(need, DatedValue) else own.cite
        since = need.since if isinstance(need, DatedValue) else own.since
        result = f"{own.value} on {', '.join(work.code for work in marked)}"
        draft.say("Modifier of the plan of care", result, cite, since)


def _is_one_of(entry: CodeEntry | None, classes: frozenset[TherapyClass]) -> bool:
    return entry is not None and entry.therapy in classes


def _mark_helped(draft: Draft, work: Work) -> None:
    """The line of the assistant's units: the same modifiers and the assistant's own."""
    name = f"assistant_modifiers.{draft.encounter.discipline.value}"
    found = draft.book.parameter(name, draft.encounter.date)
    if not isinstance(found, DatedValue) or found.text in work.modifiers:
        work.helped = 0
        return
    word = found.text
    work.helped_modifiers = in_order(draft, (*work.modifiers, word))
    result = f"{word} on {plural(work.helped, 'unit')} of {work.code}"
    draft.say("Modifier of the assistant", result, found.cite, found.since)


def _judge_foreign(
    draft: Draft, work: Work, foreign: list[str], own: DatedValue | NotKnown | None
) -> None:
    wanted = own.text if isinstance(own, DatedValue) else ""
    if foreign == [wanted]:
        return
    draft.alert(
        "discipline",
        Severity.ERROR,
        (work.code,),
        f"{work.code} carries {' and '.join(foreign)} by hand; this session is "
        f"{draft.encounter.discipline.value}, and a line names one plan of care only.",
        f"Take the wrong modifier off{f' and leave {wanted}' if wanted else ''}.",
        own.cite if isinstance(own, DatedValue) else "",
    )


def in_order(draft: Draft, modifiers: Iterable[str]) -> tuple[str, ...]:
    """Sort by the day's groups, within a group by name; what no group names stands last."""
    order = draft.rules.modifier_order
    last = len(order)
    return tuple(sorted(set(modifiers), key=lambda word: (order.get(word, last), word)))
