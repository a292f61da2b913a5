"""The columns of the list of repairs, of batches, and of what each product had to be mended for."""

from collections.abc import Callable

from shopdesk.domain.repairs import STATES, WARRANTIES
from shopdesk.i18n import N_, _
from shopdesk.queries.repairs import RepairRow
from shopdesk.ui.moments import full_moment, short_moment
from shopdesk.ui.record_table import RecordColumn
from shopdesk.ui.repairs.card import due_text, pressing_words
from shopdesk.ui.repairs.reading import Moment


def state_text(row: RepairRow) -> str:
    """Where it stands; what is over for the buyer may still be with the supplier."""
    said = _(STATES[row.state])
    return _("{state}, at the factory").format(state=said) if row.is_away and not row.is_open else said


def _goods(row: RepairRow) -> str:
    return f"{row.name} ×{row.quantity}" if row.quantity > 1 else row.name


def repair_columns(moment: Callable[[], Moment]) -> tuple[RecordColumn, ...]:
    """One repair a row, what is due first is first."""

    def colour(row: RepairRow) -> str:
        return moment().pressing(row)

    def came(row: RepairRow) -> str:
        return short_moment(row.at, moment().now, moment().zone)

    def due(row: RepairRow) -> str:
        if not row.is_away or row.due_at is None or row.is_late(moment().now):
            return due_text(row, moment())
        return short_moment(row.due_at, moment().now, moment().zone)  # the heading says that it is to be back by then

    return (
        RecordColumn("due", N_("Due back"), 84, due,
                     lambda row: full_moment(row.due_at, moment().zone), colour=colour, is_figure=True),
        RecordColumn("id", N_("#"), 44, lambda row: str(row.id), lambda row: row.code, is_figure=True, is_muted=True),
        RecordColumn("item", N_("Goods"), 150, _goods, cuts_middle=True, stretch=4),
        RecordColumn("fault", N_("Fault"), 90, lambda row: row.fault, stretch=2),
        RecordColumn("buyer", N_("Buyer"), 90, lambda row: row.buyer, stretch=2),
        RecordColumn("order_no", N_("Order"), 110, lambda row: row.order_no, cuts_middle=True, is_muted=True,
                     stretch=2),
        RecordColumn("state", N_("State"), 132, state_text, stretch=2),
        RecordColumn("supplier", N_("Supplier"), 90, lambda row: row.supplier, stretch=2),
        RecordColumn("batch", N_("Batch"), 48, lambda row: str(row.batch_id or ""), is_figure=True, is_muted=True),
        RecordColumn("warranty", N_("Warranty"), 112, lambda row: _(WARRANTIES[row.warranty]), is_muted=True),
        RecordColumn("to-do", N_("To do"), 120, lambda row: _(", ").join(pressing_words(row)),
                     colour=lambda _row: "warning", stretch=2),
        RecordColumn("came", N_("Came"), 72, came, lambda row: full_moment(row.at, moment().zone), is_muted=True),
    )  # fmt: skip


def piece_columns(moment: Callable[[], Moment]) -> tuple[RecordColumn, ...]:
    """What is in a batch."""
    wanted = ("id", "item", "fault", "buyer", "state", "warranty", "due")
    by_key = {column.key: column for column in repair_columns(moment)}
    return tuple(by_key[key] for key in wanted)
