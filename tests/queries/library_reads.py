"""What is read of scripts and tables of sizes, compared on both engines by `test_both_engines`."""

from collections.abc import Mapping
from functools import partial

from shopdesk.db.database import Database
from shopdesk.domain.script_blanks import BLANKS
from shopdesk.domain.script_topics import Topic
from shopdesk.queries import script_hints, script_values, scripts, size_tables
from tests.queries.reads import Read, now, of_each

_EVERYTHING = "亲" + "".join("{" + blank.word + "}" for blank in BLANKS)


def filled(database: Database, **about: int) -> object:
    return script_values.fill_text(database, _EVERYTHING, now=now(database), person="小王", **about)  # type: ignore[arg-type]


LIBRARY_READS: Mapping[str, Read] = {
    "scripts": partial(scripts.list_scripts, with_hidden=True),
    "scripts found": partial(scripts.list_scripts, topic=Topic.APOLOGY, find="dq 道", limit=3),
    "script": of_each("script", scripts.get_script),
    "script by title": lambda database: scripts.find_script(database, Topic.RETURN_ADDRESS, "退货地址", but=1),
    "scripts by topic": scripts.count_scripts,
    "script uses": scripts.list_script_uses,
    "script uses of one": partial(scripts.list_script_uses, since=1, until=10**14, person_id=1),
    "likely topics": of_each("orders", lambda database, at: script_hints.get_likely_topics(database, order_id=at)),
    "likely scripts": partial(script_hints.list_likely_scripts, order_id=1, limit=9),
    "filled by orders": of_each("orders", lambda database, at: filled(database, order_id=at)),
    "filled by cases": of_each("cases", lambda database, at: filled(database, case_id=at)),
    "filled by refunds": of_each("refund", lambda database, at: filled(database, refund_id=at)),
    "filled by repairs": of_each("repair", lambda database, at: filled(database, repair_id=at)),
    "filled by buyers": of_each("buyer", lambda database, at: filled(database, buyer_id=at)),
    "filled by parcels": lambda database: [
        script_values.fill_text(database, _EVERYTHING, now=now(database), waybill=row[0])
        for row in database.execute_sql("SELECT waybill FROM tracking ORDER BY waybill").fetchall()
    ],
    "size tables": size_tables.list_size_tables,
    "size tables found": partial(size_tables.list_size_tables, find="鞋", shop_id=1),
    "size table": of_each("size_table", size_tables.get_size_table),
    "size table by name": partial(size_tables.find_size_table, name="男鞋"),
    "sizes of products": of_each(
        "product", lambda database, at: size_tables.find_product_sizes(database, product_id=at)
    ),
    "sized products": size_tables.list_sized_products,
    "products of tables": of_each(
        "size_table", lambda database, at: size_tables.list_sized_products(database, size_table_id=at)
    ),
    "sizes bought": of_each("orders", lambda database, at: size_tables.list_bought_sizes(database, order_id=at)),
}
