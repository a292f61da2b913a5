"""Who is working: signing in by password or PIN, with a growing wait after wrong ones (TEAM-01).

A shop in which nobody has a password opens as its owner without a question.
"""

import hashlib
import hmac
from dataclasses import dataclass, replace
from math import ceil

from shopdesk.clock import Millis
from shopdesk.db.database import place_of, rows_of
from shopdesk.db.errors import storage_errors
from shopdesk.domain.passwords import LONGEST, PIN_TRIES, check_password, looks_like_pin, read_code, time_left
from shopdesk.domain.permissions import Right, Role
from shopdesk.errors import N_, Refused
from shopdesk.queries.people import find_owner, get_person, is_sign_in_needed
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import NOBODY, Actor, Changed, Desk, Work, need, work
from shopdesk.services.passwords import fits, hashed, is_outdated
from shopdesk.services.people import actor_of, keep_pin, keep_secret
from shopdesk.services.recovery import code_if_missing, renew_code
from shopdesk.settings import RECOVERY_CODE

TICKET_LASTS = 12 * 3_600_000
"""Milliseconds for which a window's own commands may act for who is signed in."""


class WrongSecret(Refused):
    template = N_("The name and the password or PIN don't go together. Look at both and try again.")


class TryLater(Refused):
    template = N_("There were {failures} wrong tries for {name}. Wait {seconds} seconds, then try again.")

    @property
    def wait(self) -> Millis:
        """How long."""
        return int(str(self.values["seconds"])) * 1000


class PinSpent(Refused):
    template = N_("There were {n} wrong PINs for {name}. Sign in with the password; then the PIN works again.")


class NoPasswordYet(Refused):
    template = N_("{name} has no password, so signing in is not possible. Ask an owner to set one: Settings, People.")


class WrongRecoveryCode(Refused):
    template = N_(
        "The name and the recovery code don't go together. The code goes with the name of an owner, and each code "
        "holds once. Look at both and try again."
    )


class TicketRefused(Refused):
    template = N_("This sign-in is over. Sign in again.")


@dataclass(frozen=True, slots=True)
class _Account:
    """What is looked at to let somebody in."""

    id: int
    name: str
    password: str
    pin: str
    failures: int
    pin_failures: int
    failed_at: Millis | None


def default_actor(desk: Desk) -> Actor:
    """Who acts where nobody was asked: the owner of a shop without passwords, else nobody."""
    owner = find_owner(desk.database)
    if owner is None or is_sign_in_needed(desk.database):
        return NOBODY
    return actor_of(owner)


def sign_in(desk: Desk, *, name: str, secret: str) -> Actor:
    """Let somebody in by password, or by PIN for quick switching; returns who acts from now on.

    The try is counted before it is looked at, so that many at once are no way round the wait. Raises TryLater,
    PinSpent, NoPasswordYet, WrongSecret; a name that isn't there takes as long as a wrong password.
    """
    secret = secret[: LONGEST + 1]
    by_pin = looks_like_pin(secret)
    account = _count_try(desk, name, by_pin=by_pin)
    kept = "" if account is None else account.pin if by_pin else account.password
    right = fits(kept, secret)
    if account is None or not right:
        if account is not None:
            _note(desk, account.id, "sign-in refused")
        raise WrongSecret()
    _let_in(desk, account, secret, by_pin=by_pin)
    person = get_person(desk.database, account.id)
    assert person is not None
    return actor_of(person)


def leave(desk: Desk) -> None:
    """The acting person signs out."""
    if desk.actor != NOBODY:
        _note(desk, desk.actor.id, "sign-out")


def recover(desk: Desk, *, name: str, code: str, new: str) -> tuple[Actor, str]:
    """Let an owner who forgot the password in by the shop's recovery code, with a new password.

    Returns who acts from now on, and the code that holds from now on: it has to be shown now. Tries are counted and
    waited for like passwords. Raises TryLater, NoPasswordYet, WrongRecoveryCode, and what check_password raises.
    """
    check_password(new, name=name.strip())
    account = _count_try(desk, name, by_pin=False)
    kept = get_setting(desk.database, RECOVERY_CODE)
    right = fits(kept, read_code(code))
    person = None if account is None else get_person(desk.database, account.id)
    if person is None or person.role != Role.OWNER or not right:
        if person is not None:
            _note(desk, person.id, "recovery refused")
        raise WrongRecoveryCode()
    owner = actor_of(person)
    with work(replace(desk, actor=owner), Right.PEOPLE, Changed.PEOPLE, Changed.SETTINGS) as doing:
        if get_setting(desk.database, RECOVERY_CODE) != kept:  # somebody else was quicker
            raise WrongRecoveryCode()
        keep_secret(doing, owner.id, "password", hashed(new))
        doing.note("recovered", "person", owner.id)
        return owner, renew_code(doing)


def change_own_password(desk: Desk, *, old: str, new: str) -> str:
    """Another password for the acting person, who shows that they know the one they have; "" where they have none.

    Returns the shop's recovery code where an owner gave the first password, else "". Raises what sign_in and
    check_password raise.
    """
    _confirm_self(desk, old)
    with work(desk, Right.VIEW, Changed.PEOPLE) as doing:
        check_password(new, name=desk.actor.name)
        _refuse_first_password(doing)
        keep_secret(doing, desk.actor.id, "password", hashed(new))
        return code_if_missing(doing)


