"""Calls of the services that help with notes."""

from collections.abc import Callable

from core.model.note_help import NoteMacro, NoteTemplate, OwnWord
from core.services import note_coach, note_help
from tests.support.stage import Call, Stage


def coach(s: Stage, own: bool) -> Call:
    record = s.opened(own)
    return lambda: note_coach.for_session(s.p, record)


def macro(s: Stage, own: bool) -> Call:
    return _numbered(s, lambda n: note_help.save_macro(s.p, NoteMacro(f".m{n}", "mobilization")))


def template(s: Stage, own: bool) -> Call:
    name = "".join(chr(ord("a") + int(digit)) for digit in str(next(s.number)))
    return lambda: note_help.save_template(s.p, NoteTemplate(name, "Pain:"))


def word(s: Stage, own: bool) -> Call:
    return _numbered(s, lambda n: note_help.save_word(s.p, OwnWord(f"lift {n}")))


def _numbered(s: Stage, save: Callable[[int], object]) -> Call:
    number = next(s.number)
    return lambda: save(number)
