"""A new review: typed, or pasted from the platform's page, which fills in the rest (REV-01)."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from shopdesk.clock import Millis
from shopdesk.domain.review_kinds import read_pasted_review
from shopdesk.domain.reviews import CAUSES, KINDS, Cause, Kind
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.importing.cells import BadCell, moment
from shopdesk.queries.orders import OrderDetail
from shopdesk.queries.shops import ShopRow
from shopdesk.services.desk import Desk
from shopdesk.services.reviews import enter_review
from shopdesk.ui.background import Background
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.writing_form import WritingForm
from shopdesk.ui.reviews.forms import MOST_STARS

PASTED = "pasted"
WIDTH = 520


class NewReview(WritingForm):
    """What is pasted at the top is understood at once; what was typed by hand stays where the text doesn't tell it."""

    def __init__(
        self,
        desk: Desk,
        background: Background,
        messages: Messages,
        *,
        shops: Sequence[ShopRow],
        order: OrderDetail | None = None,
        text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`order`: what it is about, where that is known; `text`: as it was pasted."""
        order_no, order_id = (order.order_no, order.id) if order is not None else ("", None)
        super().__init__(
            "review-new", N_("New review"), _fields(order_no, shops), _writing(desk, order_no, order_id),
            background=background, messages=messages, save=N_("Enter the review"), width=WIDTH, parent=parent,
        )  # fmt: skip
        self._widgets = {row.field.key: row.input.widget for row in self._rows}
        paste = self._widgets[PASTED]
        assert isinstance(paste, QPlainTextEdit)
        paste.textChanged.connect(lambda: self.understand(paste.toPlainText()))
        if text:
            paste.setPlainText(text)
        self.focus_on("kind" if text or order_no else "order_no")

    def understand(self, text: str) -> None:
        """Fill in what a pasted text says."""
        read = read_pasted_review(text)
        told = {
            "order_no": read.order_no, "kind": read.kind.value if read.kind else "", "said": read.said,
            "later_said": read.later_said, "at": read.at_text, "buyer": read.buyer, "goods": read.goods,
            "stars": read.stars,
        }  # fmt: skip
        for key, value in told.items():
            if value:
                self._put(key, value)

    def _put(self, key: str, value: str | int) -> None:
        widget = self._widgets[key]
        if isinstance(widget, QLineEdit):
            widget.setText(str(value))
        elif isinstance(widget, QPlainTextEdit):
            widget.setPlainText(str(value))
        elif isinstance(widget, QSpinBox):
            widget.setValue(int(value))
        elif isinstance(widget, QComboBox):
            widget.setCurrentIndex(max(0, widget.findData(value)))


def _fields(order_no: str, shops: Sequence[ShopRow]) -> tuple[Field, ...]:
    kinds = [("", "–"), *((kind.value, _(KINDS[kind])) for kind in (Kind.BAD, Kind.NEUTRAL, Kind.GOOD))]
    causes = [("", _("By its words")), *((cause.value, _(CAUSES[cause])) for cause in Cause)]
    named = [("", "–"), *((str(shop.id), shop.name) for shop in shops)]
    shop = [Field("shop", N_("Shop"), FieldKind.CHOICE, choices=named)] if len(shops) > 1 else []
    return (
        Field(PASTED, N_("Pasted from the platform's page"), FieldKind.MULTILINE,
              hint=N_("What it says is filled in below; or type it there.")),
        Field("order_no", N_("Order"), value=order_no, hint=N_("Kept as its number until the order is here.")),
        Field("kind", N_("Review"), FieldKind.CHOICE, "", choices=kinds, required=True),
        Field("said", N_("What the buyer wrote"), FieldKind.MULTILINE),
        Field("later_said", N_("Added later")),
        Field("at", N_("Written on"), hint=N_("Such as 2026-03-05 18:00; now if left out."),
              check=lambda text: _wrong_moment(str(text))),
        Field("buyer", N_("Buyer"), hint=N_("Where no order tells.")),
        Field("goods", N_("Goods"), hint=N_("Of an order with several items.")),
        Field("cause", N_("Cause"), FieldKind.CHOICE, "", choices=causes),
        Field("stars", N_("Stars"), FieldKind.NUMBER, 0, highest=MOST_STARS),
        *shop,
    )  # fmt: skip


def _writing(desk: Desk, order_no: str, order_id: int | None) -> Callable[[Values], object]:
    def write(values: Values) -> int:
        number, shop, cause = str(values["order_no"]), str(values.get("shop", "")), str(values["cause"])
        stars = values["stars"]
        return enter_review(
            desk,
            kind=Kind(str(values["kind"])),
            said=str(values["said"]),
            later_said=str(values["later_said"]),
            at=_moment(str(values["at"])),
            order_no=number,
            order_id=order_id if number == order_no else None,
            stars=stars if isinstance(stars, int) else 0,
            cause=Cause(cause) if cause else None,
            goods=str(values["goods"]),
            buyer=str(values["buyer"]),
            shop_id=int(shop) if shop else None,
        )

    return write


def _moment(text: str) -> Millis | None:
    return moment(text.strip())


def _wrong_moment(text: str) -> str | None:
    try:
        _moment(text)
    except BadCell:
        return _("Type a day and a time such as 2026-03-05 18:00.")
    return None
