"""Files of reviews, with the columns that platforms and tools usually write (REV-01)."""

from datetime import date
from pathlib import Path

import pytest

from shopdesk.clock import day_start
from shopdesk.domain.platforms import Platform
from shopdesk.domain.reviews import Kind as Rating
from shopdesk.importing.errors import MissingColumns
from shopdesk.importing.mapping import Mapping, suggest
from shopdesk.importing.reader import Reader, open_sources
from shopdesk.importing.reasons import Reason
from shopdesk.importing.records import Kind, ReviewRecord

HEADER = "订单编号,评价类型,评价内容,追评,评价时间,买家,商品,解释"
ROW = "3821113838600010001,差评,后跟磨脚,,2026-11-20 13:05:00,tb_li,真皮单鞋,"


def read(folder: Path, *rows: str, header: str = HEADER) -> tuple[Reader, list[ReviewRecord]]:
    file = folder / "reviews.csv"
    file.write_text("\n".join([header, *rows]), encoding="utf-8")
    (reader,) = open_sources(file)
    return reader, [review for batch in reader.batches() for review in batch.reviews]


def test_the_usual_columns(tmp_path: Path) -> None:
    reader, found = read(tmp_path, ROW)
    assert (reader.source.kind, reader.source.platform) == (Kind.REVIEWS, Platform.OTHER)
    (row,) = found
    assert (row.order_no, row.kind, row.said, row.buyer) == ("3821113838600010001", Rating.BAD, "后跟磨脚", "tb_li")
    assert row.title == "真皮单鞋"
    assert row.at > 1_700_000_000_000


def test_stars_tell_the_kind(tmp_path: Path) -> None:
    header = "订单号,评价星级,评论内容,评论时间,评价状态"
    rows = ("1001,5,好,2026-11-20,", "1002,★★★,一般,2026-11-20,已删除", "1003,1星,差,2026-11-20,")
    _reader, found = read(tmp_path, *rows, header=header)
    assert [(row.kind, row.stars) for row in found] == [(Rating.GOOD, 5), (Rating.NEUTRAL, 3), (Rating.BAD, 1)]
    assert found[1].state_text == "已删除"
    assert found[0].at == day_start(date(2026, 11, 20))


def test_rows_that_tell_too_little_are_rejected_with_the_reason(tmp_path: Path) -> None:
    rows = (
        ROW,
        ROW.replace("差评", "？？"),
        ROW.replace("2026-11-20 13:05:00", ""),
        ROW.replace("3821113838600010001", ""),
    )
    reader, found = read(tmp_path, *rows)
    assert [row.order_no for row in found] == ["3821113838600010001", ""]
    assert [bad.reason for bad in reader.source.rejected] == [Reason.NO_KIND, Reason.NO_MOMENT]
    assert reader.source.rejected[0].column == "评价类型"


def test_a_file_without_a_moment_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingColumns, match="评价时间"):
        read(tmp_path, "1,差评,x", header="订单编号,评价类型,评价内容")


def test_a_mapping_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("Nr,Note,Wann\n1001,差评,2026-11-20", encoding="utf-8")
    columns = {"order_no": "Nr", "kind_text": "Note", "at": "Wann"}
    mapping = Mapping("own", Platform.TAOBAO, Kind.REVIEWS, columns)
    (reader,) = open_sources(file, mapping=mapping)
    assert [row.kind for batch in reader.batches() for row in batch.reviews] == [Rating.BAD]
    assert suggest(HEADER.split(","), Kind.REVIEWS)["kind_text"] == "评价类型"
