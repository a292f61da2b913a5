"""Where a parcel stands by its events, in whatever order they came (SHP-08)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.tracking import FAILURES, STATES, Event, Failure, State, Status, event_key, next_state, stand

NOW = 1_800_000_000_000
MINUTE, HOUR = 60_000, 3_600_000


def way(*statuses: Status) -> list[Event]:
    """These, an hour apart."""
    return [Event(NOW - 100 * HOUR + place * HOUR, f"{place}", "", each) for place, each in enumerate(statuses)]


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        ((), State.LEFT),
        ((Status.UNKNOWN,), State.MOVING),
        ((Status.TAKEN, Status.MOVING), State.MOVING),
        ((Status.TAKEN, Status.DELIVERING), State.DELIVERING),
        ((Status.DELIVERING, Status.TROUBLE), State.TROUBLE),
        ((Status.TROUBLE, Status.UNKNOWN), State.TROUBLE),
        ((Status.TROUBLE, Status.DELIVERING, Status.SIGNED), State.SIGNED),
        ((Status.PICKUP, Status.SIGNED), State.SIGNED),
        ((Status.FORWARDED,), State.MOVING),
        ((Status.SIGNED, Status.MOVING, Status.TROUBLE), State.SIGNED),  # thanks and late scans
        ((Status.SIGNED, Status.RETURNING), State.RETURNING),
        ((Status.REFUSED, Status.MOVING, Status.DELIVERING), State.RETURNING),
        ((Status.REFUSED, Status.MOVING, Status.SIGNED), State.RETURNED),
        ((Status.RETURNING, Status.RETURNED, Status.MOVING), State.RETURNED),
    ],
)
def test_where_a_parcel_stands(statuses: tuple[Status, ...], state: State) -> None:
    assert stand(way(*statuses), now=NOW).state is state


def test_the_signature_is_the_first_that_holds() -> None:
    events = way(Status.SIGNED, Status.MOVING, Status.SIGNED)
    assert stand(events, now=NOW).signed_at == events[0].at
    assert stand([*events, Event(NOW, "退回", "", Status.RETURNING)], now=NOW).signed_at is None


def test_within_a_minute_what_is_farther_on_is_later() -> None:
    events = [Event(NOW, "签收", "", Status.SIGNED), Event(NOW + 20_000, "派件", "", Status.DELIVERING)]
    assert stand(events, now=NOW + HOUR).state is State.SIGNED


def test_the_same_event_is_the_same_however_it_is_written() -> None:
    assert event_key(NOW, "快件 到达") == event_key(NOW + 19_000, "快件到达 ") != event_key(NOW + MINUTE, "快件到达")


def test_everything_has_words() -> None:
    assert set(STATES) == set(State)
    assert set(FAILURES) == set(Failure) - {Failure.NONE}


events = st.builds(
    Event,
    at=st.integers(NOW - 50 * HOUR, NOW + 5 * HOUR),
    said=st.sampled_from(["到达", "派件", "签收", "已转邮政"]),
    place=st.just(""),
    status=st.sampled_from(list(Status)),
)


@given(st.lists(events, max_size=8, unique_by=lambda event: event.at // MINUTE), st.randoms(use_true_random=False))
def test_the_order_in_which_they_came_changes_nothing(told: list[Event], chance: object) -> None:
    mixed = list(told)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    once = stand(told, now=NOW)
    assert stand(mixed, now=NOW) == once
    assert once.moved_at is None or once.moved_at <= NOW
    assert (once.state is State.SIGNED) is (once.signed_at is not None)


@given(st.sampled_from(list(State)), st.sampled_from(list(Status)))
def test_every_state_takes_every_event(state: State, status: Status) -> None:
    assert next_state(state, status) in set(State)
    assert next_state(next_state(state, status), status) is next_state(state, status) or status is Status.SIGNED
