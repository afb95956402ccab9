"""How money paid on account is taken up by the visits it pays for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.model.patient import PatientPayment


def standing_payments(payments: Iterable[PatientPayment]) -> tuple[PatientPayment, ...]:
    """Payments that were not taken back, the oldest first."""
    every = tuple(payments)
    gone = {payment.reverses_id for payment in every}
    kept = [one for one in every if one.reverses_id is None and one.id not in gone]
    return tuple(sorted(kept, key=lambda one: (one.received_on, one.id or 0)))


def spread(
    owed: Mapping[int, int], payments: Iterable[PatientPayment]
) -> tuple[tuple[PatientPayment, int, int], ...]:
    """Shares of payments as (payment, encounter id, cents): oldest payment to oldest visit.

    `owed` are the cents open on each encounter, the oldest first; no share is more than that,
    and what is left of the payments stays a credit.
    """
    open_cents = {visit: cents for visit, cents in owed.items() if cents > 0}
    shares = []
    for payment in payments:
        left = payment.amount_cents
        for visit in tuple(open_cents):
            share = min(left, open_cents[visit])
            if not share:
                break
            shares.append((payment, visit, share))
            left -= share
            open_cents[visit] -= share
            if not open_cents[visit]:
                del open_cents[visit]
    return tuple(shares)
