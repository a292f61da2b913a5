"""Reviews from files: each once, joined to its order when that comes, changed where the buyer did (REV-01)."""

from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.deadlines import DAY_MS, HOUR_MS
from shopdesk.domain.platforms import Platform
from shopdesk.domain.reviews import Kind, Result, State, Step
from shopdesk.importing.mapping import Mapping
from shopdesk.importing.records import Kind as FileKind
from shopdesk.queries.reviews import ReviewRow, list_reviews
from shopdesk.services.desk import Desk
from shopdesk.services.imports import FileResult, Wishes, import_files
from shopdesk.services.mappings import save_mapping
from shopdesk.services.review_steps import assign_review, take_step
from shopdesk.services.reviews import ReviewThere, enter_review
from shopdesk.services.setup import make_shop
from tests.factories import NOON, add_order, make_desk
from tests.platform_files import write_taobao_pair
from tests.services.refunders import Time

HEADER = "订单编号,评价类型,评价内容,追评,评价时间,买家,商品,解释"
BAD = "1001,差评,后跟磨脚,,2024-03-01 13:05:00,tb_li,单鞋,"
GOOD = "1001,好评,客服换了一双,,2024-03-01 13:05:00,tb_li,单鞋,"


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def desk(tmp_path: Path, clock: Time) -> Desk:
    return make_desk(tmp_path, clock=clock)


def take_in(desk: Desk, folder: Path, *rows: str, header: str = HEADER, **wishes: Any) -> FileResult:
    file = folder / "reviews.csv"
    file.write_text("\n".join([header, *rows]), encoding="utf-8")
    (result,) = import_files(desk, files=[file], wishes=Wishes(**wishes))
    assert result.error is None, result.error
    return result


def told(result: FileResult) -> tuple[int, int, int]:
    return result.created, result.updated, result.unchanged


def only(desk: Desk) -> ReviewRow:
    (row,) = list_reviews(desk.database)
    return row


def test_twice_is_once(desk: Desk, tmp_path: Path) -> None:
    order = add_order(desk, order_no="1001", buyer="tb_li")
    assert told(take_in(desk, tmp_path, BAD, BAD)) == (1, 0, 1)
    assert told(take_in(desk, tmp_path, BAD)) == (0, 0, 1)
    row = only(desk)
    assert (row.order_id, row.buyer, row.kind, row.state, row.goods) == (order, "tb_li", Kind.BAD, State.NEW, "单鞋")


def test_by_hand_and_by_file_is_once(desk: Desk, tmp_path: Path) -> None:
    add_order(desk, order_no="1001")
    enter_review(desk, kind=Kind.BAD, said="后跟磨脚", at=NOON - HOUR_MS, order_no="1001")
    assert take_in(desk, tmp_path, BAD).created == 0
    with pytest.raises(ReviewThere):
        enter_review(desk, kind=Kind.BAD, said="后跟磨脚", order_no="1001", goods="单鞋")


def test_an_unknown_order_is_kept_and_joined_when_it_comes(desk: Desk, tmp_path: Path) -> None:
    result = take_in(desk, tmp_path, BAD, BAD.replace("1001", "1002"))
    assert result.unknown == ["1001", "1002"]
    assert [row.order_id for row in list_reviews(desk.database)] == [None, None]
    orders = write_taobao_pair(tmp_path, 2).orders
    text = orders.read_bytes().decode("gb18030")
    number = next(line for line in text.splitlines()[1:]).split(",")[0].strip('="\t')
    take_in(desk, tmp_path, BAD.replace("1001", number).replace("磨脚", "硬"))
    import_files(desk, files=[orders])
    joined = [row for row in list_reviews(desk.database) if row.order_id is not None]
    assert [row.order_no for row in joined] == [number]
    assert joined[0].buyer_id is not None


def test_changed_by_the_buyer(desk: Desk, tmp_path: Path, clock: Time) -> None:
    add_order(desk, order_no="1001")
    take_in(desk, tmp_path, BAD)
    clock.at += DAY_MS
    assert told(take_in(desk, tmp_path, GOOD)) == (0, 1, 0)
    row = only(desk)
    assert (row.kind, row.kind_before, row.changed_at) == (Kind.GOOD, Kind.BAD, clock.at)
    assert (row.state, row.result, row.said) == (State.CLOSED, Result.CHANGED, "客服换了一双")
    assert told(take_in(desk, tmp_path, GOOD)) == (0, 0, 1)
    assert told(take_in(desk, tmp_path, BAD)) == (0, 0, 1)  # the file of before
    assert only(desk).kind is Kind.GOOD


def test_changed_after_somebody_worked_on_it_it_is_closed_by_the_supervisor(desk: Desk, tmp_path: Path) -> None:
    take_in(desk, tmp_path, BAD)
    assign_review(desk, review_id=1, person_id=desk.actor.id)
    take_in(desk, tmp_path, GOOD)
    assert (only(desk).state, only(desk).kind) == (State.RAISED, Kind.GOOD)


