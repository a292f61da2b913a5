"""Box labels on paper: the number large, the bars read back, nothing lost (RET-06)."""

from dataclasses import replace

import pytest

from shopdesk.domain.box_scans import parse_box_code
from shopdesk.domain.documents import Document, Paper
from shopdesk.domain.intake import Condition, Destination, Wish
from shopdesk.domain.intake_papers import BoxLabel, PaperItem, Place, place_for
from shopdesk.i18n import use_language
from shopdesk.printing.box_label import render_labels
from shopdesk.printing.formats import SIZES, Offset, size_mm
from shopdesk.printing.preview import Preview
from tests.factories import NOON
from tests.printing.samples import RARE, outside, pages, scanned, text

SHOE = PaperItem("5815 深紫 W7", 1, "5815-ZS-W7", "鞋盒 防尘袋", Condition.FAULTY, "左脚开胶", Wish.REPAIR)
LABEL = BoxLabel("2024-03-02", 17, "tb7283_y", "3821113838621957025", (SHOE,), Place.REPAIR, "R-03-12", NOON, "王芳")
LENGTHY = replace(
    LABEL,
    number=12345,
    buyer=f"王{RARE}😀" + "tb7283_y" * 12,
    order_no="  ".join(str(3821113838621957025 + n) for n in range(5)),
    items=tuple(replace(SHOE, name=f"{n} 雨前龙井绿茶特级礼盒" * 3, fault=f"异味{n}" * 30) for n in range(9)),
    shelf="二楼售后返修货架第三排" * 3,
)
PAPERS = SIZES[Document.BOX_LABEL]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("paper", PAPERS)
def test_everything_is_on_one_label_of_its_size(paper: Paper, language: str) -> None:
    use_language(language)
    pdf = render_labels([LABEL], paper)
    with Preview(pdf) as preview:
        assert preview.count == 1
        assert preview.size_mm(0) == pytest.approx(size_mm(paper), abs=0.01)
    shown = text(pdf)
    for words in ("17", "tb7283_y", LABEL.order_no, "5815深紫W7", "左脚开胶", "鞋盒防尘袋", "R-03-12", LABEL.code):
        assert words in shown, words


@pytest.mark.parametrize("number", [1, 17, 123, 4321, 99999])
@pytest.mark.parametrize("paper", PAPERS)
def test_its_bars_lead_back_to_the_box(paper: Paper, number: int) -> None:
    (codes,) = scanned(render_labels([replace(LABEL, number=number)], paper))
    (code,) = codes
    assert parse_box_code(code) == ("2024-03-02", number)


@pytest.mark.parametrize("paper", PAPERS)
def test_much_in_a_box_goes_on_on_further_labels_and_nothing_is_lost(paper: Paper) -> None:
    pdf = render_labels([LENGTHY], paper)
    shown, count = text(pdf), len(pages(pdf))
    assert outside(pdf) == []
    assert shown.count("味") == 9 * 30
    assert count > 1
    assert all(f"Page {place}/{count}" in page for place, page in enumerate(pages(pdf), 1))
    assert all(codes == {LENGTHY.code} for codes in scanned(pdf)), "each of them names the box"


def test_each_label_in_the_order_given_and_told() -> None:
    told: list[tuple[int, int]] = []
    labels = [replace(LABEL, number=number) for number in (3, 1, 2)]
    pdf = render_labels(labels, Paper.LABEL_60X40, progress=lambda done, count: told.append((done, count)))
    assert scanned(pdf) == [{label.code} for label in labels]
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_same_bytes_and_moved_by_the_offset() -> None:
    assert render_labels([LABEL], Paper.LABEL_100X150) == render_labels([LABEL], Paper.LABEL_100X150)
    moved = render_labels([LABEL], Paper.LABEL_100X150, offset=Offset(2.0, 1.0))
    assert moved != render_labels([LABEL], Paper.LABEL_100X150)
    assert scanned(moved) == [{LABEL.code}]


def test_nobody_knows_whose_it_is() -> None:
    shown = text(render_labels([replace(LABEL, buyer="", order_no="", shelf="")], Paper.LABEL_60X40))
    assert "Buyerunknown" in shown


@pytest.mark.parametrize(
    ("wish", "found", "place"),
    [
        (Wish.REPAIR, {}, Place.REPAIR),
        (Wish.QUALITY, {}, Place.QUALITY),
        (Wish.EXCHANGE, {}, Place.INSPECTION),
        (Wish.EXCHANGE, {"good": 1, "goes_to": Destination.STOCK}, Place.STOCK),
        (Wish.REPAIR, {"good": 1, "goes_to": Destination.BUYER}, Place.BUYER),
        (Wish.QUALITY, {"good": 1, "goes_to": Destination.STOCK, "faulty": 1, "faulty_to": Destination.DAMAGE},
         Place.DAMAGE),
    ],
)  # fmt: skip
def test_where_it_goes(wish: Wish, found: dict[str, object], place: Place) -> None:
    assert place_for(wish, **found) is place  # type: ignore[arg-type]
