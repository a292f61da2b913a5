"""The files of an import, without any widget."""

from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.platforms import Platform
from shopdesk.importing.mapping import Mapping, header_key
from shopdesk.importing.records import Kind
from shopdesk.services.desk import Desk
from shopdesk.services.mappings import save_mapping
from shopdesk.services.setup import make_shop
from shopdesk.ui.importing.files import ImportFile, arguments, batches, look_at, take_answer
from tests.factories import make_desk
from tests.platform_files import TRUE_QIANNIU, write_csv


def table(file: str, **more: Any) -> dict[str, Any]:
    """One table as the command line tells it."""
    return {
        "file": file, "platform": "taobao", "kind": "orders", "encoding": "gb18030", "rows": 3, "created": 2,
        "updated": 1, "unchanged": 0, "rejected": [], **more,
    }  # fmt: skip


BAD = {"row": 4, "column": "订单编号", "value": "1.2E+18", "reason": "Digits are gone."}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def test_the_answer_comes_in_the_order_of_the_files() -> None:
    first, second = ImportFile(Path("/a/one.csv")), ImportFile(Path("/a/two.csv"))
    take_answer([first, second], {"files": [table("one.csv"), table("two.csv", rows=7, rejected=[BAD])]}, done=False)
    assert (first.count("rows"), second.count("rows")) == (3, 7)
    assert first.ready and not first.done
    (bad,) = second.rejected
    assert (bad.file, bad.row, bad.column, bad.value, bad.reason) == (
        "two.csv",
        4,
        "订单编号",
        "1.2E+18",
        BAD["reason"],
    )


def test_a_zip_gives_several_tables() -> None:
    packed, plain = ImportFile(Path("/a/pack.zip")), ImportFile(Path("/a/two.csv"))
    told = [table("pack.zip/1.xlsx"), table("pack.zip/2.xlsx", kind="lines", encoding="xlsx"), table("two.csv")]
    take_answer([packed, plain], {"files": told}, done=True)
    assert packed.count("rows") == 6
    assert packed.describe() == "Taobao and Tmall · Orders, Taobao and Tmall · Order items"
    assert packed.encoding == "gb18030, xlsx"
    assert plain.count("created") == 2
    assert packed.done and plain.done and not plain.ready


def test_a_refused_file_keeps_its_reason_and_is_not_done() -> None:
    file = ImportFile(Path("/a/one.csv"))
    take_answer([file], {"files": [table("one.csv", error="one.csv is empty.")]}, done=True)
    assert (file.problem, file.tables, file.done, file.ready) == ("one.csv is empty.", [], False, False)
    file.forget()
    assert not file.checked


def test_a_file_without_any_answer_is_not_passed_over_in_silence() -> None:
    file = ImportFile(Path("/a/one.csv"))
    take_answer([file], None, done=True)
    assert file.problem == "Nothing came of one.csv."
    assert not file.done


def test_words_that_a_newer_program_says_are_shown_as_they_are() -> None:
    file = ImportFile(Path("/a/one.csv"))
    take_answer([file], {"files": [table("one.csv", platform="temu", kind="stock")]}, done=False)
    assert file.describe() == "temu · stock"


def test_one_command_takes_the_files_of_one_shop_and_no_two_of_a_name() -> None:
    files = [
        ImportFile(Path(p), s) for p, s in (("/a/1.csv", ""), ("/b/2.csv", "X"), ("/c/3.csv", ""), ("/d/1.csv", ""))
    ]
    assert [[str(file.path) for file in batch] for batch in batches(files)] == [
        [str(Path("/a/1.csv")), str(Path("/c/3.csv"))], [str(Path("/b/2.csv"))], [str(Path("/d/1.csv"))],
    ]  # fmt: skip


def test_the_command_line_of_a_batch() -> None:
    files = [ImportFile(Path("/a/-odd.csv"), "一号店")]
    dry = arguments("/d/shop.db", files, dry_run=True)
    assert dry == [
        "--database", "/d/shop.db", "--language", "en", "import", "--json", "--progress", "--dry-run",
        "--shop", "一号店", "--", str(Path("/a/-odd.csv")),
    ]  # fmt: skip
    assert "--dry-run" not in arguments("/d/shop.db", [ImportFile(Path("/a/1.csv"))], dry_run=False)


def test_a_closer_look_finds_unknown_columns(desk: Desk, tmp_path: Path) -> None:
    names = ["平台单号", "品名", "仓库"]
    odd = write_csv(tmp_path / "odd.csv", names, [{"平台单号": "1001", "品名": "鞋", "仓库": "主仓"}])
    found = look_at(desk, odd)
    assert found.unknown is not None
    assert found.unknown.header == tuple(names)
    mapping = Mapping("ERP", Platform.OTHER, Kind.ORDERS, {"order_no": "平台单号"})
    save_mapping(desk, mapping, header_key=header_key(names))
    assert look_at(desk, odd).unknown is None
    desk.database.close()


def test_a_closer_look_finds_several_shops(desk: Desk, tmp_path: Path) -> None:
    assert look_at(desk, TRUE_QIANNIU).shops == ()
    make_shop(desk, name="二号店", platform=Platform.TAOBAO)
    make_shop(desk, name="抖店", platform=Platform.DOUYIN)
    assert look_at(desk, TRUE_QIANNIU).shops == ("一号店", "二号店")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no")
    assert look_at(desk, broken) == look_at(desk, tmp_path / "nothing.csv")
    desk.database.close()
