"""Which words of the library answer a review best, told by their titles (REV-05)."""

from shopdesk.domain.reviews import Cause, Kind

_OF_CAUSE: dict[Cause, tuple[str, ...]] = {
    Cause.QUALITY: ("质量", "开胶", "掉色"),
    Cause.SIZE: ("尺码", "偏大", "偏小"),
    Cause.COLOUR: ("色差", "颜色"),
    Cause.WRONG: ("发错", "错发"),
    Cause.MISSING: ("漏发", "少发"),
    Cause.SLOW: ("物流", "发货慢"),
    Cause.COURIER: ("物流", "快递"),
    Cause.SERVICE: ("服务", "态度"),
    Cause.PRICE: ("价格", "降价"),
    Cause.EXPECTED: ("描述", "不符"),
}
_OF_BUT = ("问题", "不满")
_OF_KIND: dict[Kind, tuple[str, ...]] = {
    Kind.GOOD: ("好评",),
    Kind.NEUTRAL: ("中评", "中差评", "差评"),
    Kind.BAD: ("差评",),
}


def place_of_answer(title: str, kind: Kind, cause: Cause | None, *, is_but: bool) -> int:
    """Where words of this title stand among those that are offered: 0 what the review is about, 1 its kind, 2 any,
    3 those for another kind."""
    is_meant = any(word in title for word in _OF_KIND[kind])
    if not is_meant and any(word in title for words in _OF_KIND.values() for word in words):
        return 3
    about = (*_OF_CAUSE.get(cause or Cause.OTHER, ()), *(_OF_BUT if is_but else ()))
    return 0 if any(word in title for word in about) else 1 if is_meant else 2
