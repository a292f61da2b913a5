"""The shop's recovery code: how an owner who forgot the password gets in again (TEAM-01).

One code a shop, written down on paper, kept here only as an argon2id hash. It goes with an owner's name, holds once,
and ends when an owner leaves: whoever knew it shall not come back with it.
"""

import json
import secrets

from shopdesk.domain.passwords import CODE_LENGTH, CODE_LETTERS, grouped_code
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.queries.people import has_recovery_code, is_sign_in_needed
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.passwords import hashed
from shopdesk.settings import RECOVERY_CODE


class NoPasswordsHere(Refused):
    template = N_("Nobody signs in here yet, so there is nothing to recover. Give an owner a password first.")


def make_recovery_code(desk: Desk) -> str:
    """A new code to write down; the one before holds no more. It can't be shown again. Raises NoPasswordsHere."""
    with work(desk, Right.PEOPLE, Changed.PEOPLE) as doing:
        if not is_sign_in_needed(desk.database):
            raise NoPasswordsHere()
        return renew_code(doing)


def renew_code(doing: Work) -> str:
    """A new code as part of a larger work."""
    code = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
    setting_id = doing.desk.database.execute_sql(
        "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value "
        "RETURNING id",
        (RECOVERY_CODE.key, json.dumps(hashed(code))),
    ).fetchone()[0]
    doing.note("recovery code made", "setting", setting_id)
    return grouped_code(code)


def code_if_missing(doing: Work) -> str:
    """With an owner's work: a code where the shop has none, else ""."""
    if has_recovery_code(doing.desk.database) or not doing.desk.actor.may(Right.PEOPLE):
        return ""
    return renew_code(doing)


def void_code(doing: Work) -> None:
    """No code holds any more, as part of a larger work."""
    if has_recovery_code(doing.desk.database):
        doing.desk.database.execute_sql("DELETE FROM setting WHERE key = ?", (RECOVERY_CODE.key,))
        doing.note("recovery code void", "setting", 0)


def void_code_of_nobody(doing: Work) -> None:
    """Once nobody signs in any more there is nothing to recover."""
    if not is_sign_in_needed(doing.desk.database):
        void_code(doing)
