"""Random steps with refunds by several people: money never goes beyond what was paid, nobody approves their own, and
the trail tells each step (REF-03, REF-04)."""

import random
from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.refund_steps import REFUND_RULES, RefundFacts, RefundStep, doubt_about_refund
from shopdesk.domain.refunds import COUNTS, OPEN, Channel, RefundKind, RefundState
from shopdesk.errors import ShopdeskError
from shopdesk.queries.overpayments import list_overpayments
from shopdesk.queries.refunds import list_refunds, refund_facts, refund_view
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Desk
from shopdesk.services.overpayments import pay_out
from shopdesk.services.refund_payees import change_payee, check_payee
from shopdesk.services.refund_payments import fail_refund, pay_refund
from shopdesk.services.refunds import (
    approve_refund,
    ask_refund,
    let_refund_through,
    refuse_refund,
    withdraw_refund,
)
from tests.factories import add_order
from tests.services.refunders import Refunders, make_refunders

PAID, OVERPAID, LIMIT = 21_400, 1_500, 5_000
KINDS = (RefundKind.ONLY, RefundKind.PRICE, RefundKind.FREIGHT, RefundKind.OVERPAID, RefundKind.TRANSFER)
WAYS = (Channel.PLATFORM, Channel.PLATFORM, Channel.WALLET, Channel.BANK, Channel.CASH)
PAYEES = (("张三", "6222020200001234567"), ("李四", "li@example.com"))


class Shop:
    """People who do with a few orders' money what comes to their minds."""

    def __init__(self, people: Refunders, seed: int) -> None:
        self.people, self.luck, self.numbers = people, random.Random(seed), count(1)
        self.desks = [people.owner, people.agent, people.other_agent, people.supervisor, people.finance]
        self.orders = [add_order(people.owner, paid=PAID, postage=OVERPAID) for _ in range(8)]
        self.done: Counter[str] = Counter()

    def act(self) -> None:
        """One of the things that can be done, by somebody, to something."""
        deed = self.luck.choice([*_DEEDS, _ask, *[_approve, _check, _pay] * 5])
        try:
            deed(self)
            self.done[deed.__name__] += 1
        except ShopdeskError:
            self.done["refused"] += 1

    def someone(self) -> Desk:
        return self.luck.choice([*self.desks, self.people.supervisor, self.people.owner, self.people.finance])

    def refund(self) -> int:
        """Mostly one with which there is something to do."""
        states = OPEN if self.luck.random() < 0.8 else ()
        found = [row.id for row in list_refunds(self.people.owner.database, states=states)]
        return self.luck.choice(found) if found else 99_999


def _ask(shop: Shop) -> None:
    payee, account = shop.luck.choice([("", ""), *PAYEES])
    ask_refund(
        shop.someone(),
        order_id=shop.luck.choice(shop.orders),
        kind=shop.luck.choice(KINDS),
        reason=shop.luck.choice(["quality", "size", "补差价"]),
        amount=Money(shop.luck.choice([100, 1_500, 2_500, 5_000, 5_001, 12_000, PAID])),
        channel=shop.luck.choice(WAYS),
        payee=payee,
        account=account,
        above_reason=shop.luck.choice(["", "", "", "", "老顾客"]),
    )


def _approve(shop: Shop) -> None:
    approve_refund(shop.someone(), refund_id=shop.refund())


def _pay(shop: Shop) -> None:
    pay_refund(shop.someone(), refund_id=shop.refund(), reference=f"Z{next(shop.numbers) // 2}")


def _check(shop: Shop) -> None:
    payee, account = shop.luck.choice(PAYEES)
    check_payee(shop.someone(), refund_id=shop.refund(), payee=payee, account=account)


def _change(shop: Shop) -> None:
    payee, account = shop.luck.choice(PAYEES)
    change_payee(shop.someone(), refund_id=shop.refund(), payee=payee, account=account, channel=shop.luck.choice(WAYS))


def _refuse(shop: Shop) -> None:
    refuse_refund(shop.someone(), refund_id=shop.refund(), reason="不行")


def _withdraw(shop: Shop) -> None:
    withdraw_refund(shop.someone(), refund_id=shop.refund(), reason="错了")


def _let(shop: Shop) -> None:
    let_refund_through(shop.someone(), refund_id=shop.refund(), reason="投诉")


