"""The house's habits, stated as tests: layers, sizes, names. What they allow is written in CONTRIBUTING.md."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter import cli

HOUSE = Path(__file__).parent.parent
SOURCES = sorted((HOUSE / "shopdesk").rglob("*.py"))
TESTS = sorted((HOUSE / "tests").rglob("*.py"))
MIGRATIONS = HOUSE / "shopdesk" / "db" / "migrations"
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
NOT_A_NOUN = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "tools", "base_classes"}
MACHINE_PATH = re.compile(r"""["'(\s](/home/\w|/root/|/work/|/Users/\w|[A-Z]:\\\\?Users)""")


def relative(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file with its length in lines, its docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first, last = node.body[0], node.end_lineno or node.lineno
            is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            prose = (first.end_lineno or first.lineno) - first.lineno + 1 if is_docstring else 0
            yield node.name, last - node.lineno + 1 - prose


def test_arrows_point_down(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(HOUSE)
    monkeypatch.setattr(sys, "path", sys.path[:])  # the linter adds to it
    assert cli.lint_imports(no_cache=True, no_logo=True) == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_files_are_short() -> None:
    lengths = {relative(path): len(path.read_text("utf-8").splitlines()) for path in SOURCES + TESTS}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    long = {
        f"{relative(path)}:{name}": lines
        for path in SOURCES
        if MIGRATIONS not in path.parents  # frozen tables are one declaration
        for name, lines in functions(path)
        if lines > LONGEST_FUNCTION
    }
    assert long == {}


def test_modules_are_nouns_a_shopkeeper_knows() -> None:
    assert [relative(path) for path in SOURCES if NOT_A_NOUN & set(path.relative_to(HOUSE).with_suffix("").parts)] == []


def test_every_module_says_what_it_is_for() -> None:
    texts = {relative(path): path.read_text("utf-8") for path in SOURCES if MIGRATIONS not in path.parents}
    assert [path for path, text in texts.items() if text and not ast.get_docstring(ast.parse(text))] == []


def test_no_path_of_one_machine() -> None:
    texts = [*SOURCES, *TESTS, *(HOUSE / "packaging").rglob("*.py"), HOUSE / "pyproject.toml", *HOUSE.glob("*.md")]
    named = {relative(path): MACHINE_PATH.findall(path.read_text("utf-8")) for path in texts}
    assert {path: found for path, found in named.items() if found} == {}
