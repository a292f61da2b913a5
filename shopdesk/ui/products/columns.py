"""The columns of the list of products, and what is typed into them."""

from collections.abc import Callable, Sequence
from typing import Any

from shopdesk.domain.learned_weights import contradicts
from shopdesk.domain.money import Money
from shopdesk.errors import N_, BadInput
from shopdesk.i18n import _, ngettext
from shopdesk.queries.products import SupplierRow, VariantRow
from shopdesk.services.products import Values
from shopdesk.ui.record_table import RecordColumn


class NotWeight(BadInput):
    template = N_("“{text}” is no weight. Write whole grams, such as 350, or leave it empty.")


class NotMoney(BadInput):
    template = N_("“{text}” is no amount. Write yuan, such as 129 or 129.50.")


class UnknownSupplier(BadInput):
    template = N_("There is no supplier {text}. Enter it under “Suppliers…” first.")


def variant_columns(suppliers: Callable[[], Sequence[SupplierRow]], shelves: Callable[[], Sequence[str]]) -> tuple[
    RecordColumn, ...
]:  # fmt: skip
    """The columns; what is offered while typing comes from the two functions."""
    return (
        RecordColumn("title", N_("Product"), 150, lambda row: row.title or row.product, _product_tip, _text("title"),
                     stretch=4),
        RecordColumn("sku", N_("Code"), 128, lambda row: row.sku, edits=_text("sku"), stretch=2, cuts_middle=True),
        RecordColumn("style", N_("Style"), 76, lambda row: row.style, edits=_text("style"), stretch=2),
        RecordColumn("colour", N_("Colour"), 72, lambda row: row.colour, edits=_text("colour"), stretch=1),
        RecordColumn("size", N_("Size"), 78, lambda row: row.size, edits=_text("size")),
        RecordColumn("barcode", N_("Barcode"), 104, lambda row: row.barcode, edits=_text("barcode"), stretch=1,
                     cuts_middle=True),
        RecordColumn("weight", N_("Weight (g)"), 92, _weight, _weight_tip, _typed_weight, colour=_weight_colour,
                     is_figure=True),
        RecordColumn("shelf", N_("Shelf"), 68, lambda row: row.shelf, edits=_text("shelf"), choices=shelves),
        RecordColumn("price", N_("Price"), 72, lambda row: _amount(row.price),
                     edits=lambda row: _typed_amount(row.price), is_figure=True),
        RecordColumn("cost", N_("Cost"), 72, lambda row: _amount(row.cost), edits=lambda row: _typed_amount(row.cost),
                     is_figure=True),
        RecordColumn("supplier", N_("Supplier"), 92, lambda row: row.supplier, _supplier_tip, _text("supplier"),
                     lambda: [supplier.name for supplier in suppliers()], stretch=1),
        RecordColumn("return_days", N_("Returns"), 66, _return_limit, _supplier_tip, is_muted=True),
        RecordColumn("on_sale", N_("Sale"), 80, _sale, colour=lambda row: "" if row.on_sale else "warning",
                     is_muted=True),
    )  # fmt: skip


def typed_values(key: str, text: str, suppliers: Sequence[SupplierRow]) -> Values:
    """What a text typed into a column means. Raises NotWeight, NotMoney, UnknownSupplier."""
    if key == "weight":
        return {"weight": typed_weight(text)}
    if key in ("price", "cost"):
        return {key: typed_amount(text)}
    if key == "supplier":
        return {"supplier_id": supplier_id(text, suppliers)}
    return {key: text}


def typed_weight(text: str) -> int | None:
    """Grams; None for nothing."""
    bare = text.strip().lower().removesuffix("g").removesuffix("克").strip()
    if not bare:
        return None
    if not bare.isdecimal() or not 1 <= int(bare) <= 100_000:
        raise NotWeight(text=text)
    return int(bare)


def typed_amount(text: str) -> int:
    """Fen; 0 for nothing."""
    bare = text.strip().removesuffix("元").replace(",", "")
    if not bare:
        return 0
    if not bare.replace(".", "", 1).isdecimal() or len(bare) > 10:
        raise NotMoney(text=text)
    return int(Money.parse(bare))


def supplier_id(name: str, suppliers: Sequence[SupplierRow]) -> int | None:
    """The supplier of that name; None for none."""
    if not name:
        return None
    for supplier in suppliers:
        if supplier.name.casefold() == name.casefold():
            return supplier.id
    raise UnknownSupplier(text=name)


def _text(key: str) -> Callable[[Any], str | None]:
    return lambda row: str(getattr(row, key))


def _weight(row: VariantRow) -> str:
    """What somebody typed; else what weighed parcels say, and how far they differ (SHP-12)."""
    if row.weight is not None or row.learned is None:
        return _typed_weight(row)
    return f"≈ {row.learned.grams} ± {row.learned.spread}"


def _typed_weight(row: VariantRow) -> str:
    return "" if row.weight is None else str(row.weight)


def _weight_colour(row: VariantRow) -> str:
    if row.weight is None:
        return "muted"
    return "warning" if contradicts(row.learned, row.weight) else ""


def _weight_tip(row: VariantRow) -> str:
    learned = row.learned
    if learned is None:
        return ""
    said = ngettext("{n} weighed parcel says {grams} g ± {spread}.", "{n} weighed parcels say {grams} g ± {spread}.",
                    learned.parcels).format(n=learned.parcels, grams=learned.grams, spread=learned.spread)  # fmt: skip
    if row.weight is None:
        used = _("Shortages are judged by it until somebody types a weight.")
        return f"{said}\n{used if learned.is_reliable else _('Too few to rely on.')}"
    if contradicts(learned, row.weight):
        return said + "\n" + _("{typed} g was typed, and that can't be: look at the unit.").format(typed=row.weight)
    return said + "\n" + _("{typed} g was typed, and counts.").format(typed=row.weight)


def _amount(fen: int) -> str:
    return Money(fen).shown if fen else ""


def _typed_amount(fen: int) -> str:
    return Money(fen).yuan if fen else ""


def _sale(row: VariantRow) -> str:
    return _("On sale") if row.on_sale else _("Taken down")


def _return_limit(row: VariantRow) -> str:
    return ngettext("{n} day", "{n} days", row.return_days).format(n=row.return_days) if row.return_days else ""


def _product_tip(row: VariantRow) -> str:
    return "\n".join(dict.fromkeys(filter(None, (row.title, row.product, row.shop))))


def _supplier_tip(row: VariantRow) -> str:
    if not row.supplier:
        return _("No supplier yet.")
    if not row.return_days:
        return _("{supplier}: how long it takes faulty goods back is not known yet.").format(supplier=row.supplier)
    days = _return_limit(row)
    return _("{supplier} takes faulty goods back for {days}.").format(supplier=row.supplier, days=days)
