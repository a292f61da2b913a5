"""What was said to buyers about an order (ORD-08)."""

from dataclasses import replace
from pathlib import Path

from shopdesk.queries.contacts import ContactRow, list_contacts
from shopdesk.services.contacts import note_contact
from tests.factories import NOON, add_order, make_desk


def test_contacts_of_an_order_the_newest_first(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    order, other = add_order(desk, buyer="tb_1"), add_order(desk, buyer="tb_1")
    later = replace(desk, clock=lambda: NOON + 60_000)
    note_contact(later, kind="call", note=" 没接 ", order_id=order)
    note_contact(desk, kind="postage", note="补 30", order_id=order)
    note_contact(desk, kind="call", note="别的单", order_id=other)
    called = ContactRow("call", "没接", "Owner", NOON + 60_000)
    asked = ContactRow("postage", "补 30", "Owner", NOON)
    assert list_contacts(desk.database, order) == (called, asked)
    assert list_contacts(desk.database, order, kind="postage") == (asked,)
    assert list_contacts(desk.database, 99) == ()
