"""What the platforms' words on a request mean for its case."""

import pytest

from shopdesk.domain.cases import Kind
from shopdesk.domain.platform_requests import Progress, read_kind, read_progress, read_reason
from shopdesk.domain.reasons import Reason


@pytest.mark.parametrize(
    ("words", "goods", "kind"),
    [
        ("退货退款", "买家已收到货", Kind.RETURN),
        ("仅退款", "", Kind.REFUND),
        ("我要退款(无需退货)", "", Kind.REFUND),
        ("不需要退货", "", Kind.REFUND),
        ("是", "", Kind.RETURN),
        ("否", "", Kind.REFUND),
        ("换货", "", Kind.EXCHANGE),
        ("补寄", "", Kind.REISSUE),
        ("价保", "", Kind.PRICE),
        ("拒收退款", "", Kind.REFUSAL),
        ("未发货仅退款", "", Kind.REFUND),
        ("退货退款", "未发货", Kind.REFUND),
        ("", "", Kind.REFUND),
    ],
)
def test_kinds(words: str, goods: str, kind: Kind) -> None:
    assert read_kind(words, goods_state=goods) is kind


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("尺码不合适", Reason.SIZE),
        ("质量问题-开胶", Reason.QUALITY),
        ("7天无理由退换货", Reason.MIND),
        ("卖家发错货", Reason.WRONG_ITEM),
        ("少件/漏发", Reason.MISSING),
        ("包装/商品破损", Reason.DAMAGE),
        ("快递一直未送到（未收到货）", Reason.LOST),
        ("与商品描述不符", Reason.NOT_AS_SHOWN),
        ("未按约定时间发货", Reason.LATE),
        ("颜色不喜欢", Reason.COLOUR),
        ("", Reason.OTHER),
    ],
)
def test_reasons(words: str, reason: Reason) -> None:
    assert read_reason(words) is reason


@pytest.mark.parametrize(
    ("words", "progress"),
    [
        ("买家已经申请退款，等待卖家同意", Progress.ASKED),
        ("待商家处理", Progress.ASKED),
        ("卖家已经同意退款，等待买家退货", Progress.AGREED),
        ("买家已经退货，等待卖家确认收货", Progress.SENT),
        ("待商家收货", Progress.SENT),
        ("退款成功", Progress.PAID),
        ("退款关闭", Progress.OVER),
        ("售后关闭", Progress.OVER),
        ("买家撤销售后", Progress.OVER),
        ("没有申请退款", Progress.OVER),
        ("-", Progress.NONE),
        ("", Progress.NONE),
    ],
)
def test_progress(words: str, progress: Progress) -> None:
    assert read_progress(words) is progress


def test_a_waybill_tells_that_the_goods_are_on_their_way() -> None:
    assert read_progress("等待买家退货", waybill="YT1") is Progress.SENT
    assert read_progress("退款成功", waybill="YT1") is Progress.PAID
    assert read_progress("退款中", is_finished=True) is Progress.NONE, "nobody knows what it came to"
