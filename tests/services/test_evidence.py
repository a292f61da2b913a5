"""Files that prove what happened: kept, refused by name, taken away and put back (RET-10)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.db.database import add_row
from shopdesk.db.files import list_files
from shopdesk.domain.evidence import MOST_BYTES
from shopdesk.queries.evidence import EvidenceNotFound, get_evidence, list_evidence, read_evidence
from shopdesk.queries.trail import list_trail
from shopdesk.services.desk import Actor, Changed, Desk, NotAllowed
from shopdesk.services.evidence import (
    FileEmpty,
    FileThere,
    FileTooLarge,
    FileUnreadable,
    NoPlaceForFiles,
    NotEvidence,
    add_evidence,
    check_file,
    remove_evidence,
    restore_evidence,
)
from shopdesk.services.trail_words import what_happened
from tests.boxes import add_box
from tests.factories import NOON, add_order, make_desk
from tests.pictures import PDF, PROGRAM, png


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def box(desk: Desk) -> int:
    return add_box(desk)


def test_a_file_is_kept_with_its_name_and_content(desk: Desk, box: int, tmp_path: Path) -> None:
    photo = tmp_path / "鞋底.png"
    photo.write_bytes(png())
    told: list[frozenset[Changed]] = []
    made = add_evidence(replace(desk, announce=told.append), kind="box", record_id=box, file=photo)
    [row] = list_evidence(desk.seen, kind="box", record_id=box)
    assert (row.id, row.name, row.media, row.size, row.is_picture) == (made, "鞋底.png", "image/png", len(png()), True)
    assert read_evidence(desk.seen, made) == png()
    assert told == [frozenset({Changed.BOXES})]
    assert [each.action for each in list_trail(desk.database, kind="box", record_id=box)] == ["file added"]


def test_what_was_pasted_gets_a_name(desk: Desk, box: int) -> None:
    add_evidence(desk, kind="box", record_id=box, file=png())
    add_evidence(desk, kind="box", record_id=box, file=PDF, name="凭证.pdf")
    assert [row.name for row in list_evidence(desk.seen, kind="box", record_id=box)] == ["Pasted picture", "凭证.pdf"]


def test_a_removed_file_can_be_put_back(desk: Desk, box: int) -> None:
    made = add_evidence(desk, kind="box", record_id=box, file=png(), name="1.png")
    assert remove_evidence(desk, evidence_id=made)
    assert not remove_evidence(desk, evidence_id=made)
    assert list_evidence(desk.seen, kind="box", record_id=box) == []
    [row] = list_evidence(desk.seen, kind="box", record_id=box, with_removed=True)
    assert row.removed_by == desk.actor.name
    assert restore_evidence(desk, evidence_id=made)
    assert not restore_evidence(desk, evidence_id=made)
    assert [row.id for row in list_evidence(desk.seen, kind="box", record_id=box)] == [made]
    with pytest.raises(EvidenceNotFound):
        remove_evidence(desk, evidence_id=99)


def test_what_is_too_large_or_none_of_it_is_refused_by_name(desk: Desk, box: int, tmp_path: Path) -> None:
    large, program, empty = (tmp_path / name for name in ("录像.png", "照片.jpg", "空.txt"))
    with large.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    program.write_bytes(PROGRAM)
    empty.write_bytes(b"")
    wrong = [
        (large, FileTooLarge),
        (program, NotEvidence),
        (empty, FileEmpty),
        (tmp_path / "没有.png", FileUnreadable),
        (tmp_path, FileUnreadable),
    ]
    for path, error in wrong:
        with pytest.raises(error, match=path.name):
            add_evidence(desk, kind="box", record_id=box, file=path)
        with pytest.raises(error):
            check_file(path)
    with pytest.raises(FileTooLarge):
        add_evidence(desk, kind="box", record_id=box, file=png() + bytes(MOST_BYTES))
    assert list_files(desk.database) == []
    assert list_trail(desk.database, kind="box", record_id=box) == []


def test_the_same_file_is_there_once_for_a_record(desk: Desk, box: int) -> None:
    made = add_evidence(desk, kind="box", record_id=box, file=png(), name="1.png")
    with pytest.raises(FileThere, match=r"1\.png"):
        add_evidence(desk, kind="box", record_id=box, file=png(), name="2.png")
    other = add_box(desk, number=2)
    again = add_evidence(desk, kind="box", record_id=other, file=png(), name="2.png")
    assert get_evidence(desk.seen, again).hash == get_evidence(desk.seen, made).hash
    assert len(list_files(desk.database)) == 1


def test_there_has_to_be_something_that_a_file_belongs_to(desk: Desk) -> None:
    with pytest.raises(NoPlaceForFiles):
        add_evidence(desk, kind="case", record_id=1, file=png())


def test_finance_adds_proofs_of_payment_and_no_photos_of_boxes(desk: Desk, box: int) -> None:
    finance = replace(desk, actor=Actor(1, "财务", "finance"))
    refund = add_row(
        desk.database,
        "INSERT INTO refund (order_id, asked_by_id, asked_at) VALUES (?, 1, ?)",
        (add_order(desk), NOON),
    )
    made = add_evidence(finance, kind="refund", record_id=refund, file=PDF, name="回单.pdf")
    assert remove_evidence(finance, evidence_id=made)
    with pytest.raises(NotAllowed):
        add_evidence(finance, kind="box", record_id=box, file=png())
    agent = replace(desk, actor=Actor(1, "小李", "agent"))
    assert restore_evidence(agent, evidence_id=made)
    packer = replace(desk, actor=Actor(1, "小吴", "warehouse"))
    with pytest.raises(NotAllowed):
        remove_evidence(packer, evidence_id=made)


def test_who_may_serve_or_pay_proves_a_claim(desk: Desk) -> None:
    claim = add_row(
        desk.database,
        "INSERT INTO claim (order_id, kind, state, waybill, person_id, at) VALUES (?, 'broken', 'asked', 'W1', 1, ?)",
        (add_order(desk), NOON),
    )
    told: list[frozenset[Changed]] = []
    agent = replace(desk, actor=Actor(1, "小李", "agent"), announce=told.append)
    add_evidence(agent, kind="claim", record_id=claim, file=png(), name="破损.png")
    finance = replace(desk, actor=Actor(1, "财务", "finance"))
    add_evidence(finance, kind="claim", record_id=claim, file=PDF, name="赔.pdf")
    assert told == [frozenset({Changed.PARCELS})]
    (first, _second) = list_trail(desk.database, kind="claim", record_id=claim)[::-1]
    assert what_happened(first) == "File added: 破损.png"
    with pytest.raises(NotAllowed):
        add_evidence(replace(desk, actor=Actor(1, "小吴", "warehouse")), kind="claim", record_id=claim, file=png())


def test_a_masked_reader_finds_the_file(desk: Desk, box: int) -> None:
    packer = replace(desk, actor=Actor(1, "小吴", "warehouse"))
    numbers = [add_evidence(desk, kind="box", record_id=box, file=png(colour=(n, n, n))) for n in range(40)]
    assert all(read_evidence(packer.seen, each) for each in numbers)
