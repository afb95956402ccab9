"""The note coach of the session on screen: reads at every pause, keeps chips and alerts."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from core.model.bill import Alert
from core.notes.advice import Advice
from core.notes.coach import Chip, State
from core.notes.soap import Spot
from core.services.note_coach import CoachFile
from core.services.note_visits import advice_on
from ui.presenters.note_checks import with_note
from ui.presenters.session import SessionPresenter
from ui.presenters.session_checks import Check

PAUSE_MS = 250
_REST = 20  # a long note is read after so many times as long as reading it took


class SessionCoach(QObject):
    """`changed` after each reading. Nothing is read before what it takes has arrived."""

    changed = Signal()

    def __init__(self, presenter: SessionPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._file: CoachFile | None = None
        self._advice: Advice | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.read)
        presenter.loaded.connect(self.forget)
        presenter.changed.connect(self._touched)
        presenter.edited.connect(self._touched)

    @property
    def file(self) -> CoachFile | None:
        """What the practice gave for this session, with the person's macros and templates."""
        return self._file

    @property
    def chips(self) -> tuple[Chip, ...]:
        """The elements as they were read last."""
        return self._advice.chips if self._advice else ()

    @property
    def checks(self) -> tuple[Check, ...]:
        """The session's checks with what the note says among them."""
        return with_note(self._presenter.checks, self._alerts(), self._advice)

    def forget(self) -> None:
        """Another session is shown."""
        self._timer.stop()
        self._file, self._advice = None, None

    def take(self, file: CoachFile) -> None:
        """What this session's coach needs has come: read now."""
        self._file = file
        self.read()

    def read(self) -> None:
        """Read the note as it stands."""
        self._timer.stop()
        presenter, file = self._presenter, self._file
        if file is None or presenter.file is None:
            return
        began = time.perf_counter()
        record = presenter.whole_record()
        self._advice = advice_on(
            record, presenter.bill, presenter.facts, presenter.book, file.coach
        )
        took = round((time.perf_counter() - began) * 1000)
        self._timer.setInterval(max(PAUSE_MS, took * _REST))
        self.changed.emit()

    def alerts_now(self) -> tuple[Alert, ...]:
        """The note's alerts as it stands this moment, for signing."""
        self.read()
        return self._alerts()

    def spots_of(self, chip: Chip) -> dict[int, tuple[tuple[int, int], ...]]:
        """The words that prove an element, by part of the note."""
        found: dict[int, tuple[tuple[int, int], ...]] = {}
        for spot in self._spots(chip):
            found[spot.part] = (*found.get(spot.part, ()), (spot.start, spot.end))
        return found

    def answer_to(self, chip: Chip) -> str:
        """What is said of an element: the words found, or the question an auditor would ask."""
        if chip.state is not State.FOUND:
            return chip.ask
        if chip.said:
            return chip.said
        parts = self._advice.soap.parts if self._advice else ()
        quoted = (f"“{parts[one.part][one.start : one.end]}”" for one in self._spots(chip))
        return ", ".join(dict.fromkeys(quoted))

    def _spots(self, chip: Chip) -> list[Spot]:
        if self._advice is None:
            return []
        found = (self._advice.soap.spot(start, end) for start, end in chip.spans)
        return [spot for spot in found if spot is not None]

    def _alerts(self) -> tuple[Alert, ...]:
        locked = self._presenter.locked  # what is signed is not asked about any more
        return self._advice.alerts if self._advice and not locked else ()

    def _touched(self) -> None:
        if self._file is not None:
            self._timer.start()
