"""Acceptance tests carry the rules they show: `@pytest.mark.rule("ORD-03")`, one id or several.

The ids are those of rules.txt. `python3 packaging/dev.py rules` runs these tests and tells which rules are shown to
work; it learns the ids from each report's user properties, which also reach it from worker processes.
"""

from pathlib import Path

import pytest

from shopdesk.domain.documents import Paper

HERE = Path(__file__).parent
KNOWN = {line.split()[0] for line in (HERE / "rules.txt").read_text("utf-8").splitlines()}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put each test's rules into its reports; an id that doesn't exist is refused."""
    for item in items:
        if HERE not in item.path.parents:
            continue
        for rule in [rule for marker in item.iter_markers("rule") for rule in marker.args]:
            if rule not in KNOWN:
                raise pytest.UsageError(f"{item.nodeid}: there is no rule {rule!r} in tests/acceptance/rules.txt")
            item.user_properties.append(("rule", rule))


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What a printer was given that only remembers."""
    from shopdesk.printing.printers import Printer
    from shopdesk.ui.print_preview import dialog as preview  # Qt, which most tests here do without

    given: list[bytes] = []

    def send(pdf: bytes, *, printer: str, title: str, paper: Paper) -> None:
        given.append(pdf)

    monkeypatch.setattr(preview, "find_printers", lambda: [Printer("Zebra", True)])
    monkeypatch.setattr(preview, "send_to_printer", send)
    return given
