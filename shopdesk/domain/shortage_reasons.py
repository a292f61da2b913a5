"""Why a shortage is judged as it is, what would tell more, what is proposed, what the buyer hears (SHP-12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.claims import Solution
from shopdesk.domain.shortage_triage import Judgement, Traces
from shopdesk.domain.shortages import Packaging, Remedy, Verdict
from shopdesk.errors import N_
from shopdesk.i18n import _


class Question(StrEnum):
    """What is not known yet and would tell more."""

    WEIGH = "weigh"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    PHOTO = "photo"


QUESTIONS: Mapping[Question, str] = {
    Question.WEIGH: N_("Weigh a piece of what was sent: without its weight the scales say little."),
    Question.DEPARTED: N_("Ask the courier what the parcel weighed when it left."),
    Question.ARRIVED: N_("Ask the courier what the parcel weighed where it arrived."),
    Question.PHOTO: N_("Ask the buyer for photos of the packaging from all sides."),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to be done, and how the buyer is made good where the courier is asked to pay."""

    remedy: Remedy
    solution: Solution
    why: str


def explain(traces: Traces, judgement: Judgement) -> tuple[str, ...]:
    """The reasons in the language in use, one sentence each, in the order in which the parcel travelled."""
    said = [_about_expected(traces), *_about_scales(traces), _about_packaging(traces)]
    if traces.was_ticked and judgement.verdict is not Verdict.LOST_ON_THE_WAY:
        said.append(_("The packer had ticked what is missing; that doesn't prove that it was put in."))
    return tuple([*filter(None, said), _conclusion(judgement)])


def find_questions(traces: Traces, judgement: Judgement) -> tuple[Question, ...]:
    """What is worth asking while nobody can be named; nothing once somebody is."""
    if judgement.verdict is not Verdict.UNDECIDED:
        return ()
    unknown = {
        Question.WEIGH: traces.expected is None,
        Question.DEPARTED: traces.departed is None,
        Question.ARRIVED: traces.arrived is None,
        Question.PHOTO: traces.packaging is Packaging.UNKNOWN or not traces.has_photo,
    }
    return tuple(question for question, is_open in unknown.items() if is_open)


def propose(judgement: Judgement, questions: tuple[Question, ...], *, can_send_again: bool) -> Proposal:
    """What follows from a verdict. The buyer waits for nobody's quarrel: who can't be helped by asking is made good.
    `can_send_again`: what is missing is still sold."""
    solution = Solution.RESHIP if can_send_again else Solution.REFUND
    good = Remedy.REISSUE if can_send_again else Remedy.REFUND
    sold = "" if can_send_again else " " + _("What is missing isn't sold any more, so the money goes back.")
    if judgement.verdict is Verdict.LOST_ON_THE_WAY:
        return Proposal(
            Remedy.CLAIM, solution, _("The courier had it: make it good and ask the courier to pay.") + sold
        )
    if judgement.verdict is Verdict.PACKED_SHORT:
        return Proposal(good, Solution.NONE, _("It never left us, so the courier owes nothing.") + sold)
    if judgement.verdict is Verdict.COMPLETE:
        said = _("Ask the buyer to look again, also inside shoes and between the paper.")
        return Proposal(Remedy.LOOK_AGAIN, Solution.NONE, said)
    if questions:
        return Proposal(Remedy.LOOK_AGAIN, Solution.NONE, _("Ask first for what is not known yet."))
    return Proposal(good, Solution.NONE, _("Nothing more can be asked, and the buyer should not have to wait.") + sold)


def _about_expected(traces: Traces) -> str:
    full, rest = traces.expected, traces.rest
    if full is not None and rest is not None:
        return _(
            "With everything in it the parcel weighs about {full} g (± {spread} g), without what is missing {short} g."
        ).format(full=_shown(full), spread=_shown(traces.spread or 0), short=_shown(rest))
    if rest is not None:
        return _(
            "Without what is missing the parcel weighs about {short} g; what is missing was never weighed."
        ).format(short=_shown(rest))
    return _("Not every piece's weight is known, so only the scales can be compared with each other.")


_SCALES = (
    ("packed", N_("Our scale showed {grams} g: {fits}.")),
    ("departed", N_("The courier's scale showed {grams} g when it left: {fits}.")),
    ("arrived", N_("The courier's scale showed {grams} g where it arrived: {fits}.")),
)
_ROUND = 100
"""Grams: a courier's weight that is a multiple of it may be rounded."""


def _about_scales(traces: Traces) -> list[str]:
    said, before = list[str](), None
    for name, words in _SCALES:
        grams: int | None = getattr(traces, name)
        if grams is None:
            continue
        said.append(_(words).format(grams=_shown(grams), fits=_fits(traces, grams, before)))
        before = grams
    couriers = [grams for grams in (traces.departed, traces.arrived) if grams is not None]
    if couriers and not any(grams % _ROUND for grams in couriers):
        said.append(_("The courier's weight looks rounded, so it counts for less."))
    return said


