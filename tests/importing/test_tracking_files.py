"""Files of what carriers tell: read by a known header or a column mapping (SHP-08)."""

from pathlib import Path

from shopdesk.clock import iso
from shopdesk.domain.platforms import Platform
from shopdesk.importing.mapping import Mapping, suggest
from shopdesk.importing.reader import open_sources
from shopdesk.importing.reasons import REASONS, Reason
from shopdesk.importing.records import Kind, TrackingRecord

HEADER = "快递单号,快递公司,轨迹时间,轨迹描述,扫描网点,轨迹状态"


def read(folder: Path, text: str, **wishes: object) -> tuple[list[TrackingRecord], list[tuple[int, str, str]]]:
    """What a file says, and the rows that say nothing: row, column and reason."""
    file = folder / "tracking.csv"
    file.write_text(text, encoding="utf-8-sig")
    (reader,) = open_sources(file, **wishes)  # type: ignore[arg-type]
    assert reader.source.kind is Kind.TRACKING
    events = [event for batch in reader.batches() for event in batch.events]
    return events, [(bad.row, bad.column, bad.reason) for bad in reader.source.rejected]


def test_a_known_header(tmp_path: Path) -> None:
    events, rejected = read(tmp_path, f"{HEADER}\nyt 1234567890123,圆通速递,2026-11-20 08:30,已揽收,杭州,揽收\n")
    assert not rejected
    (event,) = events
    assert (event.waybill, event.carrier, event.said, event.place, event.status_text) == (
        "YT1234567890123", "圆通速递", "已揽收", "杭州", "揽收",
    )  # fmt: skip
    assert iso(event.at) == "2026-11-20T08:30:00+08:00"


def test_moments_of_other_zones_are_the_same_moment(tmp_path: Path) -> None:
    rows = ("2026-11-20 08:30:00", "2026-11-20T00:30:00Z", "2026-11-19T19:30:00-05:00", "2026/11/20 8:30")
    events, _rejected = read(tmp_path, HEADER + "".join(f"\nYT1234567890123,,{row},到达,," for row in rows))
    assert len({event.at for event in events}) == 1


def test_rows_that_say_nothing_are_named(tmp_path: Path) -> None:
    rows = (
        ",,2026-11-20 08:30,到达,,",
        "YT1234567890123,,,到达,,",
        "YT1234567890123,,yesterday,到达,,",
        "1.23457E+12,,2026-11-20 08:30,到达,,",
        "没有,,2026-11-20 08:30,到达,,",
        "YT1234567890123,,1970-01-01 08:00:00,到达,,",
        "YT1234567890123,,2026-11-20 08:30,到达,,",
    )
    events, rejected = read(tmp_path, HEADER + "".join(f"\n{row}" for row in rows))
    assert len(events) == 1
    assert rejected == [
        (2, "快递单号", Reason.NO_WAYBILL),
        (3, "轨迹时间", Reason.NO_MOMENT),
        (4, "轨迹时间", Reason.NOT_A_DATE),
        (5, "快递单号", Reason.DIGITS_LOST),
        (6, "快递单号", Reason.NOT_A_WAYBILL),
        (7, "轨迹时间", Reason.NO_MOMENT),
    ]
    assert all(reason in REASONS for _row, _column, reason in rejected)


def test_a_mapping_reads_what_nobody_knows(tmp_path: Path) -> None:
    header = ["Nr", "wann", "was"]
    mapping = Mapping("own", Platform.OTHER, Kind.TRACKING, {"waybill": "Nr", "at": "wann", "said": "was"})
    events, _rejected = read(tmp_path, "Nr,wann,was\nSF1234567890123,2026-11-20 08:30,签收", mapping=mapping)
    assert events[0].waybill == "SF1234567890123" and events[0].said == "签收"
    assert suggest(header, Kind.TRACKING) == {}
    assert suggest(HEADER.split(","), Kind.TRACKING)["waybill"] == "快递单号"
