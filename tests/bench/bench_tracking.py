"""What carriers tell: 100,000 events written, and the lists of parcels that somebody should look at.

The floor of the first writes the same events, and the standing they come to, by raw statements that know every id and
look at nothing. The lists are asked of a million parcels, of which one in fifty is on its way.
"""

import gc
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from shopdesk.clock import Millis, shown
from shopdesk.db.database import Database, open_database, rows_of
from shopdesk.domain.carriers import CARRIERS, PROVINCES
from shopdesk.domain.permissions import Right
from shopdesk.domain.platforms import Platform
from shopdesk.domain.tracking import Event, Source, Status, Told, event_key, stand
from shopdesk.domain.tracking_words import status_of
from shopdesk.queries import tracking
from shopdesk.queries.due import list_due
from shopdesk.services.desk import Desk
from shopdesk.services.imports import import_files
from shopdesk.services.setup import create_desk, make_shop
from shopdesk.services.tracking_writer import EventWriter
from tests.bench.big_shop import made_of, quiet_connection
from tests.bench.results import Result, at_most, cache_folder, orders, seconds
from tests.postgres_server import Server

PARCELS, EACH = 20_000, 5
EVENTS = PARCELS * EACH
NOW: Millis = 1_800_000_000_000
HOUR, DAY = 3_600_000, 86_400_000
MOST_MS = 50
RATIO, WHOLE, SERVER_RATIO = 2.5, 5, 4
_SAID = (
    "【{city}】已揽收,揽收员:李四", "快件离开【{city}转运中心】,已发往【成都转运中心】", "快件到达【成都转运中心】",
    "【成都武侯】的派件员王五正在为您派件,请准备签收", "您的快件已签收,签收人:本人,如有疑问请联系快递员",
)  # fmt: skip
_ROW = (
    "INSERT INTO tracking (waybill, carrier, order_id, area, state, left_at, moved_at, expected_at, signed_at, "
    "closed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def run() -> list[Result]:
    """Writing, then the lists, in a file and on a server."""
    with Server.make(quick=False, on_disk=True, options={"shared_buffers": "256MB"}) as server:
        return [*_writing(server), *_lists(_big_file(), ""), *_lists(_big_database(server), "server: ")]


def make_events() -> list[Told]:
    """Five events of each parcel, as a day's file mixes them."""
    chance = random.Random(20_261_122)
    told = []
    for number in range(PARCELS):
        left = NOW - DAY * 3 + number * 1_000
        for step in range(EACH):
            said = _SAID[step].format(city=PROVINCES[number % len(PROVINCES)])
            event = Event(left + step * 12 * HOUR, said, "", status_of(said))
            told.append(Told(f"YT{number:013d}", "圆通速递", event))
    chance.shuffle(told)
    return told


def _writing(server: Server) -> list[Result]:
    gc.disable()
    told = make_events()
    with TemporaryDirectory() as folder:
        floor = min(_raw(Path(folder) / f"raw{turn}.db", told) for turn in range(2))
        written = min(_written(_shop(Path(folder) / f"shop{turn}.db"), told) for turn in range(2))
        desk = _shop(Path(folder) / "whole.db")
        file = _csv(Path(folder) / "tracking.csv", told)
        whole = seconds(lambda: _import(desk, file, EVENTS), repeat=1)
        again = seconds(lambda: _import(desk, file, 0), repeat=1)
    there = _written(_shop(server.create_database("events")), told)
    gc.enable()
    raw = f"raw statements {floor:.2f} s"
    return [
        at_most("write 100,000 events of 20,000 parcels", written / floor, RATIO, "x", raw),
        at_most("csv to standings, whole import", whole / floor, WHOLE, "x", raw),
        at_most("the same file again", again / whole, 1, "x", f"first {whole:.2f} s"),
        at_most("server: write 100,000 events", there / floor, SERVER_RATIO, "x", raw),
    ]


def _shop(address: Path | str) -> Desk:
    """A shop in which all of them left."""
    desk = create_desk(address, clock=lambda: NOW)
    make_shop(desk, name="x", platform=Platform.TAOBAO)
    with desk.database.atomic():
        _make_orders(desk.database.execute_sql)
        rows = [
            (f"YT{number:013d}", "圆通速递", number % 1_000 + 1, "四川", "left", NOW, NOW, NOW, None, None)
            for number in range(PARCELS)
        ]
        _fill(desk.database, rows)
    return desk


def _make_orders(execute: Callable[..., Any]) -> None:
    for number in range(1, 1_001):
        execute("INSERT INTO orders (shop_id, order_no, created, status) VALUES (1, ?, 1, 2)", (f"N{number:06d}",))


def _fill(database: Database, rows: list[tuple[Any, ...]]) -> None:
    cursor: Any = database.cursor()
    if hasattr(cursor, "copy"):
        names = "waybill, carrier, order_id, area, state, left_at, moved_at, expected_at, signed_at, closed_at"
        with cursor.copy(f"COPY tracking ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        cursor.executemany(_ROW, rows)


def _written(desk: Desk, told: list[Told]) -> float:
    started = time.perf_counter()
    with desk.database.atomic():
        writer = EventWriter(desk.database, now=NOW, source=Source.FILE)
        writer.write(told)
        done = writer.finish()
    taken = time.perf_counter() - started
    assert (done.events, done.parcels, done.unknown) == (EVENTS, PARCELS, [])
    desk.database.close()
    return taken


def _import(desk: Desk, file: Path, new: int) -> None:
    (result,) = import_files(desk, files=[file])
    assert (result.error, result.created, result.unchanged) == (None, new, EVENTS - new)


def _csv(file: Path, told_all: list[Told]) -> Path:
    rows = (f'{told.waybill},{told.carrier},{shown(told.event.at)}:00,"{told.event.said}"' for told in told_all)
    file.write_text("\n".join(("快递单号,快递公司,轨迹时间,轨迹描述", *rows)), encoding="utf-8-sig")
    return file


def _raw(file: Path, told: list[Told]) -> float:
    """The floor: what is to be written is known to the last value."""
    _shop(file).database.close()
    of: dict[str, list[Event]] = {}
    for each in told:
        of.setdefault(each.waybill, []).append(each.event)
    connection = quiet_connection(file)
    ids = dict(connection.execute("SELECT waybill, id FROM tracking").fetchall())
    events = [(ids[w], e.at, e.said, e.place, e.status.value, "file", event_key(e.at, e.said)) for w, _c, e in told]
    standings = [(s.state.value, s.moved_at, s.said, s.signed_at, ids[w]) for w, s in _stands(of)]
    started = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    sql = "INSERT INTO tracking_event (tracking_id, at, said, place, status, source, key) VALUES (?, ?, ?, ?, ?, ?, ?)"
    connection.executemany(sql, events)
    sql = "UPDATE tracking SET state = ?, moved_at = ?, last_text = ?, signed_at = ? WHERE id = ?"
    connection.executemany(sql, standings)
    connection.execute("COMMIT")
    taken = time.perf_counter() - started
    connection.close()
    return taken


def _stands(of: dict[str, list[Event]]) -> Iterator[tuple[str, Any]]:
    for waybill, events in of.items():
        assert len(events) == EACH and events[0].status is not Status.UNKNOWN
        yield waybill, stand(events, now=NOW)


def _big_rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Most are over; one in fifty moves, one in ten of these stands still; one in 500 is signed for and open."""
    chance = random.Random(count)
    for number in range(count):
        left = NOW - DAY * 2 - chance.randrange(700) * DAY
        signed: Millis | None = left + 3 * DAY
        closed: Millis | None = left + 9 * DAY
        state, moved = "signed", left + 3 * DAY
        if number % 50 == 0:
            stalled = number % 500 == 0
            left = NOW - chance.randrange(4, 9) * DAY if stalled else NOW - chance.randrange(3 * DAY)
            state, moved, signed, closed = "moving", left + 1, None, None
        elif number % 500 == 1:
            closed = None
        carrier = str(CARRIERS[chance.randrange(len(CARRIERS))]["name"])
        area = PROVINCES[chance.randrange(len(PROVINCES))]
        yield f"YT{number:013d}", carrier, number % 1_000 + 1, area, state, left, moved, left + 5 * DAY, signed, closed


def _big_file() -> Database:
    file = cache_folder() / f"tracking-{orders()}-{made_of()}.db"
    if not file.exists():
        part = file.with_suffix(".part")
        part.unlink(missing_ok=True)
        _fill_big(part)
        part.rename(file)
    return open_database(file)


def _big_database(server: Server) -> Database:
    url = server.create_database("big")
    _fill_big(url)
    with server.connect("big") as connection:
        connection.execute("VACUUM ANALYZE")
    return open_database(url)


def _fill_big(address: Path | str) -> None:
    desk = create_desk(address, clock=lambda: NOW)
    make_shop(desk, name="x", platform=Platform.TAOBAO)
    with desk.database.atomic():
        _make_orders(desk.database.execute_sql)
        _fill(desk.database, list(_big_rows(orders())))
    desk.database.close()


def _lists(database: Database, where: str) -> list[Result]:
    about = f"{orders():,} parcels"
    stalled = sum(group.parcels for group in tracking.count_stalled(database, now=NOW))
    assert stalled == len(rows_of(database, "SELECT id FROM tracking WHERE waybill LIKE '%00' AND state = 'moving' "
                                            "AND moved_at < ?", (NOW - 3 * DAY,)))  # fmt: skip
    asked: dict[str, Callable[[], object]] = {
        f"list of the stalled ({stalled:,})": lambda: tracking.list_stalled(database, now=NOW),
        "of one carrier and region": lambda: tracking.list_stalled(database, now=NOW, carrier="圆通速递", area="四川"),
        "stalled by carrier and region": lambda: tracking.count_stalled(database, now=NOW),
        "courtesy calls": lambda: tracking.list_calls(database, now=NOW),
        "signed for and open": lambda: tracking.list_unclosed(database, now=NOW),
        "how long each list is": lambda: tracking.count_parcels(database, now=NOW),
        "lines of Today": lambda: list_due(database, now=NOW, person_id=1, rights=frozenset(Right)),
    }
    try:
        return [at_most(f"{where}{work}", 1_000 * seconds(ask), MOST_MS, "ms", about) for work, ask in asked.items()]
    finally:
        database.close()
