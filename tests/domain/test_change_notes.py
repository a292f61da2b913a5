"""The one form of a late change (ORD-14)."""

from shopdesk.domain.change_notes import ChangeForm, changed_text, compose_form, form_rows, item_text

FORM = ChangeForm("tb1", "张三", "13800000000", "浙江省 示例路1号", "5815 深紫 W7 ×1", "5815 灰色 W6 ×1")


def test_the_form_has_its_lines_in_one_order_and_a_dash_for_what_is_unknown() -> None:
    assert [name for name, _said in form_rows(FORM)] == [
        "Buyer", "Name", "Phone", "Address", "Bought", "Change to", "Waybill", "Carrier",
    ]  # fmt: skip
    assert compose_form(FORM).splitlines()[-2:] == ["Waybill: -", "Carrier: -"]


def test_an_item_says_nothing_twice() -> None:
    assert item_text(sku="5815-W7", properties="颜色：深紫;尺码：W7", quantity=2) == "5815-W7 深紫 ×2"
    assert item_text(title="单鞋") == "单鞋 ×1"
    assert changed_text(style=" ", colour="灰色", size="W6 ", quantity=1) == "灰色 W6 ×1"
