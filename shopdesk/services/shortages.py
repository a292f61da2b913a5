"""Something was missing in a parcel: entered with its evidence, judged, and what follows started (SHP-12).

The verdict is a help, never a bar: whoever does otherwise says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shopdesk.db.database import Database, add_row
from shopdesk.domain.cases import Kind as CaseKind
from shopdesk.domain.cases import State as CaseState
from shopdesk.domain.cases import Step
from shopdesk.domain.claims import Kind, Solution
from shopdesk.domain.manual_orders import ManualItem
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.reasons import Reason
from shopdesk.domain.refunds import RefundKind
from shopdesk.domain.shortage_reasons import told_text
from shopdesk.domain.shortages import REMEDIES, VERDICTS, Packaging, Remedy, Verdict
from shopdesk.domain.statuses import Stage, Status
from shopdesk.errors import N_, Refused, Word
from shopdesk.i18n import _
from shopdesk.queries.cases import find_open_case, get_case_row
from shopdesk.queries.orders import get_order
from shopdesk.queries.refunds import refund_view
from shopdesk.queries.shortages import (
    ShortageRow,
    find_made_good,
    find_open_shortage,
    get_shortage,
    list_shortage_items,
)
from shopdesk.services.case_replacements import enter_replacement
from shopdesk.services.case_steps import move
from shopdesk.services.cases import CaseItem, enter_case
from shopdesk.services.claims import NothingToGiveBack, enter_claim
from shopdesk.services.clashes import last_deed
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.edits import Base, ReasonMissing, save_edit
from shopdesk.services.learned_weights import learn_weights
from shopdesk.services.refunds import enter_refund
from shopdesk.services.shortage_traces import Missing, Triage, count_photos, weigh_up

__all__ = ["Missing", "Started", "Triage"]

_CHANGED = (Changed.PARCELS, Changed.ORDERS)
_STARTED = (*_CHANGED, Changed.CASES, Changed.REFUNDS, Changed.BUYERS)
_DEEDS = ("open shortage", "shortage remedy", "close shortage")


class ShortageHere(Refused):
    template = N_(
        "{person} entered a shortage of this parcel of order {order_no} already ({when}): number {number}. Go on there."
    )


class ShortageOver(Refused):
    template = N_("Shortage {number} is settled since {when} ({person}): {done}.")


class MadeGoodBefore(Refused):
    template = N_(
        "{goods} of order {order_no} was made good already: shortage {number} ({done}). A supervisor can do so again, "
        "with a reason."
    )


class NotSentYet(Refused):
    template = N_("Order {order_no} has not left, so nothing of it can be missing. Look at its packing instead.")


@dataclass(frozen=True, slots=True)
class Started:
    """What a remedy started; None where it isn't part of it."""

    case_id: int | None = None
    order_id: int | None = None
    """By which it goes out again."""
    refund_id: int | None = None
    claim_id: int | None = None
    text: str = ""
    """What the buyer is told, ready to copy."""


def open_shortage(
    desk: Desk,
    *,
    order_id: int,
    missing: Sequence[Missing],
    waybill: str = "",
    packaging: Packaging = Packaging.UNKNOWN,
    departed: int | None = None,
    arrived: int | None = None,
) -> int:
    """Enter what a buyer says was missing, with what is known; returns the shortage's id, judged. Weights in grams, as
    the courier tells them. Which parcel is only asked (`waybill`) where the order has several that may be meant.

    Raises NotSentYet, ShortageHere, NothingMissing, NotInParcel, TooManyMissing, WhichParcel, NoSuchParcel, NoWeight,
    WrongUnit."""
    need(desk, Right.SERVE)
    learn_weights(desk)
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        triage = weigh_up(
            desk.database, order_id=order_id, missing=missing, waybill=waybill, packaging=packaging,
            departed=departed, arrived=arrived,
        )  # fmt: skip
        _check_sent(desk, order_id)
        _refuse_twice(desk, order_id, triage.packing.waybill)
        return _enter(doing, order_id, triage)


def preview_shortage(
    desk: Desk,
    *,
    order_id: int,
    missing: Sequence[Missing],
    waybill: str = "",
    packaging: Packaging = Packaging.UNKNOWN,
    has_photo: bool = False,
    departed: int | None = None,
    arrived: int | None = None,
) -> Triage:
    """What would be said of it, while somebody fills it in; writes nothing. `has_photo`: a photo shows the packaging,
    though it isn't added yet. Raises what `open_shortage` raises."""
    return weigh_up(
        desk.database, order_id=order_id, missing=missing, waybill=waybill, packaging=packaging,
        has_photo=has_photo, departed=departed, arrived=arrived,
    )  # fmt: skip


