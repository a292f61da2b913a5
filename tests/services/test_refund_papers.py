"""The list of what finance pays today: who may have it, what stands on it, and that nothing is paid twice unseen."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.domain.refunds import Channel, RefundKind
from shopdesk.errors import OutputFailed, ShopdeskError
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import NotAllowed
from shopdesk.services.refund_exports import export_to_pay
from shopdesk.services.refund_papers import (
    NothingToPay,
    NotToPay,
    find_unlisted,
    preview_refund_list,
    print_refund_list,
)
from shopdesk.services.refund_payees import check_payee
from shopdesk.services.refund_payments import pay_refund
from tests.factories import NOON, add_order
from tests.printing.samples import pages
from tests.services.refunders import Refunders, approved, ask, make_refunders
from tests.services.whole_database import everything

ACCOUNT = "6222020200001234567"


DAY = 86_400_000


@pytest.fixture
def people(tmp_path: Path) -> Refunders:
    """Finance works the day after, when what was approved is due."""
    made = make_refunders(tmp_path)
    return replace(made, finance=replace(made.finance, clock=lambda: NOON + DAY))


@pytest.fixture
def order(people: Refunders) -> int:
    return add_order(people.owner, order_no="T1", buyer="tb_1")


def transfer(people: Refunders, order: int, amount: int) -> int:
    return approved(
        people, order, amount, kind=RefundKind.TRANSFER, channel=Channel.BANK, payee="张三", account=ACCOUNT
    )


def test_what_is_to_be_paid_today_with_payee_and_sums(people: Refunders, order: int) -> None:
    first, checked, unchecked = (approved(people, order, 1_000), transfer(people, order, 2_000),
                                 transfer(people, order, 3_001))  # fmt: skip
    ask(people.agent, order, 4_000, reason="只是申请")
    check_payee(people.finance, refund_id=checked, payee="张三", account=ACCOUNT)
    before = everything(people.owner)
    looked = preview_refund_list(people.finance)
    assert everything(people.owner) == before
    done = print_refund_list(people.finance)
    assert done.pdf == looked
    assert [each.id for each in done.found.refunds] == [first, checked]
    assert [each.refund.id for each in done.found.left] == [unchecked]
    (shown,) = pages(done.pdf)
    for words in ("张三", ACCOUNT, "10.00", "20.00", "30.00", "1 approved one can't be paid yet", "tb_1"):
        assert words in shown
    (*_asked, row) = list_trail(people.owner.database, kind="refund", record_id=first)[::-1]
    assert (row.action, row.after) == ("refund listed", {"document": "refund-list"})


def test_the_next_list_and_the_next_file_warn_of_paying_twice(people: Refunders, order: int, tmp_path: Path) -> None:
    first = approved(people, order, 1_000)
    assert "already" not in pages(print_refund_list(people.finance).pdf)[0]
    assert "already, by 小赵: paid?" in pages(print_refund_list(people.finance, refund_ids=[first]).pdf)[0]
    assert [each.refund.id for each in export_to_pay(people.finance, path=tmp_path / "pay.csv").again] == [first]


def test_chosen_ones_only_and_why_others_can_not_be_listed(people: Refunders, order: int) -> None:
    good, other = approved(people, order, 1_000), approved(people, order, 2_000, reason="size")
    unchecked, asked = transfer(people, order, 3_000), ask(people.agent, order, 1_500, reason="只是申请")
    pay_refund(people.finance, refund_id=other, reference="Z1")
    found = find_unlisted(people.finance, refund_ids=[good, other, unchecked, asked])
    assert {each: isinstance(error, NotToPay) for each, error in found.items()} == {
        other: True, asked: True, unchecked: False,
    }  # fmt: skip
    assert [each.id for each in print_refund_list(people.finance, refund_ids=[good]).found.refunds] == [good]
    before = everything(people.owner)
    for refund_id, error in found.items():
        with pytest.raises(type(error)):
            print_refund_list(people.finance, refund_ids=[good, refund_id])
    assert everything(people.owner) == before


def test_nothing_to_pay_is_said_and_what_is_due_later_comes_if_wanted(people: Refunders, order: int) -> None:
    approved(people, order, 1_000)
    early = replace(people.finance, clock=lambda: NOON)
    with pytest.raises(NothingToPay):
        print_refund_list(early)
    assert len(print_refund_list(early, everything=True).found.refunds) == 1


def test_only_who_pays_has_the_list(people: Refunders, order: int) -> None:
    refund = approved(people, order, 1_000)
    for desk in (people.agent, replace(people.finance, actor=people.agent.actor)):
        for deed in (print_refund_list, preview_refund_list):
            with pytest.raises(NotAllowed):
                deed(desk, refund_ids=[refund])


def test_what_can_not_be_written_was_not_listed(people: Refunders, order: int) -> None:
    approved(people, order, 1_000)
    before = everything(people.owner)

    def full(_pdf: bytes) -> None:
        raise OutputFailed(path="x.pdf", reason="full")

    with pytest.raises(ShopdeskError):
        print_refund_list(people.finance, deliver=full)
    assert everything(people.owner) == before
