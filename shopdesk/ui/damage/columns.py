"""The columns of the damage list, of its batches, of suppliers and of losses (REP-04)."""

from collections.abc import Callable

from shopdesk.clock import to_local
from shopdesk.domain.damage_list import STATES, State
from shopdesk.domain.money import Money
from shopdesk.i18n import N_, _, ngettext
from shopdesk.queries.damage_batches import DamageBatchRow
from shopdesk.queries.damage_list import DamageRow, SupplierDamage
from shopdesk.ui.damage.reading import LossLine, Moment
from shopdesk.ui.moments import short_moment
from shopdesk.ui.record_table import RecordColumn

Now = Callable[[], Moment]


def damage_columns(now: Now) -> tuple[RecordColumn, ...]:
    """One entry a row."""
    return (
        RecordColumn(
            "left", N_("Runs out"), 92, lambda row: told_left(row, now()), lambda row: told_limit(row, now()),
            colour=lambda row: pressing(row, now()),
        ),
        RecordColumn("number", N_("#"), 48, lambda row: str(row.id), is_figure=True, is_muted=True),
        RecordColumn("item", N_("Goods"), 150, lambda row: row.name, _item_tip, stretch=4, cuts_middle=True),
        RecordColumn("fault", N_("Fault"), 84, lambda row: row.fault or "–", stretch=2),
        RecordColumn("quantity", N_("Pieces"), 52, lambda row: str(row.quantity), is_figure=True),
        RecordColumn("worth", N_("Cost"), 76, lambda row: told_amount(row.worth), _cost_tip, is_figure=True),
        RecordColumn(
            "supplier", N_("Supplier"), 104, lambda row: row.supplier or _("nobody knows"), colour=_unknown, stretch=3
        ),
        RecordColumn("state", N_("State"), 100, lambda row: _(STATES[row.state]), lambda row: row.answer, stretch=1),
        RecordColumn("batch", N_("Batch"), 52, _batch, is_figure=True, is_muted=True),
        RecordColumn("from", N_("Where from"), 96, told_origin, is_muted=True, cuts_middle=True, stretch=2),
    )  # fmt: skip


def line_columns() -> tuple[RecordColumn, ...]:
    """What is in a batch, as on its paper."""
    return (
        RecordColumn("position", N_("No."), 44, lambda row: str(row.position or ""), is_figure=True, is_muted=True),
        RecordColumn("item", N_("Goods"), 110, lambda row: row.name, _item_tip, stretch=3, cuts_middle=True),
        RecordColumn("fault", N_("Fault"), 64, lambda row: row.fault or "–", is_muted=True, stretch=1),
        RecordColumn("quantity", N_("Pieces"), 52, lambda row: str(row.quantity), is_figure=True),
        RecordColumn("worth", N_("Cost"), 68, lambda row: told_amount(row.worth), _cost_tip, is_figure=True),
        RecordColumn("state", N_("State"), 92, lambda row: _(STATES[row.state]), lambda row: row.answer,
                     colour=lambda row: "warning" if row.state is State.REFUSED else "", stretch=1),
    )  # fmt: skip


def supplier_columns(now: Now) -> tuple[RecordColumn, ...]:
    """What is open with each, whose goods run out first is first."""

    def first(row: SupplierDamage) -> str:
        return short_day(row.expires_at, now())

    def colour(row: SupplierDamage) -> str:
        return "danger" if row.late else "warning" if row.expires_at and row.expires_at < now().soon else ""

    def count(name: str) -> Callable[[SupplierDamage], str]:
        return lambda row: str(getattr(row, name) or "–")

    return (
        RecordColumn("supplier", N_("Supplier"), 160, lambda row: row.row.supplier or _("nobody knows"), stretch=4),
        RecordColumn("days", N_("Takes back (days)"), 124, lambda row: str(row.row.return_days or "?"),
                     is_figure=True, is_muted=True),
        RecordColumn("here", N_("In the shop"), 92, lambda row: count("here")(row.row), is_figure=True),
        RecordColumn("late", N_("Too late"), 84, lambda row: count("late")(row.row), is_figure=True,
                     colour=lambda row: "danger" if row.row.late else ""),
        RecordColumn("first", N_("First runs out"), 108, lambda row: first(row.row) or "–",
                     colour=lambda row: colour(row.row)),
        RecordColumn("away", N_("With the supplier"), 124, lambda row: count("away")(row.row), is_figure=True),
        RecordColumn("refused", N_("Refused by the supplier"), 150, lambda row: count("refused")(row.row),
                     is_figure=True, colour=lambda row: "warning" if row.row.refused else ""),
        RecordColumn("worth", N_("Cost of all"), 100, lambda row: told_amount(row.row.worth), is_figure=True),
    )  # fmt: skip


def batch_columns(now: Now) -> tuple[RecordColumn, ...]:
    """One batch a row."""
    return (
        RecordColumn("number", N_("Batch"), 56, lambda row: str(row.id), is_figure=True, is_muted=True),
        RecordColumn("supplier", N_("Supplier"), 120, lambda row: row.supplier, stretch=4),
        RecordColumn("state", N_("State"), 128, lambda row: batch_state(row, now()), colour=_waits, stretch=2),
        RecordColumn("pieces", N_("Pieces"), 56, lambda row: str(row.pieces), is_figure=True),
        RecordColumn("worth", N_("Cost"), 84, lambda row: told_amount(row.worth), is_figure=True),
        RecordColumn("credited", N_("Credited"), 84, lambda row: told_amount(row.credited), is_figure=True),
        RecordColumn("limit", N_("First runs out"), 104, lambda row: _limit(row, now()),
                     colour=lambda row: batch_pressing(row, now())),
        RecordColumn("parcel", N_("Parcel"), 120, told_parcel, is_muted=True, cuts_middle=True, stretch=2),
    )  # fmt: skip


