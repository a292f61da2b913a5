"""What was found on a server, in sentences, and what can be done there."""

from enum import StrEnum

from shopdesk.i18n import N_, _
from shopdesk.services.servers import Holds, Missing, ServerLook


class Step(StrEnum):
    """What the dialog's main button does next."""

    TEST = "test"
    CREATE = "create"
    MOVE = "move"
    BEGIN = "begin"
    JOIN = "join"


STEP_TEXTS = {
    Step.TEST: N_("Test"),
    Step.CREATE: N_("Make the database"),
    Step.MOVE: N_("Move the shop there"),
    Step.BEGIN: N_("Start an empty shop there"),
    Step.JOIN: N_("Work in this shop"),
}


def next_step(look: ServerLook, source: str) -> Step | None:
    """What can be done after this look; `source` is the address of the shop that would be moved, "" for none. None
    where somebody else has to do something first."""
    if look.missing:
        return None
    if look.holds is Holds.ABSENT:
        return Step.CREATE if look.may_create else None
    if look.holds is Holds.SHOP:
        return Step.JOIN
    if look.holds is Holds.NOTHING:
        return Step.MOVE if source else Step.BEGIN
    if look.holds is Holds.HALF_COPY and look.source == source:
        return Step.MOVE
    return None


def lacking(look: ServerLook) -> tuple[Missing, ...]:
    """What has to be done on the server first; nothing where another database is to be named anyway."""
    return () if look.holds in (Holds.OTHERS, Holds.NEWER, Holds.MOVED) else look.missing


def findings(look: ServerLook, source: str) -> list[str]:
    """What the test has shown, good and bad, and what to do about the bad; missing things come by themselves."""
    place = look.address.place
    answered = _("The server answers in {ms} ms: PostgreSQL {version}.")
    first = answered.format(ms=f"{look.round_trip_ms:.1f}", version=look.version)
    if look.holds is Holds.ABSENT and look.missing:  # that says so
        return [first]
    return [first, _held(look, place, source)]


def _held(look: ServerLook, place: str, source: str) -> str:
    shops = _(", ").join(look.shops) or _("without a name yet")
    said = {
        Holds.NOTHING: _("The database {place} is empty."),
        Holds.ABSENT: _("There is no database {name} yet."),
        Holds.SHOP: _("A shop lies there: {shops}."),
        Holds.NEWER: _("The shop there was made by a newer shopdesk. Update this program, then test again."),
        Holds.OTHERS: _("Another program's tables lie in {place}; they stay as they are. Name another database."),
        Holds.MOVED: _("The shop that lay there has moved to {source}. Name that address."),
        Holds.HALF_COPY: _("A copy that was broken off lies there; it can go on."),
    }[look.holds]
    if look.holds is Holds.HALF_COPY and look.source != source:
        said = _("A copy of {source} that was broken off lies there. Finish it on that PC, or name another database.")
    return said.format(place=place, name=look.address.database, shops=shops, source=look.source)
