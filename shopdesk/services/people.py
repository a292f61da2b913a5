"""The people who work here: their roles, what they may beyond them, and how they sign in (TEAM-01).

Passwords and PINs never reach the trail or a log: it says that one was set, not which.
"""

import json
from collections.abc import Iterable
from typing import Any

from shopdesk.db.database import add_row
from shopdesk.domain.cases import MOST_CASES
from shopdesk.domain.passwords import check_password, check_pin
from shopdesk.domain.permissions import GRANTABLE, RIGHT_NAMES, Right, Role
from shopdesk.errors import N_, BadInput, NotFound, Refused
from shopdesk.i18n import _
from shopdesk.queries.people import PersonRow, get_person, list_people
from shopdesk.services.clashes import merge_change
from shopdesk.services.desk import Actor, Changed, Desk, Work, work
from shopdesk.services.edits import Base, save_edit
from shopdesk.services.passwords import hashed
from shopdesk.services.recovery import code_if_missing, void_code, void_code_of_nobody

LONGEST_NAME = 40


class NoSuchPerson(NotFound):
    template = N_("Nobody called {name} works here. Look at the list of people for the right name.")


class NameMissing(Refused):
    template = N_("Give a name of 1 to {n} characters.")


class PersonThere(Refused):
    template = N_("{name} is among the people already. Choose another name, or change that entry.")


class LastOwner(Refused):
    template = N_("{name} is the only owner. Make somebody else an owner first.")


class OwnerFirst(Refused):
    template = N_(
        "Once somebody has a password, everybody needs one to sign in. Give an owner a password first: {owner}."
    )


class NotGrantable(Refused):
    template = N_("“{right}” comes with a role only. What can be given by name: {grantable}.")


class NoCaseLimit(BadInput):
    template = N_("{limit} is no limit of open cases. Choose no limit, or a number from 1 to {most}.")


class PasswordFirst(Refused):
    template = N_("{name} has no password yet. A PIN only makes switching quicker; set a password first.")


def actor_of(person: PersonRow) -> Actor:
    """This person as the one who acts."""
    return Actor(person.id, person.name, person.role, person.extra)


def add_person(desk: Desk, *, name: str, role: str) -> Actor:
    """Enter somebody who works here. Raises NameMissing, PersonThere."""
    with work(desk, Right.PEOPLE, Changed.PEOPLE) as doing:
        return enter_person(doing, name=_free_name(doing, name), role=Role(role))


def enter_person(doing: Work, *, name: str, role: str) -> Actor:
    """Enter somebody as part of a larger work."""
    person_id = add_row(doing.desk.database, "INSERT INTO person (name, role) VALUES (?, ?)", (name, str(role)))
    person = Actor(person_id, name, str(role))
    doing.note("added", "person", person.id, after={"name": name, "role": str(role)})
    return person


def rename_person(desk: Desk, *, person_id: int, name: str) -> bool:
    """Call somebody otherwise; what they did stays theirs. Raises NameMissing, PersonThere, NoSuchPerson."""
    with work(desk, Right.PEOPLE, Changed.PEOPLE) as doing:
        person = _person(doing, person_id)
        wanted = person.name if name.strip() == person.name else _free_name(doing, name, but=person)
        return _save(doing, person, {"name": wanted}, "rename")


def set_role(desk: Desk, *, person_id: int, role: str) -> bool:
    """Let somebody work as something else. Raises LastOwner, OwnerFirst, NoSuchPerson."""
    with work(desk, Right.PEOPLE, Changed.PEOPLE) as doing:
        person = _person(doing, person_id)
        if Role(role) is not Role.OWNER:
            _check_owners(doing, person)
            _end_code(doing, person)
        return _save(doing, person, {"role": Role(role).value}, "role")


def person_base(person: PersonRow) -> Base:
    """What a form about somebody begins with."""
    values = {"name": person.name, "role": person.role, "rights": _rights(person.extra)}
    return Base(None, {**values, "case_limit": person.case_limit})


