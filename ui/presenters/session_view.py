"""What the session grid shows, made out of the presenter's rows and bill: pure, without Qt."""

from __future__ import annotations

from core.model.encounter import Service
from core.model.kinds import EncounterState
from core.model.money import format_cents
from core.model.session import own_count
from core.model.typed_dates import say_date
from core.rules.codes import Basis
from core.rules.profile import UNIT_RULE_NAMES, UnitRule
from core.services.localities import needs_locality
from ui.models.services import GridRow
from ui.presenters.session import SessionPresenter
from ui.presenters.session_sheet import MINUTE_COLUMNS, Column, RowTexts
from ui.widgets.interval_strip import Bar

_EMPTY_UNITS = "–"


def grid_rows(presenter: SessionPresenter) -> tuple[GridRow, ...]:
    """The rows as texts to paint, each with its sentence when a cell cannot be read."""
    units, own = _units_by_row(presenter), presenter.own_items
    problems = {problem.row: problem for problem in reversed(presenter.problems)}
    billed = {line.code for line in presenter.bill.lines}
    shown = []
    for place, row in enumerate(presenter.rows):
        read, problem = presenter.read[place], problems.get(place)
        code = read.service.code
        entry = presenter.book.codes.get(code)
        timed = entry is not None and entry.basis is Basis.TIMED
        label = presenter.label(code) or ("Own item" if code in own else "Unknown code")
        refused = code not in billed and code not in own and bool(read.service.total_minutes)
        shown.append(
            GridRow(
                shown=_shown(row, label if timed or not entry else f"{label} (untimed)",
                             read.pointers, units[place]),
                raw=tuple(row.text(column) for column in Column),
                quiet=(not timed and entry is not None) or refused,
                problem=problem.message if problem else _code_problem(presenter, read.service),
                problem_column=problem.column if problem else _code_column(presenter, read.service),
                units_typed=(entry is not None and not timed) or code in own,
            )
        )  # fmt: skip
    return tuple(shown)


def _shown(row: RowTexts, label: str, pointers: str, units: str) -> tuple[str, ...]:
    texts = {column: row.text(column) for column in Column}
    texts |= {Column.SERVICE: label, Column.POINTERS: row.pointers or pointers, Column.UNITS: units}
    return tuple(texts[column] for column in Column)


_CODE_ALERTS = ("unknown-code", "code-not-in-force")


def _code_problem(presenter: SessionPresenter, service: Service) -> str:
    for alert in presenter.bill.alerts:
        if alert.id in _CODE_ALERTS and service.code in alert.codes:
            return f"{alert.message} {alert.fix}"
    return ""


def _code_column(presenter: SessionPresenter, service: Service) -> int:
    return int(Column.CODE) if _code_problem(presenter, service) else -1


def _units_by_row(presenter: SessionPresenter) -> list[str]:
    """Units stand in the first row of a code; its further rows point up to it."""
    units: dict[str, int] = {}
    for line in presenter.bill.lines:
        units[line.code] = units.get(line.code, 0) + line.units
    seen: set[str] = set()
    found = []
    for read in presenter.read:
        code = read.service.code
        if code in presenter.own_items:
            found.append(str(own_count(read.service)))
            continue
        count = units.get(code)
        found.append("″" if code in seen else str(count) if count else _EMPTY_UNITS)
        seen.add(code)
    return found


def own_items(presenter: SessionPresenter) -> tuple[tuple[str, int], ...]:
    """The practice's own items in the session, each with how many; no payer's rule counts them."""
    own = presenter.whole_record().own_services(presenter.own_items)
    return tuple((service.code, own_count(service)) for service in own)


def unread_codes(presenter: SessionPresenter) -> frozenset[str]:
    """Codes with a cell of minutes that cannot be read."""
    return frozenset(
        presenter.read[one.row].service.code
        for one in presenter.problems
        if one.column in MINUTE_COLUMNS
    )


def bars_of(presenter: SessionPresenter) -> tuple[Bar, ...]:
    """The clock times in order, those that overlap marked."""
    wrong = {one.row for one in presenter.problems if one.column is Column.CLOCK}
    bars = [
        Bar(read.service.code, one.start, one.end, place in wrong, one.who)
        for place, read in enumerate(presenter.read)
        for one in read.service.intervals
    ]
    return tuple(sorted(bars, key=lambda bar: (bar.start, bar.end)))


