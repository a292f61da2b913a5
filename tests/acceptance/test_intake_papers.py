"""Papers of what came back: the day's register, box labels, what to write without a return form (RET-01, RET-06,
RET-14, REF-03)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from shopdesk.clock import now, to_local
from shopdesk.domain.cases import Kind
from shopdesk.domain.documents import Party
from shopdesk.domain.money import Money
from shopdesk.domain.refunds import RefundKind
from shopdesk.domain.statuses import Status
from shopdesk.printing.printers import Printer
from shopdesk.queries.boxes import find_box
from shopdesk.queries.orders import get_order_ids
from shopdesk.queries.trail import list_trail
from shopdesk.services.cases import open_case
from shopdesk.services.desk import Desk
from shopdesk.services.refunds import approve_refund, ask_refund
from shopdesk.services.shop_settings import save_setting, save_shop
from shopdesk.settings import INTAKE_SHELVES
from shopdesk.ui.print_preview import dialog as print_dialog
from shopdesk.ui.print_preview.dialog import PrintPreview
from tests.command_line import CommandLine
from tests.engines import shop_address
from tests.factories import add_order, make_desk
from tests.printing.samples import pages, scanned, text
from tests.window_stand import WindowStand, window_on

HERE = Party("售后王师傅", "13900001111", "浙江省 杭州市", "文一西路969号")
BACK = "SF1234567890123"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A shop whose clock runs, with an order of tb_1 that has left."""
    made = make_desk(tmp_path, clock=now)
    save_shop(made, shop_id=1, version=1, name="一号店", sender=HERE, return_to=HERE)
    left: dict[str, Any] = {"status": int(Status.SHIPPED), "created": now() - 9_000_000, "shipped_at": now() - 90_000}
    add_order(made, order_no="4001", buyer="tb_1", **left)
    yield made
    made.database.close()


@pytest.fixture
def shop(tmp_path: Path, desk: Desk) -> CommandLine:
    return CommandLine(shop_address(tmp_path))


@pytest.fixture
def today() -> str:
    return to_local(now()).date().isoformat()


def take_in(shop: CommandLine, wish: str, *more: str) -> None:
    """One more box with the order's shoe in it, written down and registered."""
    number = str(shop.done("intake", "add", "--json").json["number"])
    item = str(shop.done("intake", "match", number, "4001", "--json").json["items"][-1]["item"])
    shop.done("intake", "change", item, "--condition", "faulty", "--wish", wish, *more)
    shop.done("intake", "register", number)


@pytest.mark.rule("RET-01")
def test_the_days_register_is_its_papers_cover_sheet(shop: CommandLine, today: str, tmp_path: Path) -> None:
    empty = shop("print", "intake-register", "-o", tmp_path / "none.pdf")
    assert (empty.status, f"No box was opened on {today}" in empty.err) == (1, True)
    assert not (tmp_path / "none.pdf").exists()
    shop.done("intake", "add", BACK, "--cash", "5", "--buyer", "tb_9")
    take_in(shop, "repair", "--fault", "开胶")
    told = shop.done("print", "intake-register", today, "-o", tmp_path / "register.pdf", "--json").json
    assert (told["document"], told["day"]) == ("intake-register", today)
    (page,) = pages((tmp_path / "register.pdf").read_bytes())
    for words in (today, "2 boxes", BACK, "tb_9", "tb_1", "Repair, Faulty, 开胶", "5.00", "Owner", "Page 1/1"):
        assert words in page


@pytest.mark.rule("RET-06")
def test_repair_and_quality_boxes_get_labels_that_open_them(
    shop: CommandLine, desk: Desk, today: str, tmp_path: Path
) -> None:
    save_setting(desk, INTAKE_SHELVES, {"repair": "R-03"})
    pdf = tmp_path / "labels.pdf"
    none = shop("print", "box-label", today, "-o", pdf)
    assert (none.status, "No box of" in none.err) == (1, True)
    take_in(shop, "repair", "--fault", "左脚开胶")
    label = shop.done("print", "box-label", today, "-o", pdf, "--json").json
    assert (label["boxes"], label["paper"]) == (1, "100x150")
    shown = text(pdf.read_bytes())
    for words in ("tb_1", "4001", "左脚开胶", "RepairR-03", today, "深紫W7×1"):
        assert words in shown
    ((code,),) = scanned(pdf.read_bytes())
    assert shop.done("intake", "show", code, "--json").json["number"] == 1
    shop.done("print", "box-label", f"{today}/1", "--paper", "60x40", "-o", pdf)
    assert scanned(pdf.read_bytes()) == [{code}]
    shop.done("intake", "add", BACK)
    refused = shop("print", "box-label", "2", "-o", pdf)
    assert (refused.status, "is written down yet" in refused.err) == (1, True)
    wrong = shop("print", "slip", "4001", "--paper", "60x40", "-o", pdf)
    assert wrong.status == 2


@pytest.mark.rule("RET-14")
def test_a_lost_form_is_replaced_by_a_text_or_a_blank_one(shop: CommandLine, tmp_path: Path) -> None:
    said = shop.done("print", "lost-form-text", "4001").out
    for words in ("Order number: 4001", "Your ID: tb_1", "深紫 W7 × 1", "13900001111", "文一西路969号"):
        assert words in said
    assert shop.done("print", "lost-form-text", "4001", "--json").json["text"] == said.rstrip("\n")
    shop.done("print", "blank-return-form", "-o", tmp_path / "blank.pdf")
    (page,) = pages((tmp_path / "blank.pdf").read_bytes())
    assert "13900001111" in page and "Order number" in page and "4001" not in page


