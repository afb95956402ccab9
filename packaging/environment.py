"""The virtual environment `.venv` at the root and the locked packages in it."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import debian

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "unitwise-locks.txt"  # one line for each lock that is installed: its hash and name
# The second lock holds everything the first one does; tests/project watches that.
COVERS = {"requirements-dev.txt": ("requirements-dev.txt", "requirements.txt")}


class CannotSetUp(Exception):
    """The set-up stops; the text tells the person what to do."""


def ensure(lock: str) -> None:
    """Makes `.venv` if it is missing and installs `lock` into it if that changed."""
    if not _works():
        _make()
    if _line(lock) not in _installed():
        _install(lock)


def _works() -> bool:
    """A folder that was moved, or whose Python was removed, does not count."""
    if not PYTHON.exists():
        return False
    ask = [str(PYTHON), "-c", "import sys; print(sys.version_info >= (3, 11), sys.prefix)"]
    try:
        answer = subprocess.run(ask, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    new_enough, prefix = answer.strip().split(" ", 1)
    return new_enough == "True" and Path(prefix).resolve() == VENV.resolve()


def _make() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        _install_venv_module()
    print(f"Making the virtual environment .venv with Python {sys.version.split()[0]}.")
    if VENV.exists():
        shutil.rmtree(VENV)
    try:
        # Its own process: a module that was installed a moment ago is found there.
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    except subprocess.CalledProcessError as error:
        shutil.rmtree(VENV, ignore_errors=True)
        raise CannotSetUp("Python could not make .venv; the reason stands above.") from error


def _install_venv_module() -> None:
    """Debian and Ubuntu leave pip's installer out of their Python."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    print("This Python lacks the part that makes virtual environments.")
    if not debian.install([package]):
        raise CannotSetUp(debian.advice([package]))


def _install(lock: str) -> None:
    print(f"Installing the packages of {lock} (downloads up to 150 MB the first time).")
    STAMP.unlink(missing_ok=True)
    if not _pip(lock):
        raise CannotSetUp(
            "The packages could not be installed; pip tells why above.\n"
            "With no network, or behind a proxy, set pip up first and start this again."
        )
    lines = [_line(name) for name in COVERS.get(lock, (lock,))]
    STAMP.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _pip(lock: str) -> bool:
    """Wheels only: nothing that was downloaded runs before its hash was checked."""
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"]
    command += ["--disable-pip-version-check", "--no-input", "-r", str(ROOT / lock)]
    if not sys.stdout.isatty():
        command.append("--quiet")
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def _line(lock: str) -> str:
    return f"{hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()} {lock}"


def _installed() -> list[str]:
    return STAMP.read_text(encoding="utf-8").splitlines() if STAMP.exists() else []
