"""Where an order's parcel is, and what was begun about its goods, beside the order (SHP-08, SHP-09, REP-01)."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPushButton

from shopdesk.db.database import add_row
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.queries.orders import get_order
from shopdesk.services.desk import Desk
from tests.factories import NOON, add_order
from tests.ui.orders.conftest import Window

Open = Callable[[], Window]
WAYBILL = "YT7453244865603"


def put(desk: Desk, table: str, **row: Any) -> int:
    marks = ", ".join("?" * len(row))
    with desk.database.atomic():
        sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
        return add_row(desk.database, sql, list(row.values()))


def an_order(desk: Desk) -> int:
    """One with a parcel that is watched."""
    order_id = add_order(desk, buyer="tb_nine", waybill=WAYBILL, status=2, stage=5)
    put(
        desk, "tracking", waybill=WAYBILL, carrier="圆通速递", order_id=order_id, state="trouble",
        moved_at=NOON - DAY_MS, last_text="地址不详，派送失败", last_place="成都", expected_at=NOON - 2 * DAY_MS,
        forwarded_carrier="EMS", forwarded_waybill="EA123456789CN",
    )  # fmt: skip
    return order_id


def links(window: Window, of: str = "orders.panel.after") -> list[str]:
    found = (window.page.panel.findChild(QPushButton, f"{of}.{place}") for place in range(8))
    return [made.accessibleName() for made in found if made is not None and made.isVisibleTo(window.page.panel)]


def test_the_panel_says_where_the_parcel_is(window: Open, desk: Desk, three: list[int]) -> None:
    order_id = an_order(desk)
    shown = window()
    shown.choose(shown.numbers("id").index(order_id))
    text = shown.panel_text()
    for told in (WAYBILL, "In trouble · Yest.", "成都 · 地址不详，派送失败", "EA123456789CN", "2024-02-29"):
        assert told in text, text
    assert links(shown) == [f"Parcel {WAYBILL} → EMS EA123456789CN · In trouble · should be there since Feb 29"]


def test_everything_begun_about_it_is_a_link_open_ones_first(window: Open, desk: Desk, three: list[int]) -> None:
    order_id = an_order(desk)
    buyer_id = get_order(desk.database, order_id).buyer_id
    by = {"order_id": order_id, "person_id": 1, "at": NOON - DAY_MS}
    put(desk, "repair", title="单鞋", state="at-factory", dispatched_at=NOON - 9 * DAY_MS, due_at=NOON - DAY_MS,
        buyer_id=buyer_id, **by)  # fmt: skip
    put(desk, "damage", title="单鞋", state="credited", closed_at=NOON, **by)
    put(desk, "claim", kind="lost", state="asked", waybill=WAYBILL, answer_by=NOON + DAY_MS, **by)
    put(desk, "interception", state="asked", waybill=WAYBILL, due_at=NOON + DAY_MS, **by)
    put(desk, "detour", way="post", proposed="post", days_post=9, **by)
    put(desk, "shortage", verdict="undecided", **by)
    shown = window()
    asked: list[tuple[str, object]] = []
    shown.page.open_requested.connect(lambda kind, record_id: asked.append((kind, record_id)))
    shown.choose(shown.numbers("id").index(order_id))
    told = links(shown)
    assert told[0] == "Repair 1 · At the factory · late since Yest. 10:00 · 单鞋"
    assert [each.split(" · ")[0] for each in told[1:]] == [
        f"Calling back {WAYBILL}", "Claim 1", "Out of reach", "Shortage 1", f"Parcel {WAYBILL} → EMS EA123456789CN",
    ]  # fmt: skip
    assert "and 1 more" in shown.panel_text(), "what is over comes last"
    for place in range(6):
        made = shown.page.panel.findChild(QPushButton, f"orders.panel.after.{place}")
        assert made is not None
        made.click()
    kinds = ["repair", "interception", "claim", "detour", "shortage", "parcel"]
    assert asked == [(kind, 1) for kind in kinds]


def test_of_the_buyers_other_orders_what_concerns_the_buyer(window: Open, desk: Desk, three: list[int]) -> None:
    other = an_order(desk)
    put(desk, "repair", order_id=other, person_id=1, at=NOON, title="单鞋", state="back",
        buyer_id=get_order(desk.database, other).buyer_id)  # fmt: skip
    order_id = add_order(desk, buyer="tb_nine")
    shown = window()
    shown.choose(shown.numbers("id").index(order_id))
    assert links(shown) == []
    assert links(shown, "orders.panel.buyer.card.after") == ["Repair 1 · Back from the factory · 单鞋"]
    assert "1 repair" in shown.panel_text()
