"""Each check by itself (ORD-12)."""

from dataclasses import replace

import pytest

from shopdesk.domain.address_changes import Address
from shopdesk.domain.carriers import Choice
from shopdesk.domain.goods_wishes import Bought
from shopdesk.domain.holds import HOLD_KINDS, Hold
from shopdesk.domain.messages import Understood, understand
from shopdesk.domain.money import Money
from shopdesk.domain.order_checks import CHECKS, HOUR, Facts, Numbers, Sibling, find_all, is_refund
from shopdesk.domain.origins import Origin
from tests.domain.labelled_messages import LEXICON

SHOE = Bought("5815-1-W7", "深紫", "W7", 1)
PLAIN = Facts(bought=(SHOE,), paid=Money(19_900), lines_paid=Money(19_900), lines_listed=Money(19_900), area="浙江")
NUMBERS = Numbers()
YTO, SF = Choice("圆通速递", Money(0)), Choice("顺丰速运", Money(1_000))


def said(text: str) -> Understood:
    return understand(text, LEXICON, bought=[SHOE], goes_to=Address("张三", address="示例路1号"))


def found(facts: Facts, numbers: Numbers = NUMBERS) -> dict[str, str]:
    return {finding.kind.value: finding.reason for finding in find_all(facts, numbers)}


def test_every_check_has_a_kind_of_its_own_that_somebody_may_clear() -> None:
    kinds = [check.kind for check in CHECKS]
    assert len(set(kinds)) == len(kinds)
    assert set(Hold) - set(kinds) == {Hold.MANUAL, Hold.BANK}
    assert set(HOLD_KINDS) == set(Hold)


def test_an_ordinary_order_is_held_by_nothing() -> None:
    assert found(PLAIN) == {}


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"blocked": "恶意退货", "buyer": "tb_1"}, "blocked", "恶意退货"),
        ({"refund": "退款中"}, "refund", "退款中"),
        ({"people": ("王敏", "李晓")}, "salesperson", "王敏, 李晓"),
        ({"sizeless": ("5815 深紫",)}, "size", "5815 深紫"),
        ({"owed": ("鞋垫 ×2",)}, "owed", "鞋垫 ×2"),
        ({"memo": said("换成5822")}, "other-style", "5822"),
        ({"memo": said("要黑色的")}, "other-colour", "memo says colour 黑色"),
        ({"message": said("要W8不要W7")}, "other-size", "buyer asks for size W8, bought was W7"),
        ({"message": said("改2双")}, "other-quantity", "2 pieces, bought were 1"),
        ({"memo": said("改地址 文二路88号")}, "address", "文二路88号"),
        ({"siblings": (Sibling("A2", 0, True, False),)}, "together", "A2"),
        ({"siblings": (Sibling("A2", 0, False, False),)}, "addresses", "A2"),
        ({"paid": Money(9_900)}, "underpaid", "99.00 was paid, but the items come to 199.00"),
        ({"memo": said("补差价10元")}, "postage", "10.00 is still to come"),
        ({"message": said("发顺丰"), "choice": SF, "asked_carrier": "顺丰速运"}, "postage", "costs 10.00 more"),
        ({"memo": said("发顺丰"), "message": said("发圆通")}, "carrier", "memo says 顺丰速运"),
        ({"choice": Choice("EMS", Money(0), unreached="极兔速递"), "asked_carrier": "极兔速递"}, "carrier", "浙江"),
    ],
)  # fmt: skip
def test_each_finding(changes: dict[str, object], kind: str, words: str) -> None:
    reasons = found(replace(PLAIN, **changes))  # type: ignore[arg-type]
    assert list(reasons) == [kind]
    assert words in reasons[kind]


def test_the_later_one_of_two_is_the_duplicate() -> None:
    twin = Sibling("A2", 5 * HOUR, True, True)
    assert "duplicate" in found(replace(PLAIN, created=6 * HOUR, siblings=(twin,)))
    assert "duplicate" not in found(replace(PLAIN, created=40 * HOUR, siblings=(twin,)))
    assert "duplicate" not in found(replace(PLAIN, created=6 * HOUR, siblings=(replace(twin, same_goods=False),)))


class TestMoney:
    def test_a_platforms_discount_is_normal_where_lines_name_list_prices_alone(self) -> None:
        listed = replace(PLAIN, lines_paid=Money(0), lines_listed=Money(30_000))
        assert found(listed) == {}
        assert "underpaid" in found(replace(listed, paid=Money(1_000)))

    def test_cents_are_nothing(self) -> None:
        assert found(replace(PLAIN, paid=Money(19_850))) == {}

    def test_exchanges_and_reissues_cost_nothing(self) -> None:
        free = replace(PLAIN, origin=Origin.EXCHANGE, paid=Money(0), choice=SF, is_outside=True)
        assert found(free) == {}

    @pytest.mark.parametrize("memo", ["发顺丰", "发顺丰 已补差价", "顺丰 已补10元"])
    def test_the_memo_is_the_sellers_own_word(self, memo: str) -> None:
        assert found(replace(PLAIN, memo=said(memo), choice=SF, asked_carrier="顺丰速运")) == {}

    def test_unless_settings_say_otherwise(self) -> None:
        facts = replace(PLAIN, memo=said("发顺丰"), choice=SF, asked_carrier="顺丰速运")
        strict = Numbers(asks_for_memo=True)
        assert "postage" in found(facts, strict)
        assert found(replace(facts, memo=said("顺丰 已补10元")), strict) == {}

    def test_postage_paid_with_the_order_counts(self) -> None:
        facts = replace(PLAIN, message=said("发顺丰"), choice=SF, asked_carrier="顺丰速运")
        assert found(replace(facts, postage=Money(1_000))) == {}
        (finding,) = find_all(replace(facts, postage=Money(400)), NUMBERS)
        assert finding.amount == 600

    def test_outside_the_mainland_waits_whatever_the_memo_says(self) -> None:
        abroad = replace(PLAIN, area="香港", is_outside=True, choice=Choice("顺丰速运", Money(3_000)))
        (finding,) = find_all(replace(abroad, memo=said("发顺丰")), NUMBERS)
        assert (finding.kind, finding.amount, finding.reason) == (Hold.POSTAGE, 3_000, "Postage due to 香港: 30.00")
        assert found(replace(abroad, memo=said("已补30元邮费"))) == {}

    def test_what_nobody_knows_is_to_be_asked(self) -> None:
        abroad = replace(PLAIN, area="海外", is_outside=True, choice=Choice("EMS", Money(0), known=False))
        assert "ask how much" in found(abroad)["postage"]


def test_a_check_can_be_left_out() -> None:
    assert find_all(replace(PLAIN, refund="退款中"), NUMBERS, without=["refund"]) == []


@pytest.mark.parametrize(
    "state", ["", "没有申请退款", "无售后或售后取消", "退款关闭", "无退款申请", "0.00", "-", "null"]
)
def test_words_that_tell_of_no_refund(state: str) -> None:
    assert not is_refund(state)


@pytest.mark.parametrize("state", ["退款中", "买家已经申请退款，等待卖家同意", "退款成功", "售后处理中", "待商家处理"])
def test_words_that_do(state: str) -> None:
    assert is_refund(state)
