"""Following the trail's chain, and the page that searches it, on 200,000 rows."""

import hashlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from shopdesk.db.database import rows_of
from shopdesk.db.trail import Entry, append_trails
from shopdesk.queries.trail import TrailFilter, search_trail
from shopdesk.services.desk import Desk
from shopdesk.services.trail import verify_trail
from tests.bench.results import Result, at_most
from tests.factories import NOON, make_desk

ROWS, PORTION = 200_000, 5_000


def run() -> list[Result]:
    """One shop with a long trail."""
    with tempfile.TemporaryDirectory() as folder:
        desk = make_desk(Path(folder))
        fill(desk)
        whole = timed(lambda: verify_trail(desk, whole=True))
        raw = timed(lambda: hash_raw(desk))
        again = timed(lambda: verify_trail(desk))
        page = timed(lambda: search_trail(desk.database, TrailFilter(), before=ROWS // 2))
        person = timed(lambda: search_trail(desk.database, TrailFilter(person="Owner", kind="order"), before=ROWS // 2))
        word = timed(lambda: search_trail(desk.database, TrailFilter(word="nothing like it")))
        desk.database.close()
    return [
        at_most(
            "trail verified", whole / raw, 12, "x", f"read and hashed once {raw:.2f} s; {ROWS / whole:,.0f} rows/s"
        ),
        at_most("what is new verified", again * 1000, 50, "ms", "nothing was new"),
        at_most("a page of the trail", page * 1000, 20, "ms", "at the middle"),
        at_most("by person and kind", person * 1000, 20, "ms", ""),
        at_most("a word that is nowhere", word * 1000, 1000, "ms", "the whole trail is read"),
    ]


def fill(desk: Desk) -> None:
    for start in range(0, ROWS, PORTION):
        entries = [Entry(n % 9_000 + 1, {"flag": 0}, {"flag": n % 6}) for n in range(start, start + PORTION)]
        with desk.database.atomic():
            append_trails(desk.database, entries, at=NOON + start, person_id=1, action="flag", kind="order", reason="")


def hash_raw(desk: Desk) -> None:
    for row in rows_of(desk.database, "SELECT before, after, chain FROM trail"):
        hashlib.sha256("".join(row).encode()).hexdigest()


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
