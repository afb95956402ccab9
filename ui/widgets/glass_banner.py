"""The red strip that stays while notes are open with a reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.theme import px
from ui.widgets.basics import Glyph, label, quiet_button


class GlassBanner(QFrame):
    """Whose notes, for how long, and the way to close them: `close_asked`."""

    close_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("glass-banner")
        self.setProperty("kind", "banner-glass")
        self._words = label("", look="strong", kind="error", wrap=True)
        self._words.setObjectName("glass-words")
        self.close_button = quiet_button("Close them now", icon="lock")
        self.close_button.setObjectName("glass-close")
        self.close_button.clicked.connect(self.close_asked)
        box = QHBoxLayout(self)
        box.setContentsMargins(px(14), px(8), px(10), px(8))
        box.setSpacing(px(8))
        box.addWidget(Glyph("unlock", "error"))
        box.addWidget(self._words, 1)
        box.addWidget(self.close_button)
        self.hide()

    def show_words(self, words: str) -> None:
        """Say what is open, or go away."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
