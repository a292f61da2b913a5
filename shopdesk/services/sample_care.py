"""What the sample shop agreed with its buyers, and the orders that it entered by hand."""

from collections.abc import Mapping

from shopdesk.clock import Millis
from shopdesk.domain.address_changes import Address
from shopdesk.domain.manual_orders import ManualItem, ManualOrder
from shopdesk.domain.money import Money
from shopdesk.domain.origins import Origin
from shopdesk.domain.owed_items import Owed
from shopdesk.domain.platforms import Platform
from shopdesk.queries.buyers import find_buyer_id
from shopdesk.queries.owed_items import list_owed_items
from shopdesk.queries.shops import find_shop
from shopdesk.services.buyers import block_buyer, edit_buyer
from shopdesk.services.change_notes import enter_note
from shopdesk.services.contacts import note_contact
from shopdesk.services.extensions import extend_orders
from shopdesk.services.manual_orders import enter_order
from shopdesk.services.owed_items import add_owed_item, put_in
from shopdesk.services.sample_desk import CASH, SHOPS, SUPERVISOR, Sample
from shopdesk.services.sample_orders import DAY, HOUR, PAID, STAFF, SampleOrder, Way
from shopdesk.services.sample_shipping import MINUTE
from shopdesk.services.sample_troubles import BLOCKED, CHANGES, OWED_NEW, OWED_TRAVELS
from shopdesk.services.settlement import settle_orders
from shopdesk.services.transfers import confirm_transfer

_SHOES = SHOPS[Platform.TAOBAO]
_BUYERS: Mapping[str, tuple[str, int, tuple[str, ...], str]] = {
    OWED_NEW: ("VIP1", 5, ("老客户", "送鞋垫"), ""),
    OWED_TRAVELS: ("VIP2", 10, ("老客户", "山友", "大码"), "发顺丰，电话先打"),
    CHANGES: ("VIP1", 0, ("爱换色",), ""),
}
"""Tier, percent off, tags, note."""
OTHER_NAMES = {OWED_NEW: "阿黎妈妈", CHANGES: "云上喝茶"}
"""What buyers of shoes are called in the other shops."""
_ELSEWHERE = (
    (OWED_NEW, OTHER_NAMES[OWED_NEW], Platform.DOUYIN, ManualItem("M2201-1-175/92A", price=Money(199_00))),
    (CHANGES, OTHER_NAMES[CHANGES], Platform.KUAISHOU, ManualItem("TEA02-1-150g", price=Money(99_00))),
)
_LADY = Address("云知意", "13600007703", "江苏省", "苏州市", "姑苏区", "示例街道平江路 9 号")
_DEALER = Address("何老板", "13500002424", "湖北省", "武汉市", "江汉区", "示例市场 3 栋 24 号")
_CALLER = Address("宋建平", "13300005822", "山东省", "济南市", "历下区", "示例街道泉城路 58 号")


def promise(sample: Sample) -> None:
    """Tiers and tags, a blocked buyer, and what is owed."""
    past = sample.desk.clock() - 4 * DAY
    agent = sample.acting("林客服", past)
    for name, (tier, discount, tags, note) in _BUYERS.items():
        edit_buyer(agent, buyer_id=_buyer_id(sample, name), tier=tier, discount=discount, tags=tags, note=note)
    block_buyer(sample.acting(SUPERVISOR, past), buyer_id=_buyer_id(sample, BLOCKED), reason="两次拒收，运费不付")
    add_owed_item(agent, kind=Owed.GIFT, item="羊毛鞋垫", quantity=2, order_id=_order_id(sample, OWED_NEW, Way.LEFT))
    source = _order_id(sample, OWED_TRAVELS, Way.LEFT)
    add_owed_item(agent, kind=Owed.SAMPLE, item="鞋油小样", order_id=source, note="上次断货没放")


def send_along(sample: Sample, at: Millis) -> None:
    """What is owed goes with the buyer's new order."""
    owed = list_owed_items(sample.desk.database, buyer_id=_buyer_id(sample, OWED_TRAVELS))
    order_id = _order_id(sample, OWED_TRAVELS, Way.TODAY)
    put_in(sample.acting("林客服", at), owed_ids=[item.id for item in owed], order_id=order_id)


def enter_exchange(sample: Sample, at: Millis) -> list[int]:
    """An exchange that leaves yesterday evening, of which nobody has told the buyer."""
    source = _order_id(sample, OWED_NEW, Way.LEFT)
    order = ManualOrder(
        Origin.EXCHANGE, _shop_id(sample), (ManualItem("5822-2-W6"),), source_id=source, reason="偏大，换小一码"
    )
    return [enter_order(sample.acting(STAFF[0], at), order=order)]


