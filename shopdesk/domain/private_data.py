"""What of a buyer stands in a text that everybody will read: name, phone, address, however they are written (REV-05).

Texts are folded before they are looked through: full-width and circled signs, Chinese digits, blanks, dots, dashes and
signs nobody sees between the digits of a number.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from shopdesk.domain.privacy import mask_name, mask_phone
from shopdesk.domain.private_words import NOT_NAMES, ORDINARY, TOO_COMMON
from shopdesk.errors import N_


class Private(StrEnum):
    """What kind of thing it is."""

    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    ACCOUNT = "account"
    """An account at another service, an e-mail address, an identity card."""


PRIVATE = {
    Private.NAME: N_("name"),
    Private.PHONE: N_("phone number"),
    Private.ADDRESS: N_("address"),
    Private.ACCOUNT: N_("account or identity number"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the buyer, from all orders; empty texts are left out."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    """Street and house, without province, city and district."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing in a text: where it begins and ends, as the text was given."""

    kind: Private
    start: int
    end: int
    text: str

    @property
    def masked(self) -> str:
        """As a refusal may say it, which stays in logs."""
        if self.kind is Private.PHONE:
            return mask_phone("".join(filter(str.isalnum, self.text)))
        return mask_name(self.text) if self.kind is Private.NAME else f"{self.text[:2]}…"


_DIGITS = {
    **dict(zip("零一二三四五六七八九", "0123456789", strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", "123456789", strict=True)),
    "〇": "0", "○": "0", "洞": "0", "幺": "1", "么": "1", "两": "2", "拐": "7",
}  # fmt: skip
_LOOK_ALIKE = {"o": "0", "l": "1", "i": "1"}
_BETWEEN = r"[\W_]{0,6}"
"""What people put between the digits of a number."""
_RUN = re.compile(rf"\d(?:{_BETWEEN}\d)+")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_PREFIX = re.compile(r"^(?:0086|86)(?=1[3-9]\d{9}$)")
_GROUPS = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4), (4, 7), (3, 3, 5), (3, 5, 3)})
"""How people group the digits of a mobile number."""
_LANDLINE = re.compile(r"0\d{9,11}")
_AREA = re.compile(r"0(?:10|2\d|[3-9]\d\d)[2-8]\d{6,7}")
_LAND_WRITTEN = re.compile(r"(?<!\d)[(（]?(0(?:10|2\d|[3-9]\d\d))[)）]?[-－— ]{1,3}([2-8]\d{6,7})(?!\d)")
_WHOLE = 11
"""So many digits in their order are nobody else's, whatever words stand between them."""
_FEWEST_SHARED = 7
"""So many digits of a buyer's own number in a row tell it."""
_NO_PHONE = re.compile(
    r"(?:订单号?|单号|运单|快递单|物流单|编号|流水|交易号|退款号|货号|款号|条码|型号|工单|售后单)(?:编号|号)?\s*(?:是|为)?\s*[:：]?\s*[a-zA-Z]{0,4}$"
)
"""What stands before a number that is no phone."""

_MAIL = re.compile(r"[a-z0-9][a-z0-9._+-]{1,40}@[a-z0-9-]{1,30}(?:\.[a-z]{2,10}){1,2}")
_GAP = r"[\W_]{0,2}"
_ACCOUNT = re.compile(
    rf"(?:[微威薇v]{_GAP}信|(?<![a-z])(?:v{_GAP}x|w{_GAP}x|q{_GAP}q|wechat|weixin)|扣扣|企鹅号|支付宝账号|支付宝账户|支付宝)"
    r"(?:号码|账号|账户|号)?\s*(?:是|为|加)?\s*[:：]?\s*([a-z0-9][a-z0-9_-]{4,19})"
)
_ADDED = re.compile(r"加(?:我|好友|[v微薇威](?![a-z]))\s*[:：]?\s*((?=[a-z_-]*\d)[a-z][a-z0-9_-]{5,19})")
"""`加V：abc12345`: an account though its service has no name."""
_IDENTITY = re.compile(r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx]")

