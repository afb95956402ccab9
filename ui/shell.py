"""The frame of every page: rail, breadcrumbs, the page itself, and its actions at the bottom."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.history import History, Place
from ui.page import Crumb, Page
from ui.pages import PAGES, PageSpec
from ui.presenters.break_glass import banner_text
from ui.theme import px
from ui.widgets.basics import (
    ActionButton,
    Button,
    Chip,
    Glyph,
    clear_layout,
    ghost_button,
    label,
    row,
    set_kind,
)
from ui.widgets.flow import FlowRow
from ui.widgets.glass_banner import GlassBanner
from ui.widgets.person_button import PersonButton

FIND, FIND_SHORT = "Find a patient, page or action", "Find"
HELP_KEY = QKeySequence("F1")
SWITCH_KEY = "Ctrl+Shift+L"


class Rail(QFrame):
    """The navigation on the left: the pages, and at its foot settings, the person and the lock."""

    chosen = Signal(str)
    lock_asked = Signal()
    help_asked = Signal()
    switch_asked = Signal()
    page_asked = Signal(str, dict)

    def __init__(self, pages: tuple[PageSpec, ...] = PAGES) -> None:
        super().__init__()
        self.setProperty("kind", "rail")
        self.setAccessibleName("Navigation")
        self._buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.practice = label("", kind="muted", wrap=True)
        self.demo = Chip("warning", "Demo data", "info")
        self.demo.hide()
        self.person = PersonButton()
        self.person.switch_asked.connect(self.switch_asked)
        self.person.lock_asked.connect(self.lock_asked)
        self.person.page_asked.connect(self.page_asked)
        self.late = Button("No backup", "alarm", icon="error")
        self.late.setObjectName("rail-backup")
        self.late.clicked.connect(self._ask_backups)
        self.late.hide()
        self._lay_out(pages)

    def _lay_out(self, pages: tuple[PageSpec, ...]) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(px(12), px(16), px(12), px(12))
        box.setSpacing(px(2))
        box.addWidget(label("Unitwise", look="brand"))
        box.addWidget(self.practice)
        box.addWidget(self.demo)
        box.addSpacing(px(14))
        shown = [spec for spec in pages if spec.rail]
        for number, spec in enumerate([s for s in shown if not s.bottom], start=1):
            box.addWidget(self._page_button(spec, f"Ctrl+{number}"))
        box.addStretch(1)
        for spec in (s for s in shown if s.bottom):
            box.addWidget(self._page_button(spec, "Ctrl+,"))
        box.addSpacing(px(6))
        box.addWidget(self.late)
        box.addWidget(self.person)
        box.addWidget(self._small("Lock", "Ctrl+L", self.lock_asked))
        self._help = self._small("Help", "F1", self.help_asked)
        box.addWidget(self._help)

    def _page_button(self, spec: PageSpec, shortcut: str) -> Button:
        button = Button(spec.title, "rail", "", spec.icon)
        button.setObjectName(f"rail-{spec.name}")
        button.setCheckable(True)
        button.take_keys(shortcut)
        button.setToolTip(f"{spec.title} ({shortcut})")
        button.clicked.connect(lambda: self.chosen.emit(spec.name))
        self._group.addButton(button)
        self._buttons[spec.name] = button
        return button

    def _small(self, text: str, shortcut: str, signal: Any) -> Button:
        button = Button(text, "rail-small", shortcut)
        button.setObjectName(f"rail-{text.lower()}")
        button.clicked.connect(signal)
        return button

    def _ask_backups(self) -> None:
        self.page_asked.emit("settings", {"section": "backups"})

    def show_page(self, name: str) -> None:
        """Mark the page that is shown, or none."""
        self._group.setExclusive(False)
        for page, button in self._buttons.items():
            button.setChecked(page == name)
        self._group.setExclusive(True)

    def show_late_backup(self, words: str) -> None:
        """Show the red mark of a backup that is too old; empty words take it away."""
        self.late.setToolTip(words)
        self.late.setAccessibleDescription(words)
        self.late.setVisible(bool(words))

    def set_help_key(self, keys: str) -> None:
        """Give way to a page that uses F1 itself."""
        self._help.set_words("Help", keys)


class TopBar(QWidget):
    """Breadcrumbs on the left, the way to everything on the right."""

    find_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._crumbs = QHBoxLayout()
        self._crumbs.setSpacing(0)
        self.back = ghost_button("", icon="back")
        self.forward = ghost_button("", icon="forward")
        for button, name, keys in (
            (self.back, "Back", "Alt+Left"),
            (self.forward, "Forward", "Alt+Right"),
        ):
            button.setAccessibleName(name)
            button.setToolTip(f"{name} ({keys})")
            button.take_keys(keys)
            button.setObjectName(name.lower())
        self.finder = Button(FIND_SHORT, "find", "Ctrl+K", "search")
        self.finder.setObjectName("find")
        self.finder.clicked.connect(self.find_asked)
        box = row(self.back, self.forward)
        box.setSpacing(0)
        box.addSpacing(px(8))
        box.addLayout(self._crumbs)
        box.addStretch(1)
        box.addWidget(self.finder)
        self.setLayout(box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= px(760)
        words = FIND if roomy else FIND_SHORT
        if self.finder.accessibleName() != words:
            self.finder.set_words(words, "Ctrl+K")
        self.finder.setMinimumWidth(px(340) if roomy else 0)

    def show_crumbs(self, crumbs: tuple[str | Crumb, ...], navigate: Any) -> None:
        clear_layout(self._crumbs)
        for place, crumb in enumerate(crumbs):
            if place:
                self._crumbs.addWidget(label("›", kind="muted"))
            if isinstance(crumb, Crumb):
                button = ghost_button(crumb.text.replace("&", "&&"))  # a name, not a mnemonic
                button.setObjectName(f"crumb-{place}")
                button.clicked.connect(lambda _=False, c=crumb: navigate(c.page, c.args))
                self._crumbs.addWidget(button)
            else:
                last = place == len(crumbs) - 1
                words = label(crumb, "strong" if last else "", "" if last else "muted")
                words.setObjectName("crumb-here" if last else f"crumb-{place}")
                words.setContentsMargins(px(7), 0, px(7), 0)
                words.setMinimumWidth(px(24))
                self._crumbs.addWidget(words)


class Footer(QWidget):
    """What was last saved on the left, the page's actions on the right."""

    def __init__(self) -> None:
        super().__init__()
        self._glyph = Glyph("check", "good")
        self._words = label("", kind="muted")
        self._words.setObjectName("status")
        self._actions = FlowRow()
        self._shown: tuple[QAction | None, tuple[QAction, ...]] = (None, ())
        box = row(self._glyph, self._words)
        box.addWidget(self._actions, 1)
        self.setLayout(box)
        self.show_status("", "")

    def show_status(self, kind: str, text: str) -> None:
        self._glyph.setVisible(bool(text))
        if text:
            set_kind(self._glyph, kind)
            self._glyph.set_icon({"good": "check", "muted": "clock"}.get(kind, kind))
        set_kind(self._words, kind if kind in ("warning", "error") else "muted")
        self._words.setText(text)

    def show_actions(self, primary: QAction | None, others: tuple[QAction, ...]) -> None:
        if self._shown == (primary, others):
            return
        self._shown = (primary, others)
        clear_layout(self._actions.flow)
        buttons = [ActionButton(action) for action in others]
        if primary is not None:
            buttons.append(ActionButton(primary, "primary"))
            buttons[-1].setObjectName("primary")
        for button in buttons:
            self._actions.add(button)
        if buttons:
            self._actions.push_right(buttons[0])


