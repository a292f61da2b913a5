"""How alike what a box says is to what an order says: phones, names, streets, goods (RET-03)."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

_REMEMBERED = 20_000
"""What many orders share is folded and read once."""
END = 4
"""Digits by which a phone's end is told."""
_LEAST_WHOLE = 10
_LEAST_SEEN = 6
_LEAST_LEFT = 8
_SAME_STREET, _LIKE_STREET, _LIKE_ID, _LIKE_TITLE = 88, 70, 82, 80

_STARS = re.compile(r"[*＊×✱xX]")
_AFTER_PHONE = re.compile(r"[\-－转,，#/;；]")
_PARTS = re.compile(r"[0-9a-z]+|[\u3400-\u9fff\U00020000-\U0003ffff]+")
_NUMBERS = re.compile(r"\d+")
_TITLES = ("先生", "女士", "小姐", "老师", "同学", "太太", "姐姐", "妈妈", "阿姨", "女儿")
_PET = frozenset("小阿老大姐哥妹弟嫂姨叔总")
_ROAD = re.compile(r"[\u3400-\u9fff]{2,8}?(?:大道|胡同|花园|小区|公寓|广场|大厦|路|街|巷|弄|道|村|苑|园|庄)")
_REGION = re.compile(r"省|市|(?<![小街])区|县|镇|街道")
_DOOR = re.compile(r"[^0-9]{0,4}(\d+)")
_LONGEST_DOOR, _SURE_OF_DOOR = 4, 3
"""Digits that a house's number has at most, and those that are the house's in a longer one."""


class Fit(StrEnum):
    """How something of a box fits an order."""

    SAME = "same"
    MASKED = "masked"
    """All that is not hidden agrees."""
    END = "end"
    NEARLY = "nearly"
    """A digit or two missing or wrong; a character of a name changed."""
    PET = "pet"
    """A nickname or a polite address that this person may go by."""
    PART = "part"
    """Something of it agrees: the surname, the street without its house."""
    OTHER = "other"
    UNKNOWN = "unknown"
    """One side says nothing."""


@lru_cache(_REMEMBERED)
def plain(text: str) -> str:
    """Half-width, small letters, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


@lru_cache(_REMEMBERED)
def phone_signs(text: str) -> str:
    """Digits of a phone, `*` for each that is hidden; without country code and extension."""
    first = next((part for part in _AFTER_PHONE.split(plain(text)) if len(part) > 2), "")
    signs = "".join(sign for sign in _STARS.sub("*", first) if sign.isdigit() or sign == "*")
    return signs[2:] if signs.startswith("861") and len(signs) > 11 else signs


def compare_phones(given: str, known: str) -> Fit:
    """A phone whole, its end only, with digits missing or hidden, against an order's, which may be hidden too."""
    mine, theirs = phone_signs(given), phone_signs(known)
    if len(mine.strip("*")) < END or len(theirs.strip("*")) < END:
        return Fit.UNKNOWN
    if "*" not in mine + theirs and min(len(mine), len(theirs)) >= _LEAST_WHOLE:
        distance = Levenshtein.distance(mine, theirs)
        return Fit.SAME if not distance else Fit.NEARLY if distance == 1 else Fit.OTHER
    return _compare_seen(mine, theirs)


def _compare_seen(mine: str, theirs: str) -> Fit:
    """Where one of the two is not whole."""
    if len(mine) == len(theirs):
        pairs = [(a, b) for a, b in zip(mine, theirs, strict=True) if "*" not in (a, b)]
        if any(a != b for a, b in pairs):
            return Fit.OTHER
        return Fit.MASKED if len(pairs) >= _LEAST_SEEN else Fit.END
    shorter, longer = sorted((mine, theirs), key=len)
    if "*" not in mine + theirs and len(shorter) >= _LEAST_LEFT:
        return Fit.NEARLY if is_within(shorter, longer) else Fit.OTHER
    if "*" not in shorter and len(shorter) > END:
        return Fit.END if longer.endswith(shorter) else Fit.OTHER
    return Fit.END if mine[-END:] == theirs[-END:] else Fit.OTHER


