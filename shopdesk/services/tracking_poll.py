"""Asking a tracking service about what is due (SHP-08).

Nobody waits for a service: a parcel is taken, asked about outside any transaction, and what came of it is written in
one. Taken parcels aren't asked about at another PC; where this one stops in between they are due again in half an hour.
"""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shopdesk.clock import Millis
from shopdesk.db.database import GIVEN, listed, rows_of
from shopdesk.domain.permissions import Right
from shopdesk.domain.tracking import Failure, Source, Told
from shopdesk.domain.tracking_polls import FARTHEST, OF_THE_SERVICE, next_poll, service_wait
from shopdesk.domain.waybills import looks_like
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.importing.errors import MissingFile
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.tracking import get_parcel_by_id
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.shop_settings import keep_state, save_setting
from shopdesk.services.tracking import ClosedAlready
from shopdesk.services.tracking_writer import EventWriter, Written
from shopdesk.settings import TRACKING_ACCOUNT, TRACKING_CODES, TRACKING_HOURS, TRACKING_LAST, TRACKING_SERVICE
from shopdesk.tracking.kuaidi100 import read_push
from shopdesk.tracking.protocol import Answer, NotAPush, Question, TrackingService
from shopdesk.tracking.services import SERVICES, Service, make_service

VARIABLE = "SHOPDESK_TRACKING_KEY"
"""In the environment: the service's key, where this PC has no keyring."""
KEYRING = "shopdesk tracking"
A_ROUND = 20
"""Parcels asked about in one go."""
LARGEST_PUSH = 2_000_000
"""Bytes."""
_IN_A_ROW = 3
"""So many failures that aren't the parcel's end a round."""
_PHONE_END = 4


class NoService(Refused):
    template = N_("No tracking service is set up. Name one in Settings: {services}.")


class NoKey(Refused):
    template = N_("The key of {service} is not known at this PC. Give it: shopdesk tracking key.")


class AskedJustNow(Refused):
    template = N_("{waybill} was asked about just now ({when}). The service may be asked about it again at {again}.")


class KeyNotKept(Refused):
    template = N_("This PC has no keyring that keeps the key. Start shopdesk with it in {variable}.")


@dataclass(slots=True)
class Polled:
    """What came of a round."""

    asked: int = 0
    events: int = 0
    failed: dict[str, int] = field(default_factory=dict)
    """How many parcels met which failure."""
    stopped: Failure = Failure.NONE
    """Why the round ended before its time."""
    detail: str = ""
    again_at: Millis | None = None
    """Before this the service is left alone."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A parcel that was taken to be asked about."""

    id: int
    left_at: Millis
    failures: int
    question: Question


def set_service(desk: Desk, *, service: Service | None, account: str) -> None:
    """Which service the shop asks, by which account; None for none."""
    need(desk, Right.SETTINGS)
    save_setting(desk, TRACKING_SERVICE, service.value if service else "")
    save_setting(desk, TRACKING_ACCOUNT, account.strip())
    keep_state(desk.database, TRACKING_LAST, {})


def keep_key(desk: Desk, *, key: str) -> None:
    """Give the account's key to this PC's keyring; it stands in no file and no database. Raises NoService,
    KeyNotKept."""
    need(desk, Right.SETTINGS)
    service, account = _account(desk)
    try:
        import keyring

        keyring.set_password(KEYRING, f"{service.value}:{account}", key.strip())
    except Exception:  # whatever the system's own store raises: it keeps nothing
        raise KeyNotKept(variable=VARIABLE) from None
    if kept_key(service, account) != key.strip():
        raise KeyNotKept(variable=VARIABLE)
    keep_state(desk.database, TRACKING_LAST, {})


def find_service(desk: Desk) -> TrackingService:
    """The shop's service with its key. Raises NoService, NoKey."""
    service, account = _account(desk)
    key = os.environ.get(VARIABLE) or kept_key(service, account)
    if not key:
        raise NoKey(service=SERVICES[service])
    return make_service(service, account=account, key=key, codes=get_setting(desk.database, TRACKING_CODES))


def is_poll_due(desk: Desk) -> bool:
    """Whether this PC should ask now: a service is set up, its key is known here, it isn't left alone, and a parcel is
    due."""
    if not desk.actor.may(Right.SERVE) or not get_setting(desk.database, TRACKING_SERVICE):
        return False
    now = desk.clock()
    if left_alone(desk, now):
        return False
    if not rows_of(desk.database, f"SELECT 1 FROM tracking WHERE {_IS_DUE} LIMIT 1", _due_at(now)):
        return False
    try:
        find_service(desk)
    except Refused:  # another PC has the key
        return False
    return True


