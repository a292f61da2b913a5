"""Parcels on their way: what stands still, went elsewhere, should be there; the tracking service (SHP-08, SHP-09)."""

import sys
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

import click

from shopdesk.clock import Millis, day_end, from_local, iso, shown
from shopdesk.commands.options import KEPT_MOMENT, json_option, lines_option
from shopdesk.commands.output import as_json, fitted, say, tell
from shopdesk.commands.session import Session, one_of, options
from shopdesk.commands.sign_in import new_secret
from shopdesk.db.database import Database
from shopdesk.domain.tracking import FAILURES, STATES, Failure, State
from shopdesk.i18n import _, ngettext
from shopdesk.queries import tracking as queries
from shopdesk.queries.shop_settings import get_setting
from shopdesk.queries.tracking import EventRow, ParcelRow, StalledGroup, get_parcel
from shopdesk.services import tracking as services
from shopdesk.services import tracking_poll as polls
from shopdesk.services.desk import Desk
from shopdesk.settings import ZONE
from shopdesk.tracking.services import Service

_MOST_DAYS = 36_500
_which = options(click.argument("waybill", metavar="WAYBILL"), json_option)
_note = click.option("--note", default="", help=_("What was said."))
_reason = click.option("--reason", required=True, help=_("Why."))


class Kind(StrEnum):
    """Which parcels are listed."""

    STALLED = "stalled"
    TROUBLED = "troubled"
    RETURNING = "returning"
    FORWARDED = "forwarded"
    SIGNED = "signed"
    CALLS = "calls"
    NOBODYS = "nobodys"


@click.group()
def tracking() -> None:
    """Parcels on their way, by what carriers tell of them."""


@tracking.command("list", help=_("List parcels: stalled, troubled, returning, forwarded, signed, calls, nobodys."))
@click.argument("kind", type=one_of(Kind))
@click.option("--carrier", help=_("Of stalled ones: only of this carrier."))
@click.option("--area", help=_("Of stalled ones: only to this province."))
@click.option("--days", type=click.IntRange(0, _MOST_DAYS), help=_("Without news, or signed for, since so many days."))
@click.option("--limit", type=click.IntRange(1), default=queries.MOST, show_default=True, help=_("So many at most."))
@lines_option
@click.pass_obj
def list_(
    session: Session, /, *, kind: str, carrier: str | None, area: str | None, days: int | None, limit: int, form: str
) -> None:
    """One line a parcel, what is most pressing first (SHP-08, SHP-09)."""
    desk = session.desk()
    now = desk.clock()
    lists: dict[Kind, Callable[[Database], list[ParcelRow]]] = {
        Kind.STALLED: partial(queries.list_stalled, now=now, carrier=carrier, area=area, days=days, limit=limit),
        Kind.TROUBLED: partial(queries.list_troubled, states=(State.TROUBLE,), limit=limit),
        Kind.RETURNING: partial(queries.list_troubled, states=(State.RETURNING,), limit=limit),
        Kind.FORWARDED: partial(queries.list_forwarded, limit=limit),
        Kind.SIGNED: partial(queries.list_unclosed, now=now, days=days or 0, limit=limit),
        Kind.CALLS: partial(queries.list_calls, now=now, limit=limit),
        Kind.NOBODYS: partial(queries.list_nobodys, limit=limit),
    }
    for row in lists[Kind(kind)](desk.seen):
        say(as_json(_told(desk, row)) if form == "jsonl" else _line(desk, row))


@tracking.command(
    "counts", help=_("Say how many parcels stand still, by carrier and region, and how long each list is.")
)
@click.option("--days", type=click.IntRange(0, _MOST_DAYS), help=_("Without news since so many days."))
@json_option
@click.pass_obj
def counts(session: Session, /, *, days: int | None, json_wanted: bool) -> None:
    """By carrier and region, the most first (SHP-08)."""
    desk = session.desk()
    now = desk.clock()
    groups = queries.count_stalled(desk.seen, now=now, days=days)
    each = queries.count_parcels(desk.seen, now=now)
    told = {
        "stalled": [
            {"carrier": group.carrier, "area": group.area, "parcels": group.parcels, "oldest": _iso(desk, group.oldest)}
            for group in groups
        ],
        "troubled": each.troubled,
        "returning": each.returning,
        "forwarded": each.forwarded,
        "signed": each.unclosed,
        "calls": each.calls,
        "nobodys": each.nobodys,
    }
    text = "\n".join(_group(desk, group) for group in groups) or _("No parcel stands still.")
    tell(told, text, json_wanted=json_wanted)


@tracking.command("show", help=_("Show a parcel, by either of its numbers, and what carriers told of it."))
@_which
@click.pass_obj
def show(session: Session, /, *, waybill: str, json_wanted: bool) -> None:
    """Newest first."""
    desk = session.desk()
    row = get_parcel(desk.seen, waybill)
    events = queries.list_events(desk.seen, tracking_id=row.id)
    text = "\n".join((_line(desk, row), *(_event(desk, each) for each in events)))
    tell(_told(desk, row) | {"events": [_told_event(desk, each) for each in events]}, text, json_wanted=json_wanted)


