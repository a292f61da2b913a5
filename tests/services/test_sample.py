"""The made-up shop: made quickly, the same for the same moment, with the troubles that pages are to show."""

from pathlib import Path

import pytest

from shopdesk.clock import Clock, Millis
from shopdesk.db.database import rows_of
from shopdesk.domain import complaints as complaining
from shopdesk.domain import reviews as reviewing
from shopdesk.domain.care_kinds import CareKind
from shopdesk.domain.cases import Source, State
from shopdesk.domain.holds import Hold
from shopdesk.domain.intake import BoxState, MatchedBy
from shopdesk.domain.origins import Origin
from shopdesk.domain.platforms import Platform
from shopdesk.domain.points import PointKind
from shopdesk.domain.refunds import RefundState
from shopdesk.domain.same_buyer import Sign
from shopdesk.domain.statuses import Masking, Stage, Tray
from shopdesk.queries.boxes import list_boxes
from shopdesk.queries.buyer_joins import list_joins
from shopdesk.queries.buyer_proposals import propose_same
from shopdesk.queries.buyers import find_buyer_id, get_buyer_card
from shopdesk.queries.care_lists import list_care, list_care_contacts
from shopdesk.queries.cases import list_cases
from shopdesk.queries.complaints import list_complaints
from shopdesk.queries.inspections import Progress, list_inspections
from shopdesk.queries.intake_days import get_day
from shopdesk.queries.match_candidates import propose_for
from shopdesk.queries.order_exports import stream_orders
from shopdesk.queries.order_lists import OrderFilter, count_by_tray, find_ids
from shopdesk.queries.orders import get_order
from shopdesk.queries.owed_items import list_owed_items
from shopdesk.queries.own_ratings import list_to_rate
from shopdesk.queries.people import list_people
from shopdesk.queries.points import list_points
from shopdesk.queries.products import list_variants
from shopdesk.queries.record_exports import stream_refunds, stream_variants
from shopdesk.queries.refunds import list_refunds
from shopdesk.queries.reviews import list_reviews
from shopdesk.queries.scripts import list_script_uses
from shopdesk.queries.shipping_lists import count_shipping, count_wrong, list_waiting
from shopdesk.queries.size_tables import list_sized_products
from shopdesk.queries.slips import list_slips
from shopdesk.queries.trail import TrailFilter, stream_entries
from shopdesk.queries.unclaimed import list_unclaimed
from shopdesk.queries.untold import list_untold
from shopdesk.queries.waves import list_wave_carriers, list_waves
from shopdesk.queries.waybill_ranges import list_ranges
from shopdesk.services.desk import Desk
from shopdesk.services.sample import make_sample
from shopdesk.services.sample_desk import PEOPLE
from shopdesk.services.sample_files import write_files
from shopdesk.services.sample_orders import DAY, STAFF, Inventor
from shopdesk.services.sample_troubles import invent_orders
from shopdesk.services.setup import create_desk
from tests.engines import shop_address


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = create_desk(shop_address(tmp_path_factory.mktemp("sample")), clock=lambda: 1_709_344_800_000)
    make_sample(made)
    return made


def test_the_same_moment_gives_the_same_orders(moment: Millis) -> None:
    assert invent_orders(moment) == invent_orders(moment)
    assert invent_orders(moment, seed=1) != invent_orders(moment)
    numbers = [order.order_no for order in invent_orders(moment)]
    assert len(set(numbers)) == len(numbers)


def test_orders_are_of_the_last_thirty_days(moment: Millis) -> None:
    orders = invent_orders(moment)
    assert all(moment - 30 * DAY <= order.created <= moment for order in orders)
    assert 290 <= len(orders) <= 350


def test_an_order_adds_up(clock: Clock) -> None:
    order = Inventor(clock()).order(Platform.TAOBAO, DAY, discount=500)
    assert order.goods == sum(i.article.price * i.quantity for i in order.items) - 500
    assert order.paid_at == order.created + order.paid_after


def test_only_platforms_with_orders_get_a_file(clock: Clock, tmp_path: Path) -> None:
    files = write_files(tmp_path, [Inventor(clock()).order(Platform.KUAISHOU, DAY)])
    assert [file.name for file in files] == ["kuaishou.csv"]


def test_every_tray_holds_something(desk: Desk) -> None:
    counts = count_by_tray(desk.database)
    assert min(counts[tray] for tray in Tray) >= 3


def test_amounts_of_files_and_orders_agree(desk: Desk) -> None:
    invented = {order.order_no: order for order in invent_orders(desk.clock())}
    for order in stream_orders(desk.database, OrderFilter()):
        if order.order_no in invented:
            wanted = invented.pop(order.order_no)
            assert (order.goods, order.paid) == (wanted.goods, wanted.paid)
    assert not invented


