"""The lost register in the window: two people at one claim, who may not see buyers, what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from shopdesk.domain.claims import Kind
from shopdesk.queries.claims import get_claim
from shopdesk.services.claims import ask_carrier, claim_base, edit_claim, register_claim
from shopdesk.services.people import add_person
from shopdesk.ui.parcels.page import ParcelsPage
from tests.parcel_window import SF, YT, Clock, leave, listed, said
from tests.services.refunders import Refunders, make_refunders
from tests.window_stand import WindowStand, window_on


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Refunders]:
    """A parcel that was lost."""
    made = make_refunders(tmp_path, clock=Clock())
    order = leave(made.owner, YT, days=8)
    register_claim(made.owner, kind=Kind.LOST, order_id=order)
    yield made
    made.owner.database.close()


def register(stand: WindowStand) -> ParcelsPage:
    page: ParcelsPage = stand.open("parcels")
    page.open_record("claim-list", "")
    stand.settle()
    return page


def test_two_people_change_one_claim(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        register(stand)
        stand.keys("E")
        row = get_claim(people.owner.database, 1)
        edit_claim(people.other_agent, claim_id=1, values={"note": "箱子压坏"}, base=claim_base(row))
        stand.fill(amount="150")
        stand.wait_for(lambda: any("had changed" in each for each in stand.news()))
    row = get_claim(people.owner.database, 1)
    assert (row.amount.yuan, row.note) == ("150.00", "箱子压坏")


def test_who_comes_second_is_told_in_the_form(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = register(stand)
        ask_carrier(people.other_agent, claim_id=1)
        page.refresh()
        stand.settle()
        stand.keys("W")
        stand.fill(offered="0")
        assert stand.dialog().objectName() == "form.claim-answer", "nothing offered is no answer"
        stand.keys("Escape")


def test_a_parcel_is_registered_by_its_number(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    leave(people.owner, SF, days=6, carrier="顺丰速运")
    with window_on(people.agent, tmp_path, qtbot) as stand:
        page = register(stand)
        stand.keys("Ctrl+N")
        stand.fill(waybill=SF, note="泡水")
        assert sorted(listed(page)) == sorted([YT, SF])
        assert page.claims.table.chosen()[0].waybill == SF
        stand.keys("Ctrl+N")
        stand.fill(waybill=SF)
        assert f"registered parcel {SF} as Lost already" in stand.asked()
        stand.keys("Escape")


def test_who_may_not_see_buyers_sees_no_phone(people: Refunders, tmp_path: Path, qtbot: QtBot) -> None:
    packer = replace(people.owner, actor=add_person(people.owner, name="小包", role="warehouse"))
    with window_on(packer, tmp_path, qtbot) as stand:
        page = register(stand)
        page.open_record("parcel-list", "stalled")
        stand.settle()
        page.search(YT)
        stand.settle()
        stand.wait_for(lambda: page.parcels.details.shown is not None)
        assert listed(page) == [YT]
        assert "138****0000" in said(page.parcels.details)