class Shell(QWidget):
    """Shows pages by name and remembers the way; the window around it knows no page."""

    page_shown = Signal(str)

    def __init__(self, ctx: Context, pages: tuple[PageSpec, ...] = PAGES) -> None:
        super().__init__()
        self.ctx = ctx
        self.specs = {spec.name: spec for spec in pages}
        self.pages: dict[str, Page] = {}
        self.history = History()
        self._wanted: Place | None = None
        self.rail = Rail(tuple(spec for spec in pages if ctx.may(spec.needs)))
        self.top = TopBar()
        self.footer = Footer()
        self.glass = GlassBanner()
        self.stack = QStackedWidget()
        self._lay_out()
        self.ctx.theme.changed.connect(self._resize)
        self.rail.chosen.connect(lambda name: self.navigate(name, {}))
        self._take_switch_key()
        self.ctx.glass.changed.connect(self._show_glass)
        self.glass.close_asked.connect(self.ctx.glass.close_notes)
        self.top.back.clicked.connect(self.go_back)
        self.top.forward.clicked.connect(self.go_forward)

    def _take_switch_key(self) -> None:
        switch = QAction("Switch person", self)
        switch.setShortcut(QKeySequence(SWITCH_KEY))
        switch.triggered.connect(self.rail.switch_asked)
        self.addAction(switch)

    def _lay_out(self) -> None:
        self.rail.setFixedWidth(_rail_width())
        self.rail.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        main = QVBoxLayout()
        main.setContentsMargins(px(16), px(12), px(20), px(12))
        main.setSpacing(px(12))
        main.addWidget(self.top)
        main.addWidget(self.glass)
        main.addWidget(self.stack, 1)
        main.addWidget(self.footer)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.rail)
        box.addLayout(main, 1)

    def _resize(self) -> None:
        self.rail.setFixedWidth(_rail_width())

    def show_practice(self, name: str, person: str, *, demo: bool) -> None:
        """Say at the rail whose practice this is and who is signed in."""
        self.rail.practice.setText(name)
        self.rail.demo.setVisible(demo)
        self.rail.person.show_name(person)

    def _show_glass(self) -> None:
        passes = self.ctx.glass.passes
        self.glass.show_words(banner_text(passes) if passes else "")

    def keep(self) -> None:
        """Have the page that is shown keep what is typed."""
        if self.page is not None:
            self.page.keep()

    def holds_text(self) -> bool:
        """Whether a page holds what cannot be kept in the practice file."""
        return any(page.holds_text() for page in self.pages.values())

    def focus_page(self) -> None:
        """Give the keyboard to the page that is shown."""
        if self.page is not None:
            (self.page.first_focus() or self.page).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def navigate(self, name: str, args: dict[str, Any]) -> None:
        """Show a page and remember it as the newest place."""
        if self._show(Place(name, args)):
            self.history.visit(Place(name, args))
            self._show_ways()

    def go_back(self) -> None:
        self._move(self.history.before(), -1)

    def go_forward(self) -> None:
        self._move(self.history.after(), 1)

    def _move(self, place: Place | None, step: int) -> None:
        if place is not None and self._show(place):
            self.history.step(step)
            self._show_ways()

    def _show(self, place: Place) -> bool:
        if self.page is not None:
            self._wanted = place
            if not self.page.can_leave():
                return False
            self.page.keep()
        page = self._page(place.name)
        self.footer.show_status("", "")
        self.stack.setCurrentWidget(page)
        page.activate(place.args)
        self.rail.show_page(self.specs[place.name].parent or place.name)
        self._show_chrome()
        self.focus_page()
        self.page_shown.emit(place.name)
        return True

    def _page(self, name: str) -> Page:
        if name not in self.pages:
            page = self.specs[name].factory(self.ctx)
            page.chrome_changed.connect(self._show_chrome)
            page.status.connect(self._status)
            page.left_free.connect(self._leave)
            self.pages[name] = page
            self.stack.addWidget(page)
        return self.pages[name]

    def _status(self, kind: str, text: str) -> None:
        if self.sender() is self.page:
            self.footer.show_status(kind, text)

    def _show_chrome(self) -> None:
        if self.page is None:
            return
        self.top.show_crumbs(self.page.crumbs(), self.navigate)
        primary, others = self.page.primary_action(), self.page.secondary_actions()
        self.footer.show_actions(primary, others)
        self.footer.setVisible(primary is not None or bool(others))
        taken = any(a.shortcut() == HELP_KEY for a in self.page.actions())
        self.rail.set_help_key("Shift+F1" if taken else "F1")

    def _leave(self) -> None:
        """The page let go of what held it: take the way that was asked for."""
        if self._wanted is not None:
            self.navigate(self._wanted.name, self._wanted.args)

    def _show_ways(self) -> None:
        self.top.back.setEnabled(self.history.before() is not None)
        self.top.forward.setEnabled(self.history.after() is not None)


def _rail_width() -> int:
    # Large text leaves the page its room.
    return max(176, px(146))
