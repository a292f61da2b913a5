"""What people do about parcels on their way: ask the carrier, call the buyer, note what they heard (SHP-08, SHP-09)."""

from collections.abc import Mapping, Sequence

from shopdesk.clock import Millis
from shopdesk.domain.heard import Heard
from shopdesk.domain.permissions import Right
from shopdesk.domain.tracking import Event, Source, State, Told
from shopdesk.domain.tracking_words import status_of
from shopdesk.domain.waybills import fits, fold_waybill
from shopdesk.errors import N_, Refused
from shopdesk.queries.tracking import ParcelRow, find_parcel, get_parcel_by_id
from shopdesk.services.contacts import enter_contact
from shopdesk.services.desk import Changed, Desk, Work, work
from shopdesk.services.edits import ReasonMissing, save_edit
from shopdesk.services.tracking_standing import join_forwarded, restand
from shopdesk.services.tracking_writer import EventWriter

ARRIVAL = "arrival"
"""The contact that stands for a courtesy call (SHP-09)."""
_DAY = 86_400_000


class AskedAlready(Refused):
    template = N_("{person} asked the carrier about {waybill} already ({when}); it comes again on {again}.")


class CalledAlready(Refused):
    template = N_("{person} called the buyer of {waybill} already ({when}).")


class NobodyToCall(Refused):
    template = N_("No order of ours has the number {waybill}, so there is nobody to call.")


class ClosedAlready(Refused):
    template = N_("{waybill} is not watched any more since {when}.")


class StillWatched(Refused):
    template = N_("{waybill} is being watched.")


class NotANumber(Refused):
    template = N_("{waybill} is not a waybill of {carrier}. Correct it, or leave it out until it is known.")


class SaidNothing(Refused):
    template = N_("Say what was heard of the parcel.")


class LostAlready(Refused):
    template = N_("{waybill} stands in the lost register already.")


def look_after(desk: Desk, *, tracking_id: int, note: str = "", again_at: Millis | None = None) -> None:
    """Somebody asked the carrier about a parcel that stands still: it comes again at that moment, in a day where none
    is said (SHP-08). Raises AskedAlready, ClosedAlready, NoSuchParcel."""
    with work(desk, Right.SERVE, Changed.PARCELS) as doing:
        row = _get_open(desk, tracking_id)
        looked_at = row.looked_at
        if looked_at is not None and looked_at <= doing.at < (row.look_again_at or 0):
            when, due = desk.shown(looked_at), desk.shown(row.look_again_at)
            raise AskedAlready(person=row.looked_by, waybill=row.waybill, when=when, again=due)
        again = again_at if again_at is not None and again_at > doing.at else doing.at + _DAY
        after = {"looked_by_id": desk.actor.id, "looked_at": doing.at, "look_again_at": again}
        _save(doing, tracking_id, after, "asked carrier", note)


def mark_called(desk: Desk, *, tracking_id: int, note: str = "", next_at: Millis | None = None) -> int:
    """The buyer was asked whether it is there; returns the contact's id, due again at `next_at` (SHP-09). Raises
    CalledAlready, NobodyToCall, ClosedAlready, NoSuchParcel."""
    with work(desk, Right.SERVE, Changed.PARCELS, Changed.CARE) as doing:
        row = _get_open(desk, tracking_id)
        if row.called_at is not None:
            raise CalledAlready(person=row.called_by, waybill=row.waybill, when=desk.shown(row.called_at))
        if row.order_id is None:
            raise NobodyToCall(waybill=row.waybill)
        _save(doing, tracking_id, {"called_by_id": desk.actor.id, "called_at": doing.at}, "called", note)
        return enter_contact(doing, kind=ARRIVAL, note=note, order_id=row.order_id, next_at=next_at)


