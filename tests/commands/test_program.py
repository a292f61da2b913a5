"""Every run ends with the right exit status and a sentence, never with a page of Python."""

import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from shopdesk.commands import shops
from shopdesk.commands.program import COMMANDS, make_program
from shopdesk.paths import logs
from tests.command_line import CommandLine, FakeWindows, new_shop, sample_shop

HOUSE = Path(__file__).parent.parent.parent
HEAVY = ("PySide6", "reportlab", "peewee", "lxml", "xlsxwriter", "shopdesk.services", "shopdesk.importing")


def test_without_a_command_the_window_opens(tmp_path: Path) -> None:
    shop = CommandLine(tmp_path / "a.db")
    shop.done()
    shop.done("--language", "zh_CN")
    assert shop.windows.opened == [(str(tmp_path / "a.db"), ""), (str(tmp_path / "a.db"), "zh_CN")]


def test_help_names_every_command(tmp_path: Path) -> None:
    said = CommandLine(None).done("--help").out
    assert all(f"  {name} " in said for name in COMMANDS)


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself(name: str) -> None:
    said = CommandLine(None).done(name, "--help").out
    assert COMMANDS[name].help in " ".join(said.split())


WRONG = (["nonsense"], ["orders", "--flag", "pink"], ["flag", "1"], ["import"], ["--what"])


@pytest.mark.parametrize("arguments", WRONG)
def test_wrong_use_is_2(tmp_path: Path, arguments: list[str]) -> None:
    shop = new_shop(tmp_path)
    answer = shop(*arguments)
    assert (answer.status, answer.out) == (2, "") and "Usage: shopdesk" in answer.err


def test_version_is_said() -> None:
    assert CommandLine(None).done("--version").out.startswith("shopdesk ")


def test_a_fault_of_ours_ends_in_a_report_without_private_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise KeyError("张三 13812345678")

    monkeypatch.setattr(shops.init, "callback", broken)
    answer = CommandLine(tmp_path / "a.db")("init")
    assert answer.status == 1
    assert "KeyError" in answer.err and "Traceback" not in answer.err and "13812345678" not in answer.err
    report = next(logs().glob("report-*.txt"))
    assert str(report) in answer.err
    text = report.read_text("utf-8")
    assert "138****5678" in text and "13812345678" not in text and "张三" not in text and "KeyError" in text


def test_being_stopped_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stopped(*_arguments: object, **_options: object) -> None:
        raise click.Abort

    monkeypatch.setattr(shops.init, "callback", stopped)
    answer = CommandLine(tmp_path / "a.db")("init")
    assert answer.status == 130 and "Nothing half done was kept" in answer.err


def process(*arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(HOUSE), **more}
    return subprocess.run([sys.executable, *arguments], cwd=HOUSE, env=environment, capture_output=True, check=False)


def test_output_is_utf_8_whatever_the_machine_speaks(tmp_path: Path) -> None:
    shop = new_shop(tmp_path)
    answer = process("-m", "shopdesk", "--database", str(shop.address), "orders", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert answer.returncode == 0
    chinese = process("-m", "shopdesk", "--database", str(tmp_path / "没有.db"), "orders", PYTHONIOENCODING="ascii")
    assert chinese.returncode == 1 and "没有.db" in chinese.stderr.decode("utf-8")


def test_a_reader_that_leaves_early_is_no_fault(tmp_path: Path) -> None:
    shop = sample_shop(tmp_path)
    code = (
        "import subprocess, sys; "
        f"run = subprocess.Popen([sys.executable, '-m', 'shopdesk', '--database', {str(shop.address)!r}, 'orders', "
        "'--format', 'jsonl'], stdout=subprocess.PIPE, stderr=subprocess.PIPE); "
        "run.stdout.readline(); run.stdout.close(); sys.stdout.buffer.write(run.stderr.read()); run.wait()"
    )
    assert process("-c", code).stdout == b""


def test_starting_loads_nothing_heavy() -> None:
    code = (
        "import sys; from shopdesk.__main__ import AppWindows; from shopdesk.commands.program import run; "
        f"run(['--help'], AppWindows()); print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert process("-c", code).stdout.decode().splitlines()[-1] == "[]"


def test_no_screen_is_said(tmp_path: Path) -> None:
    if sys.platform.startswith("linux"):
        answer = process("-m", "shopdesk", QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
        assert answer.returncode == 1 and b"There is no screen here" in answer.stderr


def test_help_speaks_the_language_asked_for() -> None:
    assert "Without a command it opens the window" in " ".join(CommandLine(None).done("--help").out.split())
    chinese = CommandLine(None).done("--language", "zh_CN", "--help").out
    assert "Without a command" not in chinese and "新建店铺" in chinese


def commands_below(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        yield command
        if isinstance(command, click.Group):
            yield from commands_below(command)


@pytest.mark.parametrize("name", list(COMMANDS))
def test_help_is_never_a_docstring_which_nobody_translates(name: str) -> None:
    program = make_program(FakeWindows())
    command = program.get_command(click.Context(program), name)
    for each in commands_below(command) if isinstance(command, click.Group) else ():
        doc = getattr(each.callback, "__doc__", None)
        assert each.help and each.help != (doc and inspect.cleandoc(doc)), f"{name} {each.name}"


@pytest.mark.parametrize(
    "arguments",
    [
        ["orders", "--find"],
        ["orders", "--order-no"],
        ["orders", "--shop"],
        ["flag", "--to", "red"],
        ["hold", "1", "--reason"],
    ],
)
def test_bytes_that_are_no_text_are_wrong_use(tmp_path: Path, arguments: list[str]) -> None:
    answer = new_shop(tmp_path)(*arguments, "\udcff")
    assert answer.status == 2 and "is not a text" in answer.err


def test_a_name_that_is_no_text_is_wrong_use(tmp_path: Path) -> None:
    answer = CommandLine(tmp_path / "t.db")("--person", "\udcff", "orders")
    assert answer.status == 2 and "is not a text" in answer.err


def test_what_was_pasted_by_mistake_is_named_by_its_beginning(tmp_path: Path) -> None:
    answer = new_shop(tmp_path)("register", "9" * 10_000)
    assert answer.status == 1 and "9" * 100 + "…" in answer.err and len(answer.err) < 300


def test_what_buyers_wrote_does_not_steer_the_terminal(tmp_path: Path) -> None:
    shop = new_shop(tmp_path)
    shop.done("user", "add", "小\x1b[31m\u202e\n王", "--role", "agent")
    assert "小 [31m 王" in shop.done("user", "list").out


def test_numbers_and_days_beyond_all_bounds(tmp_path: Path) -> None:
    shop = new_shop(tmp_path)
    assert shop("orders", "--limit", "99999999999999999999").status == 2
    for command in (["wave", "show"], ["range", "close"], ["owed", "strike", "--reason", "x"], ["wave", "confirm"]):
        assert shop(*command, "9" * 40).status == 2, command
    assert shop.done("orders", "--since", "0001-01-01", "--until", "9999-12-31", "--format", "jsonl").lines == []


def test_an_answer_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    shop = new_shop(tmp_path)
    command = [sys.executable, "-m", "shopdesk", "--database", str(shop.address), "orders"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1 and b"could not be written" in done.stderr and b"Traceback" not in done.stderr
    closed = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", *command], stderr=subprocess.PIPE, check=False)
    assert (closed.returncode, closed.stderr) == (0, b"")
