"""What is typed wrongly about repairs, damage and parcels in trouble gets a clear answer and changes nothing."""

import io
import json
import sys
from pathlib import Path

import pytest

from shopdesk.db.masking import masked
from shopdesk.domain.deadlines import DAY_MS
from shopdesk.domain.permissions import Right
from shopdesk.domain.repairs import State
from shopdesk.queries.damage_list import list_damage
from shopdesk.queries.repairs import get_repair_row, list_repairs
from shopdesk.queries.tracking import get_parcel
from shopdesk.services.damage_list import open_damage
from shopdesk.services.desk import work
from shopdesk.services.repair_steps import SignedBefore, return_to_buyer
from shopdesk.services.repairs import open_repair
from shopdesk.services.suppliers import NameMissing, NameTaken, OddDays, save_supplier
from shopdesk.services.tracking import NotANumber, note_event
from shopdesk.services.tracking_rows import follow_parcel
from tests.command_line import CommandLine, sample_shop
from tests.factories import NOON, add_order, make_desk


@pytest.fixture
def shop(tmp_path: Path) -> CommandLine:
    return sample_shop(tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [
        ["damage", "set", "1", "--received", "0001-01-01"], ["damage", "set", "1", "--until", "9999-12-31"],
        ["repair", "set", "1", "--due", "0001-01-01"], ["repair", "batch", "make", "--due", "9999-12-31"],
        ["intercept", "promised", "1", "--by", "9999-12-31 23:59"], ["claim", "ask", "1", "--by", "0001-01-01"],
        ["tracking", "list", "stalled", "--days", str(2**63 - 1)], ["tracking", "counts", "--days", str(2**63 - 1)],
    ],
)  # fmt: skip
def test_days_that_no_calendar_shows_are_wrong_use(shop: CommandLine, arguments: list[str]) -> None:
    assert shop(*arguments).status == 2


def test_what_is_pasted_into_a_search_finds_nothing(shop: CommandLine) -> None:
    for command in (["shortage", "list"], ["weights", "list"], ["claim", "list"], ["intercept", "list"],
                    ["damage", "list"], ["repair", "list"]):  # fmt: skip
        assert shop.done(*command, "--find", "长%" * 50_000, "--format", "jsonl").lines == [], command


def test_lists_of_one_state_or_kind(shop: CommandLine) -> None:
    claims = shop.done("claim", "list", "--format", "jsonl").lines
    state, kind = claims[0]["state"], claims[0]["kind"]
    found = shop.done("claim", "list", "--state", state, "--kind", kind, "--format", "jsonl").lines
    assert found == [each for each in claims if (each["state"], each["kind"]) == (state, kind)]
    asked = shop.done("intercept", "list", "--format", "jsonl").lines
    found = shop.done("intercept", "list", "--state", asked[0]["state"], "--format", "jsonl").lines
    assert found == [each for each in asked if each["state"] == asked[0]["state"]]


def test_nobody_behind_the_mask_finds_out_a_phone_digit_by_digit(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    fault = "断跟，修好打13800004321"
    repair = open_repair(desk, title="单鞋", fault=fault)
    entry = open_damage(desk, title="单鞋", fault=fault)
    for text, is_found in (("1380000", False), ("断跟", True), ("13800004321", True), ("单鞋", True)):
        assert [row.id for row in list_repairs(masked(desk.database), find=text)] == [repair] * is_found, text
        assert [row.id for row in list_damage(masked(desk.database), find=text)] == [entry] * is_found, text
        assert list_repairs(desk.database, find=text) and list_damage(desk.database, find=text)
    assert list_repairs(masked(desk.database), find=str(repair)) and list_damage(masked(desk.database), find=str(entry))


def test_a_repair_does_not_go_in_the_parcel_that_came_first(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    number = "YT1234567890123"
    order = add_order(desk, buyer="tb_1", waybill=number, status=2, shipped_at=NOON - 9 * DAY_MS)
    with work(desk, Right.SERVE) as doing:
        follow_parcel(doing, waybill=number, carrier="圆通速递", order_id=order)
    note_event(desk, tracking_id=get_parcel(desk.database, number).id, said="已签收", at=NOON - 5 * DAY_MS)
    repair = open_repair(desk, order_id=order)
    with pytest.raises(SignedBefore, match=number):
        return_to_buyer(desk, repair_id=repair, carrier="圆通速递", waybill=number, note="没修")
    for odd in ("=1+1", "9" * 40):
        with pytest.raises(NotANumber):
            return_to_buyer(desk, repair_id=repair, carrier="圆通速递", waybill=odd, note="没修")
    return_to_buyer(desk, repair_id=repair, carrier="圆通速递", waybill="YT1234567890129", note="没修")
    assert get_repair_row(desk.database, repair).state is State.RETURNED


def test_suppliers_have_names_and_days(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    made = save_supplier(desk, name=" 甲厂 ", return_days=30)
    with pytest.raises(NameTaken):
        save_supplier(desk, name="甲厂\t")
    with pytest.raises(NameMissing):
        save_supplier(desk, supplier_id=made, name=" ")
    for days in (-1, 10**9):
        with pytest.raises(OddDays):
            save_supplier(desk, name="乙厂", repair_days=days)


def test_what_is_piped_in_is_read_as_it_was_sent(shop: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"nu": "YT1234567890123", "data": [{"ftime": "2024-03-02 12:00:00", "context": "已签收"}]}
    text = json.dumps({"lastResult": told}, ensure_ascii=False)
    for sent, status in ((text.encode("utf-8-sig"), 0), (text.encode("gbk"), 1), (b" " * 2_000_001, 1)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sent), encoding="gbk"))
        assert shop("tracking", "push", "-").status == status
    assert shop.done("tracking", "show", "YT1234567890123", "--json").json["state"] == "signed"