_HAN = "\u3400-\u9fff"
_ROAD = (
    r"(?:路|街|大道|大街|巷|弄|胡同|里弄|小区|花园|公寓|大厦|家园|家苑|苑|新村|村|庄|广场|公馆|府|城|湾|园|社区|中心|"
    r"大楼|宿舍)"
)
_NUMBER = r"(?:[0-9a-z]+(?:\s*[-－—]\s*[0-9a-z]+)*|[一二三四五六七八九十百零〇]+)"
_HOUSE = re.compile(
    rf"[{_HAN}]{{1,10}}?{_ROAD}[{_HAN}]{{0,6}}?\s*{_NUMBER}\s*(?:号|弄|栋|幢|座|单元|室|楼|层|组|户|棟)"
    rf"(?:\s*[{_HAN}]{{0,6}}?\s*{_NUMBER}\s*(?:号楼|号|栋|幢|座|单元|室|楼|层|户)?)*"
)
_HOUSE_DASHED = re.compile(rf"[{_HAN}]{{2,10}}?{_ROAD}\s*[0-9]+\s*[-－—]\s*[0-9]+(?:\s*[-－—]\s*[0-9]+)*")
_VILLAGE = re.compile(
    rf"[{_HAN}]{{2,6}}(?:镇|乡|街道)[{_HAN}]{{1,6}}(?:村|屯|寨|组)\s*[{_HAN}]{{0,4}}\s*{_NUMBER}\s*(?:组|号|队|户)"
)
_NOT_HOUSES = re.compile(r"(?:链接|尺码|色号|款|码|客服|仓|店|线|直播|截止|本月|每月|[0-9]月)")
"""Words that make a "number 3" something else than a house."""

_NAMED = re.compile(
    rf"(?:收货人|收件人|联系人|买家姓名|客户姓名|顾客姓名|姓名|真名|本名)(?:姓名|名字)?\s*(?:是|为|叫)?\s*[:：]?\s*([{_HAN}]{{2,4}}?)"
    rf"(?=[^{_HAN}]|$|先生|女士|小姐|您|你|的|电话|手机|地址|收|签)"
)
_TITLED = r"(?:先生|女士|小姐|美女|帅哥|大哥|大姐|阿姨|叔叔|老师|同学|姐|哥)"
_CALLED = rf"(?:{_TITLED}|亲|您|你好)"
_MASK = "[*某○●]"
"""What stands for a sign of a name that isn't told."""
_FEWEST_OF_STREET = 3
_MOST_NAME = 8
_PIECE = 5
"""Signs in a row that two addresses share where one is a part of the other."""
_REGION = re.compile(rf"[{_HAN}]{{1,8}}?(?:特别行政区|自治区|自治州|地区|省|市|(?<![小社园])区|县|旗|镇|乡|街道)")
_HOUSE_NO = re.compile(
    r"[0-9a-z一二三四五六七八九十]+\s*(?:号楼|号|弄|栋|幢|座|单元|室|楼|层|组|户|队|期|区)|[0-9a-z]+"
)
_PLACES = re.compile(rf"[{_HAN}]{{2,12}}?{_ROAD}|[{_HAN}]{{2,}}")


def find_private(text: str, facts: Facts, *, own: Iterable[str] = ()) -> tuple[Found, ...]:
    """What of a buyer, or of anybody, stands in a text, in the order of the text. `own`: the shop's own phones and
    addresses, which may be told."""
    folded = _Folded.of(text)
    found = [*_phones(folded, facts), *_accounts(folded), *_names(folded, facts), *_addresses(folded, facts)]
    ours = _own_places(folded, own)
    kept = [each for each in found if not _is_ours(each, ours)]
    return tuple(_apart(sorted(kept, key=lambda each: (each.start, -each.end))))