def poll_due(
    desk: Desk,
    *,
    service: TrackingService,
    limit: int = A_ROUND,
    wait: Callable[[float], None] = time.sleep,
    cancelled: Callable[[], bool] = lambda: False,
) -> Polled:
    """Ask about the parcels that are due, one after the other; takes a second or more for each. A service that refuses
    the key, is away or busy is left alone for a while, longer each time."""
    need(desk, Right.SERVE)
    last = get_setting(desk.database, TRACKING_LAST)
    until = left_alone(desk, desk.clock())
    if until:
        return Polled(stopped=Failure(last["failure"]), detail=last.get("detail", ""), again_at=until)
    due = _take(desk, limit, service)
    answers: list[tuple[_Due, Answer]] = []
    try:
        _ask_all(service, due, answers, wait, cancelled)
    finally:
        polled = _store(desk, due, answers)
    _note_service(desk, polled, answers, tries=int(last.get("tries") or 0))
    return polled


def poll_parcel(desk: Desk, *, tracking_id: int, service: TrackingService) -> Polled:
    """Ask about this one now, due or not; takes a second or more. What went wrong stands in `stopped`. Raises
    AskedJustNow (services lock numbers that are asked about too often), ClosedAlready, NoSuchParcel."""
    due = _take_one(desk, tracking_id, service)
    answers: list[tuple[_Due, Answer]] = []
    try:
        answers.append((due, service.ask(due.question)))
    finally:
        polled = _store(desk, [due], answers)
    tries = int(get_setting(desk.database, TRACKING_LAST).get("tries") or 0)
    _note_service(desk, polled, answers, tries=tries)
    polled.stopped, polled.detail = answers[0][1].failure, answers[0][1].detail
    return polled


def read_pushed(file: Path) -> str:
    """The text of a file with a push. Raises NotAPush, MissingFile."""
    try:
        with file.open("rb") as opened:
            told = opened.read(LARGEST_PUSH + 1)
    except OSError as error:
        raise MissingFile(file=file.name, reason=error.strerror or str(error)) from error
    return pushed_text(told, file.name)


def pushed_text(told: bytes, name: str = "-") -> str:
    """The text of what came in, whatever the machine speaks. Raises NotAPush."""
    if len(told) > LARGEST_PUSH:
        raise NotAPush(file=name, service="Kuaidi100", reason=_("too large"))
    try:
        return told.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAPush(file=name, service="Kuaidi100", reason="UTF-8") from None


def take_push(desk: Desk, *, text: str, file: str = "-") -> Written:
    """Take in what the service sent by itself. Raises NotAPush."""
    with work(desk, Right.IMPORT, Changed.PARCELS) as doing:
        answer = read_push(text, file)
        written = _write(doing, [answer])
        if answer.is_over:
            sql = "UPDATE tracking SET poll_after = NULL WHERE waybill = ? AND poll_after IS NOT NULL"
            desk.database.execute_sql(sql, (answer.waybill,))
        told = {"waybill": answer.waybill, "events": written.events}
        doing.note("pushed", "import", 0, after=told)
    return written


_IS_DUE = "poll_after IS NOT NULL AND closed_at IS NULL AND (poll_after <= ? OR poll_after > ?)"
"""What would be asked about so late was put off by a PC whose clock was wrong."""


def _due_at(now: Millis) -> tuple[Millis, Millis]:
    """The parameters of _IS_DUE."""
    return now, now + FARTHEST


def left_alone(desk: Desk, now: Millis) -> Millis:
    """Until when the service is left alone; 0 for not at all, as for what a PC with a wrong clock said."""
    until = int(get_setting(desk.database, TRACKING_LAST).get("until") or 0)
    return until if now < until <= now + FARTHEST else 0


def _account(desk: Desk) -> tuple[Service, str]:
    name = get_setting(desk.database, TRACKING_SERVICE)
    if name not in set(Service):
        raise NoService(services=", ".join(Service))
    return Service(name), get_setting(desk.database, TRACKING_ACCOUNT)


def kept_key(service: Service, account: str) -> str:
    """The key in this PC's keyring; "" for none."""
    try:
        import keyring

        return keyring.get_password(KEYRING, f"{service.value}:{account}") or ""
    except Exception:  # whatever the system's own store raises: it knows nothing
        return ""


def _take_one(desk: Desk, tracking_id: int, service: TrackingService) -> _Due:
    """Take this one, unless it was asked about a moment ago."""
    with work(desk, Right.SERVE) as doing:
        row = get_parcel_by_id(desk.database, tracking_id)
        if row.closed_at is not None:
            raise ClosedAlready(waybill=row.waybill, when=desk.shown(row.closed_at))
        shortest = service.shortest_wait_s * 1000
        if row.polled_at is not None and row.polled_at <= doing.at < row.polled_at + shortest:
            when, again = desk.shown(row.polled_at), desk.shown(row.polled_at + shortest)
            raise AskedJustNow(waybill=row.waybill, when=when, again=again)
        sql = "UPDATE tracking SET poll_after = ?, polled_at = ? WHERE id = ?"
        desk.database.execute_sql(sql, (doing.at + shortest, doing.at, tracking_id))
        return _due(rows_of(desk.database, f"{_QUESTIONS} WHERE t.id = ?", (tracking_id,))[0])


