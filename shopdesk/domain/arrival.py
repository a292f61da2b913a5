"""When a parcel should be there, by how far it goes (SHP-09)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.clock import Millis
from shopdesk.domain.carriers import OUTSIDE, PROVINCES, REMOTE, area_of

_DAY = 86_400_000
_POST = ("邮政", "EMS")

_NEIGHBOURS = (
    "北京 天津 河北",
    "天津 北京 河北 山东",
    "上海 江苏 浙江",
    "重庆 四川 贵州 湖北 湖南 陕西",
    "河北 北京 天津 山西 山东 河南 辽宁 内蒙古",
    "山西 河北 河南 陕西 内蒙古",
    "辽宁 吉林 河北 内蒙古",
    "吉林 辽宁 黑龙江 内蒙古",
    "黑龙江 吉林 内蒙古",
    "江苏 上海 浙江 安徽 山东",
    "浙江 上海 江苏 安徽 福建 江西",
    "安徽 江苏 浙江 江西 湖北 河南 山东",
    "福建 浙江 江西 广东",
    "江西 浙江 福建 广东 湖南 湖北 安徽",
    "山东 河北 河南 安徽 江苏 天津",
    "河南 河北 山西 陕西 湖北 安徽 山东",
    "湖北 河南 安徽 江西 湖南 重庆 陕西",
    "湖南 湖北 江西 广东 广西 贵州 重庆",
    "广东 福建 江西 湖南 广西 海南",
    "海南 广东 广西",
    "四川 重庆 贵州 云南 陕西 甘肃 青海 西藏",
    "贵州 四川 重庆 湖南 广西 云南",
    "云南 四川 贵州 广西 西藏",
    "陕西 山西 河南 湖北 重庆 四川 甘肃 宁夏 内蒙古",
    "甘肃 陕西 四川 青海 宁夏 新疆 内蒙古",
    "青海 甘肃 四川 西藏 新疆",
    "内蒙古 河北 山西 辽宁 吉林 黑龙江 陕西 甘肃 宁夏",
    "广西 广东 湖南 贵州 云南 海南",
    "西藏 四川 云南 青海 新疆",
    "宁夏 陕西 甘肃 内蒙古",
    "新疆 甘肃 青海 西藏",
)
NEAR: Mapping[str, frozenset[str]] = {
    words[0]: frozenset(words[1:]) for words in (line.split() for line in _NEIGHBOURS)
}
"""The provinces that border on each."""


class Band(StrEnum):
    """How far a parcel goes; the value stands in the setting."""

    CITY = "city"
    NEAR = "near"
    """The same province, or one that borders on it."""
    FAR = "far"
    REMOTE = "remote"
    """Far away by post, or to a remote area."""


DAYS: Mapping[str, list[int]] = {
    Band.CITY.value: [1, 2],
    Band.NEAR.value: [2, 3],
    Band.FAR.value: [3, 5],
    Band.REMOTE.value: [5, 10],
}
"""Days that a parcel takes, from and to. A province may stand beside the bands, with its own."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where the shop sends from."""

    province: str = ""
    city: str = ""


def home_of(region: str) -> Home:
    """Where a shop's address lies, `浙江省 杭州市 滨江区`; nowhere where it doesn't say."""
    text = "".join(region.split())
    province = area_of("", text)
    rest = text.removeprefix(province).removeprefix("省").removeprefix("市")
    city = province if province in ("北京", "天津", "上海", "重庆") else rest.split("市")[0] if "市" in rest else ""
    return Home(province, city.removeprefix("壮族自治区").removeprefix("自治区"))


def band_of(home: Home, area: str, city: str, carrier: str = "") -> Band:
    """How far it goes: `area` as `carriers.area_of` tells it, `city` as the address has it."""
    if area in REMOTE or area in OUTSIDE:
        return Band.NEAR if area == home.province else Band.REMOTE
    if home.city and area == home.province and (area == home.city or city.startswith(home.city)):
        return Band.CITY
    if area and (area == home.province or area in NEAR.get(home.province, ())):
        return Band.NEAR
    return Band.REMOTE if any(word in carrier for word in _POST) else Band.FAR


def days_to(home: Home, area: str, city: str, carrier: str, table: Mapping[str, Sequence[int]] = DAYS) -> range:
    """From how many days to how many it takes; a province that stands in the table has its own."""
    days = table.get(area) or table.get(band_of(home, area, city, carrier)) or DAYS[Band.FAR.value]
    return range(min(days), max(days) + 1)


def expected_at(left_at: Millis, days: range) -> Millis:
    """The moment from which somebody asks whether it is there: when the longest time is over."""
    return left_at + (days.stop - 1) * _DAY


def check_days(table: Mapping[str, Sequence[int]]) -> None:
    """Raises ValueError for a table that can't be a setting: another name than a band's or a province's, no days."""
    for name, days in table.items():
        known = name in set(Band) or name in PROVINCES or name in OUTSIDE
        if not known or not 1 <= len(days) <= 2 or not all(0 < each <= 90 for each in days):
            raise ValueError(name)


def read_days(text: str) -> list[int]:
    """`3-5` or `3` as a row of the table has it. Raises ValueError."""
    found = [int(part) for part in re.split(r"\s*[-–—~～至到]\s*", text.strip())]
    if found != sorted(found):
        raise ValueError(text)
    check_days({Band.CITY: found})
    return found


def days_said(days: Sequence[int]) -> str:
    """`read_days` the other way round."""
    return "-".join(str(each) for each in dict.fromkeys(days))
