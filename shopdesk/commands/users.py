"""Who works here, as what, and how they sign in (TEAM-01)."""

from collections.abc import Callable
from typing import Any

import click

from shopdesk.commands.output import as_json, fitted, say, tell
from shopdesk.commands.session import Session, one_of, options
from shopdesk.commands.sign_in import known_password, new_secret
from shopdesk.domain.cases import MOST_CASES
from shopdesk.domain.permissions import GRANTABLE, ROLE_NAMES, Right, Role
from shopdesk.i18n import _
from shopdesk.queries.people import PersonRow, find_person, list_people
from shopdesk.services import people, sign_in
from shopdesk.services.desk import Desk
from shopdesk.services.recovery import make_recovery_code
from shopdesk.services.sign_in import change_own_password, change_own_pin

_json = click.option("--json", "json_wanted", is_flag=True, help=_("Answer in JSON."))
_whom = options(click.argument("name", metavar="NAME"), _json)
_remove = click.option("--remove", is_flag=True, help=_("Take it away instead."))


class _CaseLimit(click.ParamType[int]):
    """`none`, or a number within the limits."""

    name = "limit"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """0 for none."""
        return 0 if value == "none" else int(click.IntRange(1, MOST_CASES).convert(value, param, ctx))


@click.group()
def user() -> None:
    """The people who work here."""


@user.command("list", help=_("List who works here."))
@click.option("--all", "with_inactive", is_flag=True, help=_("Those who left too."))
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), default="table", help=_("How to write it."))
@click.pass_obj
def list_(session: Session, /, *, with_inactive: bool, form: str) -> None:
    """One line a person."""
    found = list_people(session.desk().database, with_inactive=with_inactive)
    for person in found:
        say(as_json(_told(person)) if form == "jsonl" else _line(person))


@user.command(help=_("Enter somebody who works here."))
@_whom
@click.option("--role", required=True, type=one_of(Role), help=_("What they work as."))
@click.pass_obj
def add(session: Session, /, *, name: str, json_wanted: bool, role: str) -> None:
    """Somebody new."""
    desk = session.desk()
    person = people.add_person(desk, name=name, role=role)
    _answer(desk, person.name, _("{name} works here now as {role}."), json_wanted=json_wanted)


@user.command(help=_("Let somebody work as something else."))
@_whom
@click.argument("new_role", metavar="ROLE", type=one_of(Role))
@click.pass_obj
def role(session: Session, /, *, name: str, json_wanted: bool, new_role: str) -> None:
    """Another role."""
    _change(session, name, lambda desk, who: people.set_role(desk, person_id=who, role=new_role), json_wanted)


@user.command(help=_("Call somebody otherwise; what they did stays theirs."))
@_whom
@click.argument("new_name", metavar="NEW_NAME")
@click.pass_obj
def rename(session: Session, /, *, name: str, json_wanted: bool, new_name: str) -> None:
    """Another name."""
    desk = session.desk()
    people.rename_person(desk, person_id=_find(desk, name).id, name=new_name)
    _answer(desk, " ".join(new_name.split()), _("{name} works here as {role}."), json_wanted=json_wanted)


@user.command(help=_("Somebody left: they can't sign in, and what they did stays theirs."))
@_whom
@click.pass_obj
def remove(session: Session, /, *, name: str, json_wanted: bool) -> None:
    """Nobody is deleted: papers and the trail name them."""
    _change(session, name, lambda desk, who: people.deactivate(desk, person_id=who), json_wanted)


@user.command(help=_("Somebody is back."))
@_whom
@click.pass_obj
def restore(session: Session, /, *, name: str, json_wanted: bool) -> None:
    """Undoes remove."""
    _change(session, name, lambda desk, who: people.reactivate(desk, person_id=who), json_wanted)


@user.command(help=_("How many open cases somebody may hold at once: 1 to 500, or none for any number."))
@_whom
@click.argument("limit", metavar="LIMIT", type=_CaseLimit())
@click.pass_obj
def cases(session: Session, /, *, name: str, json_wanted: bool, limit: int) -> None:
    """Whoever holds so many gets no further ones (CRM-04)."""
    _change(session, name, lambda desk, who: people.set_case_limit(desk, person_id=who, limit=limit), json_wanted)


_right = click.argument("right", metavar="RIGHT", type=one_of(GRANTABLE))


@user.command(
    help=_("Give somebody a right beyond their role: {rights}.").format(rights=", ".join(r.value for r in GRANTABLE))
)
@_whom
@_right
@click.pass_obj
def grant(session: Session, /, *, name: str, json_wanted: bool, right: str) -> None:
    """A right by name."""
    _change(session, name, lambda desk, who: people.grant_right(desk, person_id=who, right=Right(right)), json_wanted)


@user.command(help=_("Take back a right that was given by name."))
@_whom
@_right
@click.pass_obj
def revoke(session: Session, /, *, name: str, json_wanted: bool, right: str) -> None:
    """The role's rights stay."""
    _change(
        session, name, lambda desk, who: people.take_right_back(desk, person_id=who, right=Right(right)), json_wanted
    )


