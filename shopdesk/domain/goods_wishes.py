"""Other goods than were bought, as a text asks for them: 换成W6, 要黑色的, 改2双, 拍成38 要39 (ORD-12)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from shopdesk.domain.readings import GOODS, Reading, Topic, count_of, plain

_COLOURS = (
    "黑|白|红|灰|蓝|绿|黄|紫|粉|棕|橙|驼|米白|米|杏|卡其|藏青|藏蓝|墨绿|军绿|酒红|枣红|深蓝|浅蓝|天蓝|深灰|浅灰|咖啡|裸|银|金|"
    "深紫|浅紫|宝蓝|焦糖|奶白|本白|砖红|玫红|湖蓝|青|炭灰"
)
_UNITS = "双|件|条|罐|盒|包|瓶|套|饼|袋|箱|提"
_NUMBER = r"\d{1,3}|[一两二俩三四五六七八九十]"
_LETTERS = r"(?<![a-z0-9])(?:[2-6]xl|x{1,3}[sl]|[sml])(?![a-z0-9])"
_GENERIC = {
    Topic.QUANTITY: rf"(?:(?<=数量改)|(?<=数量改成)|(?<=数量改为)|(?<=数量换成))\s*(?P<count>{_NUMBER})(?!\d)"
    rf"|(?<![\d第\-])(?P<pieces>{_NUMBER})\s*(?:{_UNITS})(?!以|内|里|装|子|头|鞋垫|袜|油)",
    Topic.COLOUR: rf"(?:{_COLOURS})色"
    r"|[黑白红灰蓝绿黄紫粉棕](?=的|w\d|[3-4]\d|\s*[2-6]?x{0,3}[sml](?![a-z]))",
    Topic.SIZE: r"(?<![a-z0-9])w\d{1,2}(?!\d)|(?<![\d./])1[4-9]\d/\d{2,3}[abcy]?|(?<![\d.])[34]\d(?:\.5)?码"
    rf"|{_LETTERS}|(?<![\d.])\d{{2,4}}\s*(?:g|克)(?![a-z])",
    Topic.STYLE: r"(?<![a-z0-9./\-])[a-z]{0,4}-?\d{2,8}(?![a-z0-9./])",
}
_LIKE_A_STYLE = re.compile(r"(?!w\d{1,2}$)[a-z]{1,3}-?\d{3,6}")
_CLAUSES = re.compile(r"[,。;!?\n~、]|(?<!\d)\.|\.(?!\d)")
_TURNED_DOWN_BEFORE = re.compile(
    r"(?:不要|不是|别发|别给|不发|不用|不想要|非|拍成了?|拍的是?|拍了|错拍成?|买成了?|买的是?|选成了?|原来是?|原|把)"
    r"(?:那|这|我)?(?:双|件|个)?$"
)
_TURNED_DOWN_AFTER = re.compile(
    r"^(?:码|色|号|的|款|那|这|双|件|个|给我|帮我|我){0,3}(?:不[要用](?=$|了|[^a-z0-9\u4e00-\u9fff])|没货|没有|没了|缺货|断货|拍错|拍大|拍小|买错|错了|偏|"
    r"太|小了|大了|有点|换|改|→|->|—>|能穿|正好|合适|可以吗?$|吧?应该|会不会|行吗|怎么样)"
)
_ASKED = re.compile(
    r"(?:换成?|换为|换到|改成?|改为|改发|改要|改换|换发|更换|(?<![不需必主重])要|发(?![票货现])|拿|选(?![错成])|应该是|应为|更正为?|一共|总共|共|实发|换个|来"
    r"|->|→|款式|款)"
)
_LONGEST_WAY = 9
_NOT_ASKED = re.compile(
    r"(?:身高|体重|平时|平常|一直|以前|上次|穿过|之前|本人|老公|脚长|胸围|腰围|我是|我穿|穿|买过|买了|已|送|补拍)"
)
_BARE = re.compile(r"(?:^|[\s的码色号款双件个一/+×x*\-])*(?:谢谢?|哈|哦|吧|呢|呀|亲|就行|麻烦|请|了|的)*")


@dataclass(frozen=True)
class GoodsWords:
    """The words of this shop's goods: what its variants are called."""

    styles: frozenset[str] = frozenset()
    colours: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()

    @cached_property
    def plain_styles(self) -> frozenset[str]:
        """The styles in small letters."""
        return frozenset(map(plain, self.styles))

    def means(self, topic: Topic, word: str) -> bool:
        """Whether a found word is one: a number is a style only where the shop has it."""
        return topic is not Topic.STYLE or word in self.plain_styles or _LIKE_A_STYLE.fullmatch(word) is not None

    @cached_property
    def patterns(self) -> Sequence[tuple[Topic, re.Pattern[str]]]:
        """What finds each topic in a plain text, the shop's own words before those of the language."""
        return [
            (Topic.STYLE, re.compile(_GENERIC[Topic.STYLE])),
            (Topic.SIZE, _any_of(map(_code, _sizes(self.sizes)), _GENERIC[Topic.SIZE])),
            (Topic.QUANTITY, re.compile(_GENERIC[Topic.QUANTITY])),
            (Topic.COLOUR, _any_of(map(re.escape, _colours(self.colours)), _GENERIC[Topic.COLOUR])),
        ]


@dataclass(frozen=True, slots=True)
class Bought:
    """One item of an order as checks compare it."""

    text: str
    """Everything that names its style: SKU, product, title, properties."""
    colour: str
    size: str
    quantity: int


def find_goods_wishes(text: str, words: GoodsWords) -> Iterator[Reading]:
    """What a plain text asks for; whether it was bought just so is for `differs` to say."""
    start = 0
    for end in [*(found.start() for found in _CLAUSES.finditer(text)), len(text)]:
        if end > start:
            yield from _in_clause(text[start:end], start, words)
        start = end + 1


