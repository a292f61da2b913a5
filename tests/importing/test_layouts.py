"""Which layout a header belongs to."""

from shopdesk.domain.platforms import Platform
from shopdesk.importing.columns import index_columns
from shopdesk.importing.layouts import Layout, best_match, match
from shopdesk.importing.records import Kind

TEA = Layout(
    "tea", Platform.OTHER, Kind.ORDERS, ("茶号", "茶价", "茶量"), order={"order_no": ("单号",), "goods": ("茶价",)}
)
POT = Layout(
    "pots", Platform.OTHER, Kind.LINES, ("壶号", "茶价"), order={"order_no": ("单号",)}, line={"title": ("壶",)}
)
BACK = Layout("back", Platform.OTHER, Kind.REFUNDS, ("退", "货"), refund={"order_no": ("单号",), "refund_no": ("退",)})


def test_marks_weigh_more_than_common_columns() -> None:
    found = match(TEA, index_columns(["单号", "茶价", "茶量"]))
    assert (found.marks, found.score, found.missing) == (2, 8, ())


def test_two_marks_are_needed() -> None:
    assert best_match(["单号", "茶价"], [TEA, POT]) is None
    assert best_match([], [TEA, POT]) is None


def test_a_layout_with_all_it_needs_goes_before_one_that_lacks_something() -> None:
    found = best_match(["单号", "茶号", "茶价", "茶量", "壶号"], [POT, TEA])
    assert found is not None
    assert found.layout is TEA


def test_what_is_missing_is_named() -> None:
    found = best_match(["壶号", "茶价"], [POT])
    assert found is not None
    assert found.missing == ("单号", "壶")
    refund = best_match(["退", "货"], [BACK])
    assert refund is not None
    assert refund.missing == ("单号",)
