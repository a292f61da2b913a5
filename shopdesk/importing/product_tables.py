"""A table of products, made by our own export or typed by somebody: read whole or refused whole (PRD-01)."""

import re
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from shopdesk.errors import N_, BadInput
from shopdesk.i18n import _
from shopdesk.importing.cells import BadCell, clean, code, money, whole_number
from shopdesk.importing.columns import HEADER_ROWS, fold
from shopdesk.importing.containers import Table, tables
from shopdesk.importing.reasons import REASONS, Reason

CODE = N_("Code")
TITLES: dict[str, str] = {
    "shop": N_("Shop"),
    "product": N_("Product code"),
    "title": N_("Product name"),
    "sku": CODE,
    "style": N_("Style"),
    "colour": N_("Colour"),
    "size": N_("Size"),
    "weight": N_("Weight (g)"),
    "shelf": N_("Shelf"),
    "price": N_("Price"),
    "cost": N_("Cost"),
    "barcode": N_("Barcode"),
    "supplier": N_("Supplier"),
    "return_days": N_("Return limit (days)"),
    "on_sale": N_("On sale"),
}
"""The columns of the table in their order: field to heading."""
_NAMES: dict[str, tuple[str, ...]] = {
    "shop": ("店铺", "店铺名称"),
    "product": ("商品编号", "商品编码", "商品ID", "货号"),
    "title": ("商品名称", "商品", "商品标题", "宝贝标题"),
    "sku": ("编码", "商家编码", "规格编码", "SKU编码", "SKU"),
    "style": ("款式",),
    "colour": ("颜色", "color"),
    "size": ("尺码", "尺寸", "规格"),
    "weight": ("重量(克)", "重量(g)", "重量", "weight"),
    "shelf": ("货架", "货位", "库位"),
    "price": ("售价", "价格", "单价"),
    "cost": ("成本", "成本价", "进价"),
    "barcode": ("条码", "条形码", "国际条码"),
    "supplier": ("供应商", "厂家", "供货商"),
    "return_days": ("退货期限(天)", "退货期限", "退厂期限"),
    "on_sale": ("在售", "上架", "状态", "是否在售"),
}
"""What else people call them."""
_YES = frozenset(("1", "yes", "y", "true", "on sale", "on-sale", "在售", "是", "上架", "已上架", "√"))
_NO = frozenset(("0", "no", "n", "false", "taken down", "taken-down", "下架", "已下架", "否", "停售"))
_WEIGHT = re.compile(r"(\d{1,6}(?:\.\d+)?)\s*(g|kg|克|千克|公斤)?", re.IGNORECASE)
_KILOS = frozenset(("kg", "千克", "公斤"))
MOST_GRAMS, MOST_DAYS, NAMED = 100_000, 3_650, 20
"""A heavier item, a longer limit is a slip of the finger; so many wrong cells are named one by one."""

NOT_A_WEIGHT = N_("This is not a weight in grams.")
NOT_DAYS = N_("This is not a number of days.")
NOT_YES_OR_NO = N_("Write yes or no.")
NO_CODE = N_("The code is missing. Fill it in or leave the row out.")


class NoProductTable(BadInput):
    template = N_(
        "{file} has no column for the code of a variant ({names}). Export the table of products to see its columns."
    )


class WrongCells(BadInput):
    template = N_("{file} was not taken over, nothing was changed. Correct this first:\n{cells}")


@dataclass(frozen=True, slots=True)
class WrongCell:
    """Where something is wrong, and what. `column` is empty where the whole row is meant."""

    row: int
    column: str
    value: str
    reason: str

    @property
    def told(self) -> str:
        """As a line for people."""
        if not self.column:
            return _("Row {row}: {reason}").format(row=self.row, reason=self.reason)
        return _("Row {row}, {column} “{value}”: {reason}").format(
            row=self.row, column=self.column, value=self.value[:40], reason=self.reason
        )


def wrong_cells(file: str, wrong: Sequence[WrongCell]) -> WrongCells:
    """The refusal that names the first of them."""
    told = [each.told for each in wrong[:NAMED]]
    if len(wrong) > NAMED:
        told.append(_("… and {n} more").format(n=len(wrong) - NAMED))
    return WrongCells(file=file, cells="\n".join(told))


@dataclass(frozen=True, slots=True)
class TableRow:
    """One variant of the table; `values` holds what the file has columns for. Amounts are fen, weights grams."""

    row: int
    values: dict[str, Any]

    @property
    def sku(self) -> str:
        """The code by which the variant is known."""
        return str(self.values["sku"])


