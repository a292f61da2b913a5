"""Cases, boxes, refunds, reviews, troubles beside an order or a buyer, each a link that opens it; what begins them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from shopdesk.domain.cases import KINDS, State, state_title
from shopdesk.domain.intake import BOX_STATES, BoxState
from shopdesk.domain.permissions import Right
from shopdesk.domain.refunds import REFUND_KINDS, REFUND_STATES
from shopdesk.i18n import N_, _, ngettext
from shopdesk.services.desk import Desk
from shopdesk.ui.controls import button
from shopdesk.ui.language import Retranslated
from shopdesk.ui.moments import full_moment
from shopdesk.ui.order_forms import trouble_links
from shopdesk.ui.order_forms.clocks import Clocks
from shopdesk.ui.order_forms.record_links import Link, RecordLinks, joined, late_since
from shopdesk.ui.order_forms.trouble_links import Troubles
from shopdesk.ui.rights import apply_right
from shopdesk.ui.theme import Theme

if TYPE_CHECKING:
    # Loaded when they are first read: the window is there sooner.
    from shopdesk.queries.boxes import BoxRow
    from shopdesk.queries.cases import CaseRow
    from shopdesk.queries.refunds import RefundRow


@dataclass(frozen=True, slots=True)
class AfterSales:
    """What came back or goes back of an order or a buyer, read in the background."""

    cases: "tuple[CaseRow, ...]" = ()
    boxes: "tuple[BoxRow, ...]" = ()
    refunds: "tuple[RefundRow, ...]" = ()
    troubles: Troubles = trouble_links.NONE


NONE = AfterSales()


def read_of_order(desk: Desk, order_id: int) -> AfterSales:
    """What belongs to an order."""
    return replace(_read(desk, order_id=order_id), troubles=trouble_links.read_of_order(desk, order_id))


def read_of_buyer(desk: Desk, buyer_id: int | None, *, but_order: int | None = None) -> AfterSales:
    """What belongs to a buyer, without what belongs to one order."""
    if buyer_id is None:
        return AfterSales()
    found = _read(desk, buyer_id=buyer_id)
    return AfterSales(
        tuple(row for row in found.cases if not _is_of(row, but_order)),
        tuple(row for row in found.boxes if not _is_of(row, but_order)),
        tuple(row for row in found.refunds if not _is_of(row, but_order)),
        trouble_links.read_of_buyer(desk, buyer_id).without(but_order),
    )


def _read(desk: Desk, *, order_id: int | None = None, buyer_id: int | None = None) -> AfterSales:
    from shopdesk.queries.boxes import list_boxes_of
    from shopdesk.queries.cases import list_cases
    from shopdesk.queries.refunds import list_refunds

    database = desk.seen
    return AfterSales(
        tuple(list_cases(database, order_id=order_id, buyer_id=buyer_id)),
        tuple(list_boxes_of(database, order_id=order_id, buyer_id=buyer_id)),
        tuple(list_refunds(database, order_id=order_id, buyer_id=buyer_id)),
    )


def _is_of(row: "CaseRow | BoxRow | RefundRow", order_id: int | None) -> bool:
    return order_id is not None and row.order_id == order_id


_GUIDES = {
    "shortage-new": N_("Shortage…"),
    "interception-new": N_("Call back…"),
    "detour-new": N_("Out of reach…"),
    "complaint-new": N_("New complaint…"),
}
"""What other pages begin for an order, by the kind that opens it there."""


class AfterSalesLinks(Retranslated, QWidget):
    """`open_requested` carries kind and id, as a page's own signal does; with `begins` it has buttons that begin a case
    or a refund of the order, or lead through what is wrong with its parcel, and `points_requested` books points on it.
    """

    open_requested = Signal(str, object)
    points_requested = Signal()

    def __init__(self, name: str, desk: Desk, theme: Theme, *, begins: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._shown = AfterSales()
        self._clocks: Clocks | None = None
        self._order_id: int | None = None
        self._itself: tuple[str, int] | None = None
        self._links = RecordLinks(name)
        self._links.open_requested.connect(self.open_requested)
        self._case = button(f"{name}.new-case", "quiet", self)
        self._refund = button(f"{name}.new-refund", "quiet", self)
        for made in (self._case, self._refund):
            made.setVisible(begins)
            apply_right(made, desk, Right.SERVE)
        self._case.clicked.connect(lambda: self.open_requested.emit("case-new", self._order_id))
        self._refund.clicked.connect(lambda: self.open_requested.emit("refund-new", (self._order_id, None)))
        self._guides = {kind: button(f"{name}.{kind}", "quiet", self) for kind in _GUIDES}
        for kind, made in self._guides.items():
            made.setVisible(begins)
            apply_right(made, desk, Right.SERVE)
            made.clicked.connect(lambda *_args, kind=kind: self.open_requested.emit(kind, self._order_id))
        self._points = button(f"{name}.points", "quiet", self)
        self._points.setVisible(begins)
        apply_right(self._points, desk, Right.OVERRULE)
        self._points.clicked.connect(self.points_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._links)
        foot = QGridLayout()  # English words don't fit beside each other in the narrowest panel
        foot.setSpacing(4)
        foot.setColumnStretch(2, 1)
        for place, made in enumerate((self._case, self._refund, *self._guides.values(), self._points)):
            foot.addWidget(made, place // 2, place % 2, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(foot)
        theme.changed.connect(self._show)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text again."""
        self.setAccessibleName(_("Cases, boxes, refunds and troubles"))
        self._case.setText(_("New case…"))
        self._refund.setText(_("New refund…"))
        self._points.setText(_("Book points…"))
        for kind, text in _GUIDES.items():
            self._guides[kind].setText(_(text))
        self._show()

    def show_records(
        self,
        shown: AfterSales,
        clocks: Clocks,
        *,
        order_id: int | None = None,
        itself: tuple[str, int] | None = None,
    ) -> bool:
        """Show these; False for none. Kind and id of the one that they stand beside, `itself`, are left out."""
        self._shown, self._clocks, self._order_id, self._itself = shown, clocks, order_id, itself
        return self._show()

    def _show(self) -> bool:
        found = () if self._clocks is None else _links(self._shown, self._clocks)
        return self._links.show_links(each for each in found if (each.kind, each.record_id) != self._itself)


