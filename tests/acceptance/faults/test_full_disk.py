"""The disk gets full in the middle of things: said in a sentence, nothing half done, and it goes on once there is room.

The disk is a small one of the child's own, so that every byte can be the one too many.
"""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.faults.extent import Count, times
from tests.acceptance.faults.full_disk import WORKS
from tests.acceptance.faults.ground import Fill, new_shop, paid_orders, write_pairs
from tests.acceptance.faults.nursery import Nursery
from tests.acceptance.faults.old_shops import old_shop

pytestmark = [pytest.mark.rule("DATA-01", "DATA-04"), pytest.mark.sqlite_only]

LEAST = 8 << 10
DONE = "done"
BASES: dict[str, Fill] = {
    "import": new_shop,
    "register": paid_orders(120),
    "backup": paid_orders(120),
    "upgrade": lambda address: old_shop(Path(address), "0002", 300),
    "export": paid_orders(120),
    "export csv": paid_orders(120),
}


@pytest.mark.parametrize("work", WORKS)
def test_full_in_the_middle(work: str, nursery: Nursery, chance: random.Random, count: Count, tmp_path: Path) -> None:
    base = tmp_path / "base.db"
    BASES[work](str(base))
    files = write_pairs(tmp_path, 1, 300)[0].files if work == "import" else ()

    def try_with(room: int) -> str:
        child = nursery.start("fill_disk", work, base, files, room)
        assert child.end() == 0
        if child.said[-1] != DONE:
            count(disk_full_points=1, disk_full_tracebacks=0, disk_full_partial_rows=0)
        return child.said[-1]

    room = enough(try_with)
    for _point in range(times(2, 10)):
        try_with(chance.randrange(room))


def enough(try_with: Callable[[int], str]) -> int:
    """Room in which it can be done, found by doubling."""
    room = LEAST
    while try_with(room) != DONE:
        room *= times(4, 2)
    return room
