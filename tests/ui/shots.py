"""Takes pictures of every screen: `python -m tests.ui.shots FOLDER [NAME ...]`.

Light and dark, at 1280x720 and 1920x1080, and once at 200 % text; for people to look at.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from tests.support.practice import new_practice
from tests.ui import screens
from tests.ui.fakes import make_context
from ui.theme import Mode, Theme

SIZES = ((1280, 720, 100), (1920, 1080, 100), (1280, 720, 200))


def wait(milliseconds: int) -> None:
    """Let the window lay itself out."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def picture(theme: Theme, home: Path, practice: object, name: str, folder: Path) -> None:
    """One screen in every size and look."""
    for mode in (Mode.LIGHT, Mode.DARK):
        for width, height, scale in SIZES:
            theme.set_look(mode, scale)
            window = QWidget()
            box = QVBoxLayout(window)
            box.setContentsMargins(0, 0, 0, 0)
            box.addWidget(screens.SCREENS[name](make_context(home, theme, practice)))
            window.resize(width, height)
            window.show()
            wait(40)
            window.grab().save(str(folder / f"{name}-{mode}-{width}-{scale}.png"))
            window.close()
            window.deleteLater()


def main(folder: Path, names: list[str]) -> None:
    """Write the pictures of the screens named, or of all."""
    app = QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    theme = Theme(app)
    with tempfile.TemporaryDirectory() as home:
        practice = new_practice(Path(home))
        screens.fill(practice)
        for name in names or list(screens.SCREENS):
            picture(theme, Path(home), practice, name, folder)
        practice.file.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
