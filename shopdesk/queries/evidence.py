"""Files that belong to boxes, cases, refunds, claims ...: photos, chat logs, proofs of payment (RET-10)."""

from dataclasses import dataclass

from shopdesk.clock import Millis
from shopdesk.db.database import Database, rows_of
from shopdesk.db.files import get_file
from shopdesk.errors import N_, NotFound


class EvidenceNotFound(NotFound):
    template = N_("There is no file {number} here. Look at the list of files again.")


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One file of a record."""

    id: int
    kind: str
    """`box`, `case`, `refund` ...: domain.evidence.EvidenceOf."""
    record_id: int
    hash: str
    """The stored file's name (db/files.py)."""
    name: str
    """What the file was called."""
    media: str
    """`image/jpeg` ..."""
    size: int
    """Bytes."""
    person: str
    at: Millis
    removed_at: Millis | None = None
    removed_by: str = ""

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as a picture."""
        return self.media.startswith("image/")


_SQL = """
SELECT e.id, e.kind AS kind, e.record_id, e.hash AS hash, e.name AS file, e.media AS media,
  coalesce(f.size, 0) AS size, p.name AS person, e.at, e.removed_at, coalesce(r.name, '') AS removed_by
FROM evidence e JOIN person p ON p.id = e.person_id LEFT JOIN person r ON r.id = e.removed_by_id
LEFT JOIN stored_file f ON f.hash = e.hash
"""


def list_evidence(database: Database, *, kind: str, record_id: int, with_removed: bool = False) -> list[EvidenceRow]:
    """The files of one record, the oldest first; those that were removed too where wanted."""
    there = "" if with_removed else "AND e.removed_at IS NULL"
    sql = f"{_SQL} WHERE e.kind = ? AND e.record_id = ? {there} ORDER BY e.id"
    return [EvidenceRow(*row) for row in rows_of(database, sql, (kind, record_id))]


def get_evidence(database: Database, evidence_id: int) -> EvidenceRow:
    """One file, removed or not; raises EvidenceNotFound."""
    found = rows_of(database, f"{_SQL} WHERE e.id = ?", (evidence_id,))
    if not found:
        raise EvidenceNotFound(number=evidence_id)
    return EvidenceRow(*found[0])


def read_evidence(database: Database, evidence_id: int) -> bytes:
    """What is in a file. Raises EvidenceNotFound, FileLost."""
    return get_file(database, get_evidence(database, evidence_id).hash)
