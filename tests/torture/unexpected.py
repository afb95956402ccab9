"""A failure that nobody expected, put into the functions that the window calls, one by one.

Run as `python -m tests.torture.unexpected PRACTICE HOME CASES` it is the window itself, led from
page to page. A first round tells which services and presenters it reaches; a seeded draw of them
fails in turn, with a text that quotes the patient. What `run` reads is printed.
"""

from __future__ import annotations

import inspect
import os
import random
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from types import FunctionType
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from tests.support.practice import DAY
from tests.torture import clinic, leaks
from tests.torture.outcome import Outcome
from tests.torture.tour import Tour, turn
from tests.torture.tracing import ROOT
from tests.ui.walk import texts

SITES = 50  # G27
_QUOTED = f"{clinic.MARKERS[0]} {clinic.MARKERS[1]}, {clinic.MARKERS[3]} March"
_SECTIONS = (
    "practice", "locations", "providers", "payers", "payer_rules", "payer_rates", "fees",
    "billing", "referring", "tables", "people", "security", "backups", "audit",
)  # fmt: skip
_TABS = ("details", "coverage", "plan", "measures", "payments", "documents", "privacy")


def run(folder: Path, size: int) -> Outcome:
    """Let `size` functions fail; the sheet, what is said, the files, the draft, the window."""
    outcome = Outcome("an unexpected failure in a function that the window calls")
    path, home = clinic.make(folder / "base"), folder / "home"
    home.mkdir()
    words = [sys.executable, "-m", "tests.torture.unexpected", str(path), str(home), str(size)]
    done = subprocess.run(
        words, cwd=ROOT, env=os.environ | {"TMPDIR": str(home)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    outcome.runs = size
    outcome.hits = sum(line.startswith("failed ") for line in lines)
    outcome.add([line for line in lines if line.split(":")[0] in _FOUND])
    outcome.add([] if outcome.hits == size else [f"unclear: {done.stderr[-300:]}"])
    said = done.stdout + done.stderr
    outcome.add([f"readable: {word} was said" for word in clinic.MARKERS if word in said])
    outcome.add(leaks.readable(home, clinic.MARKERS))
    reached = next((line.split()[1] for line in lines if line.startswith("reached ")), "0")
    outcome.note = f"drawn from {reached} functions of services and presenters that were reached"
    return outcome.done()


_FOUND = ("silent", "readable", "lost", "stuck")
Site = tuple[Any, str, FunctionType]  # where it stands (module or class), its name, the function


def sites() -> Iterator[Site]:
    """Public functions of services that take the practice, and public methods of presenters."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("core.services."):
            for word, one in sorted(vars(module).items()):
                own = inspect.isfunction(one) and one.__module__ == name
                if own and not word.startswith("_") and "p" in inspect.signature(one).parameters:
                    yield module, word, one
        elif name.startswith("ui.presenters."):
            for kind in [one for one in vars(module).values() if inspect.isclass(one)]:
                if kind.__module__ == name and not kind.__name__.startswith("_"):
                    for word, one in sorted(vars(kind).items()):
                        if inspect.isfunction(one) and not word.startswith("_"):
                            yield kind, word, one


class Put:
    """A function in another's place wherever the program holds it, until it is taken out."""

    def __init__(self, site: Site, instead: Callable[..., Any]) -> None:
        owner, word, old = site
        holders = [owner] if inspect.isclass(owner) else list(sys.modules.values())
        self._places = [
            (one, name)
            for one in holders
            if getattr(one, "__name__", "").startswith(("ui.", "core.services.")) or one is owner
            for name in ([word] if inspect.isclass(owner) else list(vars(one)))
            if vars(one).get(name) is old
        ]
        self._old = old
        for one, name in self._places:
            setattr(one, name, instead)

    def take_out(self) -> None:
        """Put the function itself back."""
        for one, name in self._places:
            setattr(one, name, self._old)


class Round(Tour):
    """Goes through the pages, in steps that are no longer than a click."""

    def __init__(self, practice: Path, out: Path) -> None:
        super().__init__(practice, out)
        self.unlock()
        page = self.go("session", patient_id=1, day=DAY)
        page.view.note.parts[2].setPlainText("begun")
        page.keeper.keep_draft()
        self.idle()
        self.number = int(page.presenter.record.id)

    def steps(self) -> dict[str, tuple[Callable[[], Any], ...]]:
        """What is clicked, by name."""
        made = {name: (self.to(name),) for name in ("today", "help", "audit", "import_patients")}
        made["search"] = (self.to("patients"), lambda: self.page.search.setText("Qu"))
        for tab in _TABS:
            made[f"patient {tab}"] = (self.to("patient", patient_id=1, tab=tab), self.act)
        for section in _SECTIONS:
            made[f"settings {section}"] = (self.to("settings", section=section), self.act)
        back_up = lambda: self.page.section.presenter.back_up()  # noqa: E731 - one of a row of clicks
        made["back up"] = (self.to("settings", section="backups"), back_up)
        opened = self.to("session", encounter_id=self.number)
        made["save"] = (opened, self.typed, lambda: self.page.keeper.save())
        made["draft"] = (opened, self.typed, lambda: self.page.keeper.keep_draft())
        made["explained"] = (self.to("explained", encounter_id=1),)
        made["superbill"] = (self.to("superbill", patient_id=1, encounter_ids=(1,)),)
        first = DAY.replace(year=2020)
        made["accounting"] = (self.to("accounting", patient_id=1, first=first, last=DAY),)
        return made

    @property
    def page(self) -> Any:
        return self.program.shell.page  # type: ignore[union-attr]

    def to(self, name: str, **args: Any) -> Callable[[], None]:
        return lambda: self.program.shell.navigate(name, args)  # type: ignore[union-attr]

    def act(self) -> None:
        action = self.page.primary_action()
        if action is not None and action.isEnabled():
            action.trigger()

    def typed(self) -> None:
        self.page.view.note.parts[0].setPlainText("typed on")

    def take(self, step: tuple[Callable[[], Any], ...]) -> None:
        """Click through a step from the event loop, as a person does."""
        for click in step:
            QTimer.singleShot(0, self.program, click)
            self.idle()

    def sheets(self) -> list[QFrame]:
        """The sheets that tell of a mistake of the program."""
        return [one for one in self.program.window.findChildren(QFrame, "bug") if one.isVisible()]

    def dismiss(self) -> None:
        """Go on, as often as it is asked."""
        for sheet in self.sheets():
            sheet.go_on.click()  # type: ignore[attr-defined]
        turn(10)

    def reached(self) -> dict[str, tuple[Site, str]]:
        """What the pages call of services and presenters, and the step that does."""
        found: dict[str, tuple[Site, str]] = {}
        now = [""]

        def heard(site: Site) -> Callable[..., Any]:
            @wraps(site[2])
            def call(*args: Any, **kwargs: Any) -> Any:
                if str(sys._getframe(1).f_globals.get("__name__")).startswith("ui."):
                    found.setdefault(f"{site[2].__module__}.{site[2].__qualname__}", (site, now[0]))
                return site[2](*args, **kwargs)

            return call

        put = [Put(site, heard(site)) for site in list(sites())]
        for now[0], step in self.steps().items():
            self.take(step)
        for one in put:
            one.take_out()
        return found

    def fail(self, name: str, site: Site, step: str) -> list[str]:
        """Let one function fail while its step is taken; what is wrong then."""
        self.take((self.to("session", encounter_id=self.number),))
        text = f"kept when {name} failed"
        self.page.view.note.parts[2].setPlainText(text)
        put = Put(site, _fails)
        self.take(self.steps()[step])
        put.take_out()
        shown = self.sheets()
        wrong = [] if shown else [f"silent: {name} failed and nothing was said"]
        for word in clinic.MARKERS:
            wrong += [f"readable: {name} tells {word}" for one in shown if word in texts(one)]
        self.dismiss()
        self.take((self.to("session", encounter_id=self.number),))
        if self.page.view.note.parts[2].toPlainText() != text:
            wrong.append(f"lost: the draft when {name} failed")
        self.take((self.to("today"),))
        if type(self.page).__name__ != "TodayPage" or self.sheets():
            wrong.append(f"stuck: after {name} failed")
            self.dismiss()
        return wrong


def _fails(*_: Any, **__: Any) -> None:
    raise ValueError(_QUOTED)


def main(practice: Path, home: Path, size: int) -> None:
    """A round for the imports, a round that listens, then one failure after the other."""
    os.environ["UNITWISE_HOME"] = str(home / "data")
    around = Round(practice, home)
    for step in around.steps().values():
        around.take(step)
    if around.sheets():
        raise RuntimeError(texts(around.sheets()[0]))
    reached = around.reached()
    print(f"reached {len(reached)}", flush=True)
    for name in random.Random(27).sample(sorted(reached), size):
        for line in around.fail(name, *reached[name]):
            print(line, flush=True)
        print(f"failed {name}", flush=True)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
    except BaseException:  # noqa: BLE001 - the program's own hook would show it in the window
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)
