"""The real command line, run in this process: arguments in; exit status, stdout and stderr out."""

import io
import json
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shopdesk.commands.program import run
from shopdesk.commands.session import View
from shopdesk.services.desk import Desk
from tests.engines import new_shop_address


@dataclass(frozen=True, slots=True)
class Answer:
    """How one run ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object of `--json`."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The objects of `--format jsonl`."""
        return [json.loads(line) for line in self.out.splitlines()]


class FakeWindows:
    """Stands in for the window and remembers what was asked of it."""

    def __init__(self) -> None:
        self.opened: list[tuple[str, str]] = []
        self.demos: list[str] = []
        self.photographed: list[View] = []
        self.owners: list[str] = []

    def open(self, address: str, language: str) -> int:
        self.opened.append((address, language))
        return 0

    def demo(self, look: str) -> int:
        self.demos.append(look)
        return 0

    def photograph(self, shops: Sequence[tuple[View, Desk]], _folder: Path, files: Sequence[Path]) -> list[Path]:
        assert all(file.exists() for file in files)
        self.photographed += [view for view, _desk in shops]
        self.owners += [desk.actor.name for _view, desk in shops]
        return []


class CommandLine:
    """Calls `shopdesk --database ADDRESS ARGUMENTS...`."""

    def __init__(self, address: Path | str | None) -> None:
        self._address = address
        self.windows = FakeWindows()

    def __call__(self, *arguments: str | Path) -> Answer:
        """One run; any exit status."""
        first = ["--database", str(self._address)] if self._address else []
        out, err = (io.TextIOWrapper(io.BytesIO(), write_through=True) for _ in range(2))
        with redirect_stdout(out), redirect_stderr(err):
            status = run([*first, *map(str, arguments)], self.windows)
        return Answer(status, *(stream.buffer.getvalue().decode() for stream in (out, err)))

    @property
    def address(self) -> Path | str:
        """Where the shop lies."""
        assert self._address is not None
        return self._address

    def done(self, *arguments: str | Path) -> Answer:
        """One run that has to succeed."""
        answer = self(*arguments)
        assert answer.status == 0, answer
        return answer

    def orders(self, *arguments: str) -> list[dict[str, Any]]:
        """The orders that a list gives."""
        return self.done("orders", "--format", "jsonl", *arguments).lines


def new_shop(folder: Path) -> CommandLine:
    """The new, empty shop of a folder, on the engine of this run."""
    return CommandLine(new_shop_address(folder, "init", _init))


def sample_shop(folder: Path) -> CommandLine:
    """The sample shop of a folder, as it was made for the first test that asked."""
    return CommandLine(new_shop_address(folder, "sample", lambda address: _init(address, "--sample")))


def _init(address: Path | str, *options: str) -> None:
    CommandLine(address).done("init", *options)