def test_reprints_refunds_and_registrars_are_there(desk: Desk) -> None:
    orders = [get_order(desk.database, order_id) for order_id in find_ids(desk.database, OrderFilter(find="云栖"))]
    orders += [get_order(desk.database, i) for i in find_ids(desk.database, OrderFilter())]
    assert max(len(order.prints) for order in orders) == 3
    assert {order.registrar for order in orders if order.registrar} == {*STAFF, desk.actor.name}
    assert {order.masking for order in orders} == set(Masking)
    assert sum(bool(order.refunds) for order in orders) >= 3
    assert any(order.buyer_orders >= 3 for order in orders)
    assert any(hold.reason.startswith("港澳台") for order in orders for hold in order.open_holds)


def test_whole_tables_stream_out(desk: Desk) -> None:
    assert len(list(stream_refunds(desk.database))) == 4
    variants = list(stream_variants(desk.database))
    assert {variant.shop for variant in variants} == {"云栖鞋坊", "云栖男装", "山里茶舍"}
    assert all(variant.colour and variant.size for variant in variants)
    trail = list(stream_entries(desk.database, TrailFilter()))
    assert {row.change.action for row in trail} >= {"made", "import", "register", "print", "hold", "set"}
    assert all(row.record for row in trail)


def test_every_kind_of_hold_is_there(desk: Desk) -> None:
    rows = rows_of(desk.database, "SELECT DISTINCT kind FROM hold WHERE released_at IS NULL")
    assert {row[0] for row in rows} == set(Hold)


def test_evenings_have_left_and_today_is_half_packed(desk: Desk) -> None:
    waves = list_waves(desk.database)
    assert len(waves) >= 8 and all(wave.confirmed_at for wave in waves)
    today = list_slips(desk.database, wave_id=waves[0].id)
    assert waves[0].at > waves[1].at > desk.clock() - 2 * DAY
    assert sum(slip.packed_at is not None for slip in today) == 9 < len(today)
    assert sum(slip.waiting for slip in today) >= 2
    assert not any(slip.shipped_at for slip in today)
    assert all(carrier.counted == carrier.printed for carrier in list_wave_carriers(desk.database, waves[1].id))
    assert [(row.stock > 100, row.closed_at) for row in list_ranges(desk.database)] == [(True, None)]


def test_the_lists_behind_the_table_hold_a_handful(desk: Desk) -> None:
    counts = count_shipping(desk.database, now=desk.clock())
    assert all(counts.values()) and count_wrong(desk.database, now=desk.clock()) <= 5
    assert [(row.carrier, row.ready > 5) for row in list_waiting(desk.database) if row.ready] == [("圆通速递", True)]


def test_orders_by_hand_belong_together(desk: Desk) -> None:
    by_hand = [
        order for i in find_ids(desk.database, OrderFilter())
        if (order := get_order(desk.database, i)).origin is not Origin.PLATFORM
    ]  # fmt: skip
    kinds = {order.origin: order for order in by_hand}
    assert set(kinds) == set(Origin) - {Origin.PLATFORM}
    assert kinds[Origin.WHOLESALE].pieces == 24
    assert kinds[Origin.EXCHANGE].stage is Stage.SHIPPED and kinds[Origin.REISSUE].stage is Stage.REGISTERED
    assert all(kinds[kind].source_no for kind in (Origin.EXCHANGE, Origin.REISSUE))
    assert [row.order_no for row in list_untold(desk.database)] == [kinds[Origin.EXCHANGE].order_no]
    assert kinds[Origin.BANK].settlement is None and kinds[Origin.PHONE].settlement is not None


def test_buyers_and_people(desk: Desk) -> None:
    owed = list_owed_items(desk.database)
    assert [item.travels_id is None for item in owed] == [True, False]
    card = get_buyer_card(desk.database, owed[0].buyer_id)
    assert card.tier == "VIP1" and card.tags and card.exchanges == 1
    people = list_people(desk.database)
    assert {person.name: person.role for person in people} == {"Owner": "owner", **PEOPLE}
    assert not any(person.can_sign_in for person in people)


def test_products_have_what_packing_needs(desk: Desk) -> None:
    variants = list_variants(desk.database)
    assert len({row.supplier for row in variants if row.supplier}) == 2
    assert all(row.shelf and row.price for row in variants)
    assert {row.on_sale for row in variants} == {True, False}
    assert 0 < sum(row.weight is None for row in variants) < 4