@tracking.command(
    "asked", help=_("Note that the carrier was asked about a parcel; it comes again, in a day or by --again.")
)
@_which
@_note
@click.option("--again", type=KEPT_MOMENT, help=_("When it stands in the list again."))
@click.pass_obj
def asked(session: Session, /, *, waybill: str, note: str, again: datetime | None, json_wanted: bool) -> None:
    """It left the stalled list until then (SHP-08)."""
    desk = session.desk()
    row = get_parcel(desk.seen, waybill)
    services.look_after(desk, tracking_id=row.id, note=note, again_at=_moment(desk, again))
    _tell(desk, row.waybill, json_wanted=json_wanted)


@tracking.command("called", help=_("Note that the buyer of a parcel was called."))
@_which
@_note
@click.option("--next", "again", type=KEPT_MOMENT, help=_("When to call once more."))
@click.pass_obj
def called(session: Session, /, *, waybill: str, note: str, again: datetime | None, json_wanted: bool) -> None:
    """The courtesy call (SHP-09)."""
    desk = session.desk()
    row = get_parcel(desk.seen, waybill)
    services.mark_called(desk, tracking_id=row.id, note=note, next_at=_moment(desk, again))
    _tell(desk, row.waybill, json_wanted=json_wanted)


@tracking.command("forward", help=_("Note that another carrier goes on with a parcel, and by which number."))
@_which
@click.argument("number", default="")
@click.option("--carrier", default="", help=_("The other carrier."))
@click.pass_obj
def forward(session: Session, /, *, waybill: str, number: str, carrier: str, json_wanted: bool) -> None:
    """Both numbers are kept; without any the parcel stays where it was (SHP-08)."""
    desk = session.desk()
    row = get_parcel(desk.seen, waybill)
    services.forward_parcel(desk, tracking_id=row.id, carrier=carrier, waybill=number, version=row.version)
    _tell(desk, row.waybill, json_wanted=json_wanted)


@tracking.command("note", help=_("Note what was heard of a parcel, as if the carrier had told it."))
@_which
@click.argument("said")
@click.option("--at", type=KEPT_MOMENT, help=_("When it happened; now if left out."))
@click.option("--place", default="", help=_("Where."))
@click.pass_obj
def note_(session: Session, /, *, waybill: str, said: str, at: datetime | None, place: str, json_wanted: bool) -> None:
    """Its words mean what a carrier's would."""
    desk = session.desk()
    row = get_parcel(desk.seen, waybill)
    at_moment = from_local(at, get_setting(desk.seen, ZONE)) if at else None
    services.note_event(desk, tracking_id=row.id, said=said, at=at_moment, place=place)
    _tell(desk, row.waybill, json_wanted=json_wanted)


@tracking.command("close", help=_("Watch a parcel no longer."))
@_which
@_reason
@click.pass_obj
def close(session: Session, /, *, waybill: str, reason: str, json_wanted: bool) -> None:
    """No list asks about it any more."""
    desk = session.desk()
    row = get_parcel(desk.seen, waybill)
    services.close_parcels(desk, tracking_ids=[row.id], reason=reason)
    _tell(desk, row.waybill, json_wanted=json_wanted)


@tracking.command("watch", help=_("Watch a parcel again."))
@_which
@_reason
@click.pass_obj
def watch(session: Session, /, *, waybill: str, reason: str, json_wanted: bool) -> None:
    """It stands in the lists again."""
    desk = session.desk()
    row = get_parcel(desk.seen, waybill)
    services.reopen_parcel(desk, tracking_id=row.id, reason=reason)
    _tell(desk, row.waybill, json_wanted=json_wanted)


@tracking.command("poll", help=_("Ask the tracking service about the parcels that are due, some at a time."))
@click.option("--limit", type=click.IntRange(1, 500), default=polls.A_ROUND, show_default=True, help=_("So many."))
@json_option
@click.pass_obj
def poll(session: Session, /, *, limit: int, json_wanted: bool) -> int:
    """About a second each. A service that refuses or is away is left alone for a while (SHP-08)."""
    desk = session.desk()
    polled = polls.poll_due(desk, service=polls.find_service(desk), limit=limit)
    told = {
        "asked": polled.asked,
        "events": polled.events,
        "failed": polled.failed,
        "stopped": polled.stopped.value,
        "again_at": _iso(desk, polled.again_at),
    }
    lines = [
        _("Asked about {asked} parcels; {events} events are new.").format(asked=polled.asked, events=polled.events)
    ]
    lines += [f"{_(FAILURES[Failure(name)])}: {count}" for name, count in polled.failed.items()]
    if polled.stopped is not Failure.NONE:
        said = _("{why} ({detail}). It is left alone until {when}.")
        when = desk.shown(polled.again_at)
        lines.append(said.format(why=_(FAILURES[polled.stopped]), detail=polled.detail or "-", when=when))
    tell(told, "\n".join(lines), json_wanted=json_wanted)
    return 1 if polled.stopped is not Failure.NONE else 0


