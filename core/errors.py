"""Expected problems, damaged data or disk; everything else is a bug."""

from __future__ import annotations


class UnitwiseError(Exception):
    """Base of what a person is told about in a plain sentence."""


class UserProblem(UnitwiseError):
    """Something the person can mend: what happened, what it means, what to do.

    `field` names the input at fault (a record's field name), or is empty.
    The message never holds patient data.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class DataProblem(UnitwiseError):
    """The file or the disk failed: nothing more is written until it is looked at."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class DamagedFile(UserProblem):
    """A file that is, or was, a practice and is no longer whole; a backup copy takes its place."""


class BackupCopy(UserProblem):
    """A backup copy that was to be opened as the practice; it is restored as a new file instead."""


class FieldProblem(UserProblem):
    """One input value that cannot be read or kept."""


class InvalidInput(UserProblem):
    """Several inputs of one form at once; nothing was written."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        super().__init__(" ".join(p.message for p in problems), problems[0].field)
        self.problems = problems
