"""Editing an order by hand: receiver, goods, carrier, salesperson and amount, with the reason (ORD-15)."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.domain.address_changes import Address
from shopdesk.domain.money import Money
from shopdesk.domain.properties import read_properties
from shopdesk.domain.statuses import Masking
from shopdesk.i18n import N_, _
from shopdesk.queries.orders import Line, OrderDetail
from shopdesk.services.order_edits import LineEdit, OrderEdit
from shopdesk.ui.clash_dialog import Opened
from shopdesk.ui.controls import label, named, restyle
from shopdesk.ui.form_dialog import Field, FieldKind, FormDialog, Values
from shopdesk.ui.order_forms.amounts import what_is_wrong_with_amount

WIDTH = 620
_COLUMNS = (
    ("style", N_("Style"), 3),
    ("colour", N_("Colour"), 2),
    ("size", N_("Size"), 2),
    ("quantity", N_("Pieces"), 1),
    ("price", N_("Price"), 1),
)


class OrderEditForm(FormDialog):
    """`on_save` gets what shall change and why; what it refuses is said in the form, which stays open."""

    def __init__(
        self,
        order: OrderDetail,
        people: Sequence[str],
        on_save: Callable[[OrderEdit, str], object],
        *,
        opened: Opened,
        parent: QWidget,
    ) -> None:
        self._order = order
        super().__init__(
            "edit_order", N_("Edit order"), _fields(order, people), self._hand_over, opened=opened, parent=parent
        )
        self.setMinimumWidth(WIDTH)
        self._hand_on = on_save
        self._cells: list[dict[str, QLineEdit]] = []
        self._add_lines()

    def _add_lines(self) -> None:
        """The goods stand above everything else: they are what is changed most."""
        box = named(QWidget(self), "form.edit_order.lines")
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for column, (key, title, stretch) in enumerate(_COLUMNS):
            heading = label(f"form.edit_order.heading.{key}", "small", parent=box)
            heading.setText(_(title))
            grid.addWidget(heading, 0, column)
            grid.setColumnStretch(column, stretch)
        for place, line in enumerate(self._order.lines):
            self._cells.append(self._line_cells(box, grid, place, line))
        inner = self._inner.layout()
        assert isinstance(inner, QVBoxLayout)
        inner.insertWidget(0, box)
        box.setVisible(bool(self._cells))
        if self._cells:
            self._cells[0]["style"].setFocus()

    def _line_cells(self, box: QWidget, grid: QGridLayout, place: int, line: Line) -> dict[str, QLineEdit]:
        said = {**read_properties(line.properties)._asdict(), "quantity": str(line.quantity), "price": line.price.yuan}
        cells = {}
        small = label(f"form.edit_order.title.{place}", "small", parent=box)
        small.setText(" · ".join(filter(None, (line.sku, line.title))))
        grid.addWidget(small, 2 * place + 1, 0, 1, len(_COLUMNS))
        for column, (key, title, _stretch) in enumerate(_COLUMNS):
            cell = named(QLineEdit(said[key], box), f"form.edit_order.line{place}.{key}")
            cell.setAccessibleName(_("{name}, item {n}").format(name=_(title), n=place + 1))
            grid.addWidget(cell, 2 * place + 2, column)
            cells[key] = cell
        return cells

    def save(self) -> None:
        """Figures of the goods are checked first."""
        wrong = [cell for cells in self._cells for cell in _wrong_cells(cells)]
        for cells in self._cells:
            for cell in cells.values():
                restyle(cell, "wrong", cell in wrong)
        if wrong:
            wrong[0].setFocus()
            self._refusal.setText(_("Pieces are whole numbers from 1, prices amounts such as 12.50."))
            self._refusal.show()
            return
        super().save()

    def _hand_over(self, values: Values) -> None:
        typed = {key: str(value).strip() for key, value in values.items()}
        is_hidden = self._order.masking is Masking.CIPHER
        receiver = Address(**{part: typed[part] for part in Address.__slots__})
        lines = [_line_edit(line, cells) for line, cells in zip(self._order.lines, self._cells, strict=True)]
        edit = OrderEdit(
            receiver=None if is_hidden and not any(typed[part] for part in Address.__slots__) else receiver,
            carrier=typed["carrier"],
            salesperson=typed["salesperson"] or None,
            paid=Money.typed(typed["paid"]),
            lines=lines,
        )
        self._hand_on(edit, typed["reason"])


def _fields(order: OrderDetail, people: Sequence[str]) -> Sequence[Field]:
    is_hidden = order.masking is Masking.CIPHER
    known = {part: "" if is_hidden else getattr(order, part) for part in Address.__slots__}
    titles = {
        "receiver": N_("Name"), "phone": N_("Phone"), "province": N_("Province"), "city": N_("City"),
        "district": N_("District"), "address": N_("Address"),
    }  # fmt: skip
    names = [(name, name) for name in dict.fromkeys(("", order.salesperson, *people))]
    return (
        Field("reason", N_("Why it is changed"), required=True),
        *(Field(part, title, value=known[part]) for part, title in titles.items()),
        Field("carrier", N_("Carrier"), value=order.carrier),
        Field("salesperson", N_("Salesperson"), FieldKind.CHOICE, order.salesperson, choices=names),
        Field("paid", N_("Amount paid"), value=order.paid.yuan, required=True, check=what_is_wrong_with_amount),
    )


def _wrong_cells(cells: dict[str, QLineEdit]) -> list[QLineEdit]:
    quantity, price = cells["quantity"].text().strip(), cells["price"].text().strip()
    wrong = [] if quantity.isdecimal() and int(quantity) > 0 else [cells["quantity"]]
    return wrong + ([] if what_is_wrong_with_amount(price) is None else [cells["price"]])


def _line_edit(line: Line, cells: dict[str, QLineEdit]) -> LineEdit:
    said = {key: cell.text().strip() for key, cell in cells.items()}
    price = Money.typed(said["price"])
    return LineEdit(line.line_no, said["style"], said["colour"], said["size"], int(said["quantity"]), price)
