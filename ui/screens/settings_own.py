"""Parts of the settings screen about this computer: how it looks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QWidget

from ui.context import Context
from ui.screens.settings_sections import Section
from ui.theme import SCALES, Mode
from ui.widgets.basics import (
    Button,
    Card,
    label,
    muted,
    row,
)

MODES = (
    (Mode.SYSTEM, "As the system", "appearance"),
    (Mode.LIGHT, "Light", "sun"),
    (Mode.DARK, "Dark", "moon"),
)


class AppearanceSection(Section):
    """Light or dark, and the text size; both take effect at once."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "Appearance", "For this computer. Paper is always black on white.")
        self._modes = QButtonGroup(self)
        self._sizes = QButtonGroup(self)
        card = Card()
        card.body.addWidget(label("Look", look="label"))
        card.body.addLayout(row(*[self._mode(*entry) for entry in MODES], None))
        card.body.addSpacing(8)
        card.body.addWidget(label("Text size", look="label"))
        card.body.addLayout(row(*[self._size(scale) for scale in SCALES], None))
        card.body.addWidget(muted("Manual therapy 97140 · 22 minutes · $1,912.40", wrap=True))
        self.box.addWidget(card)
        self.box.addStretch(1)
        self.ctx.theme.changed.connect(self.load)
        self.load()

    def _mode(self, mode: Mode, text: str, icon: str) -> Button:
        return self._choice(
            self._modes, f"look-{mode.value}", text, icon, lambda: self._keep(mode, self._scale)
        )

    def _size(self, scale: int) -> Button:
        return self._choice(
            self._sizes,
            f"size-{scale}",
            f"{scale} %",
            "",
            lambda: self._keep(self._mode_now, scale),
        )

    def _choice(
        self, group: QButtonGroup, name: str, text: str, icon: str, chosen: Callable[[], None]
    ) -> Button:
        button = Button(text, "segment", icon=icon)
        button.setObjectName(name)
        button.setCheckable(True)
        button.clicked.connect(lambda _=False: chosen())
        group.addButton(button)
        return button

    @property
    def _mode_now(self) -> Mode:
        return self.ctx.theme.mode

    @property
    def _scale(self) -> int:
        return self.ctx.theme.scale

    def _keep(self, mode: Mode, scale: int) -> None:
        self.ctx.theme.set_look(mode, scale)
        self.ctx.preferences.keep_look(mode.value, scale)

    def load(self) -> None:
        for button in self._modes.buttons():
            button.setChecked(button.objectName() == f"look-{self._mode_now.value}")
        for button in self._sizes.buttons():
            button.setChecked(button.objectName() == f"size-{self._scale}")

    def first(self) -> QWidget | None:
        return self._modes.checkedButton()
