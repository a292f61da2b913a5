"""Real processes to be killed: one that has the whole program loaded and forks a child for each deed.

So a kill costs no start of a program, and its moment is spread over the deed and not over Python's start. What a child
has done it writes into a file, line by line, right after the program acknowledged it: lines outlive the kill.
"""

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from shopdesk import paths

FOLDERS = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
HOUSE = Path(paths.__file__).parent.parent
Say = Callable[[str], None]
BEGUN = "begun"
WITHIN_S = 120.0


class Child:
    """A deed under way."""

    def __init__(self, nursery: "Nursery", pid: int, told: Path) -> None:
        self.pid = pid
        self._nursery, self._told = nursery, told
        self._status: int | None = None

    @property
    def said(self) -> list[str]:
        """What it has done so far; a line that was being written is none yet."""
        text = self._told.read_text("utf-8") if self._told.exists() else ""
        return [line for line in text[: text.rfind("\n") + 1].splitlines() if line != BEGUN]

    def wait_for_begin(self) -> None:
        """Until it begins its deed."""
        until = time.monotonic() + WITHIN_S
        while not (self._told.exists() and self._told.stat().st_size):
            assert time.monotonic() < until, "the child doesn't begin"
            time.sleep(0.0005)

    def kill(self) -> None:
        """Kill -9, if it hasn't ended by itself."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.end()

    def end(self) -> int:
        """Wait for its end; its exit status, below 0 for a signal. A child that broke by a fault of ours fails the
        test."""
        return end_all([self])[0]

    def wait(self) -> int:
        """As `end`, whatever has become of it."""
        if self._status is None:
            self._status = os.waitstatus_to_exitcode(int(self._nursery.ask({"wait": self.pid})))
        return self._status

    @property
    def has_ended(self) -> bool:
        """Whether it is done, without waiting."""
        return Path(f"/proc/{self.pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"


def end_all(children: Sequence[Child]) -> list[int]:
    """Wait for several; see Child.end."""
    statuses = [child.wait() for child in children]
    faults = [line.removeprefix("fault ") for child in children for line in child.said if line.startswith("fault ")]
    assert not faults, "\n".join(map(json.loads, faults))
    return statuses


class Nursery:
    """The process that forks."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count = folder, 0
        environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(folder)],
            cwd=HOUSE, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def start(self, deed: str, *arguments: Any) -> Child:
        """Begin a function of deeds.py in a child of its own: `deed(say, *arguments)`."""
        self._count += 1
        told = self._folder / f"told-{self._count}"
        home = {name: os.environ[name] for name in FOLDERS}
        asked = {"deed": deed, "arguments": [_plain(each) for each in arguments], "told": str(told), "home": home}
        return Child(self, int(self.ask(asked)), told)

    def ask(self, question: dict[str, Any]) -> str:
        """One line there, one line back."""
        process = self._process
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps(question) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline().strip()
        assert answer, "the nursery has ended"
        return answer

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, Path) else value


def main(folder: Path) -> None:
    """Serve until nobody asks any more."""
    deeds = importlib.import_module("tests.acceptance.faults.deeds")
    answers = os.dup(1)
    os.dup2(2, 1)  # what children print is no answer
    deeds.warm_up(folder)
    for line in sys.stdin:
        asked = json.loads(line)
        answer = str(os.waitpid(asked["wait"], 0)[1] if "wait" in asked else _fork(deeds, asked, answers))
        os.write(answers, f"{answer}\n".encode())


def _fork(deeds: Any, asked: dict[str, Any], answers: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    os.close(answers)
    status = 1
    try:
        os.environ.update(asked["home"])
        out = os.open(asked["told"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

        def say(text: str) -> None:
            os.write(out, f"{text}\n".encode())

        try:
            getattr(deeds, asked["deed"])(say, *asked["arguments"])
            status = 0
        except BaseException:
            say(f"fault {json.dumps(traceback.format_exc())}")
    finally:
        os._exit(status)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
