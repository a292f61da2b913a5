"""Every list says the same on both engines: the sample shop in a file and its copy on a server."""

from array import array
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from shopdesk.db.copying import copy_tables
from shopdesk.db.database import Database, open_database, rows_of
from shopdesk.db.masking import masked
from shopdesk.db.migrate import upgrade
from shopdesk.domain.documents import ORDER_DOCUMENTS, Document
from shopdesk.domain.flags import Colour
from shopdesk.domain.intake import BoxState
from shopdesk.domain.likeness import Goods
from shopdesk.domain.matching import Clues
from shopdesk.domain.permissions import Right
from shopdesk.domain.refunds import RefundState
from shopdesk.domain.slips import SlipState
from shopdesk.domain.statuses import Tray
from shopdesk.queries import (
    box_contents,
    box_doubts,
    box_scans,
    boxes,
    buyers,
    case_lists,
    cases,
    change_notes,
    changed_goods,
    check_facts,
    check_rules,
    contacts,
    due,
    extensions,
    inspections,
    intake_days,
    intake_papers,
    lost_forms,
    match_candidates,
    notices,
    order_exports,
    order_links,
    order_lists,
    orders,
    overpayments,
    owed_items,
    packing,
    papers,
    people,
    products,
    record_exports,
    refund_answers,
    refund_cases,
    refund_sums,
    refunds,
    registering,
    registers,
    settlements,
    shipments,
    shipping_lists,
    shops,
    slip_goods,
    slip_papers,
    slips,
    trail,
    unclaimed,
    untold,
    wanted,
    wave_candidates,
    waves,
    waybill_ranges,
)
from shopdesk.queries.order_lists import SORTS, OrderFilter
from shopdesk.queries.products import Shows, VariantFilter
from shopdesk.queries.shipping_lists import ShippingList
from tests.command_line import sample_shop
from tests.engines import new_database
from tests.queries.buyer_reads import BUYER_READS
from tests.queries.damage_reads import DAMAGE_READS
from tests.queries.library_reads import LIBRARY_READS
from tests.queries.parcel_reads import PARCEL_READS
from tests.queries.reads import DAY, Read, files_of, ids, now, of_all, of_each
from tests.queries.repair_reads import REPAIR_READS
from tests.queries.review_reads import REVIEW_READS
from tests.queries.team_reads import TEAM_READS

pytestmark = [pytest.mark.postgres, pytest.mark.sqlite_only]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Database]]:
    shop = sample_shop(tmp_path_factory.mktemp("sample"))
    in_file, on_server = open_database(shop.address), open_database(new_database())
    upgrade(on_server)
    copy_tables(in_file, on_server)
    yield in_file, on_server
    in_file.close()
    on_server.close()


def read_papers(database: Database, document: Document) -> object:
    details = [orders.get_order(database, order_id) for order_id in ids(database, "orders")]
    return papers.get_papers(database, orders=details, document=document, printed_at=1, printed_by="Owner")


def looked(database: Database) -> object:
    found = check_facts.read_facts(database, ids(database, "orders"), check_rules.get_rules(database))
    return found.choices, found.facts


def propose_each(database: Database) -> object:
    """Boxes that tell a part each of what orders say."""
    sql = (
        "SELECT receiver, phone, city, address, sku FROM orders o JOIN order_line l ON l.order_id = o.id ORDER BY l.id"
    )
    return [
        match_candidates.propose(database, clues)
        for name, phone, city, address, sku in rows_of(database, sql)
        for clues in (
            Clues(now(database), phone=phone[-4:], items=(Goods(codes=(sku,)),)),
            Clues(now(database), phone=phone[:-1], name=f"小{name[-1:]}"),
            Clues(now(database), name=name, region=city, address=address),
        )
    ]


