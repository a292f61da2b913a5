"""The labelled memos and messages of tests/data/messages, and how well the parser reads them."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from shopdesk.domain.address_changes import Address
from shopdesk.domain.carriers import CARRIERS
from shopdesk.domain.goods_wishes import Bought, GoodsWords
from shopdesk.domain.messages import Lexicon, understand
from shopdesk.domain.money import Money
from shopdesk.domain.readings import Topic, plain

FOLDER = Path(__file__).parent.parent / "data" / "messages"
HALVES = ("tuning", "held_out")

BOUGHT = {
    "shoe": Bought("5815-1-W7 真皮单鞋女 软底浅口", "深紫", "W7", 1),
    "shirt": Bought("M2201-1-175/92A 免烫商务衬衫 长袖", "白色", "175/92A", 1),
    "tea": Bought("TEA01-1-250g 明前龙井 罐装", "绿罐", "250g", 2),
    "tee": Bought("T100-1-L 纯棉短袖", "黑色", "L", 2),
    "sneaker": Bought("R810-1-38 轻便跑鞋", "黑色", "38", 1),
}
_GOODS = GoodsWords(
    styles=frozenset({"5815", "5822", "7703", "A-02", "M2201", "M3310", "TEA01", "TEA02", "T100", "R810", "R820"}),
    colours=frozenset(
        ["深紫", "黑色", "米白", "灰色", "棕色", "驼色", "白色", "浅蓝", "藏青", "炭灰", "绿罐", "红罐", "纸袋", "卡其"]
    ),
    sizes=frozenset(
        [
            "W5",
            "W6",
            "W7",
            "W8",
            "170/88A",
            "175/92A",
            "180/96A",
            "31",
            "32",
            "33",
            "100g",
            "250g",
            "500g",
            "S",
            "M",
            "L",
            "XL",
            "2XL",
            "35",
            "36",
            "37",
            "38",
            "39",
            "40",
        ]
    ),
)
LEXICON = Lexicon(
    carriers=tuple(
        (plain(word), str(carrier["name"])) for carrier in CARRIERS for word in (carrier["name"], *carrier["aliases"])
    ),
    colleagues=("李晓", "王敏", "陈佳", "小周"),
    mark="D",
    goods=_GOODS,
)
GOES_TO = Address("张三", "13800000000", "浙江省", "杭州市", "西湖区", "示例路1号")
_TOPICS = {
    "carrier": Topic.CARRIER, "not": Topic.NOT_CARRIER, "address": Topic.ADDRESS, "style": Topic.STYLE,
    "colour": Topic.COLOUR, "size": Topic.SIZE, "quantity": Topic.QUANTITY, "gift": Topic.GIFT, "pay": Topic.DUE,
    "paid": Topic.PAID, "back": Topic.BACK, "name": Topic.COLLEAGUE, "mark": Topic.MARK, "bank": Topic.BANK,
    "wholesale": Topic.WHOLESALE, "reissue": Topic.REISSUE,
}  # fmt: skip


class Labelled(NamedTuple):
    """One text and what a person says it means."""

    bought: str
    text: str
    labels: frozenset[tuple[Topic, str]]


class Score(NamedTuple):
    """How many things were found rightly, found wrongly, missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was found, how much is right."""
        return self.right / (self.right + self.wrong or 1)

    @property
    def recall(self) -> float:
        """Of what is there, how much was found."""
        return self.right / (self.right + self.missed or 1)


def read_half(half: str) -> Iterator[Labelled]:
    """The texts of one half."""
    for line in (FOLDER / f"{half}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        bought, labels, text, *more = (part.strip() for part in line.split("|"))
        words = [] if labels == "-" else [*labels.split(), *(word for each in more for word in each.split())]
        yield Labelled(bought, text, frozenset(_label(word) for word in words))


def _label(word: str) -> tuple[Topic, str]:
    name, _, value = word.partition(":")
    topic = _TOPICS[name]
    if topic in (Topic.DUE, Topic.PAID, Topic.BACK):
        return topic, Money.parse(value).yuan if value else ""
    return topic, value


def found_in(labelled: Labelled) -> frozenset[tuple[Topic, str]]:
    """What the parser says of a text, in the labels' words."""
    read = understand(labelled.text, LEXICON, bought=[BOUGHT[labelled.bought]], goes_to=GOES_TO)
    return frozenset((reading.topic, reading.value) for reading in read.readings)


def is_same(label: tuple[Topic, str], found: tuple[Topic, str]) -> bool:
    """Whether a reading says what the label says. A person labels sizes and colours as the shop calls them, and gifts
    by their noun."""
    (topic, wanted), (found_topic, value) = label, found
    if topic is not found_topic:
        return False
    if topic in (Topic.SIZE, Topic.STYLE, Topic.COLOUR):
        wanted, value = (
            plain(word).removesuffix("码").removesuffix("色").replace("克", "g") for word in (wanted, value)
        )
        return wanted == value or wanted.startswith(f"{value}/")
    if topic is Topic.GIFT:
        return wanted in value or value in wanted
    return topic is Topic.MARK or wanted == value


def scores(half: str) -> dict[str, Score]:
    """How well each topic of a half is read; "" for all together."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for labelled in read_half(half):
        found = found_in(labelled)
        for label in labelled.labels:
            hit = any(is_same(label, each) for each in found)
            (right if hit else missed).update([label[0], ""])
        for each in found:
            if not any(is_same(label, each) for label in labelled.labels):
                wrong.update([each[0], ""])
    topics = sorted({*right, *wrong, *missed})
    return {topic: Score(right[topic], wrong[topic], missed[topic]) for topic in topics}


def mistakes(half: str) -> Iterator[str]:
    """The texts that are read wrongly, with what was found."""
    for labelled in read_half(half):
        found = found_in(labelled)
        lost = [label for label in labelled.labels if not any(is_same(label, each) for each in found)]
        false = [each for each in found if not any(is_same(label, each) for label in labelled.labels)]
        if lost or false:
            yield f"{labelled.bought}: {labelled.text}: missed {_words(lost)}; wrong {_words(false)}"


def _words(found: list[tuple[Topic, str]]) -> str:
    return ", ".join(f"{topic.value} {value}".strip() for topic, value in found) or "-"
