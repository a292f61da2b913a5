"""Which orders can't have a paper, asked before anything is drawn."""

from pathlib import Path

from shopdesk.domain.documents import Document
from shopdesk.printing.papers import NoReceiver
from shopdesk.services.papers import Ciphered, find_unprintable
from tests.factories import add_order, make_desk


def test_a_slip_needs_a_readable_receiver_and_other_papers_none(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    good, hidden = add_order(desk), add_order(desk, masking=2, receiver="##aaa", address="##bbb")
    nobody, nowhere = add_order(desk, receiver=""), add_order(desk, province="", city="", district="", address="")
    orders = [good, hidden, nobody, nowhere]
    found = find_unprintable(desk, order_ids=orders, document=Document.SLIP)
    assert {order_id: type(error) for order_id, error in found.items()} == {
        hidden: Ciphered, nobody: NoReceiver, nowhere: NoReceiver,
    }  # fmt: skip
    assert find_unprintable(desk, order_ids=orders, document=Document.PACKING_LIST) == {}
    assert find_unprintable(desk, order_ids=orders, document=Document.RETURN_FORM) == {}
    assert desk.database.execute_sql("SELECT count(*) FROM print_record").fetchone()[0] == 0
    desk.database.close()