def triage_of(desk: Desk, *, shortage_id: int) -> Triage:
    """A shortage weighed up by what is known now; writes nothing. Raises ShortageNotFound."""
    return _triage(desk, get_shortage(desk.database, shortage_id))


def change_evidence(desk: Desk, *, shortage_id: int, values: Mapping[str, Any], base: Base) -> bool:
    """Say what was heard since: packaging (a word), departed, arrived (grams or None); it is judged again. Only what
    differs from `base` (`evidence_base`) is written. False where nothing did. Raises Clash, ShortageOver, NoWeight,
    WrongUnit."""
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        row = get_shortage(desk.database, shortage_id)
        _refuse_over(desk, row)
        wanted = {name: values[name] for name in _EVIDENCE if name in values}
        if "packaging" in wanted:
            wanted["packaging"] = Packaging(wanted["packaging"]).value
        changed = save_edit(
            doing, "shortage", shortage_id, wanted, action="shortage evidence", kind="shortage", base=base
        )
        if changed:
            _judge_again(doing, get_shortage(desk.database, shortage_id))
    return changed


_EVIDENCE = ("packaging", "departed", "arrived")


def evidence_base(row: ShortageRow) -> Base:
    """What a form about the evidence begins with."""
    values = {"packaging": row.packaging.value, "departed": row.departed, "arrived": row.arrived}
    return Base(row.version, values)


def judge_again(doing: Work, shortage_id: int) -> None:
    """Its photos are others now: part of adding and taking away files. What is settled stays as it was judged."""
    row = get_shortage(doing.desk.database, shortage_id)
    if row.is_open:
        _judge_again(doing, row)


def choose_remedy(
    desk: Desk,
    *,
    shortage_id: int,
    remedy: Remedy,
    solution: Solution = Solution.NONE,
    amount: Money | None = None,
    claimed: Money | None = None,
    reason: str = "",
) -> Started:
    """Do what was proposed, or something else with a `reason`: send it again, pay it back, the same and ask the courier
    to pay (`solution` says by which; the proposed one if left out), or ask first. `amount` goes back to the buyer and
    `claimed` is asked of the courier; what was paid for the missing pieces if left out. Who sends it again has to be
    allowed to enter orders.

    Raises ReasonMissing, ShortageOver, MadeGoodBefore, NothingToGiveBack, NoParcelNamed, RegisteredBefore, and what
    opening a case, entering an order and asking for a refund raise."""
    with work(desk, Right.SERVE, *_STARTED) as doing:
        row = get_shortage(desk.database, shortage_id)
        _refuse_over(desk, row)
        triage = _triage(desk, row)
        if remedy is not triage.proposal.remedy and not reason.strip():
            raise ReasonMissing()
        if remedy is not Remedy.LOOK_AGAIN:
            _refuse_again(desk, row, reason)
        text = told_text(remedy, triage.judgement.verdict, triage.goods)
        started = Started(text=text)
        if remedy is not Remedy.LOOK_AGAIN:
            started = _start(doing, row, triage, _solution(remedy, solution, triage), amount=amount)
        if remedy is Remedy.CLAIM:
            started = replace(started, claim_id=_claim(doing, row, triage, started, claimed))
        _write_remedy(doing, row, remedy, started, reason.strip())
    return replace(started, text=text)


def close_shortage(desk: Desk, *, shortage_id: int, reason: str) -> None:
    """It is settled without more: found in the shoe box, withdrawn. Needs a reason. Raises ShortageOver."""
    if not reason.strip():
        raise ReasonMissing()
    with work(desk, Right.SERVE, *_CHANGED) as doing:
        row = get_shortage(desk.database, shortage_id)
        _refuse_over(desk, row)
        after = {"closed_at": doing.at, "reason": reason.strip()}
        save_edit(doing, "shortage", row.id, after, action="close shortage", kind="shortage", reason=reason.strip())
        doing.note("close shortage", "order", row.order_id, after={"shortage": row.id}, reason=reason.strip())


