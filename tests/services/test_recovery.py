"""An owner who forgot the password gets in by the recovery code, once, and as slowly as by guessing passwords."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import rows_of
from shopdesk.domain.passwords import CODE_LENGTH, CODE_LETTERS, PasswordTooShort
from shopdesk.queries.people import has_recovery_code
from shopdesk.services.desk import Actor, Desk, NotAllowed
from shopdesk.services.people import add_person, deactivate, remove_password, set_password, set_role
from shopdesk.services.recovery import NoPasswordsHere, make_recovery_code
from shopdesk.services.sign_in import TryLater, WrongRecoveryCode, WrongSecret, change_own_password, recover, sign_in
from tests.factories import make_desk

PASSWORD, NEW = "correct horse", "another horse"
WRONG = "AAAAA-AAAAA-AAAAA-AAAAA"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    add_person(made, name="小李", role="agent")
    return made


@pytest.fixture
def code(desk: Desk) -> str:
    """Of the first password."""
    return set_password(desk, person_id=1, password=PASSWORD)


def deeds(desk: Desk) -> list[str]:
    return [str(action) for (action,) in rows_of(desk.database, "SELECT action FROM trail ORDER BY id")]


def test_the_first_password_brings_a_code_that_is_kept_as_a_hash_only(desk: Desk, code: str) -> None:
    assert [len(group) for group in code.split("-")] == [5, 5, 5, 5]
    letters = code.replace("-", "")
    assert len(letters) == CODE_LENGTH and set(letters) <= set(CODE_LETTERS)
    assert not set(CODE_LETTERS) & set("01258BILOSUZ")
    kept = str(rows_of(desk.database, "SELECT value FROM setting"))
    trail = str(rows_of(desk.database, "SELECT * FROM trail"))
    assert "$argon2id$" in kept and letters not in kept and code not in kept
    assert "recovery code made" in deeds(desk) and letters not in trail and "argon2" not in trail
    assert set_password(desk, person_id=2, password=PASSWORD) == ""


def test_an_owner_gets_in_once(desk: Desk, code: str) -> None:
    typed = f" {code.lower().replace('-', ' ')} "
    owner, next_code = recover(desk, name=" Owner", code=typed, new=NEW)
    assert owner.name == "Owner" and next_code not in ("", code)
    assert sign_in(desk, name="Owner", secret=NEW) == owner
    with pytest.raises(WrongSecret):
        sign_in(desk, name="Owner", secret=PASSWORD)
    with pytest.raises(WrongRecoveryCode):
        recover(desk, name="Owner", code=code, new=PASSWORD)
    assert recover(desk, name="Owner", code=next_code, new=PASSWORD)[1]
    assert {"recovered", "recovery refused"} <= set(deeds(desk))


def test_full_width_letters_are_read(desk: Desk, code: str) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    assert recover(desk, name="Owner", code=wide, new=NEW)


def test_wrong_codes_wait_like_wrong_passwords(desk: Desk, code: str) -> None:
    for _time in range(3):
        with pytest.raises(WrongRecoveryCode):
            recover(desk, name="Owner", code=WRONG, new=NEW)
    with pytest.raises(TryLater):
        recover(desk, name="Owner", code=code, new=NEW)
    with pytest.raises(TryLater):
        sign_in(desk, name="Owner", secret=PASSWORD)


def test_the_code_is_no_way_in_for_others(desk: Desk, code: str) -> None:
    set_password(desk, person_id=2, password=PASSWORD)
    for name in ("小李", "nobody"):
        with pytest.raises(WrongRecoveryCode):
            recover(desk, name=name, code=code, new=NEW)
    with pytest.raises(PasswordTooShort):
        recover(desk, name="Owner", code=code, new="short")
    assert sign_in(desk, name="Owner", secret=PASSWORD)


def test_nothing_fits_where_there_is_no_code(desk: Desk, code: str) -> None:
    second = add_person(desk, name="老板娘", role="owner")
    set_password(desk, person_id=second.id, password=PASSWORD)
    her_desk = replace(desk, actor=second)
    deactivate(her_desk, person_id=1)  # whoever knew the code has left
    assert not has_recovery_code(desk.database)
    for typed in (code, ""):
        with pytest.raises(WrongRecoveryCode):
            recover(desk, name="老板娘", code=typed, new=NEW)
    assert make_recovery_code(her_desk)


def test_an_owner_who_becomes_something_else_takes_no_code_along(desk: Desk, code: str) -> None:
    second = add_person(desk, name="老板娘", role="owner")
    set_password(desk, person_id=second.id, password=PASSWORD)
    set_role(replace(desk, actor=second), person_id=1, role="agent")
    assert not has_recovery_code(desk.database)
    again = set_password(replace(desk, actor=second), person_id=second.id, password=NEW)
    assert again not in ("", code)


def test_only_owners_make_codes_and_only_where_people_sign_in(desk: Desk) -> None:
    with pytest.raises(NoPasswordsHere):
        make_recovery_code(desk)
    code = set_password(desk, person_id=1, password=PASSWORD)
    with pytest.raises(NotAllowed):
        make_recovery_code(replace(desk, actor=Actor(2, "小李", "agent")))
    assert make_recovery_code(desk) != code
    with pytest.raises(WrongRecoveryCode):
        recover(desk, name="Owner", code=code, new=NEW)


def test_the_code_goes_with_the_last_password(desk: Desk, code: str) -> None:
    remove_password(desk, person_id=1)
    assert not has_recovery_code(desk.database)
    assert change_own_password(desk, old="", new=NEW) not in ("", code)
