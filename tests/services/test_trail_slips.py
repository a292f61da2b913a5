"""Slips in an order's history."""

from typing import Any

import pytest

from shopdesk.queries.trail import TrailRow
from shopdesk.services.trail_words import what_happened


@pytest.mark.parametrize(
    ("action", "before", "after", "said"),
    [
        ("wave", {}, {"wave": 3}, "Into wave 3"),
        ("out of wave", {"wave": 3}, {"wave": None}, "Out of wave 3"),
        ("waybill", {"waybill": ""}, {"waybill": "YT1"}, "Waybill YT1"),
        ("waybill", {"waybill": "YT1"}, {"waybill": ""}, "Waybill YT1 taken off"),
        ("waybill", {"waybill": "YT1"}, {"waybill": "YT2"}, "Waybill: YT1 → YT2"),
        ("ship together", {}, {"orders": ["1", "2"]}, "Ships together: 1, 2"),
        ("split", {}, {"parts": [[1], [2]]}, "Split into 2 parcels"),
        ("take apart", {}, {}, "Parcels taken apart"),
        ("cancel slip", {}, {}, "Slip cancelled"),
        ("spoilt", {}, {}, "Print did not come out"),
    ],
)
def test_words(action: str, before: dict[str, Any], after: dict[str, Any], said: str) -> None:
    row = TrailRow(at=0, person="Owner", action=action, before=before, after=after, reason="")
    assert what_happened(row) == said
