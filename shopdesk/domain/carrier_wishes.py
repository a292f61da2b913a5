"""Which carrier a text asks for or turns down: 发顺丰, 别发圆通."""

import re
from collections.abc import Iterator, Sequence

from shopdesk.domain.readings import CLAUSE_END, Reading, Topic

_PLACE_FOLLOWS = r"(?!编码|街|路|大厦|广场|小区|新村|苑|储蓄|银行)"
_TURNED_DOWN_BEFORE = re.compile(
    r"(?:别|不要?|勿|莫|拒收?|除了?|不想|不能|没有|取消|讨厌)(?:再|给我|用|发|寄|走|选|收|使用|派|到)*(?:快递)?\s*$"
)
_TURNED_DOWN_AFTER = re.compile(
    r"^(?:快递|速递|物流|速运)?(?:我|他|她)?(?:们)?(?:这边?|这里|那边?|家|小区|镇上|村里?)?(?:的话|都|就|也|是|的)*"
    r"(?:不(?!错|用打)|没有|到不了|送不到|停运|停发|算了|别|换|改|.{0,7}(?:恶劣|太慢|太差|很差|差评|太贵|丢件|弄丢|丢了|(?<!好)不好|(?<!行)不行|不方便))"
)
_PAST = re.compile(r"(?:上次|之前|以前|上回|原来|曾经)[^,。;]{0,4}$")
_BETWEEN = re.compile(r"^\s*(?:快递|速递)?\s*[和跟与或及、,/]?\s*$")
_REACH_BACK = 12


def carrier_pattern(aliases: Sequence[str]) -> re.Pattern[str]:
    """Finds any of these words, the longest first; Latin ones only as words of their own."""
    words = [
        rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])" if word.isascii() else re.escape(word) + _PLACE_FOLLOWS
        for word in sorted(aliases, key=len, reverse=True)
    ]
    return re.compile("|".join(words) or r"(?!)")


def find_carrier_wishes(text: str, pattern: re.Pattern[str], names: dict[str, str]) -> Iterator[Reading]:
    """Carriers that a plain text asks for or turns down; `names` gives the carrier of each alias."""
    seen: set[tuple[Topic, str]] = set()
    topic, end = Topic.CARRIER, -1
    for found in pattern.finditer(text):
        follows = end >= 0 and _BETWEEN.match(text[end : found.start()]) is not None
        said = _said(text, found.start(), found.end())
        if follows and said is Topic.CARRIER:
            said = topic
        end = found.end()
        if said is None:
            continue
        topic = said
        key = (topic, names[found[0]])
        if key not in seen:
            seen.add(key)
            yield Reading(topic, key[1], found.start(), found.end())


def _said(text: str, start: int, end: int) -> Topic | None:
    before = CLAUSE_END.split(text[max(0, start - _REACH_BACK) : start])[-1]
    after = CLAUSE_END.split(text[end : end + _REACH_BACK])[0].split(" ")[0]  # behind a space something else begins
    if _TURNED_DOWN_BEFORE.search(before) or _TURNED_DOWN_AFTER.search(after):
        return Topic.NOT_CARRIER
    return None if _PAST.search(before) else Topic.CARRIER