@pytest.mark.rule("REF-03")
def test_the_list_for_finance_by_command(shop: CommandLine, desk: Desk, tmp_path: Path) -> None:
    pdf = tmp_path / "refunds.pdf"
    assert shop("print", "refund-list", "-o", pdf).status == 1
    (order_id,) = get_order_ids(desk.database, ["4001"])
    number = ask_refund(desk, order_id=order_id, kind=RefundKind.ONLY, reason="size", amount=Money(1_000))
    approve_refund(desk, refund_id=number)
    told = shop.done("print", "refund-list", "--all", "-o", pdf, "--json").json
    assert (told["refunds"], told["left"], told["again"]) == (1, 0, 0)
    assert "10.00" in pages(pdf.read_bytes())[0]
    again = shop.done("print", "refund-list", str(number), "-o", pdf)
    assert f"Refund {number} stood in a list" in again.err


class Given(list[bytes]):
    """What the printer got."""


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Given:
    given = Given()
    monkeypatch.setattr(print_dialog, "find_printers", lambda: [Printer("Zebra", True)])
    monkeypatch.setattr(print_dialog, "send_to_printer", lambda pdf, **_how: given.append(pdf))
    return given


@pytest.fixture
def stand(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    with window_on(desk, tmp_path, qtbot) as made:
        yield made


def shown(stand: WindowStand) -> PrintPreview:
    preview = stand.dialog()
    assert isinstance(preview, PrintPreview)
    return preview


def print_now(stand: WindowStand) -> None:
    preview = shown(stand)
    stand.wait_for(lambda: preview.pages.count > 0 and preview.choices.printer == "Zebra")
    preview.print()
    stand.settle()


@pytest.mark.rule("RET-06")
def test_a_label_is_seen_and_printed_in_the_window(
    stand: WindowStand, shop: CommandLine, today: str, printer: Given
) -> None:
    take_in(shop, "quality", "--fault", "掉色")
    box_id = find_box(stand.desk.database, day=today, number=1)
    assert box_id is not None
    stand.window.open_record("box", box_id)
    stand.settle()
    stand.keys("Ctrl+P")
    print_now(stand)
    assert "掉色" in text(printer[0]) and "Qualitycomplaints" in text(printer[0])
    assert next(iter(list_trail(stand.desk.database, kind="box", record_id=box_id))).action == "print"


@pytest.mark.rule("RET-01")
def test_the_register_is_seen_and_printed_in_the_window(
    stand: WindowStand, shop: CommandLine, today: str, printer: Given
) -> None:
    take_in(shop, "refund")
    stand.open("intake")
    stand.keys("Ctrl+Shift+P")
    preview = shown(stand)
    assert preview.windowTitle() == f"Print Intake register of {today}"
    assert [preview.choices._paper.itemText(row) for row in range(preview.choices._paper.count())] == ["A4"]
    print_now(stand)
    assert "tb_1" in text(printer[0])


@pytest.mark.rule("REF-03")
def test_the_list_for_finance_in_the_window(stand: WindowStand, printer: Given) -> None:
    desk = stand.desk
    (order_id,) = get_order_ids(desk.database, ["4001"])
    number = ask_refund(desk, order_id=order_id, kind=RefundKind.ONLY, reason="size", amount=Money(1_000))
    stand.window.open_record("refund", number)
    stand.settle()
    stand.keys("Ctrl+P")
    preview = shown(stand)
    assert not preview._print.isEnabled()
    reasons = preview.findChild(QPlainTextEdit, "preview.refused.reasons")
    assert reasons is not None and "Only approved ones are listed" in reasons.toPlainText()
    preview.reject()
    approve_refund(desk, refund_id=number)
    stand.settle()
    stand.keys("Ctrl+P")
    print_now(stand)
    assert "10.00" in text(printer[0])


@pytest.mark.rule("RET-14")
def test_one_key_copies_what_to_write_and_blank_forms_are_in_the_menu(stand: WindowStand, printer: Given) -> None:
    stand.open("orders")
    stand.keys("Down", "L")
    said = QGuiApplication.clipboard().text()
    assert "Order number: 4001" in said and "13900001111" in said
    assert stand.news()[-1] == "Copied: what to write without the return form"
    action = stand.shop.findChild(QAction, "papers.blank-forms")
    assert action in stand.window.menu.menu().actions()
    action.trigger()
    stand.settle()
    print_now(stand)
    assert "13900001111" in text(printer[0])


@pytest.mark.rule("RET-14")
def test_one_key_copies_it_from_a_case_too(stand: WindowStand) -> None:
    (order_id,) = get_order_ids(stand.desk.database, ["4001"])
    case = open_case(stand.desk, kind=Kind.RETURN, order_id=order_id)
    QGuiApplication.clipboard().setText("")
    stand.window.open_record("case", case)
    stand.settle()
    stand.keys("Shift+L")
    assert "Order number: 4001" in QGuiApplication.clipboard().text()
