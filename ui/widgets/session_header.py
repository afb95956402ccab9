"""Who is treated, under which rule, when, where and by whom: the card above the grid."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.errors import FieldProblem
from core.model.kinds import Discipline, Sex
from core.model.plan_clock import Clock, ClockKind
from core.model.practice import Location, Provider
from core.model.session import SessionFile, SessionRecord
from core.model.typed_dates import read_day, say_date
from ui.models.care_rows import clock_chip, clock_tip, plan_chip
from ui.presenters.session_allowed import AllowedChip
from ui.presenters.session_sheet import has_assistants
from ui.theme import px
from ui.widgets.basics import Card, Chip, heading, label, link_button, muted, row, set_kind
from ui.widgets.basics_fields import ComboBox, DateField
from ui.widgets.flow import FlowRow

_SEX = {Sex.FEMALE: "F", Sex.MALE: "M", Sex.UNKNOWN: "sex not known"}
# CMS Place of Service code set: the ones an outpatient practice meets; labels are ours.
PLACES = (
    ("11", "Office"),
    ("12", "Home"),
    ("10", "Telehealth, at home"),
    ("02", "Telehealth, elsewhere"),
    ("13", "Assisted living"),
    ("31", "Skilled nursing"),
    ("32", "Nursing facility"),
    ("62", "CORF"),
)


class LabelledField(QWidget):
    """A word and its editor side by side, growing with the text size."""

    def __init__(self, text: str, editor: QWidget, width: int) -> None:
        super().__init__()
        self._editor = editor
        self._wide = width
        self._words = muted(text)
        self._words.setBuddy(editor)
        editor.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box = row(self._words, spacing=6)
        box.addWidget(editor, 1)
        self.setLayout(box)

    def sizeHint(self) -> QSize:
        words = self._words.sizeHint().width()
        return QSize(words + px(6 + self._wide), self._editor.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class SessionHeader(Card):
    """`day_typed(day)`, `day_refused(text, sentence)`, `people_chosen`, `place_chosen`."""

    day_typed = Signal(object)
    day_refused = Signal(str, str)
    people_chosen = Signal(int, object, object)
    place_chosen = Signal(object, str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("", margin=14)
        self.setObjectName("session-header")
        self._today = today
        self._providers: tuple[Provider, ...] = ()
        self._locations: tuple[Location, ...] = ()
        self.name = heading()
        self.facts = muted()
        self.visit = Chip("muted", "", "id-card")
        self.plan = Chip("good", "")
        self.report = Chip("warning", "", "clock")
        self.report.setObjectName("report-chip")
        self.report.hide()
        self.meter = Chip("muted", "", "gauge")
        self.meter.setObjectName("kx-meter")
        self.meter.hide()
        self.authorisation = Chip("muted", "", "ticket")
        self.authorisation.setObjectName("authorisation-chip")
        self.authorisation.hide()
        self.limit = Chip("muted", "", "id-card")
        self.limit.setObjectName("limit-chip")
        self.limit.hide()
        self.elsewhere = link_button("Used elsewhere …")
        self.elsewhere.setToolTip("Alt+E")
        self.elsewhere.hide()
        self.day = DateField(today)
        self.provider = ComboBox()
        self.assistant = ComboBox()
        self.location = ComboBox()
        self.place = ComboBox()
        self.problem = label("", look="small", kind="error", wrap=True)
        self.problem.hide()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.body.setSpacing(px(10))
        head = FlowRow(spacing=10)
        states = (
            self.elsewhere, self.meter, self.plan, self.report, self.authorisation, self.limit,
            self.visit,
        )  # fmt: skip
        for widget in (self.name, self.facts, *states):
            head.add(widget)
        head.push_right(*states)
        self.body.addWidget(head)
        self._fields: dict[str, LabelledField] = {}
        flow = FlowRow(spacing=10)
        for text, name, editor, width in (
            ("Date", "date", self.day, 132),
            ("Therapist", "provider", self.provider, 158),
            ("Assistant", "assistant", self.assistant, 150),
            ("Location", "location", self.location, 138),
            ("Place", "place", self.place, 112),
        ):
            editor.setAccessibleName(_SPOKEN.get(name, text))
            editor.setObjectName(name)
            self._fields[name] = LabelledField(text, editor, width)
            flow.add(self._fields[name])
        self.body.addWidget(flow)
        self.body.addWidget(self.problem)

    def _connect(self) -> None:
        self.day.textEdited.connect(self._day_typed)
        self.provider.activated.connect(self._provider_chosen)
        self.assistant.activated.connect(self._people_chosen)
        self.location.activated.connect(self._location_chosen)
        self.place.activated.connect(self._place_chosen)

    # Showing

    def show_session(
        self,
        file: SessionFile,
        record: SessionRecord,
        providers: tuple[Provider, ...],
        locations: tuple[Location, ...],
    ) -> None:
        """Show who and where; the day as it stands in the record."""
        chosen = (record.rendering_provider_id, record.assistant_provider_id)
        self._providers = tuple(one for one in providers if one.active or one.id in chosen)
        self._locations = tuple(
            one for one in locations if one.active or one.id == record.location_id
        )
        self.name.setText(file.patient.full_name)
        self.day.set_value(record.date)
        therapists = [one for one in self._providers if not one.role.is_assistant]
        self.provider.set_choices(
            _with_open(((p.display_name, p.id) for p in therapists), record.rendering_provider_id)
        )
        self.provider.set_value(record.rendering_provider_id)
        self._offer_assistants(record.discipline, record.assistant_provider_id)
        self.location.set_choices(
            _with_open(((one.name, one.id) for one in self._locations), record.location_id)
        )
        self.location.set_value(record.location_id)
        known = {code for code, _ in PLACES}
        code = record.place_of_service
        further = () if code in known else ((code, "Other place"),)
        self.place.set_choices(tuple((f"{c} {w}", c) for c, w in (*PLACES, *further)))
        self.place.set_value(code)

    def set_read_only(self, signed: bool) -> None:
        """Of a signed session day, people and place are shown and not changed."""
        for field in self._fields.values():
            field.setEnabled(not signed)
        self.elsewhere.setEnabled(not signed)

    def show_facts(self, file: SessionFile, record: SessionRecord, rule: str) -> None:
        """Show sex, age on the day, payer and rule, and how long the plan is certified."""
        patient = file.patient
        payer = file.coverage.payer_name if file.coverage else "No coverage on this day"
        age = patient.age_on(record.date)
        words = [f"{_SEX[patient.sex]} {age}", payer, rule]
        text = " · ".join(word for word in words if word)
        if self.facts.text() != text:
            self.facts.setText(text)
        visit = f"Visit {file.visit_number}"
        if self.visit.text() != visit:
            self.visit.show_state("muted", visit, "id-card")
        self._show_plan(file, record.date)

    def show_meter(self, kind: str, text: str) -> None:
        """Show how far the year's therapy threshold is used, or nothing."""
        self.meter.setVisible(bool(text))
        self.elsewhere.setVisible(bool(text))
        if text and self.meter.text() != text:
            self.meter.show_state(kind, text, "gauge" if kind == "muted" else "warning")

    def show_allowed(self, authorisation: AllowedChip, limit: AllowedChip) -> None:
        """Show what is used of the authorisation and of the year's visits, or nothing."""
        for chip, shown, icon in (
            (self.authorisation, authorisation, "ticket"),
            (self.limit, limit, "gauge"),
        ):
            chip.setVisible(bool(shown.words))
            if shown.words and (chip.text(), chip.property("kind")) != (shown.words, shown.kind):
                own = icon if shown.kind == "muted" else shown.kind
                chip.show_state(shown.kind, shown.words, own)
            chip.setToolTip(shown.tip)

    def _show_plan(self, file: SessionFile, day: date) -> None:
        until = file.plan_of_care.certified_to if file.plan_of_care else None
        self.plan.setVisible(until is not None)
        if until is None:
            return
        if until < day:
            text, kind = f"Plan of care certification ended {say_date(until)}", "warning"
        else:
            text, kind = f"Plan of care certified to {say_date(until)}", "good"
        if self.plan.text() != text:
            self.plan.show_state(kind, text)

    def show_clocks(self, clocks: tuple[Clock, ...]) -> None:
        """Show the plan's clocks as of the session's day: its signature, and what presses."""
        signed = next((one for one in clocks if one.kind is ClockKind.RECERTIFICATION), None)
        first = next((one for one in clocks if one.kind is ClockKind.CERTIFICATION), None)
        leading = signed or (first if first and first.is_open else None)
        if leading is not None:
            kind, words, icon = plan_chip(leading, "")
            words = words.strip()
            words = f"{words[:1].upper()}{words[1:]}"
            self.plan.setVisible(True)
            if (self.plan.text(), self.plan.property("kind")) != (words, kind):
                self.plan.show_state(kind, words, icon)
            self.plan.setToolTip(clock_tip(leading))
        report = next((one for one in clocks if one.kind is ClockKind.PROGRESS), None)
        self.report.setVisible(report is not None and report.is_open)
        if report is not None and report.is_open:
            kind, words, icon = clock_chip(report)
            if self.report.text() != words:
                self.report.show_state(kind, words, icon)
            self.report.setToolTip(clock_tip(report))

    def restore_day_text(self, text: str) -> None:
        """Put back a date as it was typed before, and judge it again."""
        if text:
            self.day.setText(text)
            self._day_typed(text)

    def _offer_assistants(self, discipline: Discipline, chosen: int | None) -> None:
        helpers = [p for p in self._providers if p.role.is_assistant
                   and p.role.discipline is discipline]  # fmt: skip
        shown = has_assistants(discipline) and bool(helpers)
        self._fields["assistant"].setVisible(shown)
        choices: list[tuple[str, object]] = [("None", None)]
        choices += [(p.display_name, p.id) for p in helpers]
        self.assistant.set_choices(tuple(choices))
        self.assistant.set_value(chosen)

    def say(self, problem: str) -> None:
        """Show or take away the sentence about the date."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        set_kind(self.day, "true" if problem else "false", "invalid")

    def field(self, name: str) -> QWidget | None:
        """A field of the header by its name."""
        return self.findChild(QWidget, name)

    # Typing

    def _day_typed(self, text: str) -> None:
        if not text.strip():
            problem = "The session needs its date. Type it like 3/2, today or -1."
            self.day_refused.emit(text, problem)
            return
        try:
            day = read_day(text, self._today())
        except FieldProblem as problem:
            self.day_refused.emit(text, problem.message)
            return
        self.day_typed.emit(day)

    def _provider_chosen(self) -> None:
        discipline = self._discipline()
        self._offer_assistants(discipline, None)
        self._people_chosen()

    def _discipline(self) -> Discipline:
        chosen = self.provider.value()
        found = next((one for one in self._providers if one.id == chosen), None)
        return found.role.discipline if found else Discipline.PT

    def _people_chosen(self) -> None:
        provider = self.provider.value()
        self.people_chosen.emit(
            provider if isinstance(provider, int) else 0,
            self.assistant.value(),
            self._discipline(),
        )

    def _location_chosen(self) -> None:
        chosen = self.location.value()
        found = next((one for one in self._locations if one.id == chosen), None)
        if found is not None:
            self.place.set_value(found.place_of_service)
        self._place_chosen()

    def _place_chosen(self) -> None:
        self.place_chosen.emit(self.location.value(), str(self.place.value() or "11"))


_SPOKEN = {"date": "Date of service", "provider": "Rendering provider",
           "place": "Place of service"}  # fmt: skip


def _with_open(
    choices: Iterable[tuple[str, object]], chosen: object
) -> tuple[tuple[str, object], ...]:
    """The choices, led by an open one while the record names none of them."""
    found = tuple(choices)
    if any(data == chosen for _, data in found):
        return found
    return (("Choose …", chosen), *found)