def _own_places(folded: "_Folded", own: Iterable[str]) -> frozenset[int]:
    """Places of the given text where the shop's own phones and addresses stand."""
    places = [place for place, sign in enumerate(folded.digits) if sign.isalnum()]
    said = "".join(folded.digits[place] for place in places)
    bare = [_bare(_Folded.of(each).digits) for each in own]
    pieces = {each[at : at + _PIECE] for each in bare for at in range(len(each) - _PIECE + 1)}
    return frozenset(folded.places[places[at]] for start, end in _runs(said, pieces) for at in range(start, end))


def _is_ours(found: Found, ours: frozenset[int]) -> bool:
    """Whether all that tells who it is, the digits of it, is the shop's own."""
    places = range(found.start, found.end)
    digits = [place for place in places if _with_digits(found.text[place - found.start]).isdigit()]
    return ours.issuperset(digits or places)


def _apart(found: Sequence[Found]) -> list[Found]:
    """Of two that lie in one another the longer one."""
    kept: list[Found] = []
    for each in found:
        if not kept or each.end > kept[-1].end:
            kept.append(each)
    return kept


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text in its plainest form, and where each sign came from."""

    text: str
    """Half-width, lower case, signs that show nothing gone."""
    digits: str
    """The same with Chinese digits as digits."""
    places: tuple[int, ...]
    given: str

    @classmethod
    def of(cls, given: str) -> "_Folded":
        signs: list[str] = []
        places: list[int] = []
        for place, sign in enumerate(given):
            for plain in unicodedata.normalize("NFKC", sign).lower():
                if unicodedata.category(plain) not in ("Cf", "Cc", "Mn", "Me") or plain in "\n\t ":
                    signs.append(plain)
                    places.append(place)
        text = "".join(signs)
        return cls(text, _with_digits(text), tuple(places), given)

    def found(self, kind: Private, start: int, end: int) -> Found:
        """What lies there, in places of the text as it was given."""
        first, last = self.places[start], self.places[end - 1] + 1
        return Found(kind, first, last, self.given[first:last])


def _with_digits(text: str) -> str:
    """Chinese, circled and foreign digits as ours, and an o, l or i among digits or at the beginning of them."""
    signs = list(map(_digit, text))
    for place, sign in enumerate(signs):
        if sign in _LOOK_ALIKE:
            before = signs[place - 1] if place else ""
            after = signs[place + 1] if place + 1 < len(signs) else ""
            begins = not (before.isascii() and before.isalnum()) and after.isdigit()
            ends = not (after.isascii() and after.isalnum())
            goes_on = before.isdigit() and (after.isdigit() or after in _LOOK_ALIKE or ends)
            if begins or goes_on:
                signs[place] = _LOOK_ALIKE[sign]
    return "".join(signs)


def _digit(sign: str) -> str:
    found = -1 if sign.isascii() else unicodedata.digit(sign, -1)
    return _DIGITS.get(sign, sign) if found < 0 else str(found)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _phones(folded: _Folded, facts: Facts) -> list[Found]:
    """Mobile and landline numbers of anybody, and parts of the buyer's own."""
    whole = (re.sub(r"\D", "", _Folded.of(each).digits) for each in facts.phones if "*" not in each)
    own = {number for number in whole if len(number) >= _FEWEST_SHARED}
    found = [folded.found(Private.PHONE, *each.span()) for each in _LAND_WRITTEN.finditer(folded.digits)]
    for run in _RUN.finditer(folded.digits):
        places = [place for place in range(*run.span()) if folded.digits[place].isdigit()]
        number = "".join(folded.digits[place] for place in places)
        span = _phone_in(number, own, before=folded.digits[: run.start()], raw=run[0])
        if span is not None:
            found.append(folded.found(Private.PHONE, places[span[0]], places[span[1] - 1] + 1))
    return found + _scattered(folded, own)


