"""Who gets a direct transfer: named by who asks, checked by who pays (REF-05)."""

from dataclasses import dataclass
from typing import Any

from shopdesk.db.database import Database
from shopdesk.domain.permissions import Right
from shopdesk.domain.refund_steps import RefundStep, doubt_about_refund
from shopdesk.domain.refunds import Channel, RefundState, goes_directly
from shopdesk.i18n import _
from shopdesk.queries.refund_cases import find_refund_case
from shopdesk.queries.refunds import PAYEE_CHANGED, RefundRow, get_refund, refund_facts, refund_view
from shopdesk.services import refund_refusals as refusals
from shopdesk.services.clashes import Base
from shopdesk.services.desk import Desk, work
from shopdesk.services.edits import save_edit
from shopdesk.services.privacy import LOOKED
from shopdesk.services.refunds import KINDS, check_way, checked_account, checked_payee, fee_columns, take_refund_step

PAYEE = ("payee", "payee_account", "channel")
"""The fields of the payee's editor."""


@dataclass(frozen=True, slots=True)
class Payee:
    """To whom a direct transfer goes."""

    name: str
    account: str


def change_payee(
    desk: Desk,
    *,
    refund_id: int,
    payee: str | None = None,
    account: str | None = None,
    channel: Channel | None = None,
    base: Base | None = None,
) -> bool:
    """Say who gets it and by which way; what is left out stays. False where it was so.

    What was checked or approved before is to be checked and approved again, and let through again where it goes another
    way than was let through. Above the limit whoever says so neither checks nor approves it.

    Raises PayeeUnclear, AccountUnclear, WayMissing, NotAtThisStep, Clash.
    """
    with work(desk, Right.SERVE, *KINDS) as doing:
        refund = get_refund(desk.database, refund_id)
        view = refund_view(desk.database, order_id=refund.order_id)
        facts = refund_facts(desk.database, refund, view)
        doubt = doubt_about_refund(RefundStep.CHANGE, facts, person_id=desk.actor.id)
        if doubt is not None:
            raise refusals.refusal_of(desk, doubt, RefundStep.CHANGE, refund, view)
        after = {
            "payee": refund.payee if payee is None else checked_payee(payee),
            "payee_account": refund.payee_account if account is None else checked_account(account),
            "channel": (refund.channel if channel is None else Channel(channel)).value,
        }
        check_way(view, refund.kind, Channel(after["channel"]), after["payee_account"])
        if after == {name: str(getattr(refund, name)) for name in PAYEE}:
            return False
        after |= _anew(desk.database, refund, after)
        return save_edit(doing, "refund", refund_id, after, action=PAYEE_CHANGED, kind="refund", base=base)


def _anew(database: Database, refund: RefundRow, after: dict[str, Any]) -> dict[str, Any]:
    """What follows from another payee."""
    channel = Channel(after["channel"])
    is_direct = goes_directly(refund.kind, channel, after["payee_account"])
    case = find_refund_case(database, refund.case_id) if refund.case_id is not None else None
    fee = fee_columns(
        database, amount=refund.amount, is_direct=is_direct, channel=channel, reason=refund.reason, case=case
    )
    unchecked = {"payee_checked_by_id": None, "payee_checked_at": None}
    another_way = {} if is_direct == refund.is_direct else {"above": 0}
    anew = {"state": RefundState.ASKED.value, "approved_by_id": None, "approved_at": None}
    return {**fee, **unchecked, **another_way, **(anew if refund.state is RefundState.APPROVED else {})}


def check_payee(desk: Desk, *, refund_id: int, payee: str, account: str) -> None:
    """Say that the account is really in this name: `payee` and `account` are what was verified, and have to be what
    stands with the refund. Above the limit not by who asked or named the payee.

    Raises PayeeDiffers, CheckedAlready, PaidByPlatform, PayeeMissing, SecondPersonNeeded, PayeeByYou,
    NotAtThisStep.
    """
    with work(desk, Right.PAY, *KINDS) as doing:
        refund = get_refund(desk.database, refund_id)
        if refund.is_open and refund.payee_checked_at is not None:
            raise refusals.CheckedAlready(
                person=refund.payee_checked_by, number=refund_id, when=desk.shown(refund.payee_checked_at)
            )
        after = {"payee_checked_by_id": desk.actor.id, "payee_checked_at": doing.at}
        take_refund_step(doing, refund_id, RefundStep.CHECK, after)
        wrong = [
            name
            for name, said, known in (
                (_("the name"), checked_payee(payee), refund.payee),
                (_("the account"), checked_account(account), refund.payee_account),
            )
            if said.casefold() != known.casefold()
        ]
        if wrong:
            raise refusals.PayeeDiffers(number=refund_id, order_no=refund.order_no, what=_(", ").join(wrong))


def see_payee(desk: Desk, *, refund_id: int) -> Payee:
    """Name and account as they are, for who checks and pays; who looked stands in the trail (DATA-06)."""
    with work(desk, Right.PAY) as doing:
        refund = get_refund(desk.database, refund_id)
        doing.note(LOOKED, "refund", refund_id)
    return Payee(refund.payee, refund.payee_account)
