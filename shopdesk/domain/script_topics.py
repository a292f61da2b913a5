"""What words are about: the shelves of the library of scripts (CRM-02)."""

from collections.abc import Mapping
from enum import StrEnum

from shopdesk.errors import N_


class Topic(StrEnum):
    """A shelf of the library; the value is the command line's word and what tables of scripts may say."""

    GREETING = "greeting"
    PRODUCT = "product"
    SIZE = "size"
    PRICE = "price"
    PAYMENT = "payment"
    ADDRESS = "address"
    SHIPPING = "shipping"
    TRACKING = "tracking"
    INTERCEPTION = "interception"
    SHORTAGE = "shortage"
    RETURN = "return"
    RETURN_ADDRESS = "return-address"
    EXCHANGE = "exchange"
    REFUND = "refund"
    REFUND_CHANNEL = "refund-channel"
    REPAIR = "repair"
    APOLOGY = "apology"
    REVIEW = "review"
    COMPLAINT = "complaint"
    PHONE = "phone"
    CARE = "care"
    OTHER = "other"


TOPICS: Mapping[Topic, str] = {
    Topic.GREETING: N_("Greeting"),
    Topic.PRODUCT: N_("About the goods"),
    Topic.SIZE: N_("Sizes"),
    Topic.PRICE: N_("Price and gifts"),
    Topic.PAYMENT: N_("Payment"),
    Topic.ADDRESS: N_("Checking the address"),
    Topic.SHIPPING: N_("When it ships"),
    Topic.TRACKING: N_("Where the parcel is"),
    Topic.INTERCEPTION: N_("Interception"),
    Topic.SHORTAGE: N_("Missing or broken"),
    Topic.RETURN: N_("Return"),
    Topic.RETURN_ADDRESS: N_("Return address"),
    Topic.EXCHANGE: N_("Exchange"),
    Topic.REFUND: N_("Refund"),
    Topic.REFUND_CHANNEL: N_("How the refund arrives"),
    Topic.REPAIR: N_("Repair"),
    Topic.APOLOGY: N_("Apology"),
    Topic.REVIEW: N_("Answers to reviews"),
    Topic.COMPLAINT: N_("Complaint"),
    Topic.PHONE: N_("On the phone"),
    Topic.CARE: N_("Care"),
    Topic.OTHER: N_("Other"),
}
"""What the shelves are called."""

_CHINESE: Mapping[Topic, tuple[str, ...]] = {
    Topic.GREETING: ("问候", "接待", "开场"),
    Topic.PRODUCT: ("商品", "商品咨询", "售前"),
    Topic.SIZE: ("尺码",),
    Topic.PRICE: ("议价", "价格", "优惠", "赠品"),
    Topic.PAYMENT: ("付款", "催付", "支付"),
    Topic.ADDRESS: ("核对地址", "地址", "改地址"),
    Topic.SHIPPING: ("发货", "催发货"),
    Topic.TRACKING: ("查件", "物流", "快递"),
    Topic.INTERCEPTION: ("拦截", "追件", "改派"),
    Topic.SHORTAGE: ("少件破损", "少件", "破损", "错发"),
    Topic.RETURN: ("退货",),
    Topic.RETURN_ADDRESS: ("退货地址", "寄回地址"),
    Topic.EXCHANGE: ("换货",),
    Topic.REFUND: ("退款",),
    Topic.REFUND_CHANNEL: ("退款渠道", "退款到账", "到账"),
    Topic.REPAIR: ("维修", "返修"),
    Topic.APOLOGY: ("道歉", "致歉"),
    Topic.REVIEW: ("评价", "评价回复", "中差评"),
    Topic.COMPLAINT: ("投诉",),
    Topic.PHONE: ("电话", "电话礼仪"),
    Topic.CARE: ("关怀", "客户关怀", "节日"),
    Topic.OTHER: ("其他", "其它"),
}
"""What tables call them in Chinese, whatever language the program speaks."""

_INITIALS: Mapping[Topic, str] = {
    Topic.GREETING: "wh", Topic.PRODUCT: "sp", Topic.SIZE: "cm", Topic.PRICE: "yj", Topic.PAYMENT: "fk",
    Topic.ADDRESS: "hddz", Topic.SHIPPING: "fh", Topic.TRACKING: "cj", Topic.INTERCEPTION: "lj",
    Topic.SHORTAGE: "sjps", Topic.RETURN: "th", Topic.RETURN_ADDRESS: "thdz", Topic.EXCHANGE: "hh",
    Topic.REFUND: "tk", Topic.REFUND_CHANNEL: "tkqd", Topic.REPAIR: "wx", Topic.APOLOGY: "dq", Topic.REVIEW: "pj",
    Topic.COMPLAINT: "ts", Topic.PHONE: "dh", Topic.CARE: "gh", Topic.OTHER: "qt",
}  # fmt: skip
"""Of the Chinese names, as `pinyin.initials` has them: reading its table would take longer than the first key may."""


def read_topic(text: str) -> Topic | None:
    """The shelf that somebody means: by its word, its name in either language; None for none of ours."""
    wanted = text.strip().casefold()
    for topic in Topic:
        if wanted in (topic.value, TOPICS[topic].casefold(), *_CHINESE[topic]):
            return topic
    return None


def chinese_name(topic: Topic) -> str:
    """What Chinese shops call it."""
    return _CHINESE[topic][0]


def topic_initials(topic: Topic) -> str:
    """The pinyin initials of its Chinese name."""
    return _INITIALS[topic]
