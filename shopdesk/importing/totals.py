"""Orders put together from their rows, where a file has one row for each bought item.

Rows of an order mostly follow each other, but needn't: what an order came to so far is kept for the whole file, small,
so that a later row gives the order again with its totals up to there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import add

from shopdesk.domain.statuses import Status

Part = tuple[int, int, int, int, int, str, str]
"""What one row adds to its order, and what an order is so far: the fields of PART, amounts in fen. A plain tuple of
plain values: a hundred thousand of them are kept, and the garbage collector passes over such."""

PART = ("rows", "goods", "postage", "paid", "pieces", "status_text", "refund_state")


@dataclass(slots=True)
class Grouped:
    """A batch sorted out. Indices are those of the batch's rows."""

    orders: dict[str, list[int]]
    """Each order of the batch and its new rows; none where all were seen before."""
    kept: list[bool]
    """False for a row that repeats an earlier one."""
    line_nos: list[str]
    positions: list[int]
    totals: dict[str, Part]


class Totals:
    """The orders of one file so far."""

    def __init__(self, repeated: frozenset[str], status_of: Callable[[str], Status | None]) -> None:
        self._join = tuple(max if name in repeated else add for name in ("goods", "postage", "paid"))
        self._status_of = status_of
        self._orders: dict[int, Part] = {}
        self._lines: dict[int, int] = {}

    def group(
        self, order_nos: Sequence[str], line_nos: Sequence[str], prints: Sequence[int], parts: Sequence[Part]
    ) -> Grouped:
        """Sort a batch's rows into orders. `prints` are fingerprints of the lines, to tell a repeated row from a
        second line of the same goods."""
        done = Grouped({}, [], [], [], {})
        orders, lines = self._orders, self._lines
        rows = zip(order_nos, line_nos, prints, parts, strict=True)
        for index, (order_no, line_no, fingerprint, part) in enumerate(rows):
            indices = done.orders.setdefault(order_no, [])
            line_key = hash((order_no, line_no))
            number = line_no
            if line_key not in lines:
                lines[line_key] = fingerprint
            else:
                number = self._another(order_no, line_no, fingerprint)
            order_key = hash(order_no)
            so_far = orders.get(order_key)
            if number:
                indices.append(index)
                so_far = orders[order_key] = part if so_far is None else self._added(so_far, part)
            done.kept.append(number != "")
            done.line_nos.append(number)
            done.positions.append(so_far[0] if so_far else 0)
            if so_far:
                done.totals[order_no] = so_far
        return done

    def _another(self, order_no: str, line_no: str, fingerprint: int) -> str:
        """A number for a line whose own is taken; empty where this very line was there before.

        A line number made from the goods (`~…`) may come twice with another price or count: it gets `-2`, `-3` ...
        """
        candidate, n = line_no, 1
        while (known := self._lines.get(key := hash((order_no, candidate)))) is not None:
            if known == fingerprint or not line_no.startswith("~"):
                return ""
            n += 1
            candidate = f"{line_no}-{n}"
        self._lines[key] = fingerprint
        return candidate

    def _added(self, so_far: Part, part: Part) -> Part:
        rows, goods, postage, paid, pieces, status_text, refund_state = so_far
        _one, more_goods, more_postage, more_paid, more_pieces, other_status, other_refund = part
        join_goods, join_postage, join_paid = self._join
        return (
            rows + 1,
            join_goods(goods, more_goods),
            join_postage(postage, more_postage),
            join_paid(paid, more_paid),
            pieces + more_pieces,
            status_text if status_text == other_status else self._least_advanced(status_text, other_status),
            refund_state if refund_state == other_refund else _telling(refund_state, other_refund),
        )

    def _least_advanced(self, one: str, other: str) -> str:
        """An order is as far as its slowest open row; closed rows count only when all are closed."""
        first, second = self._status_of(one), self._status_of(other)
        if first is None or second is None:
            return one if second is None else other
        return min((first is Status.CLOSED, first, one), (second is Status.CLOSED, second, other))[2]


def _telling(one: str, other: str) -> str:
    """Of two refund states the one that says something: `没有申请退款`, `无售后` don't."""
    return other if not one or (one.startswith(("没有", "无")) and other) else one
