"""Who is in charge of a case, what the buyer asks again, and the call afterwards (RET-15, RET-16, CRM-03, CRM-04)."""

from shopdesk.clock import Millis
from shopdesk.domain.cases import State
from shopdesk.services.desk import Desk


def assign_case(desk: Desk, *, case_id: int, person_id: int, note: str = "") -> bool:
    """Put somebody in charge: of the buyer, so all the buyer's open cases go along (RET-15). False where they were.
    Raises PersonFull (CRM-04), NobodyThere."""
    raise NotImplementedError


def ask_again(desk: Desk, *, case_id: int, note: str, answer: str = "", answer_by: Millis | None = None) -> int:
    """The buyer asks once more; returns how often that is now. It takes the answer, or a time for one (RET-15)."""
    raise NotImplementedError


def log_contact(desk: Desk, *, case_id: int, note: str, next_at: Millis | None = None, kind: str = "case") -> int:
    """Somebody spoke with the buyer about a case; returns the contact's id. What was to be said until now is done, and
    `next_at` is when to speak again (CRM-03)."""
    raise NotImplementedError


def finish_contact(desk: Desk, *, contact_id: int) -> bool:
    """The next contact is no longer needed; False where it was done already."""
    raise NotImplementedError


def call_back(desk: Desk, *, case_id: int, solved: bool, satisfied: bool | None = None, note: str = "") -> State:
    """The buyer was called afterwards (RET-16): solved closes the case, else it is asked anew."""
    raise NotImplementedError
