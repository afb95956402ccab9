"""What the gate asks of the services; tests hand in their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.model.clock import Clock
    from core.model.practice import Practice
    from core.services.practice import OpenPractice
    from core.services.restoring import CopyRow, Restored


@dataclass(frozen=True, slots=True)
class Doors:
    """The services that open, make, lock and close a practice, and the usual places."""

    look_at: Callable[[Path], str]
    create: Callable[..., tuple[OpenPractice, str]]
    unlock: Callable[[Path, str, Clock], OpenPractice]
    confirm: Callable[[OpenPractice, str], None]
    close: Callable[[OpenPractice], Any]
    info: Callable[[OpenPractice], Practice]
    build_demo: Callable[[Path, date | None, Callable[[int, int], None]], OpenPractice]
    fill_reference: Callable[[], Any]
    copies: Callable[[Path], tuple[CopyRow, ...]]
    restore: Callable[[Path, str, Path, Clock], Restored]
    idle_minutes: Callable[[OpenPractice], int]
    demo_password: str
    default_path: Path
    demo_path: Path
    preferences_path: Path


def real_doors() -> Doors:
    """The services themselves."""
    from core.services import demo, idle, opening, places, restoring, setup
    from core.services.reference import ensure_icd10

    return Doors(
        look_at=opening.look_at,
        create=opening.create_practice,
        unlock=opening.unlock,
        confirm=opening.confirm_password,
        close=opening.close,
        info=setup.practice_info,
        build_demo=_build_demo,
        fill_reference=lambda: ensure_icd10(places.reference_path()),
        copies=restoring.copies,
        restore=restoring.restore_copy,
        idle_minutes=idle.minutes,
        demo_password=demo.DEMO_PASSWORD,
        default_path=places.default_practice_path(),
        demo_path=places.demo_practice_path(),
        preferences_path=places.data_dir() / "window.ini",
    )


def _build_demo(path: Path, day: date | None, progress: Callable[[int, int], None]) -> OpenPractice:
    from core.services import demo

    path.parent.mkdir(parents=True, exist_ok=True)
    return demo.build_demo(path, day or demo.DEMO_DAY, progress=progress)
