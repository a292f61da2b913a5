"""What platforms write for good, neutral and bad, and what a review pasted from a platform's page says (REV-01)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shopdesk.domain.reviews import Kind

BEST = 5
"""Stars."""
_STARS_OF = {1: Kind.BAD, 2: Kind.BAD, 3: Kind.NEUTRAL, 4: Kind.GOOD, 5: Kind.GOOD}
_NAMED: Mapping[str, Kind] = {
    **dict.fromkeys(
        ("好评", "好", "好评!", "正面", "满意", "非常满意", "很满意", "推荐", "good", "positive"), Kind.GOOD
    ),
    **dict.fromkeys(("中评", "中", "一般", "中性", "neutral"), Kind.NEUTRAL),
    **dict.fromkeys(
        ("差评", "差", "坏", "坏评", "负面", "不满意", "非常不满意", "很不满意", "不推荐", "bad", "negative"), Kind.BAD
    ),
}
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_STARS = re.compile(r"([1-5一二两三四五])(?:\.0)?\s*(?:颗?星|分|stars?)")
_DELETED = re.compile(r"(?:已|被|买家)?删除|deleted", re.IGNORECASE)


def stars_of(text: str) -> int:
    """How many stars a cell tells: `5`, `5星`, `五星`, `★★★★☆`; 0 where it tells none."""
    bare = text.strip().lower()
    if bare.count("★"):
        return min(bare.count("★"), BEST)
    found = _STARS.search(bare)
    if found:
        return _DIGITS.get(found[1]) or int(found[1])
    bare = bare.removesuffix(".0")
    return int(bare) if len(bare) == 1 and bare in "12345" else 0


def kind_named(text: str, stars: int = 0) -> Kind | None:
    """Which kind a cell names, by its word or its stars; None where it names none."""
    bare = text.strip().strip("!！。 ").lower()
    if bare in _NAMED:
        return _NAMED[bare]
    for word in ("好评", "中评", "差评"):
        if word in bare:
            return _NAMED[word]
    return _STARS_OF.get(stars or stars_of(bare))


def says_deleted(text: str) -> bool:
    """Whether a cell about a review's state says that the buyer took it away."""
    return bool(_DELETED.search(text)) and "未" not in text


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was understood of a text pasted from a platform's page; "" and None for what it doesn't tell."""

    order_no: str = ""
    kind: Kind | None = None
    stars: int = 0
    said: str = ""
    later_said: str = ""
    buyer: str = ""
    goods: str = ""
    at_text: str = ""
    """The moment as it stands there: `2026-11-20 13:05`."""


_ORDER = re.compile(r"(?<![\d-])(\d{12,24}|\d{6}-\d{10,20})(?![\d-])")
_AT = re.compile(
    r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[\sT]*(\d{1,2})\s*[:：]\s*(\d{2})(?:[:：]\d{2})?)?"
)
_LATER = ("追评", "追加评价", "追加", "补充评价")
_LABELS: Mapping[str, tuple[str, ...]] = {
    "order_no": ("订单编号", "订单号", "订单", "主订单编号", "order"),
    "kind": ("评价类型", "评价等级", "评分", "星级", "评价结果", "rating"),
    "later_said": (*_LATER, "追评内容"),
    "said": ("评价内容", "评论内容", "初次评价", "首次评价", "内容", "评价", "评论", "review"),
    "buyer": ("买家昵称", "买家", "用户昵称", "用户", "会员名", "评价人", "buyer"),
    "goods": ("商品名称", "商品信息", "商品", "宝贝", "宝贝名称", "goods"),
    "at_text": ("评价时间", "评论时间", "时间", "date"),
}
_FIELD_OF = {name: field for field, names in _LABELS.items() for name in names}
_LABEL = re.compile(
    r"^\s*(" + "|".join(sorted(map(re.escape, _FIELD_OF), key=len, reverse=True)) + r")\s*[:：]\s*(.*)$", re.IGNORECASE
)
_NOISE = re.compile(
    r"^(?:回复|解释|举报|有用\s*\(?\d*\)?|点赞|收起|展开|查看全部|图片|晒图|投诉|置顶|申诉|规格[:：].*|颜色分类[:：].*|\d+)$"
)
_DAYS_LATER = re.compile(r"^[\[【]?(?:\d+\s*天后|当天)?(?:追评|追加评价|追加评论|追加)[\]】]?\s*[:：]?\s*(.*)$")
_BETWEEN = re.compile(r"[\s\[\]【】()（）|]+")
"""What stands between a kind, a moment and an order number on one line."""


def read_pasted_review(text: str) -> Pasted:
    """What a text copied from a platform's page says of a review: lines with a label (`订单编号：…`), a kind by itself,
    an order number and a moment wherever they stand; what is left is what the buyer wrote."""
    found: dict[str, str] = {}
    running = "said"
    for line in filter(None, (each.strip() for each in text.splitlines())):
        labelled, later = _LABEL.match(line), _DAYS_LATER.match(line)
        if labelled:
            field = _FIELD_OF[labelled[1].lower()]
            running = field if field in ("said", "later_said") else "said"
            _add(found, field, labelled[2])
        elif later:
            running = "later_said"
            _add(found, running, later[1])
        elif not _take_bare(line, found) and not _NOISE.match(line):
            _add(found, running, line)
    return _pasted(found)


def _add(found: dict[str, str], field: str, text: str) -> None:
    found[field] = "\n".join(filter(None, (found.get(field, ""), text.strip())))


def _take_bare(line: str, found: dict[str, str]) -> bool:
    """A line that is nothing but a kind, stars, a moment or an order number, or several of them."""
    at = _AT.search(line)
    told = {"at_text": at[0]} if at else {}
    parts = [part for part in _BETWEEN.split(_AT.sub(" ", line, count=1)) if part]
    if at and len("".join(parts)) <= 2 and kind_named("".join(parts)) is None:
        parts = []  # a weekday, or the like
    for part in parts:
        is_kind = len(part) <= 6 and kind_named(part) is not None
        field = "order_no" if _ORDER.fullmatch(part) else "kind" if is_kind else ""
        if not field or field in told:
            return False
        told[field] = part
    fresh = {field: part for field, part in told.items() if field not in found}
    found.update(fresh)
    return bool(fresh)


def _pasted(found: Mapping[str, str]) -> Pasted:
    said = found.get("said", "")
    at = _AT.search(found.get("at_text", "")) or _AT.search(said)
    number = _ORDER.search(found.get("order_no", "")) or _ORDER.search(said)
    order_no = number[1] if number else found.get("order_no", "").strip()
    stars = stars_of(found.get("kind", ""))
    return Pasted(
        order_no,
        kind_named(found.get("kind", ""), stars),
        stars,
        said.strip(),
        found.get("later_said", "").strip(),
        found.get("buyer", "").strip(),
        found.get("goods", "").strip(),
        at[0].strip() if at else "",
    )
