"""The blanks of scripts: how they are called, what fills them, what is left open (CRM-02).

A blank stands between braces, by its Chinese or English name: `{订单号}` is `{order_no}`. `{?补偿金额}` is filled by
whoever says it, each time. What nobody knows stays as it is and is told as a gap: no script is sent with one.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from shopdesk.errors import N_
from shopdesk.i18n import _

ASKED = ("?", "？")
"""What begins the name of a blank that whoever says it fills in."""
_BLANK = re.compile(r"\{([^{}]*)\}")
_FULL_WIDTH = str.maketrans("｛｝", "{}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SHOWS_NOTHING = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"})
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters by their kind that nobody sees either."""
LONGEST_NAME = 40
"""Characters of a blank's name; between braces farther apart stands something else."""


class Source(StrEnum):
    """What has to be in view for a blank to be filled."""

    ORDER = "order"
    PARCEL = "parcel"
    CASE = "case"
    REFUND = "refund"
    REPAIR = "repair"
    SHOP = "shop"
    PERSON = "person"
    """Whoever says it, and when."""


SOURCES: Mapping[Source, str] = {
    Source.ORDER: N_("From the order"),
    Source.PARCEL: N_("From the parcel"),
    Source.CASE: N_("From the case"),
    Source.REFUND: N_("From the refund"),
    Source.REPAIR: N_("From the repair"),
    Source.SHOP: N_("From the shop"),
    Source.PERSON: N_("Whoever says it"),
}


@dataclass(frozen=True, slots=True)
class Blank:
    """Something that the shop knows about what is in view."""

    name: str
    """By which English scripts call it, and the code."""
    names: tuple[str, ...]
    """By which Chinese scripts call it, the usual one first."""
    source: Source
    title: str
    """What it is, as people say it."""

    @property
    def word(self) -> str:
        """How it is written into Chinese scripts."""
        return self.names[0]


def _blanks(source: Source, *rows: tuple[str, str, str]) -> tuple[Blank, ...]:
    return tuple(Blank(name, tuple(chinese.split()), source, title) for name, chinese, title in rows)


BLANKS: tuple[Blank, ...] = (
    *_blanks(
        Source.ORDER,
        ("buyer", "买家 买家昵称 旺旺 会员名", N_("the buyer's name on the platform")),
        ("receiver", "收件人 收货人", N_("the receiver")),
        ("phone_end", "手机尾号 电话尾号", N_("the last four digits of the phone")),
        ("region", "收货地区 地区", N_("province and city")),
        ("address", "收货地址 地址", N_("the whole address")),
        ("order_no", "订单号 订单编号", N_("the order number")),
        ("item", "商品 商品名称 宝贝", N_("what was bought")),
        ("pieces", "件数 数量", N_("how many pieces")),
        ("paid", "实付 实付金额 付款金额", N_("the amount paid")),
        ("ordered_on", "下单日期 下单时间", N_("the day of the order")),
        ("paid_on", "付款日期 付款时间", N_("the day of the payment")),
        ("ship_by", "发货时限 最晚发货时间", N_("by when it is to leave")),
        ("shipped_on", "发货日期 发货时间", N_("the day it left")),
    ),
    *_blanks(
        Source.PARCEL,
        ("carrier", "快递 快递公司 物流公司", N_("the carrier")),
        ("waybill", "运单号 快递单号 物流单号", N_("the waybill")),
        ("last_news", "最新物流 物流信息", N_("the carrier's last news")),
        ("last_place", "最新位置 所在地", N_("where the parcel was last")),
        ("expected_on", "预计送达 预计送达日期", N_("when the parcel is expected")),
    ),
    *_blanks(
        Source.CASE,
        ("case_no", "售后单号 售后编号", N_("the number of the case")),
        ("case_kind", "售后类型", N_("what kind of case it is")),
        ("case_reason", "售后原因", N_("the reason of the case")),
        ("wanted", "换成 换货商品", N_("what is wanted in exchange")),
        ("case_due", "处理期限 答复时间", N_("by when the case is answered")),
        ("return_carrier", "退回快递", N_("the carrier by which it comes back")),
        ("return_waybill", "退回单号 退货单号", N_("the waybill by which it comes back")),
        ("new_order_no", "补发单号 换货单号", N_("the order that replaces it")),
    ),
    *_blanks(
        Source.REFUND,
        ("refund_amount", "退款金额", N_("the amount of the refund")),
        ("refund_channel", "退款渠道 退款方式", N_("the way the refund takes")),
        ("refund_on", "退款日期 退款时间", N_("the day the refund was paid")),
        ("refund_by", "到账日期 到账时间", N_("by when the refund is there")),
        ("refund_reference", "退款流水号 流水号", N_("the reference of the refund's payment")),
    ),
    *_blanks(
        Source.REPAIR,
        ("repair_item", "维修商品", N_("what is mended")),
        ("repair_fault", "故障 维修故障", N_("what is wrong with it")),
        ("repair_due", "修好日期 维修期限", N_("by when it is mended")),
        ("repair_cost", "维修费用 维修费", N_("what mending costs")),
    ),
    *_blanks(
        Source.SHOP,
        ("shop", "店铺 店名", N_("the shop's name")),
        ("return_name", "退货收件人", N_("who receives returns")),
        ("return_phone", "退货电话", N_("the phone for returns")),
        ("return_address", "退货地址", N_("where returns go")),
    ),
    *_blanks(
        Source.PERSON,
        ("person", "客服 客服名", N_("the name of whoever says it")),
        ("daytime", "时段 问候语", N_("a greeting by the time of day")),
        ("today", "今天日期 今日", N_("today's day")),
        ("tomorrow", "明天日期 明日", N_("tomorrow's day")),
    ),
)
"""What can be filled in."""

