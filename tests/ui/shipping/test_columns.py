"""How far waves are, in a word, and why orders stay behind."""

from dataclasses import replace

import pytest

from shopdesk.domain.slips import WaveKind
from shopdesk.queries.waves import WaveRow
from shopdesk.services.holds import OnHold
from shopdesk.services.wave_candidates import LeftBehind, NoCarrier
from shopdesk.ui.shipping.columns import left_entries, wave_standing
from tests.factories import NOON

WAVE = WaveRow(
    id=1, version=1, kind=WaveKind.NOON, carrier="", person="小李", at=NOON, printed_at=None, confirmed_at=None,
    slips=4, orders=4, pieces=5, waiting=0, printed=4, unconfirmed=0, handed=0, packed=0, shipped=4, cancelled=0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ("shipped", False)),
        ({"shipped": 1}, ("1 of 4 shipped", True)),
        ({"waiting": 2}, ("2 without waybill", True)),
        ({"printed": 1, "waiting": 2}, ("3 to print", True)),
        ({"unconfirmed": 4, "printed": 4}, ("came out?", True)),
        ({"slips": 0}, ("cancelled", False)),
    ],
)
def test_the_first_thing_to_do_is_said(changes: dict[str, int], said: tuple[str, bool]) -> None:
    assert wave_standing(replace(WAVE, **changes)) == said  # type: ignore[arg-type]


def test_orders_that_stay_are_grouped_by_why() -> None:
    left = (
        LeftBehind(3, "3", OnHold(order_no="3", reason="x")),
        LeftBehind(1, "1", NoCarrier(order_no="1")),
        LeftBehind(2, "2", OnHold(order_no="2", reason="y")),
    )
    assert [(entry.group, entry.order_no) for entry in left_entries(left)] == [
        ("No carrier", "1"), ("On hold", "2"), ("On hold", "3"),
    ]  # fmt: skip
