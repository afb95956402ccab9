"""Stand-ins for what the window asks of the services, quick and without a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from core.errors import UserProblem
from core.library.rulebook import load_rulebook
from core.model.clock import Clock
from core.model.people import Person, Role
from core.model.practice import Practice
from core.services.practice import Memory
from core.services.switching import Seat
from ui.context import Context
from ui.doors import Doors
from ui.messages import Messages
from ui.preferences import Preferences

CODE = "7H2K-9QWE-RT5Y-8ZXC-M4NB"
PASSWORD = "correct horse battery"
DEMO_PASSWORD = "demo-demo-demo"
DAY = date(2026, 3, 10)
EVERYTHING = Person(1, "Dana Okafor, DPT", "owner", frozenset(Role))


@dataclass
class FakeFile:
    """What a practice file holds, in memory."""

    practice: Practice
    actor: str
    password: str
    log: list[str] = field(default_factory=list)


class FakeServices:
    """Behaves like the services behind Doors; `log` tells what was asked for."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.files: dict[Path, FakeFile] = {}
        self.log: list[str] = []
        self.fail_close: UserProblem | None = None
        self.wait = 0
        self.book = load_rulebook()

    def doors(self) -> Doors:
        return Doors(
            look_at=self.look_at,
            create=self.create,
            sign_in_names=lambda path: (),
            seconds_to_wait=lambda path, clock: self.wait,
            unlock=self.unlock,
            seats=lambda practice: (Seat("Dana Okafor, DPT", "owner", False, False),),
            go_on_by_pin=self.go_on,
            go_on_by_password=self.go_on,
            change_password=self.change_password,
            new_recovery_code=lambda practice, secret: CODE,
            close=self.close,
            info=lambda practice: practice.file.practice,
            build_demo=self.build_demo,
            fill_reference=lambda: None,
            copies=lambda path: (),
            practice_of=lambda path: path,
            restore=lambda *_: None,
            idle_minutes=lambda practice: 10,
            kept_texts=lambda practice: (),
            demo_password=DEMO_PASSWORD,
            default_path=self.home / "Practice.unitwise",
            demo_path=self.home / "Demo.unitwise",
            preferences_path=self.home / "window.ini",
        )

    def add(self, path: Path, practice: Practice, password: str = PASSWORD) -> Path:
        path.write_bytes(b"sealed")
        self.files[path] = FakeFile(practice, "Dana Okafor, DPT", password)
        return path

    def look_at(self, path: Path) -> str:
        if not path.exists():
            raise UserProblem("There is no file here. Choose another one.")
        return "practice"

    def create(self, path, practice, owner, password, clock, first):
        self.log.append(f"create {practice.name} {owner} {first and first.last_name}")
        self.add(path, practice, password).write_bytes(b"new")
        self.files[path].actor = owner
        return self._open(path, clock), CODE

    def unlock(self, path, secret, clock, sign_in):
        self.log.append("unlock")
        if secret not in (self.files[path].password, CODE):
            raise UserProblem("This password does not open the file.", "password")
        return self._open(path, clock)

    def go_on(self, practice, sign_in, secret):
        if secret != practice.file.password:
            raise UserProblem("This password does not open the file.", "password")

    def change_password(self, practice, old, new):
        practice.file.password = new
        practice.must_change_password = False

    def close(self, practice):
        self.log.append("close")
        if self.fail_close:
            raise self.fail_close

    def build_demo(self, path, day, progress):
        self.log.append("demo")
        info = Practice("Harbor Therapy", "1234567893", "12-3456789", is_demo=True, demo_day=DAY)
        self.add(path, info, DEMO_PASSWORD)
        progress(40, 40)
        return self._open(path, Clock.fixed(day or DAY))

    def _open(self, path, clock):
        return SimpleNamespace(
            file=self.files[path], book=self.book, library=None, clock=clock, person=EVERYTHING,
            signed_in={}, must_change_password=False, must_renew_recovery=False, memory=Memory(),
        )  # fmt: skip


class RecordingMessages(Messages):
    """Keeps everything that was said; answers every question with `answer`."""

    def __init__(self, answer: str | None = None) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self.answer = answer
        self.toasted.connect(lambda kind, text: self.said.append((kind, text)))
        self.bannered.connect(lambda banner: self.said.append((banner.kind, banner.text)))
        self.bug_found.connect(lambda details: self.said.append(("bug", details)))
        self.asked.connect(self._answer)

    def _answer(self, question) -> None:
        self.said.append(("ask", question.text))
        if self.answer is not None:
            question.on_yes(self.answer)
        elif question.on_no:
            question.on_no()


class InlineTasks:
    """Runs every operation at once on a given practice; for tests of presenters."""

    def __init__(self, practice: object) -> None:
        self.practice = practice
        self.idle = True

    def read(self, op, done, failed=None, replaces=""):
        self._run(lambda: op(self.practice), done, failed)

    def change(self, op, done, failed=None):
        self._run(lambda: op(self.practice), done, failed)

    def work(self, op, done, failed=None):
        self._run(op, done, failed)

    def _run(self, op, done, failed) -> None:
        try:
            result = op()
        except UserProblem as problem:
            if failed is None:
                raise
            failed(problem)
        else:
            done(result)


def make_context(tmp_path: Path, theme, practice: object = None, **changes) -> Context:
    """A context of stand-ins; `practice` is what InlineTasks hands to each operation."""
    parts = {
        "tasks": InlineTasks(practice),
        "messages": RecordingMessages(),
        "theme": theme,
        "clock": Clock.fixed(DAY),
        "book": load_rulebook(),
        "preferences": Preferences(tmp_path / "window.ini"),
        "navigate": lambda name, args: None,
        "go_back": lambda: None,
        "actor_name": "Dana Okafor, DPT",
        "person": EVERYTHING,
    }
    return Context(**{**parts, **changes})
