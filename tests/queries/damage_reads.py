"""What is read of the damage list, compared on both engines by `test_both_engines`."""

from collections.abc import Mapping
from functools import partial

from shopdesk.queries import damage_batches, damage_list
from tests.queries.reads import DAY, Read, now, of_each

DAMAGE_READS: Mapping[str, Read] = {
    "damage": damage_list.list_damage,
    "damage found": lambda database: damage_list.list_damage(
        database,
        states=["listed", "sent"],
        supplier_id=1,
        batch_id=1,
        expires_before=now(database) + 90 * DAY,
        find="1",
        order_id=1,
        variant_id=1,
        repair_id=1,
        only_open=True,
        limit=3,
    ),
    "damage in a box": of_each("box", lambda database, at: damage_list.list_damage(database, box_id=at)),
    "damage by words": partial(damage_list.list_damage, find="开", only_open=True),
    "damage entry": of_each("damage", damage_list.get_damage),
    "damage of boxes": of_each("box_item", lambda database, at: damage_list.find_damage_of(database, box_item_id=at)),
    "damage of repairs": of_each("repair", lambda database, at: damage_list.find_damage_of(database, repair_id=at)),
    "damage by supplier": lambda database: damage_list.list_damage_suppliers(database, now=now(database) + 9 * DAY),
    "damage batches": damage_batches.list_damage_batches,
    "damage batches open": partial(
        damage_batches.list_damage_batches, supplier_id=1, only_open=True, unanswered=True, limit=2
    ),
    "damage batch": of_each("damage_batch", damage_batches.get_damage_batch),
    "damage batch lines": of_each(
        "damage_batch", lambda database, at: damage_list.list_batch_lines(database, batch_id=at)
    ),
    "damage losses": damage_batches.list_damage_losses,
    "damage losses of one maker": partial(damage_batches.list_damage_losses, since=1, until=10**14, supplier_id=1),
    "damage exported": lambda database: list(damage_batches.stream_damage(database)),
    "damage losses exported": lambda database: list(damage_batches.stream_damage_losses(database)),
}
