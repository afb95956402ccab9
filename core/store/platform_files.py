"""What only one operating system can do for a file: privacy, and truly reaching the disk."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Protocol


class PlatformFiles(Protocol):
    """Keeps files the owner's alone and makes sure that they are on the disk."""

    def keep_private(self, path: Path) -> None:
        """Let nobody but this account read a file or a folder."""

    def sync_file(self, handle: int) -> None:
        """Return when the open file's bytes are on the disk."""

    def sync_folder(self, path: Path) -> None:
        """Return when the folder's names are on the disk."""


class PosixFiles:
    """Linux: modes 0600 and 0700, fsync on file and folder."""

    def keep_private(self, path: Path) -> None:
        path.chmod(0o700 if path.is_dir() else 0o600)

    def sync_file(self, handle: int) -> None:
        os.fsync(handle)

    def sync_folder(self, path: Path) -> None:
        handle = os.open(path, os.O_RDONLY)
        try:
            self.sync_file(handle)
        finally:
            os.close(handle)


class MacFiles(PosixFiles):
    """macOS: fsync leaves bytes in the drive's cache, F_FULLFSYNC does not."""

    def sync_file(self, handle: int) -> None:
        import fcntl  # there is none on Windows

        full_sync: int = getattr(fcntl, "F_FULLFSYNC", 51)
        try:
            fcntl.fcntl(handle, full_sync)
        except OSError:  # a file system that knows no F_FULLFSYNC
            os.fsync(handle)


class WindowsFiles:
    """Windows: an access list with the owner alone; a folder's names need no sync there."""

    def keep_private(self, path: Path) -> None:
        account = f"{os.environ.get('USERDOMAIN', '.')}\\{os.environ.get('USERNAME', '')}"
        rights = "(OI)(CI)F" if path.is_dir() else "F"
        tool = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "icacls.exe"
        subprocess.run(
            [str(tool), str(path), "/inheritance:r", "/grant:r", f"{account}:{rights}"],
            check=False,  # FAT drives have no access lists; the file is encrypted all the same
            capture_output=True,
            timeout=20,
        )

    def sync_file(self, handle: int) -> None:
        os.fsync(handle)

    def sync_folder(self, path: Path) -> None:
        pass


def this_platform() -> PlatformFiles:
    """The one of the machine that runs this."""
    if sys.platform == "win32":
        return WindowsFiles()
    return MacFiles() if sys.platform == "darwin" else PosixFiles()


def write_durably(path: Path, body: bytes, platform: PlatformFiles) -> None:
    """Replace a file by new contents: at every moment it holds all of the old or all of the new."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            platform.keep_private(part)
            stream.write(body)
            stream.flush()
            platform.sync_file(stream.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    platform.sync_folder(path.parent)


def make_private_folder(path: Path, platform: PlatformFiles) -> None:
    """Make a folder, with its parents, that only this account can read; one that is there stays."""
    if not path.is_dir():
        path.mkdir(parents=True)
        platform.keep_private(path)
