"""Two people count what goes to one carrier, and neither count is lost (DATA-02, SHP-03)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from shopdesk.domain.documents import Paper
from shopdesk.services.handovers import count_wave
from shopdesk.services.people import add_person
from shopdesk.services.wave_printing import print_wave
from shopdesk.services.waves import make_wave
from shopdesk.ui.shipping.page import ShippingPage
from tests.factories import add_order, make_desk
from tests.window_stand import WindowStand, window_on

YTO = "圆通速递"


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[WindowStand]:
    """Wave 1: three printed slips."""
    desk = make_desk(tmp_path)
    for number in range(3):
        add_order(desk, stage=1, carrier=YTO, order_no=f"P{number + 1}", address=f"路{number}号")
    make_wave(desk)
    print_wave(desk, wave_id=1, paper=Paper.A5)
    with window_on(desk, tmp_path, qtbot) as stand:
        yield stand


@pytest.mark.rule("DATA-02")
def test_the_second_is_told_what_the_first_entered(window: WindowStand) -> None:
    page: ShippingPage = window.open("shipping")
    page.open_record("wave", 1)
    window.settle()
    window.keys("Ctrl+I")
    register = page._register
    assert register is not None
    other = replace(window.desk, actor=add_person(window.desk, name="小李", role="owner"), announce=lambda _kinds: None)
    count_wave(other, wave_id=1, carrier=YTO, counted=2)
    for said in ("小李 counted", "3 counted, that agrees"):
        register.table.go_to(1, "counted")
        register.table.setFocus()
        window.keys("text:3", "Return")
        assert said in register.notice.text
        window.settle()
    count_wave(other, wave_id=1, carrier=YTO, counted=3)
