"""Keeping passwords and PINs: only as argon2id hashes, which are slow to guess even for who has the file (TEAM-01)."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB, PASSES, LANES = 65_536, 2, 2
"""64 MiB twice over on two cores: some 60 ms a try on a shop's PC. Hashes made otherwise are made anew at sign-in."""


@cache
def _hasher() -> "PasswordHasher":
    """Loaded when the first password is looked at: most runs need none."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


@cache
def _nobodys() -> str:
    """A hash that fits nothing: trying a name that isn't there takes as long as a wrong password."""
    return _hasher().hash("nobody's password")


def hashed(secret: str) -> str:
    """An argon2id hash with its parameters and salt in it."""
    return _hasher().hash(secret)


def fits(kept: str, secret: str) -> bool:
    """Whether a secret is the one that was hashed; as slow for an empty hash, which nothing fits."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        _hasher().verify(kept or _nobodys(), secret)
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than those of today."""
    return _hasher().check_needs_rehash(kept)
