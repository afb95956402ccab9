"""Installing Debian's and Ubuntu's own packages, when that is allowed."""

from __future__ import annotations

import os
import shutil
import subprocess

APT = ["apt-get", "install", "--yes", "--no-install-recommends"]


def install(packages: list[str]) -> bool:
    """True when apt installed them; False without apt, without the right to it, or on failure."""
    prefix = _rights()
    if prefix is None:
        return False
    print(f"Installing with apt: {' '.join(packages)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    if _quiet([*apt, *APT, *packages]):
        return True
    # Fresh machines have no package lists yet.
    _quiet([*apt, "apt-get", "update"])
    return _quiet([*apt, *APT, *packages], tell=True)


def advice(packages: list[str]) -> str:
    """The one line to run by hand."""
    line = " ".join(["sudo", *APT[:2], *APT[3:], *packages])
    if shutil.which("apt-get"):
        return f"Run this line once, then start again:\n  {line}"
    return f"Install once what Debian calls:\n  {' '.join(packages)}\nthen start again."


def _rights() -> list[str] | None:
    """What has to stand before apt-get; None when apt may not be used without asking."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _quiet(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def _quiet(command: list[str], *, tell: bool = False) -> bool:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and tell:
        print(f"apt could not do it:\n  {done.stderr.strip()}")
    return done.returncode == 0
