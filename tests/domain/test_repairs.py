"""Repairs as values: warranty, label codes, what is written about them (REP-01 to REP-03)."""

from dataclasses import replace
from datetime import date

import pytest

from shopdesk.domain.box_scans import read_code
from shopdesk.domain.money import Money
from shopdesk.domain.reasons import Party
from shopdesk.domain.repair_texts import (
    BLANKS,
    RepairWords,
    buyer_text,
    memo_line,
    parse_repair_code,
    repair_code,
    tell_key,
)
from shopdesk.domain.repairs import (
    ENDS,
    ESTIMATES,
    NEXT,
    RULES,
    STATES,
    TOLD,
    WARRANTIES,
    WARRANTY_CODES,
    Estimate,
    RepairFacts,
    State,
    Step,
    Warranty,
    steps_for,
    usual_payer,
    warranty_on,
)
from shopdesk.domain.scripts import blanks_in

WORDS = RepairWords(State.AT_FACTORY, "真皮单鞋 深紫 W7", "开胶", "3-2", "tb_zhao", "4001", "3-9")


def test_every_state_step_and_word_has_its_name() -> None:
    assert set(STATES) == set(State) and set(RULES) == set(Step)
    assert set(NEXT) == set(State) - ENDS
    assert set(ESTIMATES) == set(Estimate) and set(WARRANTIES) == set(WARRANTY_CODES) == set(Warranty)


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (State.RECEIVED, {Step.LABEL, Step.WAIT, Step.REPLACE, Step.REFUND, Step.CANCEL}),
        (State.BACK, {Step.CHECK, Step.SEND_AGAIN, Step.REPLACE, Step.REFUND, Step.CANCEL}),
        (State.RETURNED, {Step.REOPEN}),
    ],
)
def test_buttons(state: State, steps: set[Step]) -> None:
    assert set(steps_for(RepairFacts(state))) == steps


@pytest.mark.parametrize(
    ("ordered", "found"),
    [
        (date(2024, 1, 1), Warranty.YES),
        (date(2023, 12, 3), Warranty.YES),
        (date(2023, 12, 2), Warranty.NO),
        (None, Warranty.UNKNOWN),
    ],
)
def test_warranty_runs_from_the_order(ordered: date | None, found: Warranty) -> None:
    assert warranty_on(ordered, date(2024, 3, 2), days=90) is found


def test_who_usually_pays() -> None:
    assert [usual_payer(each) for each in Warranty] == [None, Party.SHOP, Party.BUYER]


@pytest.mark.parametrize("text", ["WX20240302-57", " wx20240302-57 ", "ＷＸ２０２４０３０２－５７"])
def test_a_label_is_read(text: str) -> None:
    assert repair_code("2024-03-02", 57) == "WX20240302-57"
    code = read_code(text)
    assert (code.repair, code.waybill, code.box) == (("2024-03-02", 57), "", None)


@pytest.mark.parametrize("text", ["WX2024030257", "WX20241302-5", "WX20240302-", "BX20240302-5", "WX12345678901", ""])
def test_other_codes_are_none(text: str) -> None:
    assert parse_repair_code(text) is None


@pytest.mark.parametrize("state", State)
def test_each_state_has_its_memo_line(state: State) -> None:
    line = memo_line(replace(WORDS, state=state))
    assert line.startswith("3-2 真皮单鞋 深紫 W7 开胶: ") and not line.endswith(": ")


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("asked", [Estimate.NONE, Estimate.ASKED])
def test_the_buyer_hears_of_what_concerns_them(state: State, asked: Estimate) -> None:
    words = replace(WORDS, state=state, estimate=Money(3_000), estimate_state=asked, carrier="圆通速递", waybill="YT1")
    text = buyer_text(words)
    is_asked = asked is Estimate.ASKED and state not in ENDS
    assert bool(text) == (state in TOLD or is_asked)
    assert blanks_in(text) == set(), "everything is filled in"
    assert ("30.00" in text) == is_asked
    assert tell_key(state, asked) == ("estimate" if is_asked else state.value)


def test_a_shop_has_its_own_words() -> None:
    own = {"at-factory": "亲，{item} 已送厂，{due} 前回来，{unknown}", "estimate": "修要 {amount}，可以吗？"}
    assert buyer_text(WORDS, own) == "亲，真皮单鞋 深紫 W7 已送厂，3-9 前回来，{unknown}"
    asked = replace(WORDS, estimate=Money(3_000), estimate_state=Estimate.ASKED)
    assert buyer_text(asked, own) == "修要 30.00，可以吗？"
    assert "back by" not in buyer_text(replace(WORDS, due=""))
    assert set(BLANKS) >= blanks_in("".join(own.values())) - {"unknown"}


def test_who_or_what_nobody_knows_leaves_no_gap() -> None:
    asked = replace(WORDS, state=State.RECEIVED, estimate_state=Estimate.ASKED, buyer="", fault="")
    assert buyer_text(asked).startswith("Dear customer, mending your 真皮单鞋 深紫 W7 costs ")