def edit_person(
    desk: Desk,
    *,
    person_id: int,
    name: str,
    role: str,
    extra: Iterable[Right],
    case_limit: int | None = None,
    base: Base | None = None,
) -> bool:
    """Name, role, rights given by name and how many open cases at once (CRM-04; 0: any number, None: as it is) in one
    go; False where nothing differs. Raises NameMissing, PersonThere, LastOwner, OwnerFirst, NotGrantable,
    NoCaseLimit, Clash."""
    with work(desk, Right.PEOPLE, Changed.PEOPLE) as doing:
        person = _person(doing, person_id)
        limit = person.case_limit if case_limit is None else _read_limit(case_limit)
        if base is not None:
            name, role, extra, limit = _merged(doing, person, base, name=name, role=role, extra=extra, limit=limit)
        if Role(role) is not Role.OWNER:
            _check_owners(doing, person)
            _end_code(doing, person)
        given = frozenset(extra)
        for right in given - person.extra:
            _check_grantable(right)
        after = {
            "name": person.name if name.strip() == person.name else _free_name(doing, name, but=person),
            "role": Role(role).value,
            "rights": _rights(given),
            "case_limit": limit,
        }
        return _save(doing, person, after, "edit")


def _merged(
    doing: Work, person: PersonRow, base: Base, *, name: str, role: str, extra: Iterable[Right], limit: int
) -> tuple[str, str, frozenset[Right], int]:
    """What the form changed, on top of what others changed meanwhile."""
    now = person_base(person).values
    mine = {"name": name.strip(), "role": Role(role).value, "rights": _rights(frozenset(extra)), "case_limit": limit}
    kept = {**now, **merge_change(doing, "person", person.id, base, now=now, mine=mine, version=None)}
    rights = frozenset(Right(each) for each in json.loads(kept["rights"] or "[]"))
    return kept["name"], kept["role"], rights, kept["case_limit"]


def set_case_limit(desk: Desk, *, person_id: int, limit: int) -> bool:
    """How many open cases somebody may hold at once; 0: any number. Who holds more keeps them, and gets no further
    ones (CRM-04). Raises NoCaseLimit, NoSuchPerson."""
    with work(desk, Right.PEOPLE, Changed.PEOPLE) as doing:
        return _save(doing, _person(doing, person_id), {"case_limit": _read_limit(limit)}, "case limit")


def _read_limit(limit: int) -> int:
    if not 0 <= limit <= MOST_CASES:
        raise NoCaseLimit(limit=limit, most=MOST_CASES)
    return limit


def deactivate(desk: Desk, *, person_id: int) -> bool:
    """Somebody has left: they can't sign in, and what they did stays theirs. Raises LastOwner, OwnerFirst."""
    with work(desk, Right.PEOPLE, Changed.PEOPLE) as doing:
        person = _person(doing, person_id)
        _check_owners(doing, person)
        _end_code(doing, person)
        return _save(doing, person, {"active": False}, "deactivate")


def reactivate(desk: Desk, *, person_id: int) -> bool:
    """Somebody is back, with the password they had."""
    with work(desk, Right.PEOPLE, Changed.PEOPLE) as doing:
        person = _person(doing, person_id)
        if person.can_sign_in:
            _check_owner_signs_in(doing, person)
        return _save(doing, person, {"active": True}, "reactivate")


def grant_right(desk: Desk, *, person_id: int, right: Right) -> bool:
    """Give somebody a right beyond their role (ORD-15); False where they had it by name. Raises NotGrantable."""
    with work(desk, Right.PEOPLE, Changed.PEOPLE) as doing:
        _check_grantable(right)
        person = _person(doing, person_id)
        return _save(doing, person, {"rights": _rights(person.extra | {right})}, "grant")


def take_right_back(desk: Desk, *, person_id: int, right: Right) -> bool:
    """Take back a right given by name; those of the role stay. False where it was not given."""
    with work(desk, Right.PEOPLE, Changed.PEOPLE) as doing:
        person = _person(doing, person_id)
        return _save(doing, person, {"rights": _rights(person.extra - {right})}, "take back")


def set_password(desk: Desk, *, person_id: int, password: str) -> str:
    """Give somebody a password; from the first one on everybody signs in. Ends the wait after wrong ones.

    Returns the shop's recovery code where there was none yet: it has to be shown now, and can't be later. Raises
    OwnerFirst, and what check_password raises.
    """
    with work(desk, Right.PEOPLE, Changed.PEOPLE) as doing:
        person = _person(doing, person_id)
        check_password(password, name=person.name)
        _check_owner_signs_in(doing, person)
        keep_secret(doing, person.id, "password", hashed(password))
        return code_if_missing(doing)


