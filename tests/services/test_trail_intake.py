"""What happened to days of intake, inspected goods and files, in words."""

from typing import Any

import pytest

from shopdesk.queries.trail import TrailRow
from shopdesk.services.trail_words import what_happened

HANDED = {"expected": 5_000, "counted": 4_900, "handed_by_id": 2, "handed_at": 1_709_344_800_000}


@pytest.mark.parametrize(
    ("kind", "action", "before", "after", "reason", "said"),
    [
        (
            "intake_day",
            "cash handed over",
            {},
            HANDED,
            "假币",
            "Cash handed over: 49.00, 50.00 by the boxes' entries (假币)",
        ),
        ("intake_day", "cash confirmed", {}, {"confirmed": 4_900}, "", "Cash confirmed: 49.00"),
        ("intake_day", "day closed", {}, {"left_open": "", "reason": ""}, "", "Closed"),
        (
            "intake_day",
            "day closed",
            {},
            {"left_open": '{"registering": [1, 2]}'},
            "停电",
            "Closed; still open: boxes 1, 2 are not registered yet (停电)",
        ),
        (
            "box",
            "correct",
            {"what": "邮费", "value": ""},
            {"what": "邮费", "value": "12"},
            "漏记",
            "Corrected: 邮费: – → 12 (漏记)",
        ),
        (
            "box_item",
            "inspect",
            {},
            {"good": 2, "faulty": 1, "goes_to": "stock", "faulty_to": "damage"},
            "",
            "Inspected: 2 good to Stock, 1 faulty to Damage list",
        ),
        ("box_item", "inspect", {}, {"good": 0, "faulty": 0}, "", "Inspected: nothing"),
        ("box_item", "approve goods", {}, {"approved_by_id": 2}, "", "Approved"),
        (
            "order",
            "approve goods",
            {},
            {"item": "真皮单鞋", "good": 1, "faulty": 0, "goes_to": "stock"},
            "",
            "真皮单鞋 came back: 1 good to Stock",
        ),
        ("case", "file added", {}, {"file": "1.png"}, "", "File added: 1.png"),
        ("box", "file removed", {"file": "1.png"}, {}, "", "File removed: 1.png"),
        ("refund", "file put back", {}, {"file": "1.png"}, "", "File put back: 1.png"),
    ],
)
def test_a_deed_is_a_sentence(  # noqa: PLR0917 - a table
    kind: str, action: str, before: dict[str, Any], after: dict[str, Any], reason: str, said: str
) -> None:
    assert what_happened(TrailRow(0, "小王", action, before, after, reason, kind=kind)) == said
