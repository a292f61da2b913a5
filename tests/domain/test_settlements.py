"""The usual account and method of an order (ORD-13)."""

import pytest

from shopdesk.domain.origins import Origin
from shopdesk.domain.settlements import CONFIRMED_BY_HAND, NOTHING_DUE, settled_as

ACCOUNTS = {"taobao": "支付宝"}


@pytest.mark.parametrize(
    ("origin", "platform", "expected"),
    [
        (Origin.PLATFORM, "taobao", ("支付宝", "platform")), (Origin.PLATFORM, "jd", ("", "platform")),
        (Origin.BANK, "taobao", ("", "bank")), (Origin.WHOLESALE, "taobao", ("", "")),
        (Origin.REISSUE, "taobao", ("", "free")), (Origin.EXCHANGE, "jd", ("", "free")),
    ],
)  # fmt: skip
def test_as_usual(origin: Origin, platform: str, expected: tuple[str, str]) -> None:
    assert settled_as(origin, platform, ACCOUNTS) == expected


def test_every_origin_has_its_way() -> None:
    assert CONFIRMED_BY_HAND.isdisjoint(NOTHING_DUE)
    assert set(Origin) - CONFIRMED_BY_HAND - NOTHING_DUE == {Origin.PLATFORM}
