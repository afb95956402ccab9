"""What the gate asks of the services; tests hand in their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.model.clock import Clock
    from core.model.kept_text import KeptText
    from core.model.people import Person
    from core.model.practice import Practice
    from core.services.practice import OpenPractice
    from core.services.restoring import CopyRow, Restored
    from core.services.switching import Seat


@dataclass(frozen=True, slots=True)
class Doors:
    """The services that open, make, lock and close a practice, and the usual places."""

    look_at: Callable[[Path], str]
    create: Callable[..., tuple[OpenPractice, str]]
    sign_in_names: Callable[[Path], tuple[str, ...]]
    seconds_to_wait: Callable[[Path, Clock], int]
    unlock: Callable[[Path, str, Clock, str], OpenPractice]
    seats: Callable[[OpenPractice], tuple[Seat, ...]]
    go_on_by_pin: Callable[[OpenPractice, str, str], Person]
    go_on_by_password: Callable[[OpenPractice, str, str], Person]
    change_password: Callable[[OpenPractice, str, str], None]
    new_recovery_code: Callable[[OpenPractice, str], str]
    close: Callable[[OpenPractice], Any]
    info: Callable[[OpenPractice], Practice]
    build_demo: Callable[[Path, date | None, Callable[[int, int], None]], OpenPractice]
    fill_reference: Callable[[], Any]
    copies: Callable[[Path], tuple[CopyRow, ...]]
    practice_of: Callable[[Path], Path]
    restore: Callable[[Path, str, Path, Clock], Restored]
    idle_minutes: Callable[[OpenPractice], int]
    kept_texts: Callable[[OpenPractice], tuple[KeptText, ...]]
    demo_password: str
    default_path: Path
    demo_path: Path
    preferences_path: Path


def real_doors() -> Doors:
    """The services themselves."""
    from core.services import (
        demo,
        idle,
        kept_texts,
        opening,
        people,
        places,
        restoring,
        setup,
        switching,
    )  # fmt: skip
    from core.services.reference import ensure_icd10

    return Doors(
        look_at=opening.look_at,
        create=opening.create_practice,
        unlock=opening.unlock,
        sign_in_names=people.sign_in_names,
        seconds_to_wait=opening.seconds_to_wait,
        seats=switching.seats,
        go_on_by_pin=switching.switch_user,
        go_on_by_password=switching.switch_by_password,
        change_password=opening.change_password,
        new_recovery_code=opening.new_recovery_code,
        close=opening.close,
        info=setup.practice_info,
        build_demo=_build_demo,
        fill_reference=lambda: ensure_icd10(places.reference_path()),
        copies=restoring.copies,
        practice_of=restoring.practice_of,
        restore=restoring.restore_copy,
        idle_minutes=idle.minutes,
        kept_texts=kept_texts.mine,
        demo_password=demo.DEMO_PASSWORD,
        default_path=places.default_practice_path(),
        demo_path=places.demo_practice_path(),
        preferences_path=places.data_dir() / "window.ini",
    )


def _build_demo(path: Path, day: date | None, progress: Callable[[int, int], None]) -> OpenPractice:
    from core.services.demo import DEMO_DAY
    from core.services.demo.build import build_demo

    path.parent.mkdir(parents=True, exist_ok=True)
    return build_demo(path, day or DEMO_DAY, progress=progress)
