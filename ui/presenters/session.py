"""The session as it is being typed: every change evaluates at once and says so by one signal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from core.model.bill import Bill
from core.model.clock import Clock
from core.model.day_facts import EngineFacts
from core.model.encounter import Service
from core.model.kinds import Discipline, EncounterState
from core.model.patient import Diagnosis
from core.model.session import Receipt, SessionFile, SessionRecord
from core.model.signing import Signing
from core.model.statements import Attestation
from core.rules.codes import CodeEntry
from core.rules.rulebook import RuleBook
from core.services.billing import bill_for
from core.services.signing_checks import minutes_differ
from ui.presenters.session_acts import Act, ActKind, Replacement, acts_of_bill
from ui.presenters.session_checks import Check, checks_of, own_checks
from ui.presenters.session_codes import suggested
from ui.presenters.session_sheet import (
    LETTERS,
    Column,
    Problem,
    ReadRow,
    RowTexts,
    apply_typed,
    read_rows,
)
from ui.presenters.session_state import (
    NOTE_PARTS,
    Sheet,
    draft_body,
    restore,
    sheet_of,
    with_code,
)
from ui.presenters.session_undo import SheetChange

MOST_ROWS = 40


@dataclass(frozen=True, slots=True)
class Typing:
    """The cell whose editor is open, and what stands in it."""

    row: int
    column: Column
    text: str


class SessionPresenter(QObject):
    """Holds one session; `changed` after every keystroke that matters, `loaded` for a new one.

    `edited` says that something is on screen that is not yet kept.
    """

    changed = Signal()
    loaded = Signal()
    edited = Signal()

    def __init__(self, book: RuleBook, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.clock = clock
        self.actor = ""
        self.undo = QUndoStack(self)
        self.file: SessionFile | None = None
        self.record: SessionRecord
        self.sheet = Sheet()
        self.typing: Typing | None = None
        self.restored = False
        self.date_text = ""
        self.date_problem = ""
        self.read: tuple[ReadRow, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.checks: tuple[Check, ...] = ()
        self.bill: Bill
        self._saved: tuple[Service, ...] = ()
        self._unattended = frozenset(c for c, entry in book.codes.items() if not entry.attended)

    def load(self, file: SessionFile) -> bool:
        """Show a session; whether a draft was restored."""
        self.file, self.record = file, file.record
        self._saved = file.record.services
        self.sheet, self.typing = sheet_of(file.record), None
        if not self.sheet.diagnoses and file.record.id is None:
            self.sheet = replace(self.sheet, diagnoses=file.patient_diagnoses[: len(LETTERS)])
        self.date_text = self.date_problem = ""
        found = restore(file.record, file.draft.body) if file.draft else None
        self.restored = found is not None
        if found:
            self.record, self.sheet, self.date_text = found
        self.undo.clear()
        self._work_out()
        self.loaded.emit()
        self.changed.emit()
        return self.restored

    # Signing

    @property
    def signing(self) -> Signing:
        """How the session stands to being signed."""
        return self.file.signing if self.file else Signing()

    @property
    def locked(self) -> bool:
        """Whether the session is signed: it is then shown and not changed."""
        return self.signing.is_signed

    @property
    def may_sign(self) -> bool:
        """Whether the person signed in gave this session."""
        mine, record = self.signing.me, self.record
        given_by = (record.rendering_provider_id, record.assistant_provider_id)
        return mine is not None and mine in given_by

    @property
    def minutes_moved(self) -> bool:
        """Whether minutes that were signed once are now others, which needs a reason."""
        return self.signing.was_signed and minutes_differ(self._saved, self.whole_record().services)

    # Cells

    @property
    def rows(self) -> tuple[RowTexts, ...]:
        """The rows with the open cell's text in them."""
        typing = self.typing
        if typing is None or typing.row >= len(self.sheet.rows):
            return self.sheet.rows
        rows = list(self.sheet.rows)
        rows[typing.row] = apply_typed(rows[typing.row], typing.column, typing.text)
        return tuple(rows)

    def type_text(self, row: int, column: Column, text: str) -> None:
        """One keystroke in an open cell."""
        if self.locked:
            return
        self.typing = Typing(row, column, text)
        self._touch()

    def commit(self, row: int, column: Column, text: str) -> None:
        """The cell was left: its text stays, read or not."""
        self.typing = None
        rows = list(self.sheet.rows)
        if row >= len(rows):
            return
        rows[row] = apply_typed(rows[row], column, text)
        self._push(replace(self.sheet, rows=tuple(rows)), f"typing {text[:20]}")

    def cancel(self) -> None:
        """The open cell goes back to what it held."""
        self.typing = None
        self._touch()

    # Rows

    def add_code(self, code: str) -> int:
        """Add a row for a code; its place, or -1 when there is no room."""
        if len(self.sheet.rows) >= MOST_ROWS:
            return -1
        rows = (*self.sheet.rows, RowTexts(code=code.strip().upper()))
        self._push(replace(self.sheet, rows=rows), f"adding {code}")
        return len(rows) - 1

    def remove_row(self, row: int) -> None:
        """Take a row out; undo brings it back."""
        if 0 <= row < len(self.sheet.rows):
            rows = list(self.sheet.rows)
            gone = rows.pop(row)
            self.typing = None
            self._push(replace(self.sheet, rows=tuple(rows)), f"removing {gone.code}")

    @property
    def facts(self) -> EngineFacts:
        """What the practice knows of the patient and the day."""
        return self.file.facts if self.file else EngineFacts()

    @property
    def last_codes(self) -> tuple[str, ...]:
        """Codes of the last visit that are not in the grid yet."""
        codes = self.file.last_codes if self.file and not self.locked else ()
        present = {row.code for row in self.sheet.rows}
        return tuple(code for code in codes if code not in present)

    def use_last_codes(self) -> int:
        """Add last visit's codes, minutes empty; the place of the first, or -1."""
        codes = self.last_codes
        if not codes:
            return -1
        first = len(self.sheet.rows)
        rows = (*self.sheet.rows, *(RowTexts(code=code) for code in codes))[:MOST_ROWS]
        self._push(replace(self.sheet, rows=rows), "using last visit's codes")
        return first

    def answer(self, number: int, code: str) -> None:
        """The clinician's answer to a tie."""
        choose = {**self.sheet.choose, number: code}
        self._push(replace(self.sheet, choose=choose), f"giving the unit to {code}")

    # Statements

    def act(self, act: Act, reason: str = "") -> None:
        """What a person states, refuses or takes back, under the name of who is signed in."""
        said, sheet = act.said, self.sheet
        if isinstance(said, Replacement):
            self._push(with_code(sheet, said.code, said.instead), act.words.lower())
            return
        mine = replace(said, actor=self.actor, at=self.clock.now())
        if act.kind is ActKind.TAKE_BACK:
            sheet = replace(
                sheet,
                attestations=tuple(one for one in sheet.attestations if one != said),
                refusals=tuple(one for one in sheet.refusals if one != said),
            )
        elif isinstance(mine, Attestation):
            sheet = replace(sheet, attestations=(*sheet.attestations, mine))
        elif reason.strip():
            no = replace(mine, reason=reason.strip())
            sheet = replace(sheet, refusals=(*sheet.refusals, no))
        self._push(sheet, act.words.lower())

    # Diagnoses

    def add_diagnosis(self, diagnosis: Diagnosis) -> str:
        """Add a diagnosis under the next letter; a sentence when it cannot be."""
        held = self.sheet.diagnoses
        if any(one.code == diagnosis.code for one in held):
            return f"{diagnosis.dotted} is in the list already."
        if len(held) >= len(LETTERS):
            return "A session holds up to twelve diagnoses, A to L."
        self._push(replace(self.sheet, diagnoses=(*held, diagnosis)), f"adding {diagnosis.dotted}")
        return ""

    def remove_diagnosis(self, place: int) -> None:
        """Take a diagnosis out; pointers that named it or a later one follow."""
        held = list(self.sheet.diagnoses)
        if not 0 <= place < len(held):
            return
        gone = held.pop(place)
        moved = {letter: LETTERS[n - 1] if n > place else letter
                 for n, letter in enumerate(LETTERS) if n != place}  # fmt: skip
        rows = tuple(
            replace(row, pointers="".join(moved.get(letter, "") for letter in row.pointers))
            for row in self.sheet.rows
        )
        sheet = replace(self.sheet, rows=rows, diagnoses=tuple(held))
        self._push(sheet, f"removing {gone.dotted}")

    # Header and note

    def set_day(self, day: date) -> None:
        """Another date of service; the payer's rule of that day follows from the practice.

        The text is let go: `today` would mean another day when a draft is restored.
        """
        self.date_text = self.date_problem = ""
        self.record = replace(self.record, date=day)
        self._touch()

    def set_bad_day(self, text: str, problem: str) -> None:
        """A date that cannot be read: the text is kept, the last good date still counts."""
        self.date_text, self.date_problem = text, problem
        self._touch()

    def set_people(self, provider: int, assistant: int | None, discipline: Discipline) -> None:
        """Who rendered and who assisted; the discipline is the rendering provider's."""
        self.record = replace(
            self.record,
            rendering_provider_id=provider,
            assistant_provider_id=assistant,
            discipline=discipline,
        )
        self._touch()

    def set_location(self, location: int | None, place_of_service: str) -> None:
        """Where the session was."""
        self.record = replace(self.record, location_id=location, place_of_service=place_of_service)
        self._touch()

    def set_payer(self, profile: str, coverage_id: int | None, file: SessionFile) -> None:
        """The coverage and the rule profile in force on the day."""
        self.file, payer = file, file.record.payer_id
        self.record = replace(self.record, profile=profile, coverage_id=coverage_id, payer_id=payer)
        self._touch()

    def set_note(self, part: int, text: str) -> None:
        """One part of the note; the bill does not depend on it."""
        name = NOTE_PARTS[part]
        if self.locked or getattr(self.record.note, name) == text:
            return
        note = replace(self.record.note, **{name: text})
        self.record = replace(self.record, note=note)
        self.edited.emit()

    # What is on screen, for keeping

    def whole_record(self) -> SessionRecord:
        """The session as the practice keeps it; cells that cannot be read are left out."""
        return replace(
            self.record,
            services=tuple(one.service for one in self.read),
            pointers=tuple(one.pointers for one in self.read),
            diagnoses=self.sheet.diagnoses,
            choose=self.sheet.choose,
            attestations=self.sheet.attestations,
            refusals=self.sheet.refusals,
        )

    def body(self) -> dict[str, object]:
        """The raw texts of everything on screen."""
        return draft_body(self.record, replace(self.sheet, rows=self.rows), self.date_text)

    def kept(
        self, receipt: Receipt, saved: tuple[Service, ...] | None = None, *, complete: bool
    ) -> None:
        """The practice has it: under which id and version; `saved` are services no longer draft."""
        self._saved = self._saved if saved is None else saved
        state = EncounterState.COMPLETE if complete else self.record.state
        number, version = receipt.encounter_id, receipt.version
        self.record = replace(self.record, id=number, version=version, state=state)

    # Codes

    def suggestions(self, text: str) -> tuple[CodeEntry, ...]:
        """Codes for what is typed; favourites first, and a single digit picks a favourite."""
        favourites = self.file.favourite_codes if self.file else ()
        return suggested(self.book, self.record, favourites, text)

    def label(self, code: str) -> str:
        """Our own short label of a code."""
        entry = self.book.codes.get(code)
        return entry.label if entry else self.own_items.get(code, "")

    @property
    def own_items(self) -> Mapping[str, str]:
        """Labels of the practice's own cash items by code."""
        return self.file.own_items if self.file else {}

    # Inside

    def put_sheet(self, sheet: Sheet) -> None:
        """Take a sheet over; only the undo stack calls this."""
        self.sheet = sheet
        self._touch()

    def _push(self, sheet: Sheet, what: str) -> None:
        if self.locked:
            return
        if sheet == self.sheet:
            self._touch()
            return
        self.undo.push(SheetChange(self.put_sheet, self.sheet, sheet, what))

    def _touch(self) -> None:
        self._work_out()
        self.changed.emit()
        self.edited.emit()

    def _work_out(self) -> None:
        sheet, record = self.sheet, self.record
        self.read, problems = read_rows(
            self.rows, len(sheet.diagnoses), record.discipline, self._unattended, record.date
        )
        whole = self.whole_record()
        facts = self.facts
        signed = self.file.signed_bill if self.file else None
        self.bill = signed or bill_for(whole, facts, self.book)
        self.problems = tuple(one for one in problems if not self._is_being_typed(one))
        patient = self.file.patient if self.file else None
        own = (
            own_checks(whole, patient, self.read, self.clock.today(), self.date_problem)
            if patient
            else ()
        )
        acts = acts_of_bill(self.bill, whole, facts, self.book)
        self.checks = checks_of(self.bill, self.problems, self.read, own, whole, acts)

    def _is_being_typed(self, problem: Problem) -> bool:
        typing = self.typing
        return (
            problem.unfinished
            and typing is not None
            and (typing.row, typing.column) == (problem.row, problem.column)
        )
