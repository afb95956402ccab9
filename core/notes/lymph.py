"""Manual lymph drainage: what its policies want to see beside it."""

from __future__ import annotations

from dataclasses import dataclass

from core.notes.lexicon import Mention
from core.notes.measures import Value
from core.notes.page import Page
from core.notes.treatment import Treatment
from core.notes.words import bag

_SIZES = bag("length")
_NOT_SWELLING = bag("opening fist dpc diastasis fingertip lunge wblt excursion interincisal fig")


@dataclass(frozen=True, slots=True)
class LymphDrainage:
    """Whether it was given today, and the proofs of what goes with it."""

    given: bool
    size: tuple[Value, ...] = ()
    cause: tuple[Mention, ...] = ()
    home: tuple[Mention, ...] = ()


def read_lymph(page: Page, treatment: Treatment, values: list[Value]) -> LymphDrainage:
    """The lymph drainage fields; all empty unless it was given today."""
    if not any(m.term.name == "MLD" for m in treatment.techniques):
        return LymphDrainage(given=False)
    size = [v for v in values if v.kind in _SIZES and not _NOT_SWELLING & set(v.name.split())]
    cause = [m for m in page.of("edema_stage") if not _denied(page, m)]
    home = [m for m in page.of("lymph_home") if not _at_clinic(page, m)]
    return LymphDrainage(True, tuple(size), tuple(cause), tuple(home))


def _denied(page: Page, mention: Mention) -> bool:
    return any(
        w in ("no", "denies", "without")
        for w in page.words.stems[max(mention.first - 2, 0) : mention.first]
    )


def _at_clinic(page: Page, mention: Mention) -> bool:
    """`returned home`, `home health`: no programme."""
    stems = page.words.stems
    if stems[mention.first] != "home" or mention.last - mention.first > 1:
        return False
    after, before = stems[mention.last : mention.last + 1], stems[mention.first - 1 : mention.first]
    return after in (["health"], ["from"]) or before in (["went"], ["returned"], ["drove"])