def _fail(shop: Shop) -> None:
    fail_refund(shop.someone(), refund_id=shop.refund(), reason="退票")


def _pay_out(shop: Shop) -> None:
    order = shop.luck.choice(shop.orders)
    pay_out(shop.someone(), order_id=order, amount=Money(shop.luck.choice([100, 700])), reference="T")


def _less(shop: Shop) -> None:
    """An import says that less came in than was thought."""
    less = shop.luck.choice([0, 3_000])
    order = shop.luck.choice(shop.orders)
    shop.people.owner.database.execute_sql("UPDATE orders SET paid = ? WHERE id = ?", (PAID - less, order))


_DEEDS = (_ask, _approve, _pay, _check, _change, _refuse, _withdraw, _let, _fail, _pay_out, _less)


def check_money(shop: Shop, order: int) -> None:
    """No moment at which more is away, or about to go, than what was paid and a supervisor let through."""
    database = shop.people.owner.database
    rows = [row for row in list_refunds(database, order_id=order) if row.state in COUNTS]
    out = sum((each.amount for each in list_overpayments(database, order) if each.way == "payout"), ZERO)
    assert sum((row.amount for row in rows if not row.is_let_through), ZERO) + out <= PAID
    assert len({(row.reason, row.amount) for row in rows}) == len(rows), "none twice"
    assert refund_view(database, order_id=order).money.gone() == sum((row.amount for row in rows), ZERO) + out


@pytest.mark.parametrize("seed", range(4))
def test_whatever_people_do_the_money_stays_below_what_was_paid(tmp_path: Path, seed: int) -> None:
    shop = Shop(make_refunders(tmp_path), seed)
    database = shop.people.owner.database
    for turn in range(400):
        shop.act()
        check_money(shop, shop.orders[turn % len(shop.orders)])
    for row in list_refunds(database):
        trail = list_trail(database, kind="refund", record_id=row.id)
        told = [each.action for each in trail]
        assert told.count("refund asked") == 1
        assert ("refund let-through" in told or row.decision != "") or not row.is_let_through
        if row.state in (RefundState.APPROVED, RefundState.PAID):
            assert "refund approved" in told and (row.amount <= LIMIT or row.approved_by != row.asked_by)
        if row.state is RefundState.PAID:
            assert "refund paid" in told and row.reference
            assert not row.is_direct or row.payee_checked_by
            assert not row.is_direct or row.amount <= LIMIT or row.payee_checked_by != row.asked_by
            named = next((each.person for each in trail if each.action == "refund payee"), "")
            is_large = row.is_direct and row.amount > LIMIT
            assert not is_large or named not in (row.approved_by, row.payee_checked_by)
    references = [row.reference for row in list_refunds(database, states=[RefundState.PAID])]
    assert len(references) == len(set(references))
    assert all(shop.done[deed.__name__] for deed in (_ask, _approve, _pay, _check)), shop.done


@pytest.mark.parametrize("seed", range(3))
def test_none_is_stuck(tmp_path: Path, seed: int) -> None:
    """Whatever is open, somebody in the shop can do something with it that brings it to an end."""
    shop = Shop(make_refunders(tmp_path), 100 + seed)
    for _turn in range(150):
        shop.act()
    database = shop.people.owner.database
    for row in list_refunds(database, states=OPEN):
        able = {
            step
            for desk in shop.desks
            for step, rule in REFUND_RULES.items()
            if desk.actor.may(rule.right)
            and doubt_about_refund(step, refund_facts(database, row), person_id=desk.actor.id) is None
        }
        assert RefundStep.REFUSE in able
        assert able & {RefundStep.APPROVE, RefundStep.PAY, RefundStep.CHECK, RefundStep.CHANGE, RefundStep.LET_THROUGH}


@pytest.mark.parametrize("state", RefundState)
@pytest.mark.parametrize("step", RefundStep)
def test_steps_are_taken_from_their_states_only(state: RefundState, step: RefundStep) -> None:
    facts = RefundFacts(
        state, RefundKind.TRANSFER, asked_by=1, is_direct=True, has_payee=True, is_checked=True,
        over=ZERO if step is not RefundStep.LET_THROUGH else Money(1),
    )  # fmt: skip
    possible = doubt_about_refund(step, facts, person_id=1) is None
    assert possible == (state in REFUND_RULES[step].came_from)
