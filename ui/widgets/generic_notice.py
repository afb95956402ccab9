"""A warning about clinicians whose notes got more generic; it names no patient."""

from __future__ import annotations

from collections.abc import Iterable

from core.audit.drift import Drift
from core.audit.words import drift_words
from ui.widgets.basics import Notice

_AUDITED = "Read some of these notes before the claims go out."
_BILLED = "Ask who reviews notes before this goes out; the bill itself is not changed."


class GenericNotice(Notice):
    """Gone while there is nobody to name; `billing` says what a biller can do."""

    def __init__(self, *, billing: bool = False) -> None:
        super().__init__("warning", "")
        self._todo = _BILLED if billing else _AUDITED
        self.setObjectName("generic-notes")
        self.hide()

    def show_drifts(self, drifts: Iterable[Drift]) -> None:
        """Name those whose notes got more generic, or go."""
        told = [one for one in drifts if one.got_generic]
        self.setVisible(bool(told))
        if told:
            names = ", ".join(one.clinician for one in told)
            lines = [
                f"{one.clinician}: {drift_words(one)}" if len(told) > 1 else _first(one)
                for one in told
            ]
            head = f"Notes of the last four weeks got more generic: {names}"
            self.show_notice("warning", head, "\n".join((*lines, self._todo)))


def _first(one: Drift) -> str:
    words = drift_words(one)
    return words[:1].upper() + words[1:]