def change_today(sample: Sample, at: Millis) -> None:
    """A buyer changes their mind after the slip was printed."""
    order_id = _order_id(sample, CHANGES, Way.TODAY)
    item = next(order for order in sample.orders if order.buyer == CHANGES and order.way is Way.TODAY).items[0]
    colour = next((colour for colour in reversed(item.article.colours) if colour != item.colour), item.colour)
    bought, now_wanted = (f"{item.article.code} {said} {item.size}" for said in (item.colour, colour))
    agent = sample.acting("林客服", at)
    enter_note(agent, order_id=order_id, wanted=bought, changed_to=now_wanted, reason="旺旺上说的")


def enter_today(sample: Sample, now: Millis) -> None:
    """Today's orders by hand, an extension, and a talk about postage."""
    at = now - 12 * MINUTE
    clerk, money = sample.acting(STAFF[0], at), sample.acting("吴会计", at + MINUTE)
    shop_id, shoes = _shop_id(sample), ManualItem("5815-2-W6", quantity=2)
    transfer = ManualOrder(Origin.BANK, shop_id, (shoes,), receiver=_LADY, paid=Money(718_00), memo="工行转账")
    enter_order(clerk, order=transfer)
    sizes = tuple(ManualItem(f"5822-1-{size}", quantity=8, price=Money(215_00)) for size in ("W5", "W6", "W7"))
    many = ManualOrder(Origin.WHOLESALE, shop_id, sizes, receiver=_DEALER, paid=Money(5_160_00), memo="月底前发")
    wholesale = enter_order(sample.acting("", at), order=many)
    confirm_transfer(money, order_id=wholesale, amount=Money(5_160_00), reference="回单 0314")
    boots = (ManualItem("7703-2-W7"),)
    called = ManualOrder(Origin.PHONE, shop_id, boots, receiver=_CALLER, paid=Money(428_00), memo="老街坊，电话订")
    phone = enter_order(clerk, order=called)
    settle_orders(money, order_ids=[phone, *_elsewhere(sample, at)], account=CASH, method="cash")
    missed, source = (ManualItem("5815-1-W6"),), _order_id(sample, CHANGES, Way.LEFT)
    enter_order(clerk, order=ManualOrder(Origin.REISSUE, shop_id, missed, source_id=source, reason="两双只发了一双"))
    _extend(sample, now)
    _talk(sample, now)


def _elsewhere(sample: Sample, at: Millis) -> list[int]:
    """Two who buy shoes order in the other shops as well: a man's shirt, and tea."""
    clerk, orders = sample.acting(STAFF[1], at), []
    for known, buyer, platform, item in _ELSEWHERE:
        order = next(order for order in sample.orders if order.buyer == known)
        to, shop = (
            Address(order.receiver, order.phone, *order.place[:4]),
            find_shop(sample.desk.database, SHOPS[platform]),
        )
        assert shop is not None
        price = item.price or Money(0)
        called = ManualOrder(Origin.PHONE, shop.id, (item,), buyer=buyer, receiver=to, paid=price, memo="电话订")
        orders.append(enter_order(clerk, order=called))
    return orders


def _extend(sample: Sample, now: Millis) -> None:
    """One that the buyer knows of, one of which they are still to be told."""
    late = [order for order in sample.orders if order.status == PAID and order.created < now - 25 * HOUR]
    stuck, waiting = (next(order for order in late if order.way is way) for way in (Way.STUCK, Way.NEW))
    desk = sample.acting("林客服", now - 10 * MINUTE)
    for order, told in ((stuck, True), (waiting, False)):
        ids = sample.order_ids([order])
        extend_orders(desk, order_ids=ids, until=now + 3 * DAY, reason="断码，厂里补货", told=told)


def _talk(sample: Sample, now: Millis) -> None:
    abroad = sample.order_ids(order for order in sample.orders if order.place[0].startswith("香港"))
    desk = sample.acting("林客服", now - 9 * MINUTE)
    note_contact(desk, kind="postage", note="已发旺旺，说晚上补 30 元", order_id=abroad[0], next_at=now + 6 * HOUR)


def _shop_id(sample: Sample) -> int:
    shop = find_shop(sample.desk.database, _SHOES)
    assert shop is not None
    return shop.id


def _buyer_id(sample: Sample, name: str) -> int:
    return find_buyer_id(sample.desk.database, name, shop=_SHOES)


def _order_id(sample: Sample, buyer: str, way: Way) -> int:
    """The buyer's order that came this far."""
    found: list[SampleOrder] = [order for order in sample.orders if order.buyer == buyer and order.way is way]
    return sample.order_ids(found)[0]
