"""Reports that leave the shop name nobody."""

import pytest

from shopdesk.domain.privacy import without_private_data


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
