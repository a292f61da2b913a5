"""What finance gets to pay today, and the payments it gives back (REF-02, REF-03, REF-06)."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from python_calamine import load_workbook

from shopdesk.domain.refunds import Channel, RefundKind, RefundState
from shopdesk.importing.payment_results import NoResultTable, WrongResults
from shopdesk.queries.refund_answers import get_answer
from shopdesk.queries.refunds import total_refunds
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import NotAllowed
from shopdesk.services.refund_exports import export_to_pay, find_to_pay
from shopdesk.services.refund_payees import check_payee
from shopdesk.services.refund_payments import fail_refund, pay_refund
from shopdesk.services.refund_results import take_results
from shopdesk.services.refunds import refuse_refund
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import REFUND_ANSWERS
from tests.factories import NOON, add_order
from tests.services.refunders import Refunders, add_case, approved, ask, at_once, make_refunders

DAY = 86_400_000


@pytest.fixture
def people(tmp_path: Path) -> Refunders:
    return make_refunders(tmp_path)


@pytest.fixture
def order(people: Refunders) -> int:
    return add_order(people.owner, order_no="T1", buyer="tb_1")


def table(
    folder: Path, rows: Sequence[Sequence[Any]], head: Sequence[str] = ("退款序号", "流水号", "结果", "备注")
) -> Path:
    file = folder / "results.csv"
    with file.open("w", encoding="gb18030", newline="") as out:
        csv.writer(out).writerows([head, *rows])
    return file


def test_what_is_due_today_goes_into_the_file_and_comes_back(people: Refunders, order: int, tmp_path: Path) -> None:
    formula = approved(people, order, 1_000, reason="=cmd|' /C calc'!A0")
    transfer = approved(
        people,
        order,
        2_000,
        kind=RefundKind.TRANSFER,
        channel=Channel.BANK,
        payee="张三",
        account="6222020200001234567",
    )
    unchecked = approved(people, order, 3_000, kind=RefundKind.TRANSFER, channel=Channel.BANK, payee="李四",
                         account="6222020200001234568")  # fmt: skip
    ask(people.agent, order, 4_000, reason="只是申请")
    check_payee(people.finance, refund_id=transfer, payee="张三", account="6222020200001234567")
    tomorrow = replace(people.finance, clock=lambda: NOON + DAY)
    found = export_to_pay(tomorrow, path=tmp_path / "to pay.xlsx")
    assert [each.id for each in found.refunds] == [formula, transfer]
    assert [each.refund.id for each in found.left] == [unchecked]
    rows = load_workbook(str(tmp_path / "to pay.xlsx")).get_sheet_by_index(0).to_python()
    head, first, second = rows
    assert first[head.index("Reason")] == "=cmd|' /C calc'!A0", "a text, never a formula"
    assert second[head.index("Account")] == "6222020200001234567"
    assert (second[head.index("Fee")], second[head.index("To pay")]) == (0.2, 20.0)

    export_to_pay(tomorrow, path=tmp_path / "to pay.csv")
    with (tmp_path / "to pay.csv").open(encoding="utf-8-sig", newline="") as file:
        made = list(csv.DictReader(file))
    assert made[0]["Reason"].startswith("'=cmd")
    made[0]["Reference"], made[1]["Reference"] = "Z1", ""
    with (tmp_path / "back.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, made[0])
        writer.writeheader()
        writer.writerows(made)
    taken = take_results(people.finance, file=tmp_path / "back.csv")
    assert (taken.paid, taken.failed, taken.blank) == (1, 0, 1)
    assert (people.row(formula).reference, people.row(transfer).state) == ("Z1", RefundState.APPROVED)


def test_what_is_due_tomorrow_waits_and_what_was_listed_before_is_said(
    people: Refunders, order: int, tmp_path: Path
) -> None:
    number = approved(people, order, 1_000)
    assert find_to_pay(people.finance).refunds == (), "it is due tomorrow at 10:00"
    assert [each.id for each in find_to_pay(people.finance, everything=True).refunds] == [number]
    export_to_pay(people.finance, path=tmp_path / "a.csv", everything=True)
    again = export_to_pay(people.finance, path=tmp_path / "b.csv", everything=True).again
    assert [(each.refund.id, each.person, each.at) for each in again] == [(number, "小赵", NOON)]
    rows = list_trail(people.owner.database, kind="refund", record_id=number)
    assert [row.after for row in rows if row.action == "refund listed"] == [{"file": "b.csv"}, {"file": "a.csv"}]
    with pytest.raises(NotAllowed):
        export_to_pay(people.agent, path=tmp_path / "c.csv")


def test_a_table_is_taken_whole_or_not_at_all(people: Refunders, order: int, tmp_path: Path) -> None:
    good, paid = approved(people, order, 100), approved(people, order, 200)
    asked, refused = ask(people.agent, order, 300), ask(people.agent, order, 400)
    used = approved(people, order, 500)
    pay_refund(people.finance, refund_id=paid, reference="Z0")
    refuse_refund(people.supervisor, refund_id=refused, reason="不行")
    file = table(
        tmp_path,
        [
            (good, "Z1", "成功", ""),
            (paid, "Z2", "", ""),
            (asked, "Z3", "", ""),
            (refused, "Z4", "", ""),
            (used, "Z0", "", ""),
            (99, "Z5", "", ""),
        ],
    )
    with pytest.raises(WrongResults) as caught:
        take_results(people.finance, file=file)
    lines = str(caught.value).splitlines()
    assert lines[0] == "results.csv was not taken over, nothing was changed. Correct this first:"
    for line, said in zip(
        lines[1:],
        (
            f"Row 3: Refund {paid} of order T1: 小赵 did this",
            f"Row 4: Refund {asked} of order T1 stands at “To approve” (小王",
            f"Row 5: Refund {refused} of order T1 stands at “Turned down” (老李",
            "Row 6: Reference Z0 is that of refund",
            "Row 7, Refund “99”: There is no such refund.",
        ),
        strict=True,
    ):
        assert line.startswith(said)
    assert people.row(good).state is RefundState.APPROVED
    assert take_results(people.finance, file=table(tmp_path, [(good, "Z1", "成功", ""), ("", "", "", "")])).paid == 1


def test_two_pcs_take_the_same_table_at_once(people: Refunders, order: int, tmp_path: Path) -> None:
    numbers = [approved(people, order, amount) for amount in (100, 200, 300)]
    file = table(tmp_path, [(number, f"Z{number}", "", "") for number in numbers])
    both = [people.finance, people.owner]
    assert at_once(tmp_path, both, lambda who: take_results(who, file=file)) == ["", "WrongResults"]
    assert len({people.row(number).paid_by for number in numbers}) == 1, "all by one of them"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("abc", "Z1", "", "")], "Row 2, Refund “abc”: This is not the number of a refund."),
        ([("1", "", "成功", "")], "Row 2, Reference “”: The payment's reference is missing."),
        ([("1", "Z1", "也许", "")], "Row 2, Result “也许”: Write paid or failed."),
        ([("1", "2.02611E+17", "", "")], "Row 2, Reference “2.02611E+17”: A spreadsheet has rounded this number"),
        ([("1", "", "失败", "")], "Row 2, Remark “”: Say why the payment failed."),
        ([("1", "Z1", "", ""), ("1", "Z2", "", "")], "Row 3, Refund “1”: This refund stands in row 2 already."),
    ],
)
def test_rows_that_can_not_be_read(
    people: Refunders, order: int, tmp_path: Path, rows: list[tuple[str, ...]], said: str
) -> None:
    approved(people, order, 100)
    with pytest.raises(WrongResults) as caught:
        take_results(people.finance, file=table(tmp_path, rows))
    assert said in str(caught.value)


def test_another_amount_and_a_payment_that_failed(people: Refunders, order: int, tmp_path: Path) -> None:
    first, second = approved(people, order, 100), approved(people, order, 200)
    head = ("Refund", "To pay", "Reference", "Result", "Remark")
    wrong = table(tmp_path, [(first, "1.10", "Z1", "", "")], head)
    with pytest.raises(WrongResults, match=r"1\.00 is to be paid for refund 1 of order T1, not 1\.10"):
        take_results(people.finance, file=wrong)
    file = table(tmp_path, [(first, "1.00", "Z1", "paid", ""), (second, "2.00", "", "failed", "账号已注销")], head)
    taken = take_results(people.finance, file=file)
    assert (taken.paid, taken.failed, taken.blank) == (1, 1, 0)
    assert (people.row(second).state, people.row(second).decision) == (RefundState.FAILED, "账号已注销")


def test_no_table_of_results(people: Refunders, tmp_path: Path) -> None:
    with pytest.raises(NoResultTable):
        take_results(people.finance, file=table(tmp_path, [("1", "2")], ("订单编号", "金额")))


def test_totals(people: Refunders, order: int) -> None:
    for amount in (100, 200):
        pay_refund(people.finance, refund_id=approved(people, order, amount), reference=f"Z{amount}")
    back = approved(people, order, 400)
    pay_refund(people.finance, refund_id=back, reference="Z400")
    fail_refund(people.finance, refund_id=back, reason="退票")
    (total,) = total_refunds(people.owner.database, since=NOON, until=NOON + 1)
    assert (total.kind, total.channel, total.refunds, total.amount) == (RefundKind.ONLY, Channel.PLATFORM, 2, 300)


@pytest.mark.parametrize(
    ("channel", "days", "name", "since", "until"),
    [  # paid on Saturday, 2024-03-02
        (Channel.CREDIT_CARD, 0, "credit-card", "2024-03-05", "2024-03-15"),
        (Channel.CREDIT_CARD, 13, "credit-card", "2024-03-05", "2024-03-15"),
        (Channel.CREDIT_CARD, 14, "overdue", "2024-03-05", "2024-03-15"),
        (Channel.DEBIT_CARD, 0, "debit-card", "2024-03-04", "2024-03-08"),
        (Channel.WALLET, 1, "wallet", "2024-03-02", "2024-03-04"),
        (Channel.PLATFORM, 1, "platform", "2024-03-02", "2024-03-15"),
    ],
)
def test_where_the_money_is(
    *, people: Refunders, order: int, channel: Channel, days: int, name: str, since: str, until: str
) -> None:
    number = approved(people, order, 100, channel=channel)
    pay_refund(people.finance, refund_id=number, reference="Z1")
    answer = get_answer(people.owner.database, people.row(number), now=NOON + days * DAY)
    assert (answer.name, str(answer.since), str(answer.until)) == (name, since, until)
    assert "T1" in answer.text and until in answer.text and "{" not in answer.text


def test_what_is_said_before_it_is_paid(people: Refunders, order: int) -> None:
    def said(number: int) -> str:
        answer = get_answer(people.owner.database, people.row(number), now=NOON)
        assert answer.until is None
        return f"{answer.name}: {answer.text}"

    number = ask(people.agent, order, 100)
    assert said(number).startswith("asked: Hello, your refund of 1.00 yuan for order T1 is being looked at.")
    assert "by 2024-03-03" in said(number)
    refuse_refund(people.supervisor, refund_id=number, reason="已使用")
    assert "was not granted: 已使用" in said(number)
    add_case(people.owner, order)
    assert said(ask(people.agent, order, 200, kind=RefundKind.RETURN)).startswith("waiting: ")
    save_setting(people.owner, REFUND_ANSWERS, {"asked": "亲，{order_no} 的 {amount} 元正在处理"})
    assert said(ask(people.agent, order, 300)) == "asked: 亲，T1 的 3.00 元正在处理"
