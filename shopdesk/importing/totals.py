"""Orders put together from their rows, where a file has one row for each bought item.

Rows of an order mostly follow each other, but needn't: what an order came to so far is kept for the whole file, small,
so that a later row gives the order again with its totals up to there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shopdesk.domain.money import ZERO, Money
from shopdesk.domain.statuses import Status


class Part(NamedTuple):
    """What one row adds to its order, and what an order is so far."""

    rows: int = 1
    goods: Money = ZERO
    postage: Money = ZERO
    paid: Money = ZERO
    pieces: int = 0
    status: Status | None = None
    status_text: str = ""
    refund_state: str = ""


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

    def __init__(self, repeated: frozenset[str]) -> None:
        self._repeated = repeated
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
            done.positions.append(so_far.rows if so_far else 0)
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
        status, status_text = _least_advanced(so_far, part)
        return Part(
            so_far.rows + 1,
            self._amount("goods", so_far.goods, part.goods),
            self._amount("postage", so_far.postage, part.postage),
            self._amount("paid", so_far.paid, part.paid),
            so_far.pieces + part.pieces,
            status,
            status_text,
            _telling(so_far.refund_state, part.refund_state),
        )

    def _amount(self, name: str, so_far: Money, more: Money) -> Money:
        return max(so_far, more) if name in self._repeated else so_far + more


def _least_advanced(one: Part, other: Part) -> tuple[Status | None, str]:
    """An order is as far as its slowest open row; closed rows count only when all are closed."""
    if one.status is other.status:
        return one.status, one.status_text
    ranked = [part for part in (one, other) if part.status is not None]
    if not ranked:
        return one.status, one.status_text
    slowest = min(ranked, key=lambda part: (part.status is Status.CLOSED, part.status))
    return slowest.status, slowest.status_text


def _telling(one: str, other: str) -> str:
    """Of two refund states the one that says something: `没有申请退款`, `无售后` don't."""
    return other if not one or (one.startswith(("没有", "无")) and other) else one