@tracking.command("push", help=_("Take in what the tracking service sent by itself: a file, or - for what comes in."))
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@json_option
@click.pass_obj
def push(session: Session, /, *, file: Path, json_wanted: bool) -> None:
    """JSON, or the form it came in; what was known stays as it is (SHP-08)."""
    desk = session.desk()
    written = polls.take_push(desk, text=_read(file), file=file.name)
    text = ngettext("{n} new event", "{n} new events", written.events).format(n=written.events)
    if written.unknown:
        text += "\n" + _("No order of ours has the number {waybill}.").format(waybill=", ".join(written.unknown))
    told = {"events": written.events, "known": written.known, "unknown": written.unknown}
    tell(told, text, json_wanted=json_wanted)


@tracking.command("service", help=_("Say which tracking service the shop asks: kuaidi100, or none."))
@click.argument("name", type=one_of(Service), required=False)
@click.option("--account", default="", help=_("The shop's account there."))
@json_option
@click.pass_obj
def service(session: Session, /, *, name: str | None, account: str, json_wanted: bool) -> None:
    """The key is given by `tracking key`, at each PC that asks."""
    desk = session.desk()
    polls.set_service(desk, service=Service(name) if name else None, account=account)
    text = _("The shop asks {service}.").format(service=name) if name else _("The shop asks no tracking service.")
    tell({"service": name or "", "account": account}, text, json_wanted=json_wanted)


@tracking.command(
    "key", help=_("Keep the tracking service's key in this PC's keyring; it is asked for, or read from stdin.")
)
@click.pass_obj
def key(session: Session) -> None:
    """It stands in no file and no database."""
    desk = session.desk()
    polls.keep_key(desk, key=new_secret(_("Key"), twice=False))
    say(_("The key is kept."))


def _read(file: Path) -> str:
    """The text of a file or of stdin. Raises NotAPush."""
    if str(file) == "-":
        return polls.pushed_text(sys.stdin.buffer.read(polls.LARGEST_PUSH + 1))
    return polls.read_pushed(file)


def _tell(desk: Desk, waybill: str, *, json_wanted: bool) -> None:
    row = get_parcel(desk.seen, waybill)
    tell(_told(desk, row), _line(desk, row), json_wanted=json_wanted)


def _line(desk: Desk, row: ParcelRow) -> str:
    days = ngettext("{n} day", "{n} days", row.days_still(desk.clock())).format(n=row.days_still(desk.clock()))
    parts = (
        row.numbers, fitted(row.carrier, 14), fitted(row.area, 8), fitted(_(STATES[row.state]), 18), fitted(days, 8),
        row.order_no or _("no order of ours"), row.last_text,
    )  # fmt: skip
    return "  ".join(parts).rstrip()


def _group(desk: Desk, group: StalledGroup) -> str:
    since = _("the longest since {when}").format(when=desk.shown(group.oldest))
    return f"{group.parcels:>6}  {fitted(group.carrier or '-', 14)}  {fitted(group.area or '-', 8)}  {since}"


def _event(desk: Desk, event: EventRow) -> str:
    return "  ".join(filter(None, (shown(event.at, get_setting(desk.seen, ZONE)), event.place, event.said)))


def _told_event(desk: Desk, event: EventRow) -> dict[str, Any]:
    return {
        "at": _iso(desk, event.at), "said": event.said, "place": event.place, "status": event.status.value,
        "source": event.source.value,
    }  # fmt: skip


def _told(desk: Desk, row: ParcelRow) -> dict[str, Any]:
    """A parcel as scripts get it."""
    moments = (
        "left_at", "moved_at", "expected_at", "signed_at", "closed_at", "polled_at", "called_at", "looked_at",
        "look_again_at",
    )  # fmt: skip
    return {
        "waybill": row.waybill,
        "carrier": row.carrier,
        "forwarded_waybill": row.forwarded_waybill,
        "forwarded_carrier": row.forwarded_carrier,
        "order_no": row.order_no,
        "shop": row.shop,
        "buyer": row.buyer,
        "area": row.area,
        "state": row.state.value,
        "days": row.days_still(desk.clock()),
        "last_text": row.last_text,
        "last_place": row.last_place,
        "failure": row.failure.value,
        "called_by": row.called_by,
        "looked_by": row.looked_by,
        **{name: _iso(desk, getattr(row, name)) for name in moments},
    }


def _iso(desk: Desk, moment: Millis | None) -> str | None:
    return iso(moment, get_setting(desk.seen, ZONE))


def _moment(desk: Desk, until: datetime | None) -> Millis | None:
    """A day means its end."""
    if until is None:
        return None
    zone = get_setting(desk.seen, ZONE)
    has_time = (until.hour, until.minute) != (0, 0)
    return from_local(until, zone) if has_time else day_end(until.date(), zone) - 1
