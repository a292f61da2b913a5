"""The case that a repair belongs to goes on with it: done once the buyer has it, or an exchange or a refund instead."""

from collections.abc import Mapping

from shopdesk.db.database import rows_of
from shopdesk.domain.case_clocks import due_of
from shopdesk.domain.cases import KINDS, Kind, Source
from shopdesk.domain.cases import State as CaseState
from shopdesk.domain.cases import Step as CaseStep
from shopdesk.domain.reasons import Reason
from shopdesk.domain.refunds import COUNTS
from shopdesk.domain.repairs import RULES, State, Step
from shopdesk.errors import N_, Refused
from shopdesk.i18n import _
from shopdesk.queries.cases import CaseRow, find_open_case, get_case_row
from shopdesk.queries.repairs import RepairRow
from shopdesk.services.case_steps import fulfil_if_settled, limits_of, move, tell
from shopdesk.services.cases import CaseItem, enter_case
from shopdesk.services.desk import Changed, Work
from shopdesk.services.edits import save_edit


class NobodysRepair(Refused):
    template = N_(
        "Repair {number} belongs to no order and no buyer, so nothing can be sent or paid for it. Call it off."
    )


class CaseWentOn(Refused):
    template = N_("Case {case} went on since repair {number} was given up: {what}. Take that back first.")


_BECOMES: Mapping[Step, tuple[Kind, Kind]] = {
    Step.REPLACE: (Kind.EXCHANGE, Kind.REISSUE),
    Step.REFUND: (Kind.RETURN, Kind.REFUND),
}
"""What the case becomes that the goods came back for; and the kind of a new one, where there is none."""


def check_case(doing: Work, row: RepairRow, step: Step) -> None:
    """Whether the case lets the repair go this way. Raises NobodysRepair, CaseWentOn."""
    if step in _BECOMES and row.order_id is None and row.buyer_id is None:
        raise NobodysRepair(number=row.id)
    if step is Step.REOPEN and row.state in (State.REPLACED, State.REFUNDED) and row.case_id is not None:
        _check_nothing_went(doing, row, row.case_id)


def follow_case(doing: Work, row: RepairRow, step: Step, note: str) -> None:
    """What a step of a repair means for its case; `row` is the repair as it was before."""
    case_id = row.case_id
    if step in _BECOMES:
        case_id = _give_up(doing, row, step, note)
    if case_id is None:
        return
    title = _(RULES[step].title).rstrip("…")
    tell(doing, case_id, "repair", _("{item}: {step}").format(item=row.name, step=title))
    if step is Step.RETURN:
        fulfil_if_settled(doing, case_id)


def _give_up(doing: Work, row: RepairRow, step: Step, note: str) -> int:
    """The case that replaces or refunds what is not mended; it is released, or goes on as far as it has come."""
    doing.kinds |= {Changed.CASES, Changed.BUYERS}
    own = get_case_row(doing.desk.database, row.case_id) if row.case_id is not None else None
    if own is not None and own.state not in (CaseState.DONE, CaseState.CLOSED):
        _make_kind(doing, own, _BECOMES[step], note)
        return own.id
    case_id = _new_case(doing, row, _BECOMES[step], note)
    save_edit(doing, "repair", row.id, {"case_id": case_id}, action="edit", kind="repair")
    return case_id


def _make_kind(doing: Work, case: CaseRow, kinds: tuple[Kind, Kind], note: str) -> None:
    if case.kind in kinds:
        return
    after = {"kind": kinds[0].value}
    if case.state is CaseState.RELEASED:
        due = due_of(case.state, limits_of(doing.desk.database), at=doing.at, platform_due=case.platform_due)
        after["due_at"] = due  # type: ignore[assignment]
    save_edit(doing, "cases", case.id, after, action="edit", kind="case", reason=note)
    said = _("{before} → {after}").format(before=_(KINDS[case.kind]), after=_(KINDS[kinds[0]]))
    tell(doing, case.id, "change", said)


def _new_case(doing: Work, row: RepairRow, kinds: tuple[Kind, Kind], note: str) -> int:
    """The order's open case of such a kind, or a new one: the goods are here, so nothing is waited for."""
    database = doing.desk.database
    if row.order_id is not None:
        found = find_open_case(database, order_id=row.order_id, kinds=[kind.value for kind in kinds])
        if found is not None:
            return found
    item = CaseItem(row.line_id, row.title, row.sku, " ".join(filter(None, (row.colour, row.size))), row.quantity)
    case_id = enter_case(
        doing, kind=kinds[1], order_id=row.order_id, buyer_id=row.buyer_id, reason=Reason.QUALITY.value, asked=note,
        items=[item], source=Source.HAND,
    )  # fmt: skip
    move(doing, case_id, CaseStep.AGREE, note)
    return case_id


def _check_nothing_went(doing: Work, row: RepairRow, case_id: int) -> None:
    """A repair isn't taken up again beside the order or the money that stands in its place."""
    case = get_case_row(doing.desk.database, case_id)
    marks = ", ".join("?" * len(COUNTS))
    refunds = rows_of(
        doing.desk.database,
        f"SELECT id FROM refund WHERE case_id = ? AND state IN ({marks}) ORDER BY id LIMIT 1",
        (case_id, *(state.value for state in COUNTS)),
    )
    if case.replacement_no:
        raise CaseWentOn(case=case_id, number=row.id, what=_("order {name}").format(name=case.replacement_no))
    if refunds:
        raise CaseWentOn(case=case_id, number=row.id, what=_("refund {number}").format(number=refunds[0][0]))
