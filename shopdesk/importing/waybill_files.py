"""Files with waybills: a column of numbers in print order, or order numbers with their waybills (SHP-02)."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from shopdesk.errors import N_, BadInput
from shopdesk.importing.cells import clean
from shopdesk.importing.containers import tables

ORDER_HEADS = ("订单编号", "订单号", "主订单编号", "平台订单号", "order no", "order number", "order_no")
WAYBILL_HEADS = (
    "快递单号", "运单号", "物流单号", "运单号码", "快递运单号", "面单号", "waybill", "waybills", "tracking number",
)  # fmt: skip


class WaybillRow(NamedTuple):
    """One row: its number in the file, the order it is for (or none), and the waybill as it stands there."""

    row: int
    order_no: str
    waybill: str


class NoWaybills(BadInput):
    template = N_("{file}: there is no waybill in it. One column of waybills, or order number and waybill, is read.")


def read_waybill_file(path: Path) -> list[WaybillRow]:
    """The rows of a CSV, XLSX, XLS or text file that name a waybill, in its order, with or without a heading.

    Without one the last filled column is the waybill, the first of several the order number. Raises BadInput.
    """
    for table in tables(path):
        found = _rows([[clean(cell) for cell in row] for row in table.rows()])
        if found:
            return found
    raise NoWaybills(file=path.name)


def _rows(rows: Sequence[Sequence[str]]) -> list[WaybillRow]:
    head = next((i for i, row in enumerate(rows) if any(row)), 0)
    names = [cell.casefold() for cell in rows[head]] if rows else []
    waybill = next((i for i, name in enumerate(names) if name in WAYBILL_HEADS), None)
    order = next((i for i, name in enumerate(names) if name in ORDER_HEADS), None)
    if waybill is not None or order is not None:
        place = waybill if waybill is not None else len(names) - 1
        return _named(rows, head + 1, order, place)
    return [
        WaybillRow(number, filled[0] if len(filled) > 1 else "", filled[-1])
        for number, row in enumerate(rows, 1)
        if (filled := [cell for cell in row if cell])
    ]


def _named(rows: Sequence[Sequence[str]], start: int, order: int | None, waybill: int) -> list[WaybillRow]:
    return [
        WaybillRow(number, row[order] if order is not None and order < len(row) else "", row[waybill])
        for number, row in enumerate(rows[start:], start + 1)
        if waybill < len(row) and row[waybill]
    ]