_BY_NAME = {name.casefold(): blank for blank in BLANKS for name in (blank.name, *blank.names)}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text: words, or a blank with what came into it."""

    text: str
    blank: str = ""
    """The blank's name as the script has it, "" for words."""
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A script as it would be said now."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """All of it; gaps stand in it as they are in the script."""
        return "".join(part.text for part in self.parts)

    @property
    def gaps(self) -> tuple[str, ...]:
        """Names of the blanks that nothing fills, as the script has them, each once."""
        return tuple(dict.fromkeys(part.blank for part in self.parts if part.is_gap))

    def typed_in(self, given: Mapping[str, str]) -> "Filled":
        """With gaps filled by what was typed, under the name as written or any other of the blank's."""
        typed = _typed(given)

        def now(part: Part) -> Part:
            value = typed.get(_key(part.blank), "") if part.is_gap else ""
            return Part(value, part.blank) if value else part

        return Filled(tuple(map(now, self.parts)))


def tidy(text: str) -> str:
    """A script as it is kept: plain braces, no spaces at the ends of names and of the text."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_FULL_WIDTH).strip()
    return _BLANK.sub(lambda found: "{" + found[1].strip() + "}", plain)


def seen(text: str) -> str:
    """A text without blanks at its ends; "" for one of which nobody would see anything, such as a zero-width space."""
    bare = text.strip()
    shows = any(sign not in _FILLERS and unicodedata.category(sign) not in _SHOWS_NOTHING for sign in bare)
    return bare if shows else ""


def open_names(text: str) -> tuple[str, ...]:
    """The blanks that a text still has which somebody wrote or pasted; other words between braces are none."""
    return tuple(name for name in names_in(tidy(text)) if is_asked(name) or find_blank(name))


def find_blank(name: str) -> Blank | None:
    """The blank of this name, in either language; None for one that nobody knows."""
    return _BY_NAME.get(name.strip().casefold())


def is_asked(name: str) -> bool:
    """Whether it is one that whoever says it fills in: `?补偿金额`."""
    return name.startswith(ASKED) and bool(name[1:].strip())


def names_in(text: str) -> tuple[str, ...]:
    """The names of a text's blanks as they are written, each once."""
    return tuple(dict.fromkeys(name.strip() for name in _BLANK.findall(text)))


def unknown_names(text: str) -> list[str]:
    """Names of blanks that nothing can ever fill."""
    names = names_in(text)
    return [name for name in names if len(name) > LONGEST_NAME or not (is_asked(name) or find_blank(name))]


def has_loose_brace(text: str) -> bool:
    """Whether a brace stands alone: a blank that was not closed would be sent as it is."""
    return bool(set(_BLANK.sub("", text)) & {"{", "}"})


def nearest_name(name: str) -> str:
    """The known name that somebody may have meant by this one; "" where none is near."""
    found = get_close_matches(name.casefold(), _BY_NAME, n=1, cutoff=0.5)
    return found[0] if found else ""


def sources_of(text: str) -> set[Source]:
    """What has to be in view for the text to be filled."""
    return {blank.source for blank in map(find_blank, names_in(text)) if blank is not None}


def is_chinese(text: str) -> bool:
    """Whether what is filled in is said in Chinese: by the words around the blanks."""
    return bool(_HAN.search(_BLANK.sub("", text)))


def gap_name(name: str) -> str:
    """What is missing, as people say it: `{退款金额}`, and what that is where the name doesn't say it already."""
    blank = find_blank(name)
    written, meaning = "{" + name + "}", _(blank.title) if blank else name
    return _("{blank} ({meaning})").format(blank=written, meaning=meaning) if meaning != name else written


def fill(text: str, values: Mapping[str, str], given: Mapping[str, str] | None = None) -> Filled:
    """The text with its blanks filled: `given` by whoever says it, under the name as written or any other of the
    blank's, comes before `values` under the blanks' English names."""
    typed = _typed(given or {})
    parts: list[Part] = []
    end = 0
    for found in _BLANK.finditer(text):
        parts.append(Part(text[end : found.start()]))
        parts.append(_part(found[1].strip(), values, typed))
        end = found.end()
    parts.append(Part(text[end:]))
    return Filled(_joined(parts))


def _part(name: str, values: Mapping[str, str], typed: Mapping[str, str]) -> Part:
    blank = find_blank(name)
    value = typed.get(_key(name), "") or (seen(values.get(blank.name, "")) if blank else "")
    return Part(value, name) if value else Part("{" + name + "}", name, is_gap=True)


def _typed(given: Mapping[str, str]) -> dict[str, str]:
    """What was typed, by the blanks' keys; another blank fills none."""
    return {_key(name): "" if names_in(tidy(value)) else seen(value) for name, value in given.items()}


def _key(name: str) -> str:
    """By which what was typed is found: whatever of a blank's names was used, with or without the question mark."""
    blank = find_blank(name)
    return blank.name if blank else name.strip().lstrip("".join(ASKED)).strip().casefold()


def _joined(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.text)
