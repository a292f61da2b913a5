"""What people do about parcels on their way (SHP-08, SHP-09)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.permissions import Right
from shopdesk.domain.tracking import State
from shopdesk.queries.tracking import (
    count_parcels,
    count_stalled,
    find_parcel,
    get_parcel,
    list_calls,
    list_events,
    list_parcels_of,
    list_stalled,
)
from shopdesk.services.clashes import Clash
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.edits import ReasonMissing
from shopdesk.services.people import add_person
from shopdesk.services.shop_settings import save_setting
from shopdesk.services.tracking import (
    AskedAlready,
    CalledAlready,
    ClosedAlready,
    LostAlready,
    NobodyToCall,
    NotANumber,
    SaidNothing,
    StillWatched,
    close_parcels,
    enter_found,
    enter_lost,
    forward_parcel,
    look_after,
    mark_called,
    note_event,
    reopen_parcel,
)
from shopdesk.services.tracking_rows import follow_parcel
from shopdesk.settings import STALLED_BY_CARRIER
from tests.factories import NOON, add_order, make_desk

DAY = 86_400_000
YT = "YT1234567890123"
LATER = NOON + 6 * DAY


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A parcel left six days ago."""
    desk = make_desk(tmp_path)
    leave(desk, YT)
    return replace(desk, clock=lambda: LATER)


def leave(desk: Desk, waybill: str) -> int:
    order = add_order(desk, buyer="tb_one", status=2)
    with work(desk, Right.SERVE) as doing:
        follow_parcel(doing, waybill=waybill, carrier="圆通速递", order_id=order)
    return order


def at(desk: Desk, moment: Millis) -> Desk:
    return replace(desk, clock=lambda: moment)


def stalled(desk: Desk) -> list[str]:
    return [row.waybill for row in list_stalled(desk.seen, now=desk.clock())]


def test_who_asked_the_carrier_is_named_to_the_next(desk: Desk) -> None:
    other = replace(desk, actor=add_person(desk, name="小李", role="agent"))
    row = get_parcel(desk.database, YT)
    assert (stalled(desk), row.days_still(LATER)) == ([YT], 6)
    look_after(desk, tracking_id=row.id, note="说明天到", again_at=LATER + 2 * DAY)
    assert stalled(desk) == []
    with pytest.raises(AskedAlready, match="Owner"):
        look_after(other, tracking_id=row.id)
    assert stalled(at(desk, LATER + 2 * DAY)) == [YT]
    look_after(at(other, LATER + 2 * DAY), tracking_id=row.id)
    again = get_parcel(desk.database, YT)
    assert (again.looked_by, again.look_again_at) == ("小李", LATER + 3 * DAY)


def test_a_carrier_may_have_days_of_its_own(desk: Desk) -> None:
    assert stalled(desk) == [YT]
    save_setting(desk, STALLED_BY_CARRIER, {"圆通速递": 7, "EMS": 1})
    assert stalled(desk) == []
    assert count_parcels(desk.seen, now=LATER).stalled == 0
    assert count_stalled(desk.seen, now=LATER + 2 * DAY)[0].parcels == 1
    assert [row.waybill for row in list_stalled(desk.seen, now=LATER, days=3)] == [YT], "a number named goes first"


def test_a_buyer_is_called_once(desk: Desk) -> None:
    row = get_parcel(desk.database, YT)
    assert [each.id for each in list_calls(desk.seen, now=LATER)] == [row.id]
    contact = mark_called(desk, tracking_id=row.id, note="没收到", next_at=LATER + DAY)
    sql = "SELECT kind, note, order_id, next_at FROM contact WHERE id = ?"
    assert rows_of(desk.database, sql, (contact,)) == [("arrival", "没收到", row.order_id, LATER + DAY)]
    assert list_calls(desk.seen, now=LATER) == []
    with pytest.raises(CalledAlready, match="Owner"):
        mark_called(desk, tracking_id=row.id)


