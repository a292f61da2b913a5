"""What was begun about parcels: called back, out of area, short. How each list is read, its columns, its facts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shopdesk.domain.detours import WAYS, Way
from shopdesk.domain.interceptions import STATES as INTERCEPTION_STATES
from shopdesk.domain.interceptions import State
from shopdesk.domain.shortages import REMEDIES, VERDICTS, Verdict
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.detours import DetourRow, list_detours
from shopdesk.queries.interceptions import InterceptionRow, list_interceptions
from shopdesk.queries.shortages import ShortageRow, list_shortages
from shopdesk.services.desk import Desk
from shopdesk.ui.moments import DAY, full_moment, short_moment, span
from shopdesk.ui.order_forms.facts import Fact
from shopdesk.ui.parcels.reading import Clock, read_clock
from shopdesk.ui.parcels.shows import Show
from shopdesk.ui.record_table import RecordColumn

MOST = 2_000
"""Rows of a list of all, open ones first."""
GRAMS = "{grams} g"


@dataclass(frozen=True, slots=True)
class WantedBegun:
    """Which of them: open ones, those before a supervisor, or all that match."""

    only_open: bool = True
    escalated: bool = False
    find: str = ""


@dataclass(frozen=True, slots=True)
class ListedBegun:
    """A list."""

    wanted: WantedBegun
    rows: Sequence[Any]
    clock: Clock


Says = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the three. Texts are English sources, marked by N_."""

    word: str
    """As records are called: "interception"."""
    title: str
    new: str
    nothing: str
    columns: Callable[[Callable[[], Clock]], tuple[RecordColumn, ...]]
    facts: Callable[[Any, Clock], list[Fact]]
    is_open: Callable[[Any], bool]


def read_begun(desk: Desk, show: Show, wanted: WantedBegun) -> ListedBegun:
    """The list as it is now."""
    database, clock = desk.seen, read_clock(desk)
    only_open, find = wanted.only_open and not wanted.find.strip(), wanted.find
    rows: Sequence[Any]
    if show is Show.INTERCEPTIONS:
        escalated = clock.now if wanted.escalated else None
        rows = list_interceptions(database, only_open=only_open, escalated_at=escalated, find=find, limit=MOST)
    elif show is Show.DETOURS:
        rows = list_detours(database, only_open=only_open, find=find, limit=MOST)
    else:
        rows = list_shortages(database, only_open=only_open, find=find, limit=MOST)
    return ListedBegun(wanted, rows, clock)


def _when(clock: Callable[[], Clock], name: str) -> tuple[Says, Says]:
    return (
        lambda row: short_moment(getattr(row, name), clock().now, clock().zone),
        lambda row: full_moment(getattr(row, name), clock().zone),
    )


def _until(clock: Callable[[], Clock], name: str, is_open: Callable[[Any], bool]) -> tuple[Says, Says, Says]:
    """How long something has, in full, and its colour."""

    def left(row: Any) -> int | None:
        at = getattr(row, name)
        return at - clock().now if at is not None and is_open(row) else None

    def says(row: Any) -> str:
        rest = left(row)
        if rest is None:
            return ""
        told = _("in {span}") if rest > 0 else _("{span} late")
        return told.format(span=span(abs(rest)))

    def colour(row: Any) -> str:
        rest = left(row)
        return "" if rest is None else "danger" if rest <= 0 else "warning" if rest < DAY else ""

    return says, lambda row: full_moment(getattr(row, name), clock().zone), colour


_ORDER = (
    RecordColumn("order_no", N_("Order"), 110, lambda row: row.order_no, cuts_middle=True, stretch=2),
    RecordColumn("buyer", N_("Buyer"), 88, lambda row: row.buyer, stretch=2),
    RecordColumn("waybill", N_("Waybill"), 136, lambda row: row.waybill, cuts_middle=True),
    RecordColumn("carrier", N_("Carrier"), 84, lambda row: row.carrier),
)