def remove_password(desk: Desk, *, person_id: int) -> None:
    """Take somebody's password and PIN away: they can't sign in any more. Raises OwnerFirst while others still can."""
    with work(desk, Right.PEOPLE, Changed.PEOPLE) as doing:
        person = _person(doing, person_id)
        if person.active and person.role == Role.OWNER and _others(doing, person, signing_in=True):
            _check_owners(doing, person)
        keep_secret(doing, person.id, "pin", "")
        keep_secret(doing, person.id, "password", "")
        void_code_of_nobody(doing)


def set_pin(desk: Desk, *, person_id: int, pin: str) -> None:
    """Give somebody a PIN for quick switching at a shared PC; "" takes it away. Raises PasswordFirst, and what
    check_pin raises."""
    with work(desk, Right.PEOPLE, Changed.PEOPLE) as doing:
        person = _person(doing, person_id)
        keep_pin(doing, person, pin)


def keep_pin(doing: Work, person: PersonRow, pin: str) -> None:
    """A PIN as part of a larger work."""
    if pin:
        check_pin(pin)
        if not person.can_sign_in:
            raise PasswordFirst(name=person.name)
    keep_secret(doing, person.id, "pin", hashed(pin) if pin else "")


def keep_secret(doing: Work, person_id: int, column: str, kept: str) -> None:
    """Keep a hash as part of a larger work; `column` is ours, never a user's."""
    doing.desk.database.execute_sql(
        f"UPDATE person SET {column} = ?, failures = 0, pin_failures = 0, version = version + 1 WHERE id = ?",
        (kept, person_id),
    )
    doing.note(f"{column} {'set' if kept else 'removed'}", "person", person_id)


def _person(doing: Work, person_id: int) -> PersonRow:
    person = get_person(doing.desk.database, person_id)
    if person is None:
        raise NoSuchPerson(name=person_id)
    return person


def _check_grantable(right: Right) -> None:
    if right not in GRANTABLE:
        raise NotGrantable(
            right=_(RIGHT_NAMES[right]), grantable=_(", ").join(_(RIGHT_NAMES[each]) for each in GRANTABLE)
        )


def _free_name(doing: Work, name: str, *, but: PersonRow | None = None) -> str:
    name = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise NameMissing(n=LONGEST_NAME)
    for person in list_people(doing.desk.database, with_inactive=True):
        if person.name.casefold() == name.casefold() and person != but:
            raise PersonThere(name=person.name)
    return name


def _others(doing: Work, person: PersonRow, *, signing_in: bool = False, owners: bool = False) -> list[PersonRow]:
    """Everybody else who is active."""
    return [
        other
        for other in list_people(doing.desk.database)
        if other.id != person.id and (other.can_sign_in or not signing_in) and (other.role == Role.OWNER or not owners)
    ]


def _check_owners(doing: Work, person: PersonRow) -> None:
    """An owner stays, and one who can sign in where somebody signs in."""
    if not person.active or person.role != Role.OWNER:
        return
    owners = _others(doing, person, owners=True)
    if not owners:
        raise LastOwner(name=person.name)
    if _others(doing, person, signing_in=True) and not any(owner.can_sign_in for owner in owners):
        raise OwnerFirst(owner=owners[0].name)


def _end_code(doing: Work, person: PersonRow) -> None:
    """Whoever is an owner no more shall not get in by the code they may have seen."""
    if person.active and person.role == Role.OWNER:
        void_code(doing)


def _check_owner_signs_in(doing: Work, person: PersonRow) -> None:
    """Nobody may be the first to have a password but an owner: else no owner could get in."""
    owners = _others(doing, person, owners=True)
    if person.role != Role.OWNER and not any(owner.can_sign_in for owner in owners):
        raise OwnerFirst(owner=owners[0].name if owners else "")


def _rights(rights: frozenset[Right]) -> str:
    return json.dumps(sorted(right.value for right in rights)) if rights else ""


def _save(doing: Work, person: PersonRow, after: dict[str, Any], action: str) -> bool:
    return save_edit(doing, "person", person.id, after, action=action, kind="person")