def _scattered(folded: _Folded, own: Iterable[str]) -> list[Found]:
    """The buyer's own number with words between its digits, with Chinese digits and without."""
    found = []
    for text in (folded.digits, "".join(sign if _digit(sign).isascii() else " " for sign in folded.text)):
        places = [place for place, sign in enumerate(text) if sign.isdigit()]
        digits = "".join(text[place] for place in places)
        for mine in own:
            start = digits.find(mine)
            if len(mine) >= _WHOLE and start >= 0:
                found.append(folded.found(Private.PHONE, places[start], places[start + len(mine) - 1] + 1))
    return found


def _phone_in(number: str, own: Iterable[str], *, before: str, raw: str) -> tuple[int, int] | None:
    """Where a phone lies in a run of digits."""
    for mine in own:
        shared = _shared(number, mine)
        if shared is not None:
            return shared
    if _NO_PHONE.search(before) or (before[-1:].isascii() and before[-1:].isalpha()):
        return None
    prefix = _PREFIX.match(number)
    start = prefix.end() if prefix else 0
    if _MOBILE.fullmatch(number, start):
        return start, len(number)
    is_spaced = len(raw) > len(number) and not number.startswith("00")
    if _AREA.fullmatch(number) or (is_spaced and _LANDLINE.fullmatch(number)):
        return 0, len(number)
    return _mobile_among(number, raw)


def _mobile_among(number: str, raw: str) -> tuple[int, int] | None:
    """A mobile number beside other digits, as a group of its own or of some: `38 13800000000`, `3 138 0000 0000`."""
    groups = re.split(r"\D+", raw)
    for first in range(len(groups)):
        at = sum(map(len, groups[:first]))
        for last in range(first + 1, min(first + 3, len(groups)) + 1):
            is_usual = tuple(map(len, groups[first:last])) in _GROUPS
            if is_usual and _MOBILE.fullmatch(number, at, at + _WHOLE):
                return at, at + _WHOLE
    return None


def _shared(number: str, mine: str) -> tuple[int, int] | None:
    """Where so much of somebody's own number stands that it is told."""
    if mine in number:
        start = number.index(mine)
        return start, start + len(mine)
    if number in mine and len(number) >= _FEWEST_SHARED:
        return 0, len(number)
    return None


def _accounts(folded: _Folded) -> list[Found]:
    found = [folded.found(Private.ACCOUNT, *each.span()) for each in _MAIL.finditer(folded.text)]
    for pattern in (_ACCOUNT, _ADDED):
        found += [folded.found(Private.ACCOUNT, *each.span(1)) for each in pattern.finditer(folded.text)]
    for run in _RUN.finditer(re.sub("x", "0", folded.digits)):
        places = [
            place for place in range(*run.span()) if folded.digits[place].isdigit() or folded.digits[place] == "x"
        ]
        number = "".join(folded.digits[place] for place in places)
        if _IDENTITY.fullmatch(number):
            found.append(folded.found(Private.ACCOUNT, places[0], places[-1] + 1))
    return found


def _names(folded: _Folded, facts: Facts) -> list[Found]:
    """The buyer's own name, split or in pinyin, and whoever is called a receiver."""
    found = [
        folded.found(Private.NAME, *each.span(1))
        for each in _NAMED.finditer(folded.text)
        if each[1] not in NOT_NAMES and not any(word in each[1] for word in NOT_NAMES)
    ]
    for name in dict.fromkeys(filter(None, (each.strip() for each in facts.names))):
        pattern = _name_pattern(name)
        if pattern is not None:
            found += [folded.found(Private.NAME, *each.span()) for each in pattern.finditer(folded.text)]
    return found


