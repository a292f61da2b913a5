"""A repair by hand: whose order and which line, or what it is in words; then what is broken (REP-01)."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from shopdesk.domain.properties import plain_properties
from shopdesk.domain.repairs import Warranty
from shopdesk.errors import N_, BadInput
from shopdesk.i18n import _
from shopdesk.queries.box_contents import Expected, list_bought
from shopdesk.queries.inspections import get_inspection
from shopdesk.queries.orders import get_order
from shopdesk.queries.products import SupplierRow, list_suppliers
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk
from shopdesk.services.repairs import open_repair
from shopdesk.settings import REPAIR_FAULTS
from shopdesk.ui.background import Background
from shopdesk.ui.controls import label, named
from shopdesk.ui.form_dialog import Field, FieldKind, Values
from shopdesk.ui.form_inputs import Input
from shopdesk.ui.language import Retranslated
from shopdesk.ui.messages import Messages
from shopdesk.ui.order_forms.fault_field import fault_field
from shopdesk.ui.order_forms.order_finder import OrderFinder
from shopdesk.ui.order_forms.writing_form import WritingForm
from shopdesk.ui.repairs.forms import warranty_field

WIDTH = 520


class GoodsMissing(BadInput):
    template = N_("Find the order, or say in words what it is.")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new repair begins with."""

    suppliers: tuple[SupplierRow, ...]
    faults: tuple[str, ...]
    order_id: int | None = None
    order: str = ""
    """Number and buyer, as they are shown."""
    lines: tuple[Expected, ...] = ()
    box_item_id: int | None = None
    item: str = ""
    """What is in the box."""
    fault: str = ""
    quantity: int = 1


def begin(desk: Desk, *, order_id: int | None = None, box_item_id: int | None = None) -> Beginning:
    """For an order, something in a box, or neither. Raises OrderNotFound, ItemNotFound."""
    database = desk.seen
    words: list[str] = get_setting(database, REPAIR_FAULTS)
    suppliers, faults = tuple(list_suppliers(database)), tuple(words)
    if box_item_id is not None:
        item = get_inspection(database, item_id=box_item_id)
        told = _("{item} of box {box}").format(item=item.name, box=f"{item.day} #{item.number}")
        return Beginning(
            suppliers, faults, box_item_id=box_item_id, item=told, fault=item.fault, quantity=item.quantity
        )
    if order_id is None:
        return Beginning(suppliers, faults)
    name, lines = read_order(desk, order_id)
    return Beginning(suppliers, faults, order_id, name, lines)


def read_order(desk: Desk, order_id: int) -> tuple[str, tuple[Expected, ...]]:
    """Number and buyer of an order, and what was bought."""
    order = get_order(desk.seen, order_id)
    return " · ".join(filter(None, (order.order_no, order.buyer))), tuple(list_bought(desk.seen, order_id))


class GoodsPicker(Retranslated, QWidget):
    """The order is found, then its line chosen; `chosen` tells that an order is there."""

    chosen = Signal()

    def __init__(
        self, desk: Desk, background: Background, messages: Messages, begun: Beginning, parent: QWidget
    ) -> None:
        super().__init__(parent)
        name = "new-repair.goods"
        named(self, name)
        self._desk, self._background, self._messages = desk, background, messages
        self.order_id = begun.order_id
        self.finder = OrderFinder(f"{name}.finder", desk, background, messages)
        self.order = label(f"{name}.order", "body", wrap=True, parent=self)
        self.line = named(QComboBox(self), f"{name}.line")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self.finder, self.order, self.line):
            layout.addWidget(part)
        self.finder.chosen.connect(self._read)
        self.setFocusProxy(self.finder)
        self.retranslate()
        self._show(begun.order, begun.lines)

    def retranslate(self) -> None:
        """Write every text again."""
        self.line.setAccessibleName(_("Which of the goods"))

    @property
    def line_id(self) -> int | None:
        """The line that is meant; None while there is no order, or it has none."""
        chosen = self.line.currentData()
        return int(chosen) if chosen is not None else None

    def _read(self, order_id: int) -> None:
        def take(found: tuple[str, tuple[Expected, ...]]) -> None:
            self.order_id = order_id
            self._show(*found)
            self.chosen.emit()

        self._background.run_task(lambda: read_order(self._desk, order_id), take, self._messages.error, owner=self)

    def _show(self, order: str, lines: Sequence[Expected]) -> None:
        self.finder.setVisible(self.order_id is None)
        self.order.setText(order)
        self.order.setVisible(bool(order))
        self.line.clear()
        for each in lines:
            kind = plain_properties(each.properties) or each.properties
            name = " ".join(filter(None, (each.title or each.sku, kind)))
            self.line.addItem(f"{name} ×{each.quantity}", each.line_id)
        self.line.setVisible(bool(lines))
        if self.order_id is not None:
            self.setFocusProxy(self.line)


