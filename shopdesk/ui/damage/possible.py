"""What can be done with entries of the damage list and with batches now, and why not (REP-04)."""

from collections.abc import Mapping, Sequence

from shopdesk.domain.damage_list import MOVES, STATES, State
from shopdesk.errors import N_
from shopdesk.i18n import _
from shopdesk.queries.damage_batches import DamageBatchRow
from shopdesk.queries.damage_list import DamageRow
from shopdesk.ui.damage.reading import WholeBatch

BATCH, OUT, TO_BATCH = "batch", "out", "to-batch"
ACCEPTED, REFUSED, CREDITED, REPLACED = "accepted", "refused", "credited", "replaced"
WRITE_OFF, STRIKE, AGAIN, REOPEN = "write-off", "strike", "again", "reopen"
SPLIT, EDIT = "split", "edit"
ORDER, CASE, BOX, REPAIR = "order", "case", "box", "repair"
PRINT, SEND, ANSWERS, CALL_OFF, NOTE, ENTRY, LIST_ALL = "print", "send", "answers", "call-off", "note", "entry", "all"

BECOMES: Mapping[str, State] = {
    BATCH: State.IN_BATCH,
    ACCEPTED: State.ACCEPTED,
    REFUSED: State.REFUSED,
    CREDITED: State.CREDITED,
    REPLACED: State.REPLACED,
    WRITE_OFF: State.WRITTEN_OFF,
    STRIKE: State.STRUCK,
}
"""What an entry becomes by an action."""
OF_SEVERAL = frozenset({BATCH, ACCEPTED, REFUSED, REPLACED})
_NEXT: Mapping[State, str] = {
    State.LISTED: BATCH,
    State.IN_BATCH: TO_BATCH,
    State.SENT: ACCEPTED,
    State.ACCEPTED: CREDITED,
    State.REFUSED: WRITE_OFF,
}
_NEXT_TITLES: Mapping[str, str] = {
    BATCH: N_("Into a return batch"),
    TO_BATCH: N_("Go to its batch"),
    ACCEPTED: N_("The supplier accepts it…"),
    CREDITED: N_("It is credited…"),
    WRITE_OFF: N_("Write it off…"),
    PRINT: N_("Print the list…"),
    SEND: N_("It goes to the supplier…"),
    ANSWERS: N_("Take the answers"),
}


def next_of(row: DamageRow) -> str:
    """The one action that is next; "" where nothing is."""
    return _NEXT.get(row.state, "")


def next_title(name: str) -> str:
    """What the large button says of it; "" where nothing is next."""
    return _(_NEXT_TITLES[name]).rstrip("…") if name else ""


def find_reasons(rows: Sequence[DamageRow]) -> Mapping[str, str] | None:
    """Why which can't be done with these; None while none is chosen."""
    if not rows:
        return None
    reasons = {name: _choose_one() for name in _ALONE} if len(rows) > 1 else _reasons_of(rows[0])
    for name in OF_SEVERAL if len(rows) > 1 else ():
        wrong = next((row for row in rows if BECOMES[name] not in MOVES[row.state]), None)
        if wrong is not None:
            reasons[name] = _stands(wrong)
    batches = {row.batch_id for row in rows}
    if len(batches) == 1 and None not in batches:
        reasons[TO_BATCH] = ""
    if len(rows) > 1 and len({row.supplier_id for row in rows if row.supplier_id is not None}) > 1:
        reasons[BATCH] = reasons.get(BATCH) or _("These are of several suppliers. A batch goes back to one.")
    return {name: said for name, said in reasons.items() if said}


def find_batch_reasons(batch: WholeBatch | None, lines: Sequence[DamageRow]) -> Mapping[str, str] | None:
    """Why which can't be done with a batch and with the chosen ones of its lines; None while there is none."""
    if batch is None:
        return None
    row = batch.row
    gone = _closed(row)
    meant = list(lines) or batch.waiting
    reasons = {
        SEND: gone or ("" if row.entries else _("Nothing is in it yet.")),
        PRINT: "" if row.entries else _("Nothing is in it, so there is no list to print."),
        CALL_OFF: gone,
        OUT: gone or ("" if len(lines) == 1 else _("Choose one of its lines.")),
        ANSWERS: "" if batch.waiting else _("The supplier owes no answer to this batch."),
        ENTRY: "" if len(lines) == 1 else _("Choose one of its lines."),
    }
    for name in (ACCEPTED, REFUSED, REPLACED, CREDITED, WRITE_OFF):
        reasons[name] = _why_not_answered(name, row, meant, is_alone=len(lines) == 1)
    return {name: said for name, said in reasons.items() if said}


def next_of_batch(batch: WholeBatch) -> str:
    """The one action that is next; "" where nothing is."""
    if batch.row.is_open:
        return SEND if batch.row.entries else ""
    return ANSWERS if batch.waiting else ""


_ALONE = (
    OUT, TO_BATCH, CREDITED, WRITE_OFF, STRIKE, AGAIN, REOPEN, SPLIT, EDIT, ORDER, CASE, BOX, REPAIR,
)  # fmt: skip


def _reasons_of(row: DamageRow) -> dict[str, str]:
    stands = _stands(row)
    reasons = {name: "" if to in MOVES[row.state] and row.is_open else stands for name, to in BECOMES.items()}
    return reasons | {
        OUT: "" if row.state is State.IN_BATCH else _("It is in no batch that is still here."),
        TO_BATCH: "" if row.batch_id is not None else _("It is in no batch."),
        AGAIN: "" if row.state is State.REFUSED else _("Only what the supplier refused is listed again."),
        REOPEN: _("It is open.") if row.is_open else "",
        SPLIT: _("It is settled.") if not row.is_open else "" if row.quantity > 1 else _("It is one piece."),
        EDIT: "" if row.is_open else _("It is settled. Open it again first."),
        ORDER: "" if row.order_id is not None else _("It belongs to no order."),
        CASE: "" if row.case_id is not None else _("It belongs to no case."),
        BOX: "" if row.box_item_id is not None else _("It came in no box."),
        REPAIR: "" if row.repair_id is not None else _("It was in no repair."),
    }


def _why_not_answered(name: str, batch: DamageBatchRow, meant: Sequence[DamageRow], *, is_alone: bool) -> str:
    if batch.sent_at is None:
        return _("It has not gone to the supplier yet.")
    if not meant:
        return _("The supplier owes no answer to this batch.")
    if name not in OF_SEVERAL and not (is_alone or len(meant) == 1):
        return _("Choose one of its lines.")
    wrong = next((row for row in meant if BECOMES[name] not in MOVES[row.state] or not row.is_open), None)
    return _stands(wrong) if wrong is not None else ""


def _closed(row: DamageBatchRow) -> str:
    if row.cancelled_at is not None:
        return _("It was called off.")
    return "" if row.sent_at is None else _("It went to {supplier} already.").format(supplier=row.supplier)


def _stands(row: DamageRow) -> str:
    return _("Entry {number} is “{state}”.").format(number=row.id, state=_(STATES[row.state]))


def _choose_one() -> str:
    return _("Choose one entry only.")
