"""One window per practice file: a second start brings the first one to the front.

It speaks through a local socket (a named pipe on Windows), never through the network.
"""

from __future__ import annotations

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 500


def name_for(path: Path) -> str:
    """The meeting point of a practice file; tells nothing of the file or its owner."""
    owner = getpass.getuser()
    return "unitwise-" + hashlib.sha256(f"{owner}\0{path.absolute()}".encode()).hexdigest()[:24]


def call_first(path: Path) -> bool:
    """Ask the window that has this file open to come to the front; False when there is none."""
    socket = QLocalSocket()
    socket.connectToServer(name_for(path))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.disconnectFromServer()
    return True


class SingleInstance(QObject):
    """Listens for later starts while a practice file is open; `called` brings the window up."""

    called = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._server: QLocalServer | None = None

    def hold(self, path: Path) -> None:
        """Answer for a practice file from now on, and for no other."""
        self.let_go()
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._answer)
        name = name_for(path)
        if not server.listen(name):
            # A crash leaves the meeting point behind; nobody answers there any more.
            QLocalServer.removeServer(name)
            server.listen(name)
        self._server = server

    def let_go(self) -> None:
        """Answer for no file."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    def _answer(self) -> None:
        if self._server is not None:
            connection = self._server.nextPendingConnection()
            if connection is not None:
                connection.deleteLater()
            self.called.emit()
