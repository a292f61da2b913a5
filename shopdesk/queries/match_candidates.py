"""The orders that a box may belong to, found by index: quick on a million orders (RET-03)."""

from shopdesk.db.database import Database
from shopdesk.domain.matching import Candidate, Clues


def propose(database: Database, clues: Clues, *, limit: int = 5) -> list[Candidate]:
    """The orders that fit what came with a box, likeliest first, with reasons. Nothing is accepted by itself.

    It compares what is really there, so hand it `desk.database`: the reasons tell no more than a mask lets see.
    """
    raise NotImplementedError


def propose_for(database: Database, box_id: int, *, limit: int = 5) -> list[Candidate]:
    """The same for a box as it stands in the register."""
    raise NotImplementedError
