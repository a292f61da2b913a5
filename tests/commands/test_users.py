"""People by the command line: who works here, and who gives the commands."""

import io
import sys
from pathlib import Path

import pytest

from shopdesk.services.desk import Actor
from shopdesk.services.setup import open_desk
from shopdesk.services.sign_in import make_ticket
from tests.command_line import Answer, CommandLine, new_shop

PASSWORD = "correct horse"


class Terminal(io.StringIO):
    """A stdin that somebody sits at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    return new_shop(tmp_path)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, shop: CommandLine) -> "Typed":
    return Typed(monkeypatch, shop)


class Typed:
    """Runs a command with lines on its stdin, or as somebody with a password."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, shop: CommandLine) -> None:
        self._patch, self._shop = monkeypatch, shop

    def __call__(self, lines: str, *arguments: str) -> Answer:
        self._patch.setattr(sys, "stdin", io.StringIO(lines))
        return self._shop(*arguments)

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        """From now on this person gives the commands."""
        self._patch.setenv("SHOPDESK_PERSON", name)
        self._patch.setenv("SHOPDESK_PASSWORD", password)


def test_people_are_entered_and_listed(shop: CommandLine) -> None:
    added = shop.done("user", "add", "小李", "--role", "agent", "--json").json
    assert added == {
        "name": "小李", "role": "agent", "active": True, "password": False, "pin": False, "rights": [],
        "case_limit": 0,
    }  # fmt: skip
    assert [person["name"] for person in shop.done("user", "list", "--format", "jsonl").lines] == ["Owner", "小李"]
    assert shop.done("user", "list").out.splitlines()[1].split() == ["小李", "Agent"]


def test_roles_and_rights_change(shop: CommandLine) -> None:
    shop.done("user", "add", "小李", "--role", "agent")
    assert shop.done("user", "role", "小李", "registrar", "--json").json["changed"] is True
    assert shop.done("user", "role", "小李", "Registrar", "--json").json["changed"] is False
    assert shop.done("user", "grant", "小李", "pack", "--json").json["rights"] == ["pack"]
    assert "It was so already" in shop.done("user", "grant", "小李", "pack").out
    assert shop.done("user", "revoke", "小李", "pack", "--json").json["rights"] == []
    assert shop("user", "grant", "小李", "people").status == 2
    assert shop("user", "role", "小李", "king").status == 2
    assert shop.done("user", "rename", "小李", "李丽", "--json").json["name"] == "李丽"


def test_whoever_left_is_listed_when_asked_for(shop: CommandLine) -> None:
    shop.done("user", "add", "小李", "--role", "agent")
    shop.done("user", "remove", "小李")
    assert len(shop.done("user", "list").out.splitlines()) == 1
    assert shop.done("user", "list", "--all").out.splitlines()[1].split()[-1] == "left"
    shop.done("user", "restore", "小李")
    refused = shop("user", "remove", "Owner")
    assert (refused.status, refused.out, "the only owner" in refused.err) == (1, "", True)
    assert "Nobody called 老王 works here" in shop("user", "role", "老王", "agent").err


def test_a_password_comes_from_stdin(typed: Typed, shop: CommandLine) -> None:
    assert "at least 8 characters" in typed("short\n", "user", "password", "Owner").err
    assert typed(f"{PASSWORD}\n", "user", "password", "Owner").status == 0
    refused = shop("orders")
    assert (refused.status, refused.out) == (1, "")
    assert "Sign in" in refused.err and "--person" in refused.err
    typed.sign_in("Owner")
    assert shop.done("user", "list").out.split() == ["Owner", "Owner", "password"]


