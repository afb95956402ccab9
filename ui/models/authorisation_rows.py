"""Authorisations and visit limits as rows: how they stand today, and what is used."""

from __future__ import annotations

from datetime import date

from core.model.authorisation import Authorisation, AuthorisationUse, VisitLimitUse
from core.model.kinds import AuthorisationState, Discipline
from core.model.patient import Coverage
from core.model.patient_file import PatientFile
from core.model.typed_dates import say_date
from ui.models.row_table import Column

EVERY = "All"  # an authorisation that names no discipline

State = tuple[str, str, str]  # words, kind, icon


def group_words(disciplines: tuple[Discipline, ...]) -> str:
    """`PT + OT`."""
    return " + ".join(disciplines)


def days_words(one: Authorisation) -> str:
    """From when to when, as short as it is clear."""
    if one.starts_on and one.ends_on:
        return f"{say_date(one.starts_on)} – {say_date(one.ends_on)}"
    if one.starts_on:
        return f"from {say_date(one.starts_on)}"
    return f"to {say_date(one.ends_on)}" if one.ends_on else ""


def last_words(one: Authorisation) -> str:
    """The last day, or that none is set."""
    if one.ends_on:
        return say_date(one.ends_on)
    return "open" if one.is_granted else ""


def state_of(use: AuthorisationUse, today: date) -> State:
    """How an authorisation stands today."""
    one = use.authorisation
    if one.state is AuthorisationState.REQUESTED:
        return "Requested", "warning", "clock"
    if one.state is AuthorisationState.DENIED:
        return "Denied", "error", "error"
    if one.ends_on and one.ends_on < today:
        return "Ended", "muted", "stop"
    if one.starts_on and one.starts_on > today:
        return "Not begun", "warning", "clock"
    if _is_used_up(use):
        return "Used up", "error", "error"
    return "In force", "good", "check-circle"


def of_words(used: int, most: int | None) -> str:
    """`7 of 12`, or the bare number where no number was approved."""
    return f"{used} of {most}" if most is not None else str(used)


def authorisation_columns(today: date) -> tuple[Column[AuthorisationUse], ...]:
    """Columns of the list as of a day."""
    return (
        Column[AuthorisationUse](
            "Number", lambda use: use.authorisation.number or "No number", 104, strong=True, grow=1,
            tip=lambda use: f"{use.authorisation.number} · {use.authorisation.payer_name}",
        ),
        Column[AuthorisationUse]("For", lambda use: use.authorisation.discipline or EVERY, 46),
        Column[AuthorisationUse](
            "State",
            lambda use: state_of(use, today)[0],
            96,
            kind=lambda use: state_of(use, today)[1],
            icon=lambda use: state_of(use, today)[2],
        ),
        Column[AuthorisationUse](
            "Last day", lambda use: last_words(use.authorisation), 100,
            tip=lambda use: days_words(use.authorisation),
        ),
        Column[AuthorisationUse](
            "Visits", lambda use: of_words(use.visits_used, use.authorisation.visits), 68,
            number=True,
        ),
        Column[AuthorisationUse](
            "Units", lambda use: of_words(use.units_used, use.authorisation.units), 78,
            number=True,
        ),
    )  # fmt: skip


def limit_state(use: VisitLimitUse, today: date) -> State:
    """How a limit stands today; what was used elsewhere may not be known."""
    limit = use.limit
    if limit.ends_on and limit.ends_on < today:
        return "Ended", "muted", "stop"
    if limit.starts_on and limit.starts_on > today:
        return "Not begun", "warning", "clock"
    if use.total >= limit.visits:
        return "Used up", "error", "error"
    return "In force", "good", "check-circle"


def elsewhere_words(use: VisitLimitUse) -> str:
    """How many were used elsewhere, or that nobody looked this year."""
    if use.elsewhere is None:
        return "not looked up"
    looked = use.limit.looked_up_on
    return f"{use.elsewhere}, {say_date(looked)}" if looked else str(use.elsewhere)


def limit_columns(today: date) -> tuple[Column[VisitLimitUse], ...]:
    """Columns of the list as of a day."""
    return (
        Column[VisitLimitUse](
            "For", lambda use: group_words(use.limit.disciplines), 88, strong=True
        ),
        Column[VisitLimitUse]("Payer", lambda use: use.limit.payer_name, 104, grow=1),
        Column[VisitLimitUse](
            "State",
            lambda use: limit_state(use, today)[0],
            104,
            kind=lambda use: limit_state(use, today)[1],
            icon=lambda use: limit_state(use, today)[2],
        ),
        Column[VisitLimitUse]("Elsewhere", elsewhere_words, 132),
        Column[VisitLimitUse](
            "This year", lambda use: of_words(use.total, use.limit.visits), 84, number=True
        ),
    )


def coverage_choices(file: PatientFile) -> tuple[tuple[str, object], ...]:
    """The patient's coverages, each told from another of the same payer."""
    payers = [one.payer_id for one in file.coverages]
    return tuple(
        (_since(one) if payers.count(one.payer_id) > 1 else one.payer_name, one.id)
        for one in file.coverages
    )


def _since(one: Coverage) -> str:
    since = f", from {say_date(one.starts_on)}" if one.starts_on else ""
    return f"{one.payer_name}{since}"


def _is_used_up(use: AuthorisationUse) -> bool:
    one = use.authorisation
    visits = one.visits is not None and use.visits_used >= one.visits
    return visits or (one.units is not None and use.units_used >= one.units)
