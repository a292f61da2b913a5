"""Deadlines by the moment at which a page was written."""

from shopdesk.ui.page_moment import Moment
from tests.factories import NOON

HOUR = 3_600_000


def test_late_is_red_and_today_is_amber() -> None:
    moment = Moment(NOON, "Asia/Shanghai")
    assert moment.pressing(NOON - 1) == "danger"
    assert moment.pressing(moment.today_ends - 1) == "warning"
    assert moment.pressing(moment.today_ends) == moment.pressing(None) == ""


def test_a_deadline_is_said_in_the_shops_zone() -> None:
    assert Moment(0, "Asia/Shanghai").said(HOUR) == "1970-01-01 09:00"
    assert Moment(0, "UTC").said(HOUR) == "1970-01-01 01:00"
