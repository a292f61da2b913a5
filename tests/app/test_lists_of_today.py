"""Every line of Today opens a list by a word that its page knows, and stands beside a page (TEAM-04)."""

from collections.abc import Callable, Mapping

import pytest

from shopdesk.app.badges import OF_PAGES
from shopdesk.app.pages import ShopPages
from shopdesk.domain.due import DUE, ClaimList, DueKind, ParcelList
from shopdesk.queries.shipping_lists import ShippingList
from shopdesk.ui.cases import page as cases
from shopdesk.ui.complaints import reading as complaints
from shopdesk.ui.damage import reading as damage
from shopdesk.ui.intake.unclaimed_groups import KINDS
from shopdesk.ui.orders.choice import choice_of_tray
from shopdesk.ui.parcels import shows as parcels
from shopdesk.ui.points import page as points
from shopdesk.ui.refunds import reading as refunds
from shopdesk.ui.registering.side import HELD, READY
from shopdesk.ui.repairs import reading as repairs
from shopdesk.ui.reviews import reading as reviews

KNOWN: Mapping[str, Callable[[str], bool]] = {
    "to-register": lambda word: word in (READY, HELD),
    "order-list": lambda word: choice_of_tray(word).tray is not None,
    "deadlines": lambda word: word == "ship",
    "wave": str.isdigit,
    "shipping-list": lambda word: word in {*ShippingList, "waiting"},
    "box-list": lambda word: word in {"open", "closing", "cash", "inspect"},
    "unclaimed-list": lambda word: word in KINDS,
    "case-list": lambda word: word == "asked" or word.removeprefix(cases.MY) in cases._LISTS,
    "contact-list": lambda word: word == "due",
    "refund-list": lambda word: word in set(refunds.Show),
    "repair-list": lambda word: word in set(repairs.Show),
    "damage-list": lambda word: word in set(damage.Show),
    "parcel-list": lambda word: word in {*parcels.Show, ParcelList.ESCALATED},
    "claim-list": lambda word: word in set(ClaimList),
    "complaint-list": lambda word: complaints.list_named(word) is not None,
    "review-list": lambda word: reviews.list_named(word) is not None,
    "rate-list": lambda word: word in set(reviews.Rate),
    "points-list": lambda word: word in {points._ALL, points._MINE, points._DISPUTED},
}
"""Which words pages know; a kind that isn't here has one list, and no word."""


@pytest.mark.parametrize("kind", DUE)
def test_the_page_knows_the_word(kind: DueKind) -> None:
    line = DUE[kind]
    for wanted in (line.wants, line.my_wants):
        if wanted is not None:
            assert KNOWN[line.opens](str(wanted)), wanted
    assert (line.wants is None) is (line.opens not in KNOWN), "a list that has words is asked for by one"


def test_every_line_stands_beside_the_page_that_it_opens() -> None:
    """Orders, registering, shipping and packing count their own; what isn't worked off is in no sum."""
    pages = {kind: page.key for page in ShopPages.declared(object.__new__(ShopPages)) for kind in page.kinds}
    for key, kinds in OF_PAGES.items():
        if key != "today":
            assert {pages[DUE[kind].opens] for kind in kinds} == {key}
    counted = {kind for key, kinds in OF_PAGES.items() if key != "today" for kind in kinds}
    others = {"today", "orders", "registering", "shipping", "packing", "settlement"}
    for kind in set(DUE) - counted - {DueKind.BACKUP}:
        line = DUE[kind]
        assert pages[line.opens] in others or line.waits or line.is_news or line.is_part, kind