@dataclass(frozen=True, slots=True)
class ProductTable:
    """What a file says."""

    file: str
    fields: tuple[str, ...]
    rows: list[TableRow] = field(default_factory=list)


def read_product_table(path: Path) -> ProductTable:
    """Read a CSV or spreadsheet. Raises NoProductTable, WrongCells with row, column and value of what can't be read,
    and what `containers.tables` raises."""
    found = tables(path)
    for table in found:
        with closing(table.rows()) as rows:
            for place, header in enumerate(islice(rows, HEADER_ROWS), 1):
                columns = _columns(header)
                if "sku" in columns:
                    return _read(table, place, header, columns)
    raise NoProductTable(file=path.name, names=" / ".join((_(CODE), *_NAMES["sku"])))


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Where each field stands, by any of its names."""
    places = {folded: place for place, name in reversed(list(enumerate(header))) if (folded := fold(name))}
    known: dict[str, int] = {}
    for name, title in TITLES.items():
        for word in (name, title, _(title), *_NAMES[name]):
            if fold(word) in places:
                known.setdefault(name, places[fold(word)])
    return known


def _read(table: Table, header_row: int, header: Sequence[str], columns: dict[str, int]) -> ProductTable:
    made, wrong = ProductTable(table.file, tuple(columns)), list[WrongCell]()
    with closing(table.rows()) as rows:
        for number, cells in enumerate(rows, 1):
            if number <= header_row or not any(map(clean, cells)):
                continue
            values: dict[str, Any] = {}
            for name, place in columns.items():
                text = cells[place] if place < len(cells) else ""
                try:
                    values[name] = _READERS[name](text)
                except _Wrong as error:
                    wrong.append(WrongCell(number, header[place], clean(text), _(error.reason)))
            made.rows.append(TableRow(number, values))
    wrong += _twice(made.rows)
    if wrong:
        raise wrong_cells(table.file, sorted(wrong, key=lambda each: each.row))
    return made


def _twice(rows: Sequence[TableRow]) -> list[WrongCell]:
    """Codes that stand in more than one row: which of them should hold?"""
    seen: dict[tuple[str, str], int] = {}
    wrong = []
    for each in rows:
        key = (each.values.get("shop", ""), each.values.get("sku", ""))
        if key[1] and key in seen:
            reason = _("This code stands in row {first} already.").format(first=seen[key])
            wrong.append(WrongCell(each.row, _(CODE), key[1], reason))
        seen.setdefault(key, each.row)
    return wrong


class _Wrong(ValueError):
    """A cell that can't be read; `reason` is a sentence marked by N_."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _text(text: str) -> str:
    return clean(text)


def _code(text: str) -> str:
    try:
        return code(text).strip()
    except BadCell as error:
        raise _Wrong(REASONS[error.reason]) from None


def _needed_code(text: str) -> str:
    found = _code(text)
    if not found:
        raise _Wrong(NO_CODE)
    return found


def _weight(text: str) -> int | None:
    bare = clean(text).replace(",", "")
    if not bare:
        return None
    found = _WEIGHT.fullmatch(bare)
    grams = Decimal(found[1]) * (1000 if (found[2] or "").lower() in _KILOS else 1) if found else Decimal(0)
    whole = int(grams.quantize(Decimal(1), ROUND_HALF_UP))
    if not 1 <= whole <= MOST_GRAMS:
        raise _Wrong(NOT_A_WEIGHT)
    return whole


def _amount(text: str) -> int:
    try:
        amount = money(text)
    except BadCell:
        raise _Wrong(REASONS[Reason.NOT_MONEY]) from None
    if amount < 0:
        raise _Wrong(REASONS[Reason.NOT_MONEY])
    return int(amount)


def _days(text: str) -> int:
    try:
        days = whole_number(clean(text).removesuffix("天"))
    except BadCell:
        raise _Wrong(NOT_DAYS) from None
    if not 0 <= days <= MOST_DAYS:
        raise _Wrong(NOT_DAYS)
    return days


def _yes(text: str) -> bool:
    word = clean(text).lower()
    if word in _NO:
        return False
    if not word or word in _YES or word == _("yes").lower():
        return True
    if word == _("no").lower():
        return False
    raise _Wrong(NOT_YES_OR_NO)


_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("shop", "title", "style", "colour", "size", "shelf", "supplier"), _text),
    **dict.fromkeys(("product", "barcode"), _code),
    "sku": _needed_code, "weight": _weight, "price": _amount, "cost": _amount, "return_days": _days, "on_sale": _yes,
}  # fmt: skip
