"""The first-run wizard: practice, owner, first provider, recovery code."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.presenters.wizard import PRACTICE, PROVIDER, practice_of, provider_of
from ui.screens.gate import Gate, Working
from ui.screens.wizard_steps import FormStep, OwnerStep, RecoveryStep, StartStep, Step
from ui.widgets.basics import column, label, primary_button, quiet_button, row
from ui.widgets.recovery_code import PrintLines


class WizardScreen(Gate):
    """Gathers what a new practice needs and asks for it to be made.

    `create_asked(path, practice, owner, password, provider or None)`; `finished` once the
    recovery code was typed back.
    """

    create_asked = Signal(object, object, str, str, object)
    finished = Signal()
    demo_asked = Signal()
    other_file_asked = Signal()

    def __init__(self, path: Path, print_lines: PrintLines) -> None:
        super().__init__(560)
        self.setObjectName("wizard")
        self.setAccessibleName("Set up a practice")
        self.start = StartStep()
        self.practice = FormStep(
            "Your practice", "It stands on every superbill.", PRACTICE, "practice-"
        )
        self.owner = OwnerStep(path)
        self.provider = FormStep(
            "First treating provider",
            "Who treats here? You can add others, and change this, in Settings.",
            PROVIDER,
            "provider-",
        )
        self.recovery = RecoveryStep(print_lines)
        self._step: Step = self.start
        self.steps: tuple[Step, ...] = (self.practice, self.owner, self.provider, self.recovery)
        self._build()
        self._connect()
        self._show(self.start)

    def _build(self) -> None:
        self.count = label("", look="small", kind="muted")
        self.count.setObjectName("step")
        self.middle = QWidget()
        self.middle.setLayout(column(self.start, *self.steps, spacing=0))
        self.working = Working()
        self.back = quiet_button("Back", icon="back")
        self.skip = quiet_button("Skip for now")
        self.next = primary_button("Continue")
        for button, name in ((self.back, "back"), (self.skip, "skip"), (self.next, "next")):
            button.setObjectName(f"wizard-{name}")
            button.setAutoDefault(True)
        for widget in (self.count, self.middle, self.working):
            self.panel.body.addWidget(widget)
        self.panel.body.addLayout(row(self.back, None, self.skip, self.next))

    def _connect(self) -> None:
        self.start.chosen.connect(self._start)
        self.back.clicked.connect(self._back)
        self.next.clicked.connect(self._next)
        self.skip.clicked.connect(lambda: self._ask_create(with_provider=False))
        self.owner.place_asked.connect(self._choose_place)
        for step in self.steps:
            step.entered.connect(self._next)

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self._step

    def first_focus(self) -> QWidget:
        return self.step.first()

    def _show(self, step: Step) -> None:
        self._step = step
        for other in (self.start, *self.steps):
            other.setVisible(other is step)
        started = step is not self.start
        place = self.steps.index(step) + 1 if step in self.steps else 0
        self.count.setText(f"Step {place} of {len(self.steps)}")
        self.count.setVisible(started)
        self.back.setVisible(started and step is not self.recovery)
        self.next.setVisible(started)
        self.skip.setVisible(step is self.provider)
        words = {self.provider: "Create the practice", self.recovery: "Finish"}
        self.next.set_words(words.get(step, "Continue"))
        step.first().setFocus()

    def _start(self, choice: str) -> None:
        if choice == "new":
            self._show(self.practice)
        elif choice == "demo":
            self.demo_asked.emit()
        else:
            self.other_file_asked.emit()

    def _back(self) -> None:
        place = self.steps.index(self.step)
        self._show(self.steps[place - 1] if place else self.start)

    def _next(self) -> None:
        if self.working.isVisible() or not self.step.check():
            return
        if self.step is self.recovery:
            self.finished.emit()
        elif self.step is self.provider:
            self._ask_create(with_provider=True)
        else:
            self._show(self.steps[self.steps.index(self.step) + 1])

    def _ask_create(self, *, with_provider: bool) -> None:
        practice = practice_of(self.practice.form.values())
        values = self.provider.form.values()
        provider = provider_of(values, practice.address.state) if with_provider else None
        owner = self.owner.values()
        self.create_asked.emit(
            self.owner.path, practice, owner["owner_name"], owner["password"], provider
        )

    def show_progress(self, text: str) -> None:
        self.working.show_progress(text)
        for button in (self.back, self.skip, self.next):
            button.setEnabled(not text)
        self.middle.setEnabled(not text)

    def show_problem(self, text: str, field: str = "") -> None:
        """Show a service's sentence at the field it names, on the step that has it."""
        for step in (self.provider, self.practice, self.owner):
            if step.names(field):
                self._show(step)
                step.show_problem(field, text)
                return
        self.step.show_problem("", text)

    def show_code(self, code: str) -> None:
        """Show the recovery code; it cannot be asked for again."""
        name = self.practice.form.values()["name"]
        heads = (f"Practice: {name}", f"File: {self.owner.path.name}", "")
        self.recovery.show_code(code, heads)
        self._show(self.recovery)

    def _choose_place(self) -> None:
        dialog = QFileDialog(self, "Where to keep the practice file", str(self.owner.path))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Practice file (*.unitwise)")
        dialog.setDefaultSuffix("unitwise")
        dialog.fileSelected.connect(lambda chosen: self.owner.show_path(Path(chosen)))
        dialog.open()
