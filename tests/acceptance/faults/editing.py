"""Two people at one record: what each of two processes does, pair by pair, and what has to come of it."""

import mmap
import struct
import time
from pathlib import Path

from shopdesk.domain.flags import Colour
from shopdesk.domain.money import Money
from shopdesk.queries.orders import OrderDetail, get_order
from shopdesk.services.clashes import Base, Clash
from shopdesk.services.desk import Desk
from shopdesk.services.order_edits import OrderEdit, edit_order, order_base
from shopdesk.services.orders import set_flag, set_memo

ORDERS = 40
KINDS = ("both the memo", "memo and flag", "carrier and amount")
NAMES = ("a", "b")
COLOURS = (Colour.GREEN, Colour.BLUE, Colour.PURPLE, Colour.RED)
_WAITS_S = 40.0


class Meeting:
    """Where two processes wait for each other: a file in which each says how far it is."""

    def __init__(self, file: Path, place: int) -> None:
        with file.open("r+b") as opened:
            self._seen = mmap.mmap(opened.fileno(), 16)
        self._place, self._turn = place, 0

    def wait(self) -> None:
        """Until the other is as far."""
        self._turn += 1
        struct.pack_into("<q", self._seen, 8 * self._place, self._turn)
        until = time.monotonic() + _WAITS_S
        while struct.unpack_from("<q", self._seen, 8 * (1 - self._place))[0] < self._turn:
            assert time.monotonic() < until, "the other one has gone"
            time.sleep(0.0002)

    @staticmethod
    def make(file: Path) -> Path:
        """The file."""
        file.write_bytes(bytes(16))
        return file


class Editor:
    """One of the two."""

    def __init__(self, desk: Desk, meeting: Meeting, place: int) -> None:
        self._desk, self._meeting, self._place = desk, meeting, place
        self.stored, self.clashes = 0, 0

    def edit(self, pair: int) -> None:
        """Both look at the same order, then both save what they make of it; who is refused looks again."""
        order_id = pair % ORDERS + 1
        order = get_order(self._desk.database, order_id)
        self._meeting.wait()
        while not self._is_saved(order, pair):
            self.clashes += 1
            order = get_order(self._desk.database, order_id)
        self.stored += 1
        self._meeting.wait()

    def _is_saved(self, order: OrderDetail, pair: int) -> bool:
        try:
            changed = self._save(order, pair)
        except Clash:
            return False
        assert changed, f"pair {pair} of {order.id}: nothing differs"
        return True

    def _save(self, order: OrderDetail, pair: int) -> bool:
        kind = KINDS[pair % len(KINDS)]
        if kind == "carrier and amount":
            change = (OrderEdit(carrier=carrier_of(pair)), OrderEdit(paid=amount_of(pair)))[self._place]
            return edit_order(self._desk, order_id=order.id, edit=change, reason="asked for", base=order_base(order))
        if kind == "memo and flag" and self._place:
            return bool(
                set_flag(self._desk, order_ids=[order.id], colour=colour_of(pair), shown={order.id: order.flag})
            )
        base = Base(order.version, {"memo": order.memo})
        return set_memo(self._desk, order_id=order.id, memo=f"{order.memo} {word(self._place, pair)}", base=base)


def word(place: int, pair: int) -> str:
    """What one adds to a memo."""
    return f"{NAMES[place]}{pair}"


def carrier_of(pair: int) -> str:
    """What one writes over the carrier that was there."""
    return f"快递{pair}"


def amount_of(pair: int) -> Money:
    """What the other writes over the amount paid."""
    return Money(20_000 + pair)


def colour_of(pair: int) -> Colour:
    """Another one than at the pair before on the same order."""
    return COLOURS[pair // ORDERS // len(KINDS) % len(COLOURS)]


def expected_words(order_id: int, pairs: int) -> set[str]:
    """All that has to stand in an order's memo in the end."""
    mine = [pair for pair in range(pairs) if pair % ORDERS + 1 == order_id]
    both = {word(place, pair) for pair in mine for place in (0, 1) if KINDS[pair % len(KINDS)] == "both the memo"}
    return both | {word(0, pair) for pair in mine if KINDS[pair % len(KINDS)] == "memo and flag"}


def last_pair(order_id: int, kind: str, pairs: int) -> int | None:
    """The last pair of a kind that edited an order."""
    found = [pair for pair in range(pairs) if pair % ORDERS + 1 == order_id and KINDS[pair % len(KINDS)] == kind]
    return found[-1] if found else None
