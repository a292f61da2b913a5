"""A changed address in a memo or message, compared with the order (ORD-22). It proposes; a person decides."""

import re
from dataclasses import dataclass

_CUE = re.compile(
    r"(?:修改|更改|改|换|新)\s*(?:收货|收件)?\s*地址(?:[为成到是]+)?|(?:收货|收件)?地址\s*(?:改|换|更)\s*[为成到]?|(?:改|换)(?:寄|发|到)(?:到|至)?"
)
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_REGION = re.compile(
    r"(?P<province>[\u4e00-\u9fff]{2,7}?(?:省|自治区|特别行政区)|北京市?|上海市?|天津市?|重庆市?)?\s*"
    r"(?P<city>[\u4e00-\u9fff]{2,8}?(?:市|自治州|地区|盟))?\s*"
    r"(?P<district>[\u4e00-\u9fff]{1,8}?(?:区|县|市|旗))?\s*"
)
_NAME = re.compile(r"^(?:收件人|收货人|姓名)?[:：]?\s*([\u4e00-\u9fff·]{2,4})$")
_SPLIT = re.compile(r"[\s,，;；、|]+")
_STREET = re.compile(r"[路街道巷弄号村镇乡幢栋室楼园苑城大厦]")
_MUNICIPALITY = re.compile(r"(北京|上海|天津|重庆)市?")
_SAID_ALIKE = re.compile(r"[\s\-—()（）]")


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
    cue = _CUE.search(text)
    if cue is None:
        return None
    said = text[cue.end() :].strip()
    wanted = read_address(said.splitlines()[0]) if said else None
    if wanted is None:
        return None
    parts = {part: getattr(wanted, part) for part in Address.__slots__}
    changed = {part: new for part, new in parts.items() if new and not _same(new, getattr(known, part))}
    return Address(**changed) if changed else None


def read_address(text: str) -> Address | None:
    """Receiver, phone and address out of one line, in any order; None where there is no street in it."""
    phone = _PHONE.search(text)
    rest = _PHONE.sub(" ", text).strip(" :：，,。")
    words = [word for word in _SPLIT.split(rest) if word]
    names = [match[1] for word in words if (match := _NAME.match(word)) and not _STREET.search(match[1])]
    names = [name for name in names if not name.endswith(("省", "市", "区", "县"))]
    street = " ".join(word for word in words if not names or names[-1] not in word)
    region = _REGION.match(street)
    found = {part: value or "" for part, value in region.groupdict().items()} if region else {}
    if not found.get("city") and (itself := _MUNICIPALITY.fullmatch(found.get("province", ""))):
        found |= {"province": itself[1], "city": f"{itself[1]}市"}
    address = street[region.end() :].strip() if region else street
    if not _STREET.search(address):
        return None
    return Address(names[-1] if names else "", phone[0] if phone else "", address=address, **found)


def _same(new: str, old: str) -> bool:
    new, old = _SAID_ALIKE.sub("", new), _SAID_ALIKE.sub("", old)
    return new == old or old.rstrip("省市区县") == new
