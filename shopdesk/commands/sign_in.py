"""Who works on the command line: by --person and a password that never stands in the arguments (TEAM-01)."""

import os
import sys
from dataclasses import replace

import click

from shopdesk.commands.output import complain
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _, sentence
from shopdesk.queries.shop_settings import find_odd_settings
from shopdesk.services.clocks import find_clock_behind
from shopdesk.services.desk import NOBODY, Desk, SignInNeeded
from shopdesk.services.sign_in import sign_in, take_ticket

PASSWORD, TICKET = "SHOPDESK_PASSWORD", "SHOPDESK_TICKET"
"""Names in the environment: the password of --person; what a window hands to the commands it starts."""


class PasswordMissing(Refused):
    template = N_("Give the password of {name}: on a terminal, or in the environment as {variable}.")


def signed_in(desk: Desk, person: str) -> Desk:
    """The desk with whoever acts; raises SignInNeeded, and what sign_in raises."""
    if not person or person == desk.actor.name:
        if desk.actor != NOBODY:
            return desk
        if not os.environ.get(TICKET):
            raise SignInNeeded()
        return replace(desk, actor=take_ticket(desk, os.environ[TICKET]))
    secret = known_password(person) if desk.actor == NOBODY else ""
    return replace(desk, actor=sign_in(desk, name=person, secret=secret))


def known_password(person: str) -> str:
    """The password somebody has: from the environment, or asked on the terminal. Raises PasswordMissing."""
    kept = os.environ.get(PASSWORD)
    if kept is not None:
        return kept
    if not sys.stdin.isatty():
        raise PasswordMissing(name=person, variable=PASSWORD)
    asked: str = click.prompt(_("Password of {name}").format(name=person), hide_input=True, err=True)
    return asked


def new_secret(question: str, *, twice: bool = True) -> str:
    """Something secret: asked on the terminal without showing it, twice where it is new, or one line from stdin."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt(question, hide_input=True, confirmation_prompt=twice, err=True)
    return asked


def warn_of_clock(desk: Desk) -> None:
    """One line on stderr where this PC's clock was set back, and where settings can't be read; commands of a window
    leave it to the window."""
    behind = find_clock_behind(desk) if TICKET not in os.environ else None
    if behind is not None:
        complain(sentence(behind))
    odd = find_odd_settings(desk.seen) if TICKET not in os.environ else None
    if odd is not None:
        complain(sentence(odd))
