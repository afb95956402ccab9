"""The large encrypted practice that the measurements share, built once a run."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from core.model.clock import Clock
from core.model.practice import Address, Practice
from core.services import opening
from core.services.practice import OpenPractice
from tests.benchmarks.build import LAST_DAY, build

PASSWORD = "paper lantern orbit"
_SIZES = {False: (20_000, 200_000), True: (200, 2_000)}


@functools.cache
def folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes away with the run."""
    return tempfile.TemporaryDirectory(prefix="unitwise-bench-")


@functools.cache
def path(quick: bool) -> Path:
    """The practice file: 20,000 patients and 200,000 encounters, or a hundredth of it."""
    place = Path(folder().name) / ("small" if quick else "large") / "clinic.unitwise"
    place.parent.mkdir(parents=True)
    practice, _ = opening.create_practice(
        place,
        Practice(
            "Large Clinic", "1234567893", "12-3456789", Address("1 Way", "Ohio", "OH", "43215")
        ),
        "Owner",
        PASSWORD,
        Clock.fixed(LAST_DAY),
    )
    patients, encounters = _SIZES[quick]
    build(practice, patients=patients, encounters=encounters)
    practice.file.close()
    return place


def open_large(quick: bool) -> OpenPractice:
    """Unlock the large practice; the caller closes it."""
    return opening.unlock(path(quick), PASSWORD, Clock.fixed(LAST_DAY))
