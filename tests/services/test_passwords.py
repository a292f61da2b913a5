"""Passwords are kept as slow hashes only."""

import time
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from shopdesk.services import passwords
from shopdesk.services.passwords import fits, hashed, is_outdated


@pytest.fixture(autouse=True)
def quick_passwords() -> Iterator[None]:
    """The real, slow ones here."""
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


def test_a_hash_is_dear_to_guess() -> None:
    assert "$m=65536,t=2,p=2$" in hashed("correct horse")


def test_only_the_right_one_fits() -> None:
    kept = hashed("correct horse")
    assert kept.startswith("$argon2id$") and "correct" not in kept
    assert fits(kept, "correct horse")
    assert not fits(kept, "Correct horse")
    assert hashed("correct horse") != kept


def test_nothing_fits_what_is_not_there() -> None:
    assert not fits("", "") and not fits("", "nobody's password")
    assert not fits("rubbish", "rubbish")


def test_a_missing_hash_takes_as_long_as_a_wrong_password() -> None:
    kept = hashed("correct horse")
    fits("", "warm up")

    def seconds(against: str) -> float:
        began = time.process_time()
        fits(against, "wrong horse")
        return time.process_time() - began

    there, missing = (min(seconds(against) for _turn in range(3)) for against in (kept, ""))
    assert 0.3 < missing / there < 3
    assert there < 1


def test_hashes_of_other_parameters_are_outdated() -> None:
    assert is_outdated(PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("x"))
    assert not is_outdated(hashed("x"))
