"""Unitwise: `python main.py` opens the window; with one of COMMANDS first it runs that."""

import argparse
import importlib
import sys
from datetime import date
from pathlib import Path

COMMANDS = (
    "evaluate", "note", "notes-series", "audit", "demo", "import", "verify", "backup", "restore",
)  # fmt: skip
MODULES = {"import": "import_reference", "notes-series": "notes_series"}  # no module's names


def main(argv: list[str]) -> int:
    """Run a command or the window; the exit code."""
    if argv and argv[0] in COMMANDS:
        module = MODULES.get(argv[0], argv[0])
        return int(importlib.import_module(f"core.commands.{module}").run(argv[1:]))
    parser = argparse.ArgumentParser(prog="unitwise", epilog=f"Commands: {', '.join(COMMANDS)}.")
    parser.add_argument("--demo", action="store_true", help="open the demo practice")
    parser.add_argument("--practice", type=Path, metavar="FILE", help="open this practice file")
    parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="fix the day")
    parser.add_argument("--version", action="version", version="Unitwise 0.1.0")
    options = parser.parse_args(argv)
    app = importlib.import_module("ui.app")  # commands run without Qt
    return int(app.run(app.Options(options.demo, options.practice, options.today)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
