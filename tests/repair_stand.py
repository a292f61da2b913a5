"""A shop with goods to mend: a supplier, shipped orders, people of every kind."""

from dataclasses import replace

from shopdesk.clock import Millis
from shopdesk.db.database import add_row, rows_of
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.intake import Destination, Wish
from shopdesk.domain.statuses import Stage, Status
from shopdesk.queries.boxes import list_box_items
from shopdesk.queries.repairs import RepairRow, find_repair_of, get_repair_row
from shopdesk.services.box_items import ItemEntry, add_item
from shopdesk.services.boxes import open_box, register_box
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.inspections import approve_items, inspect_item
from shopdesk.services.people import add_person
from shopdesk.services.repair_batches import dispatch, make_batch
from shopdesk.services.suppliers import save_supplier
from tests.factories import NOON, add_order

STAFF = {"小李": "agent", "小吴": "warehouse", "小郑": "warehouse", "老周": "supervisor", "小钱": "finance"}


class RepairShop:
    """The owner's desk, and those of others by name; time passes where a test says so."""

    def __init__(self, desk: Desk) -> None:
        self.now: Millis = NOON
        self.desk = replace(desk, clock=lambda: self.now)
        self.people = {name: add_person(desk, name=name, role=role) for name, role in STAFF.items()}
        self.supplier = save_supplier(desk, name="温岭足意鞋厂", repair_days=7)
        self.other_supplier = save_supplier(desk, name="海宁织里服饰")
        self._boxes = 0

    def acting(self, name: str) -> Desk:
        """The shop at somebody's desk."""
        person = self.people[name]
        return replace(self.desk, actor=Actor(person.id, person.name, person.role))

    def order(self, *, lines: int = 1, days_ago: int = 10, buyer: str = "tb_zhao", quantity: int = 1) -> int:
        """An order that left; its first line's product is made by the first supplier."""
        created = NOON - days_ago * DAY_MS
        order_id = add_order(
            self.desk, buyer=buyer, lines=lines, status=int(Status.SHIPPED), stage=int(Stage.SHIPPED), created=created,
            paid_at=created, shipped_at=created + DAY_MS,
        )  # fmt: skip
        database = self.desk.database
        database.execute_sql("UPDATE order_line SET quantity = ? WHERE order_id = ?", (quantity, order_id))
        title, sku = rows_of(database, "SELECT title, sku FROM order_line WHERE order_id = ? LIMIT 1", (order_id,))[0]
        product = add_row(
            database,
            "INSERT INTO product (shop_id, code, title, supplier_id) VALUES (1, ?, ?, ?)",
            (sku, title, self.supplier),
        )
        database.execute_sql("INSERT INTO variant (product_id, shop_id, sku) VALUES (?, 1, ?)", (product, sku))
        return order_id

    def box_item(self, order_id: int, *, wish: Wish = Wish.REPAIR, quantity: int = 1) -> int:
        """Something that came back in a box of its own, registered; returns the item."""
        self._boxes += 1
        box_id = open_box(self.acting("小吴"), scan=f"SF{self._boxes:010d}")
        line = rows_of(self.desk.database, "SELECT id FROM order_line WHERE order_id = ? LIMIT 1", (order_id,))[0][0]
        entry = ItemEntry(order_id=order_id, line_id=line, wish=wish, fault="开胶", quantity=quantity)
        add_item(self.acting("小吴"), box_id=box_id, item=entry)
        register_box(self.acting("小吴"), box_id=box_id)
        return list_box_items(self.desk.database, box_id=box_id)[0].id

    def approve(self, item_id: int, *, to: Destination = Destination.REPAIR, pieces: int = 1) -> None:
        """One inspects, another approves."""
        inspect_item(self.acting("小吴"), item_id=item_id, good=0, faulty=pieces, faulty_to=to, note="开胶")
        approve_items(self.acting("小郑"), item_ids=[item_id])

    def came(self, order_id: int | None = None) -> RepairRow:
        """A repair that came in a box and is approved."""
        item_id = self.box_item(order_id or self.order())
        self.approve(item_id)
        found = find_repair_of(self.desk.database, item_id)
        assert found is not None
        return found

    def row(self, repair_id: int) -> RepairRow:
        """How it stands now."""
        return get_repair_row(self.desk.database, repair_id)

    def sent(self, *repair_ids: int) -> int:
        """A batch with these that went to the factory."""
        batch_id = make_batch(self.desk, supplier_id=self.supplier, repair_ids=repair_ids)
        dispatch(self.desk, batch_id=batch_id, carrier="德邦快递", waybill="DPK1234567890")
        return batch_id
