"""A table of payment results: the list of what is to be paid, filled in by finance, or the bank's own (REF-03).

A row names the refund by its number and says its reference, or that the payment failed. Rows that say nothing yet are
counted, never guessed.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from shopdesk.domain.money import Money
from shopdesk.errors import N_, BadInput
from shopdesk.i18n import _
from shopdesk.importing.cells import BadCell, clean, code, money
from shopdesk.importing.columns import HEADER_ROWS, fold
from shopdesk.importing.containers import Table, tables
from shopdesk.importing.product_tables import NAMED, WrongCell
from shopdesk.importing.reasons import REASONS

REFUND, AMOUNT, REFERENCE, RESULT, REMARK = N_("Refund"), N_("To pay"), N_("Reference"), N_("Result"), N_("Remark")
_NAMES: dict[str, tuple[str, ...]] = {
    REFUND: ("refund", "refund number", "退款序号", "退款号", "退款单", "序号"),
    AMOUNT: ("to pay", "amount paid", "应付", "应付金额", "实付", "打款金额", "付款金额"),
    REFERENCE: ("reference", "流水号", "交易号", "付款流水", "付款流水号", "凭证号", "转账单号"),
    RESULT: ("result", "结果", "付款结果", "打款结果", "状态"),
    REMARK: ("remark", "备注", "失败原因", "说明"),
}
"""What people call the columns; our own export has the first names, in either language."""
_PAID = frozenset(("paid", "done", "ok", "success", "成功", "已付", "已付款", "已打款", "付款成功", "打款成功"))
_FAILED = ("failed", "fail", "came back", "失败", "退票", "退回", "被退")
_LONGEST = 9
"""Digits of a refund's number."""


class NoResultTable(BadInput):
    template = N_(
        "{file} has no columns for the refund and its reference. Export what is to be paid, fill in the references, "
        "and give that file back."
    )


class WrongResults(BadInput):
    template = N_("{file} was not taken over, nothing was changed. Correct this first:\n{cells}")


def wrong_results(file: str, wrong: Sequence[WrongCell]) -> WrongResults:
    """The refusal that names the first rows."""
    told = [each.told for each in wrong[:NAMED]]
    if len(wrong) > NAMED:
        told.append(_("… and {n} more").format(n=len(wrong) - NAMED))
    return WrongResults(file=file, cells="\n".join(told))


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What one row says of a payment."""

    row: int
    refund_id: int
    reference: str
    failed: bool
    remark: str
    amount: Money | None
    """What was paid, where the file says it."""

    @property
    def is_blank(self) -> bool:
        """Nothing is known of this payment yet."""
        return not self.reference and not self.failed


@dataclass(frozen=True, slots=True)
class ResultTable:
    """What a file says."""

    file: str
    rows: tuple[ResultRow, ...]


def read_results(path: Path) -> ResultTable:
    """Read a CSV or spreadsheet. Raises NoResultTable, WrongResults with each row that can't be read, and what
    `containers.tables` raises."""
    for table in tables(path):
        with closing(table.rows()) as rows:
            for place, header in enumerate(islice(rows, HEADER_ROWS), 1):
                columns = _columns(header)
                if REFUND in columns and (REFERENCE in columns or RESULT in columns):
                    return _read(table, place, columns)
    raise NoResultTable(file=path.name)


def _columns(header: Sequence[str]) -> dict[str, int]:
    places = {folded: place for place, name in reversed(list(enumerate(header))) if (folded := fold(name))}
    known: dict[str, int] = {}
    for title, names in _NAMES.items():
        for word in (title, _(title), *names):
            if fold(word) in places:
                known.setdefault(title, places[fold(word)])
    return known


def _read(table: Table, header_row: int, columns: dict[str, int]) -> ResultTable:
    made, wrong = list[ResultRow](), list[WrongCell]()
    seen: dict[int, int] = {}
    for number, cells in _filled(table, header_row, columns):
        found = _row(number, cells, wrong)
        if found is None:
            continue
        first = seen.setdefault(found.refund_id, number)
        if first != number:
            reason = _("This refund stands in row {first} already.").format(first=first)
            wrong.append(WrongCell(number, _(REFUND), cells[REFUND], reason))
        made.append(found)
    if wrong:
        raise wrong_results(table.file, wrong)
    return ResultTable(table.file, tuple(made))


def _filled(table: Table, header_row: int, columns: dict[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
    with closing(table.rows()) as rows:
        for number, cells in enumerate(rows, 1):
            if number > header_row and any(map(clean, cells)):
                yield (
                    number,
                    {name: clean(cells[place]) if place < len(cells) else "" for name, place in columns.items()},
                )


def _row(number: int, cells: dict[str, str], wrong: list[WrongCell]) -> ResultRow | None:
    """One row, or None where it can't be read; why is added to `wrong`."""
    before = len(wrong)

    def refuse(name: str, reason: str) -> None:
        wrong.append(WrongCell(number, _(name), cells.get(name, ""), reason))

    refund = cells[REFUND].removesuffix(".0")
    if not (refund.isascii() and refund.isdigit() and len(refund) <= _LONGEST):
        refuse(REFUND, _("This is not the number of a refund."))
    result = cells.get(RESULT, "").lower()
    failed = any(word in result for word in _FAILED)
    reference = ""
    try:
        reference = code(cells.get(REFERENCE, ""))
    except BadCell as error:
        refuse(REFERENCE, _(REASONS[error.reason]))
    if result and not failed and result not in {*_PAID, _("Paid").lower()}:
        refuse(RESULT, _("Write paid or failed."))
    elif result and not failed and not cells.get(REFERENCE):
        refuse(REFERENCE, _("The payment's reference is missing."))
    if failed and not cells.get(REMARK):
        refuse(REMARK, _("Say why the payment failed."))
    amount = None
    try:
        amount = Money(money(cells[AMOUNT])) if cells.get(AMOUNT) else None
    except BadCell:
        refuse(AMOUNT, _("This is not an amount in yuan."))
    if len(wrong) > before:
        return None
    return ResultRow(number, int(refund), reference, failed, cells.get(REMARK, ""), amount)
