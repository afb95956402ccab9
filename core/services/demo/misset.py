"""Rules the demo's office had set wrong for a while: what was billed then is found by an audit.

They are set before any visit and taken away after the last one, each on its own day, through the
same service as in the settings. Bills of that time stay as they were made.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from core.library.demo_files import demo_data
from core.model.clock import Clock
from core.services import own_values
from core.services.own_values import TypedValue
from core.services.practice import OpenPractice

At = Callable[[date], Clock]
_NOTICED = timedelta(days=6)  # after the last day on which it was billed so


def put_in(practice: OpenPractice, day: date, at: At) -> None:
    """Set each wrong value on the day from which on it holds."""
    for entry in demo_data("practice")["misset"]:
        since, until = (day - timedelta(days=entry[key]) for key in ("since", "until"))
        practice.clock = at(since)
        own_values.save_own(
            practice,
            TypedValue(
                entry["profile"], entry["key"], entry["value"], since, until, entry["source"]
            ),
        )


def take_out(practice: OpenPractice, at: At) -> None:
    """Take them away again, so that the shipped rule holds for every day."""
    wrong = {entry["source"] for entry in demo_data("practice")["misset"]}
    for own in own_values.list_own(practice):
        if own.source in wrong and own.id is not None and own.until is not None:
            practice.clock = at(own.until + _NOTICED)
            own_values.remove_own(practice, own.id)
