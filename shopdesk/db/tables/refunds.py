"""The platform's own refund requests, as its refund files tell them."""

from peewee import ForeignKeyField, TextField

from shopdesk.db.tables.base import Table, fen, millis, number, text
from shopdesk.db.tables.shops import Shop


class RefundRequest(Table):
    """A request; its order may not have been imported (yet), so it is tied by number."""

    shop = ForeignKeyField(Shop, index=False)
    refund_no = TextField()
    order_no = TextField()
    kind = text()
    state = text()
    goods_state = text()
    amount = fen()
    reason = text()
    explanation = text()
    title = text()
    sku = text()
    return_carrier = text()
    return_waybill = text()
    requested_at = millis()
    deadline = millis()
    finished_at = millis()
    import_id = number()

    class Meta:
        indexes = ((("shop", "refund_no"), True), (("shop", "order_no"), False))
