"""What can be done with the chosen refunds now, and why not."""

from collections.abc import Sequence

from shopdesk.domain.refund_steps import REFUND_RULES, RefundStep
from shopdesk.domain.refunds import RefundState
from shopdesk.i18n import _
from shopdesk.queries.refunds import RefundRow
from shopdesk.ui.refunds.commands import STEP_KEYS, RefundCommands
from shopdesk.ui.refunds.reading import Shown


def allow(commands: RefundCommands, rows: Sequence[RefundRow], shown: Shown | None, *, is_asking: bool) -> None:
    """Grey what can't be done with these rows; `shown` is the refund in the panel, `is_asking`: a new one is typed."""
    for step in STEP_KEYS:
        busy = _("Finish the new refund first, or leave it with Esc.") if is_asking else None
        commands.allow(step.value, busy or _why_not(step, rows, shown))
    one = rows[0] if len(rows) == 1 and not is_asking else None
    alone = None if one is not None else _choose_one(rows)
    for name in ("copy", "see", "order"):
        commands.allow(name, alone)
    commands.allow("case", alone if one is None or one.case_id else _("It belongs to no case."))
    is_over = one is not None and one.state in (RefundState.FAILED, RefundState.REFUSED)
    commands.allow("again", alone if one is None or is_over else _("It is open or paid."))


def _why_not(step: RefundStep, rows: Sequence[RefundRow], shown: Shown | None) -> str | None:
    if len(rows) > 1 and step is RefundStep.APPROVE:
        is_any = any(row.state is RefundState.ASKED for row in rows)
        return None if is_any else _("None of these is to be approved.")
    if len(rows) != 1:
        return _choose_one(rows)
    if shown is not None and shown.row.id == rows[0].id:
        return shown.refusals.get(step)
    is_right = rows[0].state in REFUND_RULES[step].came_from
    return None if is_right else _("It doesn't stand at this step.")


def _choose_one(rows: Sequence[RefundRow]) -> str:
    return _("Choose one refund only.") if rows else _("Choose a refund.")
