"""Every check, cheap ones first; the tests' own summary comes last."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from typing import IO

from environment import PYTHON, ROOT

CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "lint": ["-m", "ruff", "check", "--quiet", "."],
    "types": ["-m", "mypy", "--no-error-summary"],
    "layers": ["-c", "from importlinter.cli import lint_imports_command as run; run()"],
}


# No folder of caches is written to by both.
HALVES = (
    ["tests/ui", "-p", "no:cacheprovider"],
    ["tests", "--ignore=tests/ui", "-p", "no:cacheprovider"],
)


def run_checks(pytest_arguments: list[str]) -> int:
    """Returns the first exit code that is not zero; what a passing check prints is left out."""
    for name, arguments in CHECKS.items():
        started = time.monotonic()
        done = subprocess.run(
            [str(PYTHON), *arguments], cwd=ROOT, capture_output=True, text=True, check=False
        )
        verdict = "failed" if done.returncode else "ok"
        print(f"{name:<8}{verdict:<8}{time.monotonic() - started:.1f} s")
        if done.returncode:
            print(done.stdout + done.stderr)
            return done.returncode
    print("tests")
    if pytest_arguments or (os.cpu_count() or 1) < len(HALVES):
        return _tests(pytest_arguments).wait()
    return _side_by_side()


def _tests(arguments: list[str], output: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    variables = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [str(PYTHON), "-m", "pytest", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=variables, stdout=output, stderr=output)


def _side_by_side() -> int:
    """The window's tests take as long as all others: both at once, one after the other told."""
    with tempfile.TemporaryFile() as told:
        window, others = _tests(HALVES[0], told), _tests(HALVES[1])
        codes = others.wait(), window.wait()
        told.seek(0)
        sys.stdout.flush()
        sys.stdout.buffer.write(told.read())
        sys.stdout.flush()
    return next((code for code in codes if code), 0)
