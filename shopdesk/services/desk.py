"""A shop opened by somebody: what every use case is handed."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from shopdesk.clock import Clock, Millis, now, shown
from shopdesk.db.database import Database, file_of, is_shared, place_of, tell
from shopdesk.db.errors import storage_errors
from shopdesk.db.masking import masked
from shopdesk.db.trail import Entry, append_trails
from shopdesk.domain.permissions import RIGHT_NAMES, ROLE_NAMES, Right, Role, may, roles_with
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.queries.people import get_person
from shopdesk.queries.shop_settings import get_setting
from shopdesk.services.last_stored import end_of_trail, note_stored
from shopdesk.settings import ZONE


class Changed(StrEnum):
    """Kinds of things a write can change; pages listen for the kinds they show."""

    SHOPS = "shops"
    ORDERS = "orders"
    BUYERS = "buyers"
    PRODUCTS = "products"
    PAPERS = "papers"
    IMPORTS = "imports"
    SETTINGS = "settings"
    VIEWS = "views"
    REFUNDS = "refunds"
    PEOPLE = "people"
    SLIPS = "slips"
    """Waves, slips, waybills, packing."""
    CARE = "care"
    """Contacts, extensions, change notes, owed items."""
    BOXES = "boxes"
    """What came back: boxes, their items, inspections, the days of intake."""
    CASES = "cases"
    """After-sales matters and what proves them."""
    REPAIRS = "repairs"
    """Repairs, their batches, and the damage list."""
    PARCELS = "parcels"
    """What carriers tell, claims, interceptions, detours, shortages."""
    REVIEWS = "reviews"
    """What buyers wrote, and our own ratings of them."""
    COMPLAINTS = "complaints"
    POINTS = "points"
    WORDS = "words"
    """Scripts and size tables."""


OF_TODAY = frozenset(Changed) - {Changed.SHOPS, Changed.PRODUCTS, Changed.PAPERS, Changed.VIEWS, Changed.WORDS}
"""What can change what is due (TEAM-04)."""

_NOTHING_SHOWN = "trail"
"""Told to other PCs by what changes nothing that a page shows."""


def _nobody_listens(_kinds: frozenset[Changed]) -> None:
    """The command line has no pages to refresh."""


@dataclass(frozen=True, slots=True)
class MergedChange:
    """A change that was saved beside somebody else's to the same record (DATA-02)."""

    kind: str
    record_id: int
    record: str
    """`order 1234`, in the language in use."""
    person: str
    fields: str
    """What the other had changed and what stays so."""


def _nobody_is_told(_merged: MergedChange) -> None:
    """The command line reads a record right before it writes it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The person acting."""

    id: int
    name: str
    role: str
    extra: frozenset[Right] = frozenset()
    """Rights given by name, beyond those of the role."""

    def may(self, right: Right) -> bool:
        """Whether this person may do it (TEAM-01)."""
        return may(self.role, right, self.extra)


class NotAllowed(Refused):
    template = N_("{person} ({role}) may not {what}. Ask somebody who may: {roles}.")


class SignInNeeded(NotAllowed):
    template = N_("This shop asks who works in it. Sign in: in the window, or with --person NAME and your password.")


class LeftTheShop(NotAllowed):
    template = N_("{person} doesn't work here any more. Let somebody else sign in.")


NOBODY = Actor(0, "", "")
"""Whoever opened a shop that asks for a sign-in and has not signed in yet: may nothing."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The shop's database, who acts on it, and by which clock."""

    database: Database
    actor: Actor
    clock: Clock = now
    announce: Callable[[frozenset[Changed]], None] = _nobody_listens
    tell_merged: Callable[[MergedChange], None] = _nobody_is_told

    @property
    def seen(self) -> Database:
        """The shop as the acting person may see it: what is shown, listed and exported is read from here (DATA-06)."""
        return self.database if self.actor.may(Right.SEE_BUYERS) else masked(self.database)

    @property
    def on_paper(self) -> Database:
        """The shop as papers tell it: a slip carries phone and address for whoever may look them up."""
        return self.database if self.actor.may(Right.LOOK_UP) else masked(self.database)

    @property
    def place(self) -> str:
        """Where the shop lies, in short: its file's name, or the database and its server."""
        return place_of(self.database) if is_shared(self.database) else file_of(self.database).name

    def shown(self, moment: Millis | None) -> str:
        """A moment in the shop's zone, as refusals say it."""
        return shown(moment, get_setting(self.database, ZONE))


@dataclass(slots=True)
class Work:
    """One use case in progress: what it will leave in the trail and announce."""

    desk: Desk
    at: Millis
    kinds: set[Changed] = field(default_factory=set)
    merged: list[MergedChange] = field(default_factory=list)

    def note(
        self,
        action: str,
        kind: str,
        record_id: int,
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        """Leave a row in the trail: this person did `action` to that record."""
        self.note_all(action, kind, [Entry(record_id, before or {}, after or {})], reason=reason)

    def note_all(self, action: str, kind: str, entries: Iterable[Entry], *, reason: str = "") -> None:
        """Leave a row for each of many records that this person did `action` to in one go."""
        append_trails(
            self.desk.database,
            entries,
            at=self.at,
            person_id=self.desk.actor.id,
            action=action,
            kind=kind,
            reason=reason,
        )


def not_allowed(actor: Actor, right: Right) -> NotAllowed | None:
    """Why this person may not do it, for a button that is greyed; None where they may."""
    if actor.may(right):
        return None
    if actor.id == NOBODY.id:
        return SignInNeeded()
    role = _(ROLE_NAMES[Role(actor.role)]) if actor.role in set(Role) else actor.role
    roles = _(", ").join(_(ROLE_NAMES[able]) for able in roles_with(right))
    return NotAllowed(person=actor.name, role=role, what=_(RIGHT_NAMES[right]), roles=roles)


def need(desk: Desk, right: Right) -> None:
    """Raises NotAllowed where the acting person may not do it (TEAM-01)."""
    refusal = not_allowed(desk.actor, right)
    if refusal is not None:
        raise refusal


def _still_may(desk: Desk, right: Right) -> None:
    """What an owner took away since this person signed in, at this PC or another, is gone from the next action on."""
    person = get_person(desk.database, desk.actor.id)
    if person is None:
        return
    if not person.active:
        raise LeftTheShop(person=person.name)
    need(replace(desk, actor=Actor(person.id, person.name, person.role, person.extra)), right)


@contextmanager
def work(desk: Desk, right: Right, *kinds: Changed) -> Iterator[Work]:
    """One transaction: all of it happens or none, and what it changed is announced once it is safe on disk.

    Raises NotAllowed where the acting person has not the `right` to it (TEAM-01).
    """
    need(desk, right)
    doing = Work(desk, desk.clock(), set(kinds))
    with storage_errors(place_of(desk.database)), desk.database.atomic():
        _still_may(desk, right)
        yield doing
        tell(desk.database, doing.kinds or {_NOTHING_SHOWN})
        end = end_of_trail(desk.database)
    note_stored(desk.database, end)
    if doing.kinds:
        desk.announce(frozenset(doing.kinds))
    for merged in doing.merged:
        desk.tell_merged(merged)
