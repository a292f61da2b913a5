"""The service is asked about what is due, and left alone when it wants to be (SHP-08)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.permissions import Right, Role
from shopdesk.domain.tracking import Failure
from shopdesk.domain.tracking_polls import GIVEN_UP, LONGEST, SHORTEST, next_poll, service_wait
from shopdesk.queries.tracking import get_parcel
from shopdesk.services import tracking_poll
from shopdesk.services.desk import Changed, Desk, NotAllowed, work
from shopdesk.services.people import add_person
from shopdesk.services.tracking import ClosedAlready, close_parcels, forward_parcel, look_after
from shopdesk.services.tracking_poll import (
    VARIABLE,
    AskedJustNow,
    NoKey,
    NoService,
    Polled,
    find_service,
    poll_due,
    poll_parcel,
    set_service,
    take_push,
)
from shopdesk.services.tracking_rows import follow_parcel
from shopdesk.tracking.kuaidi100 import Kuaidi100
from shopdesk.tracking.protocol import NotAPush
from shopdesk.tracking.services import Service
from tests.factories import NOON, add_order, make_desk
from tests.kuaidi_server import CUSTOMER, KEY, StandIn, event, found, kuaidi_server
from tests.tracking.test_kuaidi100 import push

HOUR = 3_600_000
ARRIVED = event("2024-03-02 12:00:00", "快件到达【北京转运中心】")
SIGNED = event("2024-03-03 12:00:00", "已签收", "签收")


class Clocked:
    """A clock that tests turn on."""

    def __init__(self) -> None:
        self.now: Millis = NOON

    def __call__(self) -> Millis:
        return self.now


@pytest.fixture
def clock() -> Clocked:
    return Clocked()


@pytest.fixture
def desk(tmp_path: Path, clock: Clocked) -> Desk:
    return make_desk(tmp_path, clock=clock)


@pytest.fixture
def server() -> Iterator[StandIn]:
    with kuaidi_server() as stand_in:
        stand_in.locks = False
        yield stand_in


def leave(desk: Desk, *waybills: str, carrier: str = "圆通速递", phone: str = "13800004321") -> None:
    with work(desk, Right.SERVE, Changed.PARCELS) as doing:
        for waybill in waybills:
            order = add_order(desk, phone=phone, status=2)
            follow_parcel(doing, waybill=waybill, carrier=carrier, order_id=order)


def poll(desk: Desk, server: StandIn, *, key: str = KEY, limit: int = 20) -> Polled:
    service = Kuaidi100(CUSTOMER, key, {}, server.address, 0.5)
    return poll_due(desk, service=service, limit=limit, wait=lambda _seconds: None)


def numbers(count: int) -> list[str]:
    return [f"YT{place:013d}" for place in range(count)]


def test_what_is_due_is_asked_and_written(desk: Desk, clock: Clocked, server: StandIn) -> None:
    first, second = numbers(2)
    leave(desk, first, second)
    server.parcels[first] = found(first, ARRIVED)
    server.parcels[second] = found(second, SIGNED, ARRIVED, state="3")
    assert poll(desk, server).asked == 0  # it has just left
    clock.now += 6 * HOUR
    polled = poll(desk, server)
    assert (polled.asked, polled.events, polled.failed, polled.stopped) == (2, 3, {}, Failure.NONE)
    moving, signed = get_parcel(desk.database, first), get_parcel(desk.database, second)
    assert (moving.state, moving.poll_after, moving.polled_at) == ("moving", clock.now + 6 * HOUR, clock.now)
    assert (signed.state, signed.poll_after) == ("signed", None)
    assert poll(desk, server).asked == 0


def test_two_pcs_never_ask_about_the_same_parcel(desk: Desk, clock: Clocked, server: StandIn) -> None:
    leave(desk, *numbers(4))
    clock.now += 6 * HOUR
    server.locks = True
    service = Kuaidi100(CUSTOMER, KEY, {}, server.address, 0.5)
    asked_at_the_other: list[int] = []

    def meanwhile(_seconds: float) -> None:
        asked_at_the_other.append(poll_due(desk, service=service, wait=lambda _s: None).asked)

    poll_due(desk, service=service, limit=3, wait=meanwhile)
    assert asked_at_the_other == [1, 0]
    assert sorted(each["num"] for each in server.asked) == numbers(4)


def test_a_parcel_of_which_nothing_is_known_waits_longer_each_time(desk: Desk, clock: Clocked, server: StandIn) -> None:
    (waybill,) = numbers(1)
    leave(desk, waybill)
    waits = []
    for _turn in range(4):
        clock.now = get_parcel(desk.database, waybill).poll_after or 0
        assert poll(desk, server).failed == {"not-found": 1}
        row = get_parcel(desk.database, waybill)
        waits.append((row.poll_after or 0) - clock.now)
    assert waits == [6 * HOUR, 12 * HOUR, 24 * HOUR, 24 * HOUR]
    assert (row.failures, row.failure) == (4, Failure.NOT_FOUND)
    server.parcels[waybill] = found(waybill, ARRIVED)
    clock.now = row.poll_after or 0
    poll(desk, server)
    row = get_parcel(desk.database, waybill)
    assert (row.failures, row.failure, row.state) == (0, Failure.NONE, "moving")


def test_a_wrong_key_ends_the_round_and_is_no_parcels_fault(desk: Desk, clock: Clocked, server: StandIn) -> None:
    leave(desk, *numbers(3))
    clock.now += 6 * HOUR
    polled = poll(desk, server, key="wrong")
    assert (polled.asked, polled.stopped, polled.detail) == (1, Failure.REFUSED, "验证签名失败")
    assert polled.again_at == clock.now + 5 * 60_000
    again = poll(desk, server)
    assert (again.asked, again.stopped, again.again_at) == (0, Failure.REFUSED, polled.again_at)
    clock.now = polled.again_at
    assert poll(desk, server, key="wrong").again_at == clock.now + 10 * 60_000
    set_service(desk, service=Service.KUAIDI100, account=CUSTOMER)  # somebody looked after it
    assert poll(desk, server).asked >= 1
    (failures,) = rows_of(desk.database, "SELECT max(failures) FROM tracking WHERE failure <> 'not-found'")[0]
    assert not failures


@pytest.mark.parametrize("status", [500, 429])
def test_a_service_that_is_away_is_left_alone(desk: Desk, clock: Clocked, server: StandIn, status: int) -> None:
    leave(desk, *numbers(6))
    clock.now += 6 * HOUR
    server.status = status
    polled = poll(desk, server)
    assert (polled.asked, polled.stopped is not Failure.NONE) == (3, True)
    rest = [get_parcel(desk.database, each) for each in numbers(6)[3:]]
    assert all(row.poll_after == clock.now and row.failures == 0 for row in rest)  # due as before
    server.status = 200
    clock.now += HOUR
    assert poll(desk, server).asked == 6
    assert poll(desk, server).stopped is Failure.NONE


def test_nonsense_about_one_parcel_stops_nobody(desk: Desk, clock: Clocked, server: StandIn) -> None:
    first, second = numbers(2)
    leave(desk, first, second)
    clock.now += 6 * HOUR
    server.parcels[first] = found("YT9999999999999", ARRIVED)
    server.parcels[second] = found(second, ARRIVED)
    polled = poll(desk, server)
    assert (polled.asked, polled.events, polled.failed) == (2, 1, {"nonsense": 1})
    assert rows_of(desk.database, "SELECT count(*) FROM tracking") == [(2,)]


def test_what_was_asked_before_the_program_ended_is_kept(desk: Desk, clock: Clocked, server: StandIn) -> None:
    first, second = numbers(2)
    leave(desk, first, second)
    clock.now += 6 * HOUR
    server.parcels[first] = found(first, ARRIVED)

    def stop(_seconds: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        poll_due(desk, service=Kuaidi100(CUSTOMER, KEY, {}, server.address), wait=stop)
    assert get_parcel(desk.database, first).state == "moving"
    assert get_parcel(desk.database, second).poll_after == clock.now


def test_a_forwarded_parcel_is_asked_about_where_it_is_now(desk: Desk, clock: Clocked, server: StandIn) -> None:
    leave(desk, "YT1234567890123")
    row = get_parcel(desk.database, "YT1234567890123")
    forward_parcel(desk, tracking_id=row.id, carrier="顺丰速运", waybill="SF1234567890123")
    clock.now += 6 * HOUR
    server.parcels["SF1234567890123"] = found("SF1234567890123", SIGNED, state="3", com="shunfeng")
    assert poll(desk, server).events == 1
    assert (server.asked[0]["num"], server.asked[0]["phone"]) == ("SF1234567890123", "4321")
    assert get_parcel(desk.database, "YT1234567890123").state == "signed"


def test_what_the_service_sends_by_itself(desk: Desk) -> None:
    leave(desk, "YT1234567890123")
    written = take_push(desk, text=push(status="shutdown"))
    assert (written.events, written.unknown) == (3, [])
    row = get_parcel(desk.database, "YT1234567890123")
    assert (row.state, row.poll_after) == ("signed", None)
    assert take_push(desk, text=push()).events == 0  # twice
    with pytest.raises(NotAPush):
        take_push(desk, text="hello")


def test_who_has_no_service_or_key_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(NoService, match="kuaidi100"):
        find_service(desk)
    set_service(desk, service=Service.KUAIDI100, account=f" {CUSTOMER} ")
    monkeypatch.setattr(tracking_poll, "kept_key", lambda _service, _account: "")
    with pytest.raises(NoKey):
        find_service(desk)
    monkeypatch.setenv(VARIABLE, KEY)
    assert find_service(desk) == Kuaidi100(CUSTOMER, KEY, {})
    told = rows_of(desk.database, "SELECT value FROM setting")
    assert KEY not in str(told)


def test_who_may_not_serve_polls_nothing(desk: Desk, server: StandIn) -> None:
    other = replace(desk, actor=add_person(desk, name="仓库", role=Role.WAREHOUSE.value))
    with pytest.raises(NotAllowed):
        poll(other, server)
    assert server.asked == []


def test_when_to_ask_again() -> None:
    def wait(failure: Failure, failures: int, hours: int = 6) -> Millis:
        return (next_poll(now=NOON, left_at=NOON, failure=failure, failures=failures, hours=hours) or 0) - NOON

    assert wait(Failure.NONE, 0, 0) == SHORTEST  # a carrier locks out who asks more often
    assert [wait(Failure.AWAY, tries) for tries in (1, 2, 3)] == [SHORTEST, 2 * SHORTEST, 4 * SHORTEST]
    assert wait(Failure.AWAY, 10_000) == LONGEST
    assert wait(Failure.NOT_FOUND, 9, 72) == 72 * HOUR
    old = {"now": NOON, "left_at": NOON - GIVEN_UP - 1, "failures": 1, "hours": 6}
    assert next_poll(failure=Failure.NOT_FOUND, **old) is None
    assert next_poll(failure=Failure.AWAY, **old) == NOON + SHORTEST
    assert [service_wait(tries) // 60_000 for tries in (1, 2, 3, 99)] == [5, 10, 20, 360]


def test_one_parcel_is_asked_about_at_once_but_not_twice(desk: Desk, server: StandIn, clock: Clocked) -> None:
    leave(desk, "YT1000000000001")
    server.parcels["YT1000000000001"] = found("YT1000000000001", ARRIVED)
    service = Kuaidi100(CUSTOMER, KEY, {}, server.address, 0.5)
    row = get_parcel(desk.database, "YT1000000000001")
    clock.now += HOUR
    polled = poll_parcel(desk, tracking_id=row.id, service=service)
    assert (polled.asked, polled.events, polled.stopped) == (1, 1, Failure.NONE)
    assert get_parcel(desk.database, "YT1000000000001").last_text == "快件到达【北京转运中心】"
    with pytest.raises(AskedJustNow):
        poll_parcel(desk, tracking_id=row.id, service=service)
    assert len(server.asked) == 1


def test_what_went_wrong_with_one_parcel_is_told(desk: Desk, server: StandIn, clock: Clocked) -> None:
    leave(desk, "YT1000000000001")
    row = get_parcel(desk.database, "YT1000000000001")
    polled = poll_parcel(desk, tracking_id=row.id, service=Kuaidi100(CUSTOMER, "wrong", {}, server.address, 0.5))
    assert polled.stopped is Failure.REFUSED
    close_parcels(desk, tracking_ids=[row.id], reason="x")
    with pytest.raises(ClosedAlready):
        poll_parcel(desk, tracking_id=row.id, service=Kuaidi100(CUSTOMER, KEY, {}, server.address, 0.5))


def test_a_clock_that_was_years_ahead_stops_nothing(desk: Desk, server: StandIn, clock: Clocked) -> None:
    numbers = [f"YT{number:013d}" for number in range(4)]
    leave(desk, *numbers)
    clock.now += 10 * 365 * 24 * HOUR
    server.status = 500
    assert poll(desk, server).stopped is Failure.AWAY
    row = get_parcel(desk.database, numbers[0])
    look_after(desk, tracking_id=row.id)
    clock.now = NOON + 24 * HOUR
    server.status = 200
    server.parcels |= {number: found(number, ARRIVED) for number in numbers}
    look_after(desk, tracking_id=row.id)
    assert poll(desk, server).asked == 4
    clock.now += 10 * 365 * 24 * HOUR
    poll_parcel(desk, tracking_id=row.id, service=Kuaidi100(CUSTOMER, KEY, {}, server.address, 0.5))
    clock.now = NOON + 25 * HOUR
    service = Kuaidi100(CUSTOMER, KEY, {}, server.address, 0.5)
    assert poll_parcel(desk, tracking_id=row.id, service=service).asked == 1
