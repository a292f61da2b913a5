"""Statuses folded, and the trays that follow from them."""

import itertools

import pytest

from shopdesk.domain.statuses import FOLDED, Stage, Status, Tray, fold_status, is_over, tray_of

EVERYTHING = list(itertools.product(Status, Stage, (False, True)))


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("买家已付款，等待卖家发货", Status.PAID), ("买家已付款,等待卖家发货", Status.PAID), (" 待 发货 ", Status.PAID),
        ("卖家已发货，等待买家确认", Status.SHIPPED), ("交易成功", Status.DONE), ("待付款", Status.UNPAID),
        ("已取消", Status.CLOSED), ("(删除)待出库", Status.CLOSED), ("（删除）等待出库", Status.CLOSED),
        ("已发货，运输途中", Status.SHIPPED), ("", None), ("？", None), ("，交易成功", None),
    ],
)  # fmt: skip
def test_words_of_the_platforms(word: str, status: Status | None) -> None:
    assert fold_status(word) is status


def test_every_listed_word_is_found_as_it_is_written() -> None:
    assert {word: fold_status(word) for word in FOLDED} == FOLDED


def test_codes() -> None:
    codes = [each.code for each in (Status.UNPAID, Stage.SETTLED, Tray.TO_REGISTER)]
    assert codes == ["unpaid", "settled", "to-register"]


@pytest.mark.parametrize(("status", "stage", "held"), EVERYTHING)
def test_where_an_order_lies(status: Status, stage: Stage, held: bool) -> None:
    """The trays by what a clerk would expect of each."""
    tray = tray_of(status=status, stage=stage, held=held)
    if stage is Stage.CLOSED or status is Status.DONE:
        assert tray is Tray.CLOSED
    elif stage is Stage.SHIPPED or status is Status.SHIPPED:
        assert tray is Tray.SHIPPED
    elif stage in (Stage.PRINTED, Stage.PACKED):
        assert tray is Tray.PRINTED  # closed on the platform meanwhile: the parcel is to be stopped
    elif status is Status.CLOSED:
        assert tray is Tray.CLOSED
    elif held:
        assert tray is Tray.HELD
    elif stage is Stage.NEW:
        assert tray is (Tray.UNPAID if status is Status.UNPAID else Tray.TO_REGISTER)
    else:
        assert tray is Tray.REGISTERED


@pytest.mark.parametrize(
    ("status", "stage", "over"),
    [
        (Status.PAID, Stage.NEW, False), (Status.CLOSED, Stage.NEW, True), (Status.CLOSED, Stage.PRINTED, False),
        (Status.PAID, Stage.SHIPPED, True), (Status.DONE, Stage.REGISTERED, True),
    ],
)  # fmt: skip
def test_what_has_left_or_is_closed_is_over(status: Status, stage: Stage, over: bool) -> None:
    assert is_over(status=status, stage=stage) is over
