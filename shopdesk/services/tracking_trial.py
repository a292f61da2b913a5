"""Trying a tracking service before the shop relies on it: one question about one parcel, and what came of it in words
(SHP-08)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from shopdesk.db.database import Database, rows_of
from shopdesk.domain.permissions import Right
from shopdesk.domain.tracking import FAILURES, Event, Failure
from shopdesk.domain.waybills import fold_waybill, looks_like
from shopdesk.errors import N_, BadInput
from shopdesk.i18n import _, ngettext
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.desk import Desk, need
from shopdesk.services.tracking_poll import VARIABLE, NoKey, kept_key, left_alone
from shopdesk.settings import TRACKING_LAST
from shopdesk.tracking.protocol import Answer, Question
from shopdesk.tracking.services import SERVICES, Service, make_service

_PHONE_END = 4
_WHAT_TO_DO: Mapping[Failure, str] = {
    Failure.NOT_FOUND: N_(
        "Try a parcel of the last days. Where the service calls the carrier by another code, write it into the table "
        "below."
    ),
    Failure.BUSY: N_("Nothing says that the account is wrong. Try again in half an hour."),
    Failure.REFUSED: N_(
        "Compare the customer id and the key with what the service shows you, and whether the account has questions "
        "left."
    ),
    Failure.AWAY: N_("Look whether this PC reaches the internet, and try again."),
    Failure.NONSENSE: N_("Something between this PC and the service may be answering in its place."),
}


class NoNumber(BadInput):
    template = N_("Name the waybill of a parcel that is on its way: the service is asked about it.")


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a trial."""

    failure: Failure
    said: str
    """In whole sentences: what it answered, and what to do."""


def try_service(
    desk: Desk, *, service: Service, account: str, key: str, codes: Mapping[str, str], waybill: str
) -> Tried:
    """Ask the service about one parcel as it would be asked later; nothing is kept. An empty `key` is the one that this
    PC keeps. Takes seconds. Raises NoNumber, NoKey."""
    need(desk, Right.SETTINGS)
    number = fold_waybill(waybill)
    if not number:
        raise NoNumber
    known = key.strip() or find_key(service, account)
    if not known:
        raise NoKey(service=SERVICES[service])
    asked = make_service(service, account=account.strip(), key=known, codes=codes)
    return _said(desk, asked.ask(_question(desk.database, number)))


def find_key(service: Service, account: str) -> str:
    """The key that this PC knows; "" for none."""
    return os.environ.get(VARIABLE) or kept_key(service, account.strip())


def last_refusal(desk: Desk) -> str:
    """Why the service is left alone at the moment, and until when; "" where it isn't."""
    last = get_setting(desk.seen, TRACKING_LAST)
    until = left_alone(desk, desk.clock())
    if not until or last.get("failure") not in FAILURES:
        return ""
    said = _("{why}. It is left alone until {when}.")
    return said.format(why=_answered(Failure(last["failure"]), last.get("detail", "")), when=desk.shown(until))


def _question(database: Database, number: str) -> Question:
    """What is known of the parcel, as a later question would say it."""
    rows = rows_of(
        database,
        "SELECT t.carrier AS carrier, coalesce(o.phone, '') AS phone FROM tracking t LEFT JOIN orders o "
        "ON o.id = t.order_id WHERE t.waybill = ? LIMIT 1",
        (number,),
    )
    carrier, phone = rows[0] if rows else ("", "")
    digits = "".join(sign for sign in phone.split("-")[0] if sign.isdigit())
    return Question(number, carrier or looks_like(number, ""), digits[-_PHONE_END:])


def _said(desk: Desk, answer: Answer) -> Tried:
    if answer.failure is not Failure.NONE:
        why = _("{why}.").format(why=_answered(answer.failure, answer.detail))
        said = _("{first} {second}").format(first=why, second=_(_WHAT_TO_DO[answer.failure]))
        return Tried(answer.failure, said)
    newest = max(answer.events, key=lambda event: event.at)
    n = len(answer.events)
    said = ngettext("It answers: {n} event, {newest}", "It answers: {n} events, the newest {newest}", n)
    return Tried(Failure.NONE, said.format(n=n, newest=_shown(desk, newest)))


def _shown(desk: Desk, event: Event) -> str:
    return " ".join(filter(None, (desk.shown(event.at), event.place, event.said)))


def _answered(failure: Failure, detail: str) -> str:
    return f"{_(FAILURES[failure])} ({detail})" if detail else _(FAILURES[failure])
