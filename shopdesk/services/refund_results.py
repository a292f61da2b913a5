"""Payment results from a table: all of it, or nothing with every wrong row named (REF-03)."""

from dataclasses import dataclass
from pathlib import Path

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused, ShopdeskError
from shopdesk.i18n import _, sentence
from shopdesk.importing.payment_results import AMOUNT, REFUND, ResultRow, read_results, wrong_results
from shopdesk.importing.product_tables import WrongCell
from shopdesk.queries.refunds import RefundNotFound, get_refund
from shopdesk.services.desk import Desk, Work, need, work
from shopdesk.services.refund_payments import note_failed, note_paid
from shopdesk.services.refunds import KINDS


class OtherAmount(Refused):
    template = N_("{amount} is to be paid for refund {number} of order {order_no}, not {paid}.")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a table said."""

    paid: int = 0
    failed: int = 0
    blank: int = 0
    """Rows without a reference: not paid yet."""


def take_results(desk: Desk, *, file: Path) -> Taken:
    """Record the payments of a table: its references, and what came back. Nothing is changed where one row is wrong: a
    refund nobody knows, one that is paid already or not approved, another amount, a reference used twice.

    Raises WrongResults naming each row, NoResultTable, BadInput.
    """
    need(desk, Right.PAY)
    table = read_results(file)
    with work(desk, Right.PAY, *KINDS) as doing:
        wrong = [cell for row in table.rows if (cell := _take(doing, row)) is not None]
        if wrong:
            raise wrong_results(table.file, wrong)
    failed = sum(row.failed for row in table.rows)
    blank = sum(row.is_blank for row in table.rows)
    return Taken(len(table.rows) - failed - blank, failed, blank)


def _take(doing: Work, row: ResultRow) -> WrongCell | None:
    """Record one row, or tell what is wrong with it; what was recorded before is undone with all."""
    try:
        refund = get_refund(doing.desk.database, row.refund_id)
        if row.failed:
            note_failed(doing, row.refund_id, row.remark)
        elif not row.is_blank:
            if row.amount is not None and row.amount != refund.to_pay:
                raise OtherAmount(
                    amount=refund.to_pay.shown, number=refund.id, order_no=refund.order_no, paid=row.amount.shown
                )
            note_paid(doing, row.refund_id, row.reference)
    except RefundNotFound:
        return WrongCell(row.row, _(REFUND), str(row.refund_id), _("There is no such refund."))
    except OtherAmount as error:
        return WrongCell(row.row, _(AMOUNT), row.amount.shown if row.amount else "", sentence(error))
    except ShopdeskError as error:
        return WrongCell(row.row, "", "", sentence(error))
    return None