def test_what_came_back_is_of_a_closed_day_of_yesterday_and_of_today(desk: Desk) -> None:
    boxes = list_boxes(desk.database)
    days = sorted({box.day for box in boxes})
    assert len(days) == 3
    assert {box.state for box in boxes} == set(BoxState) - {BoxState.GIVEN_UP}
    assert {box.matched_by for box in boxes} >= {MatchedBy.HAND, MatchedBy.RETURN_WAYBILL}
    closed = get_day(desk.database, day=days[0])
    assert closed.is_closed and closed.cash == closed.confirmed == 10_00
    assert not get_day(desk.database, day=days[1]).is_closed
    progress = {each: list_inspections(desk.database, progress=each) for each in Progress}
    assert all(progress[each] for each in (Progress.TO_INSPECT, Progress.TO_APPROVE))
    unclaimed = list_unclaimed(desk.database, now=desk.clock())
    assert [row.is_escalated for row in unclaimed] == [True, False]
    best = propose_for(desk.database, unclaimed[1].box.id)[0]
    assert best.score > 50


def test_cases_and_refunds_stand_at_each_state(desk: Desk) -> None:
    cases = list_cases(desk.database)
    assert {case.state for case in cases} == set(State)
    assert {case.source for case in cases} == set(Source)
    now = desk.clock()
    assert sum(case.due_at is not None and case.due_at < now for case in cases) >= 3
    assert sum(case.due_at is not None and now <= case.due_at < now + DAY for case in cases) >= 3
    refunds = list_refunds(desk.database)
    assert {refund.state for refund in refunds} == {RefundState.ASKED, RefundState.APPROVED, RefundState.PAID}
    assert any(refund.is_direct and refund.payee_checked_by for refund in refunds)


def test_reviews_stand_at_each_state(desk: Desk) -> None:
    reviews, now = list_reviews(desk.database), desk.clock()
    assert {review.state for review in reviews} == set(reviewing.State)
    assert {review.result for review in reviews} >= {
        reviewing.Result.CHANGED, reviewing.Result.SOLVED, reviewing.Result.EXPLAINED, reviewing.Result.FAILED,
    }  # fmt: skip
    assert any(review.is_late(now) for review in reviews)
    assert sum(review.but is reviewing.But.FOUND for review in reviews) >= 3
    assert any(review.deleted_at for review in reviews) and any(review.kind_before for review in reviews)
    assert sum(review.order_id is None for review in reviews) == 1
    rates = list_to_rate(desk.database, now=now)
    assert any(row.may_rate for row in rates) and any(row.is_stopped for row in rates)


def test_complaints_wait_for_each_who_has_to_do_something(desk: Desk) -> None:
    complaints = list_complaints(desk.database)
    assert {complaint.state for complaint in complaints} == {
        complaining.State.NEW, complaining.State.OPEN, complaining.State.DRAFTED, complaining.State.SENT,
        complaining.State.WON, complaining.State.LOST, complaining.State.SETTLED,
    }  # fmt: skip
    assert sum(complaint.cost for complaint in complaints) == 80_00


def test_points_of_a_settled_month_and_of_this_one(desk: Desk) -> None:
    points = list_points(desk.database)
    assert {row.month for row in points} == {"2024-02", "2024-03"}
    disputed = [row for row in points if row.disputed_at is not None]
    assert [(row.month, row.settled_at is None) for row in disputed] == [
        ("2024-03", False), ("2024-03", True), ("2024-02", False),
    ]  # fmt: skip
    assert {row.kind for row in points} == {PointKind.ORDER, PointKind.REVIEW, PointKind.COMPLAINT}


def test_buyers_are_joined_proposed_and_to_be_written_to(desk: Desk) -> None:
    (join,) = list_joins(desk.database)
    assert join.kept_shop != join.joined_shop
    (same,) = propose_same(desk.database, buyer_id=find_buyer_id(desk.database, "tb_阿黎"))
    assert (same.buyer, same.signs) == ("阿黎妈妈", (Sign.NAME_PHONE, Sign.NAME_ADDRESS))
    assert {each.rule.kind for each in list_care(desk.database, now=desk.clock())} == set(CareKind)
    assert {row.skipped for row in list_care_contacts(desk.database)} == {True, False}


def test_words_were_used_and_sizes_given(desk: Desk) -> None:
    now = desk.clock()
    assert len({row.person for row in list_script_uses(desk.database, since=now - 2 * DAY)}) == 3
    assert len({row.person for row in list_script_uses(desk.database, until=now - 20 * DAY)}) == 2
    assert len({row.table for row in list_sized_products(desk.database)} - {""}) == 2
