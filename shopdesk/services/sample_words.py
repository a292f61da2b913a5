"""The sample shop's words and sizes: the starting set, some of it copied already, tables for its shoes and clothes."""

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.platforms import Platform
from shopdesk.domain.script_topics import Topic
from shopdesk.queries.scripts import find_script
from shopdesk.queries.size_tables import find_size_table
from shopdesk.services.sample_desk import AGENT, SHOPS, SUPERVISOR, Sample
from shopdesk.services.sample_orders import DAY, HOUR, STAFF
from shopdesk.services.script_tables import take_starting_set
from shopdesk.services.scripts import use_script
from shopdesk.services.size_tables import give_size_table, take_presets

_TABLES = {Platform.TAOBAO: "雪地靴女（美码）", Platform.DOUYIN: "男装上衣"}
_SAID = (
    (AGENT, Topic.GREETING, "有什么能帮", 5, 20 * HOUR),
    (AGENT, Topic.RETURN_ADDRESS, "退货地址", 4, 18 * HOUR),
    (AGENT, Topic.REFUND_CHANNEL, "原路退回", 2, 9 * HOUR),
    (SUPERVISOR, Topic.RETURN, "退货条件", 3, 7 * HOUR),
    (STAFF[0], Topic.SIZE, "怎么量脚长", 2, 3 * HOUR),
    (AGENT, Topic.GREETING, "有什么能帮", 2, 26 * DAY),
    (STAFF[1], Topic.RETURN_ADDRESS, "退货地址", 2, 25 * DAY),
)
"""Who copied what, how often, and how long ago they began: since yesterday, and about a month ago."""


def fill_library(sample: Sample, now: Millis) -> None:
    """Set up some weeks ago, used since."""
    set_up = sample.acting(SUPERVISOR, now - 28 * DAY)
    take_starting_set(set_up)
    take_presets(set_up, names=list(_TABLES.values()))
    for platform, name in _TABLES.items():
        table = find_size_table(sample.desk.database, name)
        if table is not None:
            give_size_table(set_up, product_ids=_products(sample, platform), size_table_id=table.id)
    order_id = rows_of(sample.desk.database, "SELECT max(id) FROM orders WHERE shop_id = 1")[0][0]
    for name, topic, title, times, ago in _SAID:
        script = find_script(sample.desk.database, topic, title)
        assert script is not None
        for each in range(times):
            person = sample.acting(name, now - ago + each * HOUR)
            use_script(person, script_id=script.id, order_id=order_id)


def _products(sample: Sample, platform: Platform) -> list[int]:
    sql = "SELECT p.id FROM product p JOIN shop s ON s.id = p.shop_id WHERE s.name = ? ORDER BY p.id"
    return [row[0] for row in rows_of(sample.desk.database, sql, (SHOPS[platform],))]