def test_a_password_is_asked_for_on_a_terminal(shop: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def prompt(text: str, **options: object) -> str:
        assert options["hide_input"] is True
        asked.append(text)
        return PASSWORD

    monkeypatch.setattr("click.prompt", prompt)
    monkeypatch.setattr(sys, "stdin", Terminal())
    shop.done("user", "password", "Owner")
    assert shop.done("--person", "Owner", "orders", "--format", "jsonl").out == ""
    assert asked == ["New password of Owner", "Password of Owner"]


def test_without_a_terminal_the_password_has_to_be_given(typed: Typed) -> None:
    typed(f"{PASSWORD}\n", "user", "password", "Owner")
    refused = typed("", "--person", "Owner", "orders")
    assert (refused.status, "SHOPDESK_PASSWORD" in refused.err) == (1, True)


def test_wrong_passwords_are_refused_and_waited_for(typed: Typed, shop: CommandLine) -> None:
    typed(f"{PASSWORD}\n", "user", "password", "Owner")
    typed.sign_in("Owner", "wrong horse")
    said = [shop("orders").err for _time in range(4)]
    assert all("don't go together" in text for text in said[:3])
    assert "Wait 5 seconds" in said[3]


def test_each_person_does_what_their_role_may(typed: Typed, shop: CommandLine) -> None:
    shop.done("user", "add", "小李", "--role", "agent")
    typed(f"{PASSWORD}\n", "user", "password", "Owner")
    typed.sign_in("Owner")
    typed(f"{PASSWORD}\n", "user", "password", "小李")
    typed.sign_in("小李")
    assert shop("orders").status == 0
    refused = shop("user", "add", "小王", "--role", "owner")
    assert (refused.status, "小李 (Agent) may not decide who works here" in refused.err) == (1, True)
    assert "may not make backups" in shop("backup").err


def test_ones_own_password_and_pin(typed: Typed, shop: CommandLine) -> None:
    shop.done("user", "add", "小李", "--role", "agent")
    typed(f"{PASSWORD}\n", "user", "password", "Owner")
    typed.sign_in("Owner")
    typed(f"{PASSWORD}\n", "user", "password", "小李")
    typed.sign_in("小李")
    assert typed("another horse\n", "user", "password", "小李").status == 0
    typed.sign_in("小李", "another horse")
    assert typed("5815\n", "user", "pin", "小李", "--json").json["pin"] is True
    typed.sign_in("小李", "5815")
    shop.done("orders")
    assert "may not decide" in typed("another horse\n", "user", "password", "Owner").err


def test_the_owner_takes_pin_and_password_away(typed: Typed, shop: CommandLine) -> None:
    typed(f"{PASSWORD}\n", "user", "password", "Owner")
    typed.sign_in("Owner")
    typed("5815\n", "user", "pin", "Owner")
    assert shop.done("user", "pin", "Owner", "--remove", "--json").json["pin"] is False
    assert shop.done("user", "password", "Owner", "--remove", "--json").json["password"] is False
    shop.done("orders")


def test_nobody_can_be_named_where_nobody_signs_in(shop: CommandLine) -> None:
    shop.done("user", "add", "小李", "--role", "agent")
    assert "小李 has no password" in shop("--person", "小李", "orders").err
    shop.done("--person", "Owner", "orders")


def test_a_window_hands_its_commands_a_ticket(typed: Typed, shop: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(f"{PASSWORD}\n", "user", "password", "Owner")
    desk = open_desk(shop.address)
    ticket = make_ticket(type(desk)(desk.database, Actor(1, "Owner", "owner")))
    desk.database.close()
    monkeypatch.setenv("SHOPDESK_TICKET", ticket)
    shop.done("orders")
    monkeypatch.setenv("SHOPDESK_TICKET", ticket[:-1])
    assert "This sign-in is over" in shop("orders").err


@pytest.mark.sqlite_only
def test_only_who_may_restores_a_backup(typed: Typed, shop: CommandLine, tmp_path: Path) -> None:
    shop.done("backup", tmp_path / "b.db")
    typed(f"{PASSWORD}\n", "user", "password", "Owner")
    assert shop("restore", tmp_path / "b.db").status == 1
    typed.sign_in("Owner")
    shop.done("restore", tmp_path / "b.db")
    assert shop.done("user", "list").out.split() == ["Owner", "Owner"]


def test_a_forgotten_password_is_recovered(typed: Typed) -> None:
    first = typed(f"{PASSWORD}\n", "user", "password", "Owner", "--json").json["recovery_code"]
    refused = typed("AAAAA\nanother horse\n", "user", "recover", "Owner")
    assert (refused.status, "don't go together" in refused.err) == (1, True)
    told = typed(f"{first}\nanother horse\n", "user", "recover", "Owner")
    assert told.status == 0 and "Owner has a new password." in told.out
    typed.sign_in("Owner", "another horse")
    code = typed("", "user", "recovery-code", "--json").json["recovery_code"]
    assert code != first and code not in told.out


def test_how_many_cases_somebody_may_hold(shop: CommandLine) -> None:
    shop.done("user", "add", "小李", "--role", "agent")
    assert shop.done("user", "cases", "小李", "20", "--json").json["case_limit"] == 20
    assert "at most 20 cases" in shop.done("user", "list").out
    assert shop("user", "cases", "小李", "501").status == 2
    assert shop("user", "cases", "小李", "0").status == 2
    assert "It was so already" in shop.done("user", "cases", "小李", "20").out
    assert shop.done("user", "cases", "小李", "none", "--json").json["case_limit"] == 0
