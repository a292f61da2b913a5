"""What is read of repairs, compared on both engines by `test_both_engines`."""

from collections.abc import Mapping
from functools import partial

from shopdesk.queries import record_exports, repair_batches, repair_words, repairs
from tests.queries.reads import DAY, Read, now, of_each

REPAIR_READS: Mapping[str, Read] = {
    "repairs exported": lambda database: list(record_exports.stream_repairs(database)),
    "repairs": repairs.list_repairs,
    "repairs found": lambda database: repairs.list_repairs(
        database,
        states=["at-factory", "received"],
        supplier_id=1,
        batch_id=1,
        due_before=now(database) + DAY,
        find="W7",
        order_id=1,
        buyer_id=1,
        variant_id=1,
        case_id=1,
        only_open=True,
        away=True,
        untold=True,
        limit=3,
    ),
    "repairs untold": partial(repairs.list_repairs, untold=True, find="1"),
    "repair": of_each("repair", repairs.get_repair),
    "repairs by label": of_each("repair", lambda database, at: repairs.find_repair(database, "2026-11-22", at)),
    "repairs of boxes": of_each("box_item", repairs.find_repair_of),
    "repairs in a box": of_each("box", lambda database, at: repairs.list_repairs(database, box_id=at)),
    "repair words": of_each("repair", lambda database, at: repair_words.get_memo_line(database, repair_id=at)),
    "repair texts": of_each("repair", lambda database, at: repair_words.get_buyer_text(database, repair_id=at)),
    "repair batches": repair_batches.list_repair_batches,
    "repair batches away": partial(
        repair_batches.list_repair_batches, supplier_id=1, only_open=True, away=True, limit=2
    ),
    "repair batch": of_each("repair_batch", repair_batches.get_repair_batch),
    "repairs by product": partial(repair_batches.list_product_repairs, since=0, until=10**14, supplier_id=None),
    "repairs of one maker": partial(repair_batches.list_product_repairs, since=0, until=10**14, supplier_id=1),
}