def totals(presenter: SessionPresenter) -> str:
    """`50 timed min · 10 untimed · 60 in all`."""
    bill = presenter.bill
    every = sum(one.service.total_minutes for one in presenter.read)
    return f"{bill.timed_minutes} timed min · {bill.untimed_minutes} untimed · {every} in all"


def rule_words(presenter: SessionPresenter) -> str:
    """The unit rule of the payer on the day, in words."""
    found = presenter.book.day_rules(presenter.record.rules, presenter.record.date)
    value = getattr(found.profile.unit_rule, "value", None)
    return UNIT_RULE_NAMES[UnitRule(value)] if value else "unit rule not known on this day"


def echo(presenter: SessionPresenter) -> str:
    """What the open cell was understood as, or the hint while it is unfinished."""
    typing = presenter.typing
    if typing is None or typing.row >= len(presenter.read) or not typing.text.strip():
        return ""
    if typing.column not in MINUTE_COLUMNS and typing.column is not Column.CLOCK:
        return ""
    if any(one.row == typing.row and one.column == typing.column for one in presenter.problems):
        return ""
    before, now = presenter.sheet.rows[typing.row], presenter.read[typing.row].service
    row = presenter.rows[typing.row]
    if row.text(typing.column) == typing.text.strip() and not typing.text.strip().isdigit():
        if typing.column is Column.CLOCK and now.intervals:
            return f"{now.code}: {now.total_minutes} minutes"
        return "Go on: both times like 10:05-10:23, or minutes"
    parts = [(now.minutes, "therapist"), (now.assistant_minutes, "assistant"),
             (now.together_minutes, "together")]  # fmt: skip
    words = [f"{minutes} min {who}" for minutes, who in parts if minutes]
    clock = f", {row.clock}" if row.clock and row.clock != before.clock else ""
    return f"{now.code}: {' · '.join(words) or 'no minutes'}{clock}"


_THRESHOLD_STEP = "Therapy threshold of the year"
_METER_NAMES = {"pt_slp": "PT + SLP", "ot": "OT"}


def meter_words(presenter: SessionPresenter) -> tuple[str, str]:
    """Kind and words of the threshold's meter with this day in it; empty where there is none.

    `as billed here` says that nobody has looked up what the patient used elsewhere.
    """
    meter = presenter.facts.meter
    if meter is None or presenter.record.profile != _profile_of(presenter):
        return "", ""
    name = f"{_METER_NAMES[meter.bucket]} this year"
    if meter.total is None:
        return "muted", f"{name}: not known, fees of a visit are missing"
    amount = (_with_the_day(presenter) or format_cents(meter.total)).removesuffix(".00")
    limit = "an amount not known"
    if meter.limit is not None:
        limit = format_cents(meter.limit).removesuffix(".00")
    if meter.looked_up_on:
        since = f"elsewhere looked up {say_date(meter.looked_up_on)}"
    else:
        since = "as billed here"
    words = f"{name} {amount} of {limit}, {since}"
    bill = presenter.bill
    passed = any(alert.id == "kx" for alert in bill.alerts) or any(
        "KX" in line.modifiers for line in bill.lines
    )
    return ("warning", f"{words}: KX") if passed else ("muted", words)


def asks_locality(presenter: SessionPresenter) -> bool:
    """Whether this payer's amounts hang on a Medicare locality that nobody has chosen."""
    record = presenter.record
    known = presenter.facts.locality is not None
    return not known and needs_locality(presenter.book, record.rules, record.date)


def _with_the_day(presenter: SessionPresenter) -> str:
    """The running total as the bill's own reasons give it, with every session of the day."""
    for step in presenter.bill.trace:
        if step.step == _THRESHOLD_STEP:
            return step.result.partition(": ")[2].partition(" of ")[0]
    return ""


def _profile_of(presenter: SessionPresenter) -> str:
    """The rule profile the facts were gathered for."""
    return presenter.file.record.profile if presenter.file else ""


def state_words(state: EncounterState) -> str:
    """How far a session has come, in a word."""
    return {
        EncounterState.COMPLETE: "Complete",
        EncounterState.DRAFT: "Draft",
        EncounterState.SCHEDULED: "Planned",
        EncounterState.VOID: "Void",
    }[state]
