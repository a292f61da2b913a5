"""Reviews and how they are followed up: one table of states and steps (REV-01 to REV-06)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.permissions import Right
from shopdesk.errors import N_


class Kind(StrEnum):
    """How a buyer rated; the value is what the database keeps and the command line says."""

    GOOD = "good"
    NEUTRAL = "neutral"
    BAD = "bad"


class Cause(StrEnum):
    """What a review complains about."""

    QUALITY = "quality"
    SIZE = "size"
    COLOUR = "colour"
    WRONG = "wrong"
    MISSING = "missing"
    SLOW = "slow"
    COURIER = "courier"
    SERVICE = "service"
    PRICE = "price"
    EXPECTED = "expected"
    """Not as the pictures promised."""
    MALICE = "malice"
    """Blackmail, a rival, nothing to do with the goods."""
    NOTHING = "nothing"
    """It says nothing: the platform's own words for a buyer who wrote none."""
    OTHER = "other"


class State(StrEnum):
    """How far its follow-up has come."""

    NEW = "new"
    """To be assigned by the supervisor."""
    ASSIGNED = "assigned"
    """Its follower is to reach the buyer today."""
    IN_WORK = "in-work"
    """The buyer was contacted; not solved yet."""
    RAISED = "raised"
    """Before the supervisor: not solved by who followed it."""
    CLOSED = "closed"


class Result(StrEnum):
    """What came of it."""

    CHANGED = "changed"
    """The buyer made it a good one."""
    DELETED = "deleted"
    SOLVED = "solved"
    """The buyer is content; the review stands."""
    EXPLAINED = "explained"
    """Answered in public; the buyer was not reached or not won."""
    FAILED = "failed"
    NOT_WORKED = "not-worked"
    """Nobody did anything about it in its time (REV-07)."""


class Step(StrEnum):
    """What somebody can do with a review."""

    ASSIGN = "assign"
    CONTACT = "contact"
    RAISE = "raise"
    CLOSE = "close"
    REOPEN = "reopen"


class Deed(StrEnum):
    """What else its history tells: written beside the steps."""

    COME = "come"
    REPLY = "reply"
    """Answered in public; a good review that complains is done with it (REV-06)."""
    CHANGED = "changed"
    """The buyer changed the review."""
    DELETED = "deleted"
    BUT = "but"
    """Somebody said whether it complains."""
    LATE = "late"
    """It went up by itself when its time was over (REV-02)."""
    JOINED = "joined"
    """Its order came."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A step: from where, to where, and what it takes."""

    title: str
    came_from: frozenset[State]
    right: Right
    to: State
    needs_note: bool = False


_OPEN = frozenset(State) - {State.CLOSED}


def needs_work(kind: Kind, but: "But") -> bool:
    """Whether somebody has to follow a review up: neutral and bad ones, and good ones that complain (REV-06)."""
    return kind is not Kind.GOOD or but in (But.FOUND, But.SAID)


def first_state(kind: Kind, but: "But") -> State:
    """Where a new review stands: praise is closed as it comes."""
    return State.NEW if needs_work(kind, but) else State.CLOSED


RULES: Mapping[Step, Rule] = {
    Step.ASSIGN: Rule(N_("Assign…"), _OPEN, Right.OVERRULE, State.ASSIGNED),
    Step.CONTACT: Rule(N_("Buyer contacted…"), _OPEN - {State.NEW}, Right.SERVE, State.IN_WORK, needs_note=True),
    Step.RAISE: Rule(
        N_("To the supervisor…"), frozenset({State.ASSIGNED, State.IN_WORK}), Right.SERVE, State.RAISED,
        needs_note=True,
    ),
    Step.CLOSE: Rule(N_("Close the review…"), _OPEN, Right.OVERRULE, State.CLOSED, needs_note=True),
    Step.REOPEN: Rule(N_("Open again…"), frozenset({State.CLOSED}), Right.OVERRULE, State.NEW, needs_note=True),
}  # fmt: skip
"""Every step there is; a contact with a raised review leaves it before the supervisor (`after`)."""


def after(step: Step, state: State) -> State:
    """Where a review stands after a step."""
    if step is Step.CONTACT and state is State.RAISED:
        return State.RAISED
    return RULES[step].to


def steps_for(state: State) -> list[Step]:
    """What can be done with a review that stands there."""
    return [step for step, rule in RULES.items() if state in rule.came_from]


DEEDS: Mapping[Deed, str] = {
    Deed.COME: N_("The review came"),
    Deed.REPLY: N_("Answered in public"),
    Deed.CHANGED: N_("The buyer changed the review"),
    Deed.DELETED: N_("The buyer deleted the review"),
    Deed.BUT: N_("Whether it complains"),
    Deed.LATE: N_("Not solved in time"),
    Deed.JOINED: N_("The order came"),
}
KINDS: Mapping[Kind, str] = {Kind.GOOD: N_("Good"), Kind.NEUTRAL: N_("Neutral"), Kind.BAD: N_("Bad")}
STATES: Mapping[State, str] = {
    State.NEW: N_("To assign"),
    State.ASSIGNED: N_("To contact"),
    State.IN_WORK: N_("In work"),
    State.RAISED: N_("Before the supervisor"),
    State.CLOSED: N_("Dealt with"),
}
RESULTS: Mapping[Result, str] = {
    Result.CHANGED: N_("Changed to good"),
    Result.DELETED: N_("Deleted by the buyer"),
    Result.SOLVED: N_("Solved, review stands"),
    Result.EXPLAINED: N_("Explained in public"),
    Result.FAILED: N_("Failed"),
    Result.NOT_WORKED: N_("Not worked"),
}
CAUSES: Mapping[Cause, str] = {
    Cause.QUALITY: N_("Quality"),
    Cause.SIZE: N_("Size"),
    Cause.COLOUR: N_("Colour"),
    Cause.WRONG: N_("Wrong goods"),
    Cause.MISSING: N_("Something missing"),
    Cause.SLOW: N_("Slow"),
    Cause.COURIER: N_("Courier"),
    Cause.SERVICE: N_("Our service"),
    Cause.PRICE: N_("Its price"),
    Cause.EXPECTED: N_("Not as pictured"),
    Cause.MALICE: N_("Malice"),
    Cause.NOTHING: N_("No words"),
    Cause.OTHER: N_("Other"),
}


class But(StrEnum):
    """Whether a good review complains all the same (REV-06)."""

    NO = ""
    FOUND = "found"
    """By its words."""
    SAID = "said"
    """By somebody."""
    DENIED = "denied"
    """Somebody said it doesn't."""


class Decision(StrEnum):
    """What a supervisor decided of good ratings that were stopped (REV-04)."""

    NONE = ""
    RATE = "rate"
    WAIT = "wait"
