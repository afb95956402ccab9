"""Pictures of the note coach, for people to look at: `python -m tests.ui.note_pictures FOLDER`.

Chips missing, found and asked, two notes side by side, versions and templates; light and dark,
small and wide.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from core.model.encounter import Service
from core.model.note_help import NoteMacro, NoteTemplate
from core.model.patient import Diagnosis
from core.model.session import Note
from core.services import encounters, note_help
from core.services.practice import OpenPractice
from tests.support.practice import DAY
from tests.ui.rule_pictures import settle, wait
from tests.ui.session_case import Case, make_context
from ui.pages import PAGES
from ui.shell import Shell
from ui.tasks import Tasks
from ui.theme import Mode, Theme

SIZES = ((1280, 720, 100), (1920, 1080, 100), (1280, 720, 200))
SERVICES = (Service("97140", 15, region="C4-C5"), Service("97110", 24, region="cervical"))
POOR = Note("Neck feels ok.", "Manual therapy to the neck x 12 min.", "Tolerated well.", "")
GOOD = Note(
    "Neck pain 6/10 when driving.",
    "Cervical rotation left 45 deg. Joint mobilization grade III left C4-C5, 15 min, one-on-one."
    " Rotation 58 deg after.",
    "Rotation limited by C4-C5 joint restriction, so mobilized there; can look over the shoulder.",
    "Next visit: grade IV if rotation holds above 55. Timed minutes in all 39.",
)


def build(folder: Path) -> tuple[Case, dict[str, int]]:
    """A practice with a poor note, a good one in three versions, a macro and a template."""
    case = Case(folder)
    p = case.p
    note_help.save_macro(p, NoteMacro(".jm3", "joint mobilization grade III"))
    note_help.save_template(
        p,
        NoteTemplate(
            "Neck, daily note", "Pain:\nFunction:", "ROM:\nManual:\nResponse:", "", "Next:"
        ),
    )
    made = {}
    for name, notes in (("poor", (POOR,)), ("good", (POOR, replace(GOOD, plan=""), GOOD))):
        patient = case.add_patient("Maria", "Alvarez", case.medicare)
        file = encounters.new_session(p, patient, DAY, case.therapist)
        record = replace(file.record, services=SERVICES, pointers=("A", "A"), note=notes[0],
                         diagnoses=(Diagnosis("M542", "Cervicalgia"),))  # fmt: skip
        for note in notes:
            receipt = encounters.save(p, replace(record, note=note))
            record = replace(record, id=receipt.encounter_id, version=receipt.version)
        made[name] = record.id or 0
    return case, made


def sheets(shell: QWidget) -> None:
    """Close whatever sheet is open."""
    from ui.message_host import Sheet

    for sheet in shell.window().findChildren(Sheet):
        if sheet.isVisible():
            sheet.close_sheet()


def walk(shell: Shell, made: dict[str, int], save) -> None:
    """Go through what there is to see."""

    def show(name: str):
        shell.navigate("session", {"encounter_id": made[name]})
        page = shell.page
        settle(lambda: page.data is not None and page.coaching.coach.chips != ())
        return page

    page = show("poor")
    save("missing")
    chip = next(c for c in page.coaching.coach.chips if c.element.name == "technique")
    page.coaching.answer(chip)
    wait(50)
    save("asked")
    page.coaching.show_pair(chip)
    wait(80)
    save("pair")
    sheets(shell)
    page = show("good")
    chip = next(c for c in page.coaching.coach.chips if c.element.name == "response")
    page.coaching.answer(chip)
    wait(50)
    save("found")
    page.coaching.show_versions()
    wait(250)
    save("versions")
    sheets(shell)
    page.coaching.show_templates()
    wait(80)
    save("templates")
    sheets(shell)


def main(folder: Path) -> None:
    """Write the pictures."""
    app = QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    theme, tasks = Theme(app), Tasks()
    with tempfile.TemporaryDirectory() as home:
        cases: list[tuple[Case, dict[str, int]]] = []

        def opened() -> OpenPractice:
            cases.append(build(Path(home)))
            return cases[0][0].p

        tasks.bug.connect(lambda bug: sys.exit(repr(bug)))
        tasks.open(opened, lambda _: None)
        settle(lambda: bool(cases))
        case, made = cases[0]
        for mode in (Mode.LIGHT, Mode.DARK):
            for width, height, scale in SIZES:
                theme.set_look(mode, scale)
                ctx = make_context(case, tasks, theme, Path(home), [])
                shell = Shell(ctx, PAGES)
                shell.resize(width, height)
                shell.show()

                def save(name: str, at=(mode, width, scale), shell=shell) -> None:
                    shell.grab().save(str(folder / f"{name}-{at[0]}-{at[1]}-{at[2]}.png"))

                walk(shell, made, save)
                shell.close()
        tasks.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
