"""Many entries, several people, random work: each entry is in one batch, on one line, and its money adds up."""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.damage_list import AWAY, ENDS, MOVES, NO_LOSS, Answer, State
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.money import Money
from shopdesk.errors import ShopdeskError
from shopdesk.queries.damage_batches import list_damage_batches, list_damage_losses
from shopdesk.queries.damage_list import DamageRow, get_damage, list_batch_lines, list_damage
from shopdesk.services.damage_batches import (
    add_to_damage_batch,
    answer_damage,
    cancel_damage_batch,
    credit_damage,
    make_damage_batch,
    remove_from_damage_batch,
    send_damage_batch,
)
from shopdesk.services.damage_list import open_damage
from shopdesk.services.damage_states import list_again, reopen_damage, split_damage, strike_damage, write_off
from shopdesk.services.desk import Desk
from tests.damage_stand import DamageShop
from tests.factories import make_desk
from tests.repair_stand import STAFF

Deed = Callable[[Desk, random.Random, int, int], object]
"""By whom, with which entry and which batch."""

DEEDS: tuple[Deed, ...] = (
    lambda desk, rng, _row, _batch: (
        open_damage(desk, title=rng.choice("鞋包衣"), quantity=rng.randint(1, 3), cost=Money(rng.choice((0, 80_00))))
        if rng.random() < 0.6
        else 0
    ),
    lambda desk, rng, row, _batch: make_damage_batch(desk, supplier_id=rng.choice((1, 2)), damage_ids=[row]),
    lambda desk, _rng, row, batch: add_to_damage_batch(desk, batch_id=batch, damage_ids=[row]),
    lambda desk, _rng, row, batch: remove_from_damage_batch(desk, batch_id=batch, damage_id=row),
    lambda desk, _rng, _row, batch: send_damage_batch(desk, batch_id=batch),
    lambda desk, rng, _row, batch: (
        cancel_damage_batch(desk, batch_id=batch, reason="不寄了") if rng.random() < 0.2 else 0
    ),
    lambda desk, rng, row, _batch: answer_damage(
        desk, damage_ids=[row], answer=rng.choice((Answer.ACCEPTED, Answer.REFUSED, Answer.REPLACED)), said="说法"
    ),
    lambda desk, rng, row, _batch: credit_damage(desk, damage_id=row, amount=Money(rng.randint(1, 100_00))),
    lambda desk, _rng, row, _batch: split_damage(desk, damage_id=row, quantity=1),
    lambda desk, _rng, row, _batch: list_again(desk, damage_id=row),
    lambda desk, rng, row, _batch: write_off(desk, damage_id=row, reason="损失") if rng.random() < 0.3 else 0,
    lambda desk, rng, row, _batch: strike_damage(desk, damage_id=row, reason="误登") if rng.random() < 0.3 else 0,
    lambda desk, _rng, row, _batch: reopen_damage(desk, damage_id=row, reason="记错"),
)

OFTEN = (3, 4, 4, 6, 4, 1, 6, 4, 1, 8, 1, 1, 2)
"""How often each is tried: what is seldom possible, the most."""


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_work_leaves_the_list_in_order(tmp_path: Path, seed: int) -> None:
    desk = make_desk(tmp_path)
    shop, rng = DamageShop(desk), random.Random(seed)
    people = [shop.desk, shop.desk, *map(shop.acting, STAFF)]
    for _each in range(5):
        open_damage(shop.desk, title="鞋", cost=Money(80_00), quantity=3)
    done: Counter[int] = Counter()
    states: dict[int, State] = {}
    for _each in range(500):
        shop.now += rng.randint(0, DAY_MS)
        most = rows_of(desk.database, "SELECT max(id) FROM damage")[0][0]
        batches = rows_of(desk.database, "SELECT coalesce(max(id), 1) FROM damage_batch")[0][0]
        (place,) = rng.choices(range(len(DEEDS)), OFTEN)
        try:
            DEEDS[place](
                rng.choice(people), rng, rng.randint(max(1, most - 9), most), rng.randint(max(1, batches - 2), batches)
            )
        except ShopdeskError:
            continue
        finally:
            check(desk, states)
        done[place] += 1
    assert len(done) >= len(DEEDS) - 3, "nearly everything was done"
    desk.database.close()


def check(desk: Desk, states: dict[int, State]) -> None:
    rows = list_damage(desk.database)
    for row in rows:
        before = states.get(row.id, row.state)
        assert row.state is before or row.state in MOVES[before]
        states[row.id] = row.state
        check_row(row)
    check_batches(desk, rows)
    assert [row.id for row in list_damage(desk.database, only_open=True)] == [row.id for row in rows if row.is_open]
    assert sum(each.lost for each in list_damage_losses(desk.database)) == sum(row.loss for row in rows)


def check_row(row: DamageRow) -> None:
    assert row.quantity > 0 and (row.loss >= 0 or not row.cost)
    assert (row.closed_at is not None) == (row.state in ENDS)
    assert bool(row.credited) == (row.state is State.CREDITED)
    assert row.state not in NO_LOSS or not row.loss
    assert row.state is not State.LISTED or row.batch_id is None
    assert row.state is not State.IN_BATCH or (row.batch_id is not None and row.sent_at is None)
    assert row.state not in AWAY or row.sent_at is not None


def check_batches(desk: Desk, rows: list[DamageRow]) -> None:
    for batch in list_damage_batches(desk.database):
        lines = list_batch_lines(desk.database, batch_id=batch.id)
        assert batch.pieces == sum(line.quantity for line in lines)
        assert all(line.supplier_id == batch.supplier_id for line in lines)
        assert batch.cancelled_at is None or not lines
        assert get_damage(desk.database, rows[0].id).id == rows[0].id
        if batch.is_open and not any(line.position is None for line in lines):
            assert [line.position for line in lines] == sorted(line.position or 0 for line in lines)