def loss_columns() -> tuple[RecordColumn, ...]:
    """What damage cost, by month and product."""

    def amount(name: str) -> Callable[[LossLine], str]:
        return lambda row: told_amount(getattr(row.loss, name))

    return (
        RecordColumn("month", N_("Month"), 84, lambda row: row.loss.month),
        RecordColumn("product", N_("Product"), 200, lambda row: row.loss.title or "–", stretch=1),
        RecordColumn("pieces", N_("Pieces"), 64, lambda row: str(row.loss.pieces), is_figure=True),
        RecordColumn("worth", N_("Cost"), 96, amount("worth"), is_figure=True),
        RecordColumn("credited", N_("Credited"), 96, amount("credited"), is_figure=True),
        RecordColumn("replaced", N_("Replaced by goods"), 124, amount("replaced"), is_figure=True),
        RecordColumn("lost", N_("Not credited"), 104, amount("lost"), is_figure=True),
        RecordColumn("undecided", N_("Of it undecided"), 112, amount("undecided"), is_figure=True, is_muted=True),
        RecordColumn("unpriced", N_("Cost unknown"), 100, _unpriced, is_figure=True, colour=_is_unpriced),
    )  # fmt: skip


# Words


def told_left(row: DamageRow, moment: Moment) -> str:
    """How long the supplier still takes it back, in a few words."""
    days = row.days_left(moment.now)
    if days is None:
        return "–" if row.expires_at is None or not row.is_open else ""
    if days < 0:
        return ngettext("{n} day late", "{n} days late", -days).format(n=-days)
    return ngettext("{n} day left", "{n} days left", days).format(n=days) if days else _("last day")


def told_limit(row: DamageRow, moment: Moment) -> str:
    """The same in full: until when, and how that is counted."""
    if row.expires_at is None:
        return _("Nobody knows in how many days {supplier} takes faulty goods back.").format(
            supplier=row.supplier or _("the supplier")
        )
    until = day_of(row.expires_at, moment)
    if not row.return_days or row.received_at is None:
        return _("Taken back until {day}").format(day=until)
    said = _("Taken back until {day}: {n} days from {came}, when it came here")
    return said.format(day=until, n=row.return_days, came=day_of(row.received_at, moment))


def pressing(row: DamageRow, moment: Moment) -> str:
    """The role of an entry's colour: late is red, nearly so amber."""
    if row.is_late(moment.now):
        return "danger"
    return "warning" if moment.is_expiring(row) else ""


def told_origin(row: DamageRow) -> str:
    """Where it came from: a repair, a box, an order, or by hand."""
    repair = _("Repair {number}").format(number=row.repair_id) if row.repair_id is not None else ""
    return " · ".join(filter(None, (repair, row.box, row.order_no))) or _("by hand")


def told_amount(amount: Money) -> str:
    """An amount; nothing is a dash."""
    return amount.shown if amount else "–"


def batch_state(row: DamageBatchRow, moment: Moment) -> str:
    """How far a batch has come."""
    if row.cancelled_at is not None:
        return _("Called off")
    if row.sent_at is None:
        return _("Not sent yet") if row.entries else _("Empty")
    if row.unanswered:
        return ngettext("{n} answer missing", "{n} answers missing", row.unanswered).format(n=row.unanswered)
    return _("All answered")


def batch_pressing(row: DamageBatchRow, moment: Moment) -> str:
    """The role of the colour of what is still here."""
    if not row.is_open or row.expires_at is None:
        return ""
    return "danger" if row.expires_at < moment.now else "warning" if row.expires_at < moment.soon else ""


def told_parcel(row: DamageBatchRow) -> str:
    """How it went."""
    return " ".join(filter(None, (row.carrier, row.waybill)))


def day_of(at: int, moment: Moment) -> str:
    """A day in full."""
    return to_local(at, moment.zone).date().isoformat()


def short_day(at: int | None, moment: Moment) -> str:
    """A day as short as it can be told."""
    if at is None:
        return ""
    days = (to_local(at, moment.zone).date() - to_local(moment.now, moment.zone).date()).days
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}.get(days)
    return near or short_moment(at, moment.now, moment.zone)


def _limit(row: DamageBatchRow, moment: Moment) -> str:
    return short_day(row.expires_at, moment) if row.is_open else ""


def _waits(row: DamageBatchRow) -> str:
    return "" if row.is_open or not row.unanswered else "warning"


def _item_tip(row: DamageRow) -> str:
    return " · ".join(filter(None, (row.name, row.sku, row.note)))


def _cost_tip(row: DamageRow) -> str:
    each = _("{amount} a piece").format(amount=row.cost.shown)
    return each if row.cost else _("Nobody knows what it cost.")


def _unknown(row: DamageRow) -> str:
    return "" if row.supplier_id is not None else "warning"


def _batch(row: DamageRow) -> str:
    return str(row.batch_id) if row.batch_id is not None else ""


def _unpriced(row: LossLine) -> str:
    return str(row.loss.unpriced) if row.loss.unpriced else "–"


def _is_unpriced(row: LossLine) -> str:
    return "warning" if row.loss.unpriced else ""