def _interception_columns(clock: Callable[[], Clock]) -> tuple[RecordColumn, ...]:
    says, tip, colour = _until(clock, "due_at", lambda row: row.is_open)
    at, full = _when(clock, "at")

    def platform(row: InterceptionRow) -> str:
        return short_moment(row.platform_due, clock().now, clock().zone) if row.is_open else ""

    def state(row: InterceptionRow) -> str:
        told = _(INTERCEPTION_STATES[row.state])
        return _("{state}, for the supervisor").format(state=told) if row.is_escalated(clock().now) else told

    def state_colour(row: InterceptionRow) -> str:
        return "danger" if row.is_escalated(clock().now) else "good" if row.state is State.SUCCEEDED else ""

    return (
        RecordColumn("due", N_("Look by"), 84, says, tip, colour=colour, is_figure=True),
        RecordColumn("platform", N_("Platform decides"), 118, platform, is_figure=True),
        *_ORDER,
        RecordColumn("state", N_("State"), 170, state, lambda row: row.result, colour=state_colour, stretch=3),
        RecordColumn("last", N_("Last word"), 120, lambda row: row.last_text, stretch=4, is_muted=True),
        RecordColumn("at", N_("Asked on"), 84, at, full, is_figure=True, is_muted=True),
        RecordColumn("person", N_("Person"), 60, lambda row: row.person, is_muted=True),
    )


def _detour_columns(clock: Callable[[], Clock]) -> tuple[RecordColumn, ...]:
    says, tip, colour = _until(clock, "due_at", lambda row: row.done_at is None)
    at, full = _when(clock, "at")

    def state(row: DetourRow) -> str:
        return _("Has number") if row.done_at is not None else _("No number")

    def goes_on(row: DetourRow) -> str:
        return " ".join(filter(None, (row.new_carrier, row.new_waybill)))

    return (
        RecordColumn("due", N_("There by"), 80, says, tip, colour=colour, is_figure=True),
        *_ORDER,
        RecordColumn("way", N_("Decided"), 120, lambda row: _(WAYS[row.way]), lambda row: row.why, stretch=3),
        RecordColumn("cost", N_("Cost"), 60, lambda row: row.cost.shown, is_figure=True),
        RecordColumn("goes_on", N_("Goes on as"), 136, goes_on, cuts_middle=True, stretch=2),
        RecordColumn("state", N_("State"), 90, state),
        RecordColumn("at", N_("Since"), 84, at, full, is_figure=True, is_muted=True),
        RecordColumn("person", N_("Person"), 60, lambda row: row.person, is_muted=True),
    )


_VERDICT_COLOURS: Mapping[Verdict, str] = {Verdict.UNDECIDED: "warning"}


def _shortage_columns(clock: Callable[[], Clock]) -> tuple[RecordColumn, ...]:
    at, full = _when(clock, "at")

    def remedy(row: ShortageRow) -> str:
        return _(REMEDIES[row.remedy]) if row.remedy is not None else _("to be decided")

    def colour(row: ShortageRow) -> str:
        return "warning" if row.remedy is None else ""

    def verdict(row: ShortageRow) -> str:
        sure = f" {row.certainty} %" if row.verdict is not Verdict.UNDECIDED else ""
        return _(VERDICTS[row.verdict]) + sure

    return (
        RecordColumn("at", N_("Since"), 84, at, full, is_figure=True),
        *_ORDER,
        RecordColumn("goods", N_("Missing"), 130, lambda row: row.goods, stretch=4),
        RecordColumn(
            "verdict", N_("Likely"), 130, verdict, lambda row: row.why,
            colour=lambda row: _VERDICT_COLOURS.get(row.verdict, ""), stretch=2,
        ),
        RecordColumn("remedy", N_("What is done"), 130, remedy, colour=colour, stretch=2),
        RecordColumn("photos", N_("Photos"), 60, lambda row: str(row.photos or ""), is_figure=True, is_muted=True),
        RecordColumn("person", N_("Person"), 60, lambda row: row.person, is_muted=True),
    )  # fmt: skip