def _links(shown: AfterSales, clocks: Clocks) -> Iterator[Link]:
    for case in shown.cases:
        is_late = case.is_open and case.due_at is not None and case.due_at < clocks.now
        parts = [_("Case {n}").format(n=case.id), _(KINDS[case.kind]), _(state_title(case.kind, case.state))]
        parts.append(late_since(case.due_at, clocks) if is_late else "")
        tip = [case.items, case.person, full_moment(case.opened_at, clocks.zone)]
        yield Link(
            "case", case.id, joined(parts), "\n".join(filter(None, tip)), case.state is not State.CLOSED, is_late
        )
    for box in shown.boxes:
        pieces = ngettext("{n} piece", "{n} pieces", box.pieces).format(n=box.pieces)
        parts = [_("Box {name}").format(name=box.name), _(BOX_STATES[box.state]), pieces]
        is_open = box.state in (BoxState.OPENED, BoxState.UNCLAIMED)
        yield Link("box", box.id, joined(parts), joined((box.carrier, box.waybill)), is_open)
    for refund in shown.refunds:
        is_late = refund.is_open and refund.due_at is not None and refund.due_at < clocks.now
        parts = [_("Refund {amount}").format(amount=refund.amount.shown), _(REFUND_STATES[refund.state])]
        parts.append(late_since(refund.due_at, clocks) if is_late else "")
        tip = [_(REFUND_KINDS[refund.kind]), refund.asked_by, full_moment(refund.asked_at, clocks.zone)]
        yield Link("refund", refund.id, joined(parts), "\n".join(filter(None, tip)), refund.is_open, is_late)
    yield from trouble_links.links(shown.troubles, clocks)
