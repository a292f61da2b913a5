"""The lists of the unclaimed: boxes, and the orders that one may belong to (RET-03, RET-05)."""

from dataclasses import dataclass

from shopdesk.clock import Millis, day_end, to_local
from shopdesk.domain.matching import Candidate
from shopdesk.errors import N_
from shopdesk.i18n import _, ngettext
from shopdesk.queries.unclaimed import Ranked, UnclaimedRow
from shopdesk.ui.moments import full_moment, short_moment
from shopdesk.ui.record_table import RecordColumn

_LIKELY = 40
"""A best proposal with a lower score is said in passing."""


@dataclass(frozen=True, slots=True)
class BoxEntry:
    """An unclaimed box as a line; `id` is the box's."""

    id: int
    row: UnclaimedRow
    contents: tuple[str, ...]
    ranked: Ranked | None
    """None while nobody has looked yet whose it may be."""
    is_for_order: Candidate | None
    """How well it fits the order that is asked about."""
    now: Millis
    zone: str

    @property
    def is_news(self) -> bool:
        """Whether something new makes an order likely."""
        return self.ranked is not None and self.ranked.is_news

    @property
    def best(self) -> Candidate | None:
        """What the desk now thinks of it."""
        return self.is_for_order or (self.ranked.best if self.ranked is not None else None)

    def is_to_do(self, *, is_supervisor: bool) -> bool:
        """Whether somebody has to see to it today (RET-05)."""
        tonight = day_end(to_local(self.now, self.zone).date(), self.zone)
        is_due = self.row.box.ask_by is not None and self.row.box.ask_by < tonight
        return self.is_news or is_due or (is_supervisor and self.row.is_escalated)


@dataclass(frozen=True, slots=True)
class ProposalEntry:
    """An order that the chosen box may belong to; `id` is the order's."""

    id: int
    found: Candidate


def box_columns() -> tuple[RecordColumn, ...]:
    """What is said of a box, red where it is before the supervisor, blue where there is news of it."""
    return (
        RecordColumn("box", N_("Box"), 84, lambda one: one.row.box.name[5:], _tell_box, colour=_colour),
        RecordColumn("days", N_("Here"), 54, _days, lambda one: full_moment(one.row.box.at, one.zone), colour=_colour,
                     is_figure=True),
        RecordColumn("best", N_("May be of"), 168, _best, _tell_best, colour=_best_colour, stretch=2),
        RecordColumn("waybill", N_("Waybill"), 124, lambda one: one.row.box.waybill or "–", _tell_waybill, stretch=1,
                     cuts_middle=True),
        RecordColumn("sender", N_("Sender"), 104, _sender, _tell_sender, stretch=2),
        RecordColumn("contents", N_("In it"), 120, lambda one: _("; ").join(one.contents),
                     lambda one: "\n".join(one.contents), stretch=3),
        RecordColumn("asker", N_("Asks"), 64, lambda one: one.row.box.asker, is_muted=True, stretch=1),
        RecordColumn("ask_by", N_("Ask by"), 72, _ask_by, lambda one: full_moment(one.row.box.ask_by, one.zone),
                     colour=lambda one: "warning" if one.row.is_due else "muted"),
    )  # fmt: skip


PROPOSALS = (
    RecordColumn("score", N_("Likely"), 56, lambda one: f"{one.found.score} %", is_figure=True,
                 colour=lambda one: "good" if one.found.sure else ""),
    RecordColumn("order_no", N_("Order"), 136, lambda one: one.found.order_no, cuts_middle=True, stretch=1),
    RecordColumn("reasons", N_("Why"), 160, lambda one: _("; ").join(one.found.reasons),
                 lambda one: "\n".join(one.found.reasons), stretch=4),
)  # fmt: skip


def days_here(entry: BoxEntry) -> str:
    """`3 days`."""
    return ngettext("{n} day", "{n} days", entry.row.days).format(n=entry.row.days)


def _days(entry: BoxEntry) -> str:
    return _("{n} d").format(n=entry.row.days)


def _colour(entry: BoxEntry) -> str:
    return "danger" if entry.row.is_escalated else "accent" if entry.is_news else ""


def _best_colour(entry: BoxEntry) -> str:
    return "accent" if entry.is_news else "" if entry.best is not None and entry.best.score >= _LIKELY else "muted"


def _best(entry: BoxEntry) -> str:
    if entry.best is None:
        return "–" if entry.ranked is not None else "…"
    said = f"{entry.best.score} %  …{entry.best.order_no[-6:]}"
    return _("New: {what}").format(what=said) if entry.is_news else said


def _tell_best(entry: BoxEntry) -> str:
    return "\n".join([entry.best.order_no, *entry.best.reasons]) if entry.best is not None else ""


def _tell_box(entry: BoxEntry) -> str:
    box = entry.row.box
    said = [box.name, box.note]
    if entry.row.is_escalated:
        said.append(_("before the supervisor"))
    return "\n".join(filter(None, said))


def _tell_waybill(entry: BoxEntry) -> str:
    return " ".join(filter(None, (entry.row.box.carrier, entry.row.box.waybill)))


def _sender(entry: BoxEntry) -> str:
    box = entry.row.box
    return " ".join(filter(None, (box.sender_name or box.buyer_name, box.sender_phone, box.sender_region))) or "–"


def _tell_sender(entry: BoxEntry) -> str:
    box = entry.row.box
    told = (box.sender_name, box.buyer_name, box.sender_phone, box.sender_region, box.sender_address)
    return "\n".join(filter(None, told))


def _ask_by(entry: BoxEntry) -> str:
    return short_moment(entry.row.box.ask_by, entry.now, entry.zone)
