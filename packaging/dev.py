"""Set Unitwise up and run it; the commands stand below. Needs Python 3.11 and nothing else.

python3 packaging/dev.py run --demo     opens the demo practice
python3 packaging/dev.py test           runs every check
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this script runs on whatever Python is there
    sys.exit(f"Unitwise needs Python 3.11 or newer; this is {sys.version.split()[0]}.")

import os
import subprocess

import environment
import qt_system
import sbom
from checks import run_checks

USAGE = """\
usage: python3 packaging/dev.py COMMAND [ARGUMENTS]

  setup             make .venv, install the locked packages, find missing system libraries
  run [ARGUMENTS]   set up what is missing, then start Unitwise (run --demo: the demo practice)
  test [ARGUMENTS]  set up what is missing, then run every check; ARGUMENTS go to pytest
  bench [ARGUMENTS] set up what is missing, then measure and print the table
  torture [NAMES]   break the program in every way and count what was lost (some hours;
                    --size small: a minute; Linux only, some of it with strace)
  sbom [FILE]       write what the program is made of, hashes and native libraries included
"""


def setup(_: list[str]) -> int:
    environment.ensure("requirements-dev.txt")
    qt_system.ensure("offscreen")
    if desktop := qt_system.desktop_platform():
        qt_system.ensure(desktop)
    print("Ready.")
    return 0


def run(arguments: list[str]) -> int:
    environment.ensure("requirements.txt")
    platform = qt_system.desktop_platform()
    if platform is None:
        raise environment.CannotSetUp(
            "There is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are empty).\n"
            "Start this from a desktop session."
        )
    qt_system.ensure(platform)
    return python("main.py", *arguments, qt_platform=platform)


def test(arguments: list[str]) -> int:
    environment.ensure("requirements-dev.txt")
    qt_system.ensure("offscreen")
    return run_checks(arguments)


def bench(arguments: list[str]) -> int:
    environment.ensure("requirements-dev.txt")
    qt_system.ensure("offscreen")
    return python("-m", "tests.benchmarks", *arguments, qt_platform="offscreen")


def torture(arguments: list[str]) -> int:
    environment.ensure("requirements-dev.txt")
    if not sys.platform.startswith("linux"):
        raise environment.CannotSetUp("The faults are made with what Linux has; run it there.")
    return python("-m", "tests.torture", *arguments, qt_platform="")


def python(*arguments: str, qt_platform: str) -> int:
    variables = os.environ | ({"QT_QPA_PLATFORM": qt_platform} if qt_platform else {})
    command = [str(environment.PYTHON), *arguments]
    return subprocess.run(command, cwd=environment.ROOT, env=variables, check=False).returncode


COMMANDS = {
    "setup": setup, "run": run, "test": test, "bench": bench, "torture": torture,
    "sbom": sbom.write,
}  # fmt: skip


def main(words: list[str]) -> int:
    command = COMMANDS.get(words[0]) if words else None
    if command is None:
        asked = bool(words) and words[0] in ("-h", "--help", "help")
        print(USAGE, file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    arguments = words[1:]
    if arguments[:1] == ["--"]:
        del arguments[0]
    try:
        return command(arguments)
    except environment.CannotSetUp as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    # What is printed here stands before what the started programs print, in a file too.
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