RED = frozenset({Colour.RED, Colour.BLUE})
READS: dict[str, Read] = {
    **BUYER_READS,
    **LIBRARY_READS,
    **PARCEL_READS,
    **DAMAGE_READS,
    **REPAIR_READS,
    **REVIEW_READS,
    **TEAM_READS,
    "cards": of_each("buyer", lambda database, at: buyers.get_buyer_card(database, at, but_order=at)),
    "whose": of_each("orders", lambda database, at: buyers.find_buyer_of(database, order_id=at, case_id=at)),
    "case": of_each("cases", cases.get_case),
    "cases": cases.list_cases,
    "cases found": lambda database: cases.list_cases(
        database, states=["asked", "agreed"], kinds=["return"], due_before=now(database) + DAY, find="1", limit=5
    ),
    "agreements checked": of_each(
        "cases", lambda database, case_id: case_lists.get_agreement(database, case_id=case_id)
    ),
    "cases asked for": partial(case_lists.list_asked, since=1, until=10**14),
    "case people": case_lists.list_case_people,
    "cases held": of_each("person", cases.count_held),
    "cases of nobody": partial(cases.list_cases, nobody=True, asked_since=1, asked_until=10**14, calls_before=10**14),
    "cases open": of_each("orders", lambda database, at: cases.find_open_case(database, order_id=at)),
    "change notes": change_notes.list_change_notes,
    "what is due": lambda database: due.list_due(database, now=now(database), person_id=1, rights=frozenset(Right)),
    "what is due to somebody": lambda database: due.list_due(
        database, now=now(database) + 30 * DAY, person_id=2, rights=()
    ),
    "open change notes": partial(change_notes.list_change_notes, only_open=True),
    "changed goods": of_all("slip", changed_goods.list_changed_goods),
    "checkable": of_all("orders", check_facts.list_checkable),
    "checks": looked,
    "lexicon": check_rules.get_lexicon,
    "next contacts": contacts.list_next_contacts,
    "next contacts due": lambda database: contacts.list_next_contacts(database, before=now(database), person_id=1),
    "contacts": of_each("orders", contacts.list_contacts),
    "spoken about reviews": of_each("review", lambda database, at: contacts.list_spoken(database, review_id=at)),
    "spoken about complaints": of_each(
        "complaint", lambda database, at: contacts.list_spoken(database, complaint_id=at)
    ),
    "spoken of": of_each("contact", lambda database, at: contacts.find_spoken_of(database, contact_id=at)),
    "extensions": of_each("orders", extensions.list_extensions),
    "ship": lambda database: extensions.list_ship_deadlines(database, now=now(database)),
    "receipt": lambda database: extensions.list_receipt_deadlines(database, now=now(database) + 20 * DAY),
    "done early": extensions.list_done_early,
    "notices": of_all("orders", notices.list_notices),
    "exports": lambda database: list(order_exports.stream_orders(database, OrderFilter())),
    "linked": of_each("orders", order_links.list_linked),
    "unlisted": of_all("orders", order_links.list_unlisted),
    "by flag": order_lists.count_by_flag,
    "by tray": partial(order_lists.count_by_tray, flags=RED),
    "page": partial(order_lists.fetch_page, chosen=OrderFilter(), limit=999),
    "filtered": partial(order_lists.fetch_page, chosen=OrderFilter(flags=RED, tray=Tray.SHIPPED, descending=False)),
    "by numbers": partial(order_lists.fetch_page, chosen=OrderFilter(shop_id=1, since=1, order_nos=("a", "b"))),
    "counted": partial(order_lists.count_orders, chosen=OrderFilter(since=1, flags=RED)),
    "rows": of_all("orders", order_lists.fetch_by_ids),
    "no rows": partial(order_lists.fetch_by_ids, ids=array("q")),
    "sums": of_all("orders", lambda database, given: order_lists.sum_orders(database, OrderFilter(), given)),
    "sum": partial(order_lists.sum_orders, chosen=OrderFilter(tray=Tray.SHIPPED)),
    "orders": of_each("orders", orders.get_order),
    "ready": orders.list_ready_ids,
    "holds": of_all("orders", orders.list_open_hold_ids),
    "overpayments": of_each("orders", overpayments.list_overpayments),
    "owed": owed_items.list_owed_items,
    "all owed": partial(owed_items.list_owed_items, only_open=False),
    "packing": of_each("slip", packing.get_pack_slip),
    "people": partial(people.list_people, with_inactive=True),
    "suppliers": products.list_suppliers,
    "shelves": products.list_shelves,
    "sorts": lambda database: [
        wanted.list_sorts(database, shop_id=variant.shop_id, sku=variant.sku)
        for variant in products.list_variants(database)
    ],
    "sorts of cases": lambda database: [
        (wanted.list_sorts_of(database, case), wanted.find_wanted_of(database, "大一码", case))
        for case in (cases.get_case(database, case_id) for case_id in ids(database, "cases"))
    ],
    "counted variants": products.count_variants,
    "found variants": lambda database: products.list_variants(database, VariantFilter("w dx")),
    "exported variants": lambda database: list(record_exports.stream_variants(database)),
    "refunds": lambda database: list(record_exports.stream_refunds(database)),
    "exported parcels": lambda database: list(record_exports.stream_parcels(database)),
    "our refunds": refunds.list_refunds,
    "found refunds": lambda database: refunds.list_refunds(
        database, states=(RefundState.ASKED, RefundState.PAID), due_before=now(database), find="1", limit=9
    ),
    "newest refunds": lambda database: refunds.list_refunds(database, newest=True, limit=9),
    "refund sums": refund_sums.sum_refunds,
    "refunds that came back": refund_sums.find_came_back,
    "refund totals": partial(refunds.total_refunds, since=0, until=1 << 60),
    "refund view": of_each("orders", lambda database, at: refunds.refund_view(database, order_id=at)),
    "refund facts": of_each(
        "refund", lambda database, at: refunds.refund_facts(database, refunds.get_refund(database, at))
    ),
    "refund answers": of_each(
        "refund",
        lambda database, at: refund_answers.get_answer(database, refunds.get_refund(database, at), now=now(database)),
    ),
    "refund cases": of_each("cases", refund_cases.find_refund_case),
    "trail": lambda database: list(trail.stream_entries(database, trail.TrailFilter())),
    "queue": registering.list_queue,
    "counted queue": lambda database: registering.count_queue(database, late_before=now(database) - DAY),
    "candidates": of_all("orders", registering.list_candidates),
    "intake registers": lambda database: [
        intake_papers.get_intake_register(database, day=row.day, printed_at=1, printed_by="Owner")
        for row in intake_days.list_days(database)
    ],
    "box labels": of_all(
        "box", lambda database, at: intake_papers.list_box_labels(database, box_ids=at, printed_at=1, printed_by="")
    ),
    "boxes to label": lambda database: [
        intake_papers.list_to_label(database, day=row.day) for row in intake_days.list_days(database)
    ],
    "lost forms": of_each("orders", lambda database, at: lost_forms.get_lost_form_text(database, order_id=at)),
    "registers": of_each("wave", partial(registers.get_register, printed_at=1, printed_by="Owner")),
    "due": of_all("orders", settlements.list_due),
    "totals": partial(settlements.total_settled, since=0, until=1 << 60),
    "settled": lambda database: list(settlements.stream_settled(database, since=0, until=1 << 60)),
    "settled to one": lambda database: list(
        settlements.stream_settled(database, since=0, until=1 << 60, of=("支付宝", "alipay"))
    ),
    "unsettled": settlements.list_unsettled,
    "accounts": settlements.list_accounts,
    "untold shipments": of_each("shop", lambda database, shop_id: shipments.list_untold(database, shop_id=shop_id)),
    "packed shipments": of_each(
        "shop", lambda database, shop_id: shipments.list_untold(database, shop_id=shop_id, packed=True)
    ),
    "shipments": partial(shipments.list_shipped_between, shop_id=1, since=0, until=1 << 60),
    "counted shipping": lambda database: shipping_lists.count_shipping(database, now=now(database)),
    "wrong": lambda database: shipping_lists.count_wrong(database, now=now(database) + 30 * DAY),
    "to pack": shipping_lists.count_to_pack,
    "waiting": shipping_lists.list_waiting,
    "waiting for one": partial(shipping_lists.list_waiting_ids, carrier="圆通速递"),
    "shops": shops.list_shops,
    "slip goods": of_all("slip", slip_goods.list_slip_goods),
    "slip papers": lambda database: slip_papers.get_slip_papers(
        database, slip_ids=ids(database, "slip"), printed_at=1, printed_by="Owner"
    ),
    "slips": slips.list_slips,
    "some slips": partial(slips.list_slips, unfinished=True, find="1", made_since=1, limit=5),
    "slip items": of_each("slip", slips.list_slip_items),
    "split": of_each("orders", slips.list_split_lines),
    "waiting slips": partial(slips.list_slips, waiting=True),
    "open slips": of_all("orders", slips.list_open_slip_ids),
    "one trail": of_each("orders", lambda database, at: trail.list_trail(database, kind="order", record_id=at)),
    "unclaimed": lambda database: unclaimed.list_unclaimed(database, now=now(database)),
    "found unclaimed": lambda database: unclaimed.find_unclaimed(database, now=now(database), phone="0000", name="王"),
    "unclaimed looked up": lambda database: unclaimed.look_up(database, "8888", now=now(database)),
    "ranked unclaimed": unclaimed.rank_unclaimed,
    "unclaimed for an order": of_each("orders", unclaimed.rank_for_order),
    "in the unclaimed": lambda database: unclaimed.list_contents(
        database, [row.box.id for row in unclaimed.list_unclaimed(database, now=now(database))]
    ),
    "news of unclaimed": unclaimed.list_news,
    "proposals": propose_each,
    "proposals for boxes": of_each("box", match_candidates.propose_for),
    "untold": untold.list_untold,
    "wave candidates": wave_candidates.list_candidates,
    "slip candidates": of_all("slip", wave_candidates.list_slip_candidates),
    "chosen candidates": of_all("orders", wave_candidates.list_chosen_candidates),
    "waves": waves.list_waves,
    "last wave": partial(waves.list_waves, since=1, limit=1),
    "wave carriers": of_each("wave", waves.list_wave_carriers),
    "cut-off": lambda database: waves.get_cut_off(database, now=now(database)),
    "unprinted": lambda database: waves.list_unprinted(database, before=now(database) + DAY),
    "ranges": partial(waybill_ranges.list_ranges, only_open=True),
}
READS |= {f"{which} slips": partial(slips.list_slips, state=which) for which in SlipState}
READS |= {f"{shows} variants": partial(products.list_variants, chosen=VariantFilter(shows=shows)) for shows in Shows}
READS |= {f"papers: {each}": partial(read_papers, document=each) for each in ORDER_DOCUMENTS}
READS |= {
    f"shipping: {which}": lambda database, which=which: shipping_lists.list_shipping(  # type: ignore[misc]
        database, which, now=now(database) + 30 * DAY
    )
    for which in ShippingList
}
SCANNED = ("", "BX20240302-1", "SDR1:taobao/5LiA5Y-35bqX/1", "YT7453244856560", "SL000001", "https://a.b")
READS |= {
    "boxes": boxes.list_boxes,
    "boxes of a day": partial(boxes.list_boxes, day="2024-03-02", states=tuple(BoxState), find="1%_", limit=9),
    "a box's label": partial(boxes.list_boxes, find="BX20240302-1"),
    "each box": of_each("box", boxes.get_box),
    "odd boxes": of_each("box", lambda database, at: box_doubts.find_doubts(database, box_id=at)),
    "boxes of": of_each(
        "orders", lambda database, at: boxes.list_boxes_of(database, order_id=at, buyer_id=at, case_id=at)
    ),
    "what may come back": of_each("orders", lambda database, at: box_contents.list_expected(database, order_id=at)),
    "scans": lambda database: [box_scans.read_scan(database, text) for text in SCANNED],
    "scanned parcels": lambda database: [
        box_scans.read_scan(database, row[0])
        for row in sorted(
            rows_of(database, "SELECT waybill FROM parcel UNION SELECT return_waybill FROM refund_request")
        )
    ],
    "days of intake": intake_days.list_days,
    "open days": partial(intake_days.list_days, only_open=True),
    "the oldest open day": lambda database: (
        intake_days.find_open_day(database),
        intake_days.find_open_day(database, only_cash=True),
    ),
    "what is open": lambda database: [
        intake_days.get_left_open(database, day=row.day) for row in intake_days.list_days(database)
    ],
    "corrections": intake_days.list_corrections,
    "inspections": inspections.list_inspections,
    **{
        f"goods {progress}": partial(inspections.list_inspections, progress=progress)
        for progress in inspections.Progress
    },
    **{f"files of a {kind}": files_of(kind, table) for kind, table in (("box", "box"), ("case", "cases"))},
    "files of a refund": files_of("refund", "refund"),
}
READS |= {
    f"by {sort}{'' if up else ' falling'}": partial(
        order_lists.find_hits, chosen=replace(OrderFilter(), sort=sort, descending=not up)
    )
    for sort in SORTS
    for up in (True, False)
}


@pytest.mark.parametrize("name", READS)
def test_a_file_and_a_server_say_the_same(both: tuple[Database, Database], name: str) -> None:
    in_file, on_server = both
    expected: Any = READS[name](in_file)
    assert READS[name](on_server) == expected


@pytest.mark.parametrize("name", READS)
def test_both_mask_the_same(both: tuple[Database, Database], name: str) -> None:
    in_file, on_server = both
    expected: Any = READS[name](masked(in_file))
    assert READS[name](masked(on_server)) == expected
