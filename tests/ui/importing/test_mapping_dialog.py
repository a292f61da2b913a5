"""Saying which column is what: guessed first, shown live, remembered."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QTableWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.platforms import Platform
from shopdesk.importing.errors import UnknownLayout
from shopdesk.importing.mapping import header_key
from shopdesk.importing.records import Kind
from shopdesk.services.desk import Desk
from shopdesk.services.mappings import list_mappings, save_mapping
from shopdesk.services.setup import make_shop
from shopdesk.ui.importing.mapping_dialog import MappingDialog
from shopdesk.ui.theme import Theme

HEADER = ("平台单号", "姓名", "电话", "地址", "品名", "数量", "单价", "实付", "下单时间", "仓库")
ROWS = [
    [
        "SO20240301",
        "张三",
        "13800000000",
        "浙江省 杭州市 西湖区 示例路1号",
        "单鞋",
        "2",
        "199",
        "398.5",
        "2024-03-01 10:00:00",
        "主",
    ],
    [
        "SO20240302",
        "李四",
        "13800000001",
        "浙江省 杭州市 西湖区 示例路2号",
        "短靴",
        "1",
        "99",
        "一百",
        "2024-03-01 11:00:00",
        "主",
    ],
    ["3.82E+18", "王五", "", "", "短靴", "1", "99", "99", "", ""],
]


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, theme: Theme) -> MappingDialog:
    layout = UnknownLayout(file="ERP导出-20240301.csv", header_row=1, header=HEADER, sample=ROWS)
    made = MappingDialog(desk=desk, layout=layout, theme=theme)
    qtbot.addWidget(made)
    made.show()
    return made


def grid(dialog: MappingDialog, name: str) -> tuple[list[str], list[list[str]]]:
    made = dialog.findChild(QTableWidget, name)
    assert made is not None
    heads = [item.text() if (item := made.horizontalHeaderItem(c)) else "" for c in range(made.columnCount())]
    rows = [
        [item.text() if (item := made.item(r, c)) else "" for c in range(made.columnCount())]
        for r in range(made.rowCount())
    ]
    return heads, rows


def combo(dialog: MappingDialog, name: str) -> QComboBox:
    made = dialog.findChild(QComboBox, name)
    assert made is not None
    return made


def test_columns_are_guessed_by_their_names(dialog: MappingDialog) -> None:
    columns = dialog.mapping().columns
    assert columns["order_no"] == "平台单号"
    assert columns["whole_address"] == "地址"
    assert columns["line_title"] == "品名"
    assert "仓库" not in columns.values()
    name = dialog.findChild(QLineEdit, "mapping.name")
    assert name is not None and name.text() == "ERP导出"
    assert "SO20240301" in combo(dialog, "mapping.field.order_no").currentText(), "a sample stands beside the column"


def test_the_first_rows_are_shown_as_they_are_and_as_they_are_read(dialog: MappingDialog) -> None:
    heads, rows = grid(dialog, "mapping.in_file")
    assert heads == list(HEADER)
    assert rows[0][0] == "SO20240301"
    heads, rows = grid(dialog, "mapping.as_read")
    read = dict(zip(heads, rows[0], strict=True))
    assert read["Order number"] == "SO20240301"
    assert read["Address"] == "浙江省 杭州市 西湖区 示例路1号"
    assert read["Amount paid"] == "398.50"
    assert read["Ordered at"] == "2024-03-01 10:00"
    assert read["Quantity"] == "2"


def test_rows_that_cannot_be_read_are_named(dialog: MappingDialog) -> None:
    wrong = dialog.findChild(QLabel, "mapping.wrong")
    assert wrong is not None
    lines = wrong.text().splitlines()
    assert lines[0].startswith("Row 3, 实付: This is not an amount")
    assert lines[1].startswith("Row 4, 平台单号: A spreadsheet has rounded")


def test_the_preview_follows_every_choice(dialog: MappingDialog) -> None:
    dialog._fields.choices["paid"].choose("")
    heads, _rows = grid(dialog, "mapping.as_read")
    assert "Amount paid" not in heads
    dialog._fields.choices["memo"].choose("仓库")
    heads, rows = grid(dialog, "mapping.as_read")
    assert rows[0][heads.index("Seller's memo")] == "主"


def test_what_is_needed_is_asked_for_and_nothing_saved(dialog: MappingDialog, desk: Desk) -> None:
    dialog._fields.choices["order_no"].choose("")
    dialog.save()
    refusal = dialog.findChild(QLabel, "mapping.refusal")
    assert refusal is not None
    assert refusal.text() == "Choose the column for: Order number"
    assert dialog._fields.choices["order_no"].property("wrong") is True
    assert grid(dialog, "mapping.as_read") == ([], [])
    assert list_mappings(desk.database) == []
    assert dialog.isVisible()


def test_a_name_is_needed(dialog: MappingDialog, desk: Desk) -> None:
    name = dialog.findChild(QLineEdit, "mapping.name")
    assert name is not None
    name.clear()
    dialog.save()
    assert name.property("wrong") is True
    assert list_mappings(desk.database) == []


def test_it_is_remembered_by_the_header(dialog: MappingDialog, desk: Desk, qtbot: QtBot) -> None:
    combo(dialog, "mapping.platform").setCurrentIndex(list(Platform).index(Platform.KUAISHOU))
    per_line = dialog.findChild(QCheckBox, "mapping.per_line")
    assert per_line is not None and per_line.isVisible()
    per_line.setChecked(True)
    with qtbot.waitSignal(dialog.saved, timeout=1000) as told:
        dialog.save()
    assert told.args == [""]
    (mapping,) = list_mappings(desk.database)
    assert (mapping.name, mapping.platform, mapping.kind) == ("ERP导出", Platform.KUAISHOU, Kind.ORDERS)
    assert mapping.header_key == header_key(HEADER)
    assert mapping.amounts_per_line
    assert mapping.columns["order_no"] == "平台单号"


def test_the_kind_that_knows_most_of_the_columns_is_guessed(qtbot: QtBot, desk: Desk, theme: Theme) -> None:
    header = ("交易号", "打分", "买家说的话", "时间", "昵称")
    layout = UnknownLayout(
        file="评价.csv", header_row=1, header=header, sample=[["1001", "1", "开胶", "2024-03-01", "a"]]
    )
    made = MappingDialog(desk=desk, layout=layout, theme=theme)
    qtbot.addWidget(made)
    assert made.mapping().kind is Kind.REVIEWS
    assert "later_said" in made._fields.choices


def test_the_fields_follow_the_kind(dialog: MappingDialog) -> None:
    combo(dialog, "mapping.kind").setCurrentIndex(2)
    assert dialog.mapping().kind is Kind.REFUNDS
    assert "refund_no" in dialog._fields.choices
    assert "whole_address" not in dialog._fields.choices
    per_line = dialog.findChild(QCheckBox, "mapping.per_line")
    assert per_line is not None and not per_line.isVisible()


def test_a_shop_is_chosen_where_the_platform_has_several(
    dialog: MappingDialog, desk: Desk, qtbot: QtBot, theme: Theme
) -> None:
    shop = combo(dialog, "mapping.shop")
    assert (shop.currentText(), shop.isEnabled()) == ("A new one is made", False)
    make_shop(desk, name="二号店", platform=Platform.TAOBAO)
    layout = UnknownLayout(file="x.csv", header_row=1, header=HEADER, sample=ROWS)
    again = MappingDialog(desk=desk, layout=layout, theme=theme)
    qtbot.addWidget(again)
    combo(again, "mapping.platform").setCurrentIndex(0)
    shop = combo(again, "mapping.shop")
    assert [shop.itemText(i) for i in range(shop.count())] == ["一号店", "二号店"]
    shop.setCurrentIndex(1)
    with qtbot.waitSignal(again.saved, timeout=1000) as told:
        again.save()
    assert told.args == ["二号店"]


def test_what_another_said_of_the_same_columns_is_told_first(dialog: MappingDialog, desk: Desk) -> None:
    """Nothing that was chosen here is lost; saving again is the answer."""
    mine = dialog.mapping()
    theirs = replace(mine, name="小李的", columns={**mine.columns, "receiver": "品名"})
    save_mapping(desk, theirs, header_key=mine.header_key)
    dialog.save()
    refusal = dialog.findChild(QLabel, "mapping.refusal")
    assert refusal is not None and "小李的" in refusal.text() and "Receiver" in refusal.text()
    assert (dialog.isVisible(), dialog.mapping()) == (True, mine)
    assert list_mappings(desk.database) == [theirs]
    dialog.save()
    assert list_mappings(desk.database) == [mine]


def test_the_wheel_scrolls_the_list_and_changes_no_column(dialog: MappingDialog) -> None:
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    choice = dialog._fields.choices["memo"]
    before = choice.currentIndex()
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(choice, event)
    assert choice.currentIndex() == before


def test_a_file_of_which_no_row_can_be_read_is_shown_all_the_same(qtbot: QtBot, desk: Desk, theme: Theme) -> None:
    layout = UnknownLayout(file="x.csv", header_row=1, header=HEADER, sample=ROWS[2:])
    made = MappingDialog(desk=desk, layout=layout, theme=theme)
    qtbot.addWidget(made)
    assert grid(made, "mapping.as_read")[1] == []
