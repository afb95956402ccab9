"""The files the history holds, read once."""

import ast
import subprocess
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

import pytest

Node = TypeVar("Node", bound=ast.AST)
ROOT = Path(__file__).resolve().parents[2]


@cache
def paths(pattern: str = "*") -> tuple[Path, ...]:
    """Tracked files that match git's `pattern`, relative to the root; skips without a history."""
    command = ["git", "ls-files", "--", pattern]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a checkout: git cannot list the files")
    return tuple(Path(line) for line in done.stdout.splitlines() if (ROOT / line).is_file())


@cache
def texts(pattern: str = "*") -> dict[str, str]:
    """Path to text, pictures and other binary files left out."""
    found = {}
    for path in paths(pattern):
        raw = (ROOT / path).read_bytes()
        if b"\0" not in raw:
            found[path.as_posix()] = raw.decode("utf-8")
    return found


@cache
def trees() -> dict[str, ast.Module]:
    return {path: ast.parse(text) for path, text in texts("*.py").items()}


@cache
def _by_kind() -> dict[type[ast.AST], list[tuple[str, ast.AST]]]:
    found: dict[type[ast.AST], list[tuple[str, ast.AST]]] = defaultdict(list)
    for path, tree in trees().items():
        for node in ast.walk(tree):
            found[type(node)].append((path, node))
    return found


def nodes(kind: type[Node]) -> list[tuple[str, Node]]:
    """Every node of just this kind, with its file."""
    return cast("list[tuple[str, Node]]", _by_kind()[kind])