def test_nobody_is_called_for_a_number_of_nobody(desk: Desk) -> None:
    desk.database.execute_sql("UPDATE tracking SET order_id = NULL")
    with pytest.raises(NobodyToCall):
        mark_called(desk, tracking_id=get_parcel(desk.database, YT).id)
    assert count_parcels(desk.seen, now=LATER).nobodys == 1


def test_both_numbers_are_found(desk: Desk) -> None:
    row = get_parcel(desk.database, YT)
    assert forward_parcel(desk, tracking_id=row.id, carrier="邮政", waybill=" 98765 43210123 ", version=row.version)
    assert get_parcel(desk.database, "9876543210123").numbers == f"{YT} → 邮政 9876543210123"
    with pytest.raises(Clash):
        forward_parcel(desk, tracking_id=row.id, carrier="EMS", waybill="EA123456785CN", version=row.version)
    with pytest.raises(NotANumber):
        forward_parcel(desk, tracking_id=row.id, carrier="EMS", waybill="不知道")
    assert forward_parcel(desk, tracking_id=row.id, carrier="", waybill="")
    assert find_parcel(desk.database, "9876543210123") is None


def test_what_is_heard_counts_like_what_is_told(desk: Desk) -> None:
    row = get_parcel(desk.database, YT)
    assert note_event(desk, tracking_id=row.id, said="收件人拒收", at=NOON + DAY)
    assert not note_event(desk, tracking_id=row.id, said="收件人拒收", at=NOON + DAY)
    assert get_parcel(desk.database, YT).state is State.RETURNING
    (event,) = list_events(desk.seen, tracking_id=row.id)
    assert (event.said, event.source, event.at) == ("收件人拒收", "hand", NOON + DAY)
    with pytest.raises(SaidNothing):
        note_event(desk, tracking_id=row.id, said=" ")


def test_watched_no_longer_and_again(desk: Desk) -> None:
    row = get_parcel(desk.database, YT)
    with pytest.raises(ReasonMissing):
        close_parcels(desk, tracking_ids=[row.id], reason=" ")
    assert close_parcels(desk, tracking_ids=[row.id, row.id], reason="已到") == 1
    assert stalled(desk) == []
    for refused in (close_parcels,):
        with pytest.raises(ClosedAlready):
            refused(desk, tracking_ids=[row.id], reason="已到")
    reopen_parcel(desk, tracking_id=row.id, reason="没到")
    assert stalled(desk) == [YT]
    with pytest.raises(StillWatched):
        reopen_parcel(desk, tracking_id=row.id, reason="没到")


def test_a_lost_parcel_leaves_the_lists_until_it_turns_up(desk: Desk) -> None:
    row = get_parcel(desk.database, YT)
    note_event(desk, tracking_id=row.id, said="派件中", at=NOON + DAY)
    with work(desk, Right.SERVE, Changed.PARCELS) as doing:
        enter_lost(doing, waybill=YT.lower())
        enter_lost(doing, waybill="YT0000000000000")  # isn't watched: nothing happens
        with pytest.raises(LostAlready):
            enter_lost(doing, waybill=YT)
    lost = get_parcel(desk.database, YT)
    assert (lost.state, lost.poll_after, stalled(desk)) == (State.LOST, None, [])
    assert list_calls(desk.seen, now=LATER) == []
    note_event(desk, tracking_id=row.id, said="快件到达【北京转运中心】", at=NOON + 2 * DAY)
    assert get_parcel(desk.database, YT).state is State.LOST  # somebody has to say so
    with work(desk, Right.SERVE, Changed.PARCELS) as doing:
        enter_found(doing, waybill=YT)
    found = get_parcel(desk.database, YT)
    assert (found.state, found.poll_after) == (State.MOVING, LATER)
    assert stalled(desk) == [YT]


def test_the_parcels_of_an_order(desk: Desk) -> None:
    order = leave(desk, "YT9999999999999")
    desk.database.execute_sql("INSERT INTO parcel (order_id, carrier, waybill) VALUES (?, '圆通速递', ?)", (order, YT))
    assert [row.waybill for row in list_parcels_of(desk.seen, order_id=order)] == [YT, "YT9999999999999"]
