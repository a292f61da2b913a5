"""Carriers: what people call them, where they go, what they cost more, which one an order takes (ORD-07, ORD-08)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from shopdesk.domain.money import ZERO, Money

PROVINCES = tuple(
    [
        "北京",
        "天津",
        "上海",
        "重庆",
        "河北",
        "山西",
        "辽宁",
        "吉林",
        "黑龙江",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
        "河南",
        "湖北",
        "湖南",
        "广东",
        "海南",
        "四川",
        "贵州",
        "云南",
        "陕西",
        "甘肃",
        "青海",
        "内蒙古",
        "广西",
        "西藏",
        "宁夏",
        "新疆",
    ]
)
"""The provinces of the mainland as people say them."""

HONG_KONG, MACAU, TAIWAN, ABROAD = "香港", "澳门", "台湾", "海外"
OUTSIDE = (HONG_KONG, MACAU, TAIWAN, ABROAD)
"""Areas where postage is always asked for first (ORD-08)."""

_OTHER_NAMES = {"hongkong": HONG_KONG, "macau": MACAU, "macao": MACAU, "taiwan": TAIWAN, "中国香港": HONG_KONG,
                "中国澳门": MACAU, "中国台湾": TAIWAN, "国外": ABROAD, "其他": ABROAD, "境外": ABROAD}  # fmt: skip
_MOST_OF_A_NAME = 9

CARRIERS: tuple[Mapping[str, Any], ...] = (
    {"name": "圆通速递", "aliases": ["圆通", "yto"]},
    {"name": "中通快递", "aliases": ["中通", "zto"]},
    {"name": "申通快递", "aliases": ["申通", "sto"]},
    {"name": "韵达速递", "aliases": ["韵达", "韵达快递", "yunda"]},
    {"name": "极兔速递", "aliases": ["极兔", "兔子快递", "j&t", "jt"]},
    {"name": "顺丰速运", "aliases": ["顺丰", "顺丰快递", "顺风快递", "发顺风", "走顺风", "寄顺风", "sf"]},
    {"name": "EMS", "aliases": ["邮政特快", "邮政ems"]},
    {"name": "邮政快递包裹", "aliases": ["邮政小包", "邮政包裹", "邮政快递", "邮政", "邮局", "平邮"]},
    {"name": "京东快递", "aliases": ["京东物流", "发京东", "走京东", "寄京东"]},
    {"name": "德邦快递", "aliases": ["德邦", "德邦物流"]},
)
"""The usual carriers, the shop's likeliest first."""

REMOTE = ("新疆", "西藏", "青海", "甘肃", "宁夏", "内蒙古", "海南")

SURCHARGES: tuple[Mapping[str, Any], ...] = (
    {"carrier": "顺丰速运", "areas": [], "amount": 1_000},
    {"carrier": "EMS", "areas": list(REMOTE), "amount": 1_000},
    {"carrier": "EMS", "areas": [], "amount": 700},
    {"carrier": "", "areas": [HONG_KONG, MACAU, TAIWAN], "amount": 3_000},
    {"carrier": "", "areas": [ABROAD], "amount": 10_000},
)
"""What a carrier costs more, in fen; no carrier: any; no areas: everywhere. The closest row counts."""

OUT_OF_REACH: Mapping[str, list[str]] = {
    **{str(carrier["name"]): list(OUTSIDE) for carrier in CARRIERS if carrier["name"] not in ("EMS", "顺丰速运")},
    "顺丰速运": [ABROAD],
}
"""Areas that a carrier doesn't go to."""


@dataclass(frozen=True)
class CarrierTable:
    """The shop's carriers as Settings has them."""

    carriers: Sequence[Mapping[str, Any]] = CARRIERS
    default: str = "圆通速递"
    surcharges: Sequence[Mapping[str, Any]] = SURCHARGES
    out_of_reach: Mapping[str, Sequence[str]] = field(default_factory=lambda: OUT_OF_REACH)

    def reaches(self, carrier: str, area: str, place: str = "") -> bool:
        """Whether it goes there; `place` is the whole region in words, in which a county may be named."""
        blocked = self.out_of_reach.get(carrier, ())
        return not any(name == area or (len(name) > 1 and name in place) for name in blocked)

    def surcharge(self, carrier: str, area: str) -> Money | None:
        """What it costs more to that area: the row of that carrier and area, else of that carrier, else of that area
        (both outside the mainland); None where no row tells."""
        rows = [row for row in self.surcharges if row["carrier"] in ("", carrier)]
        rows = [row for row in rows if not row["areas"] or area in row["areas"]]
        if area in OUTSIDE:
            rows = [row for row in rows if row["areas"]]
        if not rows:
            return None
        return Money(max(rows, key=lambda row: (bool(row["areas"]), bool(row["carrier"])))["amount"])


@dataclass(frozen=True, slots=True)
class Choice:
    """Which carrier an order takes, and what it costs more."""

    carrier: str
    surcharge: Money
    known: bool = True
    """False where the table doesn't say what it costs there: somebody has to ask the carrier."""
    unreached: str = ""
    """The carrier that was wanted but doesn't go there."""


def choose_carrier(
    table: CarrierTable, *, area: str, place: str = "", asked: str = "", not_wanted: Sequence[str] = (), fixed: str = ""
) -> Choice:
    """The carrier for an order (ORD-07): one chosen by hand, else what was asked for, else the default; one that
    doesn't go there, or that the buyer doesn't want, gives way to the next in the table that does."""
    wanted = fixed or asked or table.default
    others = (str(carrier["name"]) for carrier in table.carriers)
    names = [wanted] if fixed else [wanted, *others]
    carrier = next((name for name in names if name and name not in not_wanted and table.reaches(name, area, place)), "")
    missed = wanted and wanted not in not_wanted and not table.reaches(wanted, area, place)
    surcharge = table.surcharge(carrier or wanted, area)
    outside = area in OUTSIDE
    known = surcharge is not None or not (outside or not carrier)
    return Choice(carrier or (fixed and wanted), surcharge or ZERO, known, wanted if missed else "")


@lru_cache(maxsize=4096)
def area_of(province: str, address: str = "") -> str:
    """The area a province's name means: `浙江省` -> `浙江`; one of OUTSIDE; "" for none given or hidden.

    Where a file's address could not be taken apart, its first words tell.
    """
    name = province.strip()
    if "*" in name or name.startswith(("#", "$")):
        return ""
    plain = (name or address).lower().replace(" ", "")
    known = next((area for area in (*PROVINCES, *OUTSIDE) if plain.startswith(area)), "")
    other = next((area for word, area in _OTHER_NAMES.items() if plain.startswith(word)), "")
    if known or other or not name:
        return known or other
    return ABROAD if len(name) <= _MOST_OF_A_NAME or plain.isascii() else ""
