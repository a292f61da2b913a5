"""What a repair costs and who pays: asked, agreed, paid (REP-03)."""

from typing import Any

from shopdesk.domain.money import MOST_TYPED, Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.reasons import PARTIES, Party
from shopdesk.domain.repairs import ESTIMATES, Estimate, Warranty
from shopdesk.errors import N_, BadInput, Refused
from shopdesk.i18n import _
from shopdesk.queries.repairs import RepairRow, get_repair_row
from shopdesk.services.clashes import last_deed, strict_clash
from shopdesk.services.desk import Desk, Work, need, work
from shopdesk.services.edits import save_edit
from shopdesk.services.repair_steps import KINDS, write_step


class OddFee(BadInput):
    template = N_("{amount}: what a repair costs has to be more than 0 and can't be that large.")


class RepairEnded(Refused):
    template = N_("Repair {number} is over, so nothing more is asked or agreed about its cost.")


class NotAsked(Refused):
    template = N_("The buyer of repair {number} was not asked about the cost ({state}). Ask first.")


class AnsweredAlready(Refused):
    template = N_("The answer to the cost of repair {number} stands already: {state}, by {person} ({when}).")


class UnderWarranty(Refused):
    template = N_("Repair {number} is under warranty: the buyer doesn't pay. Change the warranty first if it isn't.")


class FeeNotAgreed(Refused):
    template = N_(
        "The buyer of repair {number} did not agree to pay {fee} ({state}, {estimate}). Ask the buyer first, or say "
        "that somebody else pays."
    )


class FeeNotDue(Refused):
    template = N_("Nothing is to be paid by the buyer for repair {number} ({party}, {fee}).")


class FeePaid(Refused):
    template = N_("The fee of repair {number} was paid already: {reference}, noted by {person} ({when}).")


class PaidHow(BadInput):
    template = N_("Say how it was paid: the way and the number of the payment.")


def ask_estimate(desk: Desk, *, repair_id: int, amount: Money, version: int | None = None) -> None:
    """The buyer is asked whether mending for this is agreed; asked anew where it became more. Raises OddFee,
    RepairEnded, UnderWarranty, FeePaid, Clash."""
    with work(desk, Right.SERVE, *KINDS) as doing:
        row = _open(desk, repair_id, version)
        _check_amount(amount)
        if row.warranty is Warranty.YES:
            raise UnderWarranty(number=repair_id)
        _check_unpaid(desk, row)
        after = {"estimate": int(amount), "estimate_state": Estimate.ASKED.value}
        _write(doing, row, after, "estimate", amount.shown)


def answer_estimate(desk: Desk, *, repair_id: int, agreed: bool, note: str = "", version: int | None = None) -> None:
    """The buyer answered. Agreed: what was asked is the fee that the buyer pays. Raises NotAsked, AnsweredAlready,
    RepairEnded, Clash."""
    with work(desk, Right.SERVE, *KINDS) as doing:
        row = _open(desk, repair_id, version)
        if row.estimate_state is Estimate.NONE:
            raise NotAsked(number=repair_id, state=_(ESTIMATES[row.estimate_state]))
        if row.estimate_state is not Estimate.ASKED:
            person, when = last_deed(desk, "repair", repair_id, "agree", "decline")
            raise AnsweredAlready(number=repair_id, state=_(ESTIMATES[row.estimate_state]), person=person, when=when)
        said = Estimate.AGREED if agreed else Estimate.DECLINED
        after: dict[str, Any] = {"estimate_state": said.value}
        if agreed:
            after |= {"fee": int(row.estimate), "fee_by": Party.BUYER.value}
        _write(doing, row, after, "agree" if agreed else "decline", note)


def set_fee(desk: Desk, *, repair_id: int, fee: Money, fee_by: Party, version: int | None = None) -> bool:
    """What the repair did cost, and who pays; False where it stood so. The buyer pays no more than what was agreed, and
    nothing under warranty; that somebody else pays what the buyer had agreed to is a supervisor's.

    Raises OddFee, UnderWarranty, FeeNotAgreed, FeePaid, NotAllowed, Clash.
    """
    with work(desk, Right.SERVE, *KINDS) as doing:
        row = get_repair_row(desk.database, repair_id)
        _check_version(desk, row, version)
        if not 0 <= fee <= MOST_TYPED:
            raise OddFee(amount=fee.shown)
        _check_unpaid(desk, row)
        if fee_by is Party.BUYER and fee > 0:
            _check_agreed(row, fee)
        elif row.owed:
            need(desk, Right.OVERRULE)
        after = {"fee": int(fee), "fee_by": fee_by.value}
        return _write(doing, row, after, "fee", f"{fee.shown} {_(PARTIES[fee_by])}")


def pay_fee(desk: Desk, *, repair_id: int, reference: str) -> None:
    """The buyer paid: how, and by which number. Raises PaidHow, FeeNotDue, FeePaid."""
    if not reference.strip():
        raise PaidHow()
    with work(desk, Right.CONFIRM_MONEY, *KINDS) as doing:
        row = get_repair_row(desk.database, repair_id)
        _check_unpaid(desk, row)
        if not row.owed:
            party = _(PARTIES[row.fee_by]) if row.fee_by else "–"
            raise FeeNotDue(number=repair_id, party=party, fee=row.fee.shown)
        _write(doing, row, {"fee_reference": reference.strip()}, "paid", f"{row.fee.shown} {reference.strip()}")


def _open(desk: Desk, repair_id: int, version: int | None) -> RepairRow:
    row = get_repair_row(desk.database, repair_id)
    if not row.is_open:
        raise RepairEnded(number=repair_id)
    _check_version(desk, row, version)
    return row


def _check_version(desk: Desk, row: RepairRow, version: int | None) -> None:
    if version is not None and version != row.version:
        raise strict_clash(desk, "repair", row.id)


def _check_amount(amount: Money) -> None:
    if not 0 < amount <= MOST_TYPED:
        raise OddFee(amount=amount.shown)


def _check_unpaid(desk: Desk, row: RepairRow) -> None:
    if row.fee_reference:
        person, when = last_deed(desk, "repair", row.id, "paid")
        raise FeePaid(number=row.id, reference=row.fee_reference, person=person, when=when)


def _check_agreed(row: RepairRow, fee: Money) -> None:
    if row.warranty is Warranty.YES:
        raise UnderWarranty(number=row.id)
    if row.estimate_state is not Estimate.AGREED or fee > row.estimate:
        state = _(ESTIMATES[row.estimate_state])
        raise FeeNotAgreed(number=row.id, fee=fee.shown, state=state, estimate=row.estimate.shown)


def _write(doing: Work, row: RepairRow, after: dict[str, Any], deed: str, note: str) -> bool:
    if not save_edit(doing, "repair", row.id, after, action=deed, kind="repair", reason=note.strip()):
        return False
    write_step(doing, row, deed, note.strip())
    return True