@user.command(help=_("Give somebody a password: asked for on a terminal, else one line of stdin."))
@_whom
@_remove
@click.pass_obj
def password(session: Session, /, *, name: str, json_wanted: bool, remove: bool) -> None:
    """One's own, or as an owner anybody's."""
    desk = session.desk()
    who = _find(desk, name)
    code = ""
    if remove:
        people.remove_password(desk, person_id=who.id)
    elif desk.actor.id == who.id and not desk.actor.may(Right.PEOPLE):
        code = change_own_password(desk, old=known_password(who.name), new=_new_password(who.name))
    else:
        code = people.set_password(desk, person_id=who.id, password=_new_password(who.name))
    done = _("{name} has no password any more.") if remove else _("{name} has a new password.")
    _answer(desk, who.name, done, code=code, json_wanted=json_wanted)


@user.command(help=_("Forgot an owner's password: asks for the recovery code and a new one, or reads two lines."))
@_whom
@click.pass_obj
def recover(session: Session, /, *, name: str, json_wanted: bool) -> None:
    """Nobody has to be signed in for it."""
    desk = session.visitor()
    code = new_secret(_("Recovery code"), twice=False)
    person, new_code = sign_in.recover(desk, name=name, code=code, new=_new_password(name))
    _answer(desk, person.name, _("{name} has a new password."), code=new_code, json_wanted=json_wanted)


@user.command("recovery-code", help=_("Make a new recovery code for owners who forget the password."))
@_json
@click.pass_obj
def recovery_code(session: Session, /, *, json_wanted: bool) -> None:
    """The one before holds no more."""
    code = make_recovery_code(session.desk())
    tell({"recovery_code": code}, _told_code(code), json_wanted=json_wanted)


@user.command(help=_("Give somebody a PIN for quick switching: asked for on a terminal, else one line of stdin."))
@_whom
@_remove
@click.pass_obj
def pin(session: Session, /, *, name: str, json_wanted: bool, remove: bool) -> None:
    """One's own, or as an owner anybody's."""
    desk = session.desk()
    who = _find(desk, name)
    new = "" if remove else new_secret(_("New PIN of {name}").format(name=who.name))
    if desk.actor.id == who.id and not desk.actor.may(Right.PEOPLE):
        change_own_pin(desk, password=known_password(who.name), pin=new)
    else:
        people.set_pin(desk, person_id=who.id, pin=new)
    done = _("{name} has no PIN any more.") if remove else _("{name} has a new PIN.")
    _answer(desk, who.name, done, json_wanted=json_wanted)


def _new_password(name: str) -> str:
    return new_secret(_("New password of {name}").format(name=name))


def _told_code(code: str) -> str:
    said = _("Recovery code: {code}\nWrite it down: it lets in an owner who forgot the password, and is shown once.")
    return said.format(code=code)


def _find(desk: Desk, name: str) -> PersonRow:
    person = find_person(desk.seen, name)
    if person is None:
        raise people.NoSuchPerson(name=name)
    return person


def _change(session: Session, name: str, change: Callable[[Desk, int], bool], json_wanted: bool) -> None:
    """Change one person and tell how they stand now."""
    desk = session.desk()
    who = _find(desk, name)
    changed = change(desk, who.id)
    said = _("Changed: {line}") if changed else _("It was so already: {line}")
    now = _find(desk, who.name)
    tell({**_told(now), "changed": changed}, said.format(line=_line(now)), json_wanted=json_wanted)


def _answer(desk: Desk, name: str, text: str, *, code: str = "", json_wanted: bool) -> None:
    person = _find(desk, name)
    said = text.format(name=person.name, role=_role(person))
    told = {**_told(person), "recovery_code": code} if code else _told(person)
    tell(told, f"{said}\n{_told_code(code)}" if code else said, json_wanted=json_wanted)


def _told(person: PersonRow) -> dict[str, Any]:
    return {
        "name": person.name, "role": person.role, "active": person.active, "password": person.can_sign_in,
        "pin": person.has_pin, "rights": sorted(right.value for right in person.extra),
        "case_limit": person.case_limit,
    }  # fmt: skip


def _role(person: PersonRow) -> str:
    return _(ROLE_NAMES[Role(person.role)]) if person.role in set(Role) else person.role


def _line(person: PersonRow) -> str:
    """A person in columns, as the list shows them."""
    parts = [
        _("left") if not person.active else "",
        _("password") if person.can_sign_in else "",
        _("PIN") if person.has_pin else "",
        *(f"+{right.value}" for right in sorted(person.extra)),
        _("at most {n} cases").format(n=person.case_limit) if person.case_limit else "",
    ]
    return f"{fitted(person.name, 16)}  {fitted(_role(person), 12)}  {' '.join(filter(None, parts))}".rstrip()
