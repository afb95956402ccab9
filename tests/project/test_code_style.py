"""House rules that no linter knows. Each failure names file and line."""

import ast
import re

from tests.project.tracked import nodes, texts

MAY_HOLD_SQL = ("core/store/", "core/library/", "tests/")
SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM\s|INSERT\s(OR\s\w+\s)?INTO\s|UPDATE\s\w+\sSET\s|DELETE\sFROM\s"
    r"|(CREATE|ALTER|DROP)\s(TABLE|INDEX|TRIGGER)\s|PRAGMA\s\w)",
    re.DOTALL,
)


def place(path: str, node: ast.AST) -> str:
    return f"{path}:{node.lineno}"


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def test_packaging_stays_no_package():
    assert "packaging/__init__.py" not in texts()


def test_files_are_short():
    lines = {path: text.count("\n") for path, text in texts("*.py").items()}
    assert {path: count for path, count in lines.items() if count > 400} == {}


def test_functions_are_short():
    too_long = []
    for path, node in nodes(ast.FunctionDef) + nodes(ast.AsyncFunctionDef):
        most = 40 if path.startswith("core/rules/") else 60
        if node.end_lineno - node.lineno >= most:
            too_long.append(f"{place(path, node)} {node.name}")
    assert too_long == []


def test_sql_stands_in_the_store_and_the_library():
    found = [
        place(path, node)
        for path, node in nodes(ast.Constant)
        if isinstance(node.value, str)
        and SQL.match(node.value)
        and not path.startswith(MAY_HOLD_SQL)
    ]
    assert found == []


def test_paragraphs_are_made_by_one_escaping_helper():
    files = {path for path, node in nodes(ast.Call) if called(node) == "Paragraph"}
    assert len(files) <= 1
    assert all(path.startswith("core/reports/") for path in files)


def test_nobody_spins_the_event_loop_by_hand():
    found = [place(p, n) for p, n in nodes(ast.Attribute) if n.attr == "processEvents"]
    assert found == []


def test_tables_are_never_altered_by_an_insert():
    found = [
        place(path, node.value)
        for path, node in nodes(ast.keyword)
        if node.arg == "alter" and getattr(node.value, "value", None) is True
    ]
    assert found == []


def test_no_transaction_goes_around_the_unit_of_work():
    found = [
        place(path, item.context_expr)
        for path, node in nodes(ast.With)
        for item in node.items
        if getattr(item.context_expr, "attr", "") == "conn"
    ]
    assert found == []


def test_qt_opens_no_network_connection():
    imported = [(p, n, n.module or "") for p, n in nodes(ast.ImportFrom)]
    imported += [(p, n, alias.name) for p, n in nodes(ast.Import) for alias in n.names]
    wrong = ("PySide6.QtNetwork", "PySide6.QtWebEngine", "PySide6.QtWebSockets")
    found = [(p, n) for p, n, name in imported if name.startswith(wrong)]
    assert [place(p, n) for p, n in found if not is_local_socket(n)] == []


def is_local_socket(node):
    """Whether only the sockets between processes of one PC are taken: they reach no network."""
    names = {alias.name for alias in node.names}
    return isinstance(node, ast.ImportFrom) and names <= {"QLocalServer", "QLocalSocket"}
