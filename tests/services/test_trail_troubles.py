"""Claims, interceptions and detours as the trail tells of them."""

from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.claims import Kind
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.detours import Way
from shopdesk.domain.money import Money
from shopdesk.domain.statuses import Stage, Status
from shopdesk.i18n import use_language
from shopdesk.queries.trail import list_trail
from shopdesk.services import claims, detours, interceptions
from shopdesk.services.desk import Desk
from shopdesk.services.edits import Base
from shopdesk.services.trail_troubles import TROUBLE_DEEDS
from shopdesk.services.trail_words import what_happened
from tests.factories import NOON, add_order, make_desk

WAYBILL = "YT7453244865603"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = make_desk(tmp_path)
    gone: dict[str, Any] = {"status": int(Status.SHIPPED), "stage": int(Stage.SHIPPED), "shipped_at": NOON}
    add_order(desk, waybill=WAYBILL, **gone)
    return desk


def said(desk: Desk, kind: str) -> list[str]:
    """The oldest first."""
    return [what_happened(row) for row in reversed(list_trail(desk.database, kind=kind, record_id=1))]


def test_claims_in_words(desk: Desk) -> None:
    claims.register_claim(desk, kind=Kind.LOST, order_id=1, carrier="圆通速递", amount=Money(15_000))
    claims.ask_carrier(desk, claim_id=1, note="工单 8")
    claims.note_answer(desk, claim_id=1, offered=Money(9_000), answer="按保价")
    claims.pay_back(desk, claim_id=1, amount=Money(100))
    claims.note_paid(desk, claim_id=1, amount=Money(9_000))
    assert said(desk, "claim") == [
        f"In the lost register: Lost, 圆通速递, {WAYBILL}, 150.00", "The carrier is asked to pay (工单 8)",
        "The carrier offers: 90.00 (按保价)", "The buyer is made good: Money back", "The carrier paid: 90.00",
    ]  # fmt: skip
    assert f"In the lost register: Lost, 圆通速递, {WAYBILL}, 150.00" in said(desk, "order")


def test_edits_of_claims_in_words(desk: Desk) -> None:
    claims.register_claim(desk, kind=Kind.LOST, order_id=1, amount=Money(15_000))
    base = Base(None, {"amount": 15_000, "carrier": "", "note": ""})
    claims.edit_claim(desk, claim_id=1, values={"amount": 9_000}, base=base)
    assert said(desk, "claim")[-1] == "Changed Amount: 150.00 → 90.00"


def test_interceptions_in_words(desk: Desk) -> None:
    interceptions.ask_interception(desk, order_id=1, carrier="圆通速递", asked_of="站点", reason="不要了")
    interceptions.note_promise(desk, interception_id=1, promised_by="小刘", promised_at=NOON + DAY_MS)
    interceptions.note_failure(desk, interception_id=1, result="已派送")
    interceptions.note_told(desk, interception_id=1)
    interceptions.note_refusal(desk, interception_id=1)
    assert said(desk, "interception") == [
        f"The carrier is asked to bring it back: 圆通速递, {WAYBILL}, 站点 (不要了)",
        "The carrier promised to bring it back: 小刘, 2024-03-03 10:00", "It could not be stopped (已派送)",
        "The buyer is asked to refuse it", "The buyer refused it",
    ]  # fmt: skip
    assert "The buyer refused it" in said(desk, "order")


def test_detours_in_words(desk: Desk) -> None:
    detours.decide_detour(desk, order_id=1, way=Way.POST, reason="邮局近")
    detours.finish_detour(desk, detour_id=1, carrier="EMS", waybill="1234567890123")
    first, last = said(desk, "detour")
    assert first.startswith("The carrier doesn't reach the address: Hand it over to post") and last.startswith(
        "It went on"
    )
    assert "It went on: EMS, 1234567890123" in said(desk, "order")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_deed_has_words(desk: Desk, language: str) -> None:
    use_language(language)
    assert all(TROUBLE_DEEDS.values())
