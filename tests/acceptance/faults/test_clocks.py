"""A PC's clock that was set back: said, and neither trail nor backups nor deadlines break."""

from pathlib import Path

import pytest

from shopdesk.clock import Millis
from shopdesk.db.trail import first_broken_link
from shopdesk.domain.flags import Colour
from shopdesk.services.backup_list import list_backups
from shopdesk.services.backups import back_up_by_itself, backup_due, backup_now
from shopdesk.services.clocks import find_clock_behind
from shopdesk.services.damage import check, full_check, full_check_due
from shopdesk.services.desk import Desk
from shopdesk.services.orders import set_flag
from shopdesk.services.registering import register_orders
from shopdesk.services.setup import open_desk
from tests.acceptance.faults.soundness import problems_in
from tests.command_line import CommandLine
from tests.factories import NOON, add_order, make_desk

pytestmark = [pytest.mark.rule("DATA-01", "TEAM-03"), pytest.mark.sqlite_only]

HOUR: Millis = 3_600_000
DAY = 24 * HOUR


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A shop in which somebody worked on days that, by the clock, are still to come."""
    desk = make_desk(tmp_path, clock=lambda: NOON + 400 * DAY)
    for number in range(4):
        add_order(desk, receiver=f"收件人{number}", address=f"示例路{number}号", phone=f"138000000{number:02d}")
    register_orders(desk, order_ids=[1])
    backup_now(desk)
    full_check(desk)
    desk.database.close()
    return tmp_path / "shop.db"


def at(file: Path, moment: Millis) -> Desk:
    return open_desk(file, clock=lambda: moment)


@pytest.mark.parametrize("back", [HOUR, 30 * DAY, 400 * DAY])
def test_work_goes_on_and_the_trail_holds(file: Path, back: Millis) -> None:
    desk = at(file, NOON + 400 * DAY - back)
    assert find_clock_behind(desk)
    register_orders(desk, order_ids=[2, 3])
    set_flag(desk, order_ids=[4], colour=Colour.RED)
    assert first_broken_link(desk.database) is None
    assert check(desk) == [] and problems_in(desk, halves=False) == []
    desk.database.close()


@pytest.mark.parametrize("back", [30 * DAY, 400 * DAY])
def test_backups_are_made_and_none_is_thinned_away_for_one_of_the_future(file: Path, back: Millis) -> None:
    ahead = [backup.file for backup in list_backups(file)]
    now = NOON + 400 * DAY - back
    desk = at(file, now)
    assert backup_due(desk) and full_check_due(desk)
    made = back_up_by_itself(desk)
    assert made is not None and made.exists()
    assert not backup_due(desk)
    kept = {backup.file for backup in list_backups(file)}
    assert kept == {made, *ahead}
    desk.database.close()


def test_the_command_line_warns_and_lists_as_ever(file: Path) -> None:
    """By this machine's own clock, which is ahead of the made-up one here: it is the entries that are too late."""
    desk = at(file, 4_000_000_000_000)  # the year 2096
    set_flag(desk, order_ids=[4], colour=Colour.BLUE)
    desk.database.close()
    shop = CommandLine(file)
    answer = shop.done("orders", "--format", "jsonl")
    assert len(answer.lines) == 4 and "clock" in answer.err
    for command in (("deadlines",), ("register", "--ready"), ("check",), ("backup",)):
        assert shop(*command).status == 0, command
