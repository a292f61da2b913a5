"""An address in one cell or in several, brought into one shape (reader rule 7)."""

import re
from functools import partial
from typing import NamedTuple

_PROVINCES = (
    "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西",
    "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古",
    "广西", "西藏", "宁夏", "新疆", "香港", "澳门",
)  # fmt: skip
_PROVINCE_STARTS = frozenset(name[:2] for name in _PROVINCES)
_OPENING, _CLOSING = frozenset("(（"), frozenset(")）")
_UNSPACED = re.compile(
    rf"(?P<province>(?:{'|'.join(_PROVINCES)})(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)?)"
    r"(?P<city>[^市区县路街道镇号\s]{1,9}?(?:市|自治州|地区|盟))?"
    r"(?P<district>[^路街道镇号\s]{1,9}?(?:区|县|市|旗))?"
    r"(?P<rest>.*)",
    re.DOTALL,
)


class Place(NamedTuple):
    """Where a parcel goes. Names stay as the platform writes them."""

    province: str = ""
    city: str = ""
    district: str = ""
    address: str = ""
    postcode: str = ""


_place = partial(tuple.__new__, Place)
"""The short way to make one, for a hundred thousand of them."""


def split_address(text: str) -> Place:
    """`省 市 区 详址(邮编)` taken apart; also without the spaces. What can't be told apart stays in `address`."""
    postcode = ""
    if text[-1:] in _CLOSING:
        text, postcode = _cut_postcode(text)
    parts = text.split(" ", 3)
    if len(parts) == 4 and parts[0][:2] in _PROVINCE_STARTS:
        return _place((parts[0], parts[1], parts[2], parts[3].strip(), postcode))
    return _split_unspaced(text, postcode)


def _split_unspaced(text: str, postcode: str) -> Place:
    found = _UNSPACED.fullmatch(text)
    if found is None:
        return Place(address=text, postcode=postcode)
    province, city, district, rest = found.groups(default="")
    if not city and not district:
        return Place(address=text, postcode=postcode)
    return Place(province, city, district, rest.strip(), postcode)


def join_address(province: str, city: str, district: str, street: str, whole: str) -> Place:
    """An address whose parts have columns of their own. The detail often says them once more: that is dropped."""
    if not province:
        return split_address(" ".join(filter(None, (street, whole))))
    rest = whole
    for part in (province, city, district):
        if part and rest.startswith(part):
            rest = rest[len(part) :].lstrip()
    if street and not rest.startswith(street):
        rest = street + rest
    rest, postcode = _cut_postcode(rest)
    return Place(province, city, district, rest, postcode)


def _cut_postcode(text: str) -> tuple[str, str]:
    """An address without the postcode at its end, and that; `(000000)` stands for none."""
    if text[-1:] not in _CLOSING or text[-8:-7] not in _OPENING or not text[-7:-1].isdigit():
        return text, ""
    postcode = text[-7:-1]
    return text[:-8].rstrip(), "" if postcode == "000000" else postcode