def _in_clause(clause: str, offset: int, words: GoodsWords) -> Iterator[Reading]:
    mentions = _mentions(clause, words)
    bare = bool(mentions) and _is_bare(clause, mentions) and not _is_initial(clause, mentions)
    before = ""
    last_asked = -1
    for mention in mentions:
        before = clause[: mention.start]
        after = clause[mention.end :]
        if _TURNED_DOWN_BEFORE.search(before.rstrip()) or _TURNED_DOWN_AFTER.match(after):
            continue
        follows = 0 <= mention.start - last_asked <= 2 and last_asked >= 0
        alone = len(mention.value) > 1 and not mention.value.isdecimal() and _stands_alone(clause, mention)
        if bare or follows or alone or _asks(before[-_LONGEST_WAY:]):
            last_asked = mention.end
            yield mention._replace(start=mention.start + offset, end=mention.end + offset)


def _mentions(clause: str, words: GoodsWords) -> list[Reading]:
    found: list[Reading] = []
    for topic, pattern in words.patterns:
        for match in pattern.finditer(clause):
            taken = any(match.start() < other.end and other.start < match.end() for other in found)
            if not taken and match[0] and words.means(topic, match[0]):
                found.append(Reading(topic, _value(topic, match), match.start(), match.end()))
    return sorted(found, key=lambda reading: reading.start)


def _value(topic: Topic, match: re.Match[str]) -> str:
    if topic is Topic.QUANTITY:
        return str(count_of(match["count"] or match["pieces"]))
    return match[0].strip()


def _asks(before: str) -> bool:
    asked = list(_ASKED.finditer(before))
    return bool(asked) and not _NOT_ASKED.search(before[asked[-1].start() :])


def _is_initial(clause: str, mentions: Sequence[Reading]) -> bool:
    """A lone S in a memo is somebody's initial."""
    return len(mentions) == 1 and len(mentions[0].value) == 1 and "码" not in clause and "号" not in clause


def _stands_alone(clause: str, mention: Reading) -> bool:
    """Whether it is a word of its own between spaces: `怕小 XL`. Not a bare number, which may count anything."""
    start = clause.rfind(" ", 0, mention.start) + 1
    end = clause.find(" ", mention.end)
    part = clause[start : end if end >= 0 else None]
    return _is_bare(part, [mention._replace(start=mention.start - start, end=mention.end - start)])


def _is_bare(clause: str, mentions: Sequence[Reading]) -> bool:
    """Whether nothing but goods are named: `米白 W6`."""
    rest, end = [], 0
    for mention in mentions:
        rest.append(clause[end : mention.start])
        end = mention.end
    rest.append(clause[end:])
    return _BARE.fullmatch("".join(rest)) is not None


def differs(reading: Reading, bought: Iterable[Bought]) -> bool:
    """Whether none of the items is what the reading names."""
    items = list(bought)
    if reading.topic not in GOODS or not items:
        return False
    if reading.topic is Topic.QUANTITY:
        counts = {item.quantity for item in items} | {sum(item.quantity for item in items)}
        return int(reading.value) not in counts
    if reading.topic is Topic.STYLE:
        return not any(reading.value in plain(item.text) for item in items)
    if reading.topic is Topic.COLOUR:
        return not any(_same_colour(reading.value, plain(item.colour) or plain(item.text)) for item in items)
    sizes = [plain(item.size) for item in items]
    if not any(_kind_of_size(reading.value) == _kind_of_size(size) for size in sizes):
        return False  # S is no size of shoes, it is somebody's initial
    return not any(_same_size(reading.value, size) for size in sizes)


_KINDS_OF_SIZE = re.compile(
    r"(?P<letters>[2-6]?x{0,3}[sml])(?![a-z])|(?P<shoe>w\d)|(?P<weight>\d+\s*(?:g|克|kg))|(?P<number>\d)"
)


def _kind_of_size(size: str) -> str:
    found = _KINDS_OF_SIZE.match(size)
    return str(found.lastgroup) if found else ""


def _same_colour(said: str, bought: str) -> bool:
    said = said.removesuffix("色")
    return said in bought


def _same_size(said: str, bought: str) -> bool:
    said = _bare_size(said)
    known = _bare_size(bought)
    return said == known or re.search(rf"(?<![a-z0-9]){re.escape(said)}(?![a-z0-9])", known) is not None


def _bare_size(size: str) -> str:
    return size.replace(" ", "").removesuffix("码").removesuffix("号").replace("克", "g")


def _sizes(sizes: Iterable[str]) -> Iterator[str]:
    """As they are, and `180/96A` also by its first part."""
    for size in sizes:
        yield _bare_size(plain(size))
        head, slash, _tail = plain(size).partition("/")
        if slash:
            yield head


def _colours(colours: Iterable[str]) -> Iterator[str]:
    for colour in colours:
        name = plain(colour)
        yield name
        if name.endswith("色") and len(name) > 2:  # 白 alone is said of many things
            yield name.removesuffix("色")


def _code(word: str) -> str:
    """A code as a word of its own; a bare number not where it counts something else."""
    word = plain(word)
    unlike = (
        r"(?!\s*(?:元|块|月|日|天|岁|斤|分|点|cm|kg|米|号楼|号院|楼|室|弄|栋|幢|年|个|%|人|折|公斤))"
        if word.isdecimal()
        else ""
    )
    return rf"(?<![a-z0-9.\-/]){re.escape(word)}(?![a-z0-9/.]){unlike}"


def _any_of(words: Iterable[str], generic: str) -> re.Pattern[str]:
    own = sorted(set(filter(None, words)), key=len, reverse=True)
    return re.compile("|".join([*own, generic]))
