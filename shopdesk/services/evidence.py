"""Files that prove what happened: added to a box, a case, a claim ..., taken away, put back (RET-10)."""

from pathlib import Path
from typing import Any

from shopdesk.db.database import add_row, rows_of
from shopdesk.db.files import name_of, put_file
from shopdesk.domain.evidence import MOST_BYTES, RIGHTS, EvidenceOf, media_of, read_name
from shopdesk.domain.permissions import Right
from shopdesk.errors import N_, BadInput, NotFound, Refused
from shopdesk.i18n import _
from shopdesk.queries.evidence import EvidenceNotFound, EvidenceRow, get_evidence
from shopdesk.services.desk import Changed, Desk, Work, need, work
from shopdesk.services.shortages import judge_again

_TABLES = {
    EvidenceOf.BOX: "box",
    EvidenceOf.CASE: "cases",
    EvidenceOf.REFUND: "refund",
    EvidenceOf.REPAIR: "repair",
    EvidenceOf.DAMAGE: "damage",
    EvidenceOf.SHORTAGE: "shortage",
    EvidenceOf.REVIEW: "review",
    EvidenceOf.COMPLAINT: "complaint",
    EvidenceOf.CLAIM: "claim",
}
_KINDS = {
    EvidenceOf.BOX: Changed.BOXES,
    EvidenceOf.CASE: Changed.CASES,
    EvidenceOf.REFUND: Changed.REFUNDS,
    EvidenceOf.REPAIR: Changed.REPAIRS,
    EvidenceOf.DAMAGE: Changed.REPAIRS,
    EvidenceOf.SHORTAGE: Changed.PARCELS,
    EvidenceOf.REVIEW: Changed.REVIEWS,
    EvidenceOf.COMPLAINT: Changed.COMPLAINTS,
    EvidenceOf.CLAIM: Changed.PARCELS,
}
_MB = 1024 * 1024


class NoPlaceForFiles(NotFound):
    template = N_("{name} has nothing to belong to: {kind} {number} is not there.")


class FileUnreadable(BadInput):
    template = N_("{name} can't be read: {reason}.")


class FileTooLarge(BadInput):
    template = N_("{name} has {size} MB, and {most} MB is the most. Send a smaller picture, or take a part of it.")


class FileEmpty(BadInput):
    template = N_("{name} is empty. Take the picture again, or choose another file.")


class NotEvidence(BadInput):
    template = N_("{name} is no picture, PDF or text, whatever its name says. It was not added.")


class FileThere(Refused):
    template = N_("{name} is there already: {person} added it as {file} ({when}).")


def add_evidence(desk: Desk, *, kind: str, record_id: int, file: Path | bytes, name: str = "") -> int:
    """Keep a file with a record (a kind of EvidenceOf: `box`, `case`, `claim` ...); returns its id. `name` is what it
    is called, the path's own where it is left out. Raises NoPlaceForFiles, FileUnreadable, FileTooLarge,
    FileEmpty, NotEvidence, FileThere.
    """
    of = EvidenceOf(kind)
    right, called = _right(desk, of), _called(file, name)
    need(desk, right)
    content = _content(file, called)  # a slow disk keeps nobody else waiting
    media = media_of(content)
    if media is None:
        raise NotEvidence(name=called)
    with work(desk, right, _KINDS[of]) as doing:
        if not rows_of(desk.database, f"SELECT 1 FROM {_TABLES[of]} WHERE id = ?", (record_id,)):
            raise NoPlaceForFiles(name=called, kind=_said(of), number=record_id)
        _refuse_twice(desk, of, record_id, content, called)
        made = add_row(
            desk.database,
            "INSERT INTO evidence (kind, record_id, hash, name, media, person_id, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (of.value, record_id, put_file(desk.database, content), called, media, desk.actor.id, doing.at),
        )
        doing.note("file added", of.value, record_id, after={"file": called})
        _look_again(doing, of, record_id)
    return made


def remove_evidence(desk: Desk, *, evidence_id: int) -> bool:
    """Take a file away from its record; it stays in the trail and can be put back. False where it was away already.
    Raises EvidenceNotFound."""
    return _set_removed(desk, evidence_id, is_removed=True)


