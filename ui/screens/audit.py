"""The audit room: the practice's own quarters, other systems' exports, and what follows."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.context import Context
from ui.page import Page
from ui.presenters.audit_room import AuditPresenter
from ui.presenters.generic_notes import GenericNotesPresenter
from ui.screens.audit_file import FilePart
from ui.screens.audit_follow_up import FollowUpPart
from ui.screens.audit_quarter import QuarterPart
from ui.theme import px
from ui.widgets.segments import Segments

_PARTS = (
    ("quarter", "This &practice"),
    ("file", "Another system’s e&xport"),
    ("follow", "Follow-&up"),
)


class AuditPage(Page):
    """One of three parts; the main action is the part's own."""

    name = "audit"
    title = "Audit"
    rail = True

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.presenter = AuditPresenter(ctx)
        self.presenter.setParent(self)
        self.generic = GenericNotesPresenter(ctx)
        self.generic.setParent(self)
        self.parts = Segments(_PARTS, "Parts of the audit room")
        self.quarter = QuarterPart(self, ctx, self.presenter, self.generic)
        self.file = FilePart(self, ctx)
        self.follow = FollowUpPart(ctx, self.presenter, self.generic)
        self._pages = {"quarter": self.quarter, "file": self.file, "follow": self.follow}
        self.stack = QStackedWidget()
        for page in self._pages.values():
            self.stack.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(12))
        box.addWidget(self.parts)
        box.addWidget(self.stack, 1)
        self.parts.chosen.connect(self.show_part)
        self.presenter.changed.connect(self.chrome_changed)
        self.file.presenter.changed.connect(self.chrome_changed)
        self.show_part("quarter")

    def show_part(self, part: str) -> None:
        """Bring one part to the front."""
        self.parts.choose(part)
        self.stack.setCurrentWidget(self._pages[part])
        here = self.parts.current()
        self.quarter.run.setVisible(here == "quarter")
        for action in (self.file.choose, self.file.run):
            action.setVisible(here == "file")
        self.chrome_changed.emit()

    def activate(self, args: dict[str, Any]) -> None:
        part = args.get("part")
        if part in self._pages:
            self.show_part(str(part))
        self.presenter.load()
        self.file.presenter.load()
        self.generic.load()

    def primary_action(self) -> QAction | None:
        here = self.parts.current()
        if here == "quarter":
            return self.quarter.primary()
        return self.file.primary() if here == "file" else None

    def secondary_actions(self) -> tuple[QAction, ...]:
        return self.file.secondary() if self.parts.current() == "file" else ()

    def first_focus(self) -> QWidget:
        here = self.parts.current()
        if here == "quarter":
            return self.quarter.period
        if here == "follow":
            return self.follow.tasks if self.presenter.follow.tasks else self.follow.owed
        return self.file.table if self.file.presenter.file else self.parts.buttons["file"]
