"""Backups and the check as runs of our own command: the window goes on, and either can be cancelled (DATA-01)."""

from collections.abc import Sequence
from pathlib import Path

from shopdesk.i18n import _
from shopdesk.services.desk import Desk
from shopdesk.services.sign_in import make_ticket
from shopdesk.ui.processes import ProcessTask


def backup_run(
    desk: Desk, address: str, *, target: Path | None = None, second: str = "", if_due: bool = False
) -> ProcessTask:
    """A backup of the shop at `address`, to `target` or into its folder and the `second` one; `done` carries what
    `shopdesk backup --json` told. Start it once it is connected."""
    arguments: list[str] = ["backup", "--progress", "--json"]
    arguments += ["--if-due"] if if_due else []
    arguments += ["--also", second] if second and target is None else []
    arguments += ["--", str(target)] if target is not None else []
    return _run(desk, address, arguments, _("Backing up"))


def check_run(desk: Desk, address: str, *, weekly: bool = False) -> ProcessTask:
    """A look through the whole shop; `done` carries what `shopdesk check --json` told."""
    arguments = ["check", "--json", *(["--keep"] if weekly else [])]
    return _run(desk, address, arguments, _("Checking the shop"))


def _run(desk: Desk, address: str, arguments: Sequence[str], title: str) -> ProcessTask:
    return ProcessTask(["--database", address, *arguments], title, ticket=make_ticket(desk))


def told(answer: object) -> dict[str, object]:
    """What a run told, {} for nothing that can be understood."""
    return answer if isinstance(answer, dict) else {}