def forward_parcel(desk: Desk, *, tracking_id: int, carrier: str, waybill: str, version: int | None = None) -> bool:
    """Another carrier goes on with it: both numbers are kept. False where they stand there already. With a `version`
    the parcel must still be at it. Raises NotANumber, Clash, ClosedAlready, NoSuchParcel."""
    number = fold_waybill(waybill, carrier)
    with work(desk, Right.SERVE, Changed.PARCELS) as doing:
        row = _get_open(desk, tracking_id)
        if number and not fits(number, ""):
            raise NotANumber(waybill=waybill.strip(), carrier=carrier.strip() or "?")
        after = {
            "forwarded_carrier": carrier.strip(), "forwarded_waybill": number if number != row.waybill else "",
        }  # fmt: skip
        is_new = save_edit(doing, "tracking", tracking_id, after, action="forwarded", kind="tracking", version=version)
        join_forwarded(desk.database, [tracking_id], now=doing.at)
    return is_new


def note_event(desk: Desk, *, tracking_id: int, said: str, at: Millis | None = None, place: str = "") -> bool:
    """What somebody heard of a parcel, by phone for one, stands among what carriers told; False where it was known.
    Raises SaidNothing, NoSuchParcel."""
    return note_events(desk, tracking_id=tracking_id, heard=[Heard(at, said.strip())], place=place) > 0


def note_events(desk: Desk, *, tracking_id: int, heard: Sequence[Heard], place: str = "") -> int:
    """The same of several things, such as what was pasted from the carrier's own page; returns how many were new.
    Raises SaidNothing, NoSuchParcel."""
    with work(desk, Right.SERVE, Changed.PARCELS) as doing:
        if not any(each.said for each in heard):
            raise SaidNothing()
        row = get_parcel_by_id(desk.database, tracking_id)
        writer = EventWriter(desk.database, now=doing.at, source=Source.HAND)
        for at, said in heard:
            moment = min(at, doing.at) if at is not None else doing.at
            writer.write([Told(row.waybill, row.carrier, Event(moment, said, place.strip(), status_of(said)))])
        events = writer.finish().events
        if events:
            doing.note("heard", "tracking", tracking_id)  # the words stand among the events, and are wiped with them
    return events


def close_parcels(desk: Desk, *, tracking_ids: Sequence[int], reason: str) -> int:
    """Nothing more is to be watched; returns how many, all or none. Raises ReasonMissing, ClosedAlready,
    NoSuchParcel."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.SERVE, Changed.PARCELS) as doing:
        for tracking_id in dict.fromkeys(tracking_ids):
            _get_open(desk, tracking_id)
            _save(doing, tracking_id, {"closed_at": doing.at}, "closed", reason)
    return len(set(tracking_ids))


def reopen_parcel(desk: Desk, *, tracking_id: int, reason: str) -> None:
    """It is watched again. Raises ReasonMissing, StillWatched, NoSuchParcel."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.SERVE, Changed.PARCELS) as doing:
        row = get_parcel_by_id(desk.database, tracking_id)
        if row.closed_at is None:
            raise StillWatched(waybill=row.waybill)
        _save(doing, tracking_id, {"closed_at": None, "poll_after": doing.at}, "watched again", reason)


def enter_lost(doing: Work, *, waybill: str) -> None:
    """The parcel stands in the lost register: no list asks about it any more, and no service. Nothing happens for a
    number that isn't watched. Raises LostAlready."""
    row = find_parcel(doing.desk.database, waybill)
    if row is None:
        return
    if row.state is State.LOST:
        raise LostAlready(waybill=row.waybill)
    _save(doing, row.id, {"state": State.LOST.value, "poll_after": None}, "lost", "")


def enter_found(doing: Work, *, waybill: str) -> None:
    """The parcel turned up: it stands where its events say, and is watched again."""
    row = find_parcel(doing.desk.database, waybill)
    if row is None or row.state is not State.LOST:
        return
    after = {"state": State.LEFT.value, "poll_after": doing.at, "closed_at": None}
    _save(doing, row.id, after, "found", "")
    restand(doing.desk.database, [row.id], now=doing.at)


def _get_open(desk: Desk, tracking_id: int) -> ParcelRow:
    row = get_parcel_by_id(desk.database, tracking_id)
    if row.closed_at is not None:
        raise ClosedAlready(waybill=row.waybill, when=desk.shown(row.closed_at))
    return row


def _save(doing: Work, tracking_id: int, after: Mapping[str, object], action: str, reason: str) -> None:
    doing.kinds.add(Changed.PARCELS)
    save_edit(doing, "tracking", tracking_id, dict(after), action=action, kind="tracking", reason=reason.strip())
