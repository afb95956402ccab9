"""One call of every service of the audit room, for the matrix of roles."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from core.imports.audit_columns import guess_columns
from core.services import (
    audit_lines,
    audit_room,
    audit_work,
    auditing,
    defence,
    export_maps,
    generic_notes,
    own_books,
)
from core.services.audit_lines import OwnLine
from core.services.audit_papers import AuditDraft
from tests.support.audit_actions import ALL_OF_IT
from tests.support.people import signed_in

Call = Callable[[], object]
PAPER = AuditDraft(b"%PDF", "0" * 64, 1, "Audit report", "report.pdf")
_DAYS = count()
COLUMNS = guess_columns(["Date", "Patient", "CPT", "Minutes", "Units"])


def _audit(s, own: bool) -> int:
    s.session(own)
    with signed_in(s.p, s.people["O"]):
        return auditing.run_self_audit(s.p, ALL_OF_IT).id


def _view(s, own: bool) -> Call:
    number = _audit(s, own)
    return lambda: audit_room.view(s.p, number)


def _paper(s, own: bool) -> Call:
    number = _audit(s, own)
    return lambda: audit_room.note_paper(s.p, number, PAPER, "saved")


def _names(s, own: bool) -> Call:
    number = _audit(s, own)
    with signed_in(s.p, s.people["O"]):
        found = audit_room.view(s.p, number)
    return lambda: audit_room.names_of(s.p, found)


def _packet(s, own: bool) -> Call:
    number = s.session(own)
    return lambda: defence.prepare_packet(s.p, [number])


def _line(s, own: bool) -> Call:
    """No two lines begin on one day, so each call has a day of its own."""
    day = date(2026, 1, 1) + timedelta(days=next(_DAYS))
    line = OwnLine(day, Decimal("0.1"), "Owner's choice")
    return lambda: audit_lines.save_line(s.p, line)


ROOM_CALLS = {
    "audit_room.view": _view,
    "audit_room.note_paper": _paper,
    "audit_room.names_of": _names,
    "audit_lines.own_lines": lambda s, own: lambda: audit_lines.own_lines(s.p),
    "own_books.words_of": lambda s, own: lambda: own_books.words_of(s.p),
    "own_books.audit_books": lambda s, own: lambda: own_books.audit_books(s.p),
    "audit_lines.save_line": _line,
    "generic_notes.treating": lambda s, own: lambda: generic_notes.treating(s.p),
    "generic_notes.of_clinician": lambda s, own: lambda: generic_notes.of_clinician(s.p, 1),
    "generic_notes.before_claims": lambda s, own: lambda: generic_notes.before_claims(s.p, [1]),
    "audit_work.tasks": lambda s, own: lambda: audit_work.tasks(s.p),
    "audit_work.overpayments": lambda s, own: lambda: audit_work.overpayments(s.p),
    "export_maps.saved_maps": lambda s, own: lambda: export_maps.saved_maps(s.p),
    "export_maps.keep_map": lambda s, own: lambda: export_maps.keep_map(s.p, "Old", COLUMNS),
    "defence.prepare_packet": _packet,
    "defence.packet_of_patient": lambda s, own: (
        lambda: defence.packet_of_patient(s.p, s.patient[own])
    ),
}