def restore_evidence(desk: Desk, *, evidence_id: int) -> bool:
    """Put a file back that was taken away; False where it is there. Raises EvidenceNotFound."""
    return _set_removed(desk, evidence_id, is_removed=False)


def check_file(file: Path) -> str:
    """Look whether a file can be evidence before it is added to anything: its media. Raises FileUnreadable,
    FileTooLarge, FileEmpty, NotEvidence."""
    media = media_of(_content(file, _called(file, "")))
    if media is None:
        raise NotEvidence(name=_called(file, ""))
    return media


def _set_removed(desk: Desk, evidence_id: int, *, is_removed: bool) -> bool:
    of = _kind_of(desk, evidence_id)
    with work(desk, _right(desk, of), _KINDS[of]) as doing:
        row: EvidenceRow = get_evidence(desk.database, evidence_id)
        if (row.removed_at is not None) is is_removed:
            return False
        values: tuple[Any, ...] = (doing.at, desk.actor.id) if is_removed else (None, None)
        desk.database.execute_sql(
            "UPDATE evidence SET removed_at = ?, removed_by_id = ? WHERE id = ?", (*values, evidence_id)
        )
        told = {"file": row.name}
        if is_removed:
            doing.note("file removed", row.kind, row.record_id, before=told)
        else:
            doing.note("file put back", row.kind, row.record_id, after=told)
        _look_again(doing, of, row.record_id)
    return True


def _look_again(doing: Work, of: EvidenceOf, record_id: int) -> None:
    """A shortage is judged by its photos too."""
    if of is EvidenceOf.SHORTAGE:
        judge_again(doing, record_id)


def _kind_of(desk: Desk, evidence_id: int) -> EvidenceOf:
    """What a file belongs to; a box for one that isn't there, so that the right is asked first all the same."""
    try:
        return EvidenceOf(get_evidence(desk.database, evidence_id).kind)
    except EvidenceNotFound:
        return EvidenceOf.BOX


def _right(desk: Desk, of: EvidenceOf) -> Right:
    """The one of the rights that the acting person has, else the one to ask for."""
    return next((right for right in RIGHTS[of] if desk.actor.may(right)), RIGHTS[of][0])


def _called(file: Path | bytes, name: str) -> str:
    return read_name(name) or read_name(file.name if isinstance(file, Path) else "") or _("Pasted picture")


def _said(of: EvidenceOf) -> str:
    return {
        EvidenceOf.BOX: _("Box"),
        EvidenceOf.CASE: _("Case"),
        EvidenceOf.REFUND: _("Refund"),
        EvidenceOf.REPAIR: _("Repair"),
        EvidenceOf.DAMAGE: _("Damage"),
        EvidenceOf.SHORTAGE: _("Shortage"),
        EvidenceOf.REVIEW: _("Review"),
        EvidenceOf.COMPLAINT: _("Complaint"),
        EvidenceOf.CLAIM: _("Claim on the courier"),
    }[of]


def _content(file: Path | bytes, called: str) -> bytes:
    """What is in a file; never more than may be kept is read."""
    if isinstance(file, Path):
        try:
            size = file.stat().st_size
            with file.open("rb") as opened:
                content = opened.read(MOST_BYTES + 1) if size <= MOST_BYTES else b""
        except OSError as error:
            raise FileUnreadable(name=called, reason=error.strerror or str(error)) from error
        size = max(size, len(content))
    else:
        content, size = file, len(file)
    if size > MOST_BYTES:
        raise FileTooLarge(name=called, size=-(-size // _MB), most=MOST_BYTES // _MB)
    if not content:
        raise FileEmpty(name=called)
    return content


def _refuse_twice(desk: Desk, of: EvidenceOf, record_id: int, content: bytes, called: str) -> None:
    found = rows_of(
        desk.database,
        "SELECT e.name, p.name, e.at FROM evidence e JOIN person p ON p.id = e.person_id "
        "WHERE e.kind = ? AND e.record_id = ? AND e.hash = ? AND e.removed_at IS NULL",
        (of.value, record_id, name_of(content)),
    )
    for file, person, at in found:
        raise FileThere(name=called, file=file, person=person, when=desk.shown(at))
