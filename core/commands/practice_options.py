"""What commands on a practice file take: the file, and its password from a file or a prompt."""

from __future__ import annotations

import argparse
import getpass
from datetime import date
from pathlib import Path

from core.errors import UserProblem
from core.model.clock import Clock

DONE, FAULTY, UNUSABLE = 0, 1, 2


def add_practice(parser: argparse.ArgumentParser) -> None:
    """The practice as the one argument or by name."""
    parser.add_argument("file", nargs="?", type=Path, metavar="PRACTICE", help="the practice file")
    parser.add_argument("--practice", type=Path, metavar="FILE", help="the same, by name")


def add_secret(parser: argparse.ArgumentParser) -> None:
    """The password or recovery code, never as an argument; whose it is; and the day."""
    _add_password(parser)
    parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="fix the day")


def add_own_rules(parser: argparse.ArgumentParser) -> None:
    """The practice whose own values and imported tables are wanted, and whoever opens it."""
    parser.add_argument(
        "--practice", type=Path, metavar="FILE", help="this practice's rules, not the shipped ones"
    )
    _add_password(parser)


def _add_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-file", type=Path, metavar="FILE", help="holds the password; else it is asked"
    )
    parser.add_argument(
        "--user", default="", metavar="NAME", help="the sign-in name; without it all are tried"
    )


def practice_of(options: argparse.Namespace) -> Path:
    """The practice that was named exactly once."""
    named = [path for path in (options.file, options.practice) if path is not None]
    if len(named) != 1:
        raise UserProblem("Name one practice file.", "practice")
    return Path(named[0])


def secret_of(options: argparse.Namespace) -> str:
    """The password out of its file, without the line's end, or as typed at the prompt."""
    if options.password_file is None:
        try:
            return getpass.getpass("Password: ")
        except EOFError as error:
            raise UserProblem(
                "No password was typed. Use --password-file where nobody can type.", "password"
            ) from error
    try:
        text = Path(options.password_file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserProblem(
            f"The password file “{options.password_file}” cannot be read.", "password"
        ) from error
    return text.removesuffix("\n").removesuffix("\r")


def clock_of(options: argparse.Namespace) -> Clock:
    """The PC's clock, or one that stands on the day given."""
    return Clock.fixed(options.today) if options.today else Clock.system()
