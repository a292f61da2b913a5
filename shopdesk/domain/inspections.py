"""What an inspection usually finds, so that most need no typing (RET-09)."""

from dataclasses import dataclass

from shopdesk.domain.intake import Condition, Destination, Wish


@dataclass(frozen=True, slots=True)
class Found:
    """Pieces and where they go."""

    good: int
    faulty: int
    goes_to: Destination = Destination.STOCK
    faulty_to: Destination = Destination.DAMAGE


_FAULTY = frozenset({Condition.FAULTY, Condition.BROKEN})
_TO_BUYER = frozenset({Wish.BACK})


def usual_findings(*, condition: Condition | None, wish: Wish, quantity: int, can_stay: int) -> Found:
    """By how it was registered and what the buyer wants: what is to be repaired goes to repair, what isn't ours or
    isn't to be kept goes back. `can_stay` is how many pieces may enter stock: none of what never left."""
    if condition is Condition.EMPTY:
        return Found(0, 0)
    faulty_to = Destination.REPAIR if wish is Wish.REPAIR else Destination.DAMAGE
    if wish in _TO_BUYER or condition is Condition.WRONG or can_stay < quantity:
        goes_to = Destination.BUYER
    else:
        goes_to = Destination.REPAIR if wish is Wish.REPAIR else Destination.STOCK
    if condition in _FAULTY:
        return Found(0, quantity, goes_to, Destination.BUYER if wish in _TO_BUYER else faulty_to)
    return Found(quantity, 0, goes_to, faulty_to)
