"""What was typed and not saved: handed over at a lock, offered again to who typed it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import shiboken6
from PySide6.QtCore import QObject, Signal

from core.model.kept_text import KeptText

if TYPE_CHECKING:
    from core.errors import UnitwiseError
    from core.services.practice import OpenPractice
    from ui.context import Context


class Keeper(Protocol):
    """A form that can hand over what is typed in it; `in_sheet` when a lock takes it away."""

    in_sheet: bool
    own: int | None

    def unsaved(self) -> KeptText | None: ...


class KeptTexts(QObject):
    """`changed` when other texts are kept than before.

    Forms join with `join`; `keep_all` hands over what is typed in all of them.
    """

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._held: tuple[KeptText, ...] = ()
        self._keepers: list[Keeper] = []
        self._told: set[int] = set()

    def join(self, keeper: Keeper) -> None:
        """From now on ask this form too."""
        self._keepers.append(keeper)

    def hold(self, held: tuple[KeptText, ...]) -> None:
        """Take what is kept of who is signed in."""
        self._held = held
        self.changed.emit()
        self.tell()

    def tell(self) -> None:
        """Say once what waits in forms that are not open."""
        taken = self._taken()
        new = [one for one in self._held if one.id not in taken and one.id not in self._told]
        self._told |= {one.id for one in new if one.id is not None}
        if new:
            self._ctx.messages.info(waiting_words(new))

    def find(self, form: str, record: str) -> KeptText | None:
        """The oldest text that waits for a form and record."""
        taken = self._taken()
        for one in self._held:
            if (one.form, one.record) == (form, record) and (one.id is None or one.id not in taken):
                return one
        return None

    def wanted(self, form: str, before: str = "") -> str | None:
        """Which record of a form a text waits for: the part of its name after `before`."""
        taken = self._taken()
        for one in self._held:
            fits = one.form == form and one.record.startswith(before)
            if fits and (one.id is None or one.id not in taken):
                return one.record.removeprefix(before)
        return None

    def keep_all(
        self,
        then: Callable[[], None] | None = None,
        failed: Callable[[UnitwiseError], None] | None = None,
    ) -> None:
        """Bring all that is typed into the practice file, after the saves that are under way.

        A sheet is asked at once, as it goes away; what cannot be written stays in memory.
        """
        at_once = self._gather(in_sheet=True)

        def go_on(_: object = None) -> None:
            self._keep((*at_once, *self._gather(in_sheet=False)), then, failed)

        self._ctx.tasks.change(lambda p: None, go_on, go_on)

    def let_go(self, text: KeptText) -> None:
        """Its writer saved it or wants it no more."""
        self._held = tuple(one for one in self._held if one is not text and not _same(one, text))
        number = text.id
        if number is not None:
            self._ctx.tasks.change(_letting_go(number), lambda _: None)
        self.changed.emit()

    def let_go_of(self, number: int) -> None:
        """As `let_go`, by the number of the kept text."""
        for one in self._held:
            if one.id == number:
                self.let_go(one)
                return

    def _keep(
        self,
        found: tuple[tuple[Keeper, KeptText], ...],
        then: Callable[[], None] | None,
        failed: Callable[[UnitwiseError], None] | None,
    ) -> None:
        found = tuple(pair for pair in found if not self._stands(pair[1]))
        texts = [text for _, text in found]
        texts += [one for one in self._held if one.id is None]
        if not texts:
            _call(then)
            return

        def done(kept: tuple[KeptText, ...]) -> None:
            for (keeper, _), one in zip(found, kept, strict=False):
                if not keeper.in_sheet:
                    keeper.own = one.id
            self._put(kept)
            _call(then)

        def refused(problem: UnitwiseError) -> None:
            self._put(tuple(text for keeper, text in found if keeper.in_sheet))
            if failed is not None:
                failed(problem)

        self._ctx.tasks.change(_keeping(texts), done, refused)

    def _put(self, kept: tuple[KeptText, ...]) -> None:
        numbers = {one.id for one in kept}
        stay = (one for one in self._held if one.id is not None and one.id not in numbers)
        self._held = (*stay, *kept)
        self.changed.emit()

    def _stands(self, text: KeptText) -> bool:
        """Whether it is in the file already as it is."""
        return text.id is not None and any(
            one.id == text.id and one.fields == text.fields for one in self._held
        )

    def _gather(self, *, in_sheet: bool) -> tuple[tuple[Keeper, KeptText], ...]:
        found = []
        for keeper in self._alive():
            text = keeper.unsaved() if keeper.in_sheet == in_sheet else None
            if text is not None:
                found.append((keeper, text))
        return tuple(found)

    def _taken(self) -> set[int]:
        """Texts that stand in an open form: their writer has them before the eyes."""
        return {one.own for one in self._alive() if one.own is not None}

    def _alive(self) -> list[Keeper]:
        self._keepers = [
            one for one in self._keepers if not isinstance(one, QObject) or shiboken6.isValid(one)
        ]
        return self._keepers


def moment_words(moment: datetime | None) -> str:
    """When a text was kept, in the time of this place."""
    return moment.astimezone().strftime("%d %b %Y, %H:%M") if moment else "a moment ago"


def waiting_words(texts: list[KeptText]) -> str:
    """Where unsaved text waits, as a sentence."""
    places = []
    for one in texts:
        of = f" ({one.patient_name})" if one.patient_name else ""
        if one.title + of not in places:
            places.append(one.title + of)
    listed = "; ".join(places)
    return f"Kept for you, not saved: {listed}. Open it there to put it back or to discard it."


def _same(one: KeptText, other: KeptText) -> bool:
    return one.id is not None and one.id == other.id


def _call(then: Callable[[], None] | None) -> None:
    if then is not None:
        then()


# The services stand behind the gate: imported with the window they would hold it up.
def _keeping(texts: list[KeptText]) -> Callable[[OpenPractice], tuple[KeptText, ...]]:
    from core.services import kept_texts

    return lambda p: kept_texts.keep(p, texts)


def _letting_go(number: int) -> Callable[[OpenPractice], None]:
    from core.services import kept_texts

    return lambda p: kept_texts.let_go(p, number)
