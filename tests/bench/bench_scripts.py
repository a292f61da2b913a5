"""Words found as somebody types, and filled from the order in view (CRM-02)."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from shopdesk.domain.permissions import Right
from shopdesk.domain.script_topics import Topic
from shopdesk.queries.script_values import fill_script
from shopdesk.queries.scripts import ScriptRow, list_scripts, search_scripts
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.script_tables import take_starting_set
from shopdesk.services.scripts import add_script, checked_script
from tests.bench.results import Result, at_most
from tests.factories import NOON, add_order, make_desk

LIBRARY = 2000
TYPED = ("t", "th", "thd", "thdz", "退", "退货", "退货 地", "bq", "wl", "快递 停", "sorry", "zzzz")
"""What is typed into the search, letter by letter and otherwise."""
KEY_MS, OPEN_MS, FILL_MS = 16, 60, 40
TIMES = 20


def run() -> list[Result]:
    """The slowest key, opening the list, filling a script."""
    with tempfile.TemporaryDirectory() as folder:
        desk = make_desk(Path(folder))
        enlarge(desk)
        order_id = add_order(desk, buyer="tb_one", waybill="YT7453244865603")
        rows = list_scripts(desk.database)
        script_id = next(row.id for row in rows if row.title == "怎么退货")
        floor = best(lambda: [row for row in rows if "退货" in row.title or "退货" in row.body])
        found = [
            at_most(
                f"the slowest of {len(TYPED)} searches as typed, {len(rows)} scripts",
                slowest(rows) * 1000, KEY_MS, "ms", f"`in` over all titles and texts {floor * 1000:.2f} ms",
            ),
            at_most(
                f"reading the library, {len(rows)} scripts", best(lambda: list_scripts(desk.database)) * 1000, OPEN_MS,
                "ms", f"fetching the rows {best(lambda: fetch(desk)) * 1000:.1f} ms",
            ),
            at_most(
                "filling a script from an order",
                best(lambda: fill_script(desk.database, script_id=script_id, now=NOON, order_id=order_id)) * 1000,
                FILL_MS, "ms", "-",
            ),
        ]  # fmt: skip
        desk.database.close()
    return found


def enlarge(desk: Desk) -> None:
    """The starting set, and the same words under other titles until the library is large."""
    take_starting_set(desk)
    rows = list_scripts(desk.database)
    topics = list(Topic)
    with work(desk, Right.SETTINGS, Changed.WORDS) as doing:
        for number in range(LIBRARY - len(rows)):
            row = rows[number % len(rows)]
            topic = topics[number % len(topics)]
            values = {"topic": topic.value, "title": f"{row.title} {number}", "body": row.body, "gloss": row.gloss}
            add_script(doing, checked_script({**values, "position": number}), own=True)


def slowest(rows: Sequence[ScriptRow]) -> float:
    """Seconds that the slowest of the searches takes."""
    return max(best(lambda text=text: search_scripts(rows, text)) for text in TYPED)  # type: ignore[misc]


def fetch(desk: Desk) -> object:
    """The same rows, without making anything of them."""
    return desk.database.execute_sql("SELECT * FROM script").fetchall()


def best(deed: Callable[[], object]) -> float:
    """Seconds of the best of some times."""
    took = []
    for _each in range(TIMES):
        begun = time.perf_counter()
        deed()
        took.append(time.perf_counter() - begun)
    return min(took)
