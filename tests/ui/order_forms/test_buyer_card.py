"""The buyer beside the order: an earlier order never makes the panel wider than it is (ORD-19)."""

from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from shopdesk.queries.buyers import get_buyer_card
from shopdesk.queries.orders import get_order
from shopdesk.ui.flags import Pennants
from shopdesk.ui.order_forms.buyer_card import PAST_ROOM, BuyerCardView
from shopdesk.ui.order_forms.clocks import read_clocks
from shopdesk.ui.theme import Theme
from tests.factories import add_order, make_desk


def test_an_earlier_order_is_cut_to_the_panel(tmp_path: Path, qtbot: QtBot, theme: Theme, pennants: Pennants) -> None:
    desk = make_desk(tmp_path)
    add_order(desk, buyer="tb_one")
    desk.database.execute_sql("UPDATE order_line SET title = '头层牛皮浅口软底通勤百搭真皮单鞋女'")
    order = get_order(desk.database, add_order(desk, buyer="tb_one"))
    view = BuyerCardView("card", desk, theme, pennants)
    qtbot.addWidget(view)
    assert order.buyer_id is not None
    card = get_buyer_card(desk.database, order.buyer_id, but_order=order.id)
    view.show_card(card, read_clocks(desk), order_id=order.id)
    past = view.findChild(QPushButton, "card.past.0")
    assert past is not None
    assert "头层" in past.text() and "…" in past.text() and "199.00" in past.text()
    assert past.fontMetrics().horizontalAdvance(past.text()) <= PAST_ROOM
    assert view.minimumSizeHint().width() < 300
    desk.database.close()
