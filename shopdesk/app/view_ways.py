"""What can be begun from any page about what it shows: a complaint (CMP-01), points for somebody (TEAM-02)."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from shopdesk.domain.permissions import Right
from shopdesk.domain.points import PointKind
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.ui.messages import Kind
from shopdesk.ui.page import InView
from shopdesk.ui.rights import apply_right

if TYPE_CHECKING:
    from shopdesk.app.shop_window import ShopWindow

_TEXTS = {"complaint": N_("New complaint about this…"), "points": N_("Book points on this…")}
KEYS = {"complaint": "Ctrl+Alt+C", "points": "Ctrl+Alt+P"}
"""By what is begun."""
NARROWEST_FIRST = (
    PointKind.COMPLAINT, PointKind.REVIEW, PointKind.CLAIM, PointKind.INTERCEPTION, PointKind.SHORTAGE,
    PointKind.REPAIR, PointKind.BOX, PointKind.REFUND, PointKind.SLIP, PointKind.CASE, PointKind.ORDER,
)  # fmt: skip
_ICONS = {"complaint": "speakerphone", "points": "hash"}


class ViewWays(QObject):
    """Actions of the window; what they are about the page that is shown tells (`PageWidget.in_view`)."""

    def __init__(self, shop: "ShopWindow") -> None:
        super().__init__(shop.window)
        self._shop = shop
        self.complaint, self.points = self._make("complaint", Right.SERVE), self._make("points", Right.OVERRULE)
        self.complaint.triggered.connect(lambda *_args: self.open_complaint())
        self.points.triggered.connect(lambda *_args: self.book_points())
        shop.look.language.changed.connect(lambda *_args: self._retranslate())
        self._retranslate()

    def open_complaint(self) -> None:
        """A new complaint about the case, the order or the buyer in view; about anything where there is none."""
        view = self._view()
        about: object = view.order_id
        if view.case_id is not None:
            about = {"case_id": view.case_id}
        elif view.order_id is None and view.buyer_id is not None:
            about = {"buyer_id": view.buyer_id}
        self._shop.window.open_record("complaint-new", about)

    def book_points(self) -> None:
        """Points on what is in view, without leaving the page; with nothing in view the page of points says how."""
        from shopdesk.ui.order_forms.points_form import ask_points

        shop, found = self._shop, record_of(self._view())
        if found is None:
            shop.window.messages.toast(_("Choose what the points are about first: an order, a case …"), Kind.WARNING)
            return
        ask_points(
            *found, desk=shop.desk, background=shop.background, messages=shop.window.messages, parent=shop.window
        )

    def _view(self) -> InView:
        page = self._shop.window.page
        return page.in_view() if page is not None else InView()

    def _make(self, name: str, right: Right) -> QAction:
        made = QAction(self)
        made.setObjectName(f"main.{name}")
        made.setShortcut(QKeySequence(KEYS[name]))
        made.setAutoRepeat(False)
        self._shop.look.theme.icons.put(made, _ICONS[name])
        apply_right(made, self._shop.desk, right)
        self._shop.window.add_command(made)
        return made

    def _retranslate(self) -> None:
        for name, action in (("complaint", self.complaint), ("points", self.points)):
            action.setText(_(_TEXTS[name]))


def record_of(view: InView) -> tuple[PointKind, int] | None:
    """What points are booked on: the narrowest of what is in view."""
    found = ((kind, getattr(view, f"{kind.value}_id")) for kind in NARROWEST_FIRST)
    return next(((kind, number) for kind, number in found if number is not None), None)