def is_within(shorter: str, longer: str) -> bool:
    """Whether the signs of one stand in the other, in their order."""
    rest = iter(longer)
    return all(sign in rest for sign in shorter)


def compare_names(given: str, known: str) -> Fit:
    """A sender's name against a receiver's: as it is, hidden, a nickname, or a character changed."""
    mine, theirs = _STARS.sub("*", plain(given)), _STARS.sub("*", plain(known))
    if not mine.strip("*") or not theirs.strip("*"):
        return Fit.UNKNOWN
    if mine == theirs and "*" not in mine:
        return Fit.SAME
    if "*" in mine + theirs:
        return Fit.MASKED if _fits_mask(mine, theirs) else Fit.OTHER
    if _is_polite(mine, theirs) or _is_pet(mine, theirs):
        return Fit.PET
    if _is_changed(mine, theirs):
        return Fit.NEARLY
    return Fit.PART if mine[0] == theirs[0] and mine[0] > "\u2e80" else Fit.OTHER


def _fits_mask(mine: str, theirs: str) -> bool:
    """Platforms and carriers hide any number of characters behind one or more stars."""
    shown, other = (mine, theirs) if "*" in mine else (theirs, mine)
    if "*" in other:
        return mine[0] == theirs[0]
    return re.fullmatch(".+".join(map(re.escape, re.split(r"\*+", shown))).replace(".+", ".*"), other) is not None


def _is_polite(mine: str, theirs: str) -> bool:
    """王女士 for 王小芳."""
    return any(mine.endswith(title) and mine.removesuffix(title) == theirs[:1] for title in _TITLES)


def _is_pet(mine: str, theirs: str) -> bool:
    """小芳, 阿芳, 芳芳, 芳姐, 老王 for 王小芳; 小芳 alone for the whole name."""
    core = "".join(sign for sign in mine if sign not in _PET) or mine
    if len(mine) < 2 or core == theirs:
        return core == theirs
    if mine in theirs[1:] and len(mine) >= 2:
        return True
    return len(set(core)) == 1 and core[0] in theirs and (core != mine or len(core) == 2)


def _is_changed(mine: str, theirs: str) -> bool:
    """A character changed, missing or more; two changed places."""
    if min(len(mine), len(theirs)) < 2 or max(len(mine), len(theirs)) < 3:
        return sorted(mine) == sorted(theirs)
    return OSA.distance(mine, theirs) == 1


def compare_ids(given: str, known: str) -> Fit:
    """A buyer's platform id as somebody wrote it on paper."""
    mine, theirs = _STARS.sub("*", plain(given)), plain(known)
    if not mine.strip("*") or not theirs:
        return Fit.UNKNOWN
    if mine == theirs:
        return Fit.SAME
    if "*" in mine:
        return Fit.PART if _fits_mask(mine, theirs) else Fit.OTHER
    return Fit.NEARLY if fuzz.ratio(mine, theirs) >= _LIKE_ID else Fit.OTHER


def compare_streets(given: str, known: str) -> Fit:
    """Street and house; regions are left to `compare_regions`. Hidden streets say nothing."""
    mine, theirs = _street(given), _street(known)
    if len(mine) < 4 or len(theirs) < 4 or "*" in mine + theirs:
        return Fit.UNKNOWN
    numbers, others = _NUMBERS.findall(mine), _NUMBERS.findall(theirs)
    likeness = max(fuzz.ratio(mine, theirs), fuzz.partial_ratio(mine, theirs) if min(len(mine), len(theirs)) > 7 else 0)
    if likeness >= _SAME_STREET and "".join(numbers) == "".join(others):  # the sign between two may be left out
        return Fit.SAME
    roads = {road for road in _ROAD.findall(mine) if road in theirs}
    if numbers[:1] == others[:1] and numbers and (likeness >= _LIKE_STREET or roads):
        return Fit.NEARLY
    return Fit.PART if roads else Fit.OTHER


@lru_cache(_REMEMBERED)
def _street(text: str) -> str:
    return "".join(_PARTS.findall(plain(text))) if "*" not in text else "*"


