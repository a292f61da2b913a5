"""What tests of the page of parcels do with it."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit

from shopdesk.clock import Millis, now
from shopdesk.domain.permissions import Right
from shopdesk.domain.tracking import Event, Source, Told
from shopdesk.domain.tracking_words import status_of
from shopdesk.queries.tracking import get_parcel
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.tracking_rows import follow_parcel
from shopdesk.services.tracking_writer import EventWriter
from shopdesk.ui.parcels.page import ParcelsPage
from tests.factories import add_order
from tests.window_stand import WindowStand

DAY = 86_400_000
YT, SF, ZTO = "YT1000000000001", "SF1000000000002", "75400000000003"


class Clock:
    """The time of all PCs; tests turn it."""

    def __init__(self) -> None:
        self.now = now()

    def __call__(self) -> Millis:
        return self.now


def leave(
    desk: Desk,
    waybill: str,
    *,
    days: float = 0,
    carrier: str = "圆通速递",
    place: str = "四川省 成都市",
    **columns: Any,
) -> int:
    """An order whose parcel left so many days ago; returns the order's id."""
    left = desk.clock() - round(days * DAY)
    then = replace(desk, clock=lambda: left)
    province, city = place.split()
    values: dict[str, Any] = {
        "buyer": f"tb_{waybill[-2:]}",
        "paid": 19_900,
        "order_no": f"NO{waybill[-4:]}",
        "status": 2,
    } | columns
    order = add_order(desk, waybill=waybill, carrier=carrier, province=province, city=city, **values)
    with work(then, Right.SERVE, Changed.PARCELS) as doing:
        follow_parcel(doing, waybill=waybill, carrier=carrier, order_id=order)
    return order


def tell(desk: Desk, waybill: str, said: str, *, days: float = 0, carrier: str = "圆通速递") -> None:
    """A carrier told this so many days ago."""
    with work(desk, Right.SERVE, Changed.PARCELS) as doing:
        writer = EventWriter(desk.database, now=doing.at, source=Source.FILE)
        event = Event(doing.at - round(days * DAY), said, "", status_of(said))
        writer.write([Told(waybill, carrier, event)])
        writer.finish()


def at(stand: WindowStand, word: str = "stalled") -> ParcelsPage:
    """The page with one of its lists of parcels."""
    page: ParcelsPage = stand.open("parcels")
    page.open_record("parcel-list", word)
    stand.settle()
    return page


def listed(page: ParcelsPage) -> list[str]:
    """The numbers in the list that is shown, from the top."""
    return [row.waybill for row in page.view.table.records.rows]  # type: ignore[attr-defined]


def choose(stand: WindowStand, page: ParcelsPage, waybill: str) -> None:
    """Go to a parcel and wait until the panel shows it."""
    number = get_parcel(stand.desk.database, waybill).id
    assert page.parcels.table.go_to(number)
    stand.settle()
    stand.wait_for(lambda: page.parcels.details.shown is not None and page.parcels.details.shown.row.id == number)
    page.take_focus()


def said(part: Any) -> str:
    """What is to be read in a part of the window."""
    return "\n".join(each.text() for each in part.findChildren(QLabel) if each.isVisibleTo(part))


def pick(stand: WindowStand, key: str, value: str) -> None:
    """Choose in a field of the open form by its word."""
    dialog = stand.dialog()
    box = dialog.findChild(QComboBox, f"{dialog.objectName()}.{key}")
    assert box is not None, key
    box.setCurrentIndex(box.findData(value))


def paste(stand: WindowStand, key: str, text: str) -> None:
    """Put several lines into a field of the open form."""
    dialog = stand.dialog()
    field = dialog.findChild(QPlainTextEdit, f"{dialog.objectName()}.{key}")
    assert field is not None, key
    field.setPlainText(text)
