"""Words to say: written, merged, hidden, filled, never copied with a gap (CRM-02)."""

from dataclasses import replace
from pathlib import Path

import pytest

from shopdesk.clock import Millis
from shopdesk.db.database import add_row, rows_of
from shopdesk.domain.cases import Kind
from shopdesk.domain.documents import Party
from shopdesk.domain.money import Money
from shopdesk.domain.permissions import Right
from shopdesk.domain.refunds import Channel, RefundKind
from shopdesk.domain.script_topics import Topic
from shopdesk.queries.orders import OrderNotFound
from shopdesk.queries.refunds import RefundNotFound
from shopdesk.queries.script_values import fill_script, fill_text
from shopdesk.queries.scripts import (
    ScriptNotFound,
    get_script,
    list_script_uses,
    list_scripts,
    search_scripts,
)
from shopdesk.queries.shops import get_shop
from shopdesk.queries.trail import list_trail
from shopdesk.services.cases import open_case
from shopdesk.services.clashes import Clash
from shopdesk.services.desk import Actor, Desk
from shopdesk.services.people import add_person
from shopdesk.services.refunds import ask_refund
from shopdesk.services.scripts import (
    HiddenAlready,
    LooseBrace,
    ScriptHasGaps,
    ScriptHidden,
    ShownAlready,
    TextMissing,
    TextTooLong,
    TitleMissing,
    TitleTaken,
    UnknownBlanks,
    hide_script,
    save_script,
    script_base,
    show_script,
    use_script,
)
from shopdesk.services.shop_settings import save_shop
from shopdesk.services.trail_words import what_happened
from tests.factories import NOON, add_order, make_desk

WAYBILL = "YT7453244865603"
DAY: Millis = 86_400_000


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    shop = get_shop(made.database, "一号店")
    return_to = Party("售后部", "0571-00000001", "浙江省 杭州市", "示例路 2 号")
    save_shop(made, shop_id=1, version=shop.version, name=shop.name, sender=shop.sender, return_to=return_to)
    return made


def other(desk: Desk, role: str = "owner") -> Desk:
    return replace(desk, actor=add_person(desk, name="小李", role=role), clock=lambda: NOON + 60_000)


def write(desk: Desk, body: str, title: str = "测试", topic: Topic = Topic.OTHER) -> int:
    return save_script(desk, topic=topic, title=title, body=body)


def said(desk: Desk, body: str, **about: int) -> str:
    return fill_text(desk.seen, body, now=NOON, person="小王", **about).text  # type: ignore[arg-type]


def test_a_script_is_kept_tidy_with_initials(desk: Desk) -> None:
    script_id = save_script(
        desk, topic=Topic.APOLOGY, title="  一般  道歉 ", body=" 亲，｛订单号｝\r\n对不起 ", gloss=" Sorry "
    )
    row = get_script(desk.database, script_id)
    assert (row.title, row.body, row.gloss) == ("一般 道歉", "亲，{订单号}\n对不起", "Sorry")
    assert (row.initials, row.own, row.used, row.position) == ("ybdq qddhdbq", True, 0, 1)
    assert get_script(desk.database, save_script(desk, topic=Topic.APOLOGY, title="b", body="b")).position == 2


