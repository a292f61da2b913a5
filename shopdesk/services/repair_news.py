"""The buyer hears where a repair stands, and the platform's memo says so (REP-02, REP-03)."""

from shopdesk.db.database import rows_of
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, Refused
from shopdesk.queries.repair_words import get_buyer_text, get_memo_line
from shopdesk.queries.repairs import get_repair_row
from shopdesk.services.contacts import enter_contact
from shopdesk.services.desk import Changed, Desk, work
from shopdesk.services.edits import save_edit
from shopdesk.services.repair_steps import KINDS, write_step

REPAIR = "repair"
"""The kind of a contact by which a buyer heard of a repair."""


class NoMemo(Refused):
    template = N_("Repair {number} belongs to no order, so there is no memo to write to.")


def told(desk: Desk, *, repair_id: int) -> str:
    """The buyer knows where the repair stands; what was said stands with the order's contacts. Returns the text; "" and
    nothing noted where the buyer knew. Raises RepairNotFound."""
    with work(desk, Right.SERVE, *KINDS, Changed.CARE) as doing:
        row = get_repair_row(desk.database, repair_id)
        if not row.to_tell:
            return ""
        text = get_buyer_text(desk.database, repair_id=repair_id)
        after = {"told_state": row.to_tell, "told_at": doing.at}
        save_edit(doing, "repair", repair_id, after, action="told", kind="repair")
        write_step(doing, row, "told", text)
        if row.order_id is not None or row.buyer_id is not None:
            enter_contact(
                doing, kind=REPAIR, note=text, order_id=row.order_id, buyer_id=row.buyer_id, case_id=row.case_id
            )
    return text


def add_to_memo(desk: Desk, *, repair_id: int) -> bool:
    """Put the repair's line below the order's memo; False where it stands there already. Raises NoMemo."""
    with work(desk, Right.MARK, Changed.ORDERS) as doing:
        row = get_repair_row(desk.database, repair_id)
        if row.order_id is None:
            raise NoMemo(number=repair_id)
        line = get_memo_line(desk.database, repair_id=repair_id)
        memo = str(rows_of(desk.database, "SELECT memo FROM orders WHERE id = ?", (row.order_id,))[0][0])
        if line in memo.splitlines():
            return False
        after = {"memo": "\n".join(filter(None, (memo, line)))}
        save_edit(doing, "orders", row.order_id, after, action="memo", kind="order", searched=True)
    return True