def _of_order(row: Any) -> list[Fact]:
    return [
        Fact(_("Order"), row.order_no, copy=row.order_no),
        Fact(_("Buyer"), row.buyer, copy=row.buyer),
        Fact(_("Waybill"), row.waybill, copy=row.waybill),
        Fact(_("Carrier"), row.carrier),
        Fact(_("Case"), str(row.case_id) if row.case_id is not None else ""),
    ]


def _interception_facts(row: InterceptionRow, clock: Clock) -> list[Fact]:
    def moment(at: int | None) -> str:
        return full_moment(at, clock.zone)[:-3]

    return [
        Fact(_("State"), _(INTERCEPTION_STATES[row.state]), "danger" if row.is_escalated(clock.now) else "body"),
        Fact(_("Look by"), moment(row.due_at) if row.is_open else "", "danger" if row.is_late(clock.now) else "body"),
        Fact(_("Platform decides"), moment(row.platform_due) if row.is_open else ""),
        Fact(_("Promised by"), " ".join(filter(None, (row.promised_by, moment(row.promised_at))))),
        Fact(_("Why"), row.reason),
        Fact(_("Asked of"), row.asked_of),
        Fact(_("Result"), row.result),
        Fact(_("Last word"), row.last_text),
        *_of_order(row),
        Fact(_("Asked on"), f"{row.person} {moment(row.at)}"),
    ]


def _detour_facts(row: DetourRow, clock: Clock) -> list[Fact]:
    post = row.way is Way.POST
    return [
        Fact(_("Decided"), _(WAYS[row.way])),
        Fact(_("Cost"), row.cost.shown),
        Fact(_("Days at most"), str(row.days_post if post else row.days_back)),
        Fact(_("Goes on by"), row.new_carrier),
        Fact(_("Goes on as"), row.new_waybill, copy=row.new_waybill),
        Fact(_("Why"), row.why),
        Fact(_("Own reason"), row.reason, "warning"),
        *_of_order(row),
        Fact(_("Since"), f"{row.person} {full_moment(row.at, clock.zone)[:-3]}"),
    ]


def _shortage_facts(row: ShortageRow, clock: Clock) -> list[Fact]:
    def grams(value: int | None) -> str:
        return GRAMS.format(grams=f"{value:,}") if value else ""

    return [
        Fact(_("Missing"), row.goods),
        Fact(_("Likely"), _(VERDICTS[row.verdict])),
        Fact(_("Why"), row.why),
        Fact(_("Should weigh"), grams(row.expected)),
        Fact(_("Weight packed"), grams(row.packed)),
        Fact(_("Weight departed"), grams(row.departed)),
        Fact(_("Weight arrived"), grams(row.arrived)),
        Fact(_("What is done"), _(REMEDIES[row.remedy]) if row.remedy is not None else ""),
        Fact(_("Claim number"), str(row.claim_id) if row.claim_id is not None else ""),
        *_of_order(row),
        Fact(_("Since"), f"{row.person} {full_moment(row.at, clock.zone)[:-3]}"),
    ]


KINDS: Mapping[Show, Kind] = {
    Show.INTERCEPTIONS: Kind(
        "interception", N_("Parcels being called back"), N_("Call a parcel back…"),
        N_("No parcel is being called back."), _interception_columns, _interception_facts, lambda row: row.is_open,
    ),
    Show.DETOURS: Kind(
        "detour", N_("Parcels out of area"), N_("A parcel out of area…"),
        N_("No parcel waits that its carrier can't deliver."), _detour_columns, _detour_facts,
        lambda row: row.done_at is None,
    ),
    Show.SHORTAGES: Kind(
        "shortage", N_("Shortages"), N_("Something was missing…"), N_("No shortage is to be decided."),
        _shortage_columns, _shortage_facts, lambda row: row.is_open,
    ),
}  # fmt: skip
