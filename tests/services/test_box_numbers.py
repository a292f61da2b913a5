"""Whatever two PCs do at once, a day's boxes are 1, 2, 3 ... without a gap and without a double (RET-01)."""

import itertools
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk.domain.intake import BoxState
from shopdesk.queries.boxes import list_boxes
from shopdesk.services.box_checks import BoxHere, BoxStruckOut, OddCode
from shopdesk.services.boxes import open_box, void_box
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.people import add_person
from shopdesk.services.setup import open_desk
from tests.engines import shop_address
from tests.factories import NOON, make_desk

DAY_MS = 86_400_000
_days = itertools.count(1)
deeds = st.lists(st.sampled_from(["plain", "SF1234567890121", "SF1234567890122", "???", "void"]), max_size=6)


class Clerk:
    """Somebody at a PC of their own."""

    def __init__(self, address: Path | str, actor: Actor) -> None:
        self._address, self._actor = address, actor
        self.opened: list[int] = []
        self.broken: list[BaseException] = []

    def run(self, todo: list[str], at: int, start: threading.Barrier) -> None:
        """One deed after the other, as soon as both are there."""
        own = open_desk(self._address, clock=lambda: at)
        start.wait(20)
        try:
            for deed in todo:
                self._do(replace(own, actor=self._actor), deed)
        except BaseException as error:  # told by the test, not by a dying thread
            self.broken.append(error)
        own.database.close()

    def _do(self, desk: Desk, deed: str) -> None:
        try:
            if deed == "void" and self.opened:
                void_box(desk, box_id=self.opened[-1], reason="扫错")
            elif deed != "void":
                self.opened.append(open_box(desk, scan="" if deed == "plain" else deed))
        except (BoxHere, OddCode, BoxStruckOut):
            pass


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def second(desk: Desk) -> Actor:
    return add_person(desk, name="小李", role="agent")


@given(first=deeds, other=deeds)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_have_no_gap_and_no_double(
    desk: Desk, second: Actor, tmp_path: Path, first: list[str], other: list[str]
) -> None:
    at = NOON + next(_days) * DAY_MS
    desk.database.execute_sql("UPDATE box SET waybill = ''")  # each example begins without known boxes
    clerks = [Clerk(shop_address(tmp_path), actor) for actor in (desk.actor, second)]
    start = threading.Barrier(2)
    threads = [
        threading.Thread(target=clerk.run, args=(todo, at, start))
        for clerk, todo in zip(clerks, (first, other), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [clerk.broken for clerk in clerks] == [[], []]
    opened = {box_id for clerk in clerks for box_id in clerk.opened}
    rows = [row for row in list_boxes(desk.seen) if row.id in opened]
    assert sorted(row.number for row in rows) == list(range(1, len(rows) + 1))
    assert len({row.day for row in rows}) <= 1
    assert len([row for row in list_boxes(desk.seen, day=rows[0].day)] if rows else []) == len(rows)
    known = [row.waybill for row in rows if row.waybill and row.state is not BoxState.VOID]
    assert len(known) == len(set(known))