@pytest.mark.parametrize(
    ("title", "body", "refusal"),
    [
        (" ", "x", TitleMissing),
        ("x", " \n", TextMissing),
        ("x", "\u200b", TextMissing),
        ("x" * 61, "x", TextTooLong),
        ("x", "x" * 2001, TextTooLong),
        ("x", "{订单}", UnknownBlanks),
        ("x", "{}", UnknownBlanks),
        ("x", "{订单号", LooseBrace),
    ],
)
def test_what_can_never_be_said_is_not_kept(desk: Desk, title: str, body: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        save_script(desk, topic=Topic.OTHER, title=title, body=body)
    assert not list_scripts(desk.database)


def test_unknown_blanks_are_named_with_what_may_be_meant(desk: Desk) -> None:
    with pytest.raises(UnknownBlanks) as caught:
        save_script(desk, topic=Topic.OTHER, title="x", body="{订单}{天气如何呢}", gloss="{order}")
    assert caught.value.values["blanks"] == (
        "{订单} (did you mean {订单号}?)", "{天气如何呢}", "{order} (did you mean {order_no}?)"
    )  # fmt: skip


def test_a_title_stands_once_on_its_shelf(desk: Desk) -> None:
    first = write(desk, "x", "Hello")
    with pytest.raises(TitleTaken):
        write(desk, "y", "hello")
    write(desk, "y", "hello", Topic.GREETING)
    with pytest.raises(TitleTaken):
        save_script(desk, script_id=first, topic=Topic.GREETING, title="Hello", body="x")
    hide_script(desk, script_id=first)
    with pytest.raises(TitleTaken):
        write(desk, "y", "hello")


def test_two_people_change_different_parts_of_one(desk: Desk) -> None:
    script_id = write(desk, "旧的", "题")
    base = script_base(get_script(desk.database, script_id))
    save_script(other(desk), script_id=script_id, base=base, topic=Topic.CARE, title="题", body="旧的")
    save_script(desk, script_id=script_id, base=base, topic=Topic.OTHER, title="新题", body="旧的")
    row = get_script(desk.database, script_id)
    assert (row.topic, row.title, row.initials) == (Topic.CARE, "新题", "xt jd")


def test_two_people_change_the_same_words(desk: Desk) -> None:
    script_id = write(desk, "旧的")
    base = script_base(get_script(desk.database, script_id))
    save_script(other(desk), script_id=script_id, base=base, topic=Topic.OTHER, title="测试", body="他的")
    with pytest.raises(Clash) as caught:
        save_script(desk, script_id=script_id, base=base, topic=Topic.OTHER, title="测试", body="我的")
    assert caught.value.values["person"] == "小李"
    assert caught.value.conflict is not None
    assert [(each.name, each.theirs, each.mine) for each in caught.value.conflict.choices] == [("text", "他的", "我的")]


def test_copying_counts_and_doesnt_disturb_who_edits(desk: Desk) -> None:
    script_id = write(desk, "您好")
    base = script_base(get_script(desk.database, script_id))
    order_id = add_order(desk)
    colleague = other(desk, "agent")
    for _each in range(2):
        assert use_script(colleague, script_id=script_id, order_id=order_id) == "您好"
    use_script(desk, script_id=script_id)
    save_script(desk, script_id=script_id, base=base, topic=Topic.OTHER, title="测试", body="您好啊")
    uses = list_script_uses(desk.database)
    assert [(row.person, row.times) for row in uses] == [("小李", 2), (desk.actor.name, 1)]
    assert get_script(desk.database, script_id).used == 3
    assert list_script_uses(desk.database, person_id=desk.actor.id, since=NOON, until=NOON + 1)[0].times == 1
    assert not list_script_uses(desk.database, until=NOON)


def test_nothing_is_copied_with_a_gap(desk: Desk) -> None:
    script_id = write(desk, "{买家}，{订单号}，赔{?金额}元")
    order_id = add_order(desk, order_no="3821", buyer="tb_one")
    with pytest.raises(ScriptHasGaps) as caught:
        use_script(desk, script_id=script_id)
    assert caught.value.gaps == ("买家", "订单号", "?金额")
    with pytest.raises(ScriptHasGaps) as caught:
        use_script(desk, script_id=script_id, order_id=order_id)
    assert str(caught.value.values["gaps"]) == "('{?金额}',)"
    assert get_script(desk.database, script_id).used == 0
    assert not rows_of(desk.database, "SELECT 1 FROM script_use")
    assert use_script(desk, script_id=script_id, order_id=order_id, given={"金额": "5"}) == "tb_one，3821，赔5元"


def test_what_is_out_of_use_isnt_copied_and_says_who_did_it(desk: Desk) -> None:
    script_id = write(desk, "您好")
    hide_script(other(desk), script_id=script_id)
    assert not list_scripts(desk.database)
    assert [row.id for row in list_scripts(desk.database, with_hidden=True)] == [script_id]
    for refusal, deed in ((ScriptHidden, use_script), (HiddenAlready, hide_script)):
        with pytest.raises(refusal) as caught:
            deed(desk, script_id=script_id)
        assert caught.value.values["person"] == "小李"
    show_script(desk, script_id=script_id)
    with pytest.raises(ShownAlready):
        show_script(desk, script_id=script_id)
    assert use_script(desk, script_id=script_id) == "您好"


def test_the_order_in_view_fills_it(desk: Desk) -> None:
    order_id = add_order(
        desk, buyer="tb_one", order_no="3821", lines=2, waybill=WAYBILL, ship_by=NOON + DAY, shipped_at=NOON - DAY,
        carrier="圆通速递",
    )  # fmt: skip
    text = "{买家}/{收件人}/{手机尾号}/{收货地区}/{收货地址}/{订单号}/{商品}/{件数}/{实付}/{发货时限}/{发货日期}"
    assert said(desk, f"亲{text}", order_id=order_id) == (
        "亲tb_one/张三/0000/浙江省 杭州市/浙江省 杭州市 西湖区 示例路1号/3821/真皮单鞋 深紫 W7 等2件/2/398.00/"
        "3月3日 10:00/3月1日"
    )
    assert said(desk, "亲{运单号}", order_id=order_id) == f"亲{WAYBILL}"
    assert said(desk, "To {order_no}: {ship_by}, {item}", order_id=order_id) == (
        "To 3821: 2024-03-03 10:00, 真皮单鞋 深紫 W7 and others, 2 in all"
    )


def test_shop_and_person_fill_it_without_an_order(desk: Desk) -> None:
    assert said(desk, "亲{店铺}{退货地址}，{退货收件人}，{退货电话}") == (
        "亲一号店浙江省 杭州市 示例路 2 号，售后部，0571-00000001"
    )
    assert said(desk, "亲{时段}，{客服}，{今日}，{明日}") == "亲早上好，小王，3月2日，3月3日"
    assert said(desk, "{daytime}, {person}, {today}") == "Good morning, 小王, 2024-03-02"
    assert said(desk, "亲{订单号}") == "亲{订单号}"


def test_a_year_that_isnt_this_one_is_said(desk: Desk) -> None:
    order_id = add_order(desk, created=NOON - 400 * DAY)
    assert said(desk, "亲{下单日期}", order_id=order_id) == "亲2023年1月27日"


def test_the_case_and_refund_of_an_order_fill_it(desk: Desk) -> None:
    order_id = add_order(desk, order_no="3821", buyer="tb_one")
    case_id = open_case(desk, kind=Kind.RETURN, order_id=order_id, reason="size")
    refund_id = ask_refund(
        desk, order_id=order_id, kind=RefundKind.ONLY, reason="size", amount=Money(1_500), channel=Channel.PLATFORM
    )
    text = "{售后单号}/{退款金额}/{订单号}/{买家}"
    for about in ({"order_id": order_id}, {"case_id": case_id}, {"refund_id": refund_id}):
        assert said(desk, f"亲{text}", **about) == f"亲{case_id}/15.00/3821/tb_one"
    assert fill_text(desk.seen, "亲{退款日期}{到账日期}", now=NOON, order_id=order_id).gaps == ("退款日期", "到账日期")
    with pytest.raises(RefundNotFound):
        said(desk, "亲{退款金额}", refund_id=99)


def test_a_buyer_alone_fills_name_and_shop(desk: Desk) -> None:
    buyer_id = add_row(desk.database, "INSERT INTO buyer (shop_id, platform_id) VALUES (1, 'tb_two')", ())
    assert said(desk, "亲{买家}{店铺}{订单号}", buyer_id=buyer_id) == "亲tb_two一号店{订单号}"


def test_what_a_mask_hides_is_a_gap(desk: Desk) -> None:
    order_id = add_order(desk, receiver="张**", phone="138****0000", address="***")
    filled = fill_text(desk.database, "亲{收件人}{手机尾号}{收货地址}", now=NOON, order_id=order_id)
    assert (filled.text, filled.gaps) == ("亲{收件人}0000{收货地址}", ("收件人", "收货地址"))
    order_id = add_order(desk)
    packer = replace(desk, actor=Actor(desk.actor.id, "仓", "warehouse"))
    assert not packer.actor.may(Right.SEE_BUYERS)
    assert fill_text(packer.seen, "亲{收货地址}", now=NOON, order_id=order_id).gaps == ("收货地址",)
    assert said(packer, "亲{退货电话}") == "亲0571-00000001"


@pytest.mark.parametrize(
    ("phone", "end"),
    [("13812345678", "5678"), ("138****5678", "5678"), ("13812345678-9012", "5678"), ("0571-88889999", "9999"),
     ("+86 138 1234 5678", "5678"), ("~AbC12+34==~1~", ""), ("", ""), ("***", "")],
)  # fmt: skip
def test_the_end_of_a_phone_is_that_of_its_number(desk: Desk, phone: str, end: str) -> None:
    order_id = add_order(desk, phone=phone)
    assert said(desk, "亲{手机尾号}", order_id=order_id) == f"亲{end or '{手机尾号}'}"


def test_what_is_said_of_a_case_counts_for_its_order(desk: Desk) -> None:
    order_id = add_order(desk, buyer="tb_one")
    case_id = open_case(desk, kind=Kind.RETURN, order_id=order_id, reason="size")
    use_script(desk, script_id=write(desk, "您好"), case_id=case_id)
    assert rows_of(desk.database, "SELECT order_id FROM script_use") == [(order_id,)]


def test_nothing_is_counted_for_an_order_that_isnt_there(desk: Desk) -> None:
    script_id = write(desk, "您好")
    with pytest.raises(OrderNotFound):
        use_script(desk, script_id=script_id, order_id=99)
    assert get_script(desk.database, script_id).used == 0


def test_the_shops_own_words_are_read_unmasked(desk: Desk) -> None:
    script_id = write(desk, "打 13800000000 找我们，示例路 2 号 3 室")
    packer = replace(desk, actor=Actor(desk.actor.id, "仓", "warehouse"))
    assert get_script(packer.seen, script_id).body == "打 13800000000 找我们，示例路 2 号 3 室"


def test_a_list_is_narrowed_as_somebody_types(desk: Desk) -> None:
    for title, topic in (("退货地址", Topic.RETURN_ADDRESS), ("一般道歉", Topic.APOLOGY), ("催退货", Topic.RETURN)):
        write(desk, "您好", title, topic)
    rows = list_scripts(desk.database)
    assert [row.title for row in rows] == ["催退货", "退货地址", "一般道歉"]
    assert [row.title for row in search_scripts(rows, "thdz")] == ["退货地址"]
    assert [row.title for row in list_scripts(desk.database, find="退货")] == ["退货地址", "催退货"]
    assert [row.title for row in list_scripts(desk.database, topic=Topic.APOLOGY, find="道")] == ["一般道歉"]
    assert [row.title for row in list_scripts(desk.database, limit=1)] == ["催退货"]


def test_the_most_used_of_one_rank_come_first(desk: Desk) -> None:
    write(desk, "您好", "退货一")
    second = write(desk, "您好", "退货二")
    use_script(desk, script_id=second)
    assert [row.title for row in list_scripts(desk.database, find="th")] == ["退货二", "退货一"]


def test_the_trail_tells_who_did_what(desk: Desk) -> None:
    script_id = write(desk, "您好")
    save_script(desk, script_id=script_id, topic=Topic.CARE, title="测试", body="您好啊")
    use_script(desk, script_id=script_id)
    hide_script(desk, script_id=script_id)
    show_script(desk, script_id=script_id)
    rows = list_trail(desk.database, kind="script", record_id=script_id)
    assert sorted(what_happened(row) for row in rows) == sorted([
        "Added: 测试", "Topic: Other → Care\nText: 您好 → 您好啊", "Copied", "Taken out of use", "In use again",
    ])  # fmt: skip
    packer = replace(desk, actor=Actor(desk.actor.id, "仓", "warehouse"))
    assert {row.after.get("body") for row in list_trail(packer.seen, kind="script", record_id=script_id)} >= {"您好啊"}


def test_a_script_that_isnt_there(desk: Desk) -> None:
    for deed in (use_script, hide_script, show_script):
        with pytest.raises(ScriptNotFound):
            deed(desk, script_id=99)
    with pytest.raises(ScriptNotFound):
        fill_script(desk.database, script_id=99, now=NOON)
