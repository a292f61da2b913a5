"""Signing in: password, PIN, growing waits, and clocks that jump."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from shopdesk.clock import Millis
from shopdesk.db.database import rows_of
from shopdesk.domain.passwords import PasswordTooShort
from shopdesk.errors import Refused
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import NOBODY, Desk, SignInNeeded
from shopdesk.services.orders import set_flag
from shopdesk.services.passwords import is_outdated
from shopdesk.services.people import add_person, deactivate, remove_password, set_password, set_pin, set_role
from shopdesk.services.setup import open_desk
from shopdesk.services.sign_in import (
    TICKET_LASTS,
    NoPasswordYet,
    PinSpent,
    TicketRefused,
    TryLater,
    WrongSecret,
    as_now,
    change_own_password,
    change_own_pin,
    default_actor,
    leave,
    make_ticket,
    sign_in,
    take_ticket,
)
from tests.engines import shop_address
from tests.factories import NOON, make_desk

PASSWORD, PIN = "correct horse", "5815"


class Watch:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now: Millis = NOON

    def __call__(self) -> Millis:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def desk(tmp_path: Path, watch: Watch) -> Desk:
    """A shop whose owner has password and PIN, with a clerk who has neither."""
    made = make_desk(tmp_path, clock=watch)
    set_password(made, person_id=1, password=PASSWORD)
    set_pin(made, person_id=1, pin=PIN)
    add_person(made, name="小李", role="agent")
    return made


def fail(desk: Desk, secret: str = "wrong horse", *, times: int = 1) -> None:
    for _time in range(times):
        with pytest.raises(WrongSecret):
            sign_in(desk, name="Owner", secret=secret)


def waits(desk: Desk, secret: str = PASSWORD) -> Millis:
    """How long the refusal says to wait."""
    with pytest.raises(TryLater) as refused:
        sign_in(desk, name="Owner", secret=secret)
    return refused.value.wait


def actions(desk: Desk) -> list[str]:
    return [row.action for row in list_trail(desk.database, kind="person", record_id=1)]


def test_password_and_pin_let_in(desk: Desk) -> None:
    assert sign_in(desk, name="Owner", secret=PASSWORD).name == "Owner"
    assert sign_in(desk, name=" Owner ", secret=PIN).role == "owner"
    assert actions(desk)[:2] == ["sign-in by pin", "sign-in by password"]


def test_everything_wrong_says_the_same(desk: Desk) -> None:
    said = set()
    for name, secret in (("Owner", "wrong horse"), ("Owner", "4093"), ("nobody", PASSWORD), ("nobody", PIN)):
        with pytest.raises(WrongSecret) as refused:
            sign_in(desk, name=name, secret=secret)
        said.add(str(refused.value))
    assert len(said) == 1
    assert actions(desk)[0] == "sign-in refused"


def test_a_name_that_is_not_there_costs_a_hash_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    monkeypatch.setattr("shopdesk.services.sign_in.fits", lambda kept, secret: tried.append(secret))
    for name in ("Owner", "nobody"):
        with pytest.raises(WrongSecret):
            sign_in(desk, name=name, secret=PASSWORD)
    assert tried == [PASSWORD, PASSWORD]


def test_the_wait_grows_and_ends_with_the_right_password(desk: Desk, watch: Watch) -> None:
    fail(desk, times=3)
    assert waits(desk) == 5_000
    watch.now += 4_001
    assert waits(desk) == 1_000
    watch.now += 1_000
    fail(desk)
    assert waits(desk) == 10_000
    watch.now += 10_000
    assert sign_in(desk, name="Owner", secret=PASSWORD).id == 1
    fail(desk, times=3)
    assert waits(desk) == 5_000


def test_tries_during_the_wait_are_not_counted(desk: Desk, watch: Watch) -> None:
    fail(desk, times=3)
    for _time in range(20):
        assert waits(desk) == 5_000
    watch.now += 5_000
    assert sign_in(desk, name="Owner", secret=PASSWORD).id == 1


def test_a_clock_set_back_neither_shortens_nor_lengthens_the_wait(desk: Desk, watch: Watch) -> None:
    fail(desk, times=4 - 1)
    watch.now -= 30 * 86_400_000
    assert waits(desk) == 5_000
    watch.now += 4_000
    assert waits(desk) == 1_000
    watch.now += 1_000
    assert sign_in(desk, name="Owner", secret=PASSWORD).id == 1


def test_after_five_wrong_pins_only_the_password_will_do(desk: Desk, watch: Watch) -> None:
    for _time in range(5):
        fail(desk, "4093")
        watch.now += 900_000
    with pytest.raises(PinSpent, match="5 wrong PINs for Owner"):
        sign_in(desk, name="Owner", secret=PIN)
    assert sign_in(desk, name="Owner", secret=PASSWORD).id == 1
    assert sign_in(desk, name="Owner", secret=PIN).id == 1


def test_many_tries_at_once_are_no_way_round_the_wait(desk: Desk, tmp_path: Path) -> None:
    outcomes: list[type[BaseException]] = []

    def guess() -> None:
        mine = open_desk(shop_address(tmp_path), clock=desk.clock)
        try:
            sign_in(mine, name="Owner", secret="wrong horse")
        except Refused as refusal:
            outcomes.append(type(refusal))
        finally:
            mine.database.close()

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome.__name__ for outcome in outcomes) == ["TryLater"] * 5 + ["WrongSecret"] * 3


def test_somebody_without_a_password_is_told_what_to_do(desk: Desk) -> None:
    with pytest.raises(NoPasswordYet, match=r"小李 has no password.*Ask an owner"):
        sign_in(desk, name="小李", secret=PASSWORD)


def test_whoever_left_is_not_let_in(desk: Desk) -> None:
    set_password(desk, person_id=2, password=PASSWORD)
    deactivate(desk, person_id=2)
    with pytest.raises(WrongSecret):
        sign_in(desk, name="小李", secret=PASSWORD)


def test_a_shop_with_passwords_opens_as_nobody(desk: Desk, tmp_path: Path) -> None:
    opened = open_desk(shop_address(tmp_path))
    assert opened.actor == NOBODY == default_actor(opened)
    with pytest.raises(SignInNeeded, match="--person NAME"):
        set_flag(opened, order_ids=[], colour=1)  # type: ignore[arg-type]
    remove_password(desk, person_id=1)
    assert default_actor(opened).name == "Owner"
    opened.database.close()


def test_hashes_of_older_parameters_are_made_anew(desk: Desk) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    desk.database.execute_sql("UPDATE person SET password = ? WHERE id = 1", (old,))
    sign_in(desk, name="Owner", secret=PASSWORD)
    ((kept,),) = rows_of(desk.database, "SELECT password FROM person WHERE id = 1")
    assert kept != old and not is_outdated(kept)
    assert sign_in(desk, name="Owner", secret=PASSWORD).id == 1


def test_ones_own_password_and_pin(desk: Desk) -> None:
    set_password(desk, person_id=2, password=PASSWORD)
    clerk = replace(desk, actor=sign_in(desk, name="小李", secret=PASSWORD))
    with pytest.raises(WrongSecret):
        change_own_password(clerk, old="wrong horse", new="another horse")
    with pytest.raises(PasswordTooShort):
        change_own_password(clerk, old=PASSWORD, new="horse")
    change_own_password(clerk, old=PASSWORD, new="another horse")
    change_own_pin(clerk, password="another horse", pin="4093")
    assert sign_in(desk, name="小李", secret="4093").name == "小李"
    change_own_pin(clerk, password="another horse", pin="")
    with pytest.raises(WrongSecret):
        sign_in(desk, name="小李", secret="4093")


def test_a_pin_is_no_proof_for_a_new_password(desk: Desk) -> None:
    with pytest.raises(WrongSecret):
        change_own_password(desk, old=PIN, new="another horse")


def test_the_owner_of_a_one_person_shop_sets_the_first_password(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    change_own_password(desk, old="", new=PASSWORD)
    assert default_actor(desk) == NOBODY


def test_signing_out_is_in_the_trail(desk: Desk) -> None:
    leave(desk)
    leave(replace(desk, actor=NOBODY))
    assert actions(desk)[0] == "sign-out"


def test_a_ticket_speaks_for_who_is_signed_in(desk: Desk, watch: Watch) -> None:
    ticket = make_ticket(desk)
    assert take_ticket(desk, ticket) == desk.actor
    watch.now += TICKET_LASTS
    with pytest.raises(TicketRefused):
        take_ticket(desk, ticket)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda ticket: "2" + ticket[1:], lambda ticket: ticket[:-1] + "x", lambda ticket: ticket.replace(".", ".9", 1),
        lambda _ticket: "", lambda _ticket: "1.2", lambda _ticket: "²." + "1.1",
    ],
)  # fmt: skip
def test_other_tickets_do_not(desk: Desk, spoil: Callable[[str], str]) -> None:
    with pytest.raises(TicketRefused):
        take_ticket(desk, spoil(make_ticket(desk)))


def test_a_ticket_ends_with_the_password(desk: Desk) -> None:
    ticket = make_ticket(desk)
    set_password(desk, person_id=1, password="another horse")
    with pytest.raises(TicketRefused):
        take_ticket(desk, ticket)


def test_what_became_of_who_is_signed_in(desk: Desk) -> None:
    set_password(desk, person_id=2, password=PASSWORD)
    clerk = replace(desk, actor=sign_in(desk, name="小李", secret=PASSWORD))
    assert as_now(clerk) == clerk.actor
    set_role(desk, person_id=2, role="registrar")
    now = as_now(clerk)
    assert now is not None and now.role == "registrar"
    deactivate(desk, person_id=2)
    assert as_now(clerk) is None
