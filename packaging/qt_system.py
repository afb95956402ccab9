"""The system libraries Qt needs on Linux: found by trying, named as Debian names them."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import debian
from environment import PYTHON, ROOT, CannotSetUp

# Library to Debian package. Measured on a bare Debian 12 by adding one package at a time.
# Newer releases call some of these by another name (…t64) and still answer to this one.
EVERYWHERE = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
}
X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
PRINTING = {"libcups.so.2": "libcups2"}

OPEN_AN_APPLICATION = """
from PySide6.QtWidgets import QApplication
import PySide6.QtPdf, PySide6.QtPrintSupport, PySide6.QtSvg
QApplication([])
"""
NAME_WHAT_IS_MISSING = """
import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
"""


def desktop_platform() -> str | None:
    """The Qt platform a window opens on; "" lets Qt choose; None when there is no display."""
    if "QT_QPA_PLATFORM" in os.environ:
        return os.environ["QT_QPA_PLATFORM"]
    if not sys.platform.startswith("linux"):
        return ""
    x11, wayland = os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY")
    if wayland:
        return "wayland;xcb" if x11 else "wayland"
    return "xcb" if x11 else None


def ensure(platform: str) -> None:
    """Opens a Qt application on `platform`, installing what it lacks; raises when it stays shut."""
    libraries = _libraries(platform)
    trouble = _trouble(platform)
    wanted = _missing(libraries) if sys.platform.startswith("linux") else []
    if not trouble and not (set(wanted) & set(PRINTING)):
        return
    packages = sorted({libraries[name] for name in wanted})
    if packages:
        print(f"Qt lacks system libraries: {', '.join(wanted)}")
        if debian.install(packages):
            trouble = _trouble(platform)
    if not trouble:
        if still := _missing(PRINTING if platform != "offscreen" else {}):
            print(f"Printing needs {', '.join(still)} too. {debian.advice(packages)}")
        return
    raise CannotSetUp(_explain(platform, trouble, packages))


def _libraries(platform: str) -> dict[str, str]:
    if platform == "offscreen":
        return EVERYWHERE
    chosen = EVERYWHERE | PRINTING
    if "xcb" in platform:
        chosen |= X11
    if "wayland" in platform:
        chosen |= WAYLAND
    return chosen


def _trouble(platform: str) -> str:
    """What Qt says when it cannot open an application; empty when it can."""
    variables = os.environ | ({"QT_QPA_PLATFORM": platform} if platform else {})
    command = [str(PYTHON), "-c", OPEN_AN_APPLICATION]
    done = subprocess.run(
        command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stderr.strip() or f"exit {done.returncode}"


def _missing(libraries: dict[str, str]) -> list[str]:
    if not libraries:
        return []
    command = [str(PYTHON), "-c", NAME_WHAT_IS_MISSING, *libraries]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def _explain(platform: str, trouble: str, packages: list[str]) -> str:
    if packages:
        return debian.advice(packages)
    if "could not connect to display" in trouble:
        return f"The display does not answer (DISPLAY is {os.environ.get('DISPLAY', '')})."
    if found := re.search(r"(lib\S+\.so[.\d]*): cannot open shared object", trouble):
        return f"Qt needs the system library {found[1]}: install the package that holds it."
    last = "\n  ".join(trouble.splitlines()[-5:])
    return f"Qt could not open an application on {platform or 'this desktop'}:\n  {last}"
