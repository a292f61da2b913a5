"""What passwords and PINs have to be, and how long one waits."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shopdesk.domain.passwords import (
    LONGEST_WAIT,
    PasswordTooLong,
    PasswordTooPlain,
    PasswordTooShort,
    PinNotDigits,
    PinTooPlain,
    check_password,
    check_pin,
    looks_like_pin,
    time_left,
    wait_after,
)
from shopdesk.errors import Refused


@pytest.mark.parametrize("password", ["correct horse", "mima-5815", "深紫色的鞋子三十七码", "a1!a1!a1"])
def test_passwords_that_will_do(password: str) -> None:
    check_password(password, name="小李")


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("short12", PasswordTooShort), ("", PasswordTooShort), ("x1" * 101, PasswordTooLong),
        ("12345678", PasswordTooPlain), ("aaaaaaaaaa", PasswordTooPlain), ("abababab", PasswordTooPlain),
        ("Xiao Li Ming", PasswordTooPlain), ("１２３４５６７８", PasswordTooPlain),
    ],
)  # fmt: skip
def test_passwords_that_will_not(password: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        check_password(password, name="xiao li ming")


@pytest.mark.parametrize("pin", ["5815", "4093", "90210", "20240319"])
def test_pins_that_will_do(pin: str) -> None:
    check_pin(pin)
    assert looks_like_pin(pin)


@pytest.mark.parametrize("pin", ["1111", "1234", "4321", "7890", "2468", "1212", "581581", "1122", "2580", "00000000"])
def test_pins_that_everybody_guesses(pin: str) -> None:
    with pytest.raises(PinTooPlain):
        check_pin(pin)


@pytest.mark.parametrize("pin", ["123", "123456789", "58a5", "", "５８１５", "5815\n"])
def test_what_is_no_pin(pin: str) -> None:
    with pytest.raises(PinNotDigits):
        check_pin(pin)
    assert not looks_like_pin(pin)


@given(some.text(max_size=30))
def test_no_password_is_taken_for_a_pin(password: str) -> None:
    try:
        check_password(password, name="")
    except Refused:
        return
    assert not looks_like_pin(password)


def test_the_wait_grows_to_a_quarter_of_an_hour() -> None:
    assert [wait_after(n) // 1000 for n in range(8)] == [0, 0, 0, 5, 10, 20, 40, 80]
    assert wait_after(12) == wait_after(10_000) == LONGEST_WAIT


def test_time_runs_off_the_wait() -> None:
    assert time_left(0, None, 1_000) == time_left(2, 1_000, 1_000) == 0
    assert [time_left(4, 1_000, now) for now in (1_000, 4_000, 11_000, 99_000)] == [10_000, 7_000, 0, 0]


def test_a_clock_set_back_leaves_the_whole_wait_and_no_more() -> None:
    assert time_left(4, 86_400_000, 1_000) == wait_after(4)
