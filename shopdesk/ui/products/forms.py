"""Entering a variant by hand, and what several variants are given at once."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk.errors import N_, BadInput
from shopdesk.i18n import _, sentence
from shopdesk.queries.products import SupplierRow
from shopdesk.queries.shops import ShopRow
from shopdesk.queries.size_tables import SizeTableRow
from shopdesk.services.products import NewVariant
from shopdesk.ui.form_dialog import Field, FieldKind, FormDialog, Values
from shopdesk.ui.products.columns import typed_amount, typed_weight

_TEXTS = ("title", "style", "colour", "size", "barcode", "shelf")


def variant_form(
    shops: Sequence[ShopRow],
    suppliers: Sequence[SupplierRow],
    on_save: Callable[[NewVariant], object],
    parent: QWidget,
) -> FormDialog:
    """A new variant; `on_save` may refuse it."""
    shop = Field("shop", N_("Shop"), FieldKind.CHOICE, choices=[(str(shop.id), shop.name) for shop in shops])
    fields = (
        *((shop,) if len(shops) > 1 else ()),
        Field("sku", N_("Code"), required=True, hint=N_("As it stands in the platform's orders.")),
        Field("title", N_("Product"), required=True),
        Field("product", N_("Product code"), hint=N_("The platform's number of the product, if there is one.")),
        Field("style", N_("Style")),
        Field("colour", N_("Colour")),
        Field("size", N_("Size")),
        Field("barcode", N_("Barcode")),
        Field("weight", N_("Weight (g)"), check=_checked(typed_weight)),
        Field("shelf", N_("Shelf")),
        Field("price", N_("Price"), check=_checked(typed_amount)),
        Field("cost", N_("Cost"), check=_checked(typed_amount)),
        _supplier_field(suppliers),
    )

    def save(values: Values) -> None:
        shop_id = int(str(values["shop"])) if "shop" in values else shops[0].id
        on_save(NewVariant(shop_id, str(values["sku"]), str(values["product"]), _entered(values)))

    return FormDialog("product", N_("New variant"), fields, save, save=N_("Add"), parent=parent)


def shelf_form(shelves: Sequence[str], on_save: Callable[[str], object], parent: QWidget) -> FormDialog:
    """One shelf for several variants."""
    field = Field("shelf", N_("Shelf"), hint=", ".join(shelves[:12]))
    title = N_("Shelf of the chosen variants")
    return FormDialog("shelf", title, (field,), lambda values: on_save(str(values["shelf"])), parent=parent)


def weight_form(on_save: Callable[[int | None], object], parent: QWidget) -> FormDialog:
    """One weight for several variants: the sizes of a shoe weigh about the same."""
    field = Field("weight", N_("Weight (g)"), check=_checked(typed_weight))
    title = N_("Weight of the chosen variants")
    save = lambda values: on_save(typed_weight(str(values["weight"])))  # noqa: E731
    return FormDialog("weight", title, (field,), save, parent=parent)


def supplier_form(
    suppliers: Sequence[SupplierRow], on_save: Callable[[int | None], object], parent: QWidget
) -> FormDialog:
    """One supplier for the products of several variants."""

    def save(values: Values) -> None:
        on_save(int(str(values["supplier"])) if values["supplier"] else None)

    title = N_("Supplier of the chosen products")
    return FormDialog("supplier_choice", title, (_supplier_field(suppliers),), save, parent=parent)


def sizes_form(
    tables: Sequence[SizeTableRow], now: int | None, on_save: Callable[[int | None], object], parent: QWidget
) -> FormDialog:
    """One table of sizes for the products of several variants; `now` is theirs, where all have the same."""

    def save(values: Values) -> None:
        on_save(int(str(values["table"])) if values["table"] else None)

    choices = [("", _("None")), *((str(table.id), table.name) for table in tables)]
    hint = "" if tables else N_("There is none yet: take the starting tables over on the Scripts page.")
    chosen = "" if now is None else str(now)
    field = Field("table", N_("Table of sizes"), FieldKind.CHOICE, value=chosen, choices=choices, hint=hint)
    title = N_("Table of sizes of the chosen products")
    return FormDialog("sizes_choice", title, (field,), save, parent=parent)


def _supplier_field(suppliers: Sequence[SupplierRow]) -> Field:
    choices = [("", _("None")), *((str(supplier.id), supplier.name) for supplier in suppliers)]
    return Field("supplier", N_("Supplier"), FieldKind.CHOICE, choices=choices)


def _entered(values: Values) -> dict[str, Any]:
    made: dict[str, Any] = {key: str(values[key]) for key in _TEXTS}
    made["weight"] = typed_weight(str(values["weight"]))
    made |= {key: typed_amount(str(values[key])) for key in ("price", "cost")}
    if values["supplier"]:
        made["supplier_id"] = int(str(values["supplier"]))
    return made


def _checked(read: Callable[[str], object]) -> Callable[[object], str | None]:
    def check(value: object) -> str | None:
        try:
            read(str(value))
        except BadInput as error:
            return sentence(error)
        return None

    return check
