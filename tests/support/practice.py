"""A quick, open, encrypted practice for tests; its keys are cheap, everything else is real."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from core.model.clock import Clock
from core.model.practice import Address, Practice
from core.services import opening
from core.services.practice import OpenPractice
from core.store import attempts, audit, people
from core.store.keyslots import KdfCost

CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)
DAY = date(2026, 3, 10)
OWNER = "Dana Okafor"
PASSWORD = "paper lantern orbit"
PRACTICE = Practice(
    name="Harbor Street Therapy",
    npi="1234567893",
    tax_id="12-3456789",
    address=Address("12 Harbor Street", "Portland", "ME", "04101"),
    phone="207-555-0142",
)


def clock_on(day: date = DAY, start: datetime | None = None) -> Clock:
    """A clock that stands on one day; every look at it is one second later."""
    start = start or datetime(day.year, day.month, day.day, 14, tzinfo=UTC)
    moments = iter(start + timedelta(seconds=n) for n in range(10**9))
    return Clock(today=lambda: day, now=lambda: next(moments))


def new_practice(folder: Path, clock: Clock | None = None, **changes) -> OpenPractice:
    """Create `clinic.unitwise` in a folder and return it open."""
    return new_practice_with_code(folder, clock, **changes)[0]


def new_practice_with_code(
    folder: Path, clock: Clock | None = None, **changes
) -> tuple[OpenPractice, str]:
    """The same, with its recovery code."""
    values = {"practice": PRACTICE, "owner_name": OWNER, "password": PASSWORD} | changes
    return opening.create_practice(
        folder / "clinic.unitwise", clock=clock or clock_on(), cost=CHEAP, **values
    )


def reopen(
    path: Path, secret: str = PASSWORD, clock: Clock | None = None, sign_in: str = ""
) -> OpenPractice:
    """Unlock a practice file made by `new_practice`; whoever failed before has waited."""
    clock = clock or patient_clock(path)
    return opening.unlock(path, secret, clock, sign_in, allow_cheap_keys=True)


def reopen_copy(copy: Path, secret: str = PASSWORD) -> OpenPractice:
    """Look into a backup copy, which nobody opens as a practice; it stays as it is."""
    clock = patient_clock(copy)
    keys, key = opening.open_keys(copy, secret, clock, allow_cheap_keys=True)
    file = opening.open_only_to_read(copy, keys, key, clock)
    return opening._practice(file, people.first_owner(file.db))


def trail(p: OpenPractice, after: int = 0) -> tuple[audit.AuditEvent, ...]:
    """The audit rows but for who unlocked: what the openings of a test leave is not its matter."""
    return tuple(row for row in audit.events(p.file.db, after) if row.action != "unlock")


def patient_clock(path: Path) -> Clock:
    """A clock that begins five minutes after the latest failed unlock."""
    latest = attempts.pending(path).latest
    return clock_on(start=latest[-1].at + timedelta(minutes=5)) if latest else clock_on()