def _name_pattern(name: str) -> re.Pattern[str] | None:
    bare = _bare(_Folded.of(name).text)
    if len(bare) < 2 or "*" in name or not re.search(rf"[{_HAN}a-z]", bare):
        return None
    gap = r"[\W_]{0,3}"
    if not re.search(rf"[{_HAN}]", bare):
        return re.compile(rf"(?<![a-z]){re.escape(bare)}(?![a-z])") if len(bare) > 2 else None
    whole = gap.join(map(re.escape, bare))
    ways = [rf"{whole}(?={_TITLED})" if bare in ORDINARY else whole, *_hidden(bare)]
    if 2 < len(bare) <= _MOST_NAME and bare[1:] not in ORDINARY:
        ways.append(rf"{gap.join(map(re.escape, bare[-2:]))}(?={_CALLED})")
    if len(bare) <= 4:
        ways += _latin(bare)
    return re.compile("|".join(ways))


def _hidden(name: str) -> list[str]:
    """The name with signs left out: `王**`, `王*明`, `王某`, `*小明`."""
    if len(name) not in (2, 3) or not all(re.match(f"[{_HAN}]", sign) for sign in name):
        return []
    first, *rest = map(re.escape, name)
    ways = [first + _MASK * len(rest)]
    if len(rest) == 2:
        ways += [rf"{first}[*×x某○●]{rest[1]}", first + rest[0] + _MASK, _MASK + "".join(rest)]
    return ways


def _latin(name: str) -> list[str]:
    """The name in pinyin, written together or apart, surname first or last."""
    from pypinyin import lazy_pinyin  # reading its table takes 0.2 s

    parts = [re.escape(part) for part in lazy_pinyin(name)]
    if len("".join(parts)) < 5:
        return []
    gap = r"[\s.\-_']{0,2}"
    return [rf"(?<![a-z]){gap.join(order)}(?![a-z])" for order in (parts, [*parts[1:], parts[0]])]


def _addresses(folded: _Folded, facts: Facts) -> list[Found]:
    """Houses of anybody, and streets and estates where the buyer lives."""
    found = [
        folded.found(Private.ADDRESS, *each.span())
        for pattern in (_HOUSE, _HOUSE_DASHED, _VILLAGE)
        for each in pattern.finditer(folded.text)
        if not _NOT_HOUSES.search(each[0])
    ]
    for place in dict.fromkeys(part for each in facts.addresses for part in _parts_of(each)):
        found += [folded.found(Private.ADDRESS, *each.span()) for each in re.finditer(re.escape(place), folded.text)]
    return found + _shared_houses(folded, facts)


def _parts_of(address: str) -> list[str]:
    """The names in an address by which somebody is found: streets, estates, companies."""
    rest = _REGION.sub(" ", _HOUSE_NO.sub(" ", _Folded.of(address).text))
    return [place for place in _PLACES.findall(rest) if len(place) >= _FEWEST_OF_STREET and place not in TOO_COMMON]


def _shared_houses(folded: _Folded, facts: Facts) -> list[Found]:
    """A piece of the address, with a number in it, however it is spaced."""
    places = [place for place, sign in enumerate(folded.digits) if sign.isalnum()]
    said = "".join(folded.digits[place] for place in places)
    found = []
    for address in facts.addresses:
        bare = _bare(_Folded.of(address).digits)
        pieces = {bare[at : at + _PIECE] for at in range(len(bare) - _PIECE + 1)}
        telling = {piece for piece in pieces if re.search(r"\d", piece) and re.search(rf"[{_HAN}]", piece)}
        for start, end in _runs(said, telling):
            found.append(folded.found(Private.ADDRESS, places[start], places[end - 1] + 1))
    return found


def _runs(said: str, pieces: Iterable[str]) -> list[tuple[int, int]]:
    """Where pieces stand, those that overlap as one."""
    spans = sorted((each.start(), each.end()) for piece in pieces for each in re.finditer(re.escape(piece), said))
    joined: list[tuple[int, int]] = spans[:1]
    for (_start, _end), (start, end) in pairwise(spans):
        if start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
