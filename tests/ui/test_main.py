"""The program's front door: options, and commands that never load the window."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import main

ROOT = Path(main.__file__).resolve().parent


@pytest.fixture
def asked(monkeypatch):
    from ui import app

    seen = []
    monkeypatch.setattr(app, "run", lambda options: seen.append(options) or 0)
    return seen


def test_the_window_opens_without_arguments(asked):
    assert main.main([]) == 0
    assert (asked[0].demo, asked[0].practice, asked[0].today) == (False, None, None)


def test_options_reach_the_window(asked):
    main.main(["--practice", "a b.unitwise", "--today", "2026-03-10"])
    assert asked[0].practice == Path("a b.unitwise")
    assert asked[0].today == date(2026, 3, 10)
    main.main(["--demo"])
    assert asked[1].demo


@pytest.mark.parametrize("arguments", [["--today", "10.3."], ["--nothing"], ["evalute"]])
def test_a_call_that_cannot_be_read_ends_with_two(asked, arguments):
    with pytest.raises(SystemExit) as ended:
        main.main(arguments)
    assert ended.value.code == 2
    assert asked == []


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as ended:
        main.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("Unitwise ")


def test_commands_do_not_load_the_window():
    code = (
        "import sys, main; main.main(['evaluate', '-']); "
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    call = [sys.executable, "-c", code]
    run = subprocess.run(call, cwd=ROOT, input=b"", capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