_QUESTIONS = (
    "SELECT t.id, coalesce(t.left_at, t.moved_at, 0), t.failures, t.waybill, t.carrier, t.forwarded_carrier, "
    "t.forwarded_waybill, coalesce(o.phone, '') FROM tracking t LEFT JOIN orders o ON o.id = t.order_id"
)


def _take(desk: Desk, limit: int, service: TrackingService) -> list[_Due]:
    """Take what is due, so that no other PC asks about it meanwhile."""
    sql = (
        f"{_QUESTIONS} WHERE t.id IN (SELECT id FROM tracking WHERE {_IS_DUE} ORDER BY poll_after, id LIMIT ?) "
        "ORDER BY t.poll_after, t.id"
    )
    with work(desk, Right.SERVE) as doing:
        due = [_due(row) for row in rows_of(desk.database, sql, (*_due_at(doing.at), limit))]
        again = doing.at + service.shortest_wait_s * 1000
        sql = f"UPDATE tracking SET poll_after = ? WHERE id IN {GIVEN}"
        desk.database.execute_sql(sql, (again, listed(each.id for each in due)))
    return due


def _due(row: tuple[Any, ...]) -> _Due:
    tracking_id, left_at, failures, waybill, carrier, other_carrier, other, phone = row
    number, by = (other, other_carrier or looks_like(other, "")) if other else (waybill, carrier)
    digits = "".join(sign for sign in phone.split("-")[0] if sign.isdigit())
    return _Due(tracking_id, left_at, failures, Question(number, by or carrier, digits[-_PHONE_END:]))


def _ask_all(
    service: TrackingService,
    due: Sequence[_Due],
    answers: list[tuple[_Due, Answer]],
    wait: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> None:
    in_a_row = 0
    for place, each in enumerate(due):
        if cancelled():
            return
        if place:
            wait(service.pause_s)
        answer = service.ask(each.question)
        answers.append((each, answer))
        in_a_row = in_a_row + 1 if answer.failure in OF_THE_SERVICE else 0
        if answer.failure is Failure.REFUSED or in_a_row == _IN_A_ROW:
            return


def _store(desk: Desk, due: Sequence[_Due], answers: Sequence[tuple[_Due, Answer]]) -> Polled:
    """Write what came of a round; whom nobody was asked about is due as before."""
    polled = Polled(asked=len(answers))
    if not due:
        return polled
    hours = get_setting(desk.database, TRACKING_HOURS)
    with work(desk, Right.SERVE, Changed.PARCELS) as doing:
        polled.events = _write(doing, [answer for _due, answer in answers]).events
        for each, answer in answers:
            if answer.failure is not Failure.NONE:
                polled.failed[answer.failure.value] = polled.failed.get(answer.failure.value, 0) + 1
            _store_one(doing, each, answer.failure, hours)
        rest = listed(each.id for each in due[len(answers) :])
        desk.database.execute_sql(f"UPDATE tracking SET poll_after = ? WHERE id IN {GIVEN}", (doing.at, rest))
    return polled


def _store_one(doing: Work, due: _Due, failure: Failure, hours: int) -> None:
    counts = failure not in (Failure.NONE, Failure.REFUSED)
    failures = due.failures + 1 if counts else due.failures if failure is Failure.REFUSED else 0
    again = next_poll(now=doing.at, left_at=due.left_at, failure=failure, failures=failures, hours=hours)
    doing.desk.database.execute_sql(
        "UPDATE tracking SET polled_at = ?, failures = ?, failure = ?, poll_after = CASE WHEN state IN ('signed', "
        "'returned', 'lost') OR closed_at IS NOT NULL THEN NULL ELSE CAST(? AS BIGINT) END WHERE id = ?",
        (doing.at, failures, failure.value, again, due.id),
    )


def _write(doing: Work, answers: Sequence[Answer]) -> Written:
    writer = EventWriter(doing.desk.database, now=doing.at, source=Source.SERVICE)
    for answer in answers:
        writer.write(Told(answer.waybill, answer.carrier, event) for event in answer.events)
    return writer.finish()


def _note_service(desk: Desk, polled: Polled, answers: Sequence[tuple[_Due, Answer]], *, tries: int) -> None:
    """Remember why a round ended before its time, and until when the service is left alone."""
    if not answers:
        return
    last = answers[-1][1]
    ended = [answer.failure in OF_THE_SERVICE for _due, answer in answers[-_IN_A_ROW:]]
    if last.failure is Failure.REFUSED or (len(ended) == _IN_A_ROW and all(ended)):
        polled.stopped, polled.detail = last.failure, last.detail
        polled.again_at = desk.clock() + service_wait(tries + 1)
        told = {"failure": last.failure.value, "detail": last.detail}
        keep_state(desk.database, TRACKING_LAST, {**told, "tries": str(tries + 1), "until": str(polled.again_at)})
    elif tries and any(answer.failure not in OF_THE_SERVICE for _due, answer in answers):
        keep_state(desk.database, TRACKING_LAST, {})