def street_words(text: str) -> list[str]:
    """Pieces of an address that few orders hold, for searching: street with its house number. Where the sign between
    house and building was left out, the two read as one number: its beginning is the house's."""
    street = _REGION.split(plain(text))[-1]
    found = ((road, _DOOR.match(street, road.end())) for road in _ROAD.finditer(street))
    return [
        street[road.start() : door.end() if len(door[1]) <= _LONGEST_DOOR else door.start(1) + _SURE_OF_DOOR]
        for road, door in found
        if door
    ]


def compare_regions(given: str, province: str, city: str, district: str) -> Fit:
    """SAME where the city or the district agree, PART where only the province does."""
    text = plain(given)
    if len(text) < 2 or not (province or city):
        return Fit.UNKNOWN
    if any(len(name) > 1 and _stem(name) in text for name in (district, city) if name):
        return Fit.SAME
    return Fit.PART if province and _stem(province) in text else Fit.OTHER


@lru_cache(_REMEMBERED)
def _stem(name: str) -> str:
    """杭州 for 杭州市: people leave the last word out."""
    short = re.sub(r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|地区|省|市|区|县)$", "", name)
    return short if len(short) > 1 else name


@dataclass(frozen=True, slots=True)
class Goods:
    """One thing, as a box or an order tells of it; empty where nothing is said."""

    style: str = ""
    colour: str = ""
    size: str = ""
    codes: tuple[str, ...] = ()
    """SKU, product number, barcode."""
    title: str = ""

    @property
    def is_said(self) -> bool:
        """Whether anything is said."""
        return any((self.style, self.colour, self.size, *self.codes, self.title))


@dataclass(frozen=True, slots=True)
class GoodsFit:
    """How one thing fits another."""

    code: Fit
    style: Fit
    colour: Fit
    size: Fit


@lru_cache(_REMEMBERED)
def compare_goods(given: Goods, known: Goods) -> GoodsFit:
    """A thing in a box against a bought one."""
    code = _compare_codes(given.codes, known.codes)
    return GoodsFit(
        code=code,
        style=Fit.SAME if code is Fit.SAME else _compare_styles(given, known),
        colour=_compare_colours(given.colour, known),
        size=_compare_words(given.size, known.size),
    )


def _compare_codes(given: tuple[str, ...], known: tuple[str, ...]) -> Fit:
    mine, theirs = set(filter(None, map(plain, given))), set(filter(None, map(plain, known)))
    if not mine or not theirs:
        return Fit.UNKNOWN
    return Fit.SAME if mine & theirs else Fit.OTHER


def _compare_styles(given: Goods, known: Goods) -> Fit:
    wanted = plain(given.style) or next((first_part(code) for code in given.codes), "")
    said = plain(" ".join((known.style, *known.codes, known.title)))
    if wanted:
        within = wanted in _PARTS.findall(said) or (len(wanted) > 3 and wanted in said)
        return Fit.SAME if within else Fit.OTHER
    if given.title and known.title:
        like = fuzz.token_set_ratio(plain(given.title), plain(known.title)) >= _LIKE_TITLE
        return Fit.PART if like else Fit.OTHER
    return Fit.UNKNOWN


def first_part(code: str) -> str:
    """5815 of 5815-深紫-W7: shops begin their codes with the style."""
    return next(iter(_PARTS.findall(plain(code))), "")


def _compare_colours(given: str, known: Goods) -> Fit:
    mine, theirs = plain(given).removesuffix("色"), plain(known.colour).removesuffix("色")
    if not mine or not theirs:
        return Fit.UNKNOWN
    if mine in theirs or theirs in mine:
        return Fit.SAME
    return Fit.NEARLY if mine[-1] == theirs[-1] else Fit.OTHER  # 深紫, 浅紫


def _compare_words(given: str, known: str) -> Fit:
    mine, theirs = plain(given).removesuffix("码"), plain(known).removesuffix("码")
    if not mine or not theirs:
        return Fit.UNKNOWN
    same = mine == theirs or mine in _PARTS.findall(theirs) or theirs in _PARTS.findall(mine)
    return Fit.SAME if same else Fit.OTHER
