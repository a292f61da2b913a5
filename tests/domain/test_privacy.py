"""Reports that leave the shop name nobody."""

import re

import pytest

from shopdesk.domain.privacy import mask_text, mask_value, without_private_data


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("phone 13812345678.", "phone 138****5678."),
        ("+86 138-1234-5678", "138****5678"),
        ("order 3821000111222333444 of 2024-03-02", "order 3821000111222333444 of 2024-03-02"),
        ("call 0571-87654321", "call 0***-*******"),
        ("receiver=张三(家) at 文三路1号", "receiver=… at …"),
        ("KeyError: 'memo'", "KeyError: 'memo'"),
    ],
)
def test_what_is_left_of_a_text(text: str, told: str) -> None:
    assert without_private_data(text) == told


def test_the_users_folder_is_not_named() -> None:
    text = 'File "/people/wang/shop.db", line 1'
    assert without_private_data(text, home="/people/wang") == 'File "~/shop.db", line 1'


@pytest.mark.parametrize(
    ("name", "value", "seen"),
    [
        ("phone", "13812345678", "138****5678"),
        ("phone", "0571-87654321", "057****4321"),
        ("phone", "17012345678-0021", "170****0021"),
        ("phone", "12345", "*****"),
        ("phone", "", ""),
        ("address", "长乐巷 77 弄 5 号", "***"),
        ("postcode", "310000", "***"),
        ("sender_name", "陈小满", "陈**"),
        ("sender_phone", "13812345678", "138****5678"),
        ("sender_address", "长乐巷 77 弄 5 号", "***"),
        ("buyer_name", "小满爱鞋", "小***"),
        ("payee", "陈小满", "陈**"),
        ("payee_account", "6222000012345678", "****5678"),
        ("own_phone", "13812345678", "13812345678"),
        ("after", '{"sender_phone": "13812345678"}', '{"sender_phone": "138****5678"}'),
        ("memo", "改电话 13812345678 发顺丰", "改电话 138****5678 发顺丰"),
        ("memo", "改送 文三路 5 号 3 幢，谢谢", "改送 ***，谢谢"),
        ("memo", "要 38 码 2 双", "要 38 码 2 双"),
        ("waybill", "13812345678", "13812345678"),
        ("order_no", "13812345678", "13812345678"),
        ("after", '{"phone": "13812345678", "flag": 1}', '{"flag": 1, "phone": "138****5678"}'),
        ("after", "打 13812345678", "打 138****5678"),
        ("paid", 13812345678, 13812345678),
        ("phone", None, None),
    ],
)
def test_a_value_as_somebody_may_see_it(name: str, value: object, seen: object) -> None:
    assert mask_value(name, value) == seen


@pytest.mark.parametrize(
    "number",
    [
        "１３８１２３４５６７８",
        "138.1234.5678",
        "138－1234－5678",
        "138\u00a01234\u00a05678",
        "138\u200b1234\u200b5678",
        "138 12 34 56 78",
        "1 3 8 1 2 3 4 5 6 7 8",
        "0086-13812345678",
        "057112345678",
        "(0571)12345678",
        "（0571）1234 5678",
        "0571—12345678",
    ],
)
def test_a_number_is_masked_however_it_is_written(number: str) -> None:
    seen = mask_text(f"打{number}找她")
    assert not re.search(r"1\D{0,2}2\D{0,2}3\D{0,2}4", seen) and "*" in seen


@pytest.mark.parametrize("text", ["2026-11-22 04:05:06", "15, 20, 30, 40, 50", "0.05, 1234, 5678 元", "9913812345678"])
def test_what_is_no_number_to_call_stays(text: str) -> None:
    assert mask_text(text) == text
