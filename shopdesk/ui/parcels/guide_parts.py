"""Parts of guides: what is known of an order's parcels, the choice of one, a field with its name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from shopdesk.clock import Millis
from shopdesk.domain.tracking import STATES
from shopdesk.errors import ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.tracking import ParcelRow, list_parcels_of
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE
from shopdesk.ui.controls import label, named
from shopdesk.ui.moments import short_moment

NAMES = 116
"""px of the names of facts and fields."""
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Subject:
    """The order that a guide is about, and where its parcels are."""

    order: OrderDetail
    tracks: Mapping[str, ParcelRow]
    """By waybill."""
    now: Millis
    zone: str

    @property
    def name(self) -> str:
        """`4001 · tb_1 · 一号店`."""
        return " · ".join(filter(None, (self.order.order_no, self.order.buyer, self.order.shop)))

    @property
    def place(self) -> str:
        """Where it goes to, as far as it matters here."""
        return " ".join(filter(None, (self.order.province, self.order.city, self.order.district)))

    def where(self, waybill: str) -> str:
        """What the carrier told last of a parcel; "" where nobody follows it."""
        track = self.tracks.get(waybill)
        if track is None:
            return ""
        told = (_(STATES[track.state]), short_moment(track.moved_at, self.now, self.zone), track.last_text)
        return " · ".join(filter(None, told))


def read_subject(desk: Desk, order_id: int) -> Subject:
    """Raises OrderNotFound."""
    order = get_order(desk.seen, order_id)
    tracks = {row.waybill: row for row in list_parcels_of(desk.seen, order_id=order_id)}
    return Subject(order, tracks, desk.clock(), get_setting(desk.seen, ZONE))


class Sent(Protocol):
    """A parcel of an order."""

    @property
    def carrier(self) -> str:
        """By whom it went."""

    @property
    def waybill(self) -> str:
        """Its number."""


class ParcelChoice(QComboBox):
    """Which of an order's parcels; hidden where there is nothing to choose."""

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name)

    def show_parcels(self, parcels: Sequence[Sent]) -> None:
        """Offer these; the first one is chosen."""
        self.blockSignals(True)
        self.clear()
        for each in {each.waybill: each for each in parcels if each.waybill}.values():
            self.addItem(" ".join(filter(None, (each.carrier, each.waybill))), each)
        self.blockSignals(False)
        self.setVisible(self.count() > 1)

    @property
    def waybill(self) -> str:
        """ "" where the order has no parcel."""
        chosen = self.currentData()
        return str(chosen.waybill) if chosen is not None else ""

    @property
    def carrier(self) -> str:
        """Of the parcel that is chosen."""
        chosen = self.currentData()
        return str(chosen.carrier) if chosen is not None else ""

    def choose(self, waybill: str) -> None:
        """Take this one, where it is among them."""
        for place in range(self.count()):
            if self.itemData(place).waybill == waybill:
                self.setCurrentIndex(place)

    def choose_but(self, begun: Mapping[str, int]) -> int | None:
        """The first parcel about which nothing was begun yet, by waybill; where all have something, the first of it."""
        numbers = [self.itemData(place).waybill for place in range(self.count())]
        free = next((number for number in numbers if number not in begun), None)
        if free is not None:
            self.choose(free)
        return None if free is not None or not begun else next(iter(begun.values()))


class FieldRow(QWidget):
    """A name, and beside it what is typed."""

    def __init__(self, name: str, title: str, part: QWidget) -> None:
        super().__init__()
        named(self, name)
        self._title, self.part = title, part
        self._name = label(f"{name}.name", "muted", parent=self)
        self._name.setFixedWidth(NAMES)
        self._name.setBuddy(part)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._name, 0, Qt.AlignmentFlag.AlignTop if part.sizeHint().height() > 40 else _MIDDLE)
        layout.addWidget(part, 1)

    def retranslate_field(self) -> None:
        """Write its name again."""
        self._name.setText(_(self._title))
        self.part.setAccessibleName(_(self._title))


_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def refusal_of(work: Callable[[], Result]) -> tuple[Result | None, str]:
    """What came of reckoning, or why nothing did; anything but a refusal of ours is a bug and goes on."""
    try:
        return work(), ""
    except ShopdeskError as error:
        if error.is_quiet:
            raise
        return None, sentence(error)
