"""A printer that stalls never prints a second time in silence, and a scanner that fires twice is one scan.

The windows of both: tests/ui/print_preview/test_dialog.py, tests/ui/test_scanner.py, tests/acceptance/test_packing.py.
"""

import os
import stat
import time
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.documents import Paper
from shopdesk.printing.printers import PrinterStalled, send
from shopdesk.services.desk import Desk
from shopdesk.services.packed_parcels import finish_slip
from shopdesk.services.packing import StepKind, open_slip, scan
from tests.acceptance.faults.ground import order_no, paid_orders
from tests.command_line import CommandLine
from tests.factories import add_order, add_slip, make_desk


@pytest.mark.rule("SHP-01")
def test_a_printer_that_stalls_is_given_the_pages_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = tmp_path / "lp"
    command.write_text(f'#!/bin/sh\necho called >> "{tmp_path}/calls"\nexec sleep 30\n')
    command.chmod(command.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    started = time.monotonic()
    with pytest.raises(PrinterStalled):
        send(b"%PDF-x", printer="label", title="slips", paper=Paper.A4, timeout=0.5)
    assert time.monotonic() - started < 10
    assert (tmp_path / "calls").read_text().splitlines() == ["called"]


@pytest.mark.rule("SHP-01")
def test_what_was_printed_is_not_printed_again_without_a_reason(tmp_path: Path) -> None:
    """Whatever became of the paper: the second time is asked for, and stands on it."""
    address = tmp_path / "shop.db"
    paid_orders(3)(str(address))
    shop = CommandLine(address)
    shop.done("register", "--ready")
    shop.done("wave", "new")
    shop.done("wave", "print", "1", "-o", tmp_path / "first.pdf")
    again = shop("wave", "print", "1", "-o", tmp_path / "second.pdf")
    assert again.status == 1 and not (tmp_path / "second.pdf").exists()
    shop.done("wave", "print", "1", "-o", tmp_path / "second.pdf", "--reprint", "the printer stood still")
    reasons = [order["stage"] for order in shop.orders("--order-no", order_no(0))]
    assert reasons == ["printed"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.mark.rule("SHP-03")
def test_a_scanner_that_fires_twice_packs_once(desk: Desk) -> None:
    slip = add_slip(desk, add_order(desk, order_no="A1"))
    assert open_slip(desk, code="A1").kind is StepKind.OPENED
    assert scan(desk, code="A1", slip_id=slip).kind is StepKind.AGAIN
    desk.database.execute_sql("UPDATE slip_item SET packed = quantity")
    finish_slip(desk, slip_id=slip)
    assert open_slip(desk, code="A1").kind is StepKind.JUST_PACKED
    packed = rows_of(desk.database, "SELECT count(*) FROM trail WHERE kind = 'slip' AND action = 'packed'")
    assert packed[0][0] <= 1
    assert rows_of(desk.database, "SELECT count(*) FROM slip WHERE packed_at IS NOT NULL") == [(1,)]
