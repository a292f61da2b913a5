"""The lists of SHP-05 and SHP-06 as a column of names with counts, and the orders of the chosen one."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from shopdesk.clock import Millis
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.shipping_lists import ShippingList, ShippingRow
from shopdesk.ui.language import Retranslated
from shopdesk.ui.moments import full_moment, short_moment
from shopdesk.ui.record_table import RecordColumn

LIST_TITLES: Mapping[ShippingList, str] = {
    ShippingList.PRINTED_NOT_SHIPPED: N_("Printed, not shipped"),
    ShippingList.NO_WAYBILL: N_("Printed, without a waybill"),
    ShippingList.TO_STOP: N_("To be stopped"),
    ShippingList.SHIPPED_NOT_PACKED: N_("Shipped, not packed"),
    ShippingList.RECEIVED_NOT_SHIPPED: N_("Received, not shipped"),
    ShippingList.PLATFORM_SHIPPED: N_("Shipped on the platform only"),
    ShippingList.UNFINISHED: N_("Unfinished from past days"),
}
"""In the order in which they are shown."""
LIST_HINTS: Mapping[ShippingList, str] = {
    ShippingList.PRINTED_NOT_SHIPPED: N_("On paper, but not gone."),
    ShippingList.NO_WAYBILL: N_("On paper. Give each its number as soon as there is one."),
    ShippingList.TO_STOP: N_(
        "Closed, refunded or changed after the slip was made. Put the goods back, cancel the slip."
    ),
    ShippingList.SHIPPED_NOT_PACKED: N_("Marked as shipped, here or on the platform, but nobody packed it."),
    ShippingList.RECEIVED_NOT_SHIPPED: N_("The buyer confirmed receipt, but it never left here."),
    ShippingList.PLATFORM_SHIPPED: N_("The platform says shipped, the desk doesn't."),
    ShippingList.UNFINISHED: N_("These slips are history by their age, but still here."),
}


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """A row of the table; `id` is its place, since an order in two parcels stands there twice."""

    id: int
    row: ShippingRow
    now: Millis
    zone: str


def columns() -> tuple[RecordColumn, ...]:
    """What the table says of an order."""
    return (
        RecordColumn("order_no", N_("Order"), 136, lambda one: one.row.order_no, cuts_middle=True),
        RecordColumn("buyer", N_("Buyer"), 84, lambda one: one.row.buyer, stretch=2),
        RecordColumn("carrier", N_("Carrier"), 80, lambda one: one.row.carrier, is_muted=True, stretch=1),
        RecordColumn("waybill", N_("Waybill"), 116, lambda one: one.row.waybill, cuts_middle=True, stretch=1),
        _moment("printed", N_("Printed"), "printed_at"),
        _moment("packed", N_("Packed"), "packed_at"),
    )


def _moment(key: str, title: str, field: str) -> RecordColumn:
    return RecordColumn(
        key,
        title,
        92,
        lambda one: short_moment(getattr(one.row, field), one.now, one.zone),
        tip=lambda one: full_moment(getattr(one.row, field), one.zone),
    )


class ListNames(Retranslated, QListWidget):
    """The lists with how many stand on each; what isn't empty is in plain colour."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._counts: Mapping[ShippingList, int] = {}
        for which in LIST_TITLES:
            item = QListWidgetItem(self)
            item.setData(Qt.ItemDataRole.UserRole, which.value)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(self.count() * 30 + 4)
        self.setCurrentRow(0)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Lists"))
        self.show_counts(self._counts)

    def show_counts(self, counts: Mapping[ShippingList, int]) -> None:
        """How many stand on each."""
        self._counts = counts
        for place, (which, title) in enumerate(LIST_TITLES.items()):
            item = self.item(place)
            item.setText(f"{_(title)}  {counts.get(which, 0)}")
            item.setToolTip(_(LIST_HINTS[which]))

    def choose(self, which: ShippingList) -> None:
        """Show this list."""
        self.setCurrentRow(list(LIST_TITLES).index(which))

    @property
    def chosen(self) -> ShippingList:
        """The list that is shown."""
        return ShippingList(self.currentItem().data(Qt.ItemDataRole.UserRole))
