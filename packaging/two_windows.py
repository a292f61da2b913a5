"""Two real windows on one PostgreSQL: how long until one shows what was changed in the other, with pictures of both.

    python3 packaging/dev.py two-windows [FOLDER]

Each window is the program itself on a screen of its own (Xvfb); keys are pressed by xdotool. What a screen shows is
read from its memory, so that measuring costs no time. Pictures go into FOLDER, or ./shopdesk-two-windows.
"""

import mmap
import os
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))
NEEDED = ("Xvfb", "xdotool")
WIDTH, HEIGHT = 1400, 860
TURNS = 10
FLAGS = (184, 214)
"""Between these the list shows each order's flag."""
WITHIN_S = 60.0
STILL_S = 1.5
HEADER_BYTES = 100
"""The beginning of an XWD file; its numbers are big-endian."""


class Screen:
    """An Xvfb with its picture in memory."""

    def __init__(self, folder: Path, number: int) -> None:
        self.display = f":{number}"
        command = [
            "Xvfb",
            self.display,
            "-screen",
            "0",
            f"{WIDTH}x{HEIGHT}x24",
            "-fbdir",
            str(folder),
            "-nolisten",
            "tcp",
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        file = folder / "Xvfb_screen0"
        wait_until(lambda: file.exists() and file.stat().st_size > HEADER_BYTES, f"{self.display} did not start")
        with file.open("rb") as opened:
            self._seen = mmap.mmap(opened.fileno(), 0, prot=mmap.PROT_READ)
        words = struct.unpack(">25I", self._seen[:HEADER_BYTES])
        self._line, self._at = words[12], words[0] + words[19] * 12

    def rows(self, top: int = 0, bottom: int = HEIGHT) -> bytes:
        """The pixels between two heights."""
        return self._seen[self._at + top * self._line : self._at + bottom * self._line]

    def save(self, path: Path) -> None:
        """What it shows, as a picture."""
        from PySide6.QtGui import QImage

        QImage(self.rows(), WIDTH, HEIGHT, self._line, QImage.Format.Format_RGB32).save(str(path))

    def press(self, *keys: str) -> None:
        """Keys, as xdotool calls them."""
        subprocess.run(["xdotool", "key", *keys], env={**os.environ, "DISPLAY": self.display}, check=True)

    def cell(self, top: int, bottom: int) -> list[bytes]:
        """The column of flags between two heights, line by line."""
        left, right = (self._at + 4 * x for x in FLAGS)
        return [self._seen[left + y * self._line : right + y * self._line] for y in range(top, bottom)]

    def end(self) -> None:
        """Close it."""
        self._process.terminate()
        self._process.wait()


def wait_until(happens: Callable[[], bool], complaint: str, pause: float = 0.01) -> None:
    """Raises SystemExit where it doesn't happen."""
    until = time.monotonic() + WITHIN_S
    while not happens():
        if time.monotonic() > until:
            raise SystemExit(complaint)
        time.sleep(pause)


def wait_until_still(screen: Screen) -> None:
    """Until nothing moves any more."""
    before, since = screen.rows(), time.monotonic()
    until = since + WITHIN_S
    while time.monotonic() - since < STILL_S and time.monotonic() < until:
        time.sleep(0.05)
        if (now := screen.rows()) != before:
            before, since = now, time.monotonic()


@contextmanager
def window(screen: Screen, url: str, home: Path) -> Iterator[None]:
    """The program on a screen, at home in a folder of its own."""
    folders = dict.fromkeys(("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"), str(home))
    environment = {
        **os.environ, **folders, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(HOUSE),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }  # fmt: skip
    command = [sys.executable, "-m", "shopdesk", "--language", "en", "--database", url]
    process = subprocess.Popen(command, env=environment, cwd=HOUSE)
    try:
        find = ["xdotool", "search", "--onlyvisible", "--name", "."]
        quiet = {"env": environment, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        wait_until(lambda: subprocess.run(find, check=False, **quiet).returncode == 0, "no window came", 0.2)  # type: ignore[call-overload]
        found = subprocess.run(find, check=True, **quiet).stdout.split()[-1].decode()  # type: ignore[call-overload]
        for deed in (
            ["windowmove", found, "0", "0"],
            ["windowsize", found, str(WIDTH), str(HEIGHT)],
            ["windowfocus", found],
        ):
            subprocess.run(["xdotool", *deed], env=environment, check=True)
        wait_until_still(screen)
        yield
    finally:
        process.terminate()
        process.wait(10)


def first_row(screen: Screen) -> tuple[int, int]:
    """Choose the first order; the heights between which it stands."""
    before, until = screen.cell(0, HEIGHT), time.monotonic() + WITHIN_S
    while screen.cell(0, HEIGHT) == before and time.monotonic() < until:
        screen.press("Home")  # a busy machine may still be reading the list
        wait_until_still(screen)
    lines = [y for y, (old, new) in enumerate(zip(before, screen.cell(0, HEIGHT), strict=True)) if old != new]
    if not lines:
        raise SystemExit("no order was chosen")
    return lines[0], lines[-1] + 1


def seconds_until(screen: Screen, row: tuple[int, int], before: list[bytes], since: float) -> float:
    """When the flag of a row looks otherwise than before."""
    wait_until(lambda: screen.cell(*row) != before, f"nothing came to {screen.display}", 0.0005)
    return time.monotonic() - since


def measure(one: Screen, other: Screen, folder: Path) -> list[float]:
    """Seconds, for each of some flags given in the first window, until the second shows it."""
    for screen in (one, other):
        screen.press("alt+1")
        wait_until_still(screen)
    row, found = first_row(one), []
    for turn in range(TURNS):
        before = {screen: screen.cell(*row) for screen in (one, other)}
        pressed = time.monotonic()
        one.press(f"ctrl+{turn % 5 + 1}")
        here = seconds_until(one, row, before[one], pressed)
        found.append(seconds_until(other, row, before[other], pressed))
        print(f"  seen after {here:.3f} s in the own window, after {found[-1]:.3f} s in the other", flush=True)
        for screen in (one, other):
            wait_until_still(screen)
        if turn == 0:
            one.save(folder / "one.png")
            other.save(folder / "other.png")
    return found


def main(arguments: list[str]) -> int:
    """Exit status 1 where something is missing or it took more than a second."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        print(f"Missing: {', '.join(missing)} (Debian: apt-get install xvfb xdotool)", file=sys.stderr)
        return 1
    from tests.command_line import CommandLine
    from tests.postgres_server import Server

    folder = Path(arguments[0] if arguments else "shopdesk-two-windows")
    folder.mkdir(parents=True, exist_ok=True)
    with Server.make(quick=False) as server, tempfile.TemporaryDirectory() as home, ExitStack() as open_ones:
        url = server.create_database("shop")
        CommandLine(url).done("init", "--sample")
        screens = []
        for number in (1, 2):
            own = Path(home) / str(number)
            own.mkdir()
            screens.append(Screen(own, 90 + number + os.getpid() % 100 * 10))
            open_ones.callback(screens[-1].end)
            open_ones.enter_context(window(screens[-1], url, own))
        found = measure(screens[0], screens[1], folder)
    worst = max(found)
    usual = statistics.median(found)
    print(
        f"A flag given in one window is seen in the other {usual:.3f} s after the key (median), {worst:.3f} s at most."
    )
    print(f"Pictures: {folder / 'one.png'}, {folder / 'other.png'}")
    return 0 if worst < 1 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