class GoodsInput(Input):
    """A form's way to the picker."""

    def __init__(self, field: Field, picker: GoodsPicker) -> None:
        super().__init__(field, picker)
        self.picker = picker

    def value(self) -> tuple[int | None, int | None]:
        """The order and its line."""
        return self.picker.order_id, self.picker.line_id

    def retranslate(self) -> None:
        """The picker's parts have names of their own."""
        self.picker.retranslate()


class NewRepair(WritingForm):
    """Type whose order, Enter; choose the line; say what is broken, Enter. `written` carries the repair's number."""

    def __init__(
        self, desk: Desk, background: Background, messages: Messages, begun: Beginning, parent: QWidget
    ) -> None:
        self._shop, self._begun = desk, begun
        self._made: list[GoodsPicker] = []
        self._parts = background, messages
        super().__init__(
            "new-repair", _("New repair"), self._fields(), self._enter, background=background, messages=messages,
            save=N_("Enter the repair"), width=WIDTH, parent=parent,
        )  # fmt: skip
        for picker in self._made:
            picker.chosen.connect(self._on_order)
        if begun.order_id is not None or not self._made:
            self._on_order()

    def take_code(self, code: str) -> None:
        """A code was scanned: it is looked for as an order's."""
        for picker in self._made:
            if picker.order_id is None:
                picker.finder.take_code(code)

    def _on_order(self) -> None:
        """The keys go on to what is not clear yet."""
        QTimer.singleShot(0, self, self.fit)
        several = [picker.line for picker in self._made if picker.line.count() > 1]
        if several:
            several[0].setFocus()
        else:
            self.focus_on("fault")

    def _fields(self) -> tuple[Field, ...]:
        begun = self._begun
        suppliers = [("", _("Who makes the product")), *((str(each.id), each.name) for each in begun.suppliers)]
        own = (
            fault_field(begun.faults, begun.fault, required=False),
            Field("accessories", N_("With it"), hint=N_("Box, bag, spare heels ...")),
            warranty_field(None, with_auto=True),
            Field("supplier", N_("Supplier"), FieldKind.CHOICE, "", choices=suppliers),
            Field("note", N_("Note")),
        )
        if begun.box_item_id is not None:
            return own
        return (
            Field("goods", N_("Whose order"), make=self._make_picker),
            Field("title", N_("Or without an order: what it is")),
            own[0],
            Field("quantity", N_("Pieces"), FieldKind.NUMBER, begun.quantity, lowest=1, highest=999),
            *own[1:],
        )

    def _make_picker(self, field: Field, parent: QWidget) -> Input:
        background, messages = self._parts
        self._made.append(GoodsPicker(self._shop, background, messages, self._begun, parent))
        return GoodsInput(field, self._made[-1])

    def _enter(self, values: Values) -> int:
        warranty, supplier = str(values["warranty"]), str(values["supplier"])
        goods = values.get("goods")
        order_id, line_id = goods if isinstance(goods, tuple) else (None, None)
        title = str(values.get("title", ""))
        if self._begun.box_item_id is None and line_id is None and not title:
            raise GoodsMissing()
        pieces = values.get("quantity", 1)
        return open_repair(
            self._shop, box_item_id=self._begun.box_item_id, order_id=order_id, line_id=line_id, title=title,
            fault=str(values["fault"]), accessories=str(values["accessories"]),
            quantity=pieces if isinstance(pieces, int) else 1, warranty=Warranty(warranty) if warranty else None,
            supplier_id=int(supplier) if supplier else None, note=str(values["note"]),
        )  # fmt: skip
