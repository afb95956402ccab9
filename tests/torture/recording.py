"""The system calls of a worker as steps on a disk, read from strace's log with all bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.torture.disk import Disk

OPTIONS = [
    "-y", "-xx", "-s", "2000000", "-e",
    "trace=openat,lseek,write,pwrite64,writev,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,"
    "renameat,renameat2",
]  # fmt: skip
_LINE = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)\)\s+= (-?\d+|0x[0-9a-f]+)")
_FD = re.compile(r"^(\d+)<([^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


class Recording:
    """Steps through a log: `disk` is what the disk holds, `said` what the program had told."""

    def __init__(self, log: Path, folder: Path) -> None:
        self.disk = Disk(folder)
        self.said = b""
        self._folder = str(folder)
        self._at: dict[int, int] = {}
        self._lines = log.read_text().splitlines()

    def __len__(self) -> int:
        return len(self._lines)

    def steps(self) -> Iterator[int]:
        """Take one call after the other; yields the number of those that touched the disk."""
        for number, line in enumerate(self._lines):
            match = _LINE.match(line)
            if match and not match[3].startswith("-"):
                self._take(match[1], match[2], int(match[3], 0))
            yield number

    def _take(self, call: str, words: str, result: int) -> None:
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(words)]
        fd = _FD.match(words)
        if call == "openat":
            self._open(texts[0].decode(), words, result)
        elif call.startswith(("rename", "unlink")):
            names = [text.decode() for text in texts if text.decode().startswith(self._folder)]
            if len(names) == 2 and self.disk.knows(names[0]):
                self.disk.rename(*names)
            elif names and call.startswith("unlink"):
                self.disk.unlink(names[0])
        elif fd:
            self._on_file(call, int(fd[1]), _plain(fd[2]), words, texts, result)

    def _open(self, name: str, words: str, fd: int) -> None:
        if not name.startswith(self._folder):
            return
        self._at[fd] = 0
        if "O_CREAT" in words and not self.disk.knows(name):
            self.disk.create(name)
        elif "O_TRUNC" in words:
            self.disk.truncate(name, 0)

    def _on_file(
        self, call: str, fd: int, name: str, words: str, texts: list[bytes], result: int
    ) -> None:
        if call == "writev" and fd == 1:
            self.said += b"".join(texts)
        if not name.startswith(self._folder):
            return
        if call in ("fsync", "fdatasync"):
            self.disk.sync(name)
        elif not self.disk.knows(name):
            return
        elif call == "lseek":
            self._at[fd] = result
        elif call == "write":
            self.disk.write(name, self._at.get(fd, 0), texts[0][:result])
            self._at[fd] = self._at.get(fd, 0) + result
        elif call == "pwrite64":
            self.disk.write(name, int(words.rsplit(",", 1)[1]), texts[0][:result])
        elif call == "ftruncate":
            self.disk.truncate(name, int(words.rsplit(",", 1)[1]))


def _plain(text: str) -> str:
    """A path as strace writes it between angle brackets, in hexadecimal or not."""
    if "\\x" not in text:
        return text
    return bytes.fromhex(text.replace("\\x", "")).decode()
