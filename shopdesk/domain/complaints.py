"""Complaints at a platform or an authority, and the shop's appeal: one table of states and steps (CMP-01, CMP-02)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_


class Cause(StrEnum):
    """What it is about; the value is what the database keeps and the command line says."""

    QUALITY = "quality"
    DESCRIPTION = "description"
    LATE = "late"
    NOT_RECEIVED = "not-received"
    REFUND = "refund"
    SERVICE = "service"
    INVOICE = "invoice"
    COPYRIGHT = "copyright"
    PRIVACY = "privacy"
    OTHER = "other"


class State(StrEnum):
    """How far it has come."""

    NEW = "new"
    """No supervisor has seen it yet."""
    OPEN = "open"
    """Seen; in somebody's hands."""
    DRAFTED = "drafted"
    """An appeal is written and waits for approval."""
    APPROVED = "approved"
    """It may go to the platform."""
    SENT = "sent"
    """The platform decides."""
    WON = "won"
    LOST = "lost"
    SETTLED = "settled"
    """Made good with the buyer."""
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What somebody can do with a complaint."""

    SEE = "see"
    DRAFT = "draft"
    APPROVE = "approve"
    SEND_BACK = "send-back"
    SEND = "send"
    WIN = "win"
    LOSE = "lose"
    SETTLE = "settle"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


class Deed(StrEnum):
    """What else its history tells: written beside the steps."""

    COME = "come"
    ASSIGN = "assign"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Rule:
    """A step: from where, to where, and what it takes."""

    title: str
    came_from: frozenset[State]
    right: Right
    to: State
    needs_note: bool = False


ENDED = frozenset({State.WON, State.LOST, State.SETTLED, State.WITHDRAWN})
_OPEN = frozenset(State) - ENDED
OURS = _OPEN - {State.SENT}
"""States in which the shop has to answer: its time runs."""
CLOSINGS = (Step.WIN, Step.LOSE, Step.SETTLE, Step.WITHDRAW)
"""Steps that end it, each with what came of it and what it cost."""

RULES: Mapping[Step, Rule] = {
    Step.SEE: Rule(N_("Taken note"), frozenset({State.NEW}), Right.OVERRULE, State.OPEN),
    Step.DRAFT: Rule(N_("Write the appeal…"), OURS, Right.SERVE, State.DRAFTED, needs_note=True),
    Step.APPROVE: Rule(N_("Approve the appeal"), frozenset({State.DRAFTED}), Right.OVERRULE, State.APPROVED),
    Step.SEND_BACK: Rule(
        N_("Back to its writer…"), frozenset({State.DRAFTED, State.APPROVED}), Right.OVERRULE, State.OPEN,
        needs_note=True,
    ),
    Step.SEND: Rule(N_("Sent to the platform"), frozenset({State.APPROVED}), Right.SERVE, State.SENT),
    Step.WIN: Rule(N_("Won…"), frozenset({State.SENT}), Right.OVERRULE, State.WON, needs_note=True),
    Step.LOSE: Rule(N_("Lost…"), _OPEN, Right.OVERRULE, State.LOST, needs_note=True),
    Step.SETTLE: Rule(N_("Settled with the buyer…"), _OPEN, Right.OVERRULE, State.SETTLED, needs_note=True),
    Step.WITHDRAW: Rule(N_("Withdrawn by the buyer…"), _OPEN, Right.OVERRULE, State.WITHDRAWN),
    Step.REOPEN: Rule(N_("Open again…"), ENDED, Right.OVERRULE, State.OPEN, needs_note=True),
}  # fmt: skip
"""Every step there is. An appeal without evidence is not approved, nor by who wrote it where another could; what is
late is not sent (CMP-02)."""


def steps_for(state: State) -> list[Step]:
    """What can be done with a complaint that stands there."""
    return [step for step, rule in RULES.items() if state in rule.came_from]


DONE: Mapping[Step, str] = {
    Step.SEE: N_("Taken note"),
    Step.DRAFT: N_("Appeal written"),
    Step.APPROVE: N_("Appeal approved"),
    Step.SEND_BACK: N_("Back to its writer"),
    Step.SEND: N_("Sent to the platform"),
    Step.WIN: N_("Decided for us"),
    Step.LOSE: N_("Decided against us"),
    Step.SETTLE: N_("Settled with the buyer"),
    Step.WITHDRAW: N_("Withdrawn by the buyer"),
    Step.REOPEN: N_("Taken up again"),
}
"""What a step is called once it was taken."""
DEEDS: Mapping[Deed, str] = {
    Deed.COME: N_("The complaint came"),
    Deed.ASSIGN: N_("Handed over"),
    Deed.CONTACT: N_("Buyer contacted"),
}
STATES: Mapping[State, str] = {
    State.NEW: N_("Not seen yet"),
    State.OPEN: N_("In work"),
    State.DRAFTED: N_("Appeal to approve"),
    State.APPROVED: N_("Appeal to send"),
    State.SENT: N_("Before the platform"),
    State.WON: N_("Decided for us"),
    State.LOST: N_("Decided against us"),
    State.SETTLED: N_("Settled with the buyer"),
    State.WITHDRAWN: N_("Withdrawn by the buyer"),
}
CAUSES: Mapping[Cause, str] = {
    Cause.QUALITY: N_("Quality"),
    Cause.DESCRIPTION: N_("Not as described"),
    Cause.LATE: N_("Late shipping"),
    Cause.NOT_RECEIVED: N_("Not received"),
    Cause.REFUND: N_("Refund refused or late"),
    Cause.SERVICE: N_("Our service"),
    Cause.INVOICE: N_("Invoice"),
    Cause.COPYRIGHT: N_("Copyright or brand"),
    Cause.PRIVACY: N_("Private data"),
    Cause.OTHER: N_("Other"),
}
