"""Work on a server that goes away now and then: what a clerk does, again and again until it is stored."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from shopdesk.db.database import rows_of
from shopdesk.db.errors import CommitUnknown
from shopdesk.errors import StorageError
from shopdesk.queries.orders import get_order_ids
from shopdesk.services.desk import Desk
from shopdesk.services.registering import register_orders
from shopdesk.services.setup import open_desk
from tests.acceptance.faults.nursery import BEGUN, Say

AGAIN_AFTER_S = 0.05
GIVES_UP_AFTER_S = 90.0
_T = TypeVar("_T")


def register_one_by_one(say: Say, address: str, order_nos: Sequence[str]) -> None:
    """Register orders one after the other, on one desk that stays open; each line says which and when."""
    desk = patiently(lambda: open_desk(address), say)
    ids = patiently(lambda: get_order_ids(desk.seen, order_nos, shop=""), say)
    say(BEGUN)
    for number, order_id in enumerate(ids):
        register(desk, order_id, say)
        say(f"registered {number} {time.monotonic()}")
    desk.database.close()


def register(desk: Desk, order_id: int, say: Say) -> None:
    """One order: where nobody knows whether it was stored, look; else repeat. It is never there already where it was
    said not to be."""
    until = time.monotonic() + GIVES_UP_AFTER_S
    while True:
        try:
            register_orders(desk, order_ids=[order_id])
            return
        except CommitUnknown:
            say("unknown")
            if patiently(lambda: _is_registered(desk, order_id), say):
                return
        except StorageError as error:
            say(f"away {type(error).__name__}")
            assert time.monotonic() < until, error
            time.sleep(AGAIN_AFTER_S)


def _is_registered(desk: Desk, order_id: int) -> bool:
    return bool(rows_of(desk.database, "SELECT stage FROM orders WHERE id = ?", (order_id,))[0][0])


def patiently(ask: Callable[[], _T], say: Say) -> _T:
    """Until the server answers."""
    until = time.monotonic() + GIVES_UP_AFTER_S
    while True:
        try:
            return ask()
        except StorageError as error:
            say(f"away {type(error).__name__}")
            assert time.monotonic() < until, error
            time.sleep(AGAIN_AFTER_S)
