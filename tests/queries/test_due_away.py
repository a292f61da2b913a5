"""What is due of repairs, damage and parcels: each line tells as many as its list shows (TEAM-04)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shopdesk.clock import Millis
from shopdesk.domain.damage_list import AWAY, EXPIRING_DAYS
from shopdesk.domain.damage_list import State as DamageState
from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.due import ClaimList, DueKind
from shopdesk.domain.repairs import State as RepairState
from shopdesk.queries.claims import count_claims, list_claims
from shopdesk.queries.damage_batches import list_damage_batches
from shopdesk.queries.damage_list import list_damage
from shopdesk.queries.detours import count_detours, list_detours
from shopdesk.queries.interceptions import count_interceptions, list_interceptions
from shopdesk.queries.repair_batches import list_repair_batches
from shopdesk.queries.repairs import list_repairs
from shopdesk.queries.shortages import count_shortages, list_shortages
from shopdesk.queries.tracking import (
    count_parcels,
    list_calls,
    list_forwarded,
    list_nobodys,
    list_stalled,
    list_troubled,
    list_unclosed,
)
from shopdesk.services.desk import Desk
from shopdesk.services.shop_settings import save_setting
from shopdesk.settings import STALLED_BY_CARRIER
from tests.factories import NOON, add_order, make_desk
from tests.queries.test_due import due, figures, put
from tests.services.refunders import make_refunders

FAR = NOON + 3 * DAY_MS


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


def tell(desk: Desk, kind: DueKind) -> tuple[int, int, int]:
    """Count, late, today of the shop."""
    return figures(due(desk, kind).shop)


def add_repair(desk: Desk, **row: Any) -> int:
    told = {"state": "received", "told_state": row.get("state", "received")}
    return put(desk, "repair", **{"person_id": 1, "at": NOON - DAY_MS, **told, **row})


def away(due_at: Millis, **row: Any) -> dict[str, Any]:
    return {"state": "at-factory", "dispatched_at": NOON - 9 * DAY_MS, "due_at": due_at, **row}


def test_what_the_factory_has_is_due_by_its_day(desk: Desk) -> None:
    for due_at in (NOON - DAY_MS, NOON + HOUR_MS, FAR):
        add_repair(desk, **away(due_at))
    add_repair(desk, **away(NOON - DAY_MS, state="refunded", closed_at=NOON))  # over for the buyer, not for the goods
    add_repair(desk, **away(NOON - DAY_MS, back_at=NOON - HOUR_MS, state="back"))
    assert tell(desk, DueKind.REPAIRS_DUE) == (3, 2, 1)
    assert len(list_repairs(desk.seen, due_before=NOON + 12 * HOUR_MS)) == 3


def test_repairs_wait_for_their_next_step(desk: Desk) -> None:
    supplier = put(desk, "supplier", name="温州鞋厂")
    batch = put(desk, "repair_batch", supplier_id=supplier, person_id=1, at=NOON - DAY_MS)
    put(desk, "repair_batch", supplier_id=supplier, person_id=1, at=NOON, dispatched_at=NOON)
    for state in ("received", "labelled", "waiting"):
        add_repair(desk, state=state)
    add_repair(desk, state="waiting", batch_id=batch)
    add_repair(desk, state="back", back_at=NOON - HOUR_MS)
    add_repair(desk, state="checked", checked_at=NOON - 2 * HOUR_MS)
    add_repair(desk, state="cancelled", closed_at=NOON)
    assert tell(desk, DueKind.REPAIRS_TO_SEND) == (3, 0, 3)
    assert tell(desk, DueKind.REPAIR_BATCHES) == (len(list_repair_batches(desk.seen, only_open=True)), 0, 1)
    for kind, state in ((DueKind.REPAIRS_BACK, RepairState.BACK), (DueKind.REPAIRS_TO_RETURN, RepairState.CHECKED)):
        assert tell(desk, kind)[0] == len(list_repairs(desk.seen, states=[state])) == 1
    assert due(desk, DueKind.REPAIRS_TO_RETURN).shop.since == NOON - 2 * HOUR_MS


def test_costs_wait_for_buyers(desk: Desk) -> None:
    add_repair(desk, state="back", estimate=3000, estimate_state="asked", told_state="estimate")
    add_repair(desk, state="checked", fee=2500, fee_by="buyer")
    add_repair(desk, state="checked", fee=2500, fee_by="buyer", fee_reference="支付宝 88")
    add_repair(desk, state="checked", fee=2500, fee_by="shop")
    assert tell(desk, DueKind.REPAIR_ESTIMATES) == (1, 0, 1)
    assert tell(desk, DueKind.REPAIR_FEES) == (1, 0, 1)
    assert sum(bool(row.owed) for row in list_repairs(desk.seen, only_open=True)) == 1


def test_buyers_hear_of_their_repair(desk: Desk) -> None:
    add_repair(desk, state="received", told_state="")
    add_repair(desk, state="returned", told_state="checked", closed_at=NOON)
    add_repair(desk, state="labelled", told_state="")
    assert tell(desk, DueKind.REPAIRS_UNTOLD)[0] == len(list_repairs(desk.seen, untold=True)) == 2


def add_damage(desk: Desk, **row: Any) -> int:
    return put(desk, "damage", **{"person_id": 1, "at": NOON - DAY_MS, "state": "listed", **row})


def test_damage_runs_out_or_waits_for_an_answer(desk: Desk) -> None:
    supplier = put(desk, "supplier", name="温州鞋厂")
    put(desk, "damage_batch", supplier_id=supplier, person_id=1, at=NOON)
    for expires in (NOON - 1, NOON + HOUR_MS, NOON + 6 * DAY_MS, NOON + 8 * DAY_MS, None):
        add_damage(desk, expires_at=expires)
    add_damage(desk, state="written-off", expires_at=NOON - 1, closed_at=NOON)
    add_damage(desk, state="sent", expires_at=NOON - 1)
    add_damage(desk, state="accepted", answered_at=NOON)
    add_damage(desk, state="refused", answered_at=NOON - HOUR_MS)
    soon = NOON + EXPIRING_DAYS * DAY_MS
    assert tell(desk, DueKind.DAMAGE_EXPIRING) == (len(list_damage(desk.seen, expires_before=soon)), 1, 1) == (3, 1, 1)
    assert tell(desk, DueKind.DAMAGE_ANSWERS)[0] == len(list_damage(desk.seen, states=sorted(AWAY))) == 2
    assert tell(desk, DueKind.DAMAGE_REFUSED)[0] == len(list_damage(desk.seen, states=[DamageState.REFUSED])) == 1
    assert tell(desk, DueKind.DAMAGE_BATCHES)[0] == len(list_damage_batches(desk.seen, only_open=True)) == 1


def add_parcel(desk: Desk, waybill: str, **row: Any) -> int:
    told = {"carrier": "圆通速递", "state": "moving", "order_id": 1, "area": "四川", "moved_at": NOON - HOUR_MS}
    return put(desk, "tracking", waybill=waybill, **{**told, **row})


def test_parcels_that_stand_still_by_the_days_of_their_carrier(desk: Desk) -> None:
    add_order(desk)
    add_parcel(desk, "YT1", moved_at=NOON - 5 * DAY_MS)
    add_parcel(desk, "YT2", moved_at=NOON - 5 * DAY_MS, look_again_at=NOON - 1)  # asked about, and to be asked again
    add_parcel(desk, "YT3", moved_at=NOON - 5 * DAY_MS, look_again_at=NOON + 1)
    add_parcel(desk, "SF1", carrier="顺丰速运", moved_at=NOON - 2 * DAY_MS)
    add_parcel(desk, "YT4")
    assert tell(desk, DueKind.PARCELS_STALLED) == (2, 1, 1)
    save_setting(desk, STALLED_BY_CARRIER, {"顺丰速运": 1, "圆通速递": 6})
    assert tell(desk, DueKind.PARCELS_STALLED) == (1, 0, 1)
    assert [row.waybill for row in list_stalled(desk.seen, now=NOON)] == ["SF1"]


def test_parcels_of_each_list(desk: Desk) -> None:
    add_order(desk)
    add_parcel(desk, "A1", state="trouble")
    add_parcel(desk, "A2", state="returning", moved_at=NOON - 8 * DAY_MS, look_again_at=NOON + 1)
    add_parcel(desk, "A3", state="returning")
    add_parcel(desk, "B1", forwarded_waybill="98", forwarded_carrier="EMS")
    add_parcel(desk, "C1", state="signed", signed_at=NOON - DAY_MS)
    add_parcel(desk, "D1", expected_at=NOON - HOUR_MS)
    add_parcel(desk, "E1", order_id=None)
    counts = count_parcels(desk.seen, now=NOON)
    for kind, listed, counted in (
        (DueKind.PARCELS_TROUBLED, list_troubled(desk.seen), counts.troubled + counts.returning),
        (DueKind.PARCELS_FORWARDED, list_forwarded(desk.seen), counts.forwarded),
        (DueKind.PARCELS_UNCLOSED, list_unclosed(desk.seen, now=NOON), counts.unclosed),
        (DueKind.PARCEL_CALLS, list_calls(desk.seen, now=NOON), counts.calls),
        (DueKind.PARCELS_NOBODYS, list_nobodys(desk.seen), counts.nobodys),
    ):
        assert tell(desk, kind)[0] == len(listed) == counted > 0, kind
    assert tell(desk, DueKind.PARCELS_TROUBLED) == (3, 1, 1), "one should be back by now, one has time"
    assert due(desk, DueKind.PARCEL_CALLS).shop.since == NOON - HOUR_MS


def add_claim(desk: Desk, **row: Any) -> int:
    told = {"kind": "lost", "state": "registered", "waybill": "", "solution": "refund", "answer_by": NOON + HOUR_MS}
    return put(desk, "claim", **{"person_id": 1, "at": NOON - DAY_MS, **told, **row})


def test_claims_by_whose_turn_it_is(desk: Desk) -> None:
    add_claim(desk)
    add_claim(desk, state="asked", answer_by=NOON - 1, solution="")
    add_claim(desk, state="asked", answer_by=FAR)
    add_claim(desk, state="answered", answer_by=FAR)
    add_claim(desk, state="paid", answer_by=None, closed_at=NOON)
    add_claim(desk, state="found", answer_by=None, closed_at=NOON, solution="")
    told = {
        ClaimList.TO_ASK: tell(desk, DueKind.CLAIMS_TO_ASK),
        ClaimList.TO_ANSWER: tell(desk, DueKind.CLAIMS_TO_ANSWER),
        ClaimList.PAID: tell(desk, DueKind.CLAIMS_TO_BE_PAID),
        ClaimList.TO_MAKE_GOOD: tell(desk, DueKind.CLAIMS_TO_MAKE_GOOD),
    }
    assert told[ClaimList.TO_ASK] == (2, 1, 1)
    assert {which: len(list_claims(desk.seen, due_list=which, now=NOON)) for which in ClaimList} == {
        which: count for which, (count, _late, _today) in told.items()
    }
    counts = count_claims(desk.seen, now=NOON)
    assert (counts.late, counts.not_made_good) == (1, told[ClaimList.TO_MAKE_GOOD][0])


def add_interception(desk: Desk, order_id: int, **row: Any) -> int:
    told = {"order_id": order_id, "waybill": "", "state": "asked", "due_at": FAR}
    return put(desk, "interception", **{"person_id": 1, "at": NOON - DAY_MS, **told, **row})


def test_interceptions_come_before_the_supervisor(desk: Desk) -> None:
    order_id = add_order(desk)
    add_interception(desk, order_id, due_at=NOON - 1, platform_due=NOON + 23 * HOUR_MS)
    add_interception(desk, order_id, state="promised", promised_at=NOON - 25 * HOUR_MS, due_at=NOON - HOUR_MS)
    add_interception(desk, order_id, state="promised", promised_at=NOON - HOUR_MS, due_at=NOON - HOUR_MS)
    add_interception(desk, order_id, escalated_at=NOON, due_at=NOON + HOUR_MS)
    add_interception(desk, order_id, platform_due=NOON + 2 * DAY_MS)
    add_interception(desk, order_id, state="kept", closed_at=NOON, platform_due=NOON)
    counts = count_interceptions(desk.seen, now=NOON)
    assert tell(desk, DueKind.INTERCEPTIONS) == (len(list_interceptions(desk.seen, only_open=True)), counts.late, 1)
    assert tell(desk, DueKind.INTERCEPTIONS_ESCALATED)[0] == counts.escalated == 3
    assert len(list_interceptions(desk.seen, escalated_at=NOON)) == 3


def test_detours_and_shortages_stay_until_they_are_done(desk: Desk) -> None:
    order_id = add_order(desk)
    told = {"order_id": order_id, "person_id": 1, "at": NOON - 5 * DAY_MS}
    put(desk, "detour", way="bring-back", proposed="bring-back", days_back=4, days_post=10, **told)
    put(desk, "detour", way="post", proposed="post", days_back=4, days_post=10, **told)
    put(desk, "detour", way="post", proposed="post", days_post=1, done_at=NOON, **told)
    assert tell(desk, DueKind.DETOURS)[:2] == count_detours(desk.seen, now=NOON) == (2, 1)
    assert len(list_detours(desk.seen, only_open=True)) == 2
    put(desk, "shortage", verdict="undecided", packaging="intact", **told)
    put(desk, "shortage", verdict="undecided", packaging="intact", remedy="look-again", **told)
    put(desk, "shortage", verdict="undecided", packaging="intact", closed_at=NOON, **told)
    counts = count_shortages(desk.seen)
    assert tell(desk, DueKind.SHORTAGES) == (counts.undecided + counts.asked, 1, 1)
    assert len(list_shortages(desk.seen, only_open=True)) == 2


def test_it_is_the_work_of_who_may_do_it(tmp_path: Path) -> None:
    people = make_refunders(tmp_path)
    add_repair(people.owner, state="back", fee=2500, fee_by="buyer")

    assert figures(due(people.agent, DueKind.REPAIRS_BACK).mine) == (1, 0, 1)
    assert figures(due(people.agent, DueKind.REPAIR_FEES).mine) == (0, 0, 0)
    assert figures(due(people.finance, DueKind.REPAIR_FEES).mine) == (1, 0, 1)
    assert figures(due(people.finance, DueKind.REPAIRS_BACK).mine) == (0, 0, 0)
    people.owner.database.close()
