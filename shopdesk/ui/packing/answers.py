"""What the packing table answers to a scan: a word in big type, a sentence below it, and what can be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, ShopdeskError
from shopdesk.i18n import _, ngettext, sentence
from shopdesk.services.desk import Desk
from shopdesk.services.holds import OnHold
from shopdesk.services.leaving import NotChecked, NoWaybill
from shopdesk.services.packed_parcels import Packed
from shopdesk.services.packing import Step, StepKind
from shopdesk.services.packing_stops import (
    AlreadyPacked,
    AlreadyShipped,
    BeingPacked,
    NotComplete,
    NotPrintedYet,
    OtherSlip,
    SlipCancelled,
    SlipChanged,
    TooMany,
    UnknownCode,
    WeightMissing,
    WeightOff,
    WrongItem,
    wanted,
)
from shopdesk.services.parcels import StopParcel


class Tone(StrEnum):
    """How an answer looks and sounds."""

    GOOD = "good"
    BAD = "bad"
    QUIET = "quiet"
    """Nothing was changed, nothing is wrong."""


class Way(StrEnum):
    """What somebody may do about an answer: the button beside it."""

    NONE = ""
    TAKE_OVER = "take_over"
    PACK_AGAIN = "pack_again"
    PACK_ANYWAY = "pack_anyway"
    EXPLAIN_WEIGHT = "explain_weight"
    KEEP_WEIGHT = "keep_weight"
    LET_GO = "let_go"
    TAKE_BACK = "take_back"


WAYS: Mapping[Way, str] = {
    Way.TAKE_OVER: N_("Take it over"),
    Way.PACK_AGAIN: N_("Pack again…"),
    Way.PACK_ANYWAY: N_("Pack all the same…"),
    Way.EXPLAIN_WEIGHT: N_("It is right…"),
    Way.KEEP_WEIGHT: N_("Keep as its weight"),
    Way.LET_GO: N_("Let it go…"),
    Way.TAKE_BACK: N_("Take it back…"),
}

_TITLES: Mapping[type[ShopdeskError], str] = {
    UnknownCode: N_("Unknown"),
    SlipCancelled: N_("Cancelled"),
    StopParcel: N_("Stop the parcel"),
    OnHold: N_("On hold"),
    AlreadyPacked: N_("Packed already"),
    AlreadyShipped: N_("Gone already"),
    NotPrintedYet: N_("Not printed"),
    BeingPacked: N_("Somebody is at it"),
    SlipChanged: N_("Changed meanwhile"),
    TooMany: N_("One too many"),
    NotComplete: N_("Something is missing"),
    OtherSlip: N_("Another slip"),
    WeightMissing: N_("Weigh it first"),
    WeightOff: N_("The weight is off"),
    NoWaybill: N_("No waybill"),
    NotChecked: N_("Not packed"),
}
"""The word in big type of each refusal."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, in the language of its moment."""

    tone: Tone
    title: str
    detail: str = ""
    code: str = ""
    """What was scanned."""
    way: Way = Way.NONE


def of_step(step: Step, code: str) -> Answer:
    """What a scan led to."""
    slip = step.slip
    if step.kind is StepKind.OPENED:
        title = ngettext("{n} piece to pack", "{n} pieces to pack", slip.pieces).format(n=slip.pieces)
        before = _("Slip {number} is packed.").format(number=step.before.slip.number) if step.before else ""
        return Answer(Tone.GOOD, title, before or wanted(slip), code)
    if step.kind is StepKind.JUST_PACKED:
        return Answer(Tone.QUIET, _("Just packed"), _("Slip {number} is packed.").format(number=slip.number), code)
    if step.kind is StepKind.AGAIN or step.item is None:
        return Answer(Tone.QUIET, _("This slip"), _("Still wanted: {wanted}.").format(wanted=wanted(slip)), code)
    item = step.item
    detail = _("{packed} of {n}").format(packed=item.packed, n=item.quantity)
    if slip.is_complete:
        detail = _("Everything is in. Weigh the parcel if you do, then press Enter.")
    return Answer(Tone.GOOD, item.name, detail, code)


def of_packed(done: Packed, code: str) -> Answer:
    """A parcel that is closed."""
    told = [_("Slip {number} is packed.").format(number=done.slip.number)]
    if done.slip.weight is not None:
        told.append(_("It weighs {n} g.").format(n=done.slip.weight))
    if not done.slip.waybill:
        told.append(_("It still waits for its waybill."))
    if done.weighed_piece is None:
        return Answer(Tone.GOOD, _("Packed"), " ".join(told), code)
    told.append(_("A piece weighs {n} g by this.").format(n=done.weighed_piece))
    return Answer(Tone.GOOD, _("Packed"), " ".join(told), code, Way.KEEP_WEIGHT)


def of_refusal(desk: Desk, error: ShopdeskError, code: str) -> Answer:
    """Why a piece or slip doesn't go into a parcel; with the way on, for those who may go it."""
    if isinstance(error, WrongItem):
        detail = _("Wrong item. Wanted: {wanted}.").format(wanted=error.values["wanted"])
        return Answer(Tone.BAD, str(error.values["scanned"]), detail, code)
    title = _(_TITLES.get(type(error), N_("That did not work")))
    return Answer(Tone.BAD, title, sentence(error), code, _way(desk, error))


def of_stay(desk: Desk, error: ShopdeskError, code: str) -> Answer:
    """Why a parcel doesn't leave; with the way on."""
    title = _(_TITLES.get(type(error), N_("That did not work")))
    way = Way.TAKE_BACK if isinstance(error, AlreadyShipped) else Way.NONE
    may_go = isinstance(error, NotChecked) or (isinstance(error, StopParcel) and "refund" in error.values)
    if may_go and desk.actor.may(Right.OVERRULE):
        way = Way.LET_GO
    return Answer(Tone.BAD, title, sentence(error), code, way)


def _way(desk: Desk, error: ShopdeskError) -> Way:
    if isinstance(error, StopParcel):
        return Way.PACK_ANYWAY if error.values.get("refund") and desk.actor.may(Right.OVERRULE) else Way.NONE
    ways: Mapping[type[ShopdeskError], Way] = {
        BeingPacked: Way.TAKE_OVER,
        AlreadyPacked: Way.PACK_AGAIN,
        WeightOff: Way.EXPLAIN_WEIGHT,
    }
    return ways.get(type(error), Way.NONE)
