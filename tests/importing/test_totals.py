"""Orders put together from rows."""

from shopdesk.domain.statuses import fold_status
from shopdesk.importing.totals import Part, Totals

PAID, SHIPPED, CLOSED = "待发货", "已发货", "已关闭"


def part(goods: int = 100, postage: int = 0, status: str = PAID, refund: str = "") -> Part:
    return (1, goods, postage, goods + postage, 1, status, refund)


def test_rows_add_up_and_what_is_repeated_does_not() -> None:
    totals = Totals(frozenset({"postage"}), fold_status)
    grouped = totals.group(["1", "1", "2"], ["a", "b", "c"], [1, 2, 3], [part(100, 5), part(200, 5), part(7)])
    assert grouped.orders == {"1": [0, 1], "2": [2]}
    assert grouped.totals["1"] == (2, 300, 5, 310, 2, PAID, "")
    assert grouped.positions == [1, 2, 1]


def test_totals_go_on_in_the_next_batch() -> None:
    totals = Totals(frozenset(), fold_status)
    totals.group(["1"], ["a"], [1], [part(100)])
    again = totals.group(["1", "1"], ["b", "a"], [2, 1], [part(50), part(100)])
    assert again.totals["1"][:2] == (2, 150)
    assert again.kept == [True, False]
    assert again.orders == {"1": [0]}


def test_a_real_line_number_counts_once_whatever_it_says() -> None:
    grouped = Totals(frozenset(), fold_status).group(["1", "1"], ["a", "a"], [1, 2], [part(), part()])
    assert grouped.kept == [True, False]


def test_a_made_line_number_is_numbered_on() -> None:
    totals = Totals(frozenset(), fold_status)
    grouped = totals.group(["1"] * 4, ["~x"] * 4, [1, 2, 1, 2], [part()] * 4)
    assert grouped.line_nos == ["~x", "~x-2", "", ""]


def test_status_of_the_slowest_open_row() -> None:
    totals = Totals(frozenset(), fold_status)
    statuses = [SHIPPED, CLOSED, "没见过", PAID]
    grouped = totals.group(["1"] * 4, list("abcd"), [1, 2, 3, 4], [part(status=word) for word in statuses])
    assert grouped.totals["1"][5] == PAID
    closed = totals.group(["2"] * 2, list("ab"), [1, 2], [part(status="没见过"), part(status=CLOSED)])
    assert closed.totals["2"][5] == CLOSED


def test_the_refund_state_that_says_something() -> None:
    totals = Totals(frozenset(), fold_status)
    states = ["", "没有申请退款", "买家已经申请退款", "没有申请退款"]
    grouped = totals.group(["1"] * 4, list("abcd"), [1, 2, 3, 4], [part(refund=state) for state in states])
    assert grouped.totals["1"][6] == "买家已经申请退款"
