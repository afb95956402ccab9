"""Pictures of the rule book at work, for docs/pictures: `python -m tests.ui.rule_pictures FOLDER`.

A session split with an assistant, a code pair with clock times, a day that crosses the KX
threshold, the same minutes under several rules, and the bill explained on paper; light and dark.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from core.model.encounter import Interval, Service
from core.model.kinds import Who
from core.model.patient import Diagnosis
from core.services import encounters, setup
from core.services.engine_facts import LOCALITY, NATIONAL, keep_outside_use
from core.services.practice import OpenPractice
from tests.support.practice import DAY
from tests.ui.session_case import Case, make_context
from ui.page import Page
from ui.pages import PAGES
from ui.shell import Shell
from ui.tasks import Tasks
from ui.theme import Mode, Theme

SIZE = (1366, 860)
A, BOTH = Who.ASSISTANT, Who.TOGETHER
SPLIT = (
    Service("97110", 12, 14, region="knee", intervals=(Interval(600, 612), Interval(612, 626, A))),
    Service("97140", 15, region="knee", intervals=(Interval(626, 641),)),
    Service("97530", together_minutes=16, region="gait", intervals=(Interval(641, 657, BOTH),)),
)  # fmt: skip
PAIR = (
    Service("97150", 20, intervals=(Interval(600, 620),)),
    Service("97140", 15, region="neck", intervals=(Interval(622, 637),)),
)
CROSSING = (Service("97110", 30, region="shoulder"), Service("97112", 16, region="shoulder"))
PLAIN = (
    Service("97140", 22, region="C4-C5"),
    Service("97110", 18, region="cervical"),
)


def settle(until: Callable[[], bool]) -> None:
    """Run the event loop until something holds, then once more for the layout."""
    loop = QEventLoop()
    timer = QTimer()
    timer.timeout.connect(lambda: loop.quit() if until() else None)
    timer.start(5)
    loop.exec()
    timer.stop()
    wait(150)


def wait(milliseconds: int) -> None:
    """Let the window lay itself out."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def build(folder: Path) -> tuple[Case, dict[str, int]]:
    """The practice with one draft for each picture, each of a patient of their own."""
    case = Case(folder)
    setup.set_setting(case.p, LOCALITY, NATIONAL)
    made = {}
    for name, services in (
        ("assistant", SPLIT), ("pair", PAIR), ("kx", CROSSING), ("compare", PLAIN)
    ):  # fmt: skip
        patient = case.add_patient("Maria", "Alvarez", case.medicare)
        neck = (Diagnosis("M542", "Cervicalgia"),)
        if name == "kx":
            keep_outside_use(case.p, patient, DAY.year, "pt_slp", "2415.00")
        file = encounters.new_session(case.p, patient, DAY, case.therapist)
        helper = case.assistant if name == "assistant" else None
        record = replace(
            file.record,
            services=services,
            assistant_provider_id=helper,
            location_id=case.location,
            diagnoses=neck,
        )
        made[name] = encounters.save(case.p, record).encounter_id
    return case, made


def show(shell: Shell, name: str, number: int) -> Page:
    """Bring a session's page, or its paper, up whole."""
    if name == "explained":
        shell.navigate("explained", {"encounter_id": number})
        settle(lambda: shell.page.presenter.draft is not None)
        shell.page.first_focus().setFocus()
        wait(2_000)  # the view renders its pages on a thread of its own
        return shell.page
    shell.navigate("session", {"encounter_id": number})
    settle(lambda: shell.page.data is not None and shell.page.view.isEnabled())
    if name == "compare":
        shell.page.rules.compare()
    return shell.page


def main(folder: Path) -> None:
    """Write every picture."""
    app = QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    theme, tasks = Theme(app), Tasks()
    with tempfile.TemporaryDirectory() as home:
        cases: list[tuple[Case, dict[str, int]]] = []

        def opened() -> OpenPractice:
            cases.append(build(Path(home)))
            return cases[0][0].p

        ready: list[OpenPractice] = []
        tasks.open(opened, ready.append)
        settle(lambda: bool(ready))
        case, made = cases[0]
        for mode in (Mode.LIGHT, Mode.DARK):
            theme.set_look(mode, 100)
            for name, number in {**made, "explained": made["assistant"]}.items():
                ctx = make_context(case, tasks, theme, Path(home), [])
                shell = Shell(ctx, PAGES)
                shell.show_practice("Harbor Light Therapy", "Dana Okafor, DPT", demo=False)
                ctx.navigate = shell.navigate
                shell.resize(*SIZE)
                shell.show()
                show(shell, name, number)
                settle(lambda: tasks.idle)
                shell.grab().save(str(folder / f"{name}-{mode}.png"))
                shell.close()
        tasks.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