def test_changed_to_bad_it_is_opened(desk: Desk, tmp_path: Path) -> None:
    take_in(desk, tmp_path, GOOD.replace("好评", "好评").replace("客服换了一双", "很好"))
    assert only(desk).state is State.CLOSED
    take_in(desk, tmp_path, BAD)
    assert (only(desk).state, only(desk).kind, only(desk).closed_at) == (State.NEW, Kind.BAD, None)


def test_deleted(desk: Desk, tmp_path: Path, clock: Time) -> None:
    header = "评价ID,订单编号,评价类型,评价内容,评价时间,评价状态"
    row = "R77,1001,差评,后跟磨脚,2024-03-01 13:05:00,"
    take_in(desk, tmp_path, row, header=header)
    clock.at += DAY_MS
    assert told(take_in(desk, tmp_path, row + "已删除", header=header)) == (0, 1, 0)
    assert (only(desk).deleted_at, only(desk).result) == (clock.at, Result.DELETED)
    assert told(take_in(desk, tmp_path, row + "已删除", header=header)) == (0, 0, 1)


def test_a_moment_that_is_still_to_come_is_told_with_its_row(desk: Desk, tmp_path: Path) -> None:
    later = BAD.replace("1001", "1002").replace("2024-03-01", "2031-03-01")
    result = take_in(desk, tmp_path, BAD, later, BAD.replace("1001", "1003").replace("差评", "随便"))
    assert told(result) == (1, 0, 0)
    assert [(each.row, each.value) for each in result.rejected] == [(3, "2031-03-01 13:05"), (4, "随便")]
    assert only(desk).order_no == "1001"


def test_several_reviews_of_one_order_stay_several(desk: Desk, tmp_path: Path) -> None:
    add_order(desk, order_no="1001", lines=2)
    other = BAD.replace("单鞋", "皮带").replace("后跟磨脚", "扣子松")
    assert told(take_in(desk, tmp_path, BAD, other)) == (2, 0, 0)
    assert told(take_in(desk, tmp_path, other, BAD)) == (0, 0, 2)
    changed = other.replace("扣子松", "换了，好了").replace("差评", "好评").replace("13:05", "18:00")
    assert told(take_in(desk, tmp_path, BAD, changed)) == (0, 1, 1)
    assert {row.goods: row.kind for row in list_reviews(desk.database)} == {"单鞋": Kind.BAD, "皮带": Kind.GOOD}


def test_an_order_of_one_item_has_one_review_however_it_was_changed(desk: Desk, tmp_path: Path) -> None:
    add_order(desk, order_no="1001")
    header = "订单编号,评价类型,评价内容,评价时间"
    take_in(desk, tmp_path, "1001,差评,硬,2024-03-01 10:00:00", header=header)
    take_in(desk, tmp_path, "1001,好评,很好,2024-03-02 09:00:00", header=header)
    assert (only(desk).kind, only(desk).said) == (Kind.GOOD, "很好")


def test_a_later_word_counts(desk: Desk, tmp_path: Path) -> None:
    praise = "1001,好评,很好,,2024-03-01 13:05:00,tb_li,单鞋,"
    take_in(desk, tmp_path, praise)
    assert told(take_in(desk, tmp_path, praise.replace("很好,", "很好,穿了三天开胶"))) == (0, 1, 0)
    assert (only(desk).state, only(desk).but_words) == (State.NEW, "穿了三天开胶")


def test_what_was_answered_on_the_platform_is_known(desk: Desk, tmp_path: Path) -> None:
    but = "1001,好评,有点硬,,2024-03-01 13:05:00,tb_li,单鞋,"
    take_in(desk, tmp_path, but + "谢谢，会变软")
    assert (only(desk).reply, only(desk).state, only(desk).result) == ("谢谢，会变软", State.CLOSED, Result.EXPLAINED)
    take_in(desk, tmp_path, BAD.replace("1001", "1002") + "抱歉")
    assert [row.reply for row in list_reviews(desk.database, kinds=[Kind.BAD])] == ["抱歉"]


def test_a_mapping_names_the_shop_where_no_order_does(desk: Desk, tmp_path: Path) -> None:
    make_shop(desk, name="二号店", platform=Platform.TAOBAO)
    columns = {"order_no": "Nr", "kind_text": "Note", "at": "Wann"}
    mapping = Mapping("own", Platform.TAOBAO, FileKind.REVIEWS, columns)
    save_mapping(desk, mapping, header_key="")
    take_in(desk, tmp_path, "1001,差评,2024-03-01", header="Nr,Note,Wann", mapping="own", shop="二号店")
    assert only(desk).shop == "二号店"
    take_in(desk, tmp_path, BAD.replace("1001", "1002"))
    assert {row.shop for row in list_reviews(desk.database)} == {"二号店", ""}


def test_a_reopened_review_stays_open_when_the_file_comes_again(desk: Desk, tmp_path: Path) -> None:
    take_in(desk, tmp_path, BAD)
    take_in(desk, tmp_path, GOOD)
    take_step(desk, review_id=1, step=Step.REOPEN, note="anew")
    take_in(desk, tmp_path, GOOD)
    assert only(desk).state is State.NEW
