"""Both ways of a parcel that its carrier can't deliver (SHP-10)."""

import pytest

from shopdesk.domain.detours import Leg, Rates, Way, compare, no_leg
from shopdesk.domain.money import Money

BACK = Leg(Way.BRING_BACK, "中通快递", Money(1_400), 11)
POST = Leg(Way.POST, "邮政快递包裹", Money(1_200), 10)


@pytest.mark.parametrize(
    ("value", "proposed"), [(0, Way.POST), (10_000, Way.POST), (20_000, Way.BRING_BACK), (500_000, Way.BRING_BACK)]
)
def test_the_dearer_the_parcel_the_rather_it_comes_back(value: int, proposed: Way) -> None:
    assert compare(Money(value), BACK, POST, Rates(day=50)).proposed is proposed


def test_cost_and_days_count_as_well() -> None:
    value = Money(20_000)
    assert compare(value, BACK, POST, Rates(day=1_000)).proposed is Way.POST
    dear = Leg(Way.POST, "EMS", Money(4_000), 2)
    assert compare(Money(100), BACK, dear, Rates(day=0)).proposed is Way.BRING_BACK


def test_it_says_why() -> None:
    found = compare(Money(30_000), BACK, POST, Rates())
    assert found.proposed is Way.BRING_BACK and len(found.why) == 4
    assert "14.00" in found.why[0] and "300.00" in found.why[1] and "4.50" in found.why[1]
    assert "11 days" in found.why[2] and "26.50" in found.why[3] and "28.00" in found.why[3]


def test_where_only_one_goes_there_is_nothing_to_choose() -> None:
    assert compare(Money(1), no_leg(Way.BRING_BACK), POST, Rates()).proposed is Way.POST
    assert compare(Money(1), BACK, no_leg(Way.POST), Rates()).proposed is Way.BRING_BACK
    nobody = compare(Money(1), no_leg(Way.BRING_BACK), no_leg(Way.POST), Rates())
    assert nobody.proposed is Way.BRING_BACK and "another address" in nobody.why[0]


def test_what_no_table_tells_is_to_be_asked() -> None:
    unknown = Leg(Way.POST, "EMS", Money(1_200), 10, is_known=False)
    assert "EMS" in compare(Money(1), BACK, unknown, Rates()).why[-1]
    assert "EMS" in compare(Money(1), no_leg(Way.BRING_BACK), unknown, Rates()).why[-1]


def test_dearer_parcels_never_go_back_to_post() -> None:
    ways = [compare(Money(value), BACK, POST, Rates(day=50)).proposed for value in range(0, 100_000, 500)]
    first = ways.index(Way.BRING_BACK)
    assert set(ways[:first]) == {Way.POST} and set(ways[first:]) == {Way.BRING_BACK}
