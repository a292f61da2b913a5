"""What happened, in words."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shopdesk import services
from shopdesk.queries.trail import TrailRow
from shopdesk.services import trail_deeds, trail_words
from shopdesk.services.trail_words import what_happened

_ABOUT_ORDERS = {"count_holds": 2, "save_stages": 0, "_note": 1}
"""Functions that write an action into an order's trail -> where they are told it, unless by name."""


@pytest.mark.parametrize(
    ("action", "before", "after", "reason", "said"),
    [
        ("register", {"stage": 0}, {"stage": 1}, "", "Registered"),
        ("flag", {"flag": 1}, {"flag": 4}, "", "Flag: Red → Blue"),
        ("memo", {"memo": ""}, {"memo": "发顺丰"}, "", "Memo: – → 发顺丰"),
        (
            "address",
            {"city": "杭州市", "phone": "1"},
            {"city": "苏州市", "phone": "1"},
            "买家",
            "City: 杭州市 → 苏州市 (买家)",
        ),
        ("hold", {"held": 0}, {"held": 1}, "缺码", "On hold: 缺码"),
        ("release", {"held": 1}, {"held": 0}, "补了", "Released: 补了"),
        ("print", {}, {"document": "slip"}, "卡纸", "Printed: Shipping slip (卡纸)"),
        ("stage", {"stage": 1}, {"stage": 3}, "", "Printed"),
        ("unregister", {"stage": 1}, {"stage": 0}, "", "Registering undone"),
        ("hold undone", {"held": 1}, {"held": 0}, "缺码", "Hold undone (缺码)"),
        ("check", {"size": "缺码"}, {"address": "两个地址"}, "", "Check: 两个地址\nCheck: no longer: 缺码"),
        ("salesperson", {"salesperson_id": None}, {"salesperson_id": 2}, "", "Salesperson changed"),
        ("carrier", {"carrier": ""}, {"carrier": "顺丰"}, "", "Carrier: – → 顺丰"),
        ("postage paid", {}, {"amount": "30.00", "way": "微信"}, "", "Postage paid: 30.00 微信"),
        ("settle", {}, {"account": "支付宝", "method": "", "amount": 39_800}, "", "Settled: 398.00 支付宝"),
        ("settle", {}, {"account": "工行", "method": "bank", "amount": 100}, "", "Settled: 1.00 工行 Bank transfer"),
        (
            "unsettle",
            {"account": "支付宝", "amount": 39_800},
            {},
            "退款",
            "Settlement taken back: 398.00 支付宝 (退款)",
        ),
        ("measured", {}, {"grams": 5}, "", "measured grams: 5"),
        ("stage", {}, {"stage": 77}, "", "stage Stage: 77"),
    ],
)
def test_a_change_is_a_sentence(
    action: str, before: dict[str, Any], after: dict[str, Any], reason: str, said: str
) -> None:
    assert what_happened(TrailRow(0, "王敏", action, before, after, reason)) == said


def actions_on_orders() -> Iterator[str]:
    """Every action that a service leaves in an order's trail."""
    for file in Path(services.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield from _actions(node)


def _actions(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    named = {each.arg: each.value.value for each in call.keywords if isinstance(each.value, ast.Constant)}
    told = [each.value if isinstance(each, ast.Constant) else None for each in call.args]
    if name in ("note", "note_all") and told[1:2] == ["order"]:
        yield from (each for each in told[:1] if isinstance(each, str))
    elif name in ("save_edit", "save_stages") and named.get("kind", "order") == "order":
        yield from (each for each in (named.get("action"),) if isinstance(each, str))
    elif name in _ABOUT_ORDERS and len(told) > _ABOUT_ORDERS[name]:
        said = told[_ABOUT_ORDERS[name]]
        if isinstance(said, str):
            yield said


def test_there_are_words_for_whatever_happens_to_an_order() -> None:
    actions = set(actions_on_orders())
    assert {"register", "unregister", "hold undone", "ship together", "settle", "forgotten"} <= actions
    said = {each: what_happened(TrailRow(0, "王敏", each, {}, {"stage": 1}, "")) for each in actions}
    assert [each for each, words in said.items() if words.startswith(each)] == []


def deeds() -> Iterator[str]:
    for file in Path(services.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "note"):
                continue
            if node.args and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def test_there_are_words_for_whatever_is_done() -> None:
    said = {*trail_deeds.DEEDS, *trail_words._SAID}
    assert {deed for deed in deeds() if deed not in said} == set()
