"""A shop with damaged goods: its first supplier takes them back for 7 days, and they cost 80 yuan."""

from typing import Any

from shopdesk.domain.intake import Destination
from shopdesk.domain.money import Money
from shopdesk.queries.damage_list import DamageRow, find_damage_of, get_damage
from shopdesk.services.damage_batches import make_damage_batch, send_damage_batch
from shopdesk.services.suppliers import save_supplier
from tests.repair_stand import RepairShop

COST = Money(80_00)


class DamageShop(RepairShop):
    """The supplier takes faulty goods back for 7 days; its goods cost 80 yuan."""

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        save_supplier(desk, supplier_id=self.supplier, name="温岭足意鞋厂", return_days=7, repair_days=7)

    def order(self, **more: Any) -> int:
        order_id = super().order(**more)
        self.desk.database.execute_sql("UPDATE variant SET cost = ?", (int(COST),))
        return order_id

    def damaged(self, *, pieces: int = 1) -> DamageRow:
        """Came in a box, inspected and approved as damage."""
        item_id = self.box_item(self.order(quantity=pieces), quantity=pieces)
        self.approve(item_id, to=Destination.DAMAGE, pieces=pieces)
        found = find_damage_of(self.desk.database, box_item_id=item_id)
        assert found is not None
        return found

    def entry(self, damage_id: int) -> DamageRow:
        return get_damage(self.desk.database, damage_id)

    def returned(self, *damage_ids: int) -> int:
        """A batch with these that went back."""
        batch_id = make_damage_batch(self.desk, supplier_id=self.supplier, damage_ids=damage_ids)
        send_damage_batch(self.desk, batch_id=batch_id, carrier="德邦快递", waybill="DPK1234567890")
        return batch_id
