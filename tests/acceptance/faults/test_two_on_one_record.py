"""Two processes edit the same orders at the same moment, pair after pair: nobody's work is lost."""

from contextlib import closing
from pathlib import Path

import pytest

from shopdesk.db.database import open_database, rows_of
from tests.acceptance.faults.editing import (
    KINDS,
    ORDERS,
    Meeting,
    amount_of,
    carrier_of,
    colour_of,
    expected_words,
    last_pair,
)
from tests.acceptance.faults.extent import ON_POSTGRES, ON_SQLITE, Count, times
from tests.acceptance.faults.ground import Ground, paid_orders
from tests.acceptance.faults.nursery import Nursery, end_all
from tests.acceptance.faults.soundness import problems_of

pytestmark = pytest.mark.rule("DATA-02")


@pytest.mark.parametrize("ground", [ON_SQLITE, ON_POSTGRES], indirect=True)
def test_conflicting_edits(ground: Ground, nursery: Nursery, tmp_path: Path, count: Count) -> None:
    pairs = times(120, 10_080)
    address = ground.shop("paid", paid_orders(ORDERS))
    meeting = Meeting.make(tmp_path / "meeting")
    children = [nursery.start("edit", address, meeting, place, pairs) for place in (0, 1)]
    assert end_all(children) == [0, 0]
    told = [list(map(int, child.said[0].split())) for child in children]
    assert [stored for stored, _clashes in told] == [pairs, pairs]
    clashes = sum(clashes for _stored, clashes in told)
    assert clashes == pairs // len(KINDS), "each memo that both changed was refused to one of them"
    lost = find_lost(address, pairs)
    count(
        **{
            "pairs of conflicting edits": pairs,
            "pairs: refused, read again and stored": clashes,
            "lost updates": len(lost),
        }
    )
    assert lost == []
    assert problems_of(address) == []


def find_lost(address: str, pairs: int) -> list[str]:
    """Every edit that was stored, and can't be found in the orders or in the trail."""
    sql = "SELECT id, memo, flag, carrier, paid, version FROM orders ORDER BY id"
    edits = "SELECT record_id, count(*) FROM trail WHERE action IN ('memo', 'flag', 'edit') GROUP BY record_id"
    with closing(open_database(address)) as database:
        rows, trail = rows_of(database, sql), dict(rows_of(database, edits))
    lost = []
    for order_id, memo, flag, carrier, paid, version in rows:
        words = memo.split()
        lost += sorted(expected_words(order_id, pairs) ^ set(words)) + (
            ["twice"] if len(words) != len(set(words)) else []
        )
        flagged = last_pair(order_id, "memo and flag", pairs)
        moved = last_pair(order_id, "carrier and amount", pairs)
        lost += [f"flag of {order_id}"] if flagged is not None and flag != colour_of(flagged) else []
        if moved is not None:
            wanted = (carrier_of(moved), amount_of(moved))
            lost += [f"{carrier}, {paid} of {order_id}"] if (carrier, paid) != wanted else []
        stored = 2 * sum(pair % ORDERS + 1 == order_id for pair in range(pairs))
        lost += [f"{trail.get(order_id)} of {stored} in the trail"] if trail.get(order_id) != stored else []
        lost += [f"{version - 1} of {stored} counted"] if version != stored + 1 else []
    return lost