def _fits(traces: Traces, grams: int, before: int | None) -> str:
    """What a weight says: beside what is expected, or else beside the scale before it."""
    full, rest, gone = traces.expected, traces.rest, traces.missing
    if full is None or rest is None or gone is None:
        return _besides(grams, before, gone)
    near = max(40.0, 2.5 * (traces.spread or 0))
    is_full, is_short = abs(grams - full) <= near, abs(grams - rest) <= near
    if is_full and is_short:
        return _besides(grams, before, gone) if before is not None else _("what is missing is too light to tell")
    if is_full:
        return _("as with everything in it")
    return _("as without what is missing") if is_short else _("that fits neither")


def _besides(grams: int, before: int | None, gone: int | None) -> str:
    if before is None:
        return _("there is nothing to compare it with")
    lost, much = before - grams, max(40.0, 0.03 * before) if gone is None else min(max(40.0, 0.03 * before), gone / 2)
    if abs(lost) <= much:
        return _("as much as on the scale before")
    words = _("{grams} g less than on the scale before") if lost > 0 else _("{grams} g more than on the scale before")
    return words.format(grams=_shown(abs(lost)))


def _about_packaging(traces: Traces) -> str:
    if traces.packaging is Packaging.OPENED:
        by_photo, by_word = (
            _("A photo shows that somebody had opened the parcel."),
            _("The buyer says that the parcel had been opened; no photo shows it yet."),
        )
    elif traces.packaging is Packaging.INTACT:
        by_photo, by_word = (
            _("A photo shows that the packaging was untouched."),
            _("The buyer says that the packaging was untouched; no photo shows it yet."),
        )
    else:
        return _("Nobody knows how the packaging looked.")
    return by_photo if traces.has_photo else by_word


_CONCLUSIONS: Mapping[Verdict, str] = {
    Verdict.PACKED_SHORT: N_("So it was not in the parcel when it left us ({certainty} %)."),
    Verdict.LOST_ON_THE_WAY: N_("So it was taken out or lost on the way ({certainty} %)."),
    Verdict.COMPLETE: N_("So everything was in it when the buyer opened it ({certainty} %)."),
}
_LEANINGS: Mapping[Verdict, str] = {
    Verdict.PACKED_SHORT: N_("We may have packed too little ({certainty} %), but that is not sure enough."),
    Verdict.LOST_ON_THE_WAY: N_("It may have been lost on the way ({certainty} %), but that is not sure enough."),
    Verdict.COMPLETE: N_("Everything may have been in it ({certainty} %), but that is not sure enough."),
    Verdict.UNDECIDED: N_("The weights fit none of it: something else may be missing, or they are another parcel's."),
}


def _conclusion(judgement: Judgement) -> str:
    words = _CONCLUSIONS.get(judgement.verdict, _LEANINGS[judgement.leaning])
    return _(words).format(certainty=judgement.certainty)


def _shown(grams: int) -> str:
    return f"{grams:,}"


_SENT_AGAIN = N_(
    "Dear buyer, we are very sorry: {goods} goes out to you again, and you pay nothing for it. We tell you the waybill "
    "as soon as it has left."
)
_TOLD: Mapping[Remedy, str] = {
    Remedy.REISSUE: N_("Dear buyer, we are very sorry that we left out {goods}. It goes out to you now, and you pay "
                       "nothing for it. We tell you the waybill as soon as it has left."),
    Remedy.REFUND: N_("Dear buyer, we are very sorry that {goods} didn't reach you. You get the money for it back."),
    Remedy.CLAIM: N_("Dear buyer, we are very sorry: {goods} was lost on the way. We make it good to you now; what the "
                     "courier owes is between them and us."),
}  # fmt: skip
_LOOK_AGAIN = N_(
    "Dear buyer, would you look for {goods} once more, in the shoe boxes, between the paper and under the flaps? If it "
    "isn't there, please send us photos of the parcel from all six sides and of its tape, and we see to it at once."
)
_ASK_PHOTOS = N_(
    "Dear buyer, we are sorry for the trouble. Please send us photos of the parcel from all six sides and of its tape: "
    "we find out at once what happened to {goods}."
)


def told_text(remedy: Remedy, verdict: Verdict, goods: str) -> str:
    """What the buyer is told, ready to copy."""
    words = _TOLD.get(remedy, _ASK_PHOTOS if verdict is Verdict.UNDECIDED else _LOOK_AGAIN)
    if remedy is Remedy.REISSUE and verdict is not Verdict.PACKED_SHORT:
        words = _SENT_AGAIN
    return _(words).format(goods=goods)
