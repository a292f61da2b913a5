"""What a password and a PIN have to be, and how long one waits after wrong ones (TEAM-01)."""

import re
import unicodedata
from itertools import pairwise

from shopdesk.clock import Millis
from shopdesk.errors import N_, Refused

SHORTEST, LONGEST = 8, 200
"""Characters of a password; longer ones would only make the program slow."""
FREE_TRIES = 3
FIRST_WAIT, LONGEST_WAIT = 5_000, 900_000
"""Milliseconds: after the free tries, doubled with each further one up to a quarter of an hour."""
PIN_TRIES = 5
"""Wrong PINs in a row after which only the password will do."""
CODE_LETTERS = "ACDEFGHJKMNPQRTVWXY34679"
"""What a recovery code is made of: nothing that handwriting confuses (no 0 O, 1 I L, 2 Z, 5 S, 8 B, U)."""
CODE_LENGTH, CODE_GROUP = 20, 5
_PIN = re.compile(r"[0-9]{4,8}\Z")


class PasswordTooShort(Refused):
    template = N_("Use a password of at least {n} characters.")


class PasswordTooLong(Refused):
    template = N_("Use a password of at most {n} characters.")


class PasswordTooPlain(Refused):
    template = N_("This password is too easy to guess. Mix letters with digits, and don't use the name.")


class PinNotDigits(Refused):
    template = N_("A PIN is 4 to 8 digits.")


class PinTooPlain(Refused):
    template = N_("This PIN is too easy to guess. Use digits that don't repeat or count up.")


def check_password(password: str, *, name: str) -> None:
    """Raises PasswordTooShort, PasswordTooLong or PasswordTooPlain: all digits, one letter over and over, the name."""
    if len(password) < SHORTEST:
        raise PasswordTooShort(n=SHORTEST)
    if len(password) > LONGEST:
        raise PasswordTooLong(n=LONGEST)
    plain = password.casefold().strip()
    if plain.isdecimal() or len(set(plain)) < 3 or plain == name.casefold():
        raise PasswordTooPlain()


def check_pin(pin: str) -> None:
    """Raises PinNotDigits, or PinTooPlain for 1111, 1212, 1234, 4321, 2580 and the like."""
    if not _PIN.match(pin):
        raise PinNotDigits()
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    half = len(pin) // 2
    repeats = len(pin) % 2 == 0 and pin[:half] == pin[half:]
    if len(steps) == 1 or repeats or len(set(pin)) < 3 or pin in ("2580", "0852"):
        raise PinTooPlain()


def looks_like_pin(secret: str) -> bool:
    """Whether this can only be a PIN; no password is all digits."""
    return _PIN.match(secret) is not None


def grouped_code(code: str) -> str:
    """A recovery code as it is written down: ACDEF-GHJKM-NPQRT-VWXY3."""
    return "-".join(code[at : at + CODE_GROUP] for at in range(0, len(code), CODE_GROUP))


def read_code(typed: str) -> str:
    """A recovery code as somebody typed it: small letters, full-width ones, blanks and dashes make no difference."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign.isalnum())


def wait_after(failures: int) -> Millis:
    """How long to wait after so many failures in a row."""
    if failures < FREE_TRIES:
        return 0
    return min(FIRST_WAIT << min(failures - FREE_TRIES, 20), LONGEST_WAIT)


def time_left(failures: int, failed_at: Millis | None, now: Millis) -> Millis:
    """What is left of the wait; all of it where the clock was set back behind the last failure."""
    wait = wait_after(failures)
    if not wait or failed_at is None:
        return 0
    return wait if now < failed_at else max(0, wait - (now - failed_at))
