#!/usr/bin/env python3
"""The one tool for working on shopdesk. It needs nothing but Python: what else is missing it installs into .venv.

    python3 packaging/dev.py COMMAND [ARGUMENTS]

Commands:

    demo           the window on a made-up shop; without a screen, papers and pictures in ./shopdesk-demo
    run            shopdesk itself, from this checkout, with the arguments given
    test           all tests, or those that the arguments (pytest's) name; --engine postgres: on a server
    check          lint, format, types, layers, texts
    rules          every rule of the shop with the tests that show it
    bench          how fast it is; --only NAME, --size ORDERS
    faults         kills, full disks, damaged files, servers that die; --long: as many as in years, --seed NUMBER
    two-windows    two windows on one PostgreSQL, with pictures: how soon one shows what the other changed
    texts          bring the Chinese texts up to date; --check only looks
    screenshots    the pictures of README, into packaging/pictures
    setup          only install
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
VENV = HOUSE / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "installed-for"
CONSTRAINTS = HOUSE / "packaging" / "constraints.txt"
# Tests of what works on both engines: `test --engine postgres` runs them there, with BOTH_ENGINES `test` alone as well.
ON_BOTH = ["tests/services", "tests/queries", "tests/commands", "tests/acceptance"]
ON_POSTGRES = ["--engine", "postgres"]
ACCEPTANCE = "tests/acceptance"
# Not run a second time: what needs a server whatever the engine, and single windows, which ask the same services. Whole
# days by keyboard, several people and servers that go away are; `test --engine postgres` leaves out nothing.
NOT_AGAIN = ["-m", "not postgres", "--ignore-glob=*_window.py"]
BOTH_ENGINES = True
OLDEST, NEWER = (3, 11), ("python3.13", "python3.12", "python3.11")

# Debian's package for each library that Qt loads.
OFFSCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class Stop(Exception):
    """Nothing more can be done; the text says why and what to do."""


def say(text: str) -> None:
    print(f"- {text}", flush=True)


# Installing


def run_quietly(command: list[str], failure: str) -> None:
    """Run `command`; its output is shown only if it fails."""
    done = subprocess.run(
        command, cwd=HOUSE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        output = done.stdout.decode(errors="replace").strip().splitlines()
        raise Stop("\n".join([*output[-30:], "", failure]))


def is_root() -> bool:
    return not WINDOWS and os.geteuid() == 0


def apt_install(packages: list[str], purpose: str) -> None:
    """Install Debian packages, or say which line does."""
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if not is_root():
        raise Stop(f"{purpose} needs system packages that are missing. Run this line, then try again:\n\n  sudo {line}")
    say(f"{purpose}: installing {', '.join(packages)}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    run_quietly(["apt-get", "update", "-q"], "The lists of packages could not be fetched. Is the network reachable?")
    run_quietly(line.split(), "The system packages could not be installed; apt's own words are above.")


def libraries_known() -> str:
    """What the dynamic linker knows, as text."""
    ldconfig = shutil.which("ldconfig") or "/sbin/ldconfig"
    return subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout


def need_libraries() -> None:
    """The system libraries without which Qt does not start (Linux only)."""
    if not sys.platform.startswith("linux"):
        return
    wanted = OFFSCREEN | (SCREEN if os.environ.get("DISPLAY") else {})
    known = libraries_known()
    missing = {library: package for library, package in wanted.items() if f"{library} " not in known}
    if missing and shutil.which("apt-get"):
        apt_install(sorted(missing.values()), "The window")
    elif missing:
        say(f"The window may not start: {', '.join(missing)} missing. Your system's package manager has them.")


def works(python: Path) -> bool:
    """Whether an environment's Python starts and has pip; a half-made one doesn't."""
    if not python.exists():
        return False
    return subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def make_environment() -> None:
    """A .venv with pip in it; half-made ones are made again."""
    if works(PYTHON):
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if not shutil.which("apt-get"):
            raise Stop("This Python has no ensurepip, so it can't make an environment. Install Python's venv package.")
        apt_install([package], "Python's environment")
    say(f"Making .venv with Python {sys.version.split()[0]}")
    run_quietly([sys.executable, "-m", "venv", "--clear", str(VENV)], "The environment .venv could not be made.")


def fingerprint() -> str:
    """Changes when what must be installed changes, or when the checkout was moved."""
    digest = hashlib.sha256(str(HOUSE).encode())
    for path in (HOUSE / "pyproject.toml", HOUSE / "packaging" / "wheel.py", CONSTRAINTS):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def setup() -> None:
    """Everything that is needed, installed; nothing to do most of the time."""
    need_libraries()
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted and PYTHON.exists():
        return
    make_environment()
    say("Installing what pyproject.toml asks for into .venv (a minute or two the first time)")
    started = time.monotonic()
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    failure = "The packages could not be installed; pip's own words are above. Is the network reachable?"
    run_quietly([*pip, "-c", str(CONSTRAINTS), "-e", ".[dev]"], failure)
    STAMP.write_text(wanted)
    say(f"Installed in {time.monotonic() - started:.0f} s")


# Commands


def python(*arguments: str, offscreen: bool = False) -> int:
    """Run the environment's Python here; gives its exit status."""
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    if offscreen:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    try:
        return subprocess.run([str(PYTHON), *arguments], cwd=HOUSE, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130


def demo(arguments: list[str]) -> int:
    return python("-m", "shopdesk", "demo", *arguments)


def run(arguments: list[str]) -> int:
    return python("-m", "shopdesk", *arguments)


def pytest(*arguments: str) -> int:
    return python("-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *arguments, offscreen=True)


def test(arguments: list[str]) -> int:
    """What the arguments name, once; without any everything, and again on the second engine what works on both."""
    if arguments == ON_POSTGRES:
        return pytest(*ON_POSTGRES, *ON_BOTH)
    if arguments:
        return pytest(*arguments)
    status = pytest("tests", f"--ignore={ACCEPTANCE}")
    status = pytest(ACCEPTANCE) or status  # processes of their own: windows that are gone leave memory behind
    if not BOTH_ENGINES or os.environ.get("SHOPDESK_WITHOUT_POSTGRES") == "1":
        return status
    say("The same shops on PostgreSQL")
    return pytest(*ON_POSTGRES, *ON_BOTH, *NOT_AGAIN) or status


def check(arguments: list[str]) -> int:
    """All checks, even after one failed, so that one run tells everything."""
    scripts = sorted(str(path.relative_to(HOUSE)) for path in (HOUSE / "packaging").glob("*.py"))
    checks = {
        "lint": ["-m", "ruff", "check", "--quiet"],
        "format": ["-m", "ruff", "format", "--check", "--quiet"],
        "types": ["-m", "mypy"],
        "types of packaging": ["-m", "mypy", "--no-explicit-package-bases", "--scripts-are-modules", *scripts],
        "layers": ["-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo"],
        "texts": ["packaging/texts.py", "--check"],
    }
    failed = []
    for name, command in checks.items():
        say(name)
        if python(*command):
            failed.append(name)
    if failed:
        raise Stop(f"Not in order: {', '.join(failed)}. What is wrong stands above.")
    say("All in order")
    return 0


def rules(arguments: list[str]) -> int:
    return python("packaging/rules.py", *arguments, offscreen=True)


def bench(arguments: list[str]) -> int:
    return python("-m", "tests.bench.run", *arguments, offscreen=True)


def faults(arguments: list[str]) -> int:
    """The fault suite alone, with its figures; the other arguments are pytest's."""
    rest = [argument for argument in arguments if argument != "--long"]
    os.environ["SHOPDESK_FAULTS"] = "long" if "--long" in arguments else ""
    if "--seed" in rest:
        at = rest.index("--seed")
        os.environ["SHOPDESK_FAULTS_SEED"] = "".join(rest[at + 1 : at + 2])
        del rest[at : at + 2]
    return pytest("tests/acceptance/faults", *rest)


def two_windows(arguments: list[str]) -> int:
    return python("packaging/two_windows.py", *arguments)


def texts(arguments: list[str]) -> int:
    return python("packaging/texts.py", *arguments)


def screenshots(arguments: list[str]) -> int:
    return python("packaging/screenshots.py", *arguments, offscreen=True)


def no_more(arguments: list[str]) -> int:
    """`setup`: it is done before every command."""
    say("Everything is installed")
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "run": run,
    "test": test,
    "check": check,
    "rules": rules,
    "bench": bench,
    "faults": faults,
    "two-windows": two_windows,
    "texts": texts,
    "screenshots": screenshots,
    "setup": no_more,
}


def starts(python: str) -> bool:
    """Whether a Python found on the path is a real one (a version switcher's stand-in may not be)."""
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


def use_newer_python() -> None:
    """Go on with a newer Python if this one is too old and the machine has one."""
    if sys.version_info >= OLDEST:
        return
    found = next((path for path in map(shutil.which, NEWER) if path and starts(path)), None)
    if found is None:
        raise Stop(
            f"shopdesk needs Python 3.11 or newer; this is {sys.version.split()[0]}. Install one, then try again."
        )
    raise SystemExit(subprocess.run([found, __file__, *sys.argv[1:]], check=False).returncode)


def main(arguments: list[str]) -> int:
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        print(__doc__)
        return 0 if arguments[:1] in (["-h"], ["--help"], ["help"]) else 2
    try:
        use_newer_python()
        setup()
        return command(arguments[1:])
    except Stop as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
