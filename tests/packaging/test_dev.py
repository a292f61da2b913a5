"""The newcomer's tool, without really installing anything."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from tests.packaging.scripts import HOUSE, load

EVERY_LIBRARY = "\n".join(f"\t{name} (libc6,x86-64)" for name in (*load("dev").OFFSCREEN, *load("dev").SCREEN))


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """packaging/dev.py as on a Debian machine where nothing is missing, with an environment of its own."""
    module = load("dev")
    monkeypatch.setattr(module, "STAMP", tmp_path / "installed-for")
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(module, "libraries_known", lambda: EVERY_LIBRARY)
    monkeypatch.setattr(module, "is_root", lambda: True)
    monkeypatch.setattr(module.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(module.sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    return module


@pytest.fixture
def ran(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that were run to install something."""
    commands: list[list[str]] = []
    monkeypatch.setattr(dev, "run_quietly", lambda command, failure: commands.append(command))
    return commands


def without(*libraries: str) -> str:
    return "\n".join(line for line in EVERY_LIBRARY.splitlines() if not any(f"\t{name} " in line for name in libraries))


def test_only_missing_packages_are_installed(
    dev: ModuleType, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "libraries_known", lambda: without("libEGL.so.1", "libxcb-cursor.so.0"))
    dev.need_libraries()
    assert [command[:2] for command in ran] == [["apt-get", "update"], ["apt-get", "install"]]
    assert ran[1][-1] == "libegl1" and "libxcb-cursor0" not in ran[1]


def test_a_screen_needs_more(dev: ModuleType, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "libraries_known", lambda: without("libxcb-cursor.so.0"))
    monkeypatch.setenv("DISPLAY", ":1")
    dev.need_libraries()
    assert ran[1][-1] == "libxcb-cursor0"


def test_who_is_not_root_is_told_the_line(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "is_root", lambda: False)
    monkeypatch.setattr(dev, "libraries_known", lambda: without("libEGL.so.1", "libGL.so.1"))
    with pytest.raises(dev.Stop, match=r"sudo apt-get install -y --no-install-recommends libegl1 libgl1$"):
        dev.need_libraries()


def test_other_systems_are_left_alone(
    dev: ModuleType, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "libraries_known", str)
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    dev.need_libraries()
    assert ran == [] and "libEGL.so.1" in capsys.readouterr().out
    monkeypatch.setattr(dev.sys, "platform", "win32")
    dev.need_libraries()
    assert capsys.readouterr().out == ""


def test_a_python_without_ensurepip_gets_its_package(
    dev: ModuleType, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dev, "PYTHON", tmp_path / "missing")
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None)
    dev.make_environment()
    assert re.fullmatch(r"python3\.\d+-venv", ran[1][-1])
    assert ran[2][1:3] == ["-m", "venv"]


def test_a_half_made_environment_does_not_work(dev: ModuleType, tmp_path: Path) -> None:
    assert dev.works(Path(sys.executable))
    assert not dev.works(tmp_path / "python")


def test_it_installs_once_and_again_when_something_changed(
    dev: ModuleType, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    dev.setup()
    assert ran[-1][-2:] == ["-e", ".[dev]"] and str(dev.CONSTRAINTS) in ran[-1]
    dev.setup()
    assert len(ran) == 1
    monkeypatch.setattr(dev, "fingerprint", lambda: "another")
    dev.setup()
    assert len(ran) == 2


def test_what_fails_shows_its_own_words(dev: ModuleType) -> None:
    with pytest.raises(dev.Stop, match=r"(?s)no such thing.*Is the network reachable"):
        dev.run_quietly([sys.executable, "-c", "print('no such thing'); exit(1)"], "Is the network reachable?")


def test_an_unknown_command_shows_what_there_is(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["tests"]) == 2
    listed = capsys.readouterr().out
    assert all(f"    {name} " in listed for name in dev.COMMANDS)
    assert dev.main(["--help"]) == 0


def test_arguments_reach_the_command(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def python(*arguments: str, offscreen: bool) -> int:
        assert offscreen and arguments[-2:] == ("-k", "money")
        return 3

    monkeypatch.setattr(dev, "setup", lambda: None)
    monkeypatch.setattr(dev, "python", python)
    assert dev.main(["test", "-k", "money"]) == 3


def test_tests_of_both_engines_run_again_on_postgres(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[list[str]] = []

    def pytest(*arguments: str) -> int:
        runs.append(list(arguments))
        return len(runs)

    monkeypatch.setattr(dev, "pytest", pytest)
    monkeypatch.delenv("SHOPDESK_WITHOUT_POSTGRES", raising=False)
    first = [["tests", "--ignore=tests/acceptance"], ["tests/acceptance"]]
    second = ["--engine", "postgres", *dev.ON_BOTH]
    assert dev.test(["--engine", "postgres"]) == 1 and runs == [second]
    again = [*second, "-m", "not postgres", "--ignore-glob=*_window.py"]
    assert dev.test([]) == 4 and runs[1:] == [*first, again]
    assert dev.test(["-k", "money"]) == 5 and runs[4:] == [["-k", "money"]]
    monkeypatch.setenv("SHOPDESK_WITHOUT_POSTGRES", "1")
    assert dev.test([]) == 7 and runs[5:] == first
    assert all(Path(HOUSE / folder).is_dir() for folder in dev.ON_BOTH)


def test_check_goes_on_after_a_failure_and_names_it(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "setup", lambda: None)
    monkeypatch.setattr(dev, "python", lambda *arguments: int("ruff" in arguments))
    assert dev.main(["check"]) == 1
    captured = capsys.readouterr()
    assert "Not in order: lint, format." in captured.err and "- texts" in captured.out


def test_an_old_python_is_replaced_or_refused(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "OLDEST", (99, 0))
    monkeypatch.setattr(dev, "starts", lambda python: python.endswith("3.12"))
    monkeypatch.setattr(dev.subprocess, "run", lambda command, **_: SimpleNamespace(returncode=command[0]))
    with pytest.raises(SystemExit, match=r"python3\.12"):
        dev.use_newer_python()
    monkeypatch.setattr(dev, "starts", lambda python: False)
    with pytest.raises(dev.Stop, match="needs Python"):
        dev.use_newer_python()


def test_it_needs_nothing_but_python() -> None:
    script = "import sys; sys.argv = ['dev.py']; import runpy; runpy.run_path('packaging/dev.py'); print(1)"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", script], cwd=HOUSE, capture_output=True, check=False)
    assert done.stdout.strip() == b"1", done.stderr


def test_every_requirement_is_pinned() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]
    names = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    wanted = {re.split(r"[<>=~;\[ ]", name)[0].lower() for name in names}
    pins = re.findall(r"^([a-z0-9-]+)==[\w.]+$", (HOUSE / "packaging" / "constraints.txt").read_text("utf-8"), re.M)
    assert wanted - set(pins) == set()
