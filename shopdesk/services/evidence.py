"""Files that prove what happened: added to a box, a case or a refund, taken away, put back (RET-10)."""

from pathlib import Path

from shopdesk.services.desk import Desk


def add_evidence(desk: Desk, *, kind: str, record_id: int, file: Path | bytes, name: str = "") -> int:
    """Keep a file with a record (`box`, `case`, `refund`); returns its id. `name` is what it is called, the path's own
    where it is left out. Raises NoPlaceForFiles, FileUnreadable, FileTooLarge, NotEvidence."""
    raise NotImplementedError


def remove_evidence(desk: Desk, *, evidence_id: int) -> bool:
    """Take a file away from its record; it stays in the trail and can be put back. False where it was away already."""
    raise NotImplementedError


def restore_evidence(desk: Desk, *, evidence_id: int) -> bool:
    """Put a file back that was taken away; False where it is there."""
    raise NotImplementedError
