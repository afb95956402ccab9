"""Scores are typed here: choose by a word, type a row of answers, Enter keeps them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from core.errors import FieldProblem, InvalidInput, UnitwiseError, UserProblem
from core.model.outcomes import MeasureProgress, OutcomeScore
from core.notes.outcomes.activities import LONGEST_NAME
from core.notes.outcomes.change import plain
from core.notes.outcomes.measures import Measures, Rule, Scoring
from ui.context import Context
from ui.models.outcome_rows import last_words, value_words
from ui.presenters.measure_draft import Draft, echo, entries_of, motion_field, sides_of
from ui.presenters.measure_targets import (
    Target,
    degrees_words,
    find_targets,
    target_of,
    targets_of,
)
from ui.widgets.basics import (
    Button,
    column,
    heading,
    label,
    muted,
    primary_button,
    quiet_button,
    row,
    set_kind,
)
from ui.widgets.basics_fields import DateField, TextField
from ui.widgets.find_field import FindField
from ui.widgets.grid_form import FormField, GridForm
from ui.widgets.kept_place import KeptOf

_DAY = "measured_on"
_FIND = "Measure: NDI, pain, knee, arm volume …"


class MeasureEntry(QWidget):
    """`submitted` carries entries that can be kept; `edited` that something was typed.

    `save_keys` are those of the button; Enter in any field does the same.
    """

    submitted = Signal(object)
    edited = Signal()
    target_chosen = Signal(object)

    def __init__(self, ctx: Context, measures: Measures, *, primary: bool = False) -> None:
        super().__init__()
        self.ctx = ctx
        self._in_sheet = primary
        self.targets = targets_of(measures)
        self.target: Target | None = None
        self._patient_id = 0
        self._encounter_id: int | None = None
        self._day = ctx.clock.today()
        self._shown: tuple[MeasureProgress, ...] = ()
        self._corrected: OutcomeScore | None = None
        self.finder = FindField(_FIND, "measure-find")
        self.head = heading("")
        self.last = muted("", wrap=True)
        self.last.setObjectName("measure-last")
        self.form = GridForm((), "measure-")
        self.place = QVBoxLayout()
        self.place.addWidget(self.form)
        self.echo = label("", kind="muted", wrap=True)
        self.echo.setObjectName("measure-echo")
        self.save_button: Button = (
            primary_button("Keep score", icon="check")
            if primary
            else quiet_button("Keep score", "Ctrl+S", "save")
        )
        self.save_button.setObjectName("measure-save")
        self.drop_button = quiet_button("Undo changes", icon="undo")
        self.drop_button.setObjectName("measure-undo")
        self.buttons = QWidget()
        self.buttons.setLayout(row(self.echo, self.drop_button, self.save_button))
        self.setLayout(
            column(self.finder, self.head, self.last, self.place, self.buttons, spacing=8)
        )
        self._connect()
        self._dress()

    def _connect(self) -> None:
        self.finder.asked.connect(self._offer)
        self.finder.taken.connect(self.choose)
        self.save_button.clicked.connect(self.submit)
        self.drop_button.clicked.connect(self.undo)

    def show_patient(
        self,
        patient_id: int,
        shown: tuple[MeasureProgress, ...],
        day: date | None = None,
        encounter_id: int | None = None,
    ) -> None:
        """Type for this patient; what is typed already stays."""
        before = self._patient_id, self._shown
        self._patient_id, self._encounter_id, self._shown = patient_id, encounter_id, shown
        self._day = day or self.ctx.clock.today()
        if self.target is not None and not self.is_dirty() and before != (patient_id, shown):
            self._build(self.target)

    def start(self) -> None:
        """Forget what was typed and chosen."""
        self.target, self._corrected = None, None
        self.finder.clear()
        self._replace(())
        self._dress()

    def choose(self, target: Target) -> None:
        """Take the fields of a measure; the keyboard goes to the first one."""
        self._corrected = None
        self._build(target)
        self.target_chosen.emit(target)
        self.focus_first()

    def follow(self, measure: str, place: str) -> None:
        """Offer the fields of a measure without taking the keyboard; what is typed stays."""
        target = target_of(measure, place, self.targets)
        if target is not None and target != self.target and not self.is_dirty():
            self._corrected = None
            self._build(target)

    def correct(self, score: OutcomeScore) -> None:
        """Type a score again; the old one stays in the file and holds no more."""
        target = target_of(score.measure, score.place, self.targets)
        if target is None:
            return
        self._corrected = score
        self._build(target)
        self.focus_first()

    def focus_first(self) -> None:
        """The first field that takes an answer, or the search when nothing is chosen."""
        names = [name for name in self.form.rows if name not in (_DAY, "step", "reason")]
        empty = [name for name in names if not self.form.rows[name].text()]
        rates = [name for name in empty if name.startswith("rate") and self._is_named(name)]
        typed = [name for name in names if name not in empty and not name.startswith("name")]
        first = ((typed if self._corrected else rates) or empty or names)[:1]
        (self.form.rows[first[0]].editor if first else self.finder).setFocus()

    def _is_named(self, rate: str) -> bool:
        return bool(self.form.rows[f"name{rate.removeprefix('rate')}"].text())

    def is_dirty(self) -> bool:
        """Whether something typed is not kept yet."""
        return self.target is not None and self.form.is_dirty()

    def undo(self) -> None:
        """Go back to empty fields."""
        self._corrected = None
        self.form.mark_clean()
        if self.target is not None:
            self._build(self.target)
        self.focus_first()

    def kept(self) -> None:
        """What was typed is on disk."""
        self._corrected = None
        self.form.mark_clean()
        if self.target is not None:
            self._build(self.target)

    def submit(self) -> None:
        """Hand on what is typed, or show what is wrong with it."""
        if self.target is None or not self.form.check():
            return
        try:
            entries = entries_of(self._draft())
        except FieldProblem as problem:
            self.show_problem(problem)
            return
        self.submitted.emit(entries)

    def show_problem(self, problem: UnitwiseError) -> None:
        """A sentence at its field, else beside the button."""
        found = problem.problems if isinstance(problem, InvalidInput) else (problem,)
        first = found[0]
        name = first.field if isinstance(first, UserProblem) else ""
        made = self.form.rows.get(name)
        if made is not None:
            made.set_problem(str(first))
            made.editor.setFocus()
        else:
            set_kind(self.echo, "error")
            self.echo.setText(str(first))

    def _draft(self) -> Draft:
        texts = {
            name: made.editor.text()
            for name, made in self.form.rows.items()
            if isinstance(made.editor, QLineEdit)
        }
        day = self.form.value(_DAY) or self._day
        number = self._corrected.id if self._corrected else None
        if self.target is None:
            raise RuntimeError("there are no fields without a measure")
        encounter = self._corrected.encounter_id if self._corrected else self._encounter_id
        return Draft(self.target, self._patient_id, day, texts, encounter, number)

    def _offer(self, text: str) -> None:
        found = find_targets(text, self.targets)
        self.finder.offer(tuple((one.offered, one) for one in found), "No measure of this name")

    def _build(self, target: Target) -> None:
        self.target = target
        self.finder.clear()
        self._replace(_fields(self.ctx, target, self._corrected, self._of(target)))
        values: dict[str, object] = {_DAY: self._day, "step": self._step(target)}
        old = self._corrected
        values |= _names_before(self._of(target)) if old is None else _old_values(target, old)
        self.form.keep_unsaved(
            self.ctx, "measure", "Outcome score", self._kept_of, in_sheet=self._in_sheet
        )
        self.form.fill(values)
        self._dress()

    def _kept_of(self) -> KeptOf | None:
        number = self._corrected.id if self._corrected else "new"
        target = self.target.id if self.target else ""
        if not (target and self._patient_id):
            return None
        return KeptOf(f"{self._patient_id}/{target}/{number}", self._patient_id)

    def choose_kept(self) -> None:
        """Take the measure that a score was typed for and not saved."""
        before = f"{self._patient_id}/"
        waits = self.ctx.kept.wanted("measure", before) or ""
        target = next((one for one in self.targets if waits == f"{one.id}/new"), None)
        if target is not None and self.target is None:
            self._build(target)

    def _of(self, target: Target) -> tuple[MeasureProgress, ...]:
        return tuple(one for one in self._shown if target.holds(one.measure, one.place))

    def _step(self, target: Target) -> str:
        return "" if target.limb is None else plain(target.limb.step)

    def _replace(self, fields: tuple[FormField, ...]) -> None:
        old = self.form
        self.form = GridForm(fields, "measure-")
        self.place.replaceWidget(old, self.form)
        old.hide()
        old.deleteLater()
        self.form.edited.connect(self._typed)
        for name, made in self.form.rows.items():
            if name.startswith(("name", "rate")) and not name.endswith("1"):
                made.hide_label()  # the first row's words stand above the column
        for made in self.form.rows.values():
            if isinstance(made.editor, QLineEdit):
                made.editor.returnPressed.connect(self.submit)

    def _typed(self) -> None:
        kind, words = ("muted", "") if self.target is None else echo(self._draft())
        set_kind(self.echo, kind)
        self.echo.setText(words)
        dirty = self.is_dirty()
        self.save_button.setEnabled(dirty)
        self.drop_button.setVisible(dirty or self._corrected is not None)
        self.edited.emit()

    def _dress(self) -> None:
        target = self.target
        self.head.setVisible(target is not None)
        self.form.setVisible(target is not None)
        self.buttons.setVisible(target is not None)
        if target is None:
            self.last.setText("Type a word, such as a questionnaire's name or a joint.")
            return
        corrected = self._corrected
        self.head.setText(f"{'Correct ' if corrected else ''}{target.title}")
        told = f"{target.label}. {last_words(self._of(target), self.ctx.clock.today())}"
        if corrected is not None and corrected.score is not None:
            old = value_words(corrected.score, target.measure.unit)
            told = f"It was {old}. What was kept stays in the file and holds no more."
        self.last.setText(told)
        self._typed()


def _fields(
    ctx: Context,
    target: Target,
    corrected: OutcomeScore | None,
    shown: tuple[MeasureProgress, ...],
) -> tuple[FormField, ...]:
    if target.motions:
        own = _motion_fields(target, corrected, shown)
    elif target.limb is not None:
        own = _girth_fields(corrected)
    else:
        own = _asked_fields(target)
    wide = 12 if target.motions else 6
    day = FormField(_DAY, "Measured on", DateField(ctx.clock.today), wide, needed=True)
    if corrected is None:
        return (*own, day)
    why = TextField("Kept with the score", 500)
    return (*own, day, FormField("reason", "Why it is corrected", why))


def _asked_fields(target: Target) -> tuple[FormField, ...]:
    scoring = target.scoring()
    low, high = plain(scoring.low), plain(scoring.high)
    if target.is_single:
        return (FormField("items", f"Score, {low} to {high}", TextField(high, 3), 6),)
    if target.is_named:
        return _activity_fields(scoring)
    missing = "  ·  - for one that is missing" if scoring.most_missing else ""
    words = f"{scoring.items} answers, each {low} to {high}"
    total = "17/50" if scoring.rule is Rule.PERCENT else plain(target.measure.range[1])
    return (
        FormField("items", words, TextField(f"In a row{missing}", 80), 12),
        FormField("total", "Or the total alone", TextField(f"such as {total}", 12), 6),
    )


def _activity_fields(scoring: Scoring) -> tuple[FormField, ...]:
    """A name and a rating for each activity; names of the last time stand there already."""
    found: list[FormField] = []
    for place in range(1, scoring.items + 1):
        more = "" if place <= scoring.fewest else ", if there is one"
        named = TextField(f"Activity {place}{more}", LONGEST_NAME)
        found.append(
            FormField(f"name{place}", f"Activity {place}, as the patient named it", named, 9)
        )
        rating = f"{plain(scoring.low)} to {plain(scoring.high)}"
        found.append(FormField(f"rate{place}", rating, TextField("", 3), 3))
    return tuple(found)


def _names_before(shown: tuple[MeasureProgress, ...]) -> dict[str, object]:
    """The activities that were asked last time."""
    return {
        f"name{place}": activity.name
        for one in shown
        for place, activity in enumerate(one.activities, start=1)
    }


def _motion_fields(
    target: Target, corrected: OutcomeScore | None, shown: tuple[MeasureProgress, ...]
) -> tuple[FormField, ...]:
    now = {(one.place, one.side): one.now.score for one in shown}
    found = []
    for motion in target.motions:
        for side in sides_of(motion.sided):
            if corrected is not None and (motion.id, side) != (corrected.place, corrected.side):
                continue
            last = now.get((motion.id, side))
            hint = "°" if last is None else f"last {value_words(last, '°')}"
            named = f"{motion.motion}, {side}" if side else motion.motion
            words = f"{named}  ({degrees_words(motion.normal)})"
            name = motion_field(motion.id, side)
            found.append(FormField(name, words, TextField(hint, 6), 6))
    return tuple(found)


def _girth_fields(corrected: OutcomeScore | None) -> tuple[FormField, ...]:
    sides = ("left", "right") if corrected is None else (str(corrected.side),)
    rows = tuple(
        FormField(
            side,
            f"{side.capitalize()} girths in cm, the lowest place first",
            TextField("17 18.5 20.1 …", 240),
        )
        for side in sides
    )
    return (*rows, FormField("step", "Places every … cm", TextField("4", 4), 6))


def _old_values(target: Target, old: OutcomeScore) -> dict[str, object]:
    items = ["-" if one is None else plain(one) for one in old.items]
    values: dict[str, object] = {_DAY: old.measured_on}
    if target.is_named:
        names = [name for name, _ in old.rated] or [""] * len(old.items)
        for place, (name, rating) in enumerate(zip(names, old.items, strict=True), start=1):
            values[f"name{place}"] = name
            values[f"rate{place}"] = "" if rating is None else plain(rating)
    elif target.motions:
        values[motion_field(old.place, old.side)] = items[0]
    elif target.limb is not None:
        values[str(old.side)] = " ".join(items)
        values["step"] = plain(old.landmarks[1] - old.landmarks[0])
    elif items:
        values["items"] = " ".join(items) if target.scoring().high >= 10 else "".join(items)
    elif old.score is not None:
        values["total"] = plain(old.score)
    return values
