"""What the platforms' words on a request mean for its case: what is asked, why, and how far it is."""

from enum import StrEnum

from shopdesk.domain.cases import Kind
from shopdesk.domain.reasons import Reason
from shopdesk.domain.refund_states import OVER, is_refund_underway


class Progress(StrEnum):
    """How far a request has come on the platform."""

    ASKED = "asked"
    AGREED = "agreed"
    """The buyer is to send the goods."""
    SENT = "sent"
    PAID = "paid"
    """The money is back with the buyer, or the exchange is over."""
    OVER = "over"
    """Withdrawn, refused or closed."""
    NONE = "none"
    """The words say nothing of a request."""


_KINDS = (
    (Kind.REISSUE, ("补寄", "补发", "漏发")),
    (Kind.EXCHANGE, ("换货", "维修", "更换", "exchange")),
    (Kind.PRICE, ("价保", "差价", "保价", "补差")),
    (Kind.REFUSAL, ("拒收", "拒签", "未收到货退款且退货")),
    (Kind.RETURN, ("退货", "需要退货", "return")),
)
"""The first words that fit; `不需要退货` and `仅退款` come before all."""
_ONLY_MONEY = ("仅退款", "不需要退货", "无需退货", "不退货", "未发货")
_YES = ("是", "需要", "yes")

_REASONS = (
    (Reason.WRONG_ITEM, ("发错", "错发", "不符合所拍", "颜色/款式/图案不符", "款式不符", "尺码不符")),
    (Reason.MISSING, ("少件", "漏发", "少发", "缺件", "空包")),
    (Reason.LOST, ("丢失", "未收到", "没收到", "丢件", "无物流", "物流停滞", "无法派送", "虚假签收")),
    (Reason.THEFT, ("被盗", "被拿", "掉包")),
    (Reason.DAMAGE, ("破损", "压坏", "污渍", "运输", "包装破", "损坏")),
    (Reason.NOT_AS_SHOWN, ("与描述不符", "描述不符", "与商品描述", "材质", "假货", "假冒", "色差", "图片不符")),
    (Reason.QUALITY, ("质量", "开胶", "脱胶", "掉色", "做工", "瑕疵", "起球", "断底", "功能故障", "异味")),
    (Reason.SIZE, ("尺码", "大小", "尺寸", "不合适", "偏大", "偏小", "号码")),
    (Reason.COLOUR, ("颜色",)),
    (Reason.LATE, ("未按约定时间发货", "发货慢", "发货速度", "未按时", "缺货", "延迟发货", "超时")),
    (Reason.PRICE, ("差价", "降价", "优惠", "价格", "保价")),
    (
        Reason.MIND,
        ("七天无理由", "7天无理由", "无理由", "不喜欢", "不想要", "不想买", "效果不好", "拍错", "多拍", "拍多", "误拍"),
    ),
)  # fmt: skip
_PAID = ("成功", "完成", "已退款", "已打款", "success")
_SENT = (
    "待商家收货",
    "待卖家收货",
    "等待卖家确认收货",
    "卖家确认收货",
    "待商家确认收货",
    "买家已退货",
    "已退货",
    "退货中",
)
_AGREED = ("待买家退货", "等待买家退货", "待用户退货", "买家退货", "待寄回", "已同意")


def read_kind(kind: str, *, goods_state: str = "") -> Kind:
    """What a request is about, from the platform's words: money only, where they say nothing of goods."""
    text = kind.strip().lower()
    if text in _YES:  # of a column that asks whether the goods come back
        return Kind.RETURN
    if any(word in text for word in _ONLY_MONEY):
        return Kind.REFUND
    found = next((kind for kind, words in _KINDS if any(word in text for word in words)), Kind.REFUND)
    return Kind.REFUND if found is Kind.RETURN and "未发货" in goods_state else found


def read_reason(text: str) -> Reason:
    """The category of a reason that the buyer chose on the platform; OTHER where no word is known."""
    words = text.strip()
    return next((reason for reason, known in _REASONS if any(word in words for word in known)), Reason.OTHER)


def read_progress(state: str, *, waybill: str = "", is_finished: bool = False) -> Progress:
    """How far a request is. A waybill tells that the goods are on their way, whatever the words."""
    text = state.strip().lower()
    if any(word in text for word in OVER):
        return Progress.OVER
    if any(word in text for word in _PAID):
        return Progress.PAID
    if is_finished or not is_refund_underway(state):
        return Progress.NONE
    if waybill or any(word in text for word in _SENT):
        return Progress.SENT
    return Progress.AGREED if any(word in text for word in _AGREED) else Progress.ASKED