def _enter(doing: Work, order_id: int, triage: Triage) -> int:
    database, packing, traces = doing.desk.database, triage.packing, triage.traces
    row: dict[str, Any] = {
        "order_id": order_id, "slip_id": packing.slip_id, "waybill": packing.waybill, "carrier": packing.carrier,
        "packaging": traces.packaging.value, "departed": traces.departed, "arrived": traces.arrived,
        "packed": traces.packed, "person_id": doing.desk.actor.id, "at": doing.at, **_judged(triage),
    }  # fmt: skip
    marks = ", ".join("?" * len(row))
    shortage_id = add_row(database, f"INSERT INTO shortage ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    for piece in triage.missing:
        database.execute_sql(
            "INSERT INTO shortage_item (shortage_id, line_id, title, sku, quantity, grams, in_parcel) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (shortage_id, piece.line_id, piece.title, piece.sku, piece.quantity, piece.grams, int(piece.is_ticked)),
        )
    told = {
        "items": _(", ").join(f"{each.sku or each.title} ×{each.quantity}" for each in triage.missing),
        "verdict": triage.judgement.verdict.value, "certainty": triage.judgement.certainty, "waybill": packing.waybill,
    }  # fmt: skip
    doing.note("open shortage", "shortage", shortage_id, after=told)
    doing.note("open shortage", "order", order_id, after=told | {"shortage": shortage_id})
    return shortage_id


def _judged(triage: Triage) -> dict[str, Any]:
    """The columns that tell what is said of it."""
    return {
        "expected": triage.traces.expected, "spread": triage.traces.spread,
        "verdict": triage.judgement.verdict.value, "certainty": triage.judgement.certainty,
        "why": "\n".join(triage.why),
    }  # fmt: skip


def _triage(desk: Desk, row: ShortageRow) -> Triage:
    missing = [
        Missing(item.line_id, item.quantity, item.title, item.grams)
        for item in list_shortage_items(desk.database, shortage_id=row.id)
    ]
    return weigh_up(
        desk.database, order_id=row.order_id, missing=missing, waybill=row.waybill, packaging=row.packaging,
        has_photo=count_photos(desk.database, row.id) > 0, departed=row.departed, arrived=row.arrived,
    )  # fmt: skip


def _judge_again(doing: Work, row: ShortageRow) -> None:
    doing.kinds |= set(_CHANGED)
    judged = _judged(_triage(doing.desk, row))
    doing.desk.database.execute_sql("UPDATE shortage SET why = ? WHERE id = ?", (judged.pop("why"), row.id))
    save_edit(doing, "shortage", row.id, judged, action="shortage judged", kind="shortage")


def _check_sent(desk: Desk, order_id: int) -> None:
    order = get_order(desk.database, order_id)
    if order.status < Status.SHIPPED and order.stage < Stage.SHIPPED:
        raise NotSentYet(order_no=order.order_no)


def _refuse_twice(desk: Desk, order_id: int, waybill: str) -> None:
    first = find_open_shortage(desk.database, order_id=order_id, waybill=waybill)
    if first is not None:
        raise ShortageHere(
            person=first.person, order_no=first.order_no, when=desk.shown(first.at), number=first.id
        )  # fmt: skip


def _refuse_over(desk: Desk, row: ShortageRow) -> None:
    """Whoever comes second hears who was first."""
    if row.closed_at is None:
        return
    person, when = last_deed(desk, "shortage", row.id, *_DEEDS)
    done = Word(REMEDIES[row.remedy]) if row.remedy and row.remedy is not Remedy.LOOK_AGAIN else row.reason
    raise ShortageOver(number=row.id, when=when, person=person, done=done)


def _refuse_again(desk: Desk, row: ShortageRow, reason: str) -> None:
    """Nobody gets more pieces made good than were bought, save by a supervisor's reason."""
    earlier = find_made_good(desk.database, shortage_id=row.id)
    if earlier is None or (desk.actor.may(Right.OVERRULE) and reason.strip()):
        return
    done = Word(REMEDIES[earlier.remedy]) if earlier.remedy else ""
    raise MadeGoodBefore(goods=earlier.goods, order_no=row.order_no, number=earlier.id, done=done)


def _solution(remedy: Remedy, solution: Solution, triage: Triage) -> Solution:
    """How the buyer is made good."""
    if remedy is not Remedy.CLAIM:
        return Solution.RESHIP if remedy is Remedy.REISSUE else Solution.REFUND
    return solution or triage.proposal.solution or Solution.RESHIP


def _start(doing: Work, row: ShortageRow, triage: Triage, solution: Solution, *, amount: Money | None) -> Started:
    """Open the case, and send it again or ask for the money."""
    is_lost = triage.judgement.verdict is Verdict.LOST_ON_THE_WAY
    reason = Reason.THEFT if is_lost else Reason.MISSING
    if solution is Solution.RESHIP:
        need(doing.desk, Right.ENTER)
        case_id = _agreed_case(doing, row, triage, CaseKind.REISSUE, reason)
        items = [ManualItem(each.sku, each.title, each.properties, each.quantity) for each in triage.missing]
        return Started(case_id, enter_replacement(doing, case_id, items, again=True))
    money = refund_view(doing.desk.database, order_id=row.order_id).money
    wanted = amount if amount is not None else Money(min(triage.value, money.left))
    if amount is None and wanted <= 0:
        raise NothingToGiveBack(order_no=row.order_no, gone=money.gone().shown)
    case_id = _agreed_case(doing, row, triage, CaseKind.REFUND, reason)
    refund_id = enter_refund(
        doing, order_id=row.order_id, kind=RefundKind.ONLY, reason=reason.value, amount=wanted, case_id=case_id
    )
    return Started(case_id, refund_id=refund_id)


def _agreed_case(doing: Work, row: ShortageRow, triage: Triage, kind: CaseKind, reason: Reason) -> int:
    """The open case of this kind, or a new one about what is missing, agreed; the photos go along."""
    database = doing.desk.database
    said = _("Missing: {goods}").format(goods=triage.goods)
    case_id = find_open_case(database, order_id=row.order_id, kinds=(kind.value,))
    if case_id is None or get_case_row(database, case_id).replacement_id is not None:
        items = [
            CaseItem(each.line_id, each.title, each.sku, each.properties, each.quantity) for each in triage.missing
        ]
        case_id = enter_case(
            doing, kind=kind, order_id=row.order_id, reason=reason.value, asked=said, items=items
        )  # fmt: skip
    if get_case_row(database, case_id).state is CaseState.ASKED:
        verdict = _(VERDICTS[triage.judgement.verdict])
        move(doing, case_id, Step.AGREE, _("{verdict}: {goods}").format(verdict=verdict, goods=triage.goods))
    _hand_photos_on(database, row.id, "case", case_id)
    return case_id


def _hand_photos_on(database: Database, shortage_id: int, kind: str, record_id: int) -> None:
    """The files of a shortage belong to what follows from it too; those that are there already stay once."""
    database.execute_sql(
        "INSERT INTO evidence (kind, record_id, hash, name, media, person_id, at) "
        "SELECT ?, ?, e.hash, e.name, e.media, e.person_id, e.at FROM evidence e WHERE e.kind = 'shortage' "
        "AND e.record_id = ? AND e.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM evidence c WHERE c.kind = ? "
        "AND c.record_id = ? AND c.hash = e.hash)",
        (kind, record_id, shortage_id, kind, record_id),
    )


def _claim(doing: Work, row: ShortageRow, triage: Triage, started: Started, claimed: Money | None) -> int:
    """What the courier is asked for; without a value of the pieces what the whole order cost."""
    solution = Solution.RESHIP if started.order_id is not None else Solution.REFUND
    worth = triage.value if triage.value > 0 else get_order(doing.desk.database, row.order_id).paid
    claim_id = enter_claim(
        doing, kind=Kind.SHORT, order_id=row.order_id, waybill=row.waybill, carrier=row.carrier,
        amount=claimed if claimed is not None else Money(worth), note=_("Missing: {goods}").format(goods=triage.goods),
        case_id=started.case_id, solution=solution,
    )  # fmt: skip
    _hand_photos_on(doing.desk.database, row.id, "claim", claim_id)
    return claim_id


def _write_remedy(doing: Work, row: ShortageRow, remedy: Remedy, started: Started, reason: str) -> None:
    after = {
        "remedy": remedy.value, "reason": reason, "case_id": started.case_id, "claim_id": started.claim_id,
        "closed_at": None if remedy is Remedy.LOOK_AGAIN else doing.at,
    }  # fmt: skip
    told = {key: after[key] for key in ("remedy", "case_id", "claim_id") if after[key] is not None}
    save_edit(doing, "shortage", row.id, after, action="shortage remedy", kind="shortage", reason=reason)
    doing.note("shortage remedy", "order", row.order_id, after=told | {"shortage": row.id}, reason=reason)
