"""Every check, cheap ones first; the tests' own summary comes last."""

from __future__ import annotations

import os
import subprocess
import time

from environment import PYTHON, ROOT

CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "lint": ["-m", "ruff", "check", "--quiet", "."],
    "types": ["-m", "mypy", "--no-error-summary"],
    "layers": ["-c", "from importlinter.cli import lint_imports_command as run; run()"],
}

# A file's tests stay together, so that what a module sets up is set up once.
# A worker that dies ends the run and names its test: once one took its place, and the run hung.
SPREAD = ["--numprocesses", str(os.cpu_count() or 1), "--dist", "loadfile"]
SPREAD += ["--max-worker-restart", "0"]


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
    variables = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [str(PYTHON), "-m", "pytest", *(pytest_arguments or SPREAD)]
    return subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode
