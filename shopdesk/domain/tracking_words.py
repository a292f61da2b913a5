"""What the words mean that carriers write about a parcel (SHP-08).

Each carrier has its own; the rules stand in the order in which they are tried. What nobody knows is "unknown": it still
shows that the parcel moves.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from shopdesk.domain.tracking import Status

_COURTESY = re.compile(
    r"(?:如|若|如果|如您)(?:您)?(?:有|遇|对|需|未|您)[^。;；!！\n]*|(?:感谢|谢谢|期待|欢迎)[^。;；!！\n]*"
    r"|(?:请|您可|可)?(?:联系|致电|拨打|咨询)(?:快递员|派件员|客服|网点|小哥|我)[^。;；!！\n]*|\bif you\b[^.;!\n]*",
    re.I,
)
"""`If there is anything wrong, call ...` stands behind events with which nothing is wrong."""

_PLACE = (
    r"(?:"
    r"驿站|快递柜|丰巢|智能柜|自提柜|自提点|代收点|代办点|代理点|菜鸟|妈妈|便利店|超市|服务站|物业|门卫|保安"
    r"|云柜|柜机|格口|locker"
    r")"
)

_RULES: Sequence[tuple[Status, str]] = (
    (
        Status.RETURNED,
        r"退(?:回|件|货)[^。，,;；]{0,12}(?:已|被)?(?:签收|妥投)|已退回?至?(?:寄件人|发件人|商家|卖家|寄方)"
        r"|退签成功|寄件人已签收|returned to (?:the )?sender",
    ),
    (
        Status.REFUSED,
        r"拒收|拒签|拒绝(?:签收|收件|收货|接收)|客户(?:要求)?退件|refused",
    ),
    (
        Status.RETURNING,
        r"退回|退件|退货|退改|返回(?:发件|寄件|始发)|原路返回|逆向|拦截成功|已(?:成功)?拦截|拦截(?:件|退)"
        r"|being returned",
    ),
    (
        Status.SIGNED,
        r"已(?:被|从[^，,。]{0,20})?(?:取出|领取|提取|取走)|取件成功|客户已取"
        r"|(?:收件人|客户|用户|本人)已?(?:凭码)?取(?:件|走)|已取件出柜|出柜成功"
        r"|picked up by (?:the )?(?:consignee|recipient)"
        rf"|{_PLACE}[^。;；]{{0,12}}已取件",
    ),
    (
        Status.PICKUP,
        r"请(?:您)?(?:凭|尽快|及时|前往|到)[^。;；]{0,24}(?:取|领|提)|待取件|待自提|等待(?:自提|取件|领取)"
        r"|取件码|提货码|已(?:由[^。;；]{0,20})?代收|available for (?:pick|collect)"
        r"|ready for (?:pick|collect)"
        rf"|(?:存|暂存|放|投|送|派送|寄存|投放|代收|派)(?:放|入|至|到|在|于)+[^。;；]{{0,20}}{_PLACE}"
        rf"|{_PLACE}[^。;；]{{0,10}}(?:代收|暂存|存放|待取|已收件|已入库|保管)",
    ),
    (
        Status.TROUBLE,
        r"(?:未|没有|没能|无法|不能)[^。;；,，]{0,4}(?:妥投|签收|派送成功|投递成功|送达)",
    ),
    (
        Status.SIGNED,
        r"已(?:经)?(?:被|由|成功)?[^。;；，,]{0,12}(?:签收|妥投|代签)|签收(?:人|成功|方式|完成|类型)"
        r"|投递并签收|妥投|(?:本人|他人|前台|家人|同事|邻居|单位|收发室|收件人)[^。;；]{0,3}签收|已送达"
        r"|已完成(?:配送|派送|投递)|\bdelivered\b|signed (?:for|by)",
    ),
    (
        Status.FORWARDED,
        r"(?<!中)转(?!运)(?:给|交|由|至|投|寄)?[^。;；]{0,6}(?:邮政|EMS|顺丰|圆通|中通|申通|韵达|极兔|京东|德邦)"
        r"|转单|转第三方|换单|(?:新|转出|后段)(?:运)?单号"
        r"|由[^。;；]{0,12}(?:继续|后续|负责)(?:派送|承运|配送|投递)"
        r"|handed (?:over )?to .{0,20}(?:post|express|carrier)",
    ),
    (
        Status.TROUBLE,
        r"(?:派送|投递|派件|配送|妥投|揽收)[^。;；,，]{0,4}(?:失败|不成功|未成功|异常)"
        r"|无法(?:联系|派送|投递|送达|配送)|联系不上|无人接听|关机|停机|空号|地址(?:不详|错误|不清|有误|不符)"
        r"|超(?:出)?(?:区|范围|派|派送范围|服务区)|不在(?:派送|配送|服务)范围|不派送|不到达|改(?:期|约)|滞留"
        r"|问题件|疑难|破损|丢失|遗失|异常|延误|延迟|受阻|收件人不在|家中无人|无人(?:签收|在家)"
        r"|暂停(?:派送|配送)|错分|错发|积压|停运|delivery attempt|undeliverable|exception|delayed|damaged"
        r"|\blost\b",
    ),
    (
        Status.DELIVERING,
        r"派件|派送|正在(?:投递|配送)|安排投递|(?:开始|准备)(?:投递|配送)|投递员|配送员|正在为您送|即将送达"
        r"|out for delivery",
    ),
    (
        Status.TAKEN,
        r"揽收|揽件|收寄|已收件|已取件|已收取|收取(?:了)?快件|上门取件|快件已(?:收|取)|picked up|accepted"
        r"|collected",
    ),
    (
        Status.MOVING,
        r"离开|到达|发往|发出|运输|运送|装(?:车|袋|箱|包)|卸车|中转|分拣|转运|航班|起飞|降落|下一站|扫描"
        r"|进港|出港|封发|在途|清关|海关|仓库|入库|出库|depart|arriv|transit|sort|customs|scan",
    ),
)
_COMPILED = tuple((status, re.compile(pattern, re.I)) for status, pattern in _RULES)

_NOT_YET = re.compile(r"(?:待|准备|等待|请|安排|预计|尽快|即将|协助|提醒|通知)[^。;；,，]{0,6}签收")
"""`Please be ready to sign`: nobody has."""

_CARRIER = (
    r"(?:中国)?邮政(?:快递包裹|小包|包裹)?|EMS|顺丰(?:速运)?|圆通(?:速递)?|中通(?:快递)?|申通(?:快递)?|韵达(?:速递|快递)?"
    r"|极兔(?:速递)?|京东(?:快递|物流)?|德邦(?:快递)?"
)
_WAYBILL = r"([A-Z]{0,4}\d{8,20}[A-Z]{0,2})"
_OTHER = re.compile(
    rf"(?:(?:单号|运单|邮件号|快件号|tracking (?:number|no\.?))|(?:{_CARRIER}))[^A-Z0-9。;；]{{0,8}}{_WAYBILL}", re.I
)
_CARRIERS = re.compile(_CARRIER, re.I)

_BY_NAME: Sequence[tuple[str, Status]] = (
    ("退签", Status.RETURNED),
    ("拒签", Status.REFUSED),
    ("拒收", Status.REFUSED),
    ("退回", Status.RETURNING),
    ("签收", Status.SIGNED),
    ("妥投", Status.SIGNED),
    ("自提", Status.PICKUP),
    ("待取", Status.PICKUP),
    ("派件", Status.DELIVERING),
    ("派送", Status.DELIVERING),
    ("投递", Status.DELIVERING),
    ("揽", Status.TAKEN),
    ("收寄", Status.TAKEN),
    ("疑难", Status.TROUBLE),
    ("问题", Status.TROUBLE),
    ("异常", Status.TROUBLE),
    ("超时", Status.TROUBLE),
    ("转投", Status.FORWARDED),
    ("转单", Status.FORWARDED),
    ("清关", Status.MOVING),
    ("在途", Status.MOVING),
    ("运输", Status.MOVING),
    ("中转", Status.MOVING),
)


@lru_cache(maxsize=20_000)
def status_of(said: str) -> Status:
    """What an event's words mean; UNKNOWN where they say nothing that is known."""
    text = _NOT_YET.sub("", _COURTESY.sub("", said))
    return next((status for status, pattern in _COMPILED if pattern.search(text)), Status.UNKNOWN)


@lru_cache(maxsize=1_000)
def status_named(name: str) -> Status:
    """What a column or a service calls the status of an event, `派件` or `delivered`: one of our own words, one of
    theirs, or UNKNOWN."""
    plain = name.strip()
    if plain.lower() in set(Status):
        return Status(plain.lower())
    return next((status for word, status in _BY_NAME if word in plain), Status.UNKNOWN)


def meaning(said: str, named: Status = Status.UNKNOWN) -> Status:
    """What an event means where a service has its own word for it as well. The service's word counts, but "on its way"
    is what it says for want of a better one, and a parcel left at a locker is delivered for it."""
    if named is Status.UNKNOWN or named is Status.MOVING:
        words = status_of(said)
        return named if words is Status.UNKNOWN else words
    if named in (Status.SIGNED, Status.DELIVERING) and status_of(said) is Status.PICKUP:
        return Status.PICKUP
    return named


def forwarded_to(said: str) -> tuple[str, str]:
    """The other carrier and its number that an event names; empty where it names none."""
    found = _OTHER.search(said)
    if found is None:
        return "", ""
    named = _CARRIERS.findall(said[: found.start(1)])
    return named[-1] if named else "", found[1].upper()
