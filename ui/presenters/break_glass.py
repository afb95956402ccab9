"""Opening notes with a reason: asks for it, and knows what is open and for how long."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.model.break_glass import LEAST_REASON, MINUTES, GlassPass

if TYPE_CHECKING:
    from ui.context import Context

LOOK_MS = 20_000
TITLE = "Open these notes with a reason?"
_TELLS = (
    f"In an emergency you may read this patient’s notes for {MINUTES} minutes. Your name and the"
    " reason go into the audit trail, and the owner is told."
)


def reason_problem(text: str) -> str:
    """What a reason lacks, as a sentence."""
    if len(text.strip()) >= LEAST_REASON:
        return ""
    return f"Say the reason in at least {LEAST_REASON} characters."


def banner_text(open_ones: tuple[GlassPass, ...]) -> str:
    """Whose notes are open with a reason, and for how long still."""
    one = open_ones[0]
    minutes = "1 more minute" if one.minutes_left == 1 else f"{one.minutes_left} more minutes"
    words = f"The notes of {one.patient_name} are open to you with a reason for {minutes}."
    others = len(open_ones) - 1
    return words if not others else f"{words} And {others} more."


class GlassPresenter(QObject):
    """`changed` when notes were opened, closed, or a minute of theirs went by."""

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.passes: tuple[GlassPass, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def patients(self) -> frozenset[int]:
        """The patients whose notes are open with a reason."""
        return frozenset(one.patient_id for one in self.passes)

    def ask(
        self,
        patient_id: int,
        then: Callable[[], None],
        otherwise: Callable[[], None] | None = None,
        why: str = "",
    ) -> None:
        """Ask for the reason; `then` runs when the notes are open."""
        self._ctx.messages.ask_text(
            TITLE,
            f"Reason, at least {LEAST_REASON} characters",
            lambda reason: self._start(patient_id, reason, then),
            yes=f"Open for {MINUTES} minutes",
            detail=f"{why} {_TELLS}".strip(),
            on_no=otherwise,
            check=reason_problem,
        )

    def close_notes(self) -> None:
        """Close the notes that the banner names."""
        from core.services import break_glass

        if self.passes:
            number = self.passes[0].patient_id
            self._ctx.tasks.change(
                lambda p: (break_glass.stop(p, number), break_glass.active(p))[1], self._got
            )

    def look(self) -> None:
        """Ask what is open still; an hour that is over ends with that."""
        from core.services import break_glass

        self._ctx.tasks.change(break_glass.active, self._got)

    def _start(self, patient_id: int, reason: str, then: Callable[[], None]) -> None:
        from core.services import break_glass

        def started(passes: tuple[GlassPass, ...]) -> None:
            self._got(passes)
            then()

        self._ctx.tasks.change(
            lambda p: (break_glass.start(p, patient_id, reason), break_glass.active(p))[1], started
        )

    def _got(self, passes: tuple[GlassPass, ...]) -> None:
        self.passes = passes
        if passes and not self._timer.isActive():
            self._timer.start()
        elif not passes:
            self._timer.stop()
        self.changed.emit()
