"""Two short notes side by side: one that gets paid, one that gets denied, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from core.notes.coach import Element
from ui.message_host import Sheet
from ui.theme import px
from ui.widgets.basics import Chip, column, heading, label, primary_button, row

_WIDE = 720


class PairSheet(Sheet):
    """Esc or Enter closes it; the people in the notes do not exist."""

    def __init__(self, window: QWidget, element: Element, ask: str, cite: str) -> None:
        super().__init__(window)
        self.setObjectName("pair")
        self.setAccessibleName(f"{element.label}: paid and denied")
        self.panel.setFixedWidth(min(px(_WIDE), window.width() - px(40)))
        self.body.addWidget(heading(element.label))
        self.body.addWidget(label(ask, kind="muted", wrap=True))
        notes = row(
            _note("good", "Paid", "check-circle", element.paid),
            _note("error", "Denied", "error", element.denied),
            spacing=12,
        )
        for place in range(2):
            notes.setStretch(place, 1)
        self.body.addLayout(notes)
        self.why = label(element.why, wrap=True)
        self.why.setObjectName("pair-why")
        self.body.addWidget(self.why)
        self.body.addWidget(label(cite, look="small", kind="muted", wrap=True))
        self.body.addWidget(
            label(
                "Both notes are made up to show the difference. Yours says what you found and did.",
                look="small",
                kind="muted",
                wrap=True,
            )
        )
        self.close_button = primary_button("Close")
        self.close_button.setObjectName("pair-close")
        self.close_button.setAutoDefault(True)
        self.close_button.clicked.connect(self.close_sheet)
        spoken = f"Paid: {element.paid} Denied: {element.denied} {element.why}"
        self.close_button.setAccessibleDescription(spoken)
        self.body.addLayout(row(label("Esc", look="small", kind="muted"), None, self.close_button))

    def start(self) -> None:
        """Show it and take the keyboard."""
        self.open(self.close_button)


def _note(kind: str, word: str, icon: str, text: str) -> QFrame:
    panel = QFrame()
    panel.setProperty("kind", "card")
    words = label(text, wrap=True)
    words.setAlignment(Qt.AlignmentFlag.AlignTop)
    words.setObjectName(f"pair-{word.lower()}")
    words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    box = column(row(Chip(kind, word, icon), None), words, spacing=8)
    box.setStretch(1, 1)
    box.setContentsMargins(px(12), px(12), px(12), px(12))
    panel.setLayout(box)
    return panel
