"""A paper of an audit as it will be printed: see it, print it or save it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtWidgets import QWidget

from core.errors import UnitwiseError
from core.services import audit_papers, audit_room
from core.services.audit_papers import AuditDraft, AuditPaper
from core.services.audit_room import AuditView
from core.services.printing import How
from ui.context import Context
from ui.page import Crumb
from ui.presenters.document import DocumentPresenter, write_copy
from ui.screens.document import SheetPage

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_NAMES = {
    "report": "Audit report",
    "feedback": "Clinician feedback",
    "plan": "Corrective-action plan",
    "training": "Training pack",
}


@dataclass(frozen=True, slots=True)
class PaperAsk:
    """Which paper of which audit; `view` is None for another system's export."""

    name: str
    paper: AuditPaper = field(repr=False)
    view: AuditView | None = field(default=None, repr=False)
    clinician: str = ""
    owner: str = ""
    until: date | None = None
    counsel: bool = False


def drawn(ask: PaperAsk, names: tuple[str, ...]) -> AuditDraft:
    """Draw what is asked; touches no database."""
    paper = audit_room.for_counsel(ask.paper) if ask.counsel else ask.paper
    if ask.name == "feedback":
        return audit_papers.draw_feedback(paper, ask.clinician)
    if ask.name == "training":
        return audit_papers.draw_training(paper, names)
    if ask.name == "plan":
        steps = audit_papers.proposed_plan(paper, ask.owner)
        if ask.until is not None:
            steps = tuple(replace(step, due=ask.until) for step in steps)
        return audit_papers.draw_plan(replace(paper, plan=steps))
    return audit_papers.draw_report(paper)


class AuditPaperPresenter(DocumentPresenter):
    """Holds the draft; a kept audit's trail tells of each paper that left."""

    ask: PaperAsk | None = None

    def load(self, ask: PaperAsk) -> None:
        """Draw another paper."""
        self.ask, self.draft, self.problem = ask, None, ""
        view = ask.view
        if view is not None and ask.name == "training":
            self._tasks.read(
                lambda p: audit_room.names_of(p, view), lambda n: self._draw(ask, n), self._refused
            )
        else:
            self._draw(ask, ())

    def _draw(self, ask: PaperAsk, names: tuple[str, ...]) -> None:
        self._tasks.work(lambda: drawn(ask, names), lambda d: self._shown(ask, d), self._refused)

    def _shown(self, ask: PaperAsk, draft: AuditDraft) -> None:
        if ask is self.ask:
            self.draft = draft  # type: ignore[assignment] # both have what is shown and written
            self.drawn.emit()

    def _refused(self, problem: UnitwiseError) -> None:
        self.draft, self.problem = None, str(problem)
        self.drawn.emit()

    def keep(self, how: How, copy: Path | None = None) -> None:
        draft, ask = self.draft, self.ask
        if draft is None or ask is None:
            return

        def done(_: object) -> None:
            if not shiboken6.isValid(self):
                return
            if copy is None:
                self.kept.emit(None, "")
                return
            self._tasks.work(
                lambda: write_copy(copy, draft.body),
                lambda _: self.kept.emit(None, copy.name),
                self.failed.emit,
            )

        number = ask.view.record.id if ask.view else None
        if number is None:
            done(None)
            return

        def tell(p: OpenPractice) -> None:
            audit_room.note_paper(p, number, draft, how)  # type: ignore[arg-type] # an AuditDraft

        self._tasks.change(tell, done, self.failed.emit)


class AuditPaperPage(SheetPage):
    """The whole page is the document."""

    name = "audit_paper"
    title = "Audit paper"
    presenter: AuditPaperPresenter

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.frame_sheet(AuditPaperPresenter(ctx.tasks, self))

    def activate(self, args: dict[str, Any]) -> None:
        ask = args.get("ask")
        if not isinstance(ask, PaperAsk):
            self.show_draft(None, "Choose a paper in the audit room.")
            return
        self.begin()
        self.presenter.load(ask)

    def words_of(self, draft: Any) -> str:
        pages = "1 page" if draft.pages == 1 else f"{draft.pages} pages"
        return f"{draft.title} · {pages}"

    def kept_words(self, row: Any) -> str:
        ask = self.presenter.ask
        return _NAMES[ask.name] if ask else self.title

    def crumbs(self) -> tuple[str | Crumb, ...]:
        ask = self.presenter.ask
        return Crumb("Audit", "audit", {}), _NAMES[ask.name] if ask else self.title
