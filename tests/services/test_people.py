"""People who work here: roles, rights given by name, passwords, and that an owner always stays."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.passwords import PasswordTooShort, PinTooPlain
from shopdesk.domain.permissions import Right
from shopdesk.errors import Refused
from shopdesk.queries.people import find_owner, find_person, get_person, is_sign_in_needed, list_people
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Actor, Desk, NotAllowed
from shopdesk.services.people import (
    LastOwner,
    NameMissing,
    NoCaseLimit,
    NoSuchPerson,
    NotGrantable,
    OwnerFirst,
    PasswordFirst,
    PersonThere,
    actor_of,
    add_person,
    deactivate,
    edit_person,
    grant_right,
    reactivate,
    remove_password,
    rename_person,
    set_case_limit,
    set_password,
    set_pin,
    set_role,
    take_right_back,
)
from tests.factories import make_desk

PASSWORD = "correct horse"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def clerk(desk: Desk) -> Actor:
    return add_person(desk, name="小李", role="agent")


def now(desk: Desk, person: Actor) -> Actor:
    """The person as the database has them."""
    row = get_person(desk.database, person.id)
    assert row is not None
    return actor_of(row)


def test_somebody_new(desk: Desk) -> None:
    person = add_person(desk, name="小李", role="agent")
    assert [(each.id, each.name, each.role) for each in list_people(desk.database)] == [
        (1, "Owner", "owner"),
        (person.id, "小李", "agent"),
    ]
    owner = find_owner(desk.database)
    assert owner is not None and owner.id == 1
    (row,) = list_trail(desk.database, kind="person", record_id=person.id)
    assert (row.action, row.after) == ("added", {"name": "小李", "role": "agent"})


@pytest.mark.parametrize(
    ("name", "refusal"), [("", NameMissing), ("  ", NameMissing), ("长" * 41, NameMissing), (" owner ", PersonThere)]
)
def test_names_that_will_not_do(desk: Desk, name: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        add_person(desk, name=name, role="agent")
    assert len(list_people(desk.database)) == 1


def test_another_name_and_another_role(desk: Desk, clerk: Actor) -> None:
    assert rename_person(desk, person_id=clerk.id, name=" 李  丽 ")
    assert set_role(desk, person_id=clerk.id, role="registrar")
    assert not set_role(desk, person_id=clerk.id, role="registrar")
    assert now(desk, clerk) == Actor(clerk.id, "李 丽", "registrar")
    with pytest.raises(PersonThere):
        rename_person(desk, person_id=clerk.id, name="Owner")
    with pytest.raises(ValueError, match="king"):
        set_role(desk, person_id=clerk.id, role="king")
    with pytest.raises(NoSuchPerson):
        set_role(desk, person_id=99, role="agent")


def test_the_last_owner_stays(desk: Desk, clerk: Actor) -> None:
    with pytest.raises(LastOwner, match="Owner is the only owner"):
        deactivate(desk, person_id=1)
    with pytest.raises(LastOwner):
        set_role(desk, person_id=1, role="agent")
    set_role(desk, person_id=clerk.id, role="owner")
    assert deactivate(desk, person_id=1)
    with pytest.raises(LastOwner):
        deactivate(replace(desk, actor=replace(clerk, role="owner")), person_id=clerk.id)


def test_whoever_left_can_come_back(desk: Desk, clerk: Actor) -> None:
    assert deactivate(desk, person_id=clerk.id)
    assert [person.name for person in list_people(desk.database)] == ["Owner"]
    assert [person.active for person in list_people(desk.database, with_inactive=True)] == [True, False]
    with pytest.raises(PersonThere):
        add_person(desk, name="小李", role="agent")
    assert reactivate(desk, person_id=clerk.id)
    assert len(list_people(desk.database)) == 2


def test_rights_given_by_name(desk: Desk, clerk: Actor) -> None:
    assert grant_right(desk, person_id=clerk.id, right=Right.EDIT_REGISTERED)
    assert not grant_right(desk, person_id=clerk.id, right=Right.EDIT_REGISTERED)
    assert now(desk, clerk).may(Right.EDIT_REGISTERED)
    assert take_right_back(desk, person_id=clerk.id, right=Right.EDIT_REGISTERED)
    assert not now(desk, clerk).may(Right.EDIT_REGISTERED)
    with pytest.raises(NotGrantable, match="decide who works here"):
        grant_right(desk, person_id=clerk.id, right=Right.PEOPLE)


def test_a_right_of_a_later_program_is_left_alone(desk: Desk, clerk: Actor) -> None:
    desk.database.execute_sql("UPDATE person SET rights = ? WHERE id = ?", ('["fly", "pack"]', clerk.id))
    assert now(desk, clerk).extra == {Right.PACK}


def test_the_first_password_is_an_owners(desk: Desk, clerk: Actor) -> None:
    with pytest.raises(OwnerFirst, match="Give an owner a password first: Owner"):
        set_password(desk, person_id=clerk.id, password=PASSWORD)
    assert not is_sign_in_needed(desk.database)
    set_password(desk, person_id=1, password=PASSWORD)
    assert is_sign_in_needed(desk.database)
    set_password(desk, person_id=clerk.id, password=PASSWORD)
    with pytest.raises(PasswordTooShort):
        set_password(desk, person_id=clerk.id, password="x")


def test_an_owner_who_can_sign_in_stays(desk: Desk, clerk: Actor) -> None:
    second = add_person(desk, name="老板娘", role="owner")
    for person_id in (1, clerk.id):
        set_password(desk, person_id=person_id, password=PASSWORD)
    for attempt in (deactivate, remove_password):
        with pytest.raises(OwnerFirst, match="老板娘"):
            attempt(desk, person_id=1)
    set_password(desk, person_id=second.id, password=PASSWORD)
    remove_password(desk, person_id=1)
    with pytest.raises(OwnerFirst):
        deactivate(desk, person_id=second.id)


def test_passwords_can_go_altogether(desk: Desk) -> None:
    set_password(desk, person_id=1, password=PASSWORD)
    remove_password(desk, person_id=1)
    assert not is_sign_in_needed(desk.database)


def test_somebody_who_could_sign_in_comes_back_only_beside_an_owner_who_can(desk: Desk, clerk: Actor) -> None:
    for person_id in (1, clerk.id):
        set_password(desk, person_id=person_id, password=PASSWORD)
    deactivate(desk, person_id=clerk.id)
    remove_password(desk, person_id=1)
    with pytest.raises(OwnerFirst):
        reactivate(desk, person_id=clerk.id)


def test_a_pin_stands_beside_a_password(desk: Desk, clerk: Actor) -> None:
    with pytest.raises(PasswordFirst):
        set_pin(desk, person_id=clerk.id, pin="5815")
    set_password(desk, person_id=1, password=PASSWORD)
    with pytest.raises(PinTooPlain):
        set_pin(desk, person_id=1, pin="1234")
    set_pin(desk, person_id=1, pin="5815")
    row = find_person(desk.database, "Owner")
    assert row is not None and row.has_pin
    set_pin(desk, person_id=1, pin="")
    row = get_person(desk.database, 1)
    assert row is not None and not row.has_pin and row.can_sign_in


def test_no_secret_and_no_hash_is_in_the_trail(desk: Desk) -> None:
    set_password(desk, person_id=1, password=PASSWORD)
    set_pin(desk, person_id=1, pin="5815")
    trail = str(rows_of(desk.database, "SELECT action, before, after, reason FROM trail WHERE kind = 'person'"))
    assert "password set" in trail and "pin set" in trail
    assert PASSWORD not in trail and "5815" not in trail and "argon2" not in trail


def test_only_owners_decide_about_people(desk: Desk, clerk: Actor) -> None:
    agent = replace(desk, actor=clerk)
    with pytest.raises(NotAllowed, match=r"小李 .Agent. may not decide who works here"):
        set_role(agent, person_id=clerk.id, role="owner")
    with pytest.raises(NotAllowed):
        set_password(agent, person_id=clerk.id, password=PASSWORD)


def test_how_many_cases_somebody_may_hold_at_once(desk: Desk, clerk: Actor) -> None:
    """CRM-04: any number from 1 to 500, or none."""
    assert set_case_limit(desk, person_id=clerk.id, limit=37)
    assert not set_case_limit(desk, person_id=clerk.id, limit=37)
    assert not edit_person(desk, person_id=clerk.id, name="小李", role="agent", extra=())  # not named: it stays
    for wrong in (-1, 501):
        with pytest.raises(NoCaseLimit, match="from 1 to 500"):
            set_case_limit(desk, person_id=clerk.id, limit=wrong)
    assert edit_person(desk, person_id=clerk.id, name="小李", role="agent", extra=(), case_limit=0)
    found = find_person(desk.database, "小李")
    assert found is not None and found.case_limit == 0
