"""What a text promises besides the goods: gifts, and differences in price or postage."""

import re
from collections.abc import Iterator

from shopdesk.domain.money import Money
from shopdesk.domain.readings import Reading, Topic

_COUNT = r"(?:[一两二三四五六七八九十\d]{0,3}(?:个|点儿?|些|双|盒|包|块|件|副|瓶|条|颗|罐|份|只|把|张|套))?"
_KNOWN = (
    "样品|小样|茶样|试用装|试喝装|样茶|礼物|小礼物|小礼品|礼品|赠品|礼盒|鞋垫|袜子|短袜|鞋油|鞋带|鞋拔|鞋刷|鞋撑|擦鞋布|"
    "领带|领结|衣架|皮带|口罩|手提袋|茶杯|茶漏|茶叶|小罐茶|钥匙扣|围巾|手套|防尘袋|香包|书签"
)
_LENGTH_OF_A_NAME = "{2,4}"
_NOT_A_GIFT = (
    r"(?!人|礼(?![品物盒])|货|到|给|上|达|去|来|件|朋友|领导|同事|客户|老师|妈|爸|老|长辈|女|男|对象|闺蜜|孩|亲|完|一下|"
    r"快递|过|的|我爸|我妈|我老|不|错|往|三楼|楼|家|医|单位|公司|学校|前|时|之)"
)
_GIVE = re.compile(
    r"(?<![不别勿没周配派赠])(?P<verb>赠送|附赠|附送|加送|多送|再送|赠|送)(?:给?(?:客户|买家|我|您|他|她))?(?:了)?"
    + _COUNT
    + _NOT_A_GIFT
    + rf"(?P<item>[\u4e00-\u9fff]{_LENGTH_OF_A_NAME}?)"
    r"(?=[一两二三四五六七八九十\d]+[双盒包个块件副瓶条颗罐份只把张套]|[^\u4e00-\u9fff]|$|[吧呗哦啊哈呀谢吗])"
)
_BRING = re.compile(rf"(?<![不别勿没])(?:随单带|带|配送|给|有|加|放|装){_COUNT}(?P<item>{_KNOWN})")
_REMEMBER = re.compile(rf"(?P<item>{_KNOWN})(?:千万)?(?:别忘|不要忘|勿忘|记得|要放|也要)")
_REFUSED = re.compile(r"(?:不要|不用|不需要?|别|勿|无需)[^,。;]{0,3}$")

_WHAT = "(?:差价|差额|邮费|运费|快递费|邮资)"
_SUM = re.compile(
    r"(?<![\d.])(\d{1,4}(?:\.\d{1,2})?)(?![\d.])(?!\s*(?:双|件|码|号|个|罐|盒|点|月|日|天|g|克|cm|kg|斤|条|包))"
)
_HAS_PAID = re.compile(
    rf"已经?补(?!拍|发|货|寄)|补(?:了|过|齐|好)(?!拍|发)|{_WHAT}\D{{0,2}}\d*\D{{0,2}}已?经?(?:付|转|拍|收)[了过]?"
)
_HAS_TO_PAY = re.compile(
    rf"补(?:交|上)?\s*(?:{_WHAT}|差|\d)|[差欠](?:邮费|运费|\d+\s*[元块])"
    r"|补拍\s*\d+(?:\.\d+)?\s*[元块]|\d\s*[元块]?(?:钱)?(?:待补|待付|未付|没付|没补)"
)
_ABOUT_MONEY = re.compile(rf"{_WHAT}|差|元|块|补了?\s*\d|补齐")
_PAY_BACK = re.compile(
    rf"(?:退还?|返还?|返现)(?:给?(?:买家|客户|我|你|您))?\s*(?:\d[\d.]*\s*(?:元|块|$|[^\d.\u4e00-\u9fffa-z])|{_WHAT}|差)"
    r"|(?:多付|多收|多拍|多给)[^退返]{0,10}[退返]"
)
_PARTS = re.compile(r"[,。;!?\n、]|\.(?!\d)")


def find_gifts(text: str) -> Iterator[Reading]:
    """Samples and presents that a plain text promises or asks for."""
    end = -1
    for found in sorted(
        [*_GIVE.finditer(text), *_BRING.finditer(text), *_REMEMBER.finditer(text)], key=lambda found: found.start()
    ):
        if found.start() >= end and not _REFUSED.search(text[: found.start()]):
            end = found.end()
            yield Reading(Topic.GIFT, found["item"], found.start(), end)


def find_differences(text: str) -> Iterator[Reading]:
    """Money to come, come, or promised back; the amount is 0 where none is named."""
    start = 0
    for end in [*(found.start() for found in _PARTS.finditer(text)), len(text)]:
        topic = _money_topic(text[start:end])
        if topic is not None:
            found = _SUM.search(text, start, end)
            amount = Money.parse(found[1]) if found else Money(0)
            yield Reading(topic, amount.yuan if found else "", start, end, amount)
        start = end + 1


def _money_topic(clause: str) -> Topic | None:
    if _PAY_BACK.search(clause):
        return Topic.BACK
    if _HAS_PAID.search(clause) and _ABOUT_MONEY.search(clause):
        return Topic.PAID
    return Topic.DUE if _HAS_TO_PAY.search(clause) else None