def change_own_pin(desk: Desk, *, password: str, pin: str) -> None:
    """Another PIN for the acting person, "" for none, who shows that they know their password."""
    _confirm_self(desk, password)
    with work(desk, Right.VIEW, Changed.PEOPLE) as doing:
        person = get_person(desk.database, desk.actor.id)
        assert person is not None
        keep_pin(doing, person, pin)


def make_ticket(desk: Desk) -> str:
    """A proof that the acting person is signed in, for the window's own commands, so that no password is passed on.

    Only who can read the shop's file can make one; it ends with the password and after TICKET_LASTS.
    """
    until = desk.clock() + TICKET_LASTS
    return f"{desk.actor.id}.{until}.{_seal(desk, desk.actor.id, until)}"


def take_ticket(desk: Desk, ticket: str) -> Actor:
    """Who a ticket was made for. Raises TicketRefused for one that is over or was tampered with."""
    parts = ticket.split(".")
    if len(parts) == 3 and parts[0].isdecimal() and parts[1].isdecimal():
        person = get_person(desk.database, int(parts[0]))
        good = hmac.compare_digest(parts[2], _seal(desk, int(parts[0]), int(parts[1])))
        if person is not None and person.active and person.can_sign_in and good and desk.clock() < int(parts[1]):
            return actor_of(person)
    raise TicketRefused()


def as_now(desk: Desk) -> Actor | None:
    """The acting person as they stand in the database now; None once they may not work here any more."""
    if is_sign_in_needed(desk.database):
        person = get_person(desk.database, desk.actor.id)
        return actor_of(person) if person is not None and person.active and person.can_sign_in else None
    owner = find_owner(desk.database)
    return actor_of(owner) if owner is not None else None


def _seal(desk: Desk, person_id: int, until: Millis) -> str:
    rows = rows_of(desk.database, "SELECT password FROM person WHERE id = ?", (person_id,))
    key = str(rows[0][0]) if rows else ""
    return hmac.new(key.encode(), f"{person_id}.{until}".encode(), hashlib.sha256).hexdigest()


def _confirm_self(desk: Desk, password: str) -> None:
    """The acting person types their password once more, unless they have none."""
    need(desk, Right.VIEW)
    person = get_person(desk.database, desk.actor.id)
    if person is not None and person.can_sign_in:
        if looks_like_pin(password):
            raise WrongSecret()
        sign_in(desk, name=person.name, secret=password)


def _refuse_first_password(doing: Work) -> None:
    """The first password of a shop is an owner's, or no owner could get in."""
    if not is_sign_in_needed(doing.desk.database):
        need(doing.desk, Right.PEOPLE)


def _count_try(desk: Desk, name: str, *, by_pin: bool) -> _Account | None:
    """Count a try as a failure until it turns out otherwise; None for a name that isn't there."""
    database, now = desk.database, desk.clock()
    with storage_errors(place_of(database)), database.atomic():
        account = _account(desk, name)
        if account is None:
            return None
        refusal = _refusal(account, now, by_pin=by_pin)
        if isinstance(refusal, TryLater) and account.failed_at is not None and now < account.failed_at:
            # The clock was set back: the wait begins anew by the clock as it is, neither shorter nor endless.
            database.execute_sql("UPDATE person SET failed_at = ? WHERE id = ?", (now, account.id))
        if refusal is None:
            database.execute_sql(
                "UPDATE person SET failures = failures + 1, pin_failures = pin_failures + ?, failed_at = ? "
                "WHERE id = ?",
                (int(by_pin), now, account.id),
            )
    if refusal is not None:
        raise refusal
    return account


def _account(desk: Desk, name: str) -> _Account | None:
    rows = rows_of(
        desk.database,
        "SELECT id, name, password, pin, failures, pin_failures, failed_at FROM person WHERE active AND name = ?",
        (name.strip(),),
    )
    return _Account(*rows[0]) if rows else None


def _refusal(account: _Account, now: Millis, *, by_pin: bool) -> Refused | None:
    if not account.password:
        return NoPasswordYet(name=account.name)
    left = time_left(account.failures, account.failed_at, now)
    if left:
        return TryLater(name=account.name, failures=account.failures, seconds=ceil(left / 1000))
    if by_pin and account.pin_failures >= PIN_TRIES:
        return PinSpent(name=account.name, n=account.pin_failures)
    return None


def _let_in(desk: Desk, account: _Account, secret: str, *, by_pin: bool) -> None:
    column, kept = ("pin", account.pin) if by_pin else ("password", account.password)
    database = desk.database
    with storage_errors(place_of(database)), database.atomic():
        database.execute_sql(
            "UPDATE person SET failures = 0, pin_failures = 0, failed_at = NULL WHERE id = ?", (account.id,)
        )
        if is_outdated(kept):
            database.execute_sql(f"UPDATE person SET {column} = ? WHERE id = ?", (hashed(secret), account.id))
        _as(desk, account.id).note(f"sign-in by {column}", "person", account.id)


def _note(desk: Desk, person_id: int, action: str) -> None:
    database = desk.database
    with storage_errors(place_of(database)), database.atomic():
        _as(desk, person_id).note(action, "person", person_id)


def _as(desk: Desk, person_id: int) -> Work:
    """A work under the name of somebody who is not signed in yet."""
    return Work(replace(desk, actor=Actor(person_id, "", "")), desk.clock())
