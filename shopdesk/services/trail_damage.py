"""What happened to damaged goods and their batches, in words: with themselves, and beside their order (REP-04)."""

from collections.abc import Callable, Mapping

from shopdesk.domain.damage_list import STATES, State
from shopdesk.domain.money import Money
from shopdesk.i18n import N_, _
from shopdesk.queries.trail import TrailRow
from shopdesk.services.trail_slips import said_plainly

DAMAGE_KINDS: Mapping[str, str] = {"damage": N_("Damage"), "damage_batch": N_("Return batch")}
DAMAGE_DEEDS: Mapping[str, str] = {
    "open damage": N_("Damage listed"),
    "damage": N_("Damage"),
    "damage split": N_("Entry split"),
    "damage into batch": N_("Into a return batch"),
    "damage out of batch": N_("Out of the return batch"),
    "damage sent": N_("Sent back to the supplier"),
    "damage accepted": N_("The supplier takes it back"),
    "damage refused": N_("The supplier refuses it"),
    "damage credited": N_("The supplier credited it"),
    "damage replaced": N_("The supplier gave other goods for it"),
    "damage written off": N_("Written off"),
    "damage struck": N_("Struck off the damage list"),
    "damage listed again": N_("Back in the damage list"),
    "damage opened again": N_("Opened again"),
    "open return batch": N_("Return batch opened"),
    "send return batch": N_("Sent back to the supplier"),
}
DAMAGE_FIELDS: Mapping[str, str] = {
    "damage": N_("Damage"),
    "credited": N_("Credited"),
    "expires_at": N_("Supplier takes it back until"),
    "position": N_("Line"),
    "sent_by_id": N_("Sent by"),
    "answered_at": N_("Answered"),
    "answered_by_id": N_("Answer noted by"),
}
DAMAGE_AMOUNTS = frozenset({"credited"})
"""Kept in fen."""


def _entered(row: TrailRow) -> str:
    item, quantity, fault = (row.after.get(name) for name in ("item", "quantity", "fault"))
    said = _("{item} × {quantity} in the damage list").format(item=item or "–", quantity=quantity or 1)
    return _("{part}: {rest}").format(part=said, rest=fault) if fault else said


def _of_order(row: TrailRow) -> str:
    state = str(row.after.get("state") or "")
    where = _(STATES[State(state)]) if state in set(State) else state
    said = _("Damage {number}, {item}: {state}")
    return said.format(number=row.after.get("damage"), item=row.after.get("item") or "–", state=where)


def _answered(words: str) -> Callable[[TrailRow], str]:
    """The supplier's own words after ours."""

    def said(row: TrailRow) -> str:
        answer = str(row.after.get("answer") or "")
        return _("{part}: {rest}").format(part=_(words), rest=answer) if answer else _(words)

    return said


def _credited(row: TrailRow) -> str:
    said = _("The supplier credited {amount}").format(amount=Money(int(row.after.get("credited") or 0)).shown)
    answer = str(row.after.get("answer") or "")
    return _("{part}: {rest}").format(part=said, rest=answer) if answer else said


def _split(row: TrailRow) -> str:
    said = _("{quantity} pieces split off entry {number}")
    return said.format(quantity=row.after.get("quantity"), number=row.after.get("damage"))


def _batch_sent(row: TrailRow) -> str:
    parcel = " ".join(str(row.after[name]) for name in ("carrier", "waybill") if row.after.get(name))
    said = _(DAMAGE_DEEDS["send return batch"])
    return _("{part}: {rest}").format(part=said, rest=parcel) if parcel else said


DAMAGE_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    "open damage": _entered,
    "damage split": _split,
    "damage sent": said_plainly(DAMAGE_DEEDS["damage sent"]),
    "damage accepted": _answered(DAMAGE_DEEDS["damage accepted"]),
    "damage refused": _answered(DAMAGE_DEEDS["damage refused"]),
    "damage replaced": _answered(DAMAGE_DEEDS["damage replaced"]),
    "damage credited": _credited,
    **{
        deed: said_plainly(DAMAGE_DEEDS[deed])
        for deed in (
            "damage into batch", "damage out of batch", "damage written off", "damage struck", "damage listed again",
            "damage opened again",
        )
    },
}  # fmt: skip
"""With the entry itself, by the action; the rest is told field by field."""
DAMAGE_BATCH_SAID: Mapping[str, Callable[[TrailRow], str]] = {
    "open return batch": said_plainly(DAMAGE_DEEDS["open return batch"]),
    "send return batch": _batch_sent,
    "cancel": said_plainly(N_("Called off")),
}
"""With a batch."""
ORDER_DAMAGE_SAID: Mapping[str, Callable[[TrailRow], str]] = {"damage": _of_order}
"""Beside the order."""
