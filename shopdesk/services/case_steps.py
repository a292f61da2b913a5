"""Cases go on step by step, as the table in domain.cases allows (RET-09 to RET-13, RET-16)."""

from shopdesk.domain.cases import State, Step
from shopdesk.services.desk import Desk, Work


def take_step(desk: Desk, *, case_id: int, step: Step, note: str = "", version: int | None = None) -> State:
    """Somebody takes a step; returns where the case stands now. `version` is that of the case as it was seen: a step
    that another took meanwhile is refused by name. Raises StepNotPossible, StepTaken, ReasonMissing, PhotosMissing,
    RefundOpen."""
    raise NotImplementedError


def move(doing: Work, case_id: int, step: Step, note: str = "") -> State:
    """The same as part of a larger work: by what happened, not by a button. Raises StepNotPossible."""
    raise NotImplementedError


def receive(doing: Work, case_id: int, note: str = "") -> State:
    """Goods of a case arrived, whatever it stood at."""
    raise NotImplementedError


def note_inspected(doing: Work, case_id: int) -> State:
    """Some of its box items were inspected: once all are, the case stands at INSPECTED. Call it after each."""
    raise NotImplementedError


def note_approved(doing: Work, case_id: int) -> State:
    """Some of its box items were approved: counts what was received, and once all are the refund or replacement is
    released (RET-09), or the case is done where the buyer has it already (RET-12). Raises SamePerson where the acting
    person inspected one of them. Call it after each."""
    raise NotImplementedError


def fulfil_if_settled(doing: Work, case_id: int) -> State:
    """Once a refund is paid or a replacement has left: a released case whose buyer has what was agreed is done."""
    raise NotImplementedError


def send_back(desk: Desk, *, case_id: int, carrier: str, waybill: str) -> State:
    """The buyer told the waybill of what they send back (RET-13); again: another one was meant."""
    raise NotImplementedError
