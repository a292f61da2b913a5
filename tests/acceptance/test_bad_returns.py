"""What is typed, named or sent wrongly about what comes back gets a clear answer and changes nothing."""

from pathlib import Path

import pytest

from shopdesk.domain.cases import Kind
from shopdesk.domain.evidence import read_name
from shopdesk.domain.intake import BoxState
from shopdesk.domain.money import Money
from shopdesk.queries.boxes import get_box
from shopdesk.queries.cases import get_case_row
from shopdesk.queries.evidence import list_evidence
from shopdesk.services.box_checks import ItemInCase
from shopdesk.services.box_items import ItemEntry, add_item, remove_item
from shopdesk.services.boxes import NothingListed, open_box, register_box
from shopdesk.services.cases import CaseItem, ItemGone, base_of, edit_case, open_case
from shopdesk.services.desk import Desk
from shopdesk.services.edits import AmountBelowZero
from shopdesk.services.evidence import add_evidence
from shopdesk.services.intake_days import count_cash
from shopdesk.services.unclaimed import claim_box, give_up, leave_unclaimed
from tests.boxes import TODAY
from tests.command_line import new_shop
from tests.factories import add_order, make_desk
from tests.pictures import png
from tests.services.refunders import ask


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def test_an_unclaimed_box_out_of_which_all_was_taken_is_not_claimed(desk: Desk) -> None:
    order = add_order(desk, lines=0)
    box = open_box(desk)
    item = add_item(desk, box_id=box, item=ItemEntry(title="单鞋"))
    leave_unclaimed(desk, box_id=box)
    remove_item(desk, item_id=item)
    with pytest.raises(NothingListed):
        claim_box(desk, box_id=box, order_id=order)
    row = get_box(desk.database, box).row
    assert (row.state, row.order_id, row.claimed_at) == (BoxState.UNCLAIMED, None, None)
    add_item(desk, box_id=box, item=ItemEntry(title="单鞋"))
    assert claim_box(desk, box_id=box, order_id=order)


def test_what_is_in_a_case_is_not_given_up_with_its_box(desk: Desk) -> None:
    known, other = add_order(desk), add_order(desk)
    box = open_box(desk)
    add_item(desk, box_id=box, item=ItemEntry(title="单鞋", order_id=known))
    register_box(desk, box_id=box)
    found_later = add_item(desk, box_id=box, item=ItemEntry(title="袜子"))
    leave_unclaimed(desk, box_id=box)
    with pytest.raises(ItemInCase, match="单鞋"):
        give_up(desk, box_id=box, reason="问不到")
    remove_item(desk, item_id=found_later)
    with pytest.raises(NothingListed):
        claim_box(desk, box_id=box, order_id=other)


@pytest.mark.parametrize("amount", [-500, 10**12, 10**30])
def test_amounts_below_nothing_or_without_end_are_refused(desk: Desk, amount: int) -> None:
    order = add_order(desk, buyer="tb_1")
    case = open_case(desk, kind=Kind.RETURN, order_id=order)
    row = get_case_row(desk.database, case)
    base = base_of(row, verified="", proposed="", agreed="", done="")
    for field in ("freight", "amount"):
        with pytest.raises(AmountBelowZero):
            edit_case(desk, case_id=case, values={field: amount}, base=base)
    with pytest.raises(AmountBelowZero):
        ask(desk, order, 100, freight=Money(amount))
    with pytest.raises(AmountBelowZero):
        count_cash(desk, day=TODAY, counted=Money(amount), explanation="多")
    if amount > 0:
        with pytest.raises(AmountBelowZero):
            ask(desk, order, amount, above_reason="主管同意")
    assert get_case_row(desk.database, case) == row


def test_an_item_that_was_taken_out_of_its_order_meanwhile_opens_no_case(desk: Desk) -> None:
    order, other = add_order(desk), add_order(desk)
    line = desk.database.execute_sql("SELECT id FROM order_line WHERE order_id = ?", (other,)).fetchone()[0]
    for number in (line, 99_999):
        with pytest.raises(ItemGone):
            open_case(desk, kind=Kind.RETURN, order_id=order, items=[CaseItem(number)])


def test_files_are_called_by_their_name_alone(desk: Desk) -> None:
    case = open_case(desk, kind=Kind.RETURN, order_id=add_order(desk))
    for said, name in {
        "../../etc/passwd": "passwd", "D:\\退货\\鞋.png": "鞋.png", "鞋\udc80.png": "鞋?.png",
        "鞋\u202egnp.exe": "鞋gnp.exe", "a\0b\n.png": "ab.png", "..\\": "Pasted picture",
    }.items():  # fmt: skip
        add_evidence(desk, kind="case", record_id=case, file=png() + name.encode(), name=said)
    names = [row.name for row in list_evidence(desk.seen, kind="case", record_id=case)]
    assert sorted(names) == sorted(["passwd", "鞋.png", "鞋?.png", "鞋gnp.exe", "ab.png", "Pasted picture"])
    assert len(read_name("长" * 100_000 + ".jpeg")) == 120
    assert read_name("长" * 100_000 + ".jpeg").endswith("….jpeg"[-5:])


@pytest.mark.parametrize("day", ["2026-02-30", "0000-00-00", "20261122", "0001-01-01", "x"])
def test_a_day_that_is_none_is_wrong_by_command_line(tmp_path: Path, day: str) -> None:
    shop = new_shop(tmp_path)
    for command in (("day",), ("cash",), ("close",), ("cash", "--counted", "1")):
        answer = shop("intake", command[0], day, *command[1:])
        assert (answer.status, answer.out) == (1, "")
        assert f"{day} is no day" in answer.err
    assert shop("intake", "day", "today").status == 0
