"""A changed address in a memo or message, compared with the order (ORD-22). It proposes; a person decides."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.domain.carriers import OUTSIDE, PROVINCES

_PROVINCES = "|".join((*PROVINCES, *OUTSIDE))
_CUE = re.compile(
    r"(?:修改|更改|改|换|新)(?:一?下)?\s*(?:收货|收件)?\s*地址(?:吧|了)?(?:[为成到是]+)?"
    r"|(?:收货|收件)?地址\s*(?:[写填选搞留弄]?错了?)?[,，\s]*(?:应该|应|请|帮忙|麻烦)?\s*(?:改|换|更)(?:改|换)?\s*[为成到]?"
    r"|(?:改|换)(?:寄|发|送|到)(?:到|至|往)?"
    r"|(?:地址|门牌号?|楼号|房号)[^，,。\d]{0,4}(?:错了?|不对|有误)[，,\s]*(?:应该?|正确|真正)?的?(?:是|为|改成?|换成?)\s*"
)
_WEAK_CUE = re.compile(
    r"(?:请|麻烦|帮忙|帮我|直接)(?:帮我|给我)?(?:寄|发|送)(?:到|至|往)(?:新地址|公司|家里?|单位|这里|这个地址)?[:：\s]*"
    r"|[改换][成为]?\s*(?=[\u4e00-\u9fff]{2,8}[省市])"
    r"|(?:^|[\s,，。;；:：])(?=[\u4e00-\u9fff]{2,7}?(?:省|自治区)[\u4e00-\u9fff\s]{2,30}\d|(?:北京|上海|天津|重庆)市?[\u4e00-\u9fff\s]{2,30}\d)"
)
"""Words that stand before many things: what follows has to be a whole address, with its province or city."""
_NEW_PHONE = re.compile(
    r"(?:电话|手机号?|号码)[^\d,，。]{0,3}(?:错|不对|停机|不用了|换了)[^\d]{0,8}(?P<other>1[3-9]\d{9})(?!\d)|"
    r"(?:电话|手机|联系方式|号码|手机号)(?:号码?)?\s*(?:更?[改换]|变)(?:成|为|到|了|一?下)*[^\d,，。]{0,6}(?P<phone>1[3-9]\d{9})(?!\d)"
)
_NEW_NAME = re.compile(
    r"(?:收件人|收货人|姓名|名字)(?:姓名)?\s*(?:更?[改换])(?:成|为|一?下)*[:：\s]*(?P<name>[\u4e00-\u9fff·]{2,4}?)(?=[\s,，。;；\d]|电话|手机|$)"
)
_THANKS = re.compile(r"[\s,，。!！]*(?:谢谢|麻烦|辛苦|拜托|地址改)(?:了|您|你|老板|亲|这里)*[\s,，。!！~]*$")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_REGION = re.compile(
    r"(?P<province>[\u4e00-\u9fff]{2,7}?(?:省|自治区|特别行政区)|北京市?|上海市?|天津市?|重庆市?"
    rf"|(?:{_PROVINCES})(?![\u4e00-\u9fff]{{0,2}}(?:[路街道巷弄园苑楼厦村]|城(?![市港区]))))?\s*"  # 四川北路, 海南花园
    r"(?P<city>[\u4e00-\u9fff]{2,8}?(?:市|自治州|地区|盟))?\s*"
    r"(?P<district>[\u4e00-\u9fff]{1,8}?(?:区|县|市|旗))?\s*"
)
_NAME = re.compile(r"^(?:收件人|收货人|姓名)?[:：]?\s*([\u4e00-\u9fff·]{2,4})$")
_SPLIT = re.compile(r"[\s,，;；、|]+")
_PLACE = re.compile(_PROVINCES)
_STREET = re.compile(r"[路街道巷弄号村镇乡幢栋室楼园苑城大厦]")
_MUNICIPALITY = re.compile(r"(北京|上海|天津|重庆)市?")
_SAID_ALIKE = re.compile(r"[\s\-—()（）]")
_LONGEST = 500
"""Characters behind a cue that can be an address: a text full of cues is read no slower than any other."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a parcel goes. An empty part of a proposed change stays as it is."""

    receiver: str = ""
    phone: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    address: str = ""


def find_address_change(text: str, known: Address) -> Address | None:
    """The parts of an address in `text` that differ from what is known; None where it names no other address."""
    wanted = _asked_address(text) or _asked_person(text)
    if wanted is None:
        return None
    parts = {part: getattr(wanted, part) for part in Address.__slots__}
    changed = {part: new for part, new in parts.items() if new and not _same(new, getattr(known, part))}
    if "province" in changed:  # a city that is called the same is another one there
        changed |= {part: parts[part] for part in ("city", "district")}
    return Address(**changed) if changed else None


def _asked_address(text: str) -> Address | None:
    for cue, whole in ((_CUE, False), (_WEAK_CUE, True)):
        for found in cue.finditer(text):
            said = _THANKS.sub("", text[found.end() : found.end() + _LONGEST].strip())
            wanted = read_address(said.splitlines()[0]) if said else None
            if wanted is not None and (not whole or wanted.province or wanted.city):
                return wanted
    return None


def _asked_person(text: str) -> Address | None:
    """Another receiver or phone, without another address."""
    phone, name = _NEW_PHONE.search(text), _NEW_NAME.search(text)
    if phone is None and name is None:
        return None
    beside = _PHONE.search(text, name.end()) if name else None
    number = phone["phone"] or phone["other"] if phone else beside[0] if beside else ""
    return Address(name["name"] if name else "", number)


def read_address(text: str) -> Address | None:
    """Receiver, phone and address out of one line, in any order; None where there is no street in it."""
    phone = _PHONE.search(text)
    rest = _PHONE.sub(" ", text).strip(" :：，,。")
    words = [word for word in _SPLIT.split(rest) if word]
    names = [match[1] for word in words if (match := _NAME.match(word)) and not _STREET.search(match[1])]
    names = [name for name in names if not name.endswith(("省", "市", "区", "县")) and not _PLACE.match(name)]
    name = _name_of(text, phone, names)
    street = " ".join(word for word in words if not name or name not in word)
    region = _REGION.match(street)
    found = {part: value or "" for part, value in region.groupdict().items()} if region else {}
    if not found.get("city") and (itself := _MUNICIPALITY.fullmatch(found.get("province", ""))):
        found |= {"province": itself[1], "city": f"{itself[1]}市"}
    address = street[region.end() :].strip() if region else street
    if not _STREET.search(address):
        return None
    return Address(name, phone[0] if phone else "", address=address, **found)


def _name_of(text: str, phone: re.Match[str] | None, names: Sequence[str]) -> str:
    """Of several words that may be a name the one before the phone is it, else the last: cities are as short."""
    before = text[: phone.start()].rstrip(" :：，,。") if phone else ""
    return next((name for name in names if before.endswith(name)), names[-1] if names else "")


def _same(new: str, old: str) -> bool:
    new, old = _SAID_ALIKE.sub("", new), _SAID_ALIKE.sub("", old)
    return new == old or old.rstrip("省市区县") == new
